"""Parquet files, read and written with pyarrow (the extra `sweep`)."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from testimonia.domain.candidate import Candidate, Haul
from testimonia.errors import UsageError
from testimonia.ports.extract import Unreadable

_BATCH = 500
_BESIDE = ("body_start", "media_type", "fetched", "headers", "page")
"""Columns of a part that candidates.parquet does without."""


def arrow() -> Any:
    """pyarrow, or a UsageError that says how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            "a sweep and Parquet files need pyarrow",
            got=str(error),
            hint="pip install 'testimonia[sweep]'",
        ) from None
    return pyarrow


def _schema() -> Any:
    pa = arrow()
    words = {name: pa.string() for name in Candidate.__struct_fields__}
    words["why"] = pa.list_(pa.string())
    return pa.schema(
        [
            *words.items(),
            ("body_start", pa.int64()),
            ("media_type", pa.string()),
            ("fetched", pa.string()),
            ("headers", pa.string()),
            ("page", pa.binary()),
        ]
    )


def rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a Parquet file, each the cells that are words, by column name; raises `Unreadable`."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise Unreadable("to read Parquet, install: pip install 'testimonia[sweep]'") from None
    try:
        with pyarrow.parquet.ParquetFile(io.BytesIO(data)) as held:
            for batch in held.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    yield {str(name): str(value) for name, value in row.items() if isinstance(value, str | int | float)}
    except (pyarrow.ArrowException, OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"damaged Parquet: {error}") from None


def write_hauls(path: Path, hauls: Iterable[Haul]) -> None:
    """Writes the part of a unit, in one step."""
    _write(path, [_row(one) for one in hauls], _schema())


def write_candidates(path: Path, found: Iterable[Candidate]) -> None:
    """Writes candidates.parquet, in one step; the same rows give the same bytes."""
    pa = arrow()
    schema = pa.schema([field for field in _schema() if field.name not in _BESIDE])
    _write(path, [msgspec.structs.asdict(one) for one in found], schema)


def read_hauls(path: Path) -> Iterator[Haul]:
    """The rows of a part."""
    pa = arrow()
    with pa.parquet.ParquetFile(path) as held:
        for batch in held.iter_batches(batch_size=_BATCH):
            yield from map(haul_of, batch.to_pylist())


def _row(one: Haul) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(one.candidate),
        "body_start": one.body_start,
        "media_type": one.media_type,
        "fetched": one.fetched,
        "headers": msgspec.json.encode(one.headers, order="deterministic").decode("utf-8"),
        "page": one.page,
    }


def haul_of(row: dict[str, Any]) -> Haul:
    """A row of a part as what it was."""
    held = {name: row[name] for name in Candidate.__struct_fields__}
    return Haul(
        candidate=Candidate(**{**held, "why": tuple(held["why"])}),
        body_start=row["body_start"],
        media_type=row["media_type"],
        fetched=row["fetched"],
        headers=msgspec.json.decode(row["headers"], type=dict[str, str]),
        page=row["page"],
    )


def _write(path: Path, held: list[dict[str, Any]], schema: Any) -> None:
    pa = arrow()
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with pa.parquet.ParquetWriter(draft, schema, compression="zstd") as writer:
        for at in range(0, len(held), _BATCH):
            batch = held[at : at + _BATCH]
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    draft.replace(path)
