"""Region: how employment is in each municipality, as context beside the project's results."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from mittaristo.charts import region as charts
from mittaristo.charts.theme import Setting
from mittaristo.figures.model import Figures
from mittaristo.i18n.table import Table
from mittaristo.importing.parsing.regions import Region, regions
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Cell, Folded, Heading, Matrix, Notice, Page, Panel
from mittaristo.panels.parts.timeline import ALWAYS
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.region import series as shapes
from mittaristo.transforms.region import tiles
from mittaristo.transforms.timeline import milestone_lane, milestones_in_words

MARKET = "labour_market"
UNEMPLOYED, FORCE = "unemployed_persons", "labour_force"
PERSONS, EUROS, PAID = "subsidy_persons", "subsidy_eur", "subsidy_paid_eur"
STRUCTURAL, LONG_TERM = "structurally_unemployed", "long_term_unemployed"
MEASURES = (UNEMPLOYED, PERSONS, EUROS, PAID, STRUCTURAL, LONG_TERM)

# --- Which place ------------------------------------------------------------------------------


def kept_in(figures: Figures) -> bool:
    """Whether a project keeps any of its region's labour market that is shown here."""
    return figures.keeps(MARKET) and figures[MARKET]["measure"].is_in(MEASURES).any()


def kept(view: View) -> bool:
    """The same of what is shown."""
    return kept_in(view.figures)


def places(view: View) -> dict[str, str]:
    """Regions and municipalities that have figures: code → name. The first one is the usual one."""
    if not kept(view):
        return {}
    _, there = view.wording, set(view.figures[MARKET]["area"])
    seen: set[str] = set()
    found: dict[str, str] = {}
    for code, region in regions().items():
        if (own := region.tiles.keys() & there) - seen:
            found[code] = region.name[view.language]
            seen |= own
    named = {area: _.term("municipalities", area) for area in seen}
    return found | dict(sorted(named.items(), key=lambda one: one[1]))


def _own(view: View) -> str:
    """The municipality that is looked at; empty for a region."""
    return view.place if view.place in places(view) and view.place not in regions() else ""


def _region(view: View) -> Region:
    """The region that is looked at; that of a municipality is the first one that holds it."""
    found = regions()
    if view.place in found:
        return found[view.place]
    holding = (one for one in found.values() if view.place in one.tiles)
    return next(holding, next(iter(found.values())))


def _grid(view: View) -> tiles.Grid:
    _, region = view.wording, _region(view)
    return tiles.Grid(region.tiles, {one: _.term("municipalities", one) for one in region.tiles})


# --- What is found ----------------------------------------------------------------------------


def heading(view: View) -> Heading:
    """In how many municipalities unemployment fell; of one municipality, where it stands."""
    _ = view.wording
    if not kept(view):
        return Heading(_("How is employment in the region?"))
    lead = _("These figures tell of the region around the project, not of the project's effect.")
    own = _own(view)
    if own:
        name = _.term("municipalities", own)
        series = shapes.series(view.figures[MARKET], [UNEMPLOYED], [own], _)
        said = _stands(view, series, name) if len(series) else name
        ended = _("The project ran from {first} to {last}.")
        days = {"first": _.day(view.starts_on), "last": _.day(view.ends_on)}
        told = (ended.format(**days), _at_the_ends(view, series), lead)
        return Heading(said, " ".join(filter(None, told)))
    rows = _last_month(view, UNEMPLOYED, PERSONS)
    compared = rows.filter(pl.col("change").is_not_null()) if "change" in rows.columns else rows
    if compared.is_empty():
        return Heading(_("Employment in the region"), lead)
    said = _("Unemployment fell within a year in {fell} of {all} municipalities")
    fell = compared.filter(pl.col("change") < 0).height
    month = _("The newest month is {month}.").format(month=compared["month_text"][0])
    return Heading(said.format(fell=fell, all=compared.height), f"{month} {lead}")


def _at_the_ends(view: View, series: SafeFrame) -> str:
    """How many were unemployed when the project began, and when it ended, where that is known."""
    _ = view.wording
    known = {
        row["on"]: f"{row['value_text']} ({row['on_text']})"
        for row in series.drop_nulls("value").iter_rows(named=True)
    }
    begun, ended = (known.get(on.replace(day=1)) for on in (view.starts_on, view.ends_on))
    if begun is None:
        return ""
    if ended is None:
        return _("Unemployed when it began: {begun}.").format(begun=begun)
    said = _("Unemployed when it began: {begun}, and when it ended: {ended}.")
    return said.format(begun=begun, ended=ended)


def _last_month(view: View, first: str, second: str) -> SafeFrame:
    names = dict(_grid(view).names)
    return shapes.table_of_last_month(view.figures[MARKET], names, (first, second), view.wording)


def _stands(view: View, series: SafeFrame, name: str) -> str:
    """Kuhmo: työttömiä 512 (11/2012), vuotta aiemmin 530; or why that is not compared."""
    _ = view.wording
    rows = {row["on"]: row for row in series.iter_rows(named=True)}
    last = max((on for on, row in rows.items() if row["value"] is not None), default=None)
    if last is None:
        return _("{place}: the figures are protected").format(place=name)
    now, then = rows[last], rows.get(last.replace(year=last.year - 1))
    said = _("{place}: {what} {value} ({month})").format(
        place=name,
        what=_.code(now["measure"]).lower(),
        value=now["value_text"],
        month=now["on_text"],
    )
    if then is None or then["value"] is None:
        return said
    if then["regime"] != now["regime"]:
        return _("{said}; not compared with a year ago, because the rules changed").format(
            said=said
        )
    return _("{said}, a year ago {value}").format(said=said, value=then["value_text"])


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps nothing of its region."""
    return None if kept(view) else panel.not_kept(view, MARKET)


# --- Where the figures are from ---------------------------------------------------------------


def _sources(view: View, series: SafeFrame) -> str:
    """Where some figures are from and when they were retrieved; that they are invented, if so."""
    _ = view.wording
    told = series.group_by("source", "licence", "invented").agg(pl.col("retrieved_on").max())
    said = []
    for row in told.sort("source").iter_rows(named=True):
        if row["invented"]:
            said.append(_("These figures are invented: they show only how the page works."))
            continue
        line = _("Source: {source}, retrieved {day}.")
        said.append(line.format(source=row["source"], day=_.day(row["retrieved_on"])))
        if row["licence"]:
            said.append(_("Licence: {licence}.").format(licence=row["licence"]))
    return " ".join(said)


def _setting(view: View, series: SafeFrame) -> Setting:
    """As long as the series; invented figures are marked, whatever the project itself is."""
    first, last = series["on"].min(), series["on"].max()
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    invented = view.figures.synthetic or bool(series["invented"].any())
    return replace(view.setting, starts_on=first, ends_on=last, synthetic=invented)


# --- The map ----------------------------------------------------------------------------------


def unemployment(view: View) -> Panel | None:
    """The unemployed of the labour force in each municipality; persons, where it is not known."""
    return _tiles(view, UNEMPLOYED) if kept(view) else None


def subsidy(view: View) -> Panel | None:
    """Recipients whose subsidy the municipality pays in part, of the labour force; of a region."""
    return _tiles(view, PERSONS) if kept(view) and not _own(view) else None


def _tiles(view: View, measure: str) -> Panel | None:
    """A line a municipality, in its place and on one scale; None where there is nothing."""
    _, market, grid = view.wording, view.figures[MARKET], _grid(view)
    rates = shapes.rate(market, measure)
    series = shapes.series(rates, [measure], list(grid.places), _)
    if series["value"].drop_nulls().is_empty():
        series = shapes.series(market, [measure], list(grid.places), _)
    else:
        series = shapes.in_percent(series, _)
    top = series["value"].max()
    if not isinstance(top, float) or top <= 0:
        return None
    marks = [view.starts_on, view.ends_on, *shapes.breaks(series, _)["on"]]
    frames = tiles.frames(series, grid, _own(view))
    note = _("All tiles have one scale. The dashed lines: the project's beginning and end.")
    if marks[2:]:
        note = _(
            "All tiles have one scale. The dashed lines: the project's beginning and end, and where"
            " the rules changed: figures before and after are not comparable."
        )
    return panel.charted(
        view,
        f"tiles-{measure.replace('_', '-')}",
        _ranked(view, series, measure),
        _table(view, shapes.wide(series, grid.names)),
        lambda setting: charts.tiles(
            tiles.lines(series, grid, top),
            frames,
            tiles.marked(series, marks, grid),
            replace(setting, synthetic=_setting(view, series).synthetic),
            rows=grid.rows,
            columns=grid.columns,
        ),
        alt_text=panel.alt_of_rows(view, frames.select("name", "said").iter_rows()),
        measures=(),
        figures=[MARKET],
        note=f"{note} {_sources(view, series)}",
    )


def _table(view: View, wide: SafeFrame) -> Table:
    """A row a month, a column a place or a part."""
    _ = view.wording
    names = [name for name in wide.columns if name.endswith("_text") and name != "on_text"]
    headings = {name: name.removesuffix("_text") for name in names}
    made = tables.headed(wide, {"on_text": _("Month"), **headings})
    return replace(made, keys=tuple((("month", str(day)),) for day in wide["on"].to_list()))


def _ranked(view: View, series: SafeFrame, measure: str) -> str:
    """Which municipality has most and which least in the newest month."""
    _ = view.wording
    now = series.filter(pl.col("on") == pl.col("on").max(), pl.col("value").is_not_null())
    now = now.sort("value", descending=True)
    titles = {
        UNEMPLOYED: _("Unemployed of the labour force, {month}: most in {most}, least in {least}"),
        PERSONS: _(
            "Recipients of a subsidy paid partly by the municipality, of the labour force, {month}:"
            " most in {most}, least in {least}"
        ),
    }
    if now.is_empty():
        return _.code(measure)
    ends = [
        f"{_.term('municipalities', row['area'])} ({row['value_text']})"
        for row in (now.row(0, named=True), now.row(-1, named=True))
    ]
    return titles[measure].format(month=now["on_text"][0], most=ends[0], least=ends[1])


# --- The table of what municipalities pay -----------------------------------------------------


def kela(view: View) -> Panel | None:
    """Recipients and euros of each municipality in the newest month; of a region.

    The euros are the municipality's share; where only that is known, the subsidy as a whole.
    """
    if not kept(view) or _own(view):
        return None
    euros = _euros_known(view)
    _, rows = view.wording, _last_month(view, PERSONS, euros)
    if rows.is_empty():
        return None
    headings = {
        "name": _("Municipality"),
        "first_text": _("Recipients"),
        "second_text": _.code(euros),
        "change_text": _("Change of recipients in a year"),
    }
    market = shapes.of_measures(view.figures[MARKET], [PERSONS, euros])
    return panel.tabled(
        view,
        "kela-table",
        _most_paid(view, rows, euros),
        tables.headed(rows, headings),
        lambda: _paid(view, list(rows.iter_rows(named=True)), _.code(euros)),
        alt_text=panel.alt_of_rows(view, rows.select("name", "first_text", "second_text").rows()),
        measures=(),
        figures=[MARKET],
        note=_(
            "Recipients do not add up over municipalities or months. Protected: 1–4 recipients, and"
            " the euros that would tell them."
        )
        + " "
        + _sources(view, market),
    )


def _euros_known(view: View) -> str:
    """Which euros the table has: the municipality's share rather than the whole subsidy."""
    known = view.figures[MARKET]["measure"]
    return PAID if PAID in known and EUROS not in known else EUROS


def _most_paid(view: View, rows: SafeFrame, euros: str) -> str:
    """Where most is paid, and how much; no place where all of it is protected."""
    _, month = view.wording, rows["month_text"][0]
    told = rows.drop_nulls("second_value").sort("second_value", descending=True)
    if told.is_empty():
        said = _("What municipalities pay of the labour-market subsidy, {month}")
        return said.format(month=month)
    said = _("{place} pays most of the labour-market subsidy: {euros} € in {month}")
    if euros == PAID:
        said = _(
            "Most of the subsidy that municipalities pay in part goes to {place}: {euros} € in"
            " {month}"
        )
    amount = _.number(round(told["second_value"][0]))
    return said.format(place=told["name"][0], euros=amount, month=month)


def _paid(view: View, rows: list[dict[str, Any]], euros: str) -> Matrix:
    _ = view.wording
    most = max((row["second_value"] or 0 for row in rows), default=0) or 1
    return Matrix(
        _("Municipality"),
        ((_("Recipients"), ""), (euros, "")),
        tuple(
            (
                row["name"],
                (
                    Cell(row["first_text"], _in_a_year(view, row)),
                    Cell(_euros(row), "", (row["second_value"] or 0) / most),
                ),
            )
            for row in rows
        ),
        totals=False,
    )


def _euros(row: Mapping[str, Any]) -> str:
    known = row["second_value"] is not None
    return f"{row['second_text']} €" if known else row["second_text"]


def _in_a_year(view: View, row: Mapping[str, Any]) -> str:
    """The change of recipients; why it is not told, where the rules changed in between."""
    _ = view.wording
    if row["other_rules"]:
        return _("not comparable with a year ago: the rules changed")
    if row["change"] is None:
        return ""
    return _("{change} in a year").format(change=row["change_text"])


# --- Over time --------------------------------------------------------------------------------


def structural(view: View) -> Panel | None:
    """Structural unemployment by sex and long-term unemployment of the whole region."""
    if not kept(view) or _own(view):
        return None
    market, _ = view.figures[MARKET], view.wording
    told = market.filter(pl.col("measure").is_in([STRUCTURAL, LONG_TERM]))
    areas = [area for area in told["area"].unique().sort() if len(area) != 3]
    if not areas:
        return None
    series = shapes.series(market, [STRUCTURAL, LONG_TERM], areas[:1], _)
    parts = [one for one in _latest(series) if one["measure"] == STRUCTURAL]
    said = ", ".join(
        f"{_.term('columns', one['sex']).lower() if one['sex'] else ''} {one['value_text']}".strip()
        for one in parts
    )
    title = _("{area}: structurally unemployed, {parts} ({month})")
    month = parts[0]["on_text"] if parts else ""
    title = title.format(area=areas[0], parts=said, month=month) if parts else _.code(LONG_TERM)
    return _over_time(view, "structural-unemployment", title, series)


def _latest(series: SafeFrame) -> Iterator[dict[str, Any]]:
    known = series.filter(pl.col("value").is_not_null())
    yield from known.filter(pl.col("on") == pl.col("on").max().over("measure", "sex")).rows(
        named=True
    )


def own_unemployed(view: View) -> Panel | None:
    """The unemployed of a municipality, with what the project has done there."""
    return _of_own(view, UNEMPLOYED)


def own_recipients(view: View) -> Panel | None:
    """The recipients of a municipality; no line crosses a change of the rules."""
    return _of_own(view, PERSONS)


def own_euros(view: View) -> Panel | None:
    """The euros of a municipality; no line crosses a change of the rules."""
    return _of_own(view, _euros_known(view)) if _own(view) else None


def _of_own(view: View, measure: str) -> Panel | None:
    own = _own(view)
    if not own:
        return None
    _ = view.wording
    series = shapes.series(view.figures[MARKET], [measure], [own], _)
    if series.is_empty():
        return None
    place = _.term("municipalities", own)
    title = _stands(view, series, place)
    if measure == UNEMPLOYED:  # the page's heading has said where they stand
        said = _("{place}: the unemployed month by month, and what the project did there")
        title = said.format(place=place)
    return _over_time(view, f"own-{measure.replace('_', '-')}", title, series)


def _over_time(view: View, name: str, title: str, series: SafeFrame) -> Panel:
    """Months of one place, with the project's own days and its events there above them."""
    _, setting = view.wording, _setting(view, series)
    concerned = shapes.of_place(view.figures["milestones"], _own(view), ALWAYS)
    events = milestone_lane(concerned, setting.starts_on, setting.ends_on, _)
    listed = milestones_in_words(concerned, view.as_of, _)
    headings = {"on_text": _("Day"), "title": _("Event"), "state": _("State")}
    folded = Folded(_("Events on the time line"), tables.headed(listed, headings), _("Events"))
    breaks = shapes.breaks(series, _)
    note = _("The line breaks where the rules changed: months before and after are not comparable.")
    return panel.charted(
        view,
        name,
        title,
        _table(view, shapes.wide(series, {})),
        lambda _setting: charts.months_of_a_place(series, events, breaks, setting),
        alt_text=panel.alt_of_rows(
            view, ((one["label"], one["value_text"], one["on_text"]) for one in _latest(series))
        ),
        measures=(),
        figures=[MARKET],
        note=" ".join(filter(None, (note if len(breaks) else "", _sources(view, series)))),
        folded=() if listed.is_empty() else (folded,),
    )


PAGE: Page = (
    heading,
    not_kept,
    own_unemployed,
    own_recipients,
    own_euros,
    unemployment,
    kela,
    subsidy,
    structural,
)
"""What the page of the region shows."""
