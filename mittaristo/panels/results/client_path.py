"""From joining to end data in EURA: who is in each set, and who is missing from the next one."""

from dataclasses import replace

from mittaristo.charts.results.client_path import client_path
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Folded, Panel
from mittaristo.panels.parts.view import View
from mittaristo.transforms.results import client_path as shapes
from mittaristo.transforms.results.client_path import Counts

PATH = "client_path"

STILL_TO_COME, OUGHT_TO_BE = ("inside", "due"), ("closed", "overdue")
"""Why there are no end data: because it is too early, or because they are missing."""


def found(view: View) -> Counts | None:
    """The persons of each part; None where the project keeps no such registers, or in a period."""
    if view.period is not None or not view.figures.keeps(PATH):
        return None
    counted = shapes.counts(view.figures[PATH])
    return counted if any(counted.values()) else None


def title(view: View, n: Counts) -> str:
    """How many have been served, and how many of them have no start data."""
    _, missing = view.wording, n["served", "started", "not_started"]
    without = _(
        "{served:person has|persons have} been served; start data in EURA are missing for {missing}"
        " of them"
    )
    all_have = _("{served:person has|persons have} been served, all with start data in EURA")
    return (without if missing else all_have).format(
        served=_.number(shapes.size(n, "served")), missing=_.number(missing)
    )


def lead(view: View, n: Counts) -> str:
    """How start data, end data and open periods fit together."""
    _ = view.wording
    of = {row["part"]: row for row in view.figures.rows(PATH) if row["split_by"] == "ended"}
    open_ = [of[part] for part in (*STILL_TO_COME, *OUGHT_TO_BE)]
    said = [
        _(
            "{started:person has|persons have} start data, {unserved} of them without any service"
            " so far."
        ),
        _("End data are recorded for {ended} of them."),
        _(
            "Without end data: {periods:EURA period|EURA periods}, {first} of them first ones and"
            " {again} of persons who returned."
        ),
    ]
    periods, again = (sum(row[name] for row in open_) for name in ("periods", "again"))
    return " ".join(said).format(
        started=_.number(shapes.size(n, "started")),
        unserved=_.number(n["started", "served", "not_served"]),
        ended=_.number(n["started", "ended", "ended"]),
        periods=_.number(periods),
        first=_.number(periods - again),
        again=_.number(again),
    )


def path(view: View) -> Panel | None:
    """The sets as bars with their gaps, a table that adds up, and persons beside periods."""
    if view.period is not None or not view.figures.keeps(PATH):
        return None
    _, n = view.wording, found(view)
    if n is None:
        return panel.with_table(view, "client-path", _("Clients"), _parts(view, {}), ())
    figure, labels = view.figures[PATH], {name: _set(view, n, name) for name in shapes.SETS}
    left, right = _gaps(view, n)
    bars, rows = shapes.path_bars(figure), shapes.path_rows(figure, labels, left, right)
    written = [(labels[name], left.get(name, ""), right.get(name, "")) for name in shapes.SETS]
    return panel.charted(
        view,
        "client-path",
        _still_without(view, n),
        _parts(view, n),
        lambda setting: client_path(bars, rows, setting),
        alt_text=panel.alt_of_rows(view, written),
        measures=(),
        figures=[PATH],
        folded=(_persons_and_periods(view),),
    )


def _still_without(view: View, n: Counts) -> str:
    """Who has no end data yet: still inside, or gone."""
    _ = view.wording
    inside = sum(n["started", "ended", part] for part in STILL_TO_COME)
    gone = sum(n["started", "ended", part] for part in OUGHT_TO_BE)
    if not inside + gone:
        return _("Everyone with start data has end data, too")
    said = _("{count:person has|persons have} no end data yet; none of these is late")
    if gone:
        said = _("{count:person has|persons have} no end data yet; {gone} of them should have")
    return said.format(count=_.number(inside + gone), gone=_.number(gone))


def _set(view: View, n: Counts, members: str) -> str:
    """A set by its name and how many persons it has."""
    return f"{_names(view)[members]} {view.wording.number(shapes.size(n, members))}"


def _names(view: View) -> dict[str, str]:
    _ = view.wording
    return {
        "joined": _("Joined the project"),
        "served": _("Served"),
        "started": _("Start data in EURA"),
        "ended": _("End data in EURA"),
    }


def _gaps(view: View, n: Counts) -> tuple[dict[str, str], dict[str, str]]:
    """What is said at the left and at the right end of each bar."""
    _, why = view.wording, _why(view)

    def some(said: str, *part: str) -> str:
        count = n[part]  # type: ignore[index]
        return said.format(count=_.number(count)) if count else ""

    lacking = (
        f"{_.number(n['started', 'ended', part])} {why[part]}"
        for part in (*STILL_TO_COME, *OUGHT_TO_BE)
        if n["started", "ended", part]
    )
    left = {
        "started": some(_("{count} without start data"), "served", "started", "not_started"),
        "ended": " · ".join(lacking),
    }
    right = {
        "served": some(_("{count} not served yet"), "joined", "served", "not_served"),
        "started": some(_("{count} not served yet"), "started", "served", "not_served"),
        "ended": some(_("{count} without start data"), "ended", "started", "not_started"),
    }
    return left, right


def _why(view: View) -> dict[str, str]:
    """Why somebody has no end data, as it stands after a number."""
    _ = view.wording
    return {
        "inside": _("still inside"),
        "due": _("left lately, form due"),
        "closed": _("client closed, period open"),
        "overdue": _("form overdue"),
    }


def _parts(view: View, n: Counts) -> Table:
    """Each set with its parts, line by line; a part that is odd only where there is any."""
    _, rows = view.wording, list[tuple[tuple[str, ...], str, int]]()
    names, why = _names(view), _why(view)
    said = {
        ("joined", "served"): (_("served"), _("not served yet")),
        ("served", "joined"): (_("joined"), _("not joined by that day")),
        ("served", "started"): (_("with start data"), _("without start data")),
        ("started", "served"): (_("served"), _("not served yet")),
        ("ended", "started"): (_("with start data"), _("without start data")),
    }
    for (members, split_by), (has, has_not) in said.items():
        parts = {split_by: has, f"not_{split_by}": has_not}
        rows += _split(view, n, members, split_by, parts)
        if (members, split_by) == ("started", "served"):
            parts = {"ended": _("with end data"), **why}
            rows += _split(view, n, members, "ended", parts)
    headings = (_("Set"), _("Of them"), _("Persons"))
    texts = [(names[key[0]], part, _.number(count)) for key, part, count in rows if n]
    values = [(names[key[0]], part, count) for key, part, count in rows if n]
    made = Table.of_texts(headings, texts, numeric=[2], values=values)
    columns = ("members", "split_by", "part")
    keys = (tuple(zip(columns, key, strict=False)) for key, _part, _count in rows if n)
    return replace(made, keys=tuple(keys))


ODD = {("served", "joined"), ("ended", "started")}
"""Splits that are told only where somebody is missing."""


def _split(
    view: View, n: Counts, members: str, split_by: str, parts: dict[str, str]
) -> list[tuple[tuple[str, ...], str, int]]:
    """A set as a whole, then its parts, each with what tells its rows of the figure."""
    _ = view.wording
    counted = {part: n.get((members, split_by, part), 0) for part in parts}
    if (members, split_by) in ODD and not counted[f"not_{split_by}"]:
        return []
    whole = ((members, split_by), _("in all"), sum(counted.values()))
    named = (((members, split_by, part), parts[part], n) for part, n in counted.items())
    return [whole, *named]


def _persons_and_periods(view: View) -> Folded:
    """Persons beside the EURA periods that they have: those who returned have several."""
    _, why = view.wording, _why(view)
    names = {"ended": _("with end data"), **why}
    of = {row["part"]: row for row in view.figures.rows(PATH) if row["split_by"] == "ended"}
    columns = ("persons", "periods", "again")
    counted = [(said, *(of[part][name] for name in columns)) for part, said in names.items()]
    totals = (sum(of[part][name] for part in names) for name in columns)
    values = [(_("in all"), *totals), *counted]
    headings = (_("Start data in EURA"), _("Persons"), _("EURA periods"), _("Of them again"))
    texts = [(said, *(_.number(count) for count in counts)) for said, *counts in values]
    made = Table.of_texts(headings, texts, numeric=[1, 2, 3], values=values)
    split = [("members", "started"), ("split_by", "ended")]
    keys = ((), *((("part", part),) for part in names))
    table = panel.leading(view, replace(made, keys=keys), PATH, split)
    title = _("A person counts once; who returned has several EURA periods")
    return Folded(title, table, _("Persons and periods"))
