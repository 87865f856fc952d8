"""`python -m testimonia.cli`: the same as `testimonia`."""

from testimonia.cli import main

main()
