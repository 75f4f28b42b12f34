"""What stands before Streamlit, what the log tells, and whether a server is ready."""

import contextlib
import logging
import re
import sys
import threading
from collections.abc import Iterator
from types import FunctionType

import duckdb
import polars as pl
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from mittaristo.cli.main import main
from mittaristo.project import Project
from mittaristo.snapshots.reading import folder_of
from mittaristo.ui.serving import hardening, logs
from tests.lib.builders import client, publish_rows
from tests.lib.canaries import CANARY
from tests.lib.store import tamper


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        await socket.receive_text()


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A server of two visitors at most; a new one, as far as readiness goes."""
    monkeypatch.setenv(hardening.SESSIONS, "2")
    page = Route("/", lambda _request: HTMLResponse("<h1>Mittaristo</h1>"))
    routes = [page, Route("/ready", hardening.Ready().__call__)]
    app = Starlette(
        routes=[*routes, WebSocketRoute("/_stcore/stream", stream)],
        middleware=[Middleware(hardening.Guarded)],
    )
    return TestClient(app, headers={"accept": "text/html"})


def test_every_answer_has_the_headers(visits: TestClient) -> None:
    for address in ("/", "/ready", "/nothing"):
        answer = visits.get(address)
        assert {name: answer.headers.get(name) for name in hardening.HEADERS} == hardening.HEADERS


def test_the_third_of_two_visitors_is_told_to_come_back(visits: TestClient) -> None:
    with visits.websocket_connect("/_stcore/stream"):
        assert visits.get("/").status_code == 200
        with visits.websocket_connect("/_stcore/stream"):
            turned_away = visits.get("/")
            assert (turned_away.status_code, turned_away.headers["retry-after"]) == (503, "30")
            assert visits.get("/ready", headers={"accept": "*/*"}).status_code in (200, 503)
            with (
                pytest.raises(WebSocketDisconnect),
                visits.websocket_connect("/_stcore/stream"),
            ):
                pass
            assert visits.get("/").status_code == 503
    assert visits.get("/").status_code == 200


def test_a_server_is_ready_while_what_everyone_is_to_see_is_whole(
    visits: TestClient,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = project.folder.parent
    monkeypatch.setenv("MITTARISTO_DATA", str(data))
    monkeypatch.setattr(hardening, "SECONDS", -1)  # no answer holds

    def ready() -> tuple[int, int]:
        return visits.get("/ready").status_code, main(["ready", "--data", str(data)])

    assert ready() == (503, 1)
    publish_rows(project, {"clients": [client("k1")]}, "2024-06-30")
    assert ready() == (200, 0)
    monkeypatch.setenv("MITTARISTO_MEMBERS", str(data / "none.toml"))
    assert main(["ready", "--data", str(data), "--lang", "en"]) == 1
    assert "nobody is of the team" in capsys.readouterr().out
    monkeypatch.delenv("MITTARISTO_MEMBERS")
    values = folder_of(project.folder, 1) / "figures" / "values.parquet"
    tamper(values, values.read_bytes() + b" ")
    assert ready() == (503, 1)


# --- The log ----------------------------------------------------------------------------------


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Values are kept out of the log of this process until the test ends."""
    for module in (sys, threading):
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    logs.keep_values_out()
    yield
    logging.setLogRecordFactory(logs.MADE)


def of_polars(value: str) -> None:
    pl.DataFrame({"name": [value]}).select(pl.col("name").cast(pl.Int64))


def of_duckdb(value: str) -> None:
    table = pl.DataFrame({"name": [value]})
    with duckdb.connect(":memory:") as connection:
        connection.register("given", table)
        connection.sql("select name::integer from given").fetchall()


def raised_again(value: str) -> None:
    try:
        of_polars(value)
    except Exception as error:
        raise ValueError(value) from error


@pytest.mark.parametrize("fails", [of_polars, of_duckdb, raised_again])
@pytest.mark.usefixtures("quiet")
def test_no_value_of_a_cell_comes_into_the_log(
    fails: FunctionType, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    log = logging.getLogger("mittaristo.test")
    for value in CANARY:
        with pytest.raises(Exception, match=re.escape(value)):
            fails(value)
        try:
            fails(value)
        except Exception as error:
            log.exception("Uncaught app execution")
            log.error("It failed: %s", error)
            log.error(error)
            sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=fails, args=(value,))
        thread.start()
        thread.join()
    told = caplog.text + capsys.readouterr().err
    assert f"in {fails.__name__}" in told
    assert not [value for value in CANARY if value in told]
