"""Schema versions: numbered migrations, each applied wholly or not at all."""

from __future__ import annotations

import re
from importlib.resources import files

from testimonia.errors import StoreError
from testimonia.store.statement import Line, text

_NAME = re.compile(r"^(\d{4})\.(sqlite|postgresql)\.sql$")


def migrations(dialect: str) -> dict[int, list[str]]:
    """The statements of each migration, by number, for "sqlite" or "postgresql"."""
    found = {}
    for entry in (files("testimonia.store") / "migrations").iterdir():
        match = _NAME.match(entry.name)
        if match and match[2] == dialect:
            found[int(match[1])] = [s.strip() for s in entry.read_text("utf-8").split("\n-- next\n")]
    return dict(sorted(found.items()))


def version(connection: Line, where: str) -> int:
    """The schema version of the store; 0 for an empty database, StoreError for somebody else's or a newer one."""
    tables = connection.tables()
    if "schema_versions" not in tables:
        if tables:
            raise StoreError(
                "this database belongs to another program",
                where=where,
                got=f"tables {', '.join(sorted(tables)[:5])}",
                expected="a study's store, or an empty database",
                hint="give another address with --store",
            )
        return 0
    held = int(connection.execute(text("SELECT max(version) FROM schema_versions")).scalar() or 0)
    newest = max(migrations(connection.dialect))
    if held > newest:
        raise StoreError(
            "this study was written by a newer version of Testimonia",
            where=where,
            got=f"schema version {held}",
            expected=f"at most {newest}",
            hint="install the newer program (pip install --upgrade testimonia)",
        )
    return held


def migrate(connection: Line, held: int, program: str) -> None:
    """Applies every migration after `held`; to be called inside one transaction."""
    for number, statements in migrations(connection.dialect).items():
        if number <= held:
            continue
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.execute(
            text("INSERT INTO schema_versions (version, program) VALUES (:version, :program)"),
            {"version": number, "program": program},
        )
