"""What each stage made of each subject, and the index of shingles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched as _batched  # type: ignore[attr-defined, unused-ignore]
from typing import TypeVar

import msgspec
from sqlalchemy import bindparam, text

from testimonia.domain.setaside import SetAside
from testimonia.store.documents import encode
from testimonia.store.session import Session
