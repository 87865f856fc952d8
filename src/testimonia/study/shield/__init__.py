"""Disclosure control for what leaves the house as a release: who is shown how far, and a search for what must not be there.

snapshot, policy -> protect -> public snapshot + what was withheld and why;  texts of files, secrets -> leaks
"""

from testimonia.study.shield.difference import differences
from testimonia.study.shield.leaks import Leak, leaks
from testimonia.study.shield.protect import Public, protect
from testimonia.study.shield.secrets import Secrets, secrets_of

__all__ = ["Leak", "Public", "Secrets", "differences", "leaks", "protect", "secrets_of"]
