"""The files of a panel, made by the server when their address is asked for.

An address names project, snapshot, page and panel, and what a link of the dashboard may choose, so
that it lasts as long as the snapshot. It has no session: it gives what everyone may see, figures
and never rows, also to the team; what else the team takes along lies at no address.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mittaristo import access
from mittaristo.figures.periods import to_choose
from mittaristo.i18n.translation import LANGUAGES, Language, translator
from mittaristo.reports.origin import Origin
from mittaristo.ui import choices, stores
from mittaristo.ui.components import below
from mittaristo.ui.components.below import FILES
from mittaristo.ui.published import published
from mittaristo.ui.session import Reader

PATH = "/files/{project}/{snapshot}/{page}/{panel}.{kind}"


def answer(request: Request) -> Response:
    """The file that the address names, or that there is none."""
    asked, language = request.path_params, _language(request)
    origin = _origin(asked["project"], asked["snapshot"], language, request.query_params)
    found = None
    if origin is not None and asked["kind"] in FILES:
        found = below.panel_of(asked["page"], asked["panel"], origin.view)
    if origin is None or found is None:
        _ = translator(language)
        return PlainTextResponse(_("There is no such file."), status_code=404)
    _label, mime, write = FILES[asked["kind"]]
    name = origin.file_name(found.id, asked["kind"])
    here = origin.at(urljoin(str(request.url), f"../../../../{asked['page']}"))
    return Response(
        write(found, here),
        media_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang")
    return next((one for one in LANGUAGES if one == asked), LANGUAGES[0])


def _origin(name: str, number: str, language: Language, asked: Mapping[str, str]) -> Origin | None:
    """The figures that are asked for, as whoever asks this server sees them; None without them."""
    project = stores.one_project(name)
    if project is None:
        return None
    reader = Reader(language, project, access.role(None, {}, synthetic=project.synthetic))
    choice = published(reader)
    if number not in {str(one.number) for one in choice.listed}:
        return None
    snapshot = choice.opened(int(number))
    if snapshot is None:
        return None
    days = [day for days in snapshot.figures.comparison_days(reader.role) for day in days]
    since = next((day for day in days if day.isoformat() == asked.get("since")), None)
    periods = {one.code: one for one in to_choose(snapshot.figures, reader.role, since)}
    period = periods.get(asked.get("period", ""))
    view = replace(
        choices.seen(reader, choice, snapshot, since, period),
        measure=_code(asked, "measure"),
        row=_code(asked, "row", r"[\w.+=,-]{1,400}"),
        place=_code(asked, "municipality"),
    )
    return Origin.of(snapshot, view)


def _code(asked: Mapping[str, str], name: str, form: str = r"[\w-]{1,80}") -> str:
    """A code that the address names; empty where it is none."""
    said = asked.get(name, "")
    return said if re.fullmatch(form, said, re.ASCII) else ""
