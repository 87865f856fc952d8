"""Parquet with pyarrow: written for the data package, read for the search for hidden names."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

GROUP = 131_072
"""Rows that are held at once, and stand together in the file."""


def write(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> bytes:
    """A table; None is null. `columns`: (name, type), type being string, integer, number or boolean."""
    import pyarrow as pa
    from pyarrow import parquet

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(name, types[type]) for name, type in columns])
    out, rest = io.BytesIO(), iter(rows)
    with parquet.ParquetWriter(out, schema, compression="zstd", store_schema=False) as writer:
        part = list(islice(rest, GROUP))
        while True:  # a table without rows has one group too
            arrays = [pa.array([row[i] for row in part], type=field.type) for i, field in enumerate(schema)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)
            part = list(islice(rest, GROUP))
            if not part:
                break
    return out.getvalue()


def words(data: bytes) -> Iterator[str]:
    """Everything that a Parquet file says: its metadata, and every cell of text."""
    from pyarrow import parquet

    file = parquet.ParquetFile(io.BytesIO(data))
    for key, value in (file.metadata.metadata or {}).items():
        yield f"{key.decode('utf-8', 'replace')} {value.decode('utf-8', 'replace')}"
    for batch in file.iter_batches():
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            yield name
            yield "\n".join(str(cell) for cell in column.to_pylist() if isinstance(cell, str | bytes))
