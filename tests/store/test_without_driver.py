"""Without the extra for servers a study in a file works, and an address of a server is refused in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
sys.modules["sqlalchemy"] = None  # as where it is not installed
from testimonia.errors import StoreError
from testimonia.store import create_store
create_store("sqlite:///" + sys.argv[1]).close()
try:
    create_store("postgresql://ann:hunter2secret@127.0.0.1:1/study")
except StoreError as error:
    print(error)
"""


def test_a_server_asks_for_its_driver_and_a_file_for_none(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "study.db")], capture_output=True, text=True, check=True
    )
    assert "the driver for this database is not installed" in done.stdout and "testimonia[pg]" in done.stdout
    assert "hunter2secret" not in done.stdout + done.stderr
    assert (tmp_path / "study.db").exists()
