"""The units of a sweep on Apache Spark: the same functions by `mapInArrow`, near copies by joins on shared word runs.

The folder of the sweep and the sources must lie where every executor reaches them: an executor writes the part of a unit itself,
in one step, so that a task done twice (because an executor was lost) leaves the same file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from testimonia.adapters import reprints
from testimonia.adapters.parquet import arrow
from testimonia.domain.candidate import Haul
from testimonia.errors import UsageError
from testimonia.pipeline.sweep.gathered import body, host
from testimonia.pipeline.sweep.sifted import Account, Task, do, done, rows_of

_TASKS = "key string, account binary"
_MARKS = "name string, host string, run long, looked boolean"


def session(workers: int | None) -> Any:
    """The session: that of `spark-submit` where there is one, else one on this machine."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        hint = "pip install 'testimonia[spark]' and a Java runtime (Debian: default-jre-headless)"
        raise UsageError("the engine spark needs pyspark", got=str(error), hint=hint) from None
    maker = SparkSession.builder.appName("testimonia sweep")
    if "SPARK_ENV_LOADED" not in os.environ and "PYSPARK_GATEWAY_PORT" not in os.environ:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        maker = maker.master(f"local[{workers or '*'}]").config("spark.ui.enabled", "false")
    try:
        made = maker.getOrCreate()
    except (OSError, RuntimeError) as error:
        raise UsageError(
            "Spark does not start", got=str(error), hint="is there a Java runtime? Debian: default-jre-headless"
        ) from error
    made.sparkContext.setLogLevel("ERROR")
    return made


def sift(session: Any, tasks: Sequence[Task], step: Callable[[Task, Account], None]) -> None:
    """Does all tasks, each in a partition of its own; `step` hears of each that is done."""
    if not tasks:
        return
    held = [(number, msgspec.json.encode(task)) for number, task in enumerate(tasks)]
    spread = session.sparkContext.parallelize(held, len(held))
    frame = session.createDataFrame(spread, "number int, task binary")
    by_key = {task.key: task for task in tasks}
    for row in frame.mapInArrow(_sifted, _TASKS).toLocalIterator(prefetchPartitions=True):
        step(by_key[row["key"]], msgspec.json.decode(bytes(row["account"]), type=Account))


def _sifted(batches: Iterator[Any]) -> Iterator[Any]:
    pa = arrow()
    for batch in batches:
        for data in batch.column("task").to_pylist():
            task = msgspec.json.decode(data, type=Task)
            account = (rows_of(task).exists() and done(task)) or do(task)
            rows = {"key": [task.key], "account": [msgspec.json.encode(account)]}
            yield pa.RecordBatch.from_pydict(rows, schema=pa.schema([("key", pa.string()), ("account", pa.binary())]))


def kin(session: Any) -> Callable[[Sequence[Haul]], dict[str, str]]:
    """Near copies, found by Spark: articles are joined on the runs that they share, pairs verified where they lie."""

    def find(held: Sequence[Haul]) -> dict[str, str]:
        names = [one.candidate.sha256 for one in held]
        if len(names) < 2:
            return {name: name for name in names}
        rows = [(one.candidate.sha256, host(one), body(one)) for one in held]
        texts = session.createDataFrame(rows, "name string, host string, body string").cache()
        marks = texts.mapInArrow(_marked, _MARKS).cache()
        marks.createOrReplaceTempView("marks")
        texts.createOrReplaceTempView("texts")
        house = [row["run"] for row in session.sql(_HOUSE).collect()]
        common = [row["run"] for row in session.sql(_COMMON).collect()]
        pairs = session.sql(_PAIRS)
        edges = pairs.mapInArrow(_verified(house, common), "a string, b string").collect()
        return reprints.joined(names, sorted((row["a"], row["b"]) for row in edges))

    return find


_HOUSE = f"""
SELECT DISTINCT run
FROM (SELECT run, host FROM marks WHERE NOT looked GROUP BY run, host HAVING count(*) >= {reprints.HOUSE})
"""  # noqa: S608 - the number is ours
"""The runs that are furniture, as in `reprints`."""
_COMMON = f"SELECT run FROM marks WHERE NOT looked GROUP BY run HAVING count(*) >= {reprints.COMMON}"  # noqa: S608 - the number is ours
_LEADS = ", ".join(
    f"lead(name, {step}) OVER (PARTITION BY run ORDER BY name)" for step in range(1, reprints.NEIGHBOURS + 1)
)
_PAIRS = f"""
WITH led AS (SELECT name AS a, array({_LEADS}) AS beside FROM marks WHERE looked),
     shared AS (SELECT run FROM marks WHERE looked GROUP BY run HAVING count(*) > 1),
     links AS (SELECT name, count(*) AS links FROM marks JOIN shared USING (run) WHERE looked GROUP BY name),
     placed AS (SELECT run, name, row_number() OVER (PARTITION BY run ORDER BY name) AS place FROM marks WHERE looked),
     hubs AS (SELECT run, min(struct(-links, name, place)) AS hub FROM placed JOIN links USING (name) GROUP BY run HAVING count(*) > {reprints.NEIGHBOURS}),
     near AS (SELECT a, explode(beside) AS b FROM led
              UNION ALL SELECT least(name, hub.name), greatest(name, hub.name) FROM placed JOIN hubs USING (run)
              WHERE abs(place - hub.place) > {reprints.NEIGHBOURS}),
     hits AS (SELECT a, b, count(*) AS hits FROM near WHERE b IS NOT NULL GROUP BY a, b HAVING count(*) >= {reprints.HITS}),
     sizes AS (SELECT name, count(*) AS size FROM marks WHERE looked GROUP BY name),
     pairs AS (SELECT a, b FROM hits JOIN sizes AS mine ON mine.name = a JOIN sizes AS theirs ON theirs.name = b
               WHERE hits * {reprints.SHARE} >= least(mine.size, theirs.size))
SELECT a, b, one.body AS mine, other.body AS theirs
FROM pairs JOIN texts AS one ON one.name = a JOIN texts AS other ON other.name = b
"""  # noqa: S608 - the numbers are ours
"""The pairs of `reprints`: each article beside its nearest neighbours that have a run, and beside the one that shares most."""


def _marked(batches: Iterator[Any]) -> Iterator[Any]:
    """Runs of each article: those by which it is looked for, and those of its own voice."""
    pa = arrow()
    import numpy as np

    kinds = (("name", pa.string()), ("host", pa.string()), ("run", pa.int64()), ("looked", pa.bool_()))
    schema = pa.schema(list(kinds))
    for batch in batches:
        for row in batch.to_pylist():
            found = reprints.prints(row["body"])
            for runs, looked in ((reprints.sampled(found.all), True), (found.told, False)):
                columns = [
                    pa.array([row["name"]] * len(runs), pa.string()),
                    pa.array([row["host"]] * len(runs), pa.string()),
                    pa.array(runs.astype(np.int64)),
                    pa.array([looked] * len(runs), pa.bool_()),
                ]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _verified(house: list[int], common: list[int]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def check(batches: Iterator[Any]) -> Iterator[Any]:
        pa = arrow()
        import numpy as np

        furniture, places = (np.unique(np.array(runs, dtype=np.uint64)) for runs in (house, common))
        schema = pa.schema([("a", pa.string()), ("b", pa.string())])
        for batch in batches:
            rows = batch.to_pylist()
            texts = {r[name]: r[text] for r in rows for name, text in (("a", "mine"), ("b", "theirs"))}
            marks = {name: reprints.bare(reprints.prints(text), furniture, places) for name, text in texts.items()}
            kept = [r for r in rows if reprints.related(marks[r["a"]], marks[r["b"]])]
            columns = [pa.array([r[name] for r in kept], pa.string()) for name in ("a", "b")]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    return check
