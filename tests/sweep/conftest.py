"""What the tests of the sweep share: the generator of pages, which lives with the bench."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
