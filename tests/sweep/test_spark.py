"""Spark does the same work with the same outcome, byte for byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sweep_pages import broken, collection

from testimonia.adapters.progress import Silence
from testimonia.config.template import settings_of
from testimonia.pipeline.sweep import sweep

pytest.importorskip("pyspark", reason="the extra spark is not installed; make test installs it")
if shutil.which("java") is None:
    pytest.skip("there is no Java runtime; make test installs one", allow_module_level=True)

FILES = ("candidates.parquet", "candidates.warc.gz", "set_aside.jsonl", "sweep.json")


def test_spark_and_this_machine_write_the_same_bytes(tmp_path: Path) -> None:
    web = tmp_path / "web"
    collection(web, 40, every=5, files=3)
    broken(web, 3)
    for engine in ("local", "spark"):
        found = sweep(
            [str(web)], tmp_path / engine, settings_of("defectors"), engine=engine, workers=2, progress=Silence()
        )
        assert found.tally.balances
    for name in FILES:
        assert (tmp_path / "local" / name).read_bytes() == (tmp_path / "spark" / name).read_bytes()
    report = json.loads((tmp_path / "spark" / "sweep.json").read_bytes())
    assert report["origins"] < report["total"]["kept"]  # there were copies to find
