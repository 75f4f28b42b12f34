"""The engine is closed: no file, no other host, no extension, no setting."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import DuckDb

CLOSED = [
    "select * from read_csv('{file}')",
    "select * from read_text('{file}')",
    "select * from '{file}'",
    "select * from glob('{folder}/*')",
    "copy (select 1) to '{folder}/x.csv'",
    "export database '{folder}/x'",
    "attach '{folder}/x.db'",
    "select * from read_parquet('https://example.org/x.parquet')",
    "install httpfs",
    "load httpfs",
    "load '{file}'",
    "create persistent secret s (type http)",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set temp_directory = '{folder}'",
    "set allowed_directories = ['{folder}']",
    "set threads = 1",
    "select * from secret",
]


@pytest.mark.parametrize("text", CLOSED)
def test_nothing_leads_out_of_the_engine(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("a\n1\n")
    secret = pl.DataFrame({"value": ["of a frame above the query"]})
    query = next(iter(Definitions.load().figures.values()))
    asked = replace(query, text=text.format(file=file, folder=tmp_path))
    with DuckDb({"units": secret}) as engine, pytest.raises(Exception, match="Error"):
        engine.run(asked)
    assert [path.name for path in tmp_path.iterdir()] == ["file.csv"]
