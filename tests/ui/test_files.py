"""Files of panels: each address below a panel gives its file, and no other address gives any."""

import html
import re
from urllib.parse import unquote

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from mittaristo.project import Project
from mittaristo.ui.serving import files, server
from tests.lib.builders import GOOD, publish_rows
from tests.lib.pages import Open, html_of

BEGINS = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "png": b"\x89PNG", "svg": b"<svg "}


@pytest.fixture
def published(real: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that is not invented, with two snapshots, of which the second is a weekly one."""
    publish_rows(real, GOOD, "2024-03-31")
    publish_rows(real, GOOD, "2024-04-07", "weekly")
    monkeypatch.setenv("MITTARISTO_DATA", str(real.folder.parent))
    return real


def asked(address: str) -> Response:
    """What the server gives of an address beside its pages."""
    path, _, query = address.partition("?")
    [*_ready, route] = server.routes()
    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "query_string": query.encode(),
        "headers": [(b"host", b"testserver")],
    }
    match, found = route.matches(scope)
    if match is Match.NONE:
        return Response(status_code=404)
    return files.answer(Request({**scope, **found}))


def test_every_address_below_the_panels_of_a_page_gives_its_file(
    open_page: Open, published: Project
) -> None:
    shown = html_of(open_page("employments", published.folder.parent, lang="en", period="2024"))
    links = [html.unescape(one) for one in re.findall(r'class="file" href="([^"]+)"', shown)]
    assert {"employments-by-month", "all-figures"} <= {
        one.split("/")[-1].split(".")[0] for one in links
    }
    for link in set(links):
        given = asked(f"/{link}")
        kind = link.split("?")[0].rpartition(".")[2]
        assert given.status_code == 200
        assert bytes(given.body).startswith(BEGINS[kind])
        assert f'filename="{published.id}-' in given.headers["content-disposition"]
    [table] = [one for one in links if "/employments-by-month.csv" in one]
    told = bytes(asked(f"/{table}").body).decode("utf-8-sig")
    link = f"http://testserver/employments?lang=en&project={published.id}&snapshot=1&period=2024"
    assert link in told


@pytest.mark.usefixtures("published")
def test_what_is_not_there_or_not_for_everyone_has_no_file() -> None:
    """The second snapshot is a weekly one, and two pages are only the team's."""
    paths = (
        "koe/2/employments/employments-by-month.csv",
        "koe/3/employments/employments-by-month.csv",
        "koe/x/employments/employments-by-month.csv",
        "koe/1/week/week.csv",
        "koe/1/quality/all-rules.csv",
        "koe/1/employments/import.csv",
        "koe/1/employments/employments-by-month.toml",
        "toinen/1/employments/employments-by-month.csv",
        "..%2Fkoe/1/employments/employments-by-month.csv",
    )
    given = {path: asked(f"/files/{path}?lang=en").status_code for path in paths}
    assert given == dict.fromkeys(paths, 404)


def test_a_name_in_an_address_goes_into_no_header(published: Project) -> None:
    path = "/files/koe/1/employments/employments-by-month.csv?municipality=x%0d%0aSet-Cookie:a"
    given = asked(path)
    assert given.status_code == 200
    assert "set-cookie" not in given.headers
    name = f"{published.id}-employments-by-month-2024-03-31-1.csv"
    assert given.headers["content-disposition"] == f'attachment; filename="{name}"'
