"""Whatever is dropped is answered within 30 seconds of processor time and a gigabyte.

Measured by the processor time and the peak memory of the process that reads and those it starts,
never by the clock."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xlsxwriter

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.mapping import schema
from mittaristo.importing.readers.apart import Limits
from mittaristo.importing.readers.csv_files import WARM, CsvFiles
from mittaristo.importing.readers.unreadable import Unreadable
from mittaristo.project import Project
from mittaristo.publishing.publish import check
from mittaristo.registers.schemas import columns
from tests.importing.test_workbook import GOOD, SHEET, STRINGS, parts_of, zipped
from tests.lib.builders import client, marked_as_invented, write
from tests.lib.foreign import MAPPED_CLIENTS, mapped_jobs, written

SECONDS, BYTES = 30, 1 << 30
HEAD = (
    "client_id,joined_on,gender,birth_year,first_language,citizenship,municipality,education_isced,"
    "closed_on\n"
)
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv(text: str, table: str = "clients") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        written(folder / f"{table}.csv", text)
        return marked_as_invented(folder)

    return make


def files(count: int, columns: int, rows: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        heads = ",".join(f"Nimi {at}" for at in range(columns)) + "\n"
        for at in range(count):
            written(folder / f"taulu {at}.csv", heads + (",".join("x" * columns) + "\n") * rows)
        return folder

    return make


def sheets(count: int, columns: int, rows: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        with xlsxwriter.Workbook(folder / "r.xlsx", {"constant_memory": True}) as book:
            for at in range(count):
                sheet = book.add_worksheet(f"Taulu {at}")
                for row in range(rows):
                    sheet.write_row(row, 0, [f"Nimi {place}" for place in range(columns)])
        return folder / "r.xlsx"

    return make


def shared(length: int, runs: int, cells: int) -> Callable[[Path], Path]:
    """A workbook in which many cells name one text."""

    def make(folder: Path) -> Path:
        runs_of_it = f"<r><t>{'x' * length}</t></r>" * runs
        rows = "".join(
            f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, cells + 1)
        )
        parts = parts_of(GOOD)
        parts[STRINGS] = f'<sst xmlns="{SPREADSHEET}"><si>{runs_of_it}</si></sst>'.encode()
        begun, _, rest = parts[SHEET].decode().partition("<sheetData>")
        _, _, end = rest.partition("</sheetData>")
        parts[SHEET] = f"{begun}<sheetData>{rows}</sheetData>{end}".encode()
        path = folder / "r.xlsx"
        path.write_bytes(zipped(parts))
        return path

    return make


WRONG = "K,x,x,x,x,x,x,x,x\n"
HOSTILE: dict[str, Callable[[Path], Path]] = {
    **{
        f"a CSV of {count} columns": csv(
            ",".join(f"c{at}" for at in range(count)) + "\n" + ",".join("x" * count) + "\n"
        )
        for count in (2_000, 16_000, 100_000, 1_000_000)
    },
    **{f"{count} rows of one cell": csv(HEAD + "K\n" * count) for count in (50_000, 1_000_000)},
    **{f"{count} wrong rows": csv(HEAD + WRONG * count) for count in (50_000, 300_000)},
    "wrong rows of their own": csv(
        HEAD + "".join(",".join(f"{row}x{at}" for at in range(9)) + "\n" for row in range(100_000))
    ),
    "nothing but commas": csv(HEAD + ("," * 10_000 + "\n") * 1_500),
    "nothing but lines": csv(HEAD + "\n" * 10_000_000),
    "nothing but quotation marks": csv(HEAD + '"' * 20_000_000),
    "a quotation mark on every row": csv(HEAD + 'K,x"y,x,x,x,x,x,x,x\n' * 300_000),
    "a quotation mark that never ends": csv(HEAD + '"' + WRONG * 300_000),
    "quoted lines": csv(HEAD + '"' + "a\n" * 400_000 + '",x,x,x,x,x,x,x,x\n'),
    "long cells": csv(HEAD + ("K," + "x" * 900_000 + ",x,x,x,x,x,x,x\n") * 50),
    "long days": csv(HEAD + "K," + "1.1." * 200_000 + ",x,x,x,x,x,x,x\n"),
    "long accents": csv(HEAD + "e" + "\u0301" * 400_000 + ",2024-01-01,x,x,x,x,x,x,x\n"),
    "totals": csv(HEAD + ("Yhteensä " + "1 " * 900 + "x,,,,,,,,\n") * 10_000),
    "headings again": csv(HEAD * 100_000),
    "ids of nobody": csv(
        "service_id,client_id,service,given_on\n"
        + "".join(f"S{at},K{at},cv_workshop,2024-03-01\n" for at in range(200_000)),
        "services",
    ),
    "one id": csv(HEAD + "A,2024-01-10,woman,1990,ru,unknown,205,3,\n" * 200_000),
    **{f"{count} files": files(count, 20, 3) for count in (100, 400, 600)},
    "wide files": files(20, 1_900, 30),
    **{f"{count} sheets": sheets(count, 9, 3) for count in (100, 450, 2_000)},
    "wide sheets": sheets(10, 1_900, 30),
    "the widest sheet": sheets(1, 16_384, 10),
    **{
        f"a text of {length} × {runs} in {cells} cells": shared(length, runs, cells)
        for length, runs, cells in (
            (1_000_000, 1, 600),
            (1_000_000, 1, 4_000),
            (130_000, 1, 10_000),
            (32_000, 1, 40_000),
            (30_000, 40, 4_000),
            (1_900, 1, 400_000),
        )
    },
}

OFTEN = ("a text of 1000000 × 1 in 600 cells",)

MEASURED = """
import json, re, resource, sys
from mittaristo.cli.main import main
from mittaristo.importing.readers import csv_files, workbook
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))  # the machine has other work, too
status = main(sys.argv[1:])
csv_files.WARM.end()  # so that what reading took is counted
workbook.WARM.end()
both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(one.ru_utime + one.ru_stime for one in both)
own = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
print(json.dumps([status, seconds, 1024 * (own + both[1].ru_maxrss)]))
"""


def cost(*given: str) -> tuple[int, float, int, str]:
    """Status, seconds of processor time, bytes at the peak, and what was said."""
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *given],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert "Traceback" not in ended.stderr
    said, _, measured = ended.stdout.strip().rpartition("\n")
    status, seconds, peak = json.loads(measured)
    return status, seconds, peak, said


def is_answered(project: Project, source: Path, *more: str) -> None:
    """Check it, with these options: something is said of it, within the limits."""
    data = str(project.folder.parent)
    status, seconds, peak, said = cost(
        "check", str(source), "--project", "koe", "--data", data, "--lang", "en", *more
    )
    assert status in (0, 1)
    assert said
    assert seconds < SECONDS, (seconds, peak >> 20)
    assert peak < BYTES, (seconds, peak >> 20)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in OFTEN else pytest.mark.long) for name in HOSTILE],
)
def test_a_file_made_to_cost_much_is_answered_within_the_limits(
    project: Project, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    is_answered(project, HOSTILE[name](folder))


JOINED = """
[clients]
sheet = "asiakkaat"
join = [{ sheet = "taustat", on = { "kind" = "kind" } }]
[clients.columns]
client_id = "id"
joined_on = "joined"
first_language = "lang"
gender = { always = "unknown" }
citizenship = { always = "unknown" }
municipality = { always = "199" }
"""


def joined(folder: Path, rows: int) -> tuple[Path, Path]:
    """So many rows, and a sheet of as many to be joined, all by one key; and the mapping."""
    source = folder / "given"
    source.mkdir()
    ours = "".join(f"A{at},2024-03-01,x\n" for at in range(rows))
    written(source / "asiakkaat.csv", "id,joined,kind\n" + ours)
    written(source / "taustat.csv", "kind,lang\n" + "x,ru\n" * rows)
    return marked_as_invented(source), written(folder / "m.toml", JOINED)


@pytest.mark.long
@pytest.mark.parametrize("rows", [2_000, 20_000, 100_000])
def test_a_join_on_a_key_that_many_rows_share_grows_with_the_rows(
    project: Project, tmp_path: Path, rows: int
) -> None:
    source, mapping = joined(tmp_path, rows)
    is_answered(project, source, "--mapping", str(mapping))


def test_a_join_on_a_key_that_many_rows_share_is_refused_by_its_first_rows(
    project: Project, tmp_path: Path
) -> None:
    source, mapping = joined(tmp_path, 1_500)
    told = [(one.rule, one.row) for one in check(source, project, schema.load(mapping)).errors]
    assert told[0] == ("joined_twice", 3)
    assert told[-1] == ("and_more", 1_003)
    assert len(told) == 1_001


def test_of_many_faults_the_first_are_told_and_how_many_more_there_are(
    project: Project, tmp_path: Path
) -> None:
    rows = [client(f"A{at}", "2024-13-01") for at in range(1_500)]
    found = check(write(tmp_path / "given", {"clients": rows}), project)
    told = [one for one in found.errors if one.column == "joined_on"]
    assert len(told) == 1_001
    assert (told[-1].rule, told[-1].row) == ("and_more", 1_002)
    for language in LANGUAGES:
        assert "500" in told[-1].sentence(language)
    fewer = check(write(tmp_path / "fewer", {"clients": rows[:999]}), project)
    assert "and_more" not in {one.rule for one in fewer.errors}


def test_of_many_rows_of_one_cell_the_first_are_told(project: Project, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    written(given / "clients.csv", ",".join(columns("clients")) + "\n" + "A\n" * 1_500)
    found = check(marked_as_invented(given), project)
    told = [(one.rule, one.row) for one in found.errors]
    assert told[:2] == [("alone", 2), ("alone", 3)]
    assert told[-1] == ("and_more", 1_002)
    assert len(told) == 1_001


def test_a_pipe_is_not_waited_for(project: Project, tmp_path: Path) -> None:
    for name in ("r.xlsx", "r.csv", "m.toml"):
        os.mkfifo(tmp_path / name)
    for name in ("r.xlsx", "r.csv"):
        assert check(tmp_path / name, project).errors
    with pytest.raises(Exception, match="cannot be read"):
        schema.load(tmp_path / "m.toml")


def test_a_csv_is_read_within_limits_as_a_workbook_is(tmp_path: Path) -> None:
    """With what it says of letters and quotation marks; others are read whatever becomes of it."""
    rows = "K,Hämeenlinna,x\n" * 35_000 + 'K,x"y,x\n' + "K;,x,\n"
    large, mixed, small = (tmp_path / f"{name}.csv" for name in ("large", "mixed", "small"))
    large.write_bytes(rows.encode("cp1252"))
    mixed.write_bytes(rows.encode() + b"K,\xe4,x\n")
    small.write_bytes(b"a,b\n1,2\n")
    files = CsvFiles([large, mixed, small])
    assert files.read(small).rows == [("a", "b"), ("1", "2")]  # one that comes later
    found = files.read(large)
    assert found.rows[-2:] == [("K", 'x"y', "x"), ("K;", "x", "")]
    assert (len(found.rows), found.encoding) == (35_002, "Windows-1252")
    assert found.faults == [("stray_quote", 35_001)]
    with pytest.raises(Unreadable) as refused:
        files.read(mixed)
    assert (refused.value.rule, refused.value.row) == ("mixed_encodings", 35_003)
    for little, word in ((Limits(memory=1 << 20), "memory"), (Limits(answer=1 << 19), "answer")):
        files = CsvFiles([small, large], little)
        with pytest.raises(Unreadable) as refused:
            files.read(large)
        assert (refused.value.rule, refused.value.code) == ("not_read", word)


def test_files_are_read_beside_each_other_and_after_a_process_that_was_killed(
    tmp_path: Path,
) -> None:
    """The process that waits for the next files is begun again where somebody ended it."""
    paths = [written(tmp_path / f"{at}.csv", f"a,b\n{at},x\n") for at in range(20)]
    WARM.end()
    for _again in range(2):
        with ThreadPoolExecutor(8) as several:
            found = [one.rows for one in several.map(lambda one: CsvFiles([one]).read(one), paths)]
        assert found == [[("a", "b"), (str(at), "x")] for at in range(20)]
        waiting = WARM._process
        assert waiting is not None
        waiting.kill()
        waiting.wait()


def test_a_row_becomes_no_more_rows_than_a_reader_would_look_at(
    project: Project, tmp_path: Path
) -> None:
    """Two cells of 15 values each would be 225 rows: they stay as they are, which is told."""
    given = tmp_path / "given"
    given.mkdir()
    for values, rules in ((14, set()), (15, {"several_values"})):
        many = ";".join(["A1"] * values), ";".join(["direct"] * values)
        written(given / "Asiakkaat.csv", "Nro,Aloitti,Sukupuoli\nA1,1.2.2024,N\n")
        written(given / "Työt.csv", f"Nro,Kenelle,Alku,Tuki\nW1,{many[0]},1.3.2024,{many[1]}\n")
        text = MAPPED_CLIENTS + mapped_jobs(
            employment_id='{ number_by = ["Kenelle"] }',
            client_id='{ from = "Kenelle", split = ";" }',
            support='{ from = "Tuki", split = ";" }',
        )
        mapping = schema.load(written(tmp_path / "m.toml", text))
        found = check(marked_as_invented(given), project, mapping)
        assert {one.rule for one in found.errors} == rules
        assert found.typed["employments"].height == (values**2 if not rules else 1)
