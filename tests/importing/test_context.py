"""Other people's tables → rows of the labour market; a sentence for whatever is wrong."""

import csv
import datetime as dt
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.cli.main import main
from mittaristo.importing.context import reading, rows, web
from mittaristo.importing.context.rows import About
from mittaristo.importing.parsing.regions import regions
from mittaristo.messages.refusals import Refusal, in_words
from tests.lib.builders import ROOT

ABOUT = About("Kela", "CC BY 4.0", dt.date(2026, 4, 1))
REAL = ROOT.parent / "shared" / "realdata" / "kainuu_unemployment_monthly_2006-2020.csv"

KELA = (
    "KUNTA_NRO;KUNTA_NIMI;AIKATYYPPI;VUOSIKUUKAUSI;TYOMARKKINATUKIPAIVA_LUOKKA;SAAJAT;MAKSETUT_EUR\n"
    "205;Kajaani;Kuukausi;2014-12;Yhteensä;320;89780,55\n"
    "205;Kajaani;Kuukausi;2014-12;500-999;200;50000,10\n"
    "205;Kajaani;Vuosi;2014;Yhteensä;900;1000000,00\n"
    "290;Kuhmo;Kuukausi;2015-01;Yhteensä;...;...\n"
    "091;Helsinki;Kuukausi;2015-01;Yhteensä;9000;3000000,00\n"
)

CUBE: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "id": ["Alue", "Kuukausi", "Sukupuoli", "Tiedot"],
    "size": [2, 2, 2, 2],
    "role": {"time": ["Kuukausi"], "metric": ["Tiedot"]},
    "dimension": {
        "Alue": {
            "label": "Alue",
            "category": {
                "index": {"KU205": 0, "MK18": 1},
                "label": {"KU205": "Kajaani", "MK18": "Kainuu"},
            },
        },
        "Kuukausi": {"label": "Kuukausi", "category": {"index": ["2020M01", "2020M02"]}},
        "Sukupuoli": {
            "label": "Sukupuoli",
            "category": {"index": ["S", "N"], "label": {"S": "Yhteensä", "N": "Naiset"}},
        },
        "Tiedot": {
            "label": "Tiedot",
            "category": {
                "index": ["TYOTTOMAT", "TYOVOIMA"],
                "label": {"TYOTTOMAT": "Työttömät", "TYOVOIMA": "Työvoima"},
            },
        },
    },
    "value": [*range(1, 15), None, 16],
}

PX = (
    'CHARSET="ANSI";\nAXIS-VERSION="2010";\nSTUB="Alue";\nHEADING="Kuukausi","Tiedot";\n'
    'CONTVARIABLE="Tiedot";\nVALUES("Alue")="Kajaani","Kuhmo";\nCODES("Alue")="KU205","KU290";\n'
    'VALUES("Kuukausi")="2020M01","2020M02";\nVALUES[en]("Kuukausi")="a","b";\n'
    'VALUES("Tiedot")="Työttömät","Avoimet työpaikat";\nDATA=\n'
    '10 "..." 30 "-"\n50 60 70.5 "..";\n'
)

BY_AGE = (
    "aikatyyppi,kuukausi_nro,vuosikuukausi,vuosi,kunta_nro,kunta_nimi,ikaryhma,sukupuoli,"
    "tyomarkkinatukipaiva_luokka,saaja_lkm,korvattu_paiva_lkm,maksettu_eur,kunta_osuus_eur\n"
    "Vuosi,12,201412,2014,205,Kajaani,55-59,Mies,Yhteensä,300,40000,1200000.5,600000.25\n"
    "Kuukausi,12,202412,2024,205,Kajaani,25-29,Nainen,Yhteensä,11,200,7000.1,3500.05\n"
    "Kuukausi,12,202412,2024,205,Kajaani,25-29,Nainen,300-499,8,150,5000,2500\n"
    "Kuukausi,12,202412,2024,205,Kajaani,25-29,Nainen,1000 tai yli,4,50,2000.1,1000.05\n"
    "Kuukausi,12,202412,2024,205,Kajaani,25-29,Mies,Yhteensä,9,180,6300.2,3150.1\n"
    "Kuukausi,12,202412,2024,205,Kajaani,Tieto puuttuu,Tuntematon,Yhteensä,5,60,-20.3,-10.15\n"
    "Vuosikertymä,12,202412,2024,205,Kajaani,25-29,Mies,Yhteensä,90,9000,63000,31500\n"
    "Kuukausi,1,202501,2025,205,Kajaani,60-64,Mies,Yhteensä,7,90,,1500\n"
    "Kuukausi,1,202501,2025,205,Kajaani,30-34,Nainen,Yhteensä,6,80,2900,1450\n"
    "Kuukausi,1,202501,2025,199,Tuntematon,Tieto puuttuu,Tuntematon,Yhteensä,4,40,1400,700\n"
)
"""Kela's package of data: parts by age and sex, and no total but that of the classes of days."""

IN_TWO_COLUMNS = (
    "kuntanumero;kunta;aikajakso;etuuslaji;korvausperuste;sukupuoli;ikaryhma;saajat;"
    "maksetut_etuudet_euroa;korvatut_paivat;euroa_paiva;vuosi;kuukausi\n"
    "697;Ristijärvi;vuosi;Työmarkkinatuki;Yhteensä;Yhteensä;Yhteensä;61;99000;4000;24,75;2010;NA\n"
    "697;Ristijärvi;kuukausi;Työmarkkinatuki;Yhteensä;Yhteensä;Yhteensä;12;4820,4;200;24,1;2010;{}\n"
    "697;Ristijärvi;kuukausi;Työmarkkinatuki;Yhteensä;Yhteensä;15-24;5;1500;60;25;2010;{}\n"
    "697;Ristijärvi;kuukausi;Työmarkkinatuki;Työttömyyden perusteella;Yhteensä;Yhteensä;9;NA;150;"
    "24;2010;{}\n"
    "697;Ristijärvi;kuukausi;Peruspäiväraha;Yhteensä;Yhteensä;Yhteensä;7;NA;90;25;2010;{}\n"
)
"""Kela's earlier table: a decimal comma, and a month told in two columns."""

Key = tuple[str, str, str, str | None]


def read(content: bytes) -> dict[Key, float | None]:
    """Area, month, measure and sex → value."""
    return {
        (row["area"], f"{row['month']:%Y-%m}", row["measure"], row["sex"]): row["value"]
        for row in rows.of_table(reading.read(content, "x"), "x", ABOUT)
    }


def test_kelas_table_gives_its_totals_by_month_under_the_rules_of_the_month() -> None:
    found = rows.of_table(reading.read(KELA.encode(), "x"), "x", ABOUT)
    assert [
        (row["area"], row["measure"], row["value"], row["regime"], row["licence"]) for row in found
    ] == [
        ("205", "subsidy_persons", 320, "from_500_days", "CC BY 4.0"),
        ("205", "subsidy_paid_eur", 89780.55, "from_500_days", "CC BY 4.0"),
        ("290", "subsidy_persons", None, "from_300_days", "CC BY 4.0"),
        ("290", "subsidy_paid_eur", None, "from_300_days", "CC BY 4.0"),
    ]


def test_parts_by_age_and_sex_are_added_up_and_classes_of_days_are_not() -> None:
    found = rows.of_table(reading.read(BY_AGE.encode(), "x"), "x", ABOUT)
    assert [
        (f"{row['month']:%Y-%m}", row["measure"], row["value"], row["regime"]) for row in found
    ] == [
        ("2024-12", "subsidy_persons", 25, "from_300_days"),
        ("2024-12", "subsidy_paid_eur", 13280.0, "from_300_days"),
        ("2024-12", "subsidy_eur", 6640.0, "from_300_days"),
        ("2025-01", "subsidy_persons", 13, "from_101_days"),
        ("2025-01", "subsidy_paid_eur", None, "from_101_days"),
        ("2025-01", "subsidy_eur", 2950.0, "from_101_days"),
    ]
    assert {(row["area"], row["sex"]) for row in found} == {("205", None)}


@pytest.mark.parametrize("month", ["6", "06", "Kesäkuu", "kesäkuu"])
def test_a_month_may_be_told_by_its_year_and_its_number_or_name(month: str) -> None:
    assert read(IN_TWO_COLUMNS.replace("{}", month).encode()) == {
        ("697", "2010-06", "subsidy_persons", None): 12,
        ("697", "2010-06", "subsidy_paid_eur", None): 4820.4,
    }


def test_an_answer_of_pxweb_is_read_by_its_dimensions() -> None:
    found = read(json.dumps(CUBE).encode())
    assert found["205", "2020-01", "unemployed_persons", None] == 1
    assert found["205", "2020-01", "labour_force", "woman"] == 4
    assert found["205", "2020-02", "unemployed_persons", None] == 5
    assert found["Kainuu", "2020-01", "unemployed_persons", None] == 9
    assert found["Kainuu", "2020-02", "unemployed_persons", "woman"] is None
    assert found["Kainuu", "2020-02", "labour_force", "woman"] == 16
    thin = {**CUBE, "value": {"0": 7}}
    assert read(json.dumps(thin).encode())["205", "2020-01", "unemployed_persons", None] == 7
    assert read(json.dumps(thin).encode())["205", "2020-02", "unemployed_persons", None] is None


def test_a_px_file_is_read_and_its_dots_stay_missing() -> None:
    for encoding in ("utf-8", "iso-8859-15"):
        assert read(PX.encode(encoding)) == {
            ("205", "2020-01", "unemployed_persons", None): 10,
            ("205", "2020-01", "open_vacancies", None): None,
            ("205", "2020-02", "unemployed_persons", None): 30,
            ("205", "2020-02", "open_vacancies", None): 0,
            ("290", "2020-01", "unemployed_persons", None): 50,
            ("290", "2020-01", "open_vacancies", None): 60,
            ("290", "2020-02", "unemployed_persons", None): 70.5,
            ("290", "2020-02", "open_vacancies", None): None,
        }


WRONG = {
    "empty": (b"", "there is nothing in it"),
    "page": (b"<!DOCTYPE html><html>", "this is a web page"),
    "cut json": (json.dumps(CUBE).encode()[:-9], "cut short"),
    "other json": (b'{"error": "no"}', "no data set of JSON-stat 2"),
    "short cube": (json.dumps({**CUBE, "value": [1, 2]}).encode(), "cut short"),
    "cut px": (PX.encode()[:-20], "cut short"),
    "px without axes": (PX.replace("STUB", "X").replace("HEADING", "Y").encode(), "no .px file"),
    "cut csv": (KELA.encode()[:-12], "cut short"),
    "no columns": (b"a;b\n1;2\n", "no area, no month"),
    "no rows": (b"kunta;kuukausi;saajat\nHelsinki;2020-01;5\n", "tells nothing of the region"),
    "a word": (KELA.replace("320", "n. 320").encode(), "n. 320 in the column SAAJAT is no number"),
    "parts": (
        b"kunta;kuukausi;ala;tyottomat\nKajaani;2020-01;a;5\nKajaani;2020-01;b;6\n",
        "tells unemployed_persons of 205 in 2020-01 several times",
    ),
    "noise": (bytes(range(256)) * 3, ""),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(content)
    assert said in in_words(refused.value, "en")


FORMS = st.sampled_from([KELA.encode(), BY_AGE.encode(), PX.encode(), json.dumps(CUBE).encode()])


@settings(max_examples=10)
@given(FORMS, st.data())
def test_a_harmed_table_is_read_or_refused_and_nothing_else(content: bytes, data: Any) -> None:
    harmed(content, data)


@pytest.mark.long
@settings(max_examples=2000)
@given(FORMS, st.data())
def test_many_harmed_tables_are_read_or_refused(content: bytes, data: Any) -> None:
    harmed(content, data)


def harmed(content: bytes, data: Any) -> None:
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 30))
    put = data.draw(st.binary(max_size=8))
    try:
        found = rows.of_table(
            reading.read(content[:start] + put + content[start + length :], "x"), "x", ABOUT
        )
    except Refusal:
        return
    assert all(row["value"] is None or isinstance(row["value"], float) for row in found)


def test_the_shared_table_draws_every_municipality_from_2006_to_2020() -> None:
    if not REAL.exists():
        pytest.skip("the shared table is not here")
    found = rows.of_table(reading.read(REAL.read_bytes(), "x"), "x", ABOUT)
    unemployed = [row for row in found if row["measure"] == "unemployed_persons"]
    assert {row["area"] for row in unemployed} == set(regions()["kainuu"].tiles)
    assert {row["month"].year for row in unemployed} == set(range(2006, 2021))
    assert len(unemployed) == 8 * 178


# --- From a server ----------------------------------------------------------------------------


class _Server(BaseHTTPRequestHandler):
    """Answers in the way that its path names."""

    asked: list[str]

    def do_GET(self) -> None:
        getattr(self, f"_{self.path.strip('/')}")()

    def do_POST(self) -> None:
        assert json.loads(self.rfile.read(int(self.headers["Content-Length"]))) == {"query": []}
        self._good()

    def _send(self, content: bytes, status: int = 200, **headers: str) -> None:
        type(self).asked.append(self.path)
        self.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def _good(self) -> None:
        self._send(KELA.encode(), Content_Type="text/csv")

    def _lies(self) -> None:
        self._send(KELA.encode(), Content_Type="image/png")

    def _page(self) -> None:
        self._send(b"<html>Login</html>", Content_Type="text/csv")

    def _fails(self) -> None:
        self._send(b"", 503)

    def _recovers(self) -> None:
        self._good() if "/recovers" in type(self).asked else self._fails()

    def _missing(self) -> None:
        self._send(b"", 404)

    def _round(self) -> None:
        self._send(b"", 302, Location="/round")

    def _moved(self) -> None:
        self._send(b"", 302, Location="/good")

    def _elsewhere(self) -> None:
        self._send(b"", 302, Location="file:///etc/passwd")

    def _truncates(self) -> None:
        content = KELA.encode()
        self._send(content[:150], Content_Length=str(len(content)))
        self.close_connection = True

    def _stalls(self) -> None:
        type(self).asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.flush()
        self.server.stopped.wait()  # type: ignore[attr-defined]

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the screen of the tests."""


@pytest.fixture
def server() -> Iterator[str]:
    _Server.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as made:
        made.stopped = threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.stopped.set()  # type: ignore[attr-defined]
        made.shutdown()


Ask = Callable[..., int]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The verb, which neither waits nor bears silence for long."""
    monkeypatch.setattr(web, "WAITS", (0, 0))
    monkeypatch.setattr(web, "SECONDS", 0.3)

    def asked(address: str, *more: str) -> int:
        folders = ["--data", str(tmp_path / "data"), "-o", str(tmp_path / "registers")]
        return main(["context", address, "--source", "Kela", "--lang", "en", *folders, *more])

    return asked


FAULTS = {
    "fails": "refused (503)",
    "missing": "refused (404)",
    "round": "cannot be followed",
    "elsewhere": "cannot be followed",
    "truncates": "broke off before its end",
    "stalls": "did not answer",
    "page": "this is a web page",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_does_wrong_leaves_nothing_behind(
    server: str, ask: Ask, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(f"{server}/{fault}") == 1
    said = " ".join(capsys.readouterr().err.split())
    assert FAULTS[fault] in said
    assert f"{server}/{fault}" in said
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    tries = {"fails": 3, "missing": 1, "stalls": 3, "truncates": 3}
    if fault in tries:
        assert len(_Server.asked) == tries[fault]


@pytest.mark.parametrize("path", ["good", "lies", "moved", "recovers"])
def test_a_table_comes_through_and_is_kept_for_a_day_without_network(
    server: str, ask: Ask, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(f"{server}/{path}", "--licence", "CC BY 4.0") == 0
    assert "Rows of the labour market: 4, of which not known: 2." in capsys.readouterr().out
    with (tmp_path / "registers" / "labour_market.csv").open(encoding="utf-8") as file:
        first = next(csv.DictReader(file))
    assert (first["area"], first["month"], first["value"]) == ("205", "2014-12-01", "320")
    assert (first["source"], first["licence"]) == ("Kela", "CC BY 4.0")
    web_kept = web.kept(tmp_path / "data" / ".context", f"{server}/{path}", None)
    assert web_kept is not None
    assert web_kept.content == KELA.encode()


def test_without_a_network_what_was_kept_is_read_and_otherwise_a_word_is_said(
    server: str, ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        assert ask(closed) == 1
        assert "Is there a network?" in " ".join(capsys.readouterr().err.split())
        answer = web.Answer(KELA.encode(), dt.date(2026, 3, 1))
        web.keep(tmp_path / "data" / ".context", closed, None, answer)
        assert ask(closed) == 0
    assert "The answer of 1 Mar 2026 that was kept is read." in capsys.readouterr().out
    query = tmp_path / "q.json"
    query.write_text('{"query": []}', encoding="utf-8")
    assert ask(f"{server}/post", "--query", str(query)) == 0


def test_rows_of_other_sources_stay_and_those_of_the_same_are_replaced(
    ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.csv"
    file.write_text(KELA, encoding="utf-8")
    assert ask(str(file)) == 0
    file.write_text(KELA.replace("320", "321"), encoding="utf-8")
    assert ask(str(file)) == 0
    assert ask(str(file), "--source", "Toinen") == 0
    with (tmp_path / "registers" / "labour_market.csv").open(encoding="utf-8") as source:
        found = [(row["source"], row["value"]) for row in csv.DictReader(source)]
    assert len(found) == 8
    assert ("Kela", "321") in found
    assert ("Kela", "320") not in found
    file.write_text("kunta;kuukausi;saajat\n", encoding="utf-8")
    assert ask(str(file)) == 1
    assert ask(str(tmp_path / "none.csv")) == 2
    assert "There is no file" in capsys.readouterr().err
