"""Publishing with registers that lie on a server: the figures come here, the rows do not."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from mittaristo.cli.main import main
from mittaristo.figures.computation import compute
from mittaristo.figures.remote.registers import registers_at
from mittaristo.figures.remote.session import Session
from mittaristo.figures.remote.spark import SparkConnect
from mittaristo.messages.refusals import Refusal
from mittaristo.project import load
from mittaristo.publishing.publish import prepare_elsewhere
from mittaristo.snapshots import reading
from mittaristo.snapshots.verification import verify
from tests.lib.builders import (
    BUNDLED,
    GOOD,
    ROOT,
    Tables,
    client,
    day,
    employment,
    make_project,
    write,
)
from tests.lib.servers import free_port, server, server_apart

pytestmark = pytest.mark.xdist_group("server")

DAYS = ("2024-06-30", "2024-12-31")
PROJECT = "koe"


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    with server() as address:
        yield address


def a_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small invented project; gives its folder."""
    monkeypatch.setenv("MITTARISTO_DATA", str(folder))
    monkeypatch.setenv("MITTARISTO_LANG", "en")
    folder.mkdir(parents=True)
    return make_project(folder, PROJECT).folder


def publish(source: Path | str, as_of: str, *more: str) -> int:
    return main(["publish", str(source), "--project", PROJECT, "--as-of", as_of, *more])


def spread(registers: Path, target: Path, files: int) -> Path:
    """The tables of a snapshot as folders of so many files each, at two depths."""
    for path in registers.glob("*.parquet"):
        table = pl.read_parquet(path)
        size = max(1, -(-table.height // files))
        for nth, start in enumerate(range(0, max(1, table.height), size)):
            file = target / path.stem / f"part{nth % 3}" / f"{nth:05}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            table.slice(start, size).write_parquet(file)
    return target


def figures(project: Path, number: int) -> dict[str, pl.DataFrame]:
    """All of a snapshot, but what the import of a workbook or of CSV files warned of."""
    tables: dict[str, pl.DataFrame] = {**reading.open_snapshot(project, number).figures.tables}
    for name, column in (("quality", "looked_at"), ("quality_since", "mended")):
        tables[name] = tables[name].filter(pl.col(column).is_not_null())
    return tables


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    assert one.keys() == other.keys()
    assert [name for name in one if not one[name].equals(other[name])] == []


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a snapshot of an invented project, published in the usual way."""
    folder = tmp_path_factory.mktemp("here")
    with pytest.MonkeyPatch.context() as patch:
        project = a_store(folder / "data", patch)
        assert publish(write(folder / DAYS[0], rows_until(DAYS[0])), DAYS[0]) == 0
    return project


@pytest.fixture(scope="module")
def two_here(here: Path) -> Path:
    """The same with a second snapshot."""
    folder = here.parents[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MITTARISTO_DATA", str(here.parent))
        source = write(folder / DAYS[1], rows_until(DAYS[1]))
        assert publish(source, DAYS[1], "--accept-doubts") == 0
    return here


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, which the server's figures are to go to."""
    return a_store(tmp_path / "data", monkeypatch)


def rows_until(as_of: str) -> Tables:
    """Registers that grow from one of DAYS to the next: of 30 clients each."""
    count = 30 * (1 + DAYS.index(as_of))
    clients = [client(f"C{n}", f"2024-0{n % 6 + 1}-10") for n in range(count)]
    jobs = [employment(f"W{n}", f"C{n}", f"2024-0{n % 6 + 1}-20") for n in range(0, count, 3)]
    services = [
        {**GOOD["services"][0], "service_id": f"S{n}", "client_id": f"C{n}"} for n in range(9)
    ]
    own = {"clients": clients, "employments": jobs, "services": services}
    return {**GOOD, **own, "participations": [], "attendances": []}


def nothing_published(project: Path) -> bool:
    return not reading.numbers(project) and not list(project.rglob("*.parquet"))


def agree(here: Path, there: Path, remote: str, folder: Path, files: int, days: int) -> None:
    """Publish the registers of snapshots from folders of so many files a table; figures agree."""
    for number, as_of in enumerate(DAYS[:days], start=1):
        rows = reading.folder_of(here, number) / "registers"
        source = spread(rows, folder / as_of, files)
        given = ("--engine", "spark", "--remote", remote)
        if number > 1:  # little has happened lately, here as there
            assert publish(source, as_of, *given) == 1
            assert len(reading.numbers(there)) == number - 1
        assert publish(source, as_of, *given, "--accept-doubts") == 0
        assert_same(figures(here, number), figures(there, number))
        snapshot = reading.open_snapshot(there, number)
        assert not reading.has_registers(snapshot.folder)
        assert snapshot.manifest.synthetic
    assert [(one.fault, one.figures_only) for one in verify(there)] == [(None, True)] * days


def test_what_a_server_counts_is_what_is_counted_here(
    here: Path, there: Path, remote: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agree(here, there, remote, tmp_path / "on the server", files=3, days=1)
    assert "The registers stay on the server" in capsys.readouterr().out


@pytest.mark.long
def test_changes_since_registers_on_a_server_are_counted_there(
    two_here: Path, there: Path, remote: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agree(two_here, there, remote, tmp_path / "on the server", files=40, days=2)
    assert "could not be compared" not in capsys.readouterr().out


@pytest.mark.long
def test_csv_files_may_be_counted_on_a_server_and_are_stored_here(
    here: Path, there: Path, remote: str
) -> None:
    source = here.parents[1] / DAYS[0]
    assert publish(source, DAYS[0], "--engine", "spark", "--remote", remote) == 0
    snapshot = reading.open_snapshot(there, 1)
    assert reading.has_registers(snapshot.folder)
    assert_same(figures(here, 1), figures(there, 1))


@pytest.mark.long
def test_an_earlier_folder_that_is_another_now_is_not_compared_with(
    two_here: Path, there: Path, remote: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [
        spread(reading.folder_of(two_here, number) / "registers", tmp_path / str(number), 1)
        for number in (1, 2)
    ]
    assert publish(folders[0], DAYS[0], "--engine", "spark", "--remote", remote) == 0
    clients = next(folders[0].glob("clients/*/*.parquet"))
    table = pl.read_parquet(clients)
    table.with_columns(birth_year=pl.lit(1950, pl.Int64)).write_parquet(clients)
    capsys.readouterr()
    given = ("--engine", "spark", "--remote", remote, "--accept-doubts")
    assert publish(folders[1], DAYS[1], *given) == 0
    assert "ould not be compared" in capsys.readouterr().out
    assert figures(there, 2)["changes"].is_empty()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda table: table.drop("gender"), "has no column gender"),
        pytest.param(
            lambda table: table.cast({"birth_year": pl.String}),
            "the column birth_year is string",
            marks=pytest.mark.long,
        ),
        (lambda table: table.with_columns(client_id=pl.lit("Aino")), "clients.client_id: "),
        pytest.param(
            lambda table: pl.concat([table, table]), "clients.client_id: ", marks=pytest.mark.long
        ),
        pytest.param(
            lambda table: table.with_columns(gender=pl.lit("other")),
            "clients.gender: ",
            marks=pytest.mark.long,
        ),
        pytest.param(lambda table: table.head(1), "services.client_id: ", marks=pytest.mark.long),
    ],
    ids=["column", "type", "name for a pseudonym", "twice", "code", "references"],
)
def test_registers_at_fault_publish_nothing(
    wrong: Callable[[pl.DataFrame], pl.DataFrame],
    said: str,
    here: Path,
    there: Path,
    remote: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    for path in (reading.folder_of(here, 1) / "registers").glob("*.parquet"):
        table = pl.read_parquet(path)
        changed = wrong(table) if path.stem == "clients" else table
        changed.write_parquet(folder / path.name)
    assert publish(folder, DAYS[0], "--engine", "spark", "--remote", remote) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Aino" not in told
    assert nothing_published(there)


def test_a_folder_without_tables_says_so(
    there: Path, remote: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--engine", "spark", "--remote", remote)
    assert publish(tmp_path / "nothing", DAYS[0], *given) == 1
    assert "finds no registers" in capsys.readouterr().err
    assert publish(tmp_path / "nothing", DAYS[0], *given, "--lang", "fi") == 1
    assert "ei löydä rekistereitä" in capsys.readouterr().err
    assert nothing_published(there)


def test_a_server_that_is_not_there_says_so(
    there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remote = f"sc://127.0.0.1:{free_port()}"
    assert publish(tmp_path, DAYS[0], "--engine", "spark", "--remote", remote) == 1
    assert f"The server {remote} was not reached." in capsys.readouterr().err
    for wrong in ("localhost", "http://localhost:1", "sc://", "sc://host:many"):
        assert publish(tmp_path, DAYS[0], "--engine", "spark", "--remote", wrong) == 2
        assert "sc://HOST:PORT" in capsys.readouterr().err
    assert publish(tmp_path, DAYS[0], "--engine", "spark") == 2
    assert publish(tmp_path, DAYS[0], "--remote", remote) == 2
    assert nothing_published(there)


def test_a_server_that_does_not_answer_is_waited_for_so_long_and_no_longer(
    there: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        remote = f"sc://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Refusal, match="did not answer within"):
            Session(remote, patience=0.5)
    assert nothing_published(there)


def test_a_server_that_stops_meanwhile_leaves_nothing_half_done(here: Path, there: Path) -> None:
    with server() as remote:
        session = Session(remote)
        registers = registers_at(session, str(reading.folder_of(here, 1) / "registers"))
    with pytest.raises(Refusal, match=r"stopped answering|was not reached|could not compute"):
        prepare_elsewhere(
            registers, load(there), day(DAYS[0]), lambda given: SparkConnect(session, given)
        )
    assert nothing_published(there)


def test_what_is_missing_here_is_named(there: Path) -> None:
    """The command line itself needs nothing of the extra."""
    given = ["publish", "x", "--project", PROJECT, "--as-of", DAYS[0]]
    given += ["--engine", "spark", "--remote", "sc://localhost:1"]
    missing = "import sys; sys.modules |= dict.fromkeys(('grpc', 'pyspark', 'sqlglot'))"
    run = f"{missing}; from mittaristo.cli.main import main; sys.exit(main({given!r}))"
    told = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 1
    assert "pip install 'mittaristo[spark]'" in told.stderr
    assert nothing_published(there)


PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


@pytest.mark.long
def test_a_thousand_files_are_counted_in_little_memory_here(tmp_path: Path) -> None:
    """The example, on a server in a process of its own: it agrees, and nothing of it comes here."""
    bundled = reading.open_snapshot(BUNDLED, reading.numbers(BUNDLED)[-1])
    folder = spread(bundled.folder / "registers", tmp_path / "registers", files=150)
    assert len(list(folder.rglob("*.parquet"))) >= 1000
    project = tmp_path / "data" / BUNDLED.name
    project.mkdir(parents=True)
    (project / "project.toml").write_bytes((BUNDLED / "project.toml").read_bytes())
    as_of = bundled.manifest.as_of
    with server_apart() as remote:
        given = ["publish", str(folder), "--project", BUNDLED.name, "--as-of", str(as_of)]
        given += ["--data", str(project.parent), "--engine", "spark", "--remote", remote]
        run = tmp_path / "run.py"  # the client takes -c for a test of its own
        run.write_text(f"from mittaristo.cli.main import main; assert main({given!r}) == 0; {PEAK}")
        own = {**os.environ, "PYTHONPATH": str(ROOT)}
        told = subprocess.run([sys.executable, run], capture_output=True, text=True, env=own)
    assert told.returncode == 0, told.stderr
    assert int(told.stdout.split()[-1]) < 1_000_000, "kilobytes of memory on this side"
    here = compute(bundled.registers(), load(BUNDLED), as_of)
    assert_same({**here.tables}, {**reading.open_snapshot(project, 1).figures.tables})
