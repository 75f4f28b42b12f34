"""Origin of a figure: what it is, how it stands today, and how it came about."""

from collections.abc import Iterator, Mapping
from typing import Any

from mittaristo.figures.model import Definition, Measure
from mittaristo.figures.provenance.chain import PublishedSnapshot
from mittaristo.figures.provenance.history import Standing, Step, history, state_of
from mittaristo.i18n.table import Table
from mittaristo.i18n.translation import LANGUAGES, N_
from mittaristo.i18n.wording import wording
from mittaristo.panels.parts import cards, period, quality
from mittaristo.panels.parts.panel import Citation, Code, Folded, Heading, Notes, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import employments
from mittaristo.panels.review import reconciliation, rows

STANDINGS: Mapping[Standing, str] = {
    "newer": N_("A newer figure exists, as of {day}: {now} ({change})."),
    "corrected": N_("The figure has been corrected since: as of {day} it is {now} ({change})."),
    "redefined": N_(
        "The definition of the figure has changed since: as of {day} it is {now} ({change})."
    ),
}

COUNTED: Mapping[str, str] = {
    "persons": N_("Persons. Each counts once, at the first time."),
    "employers": N_("Employers. Each counts once, at the first time."),
}
EVENTS = N_("Events or things, not persons. Each time counts.")
STOCK = N_("A state on a day, not a running total.")
SUM = N_("A sum of amounts, such as euros or profiles.")

EVIDENCE = "employments"
"""The measure whose units have evidence."""


def measures(view: View) -> list[str]:
    """What can be chosen: every measure that is kept, then every other figure."""
    figures = view.figures
    return [*figures.kept(*figures.measures), *filter(figures.described, figures.definitions)]


def chosen(view: View) -> str:
    """The measure that the page is about, whether there is one of that name or not."""
    return view.measure or next(iter(measures(view)), "")


def _measure(view: View) -> Measure | None:
    """The same, where the project counts it."""
    name = chosen(view)
    return view.figures.measures[name] if view.figures.kept(name) else None


def heading(view: View) -> Heading:
    """The number, and in a sentence how it stands today."""
    if (other := rows.described(view)) is not None:
        return rows.heading(view, other)
    _, one = view.wording, _measure(view)
    if one is None:
        title = _("{figure} is not a figure of this project")
        lead = _("All figures of the project are listed on the page Definitions.")
        return Heading(title.format(figure=chosen(view) or "–"), lead)
    return Heading(f"{_named(view, one)}: {_value(view, one)}", _standing(view, one.id))


def _named(view: View, one: Measure) -> str:
    label = view.labels[one.id]
    return label if view.period is None else f"{label}, {period.shown(view)}"


def _value(view: View, one: Measure) -> str:
    """282 henkilöä."""
    _ = view.wording
    value = view.values[one.id]["value"] if one.id in view.values else None
    return _.counted(value, one.unit)


def _standing(view: View, measure: str) -> str:
    """In a sentence: current, a newer one exists, corrected, or counted in another way."""
    _, chain = view.wording, view.chain
    if chain.current is None or chain.newest is None:
        return ""
    found, newest = state_of(chain, measure, view.period), chain.newest
    day = _.day(newest.as_of) + (f" ({newest.name})" if newest.name else "")
    if found.standing == "current":
        return _("This is the current figure: there is no newer one.")
    if found.now is None:
        return _("The newest snapshot, as of {day}, does not count this.").format(day=day)
    change = "" if found.then is None else _moved(view, found.now - found.then, found.parts)
    said = _(STANDINGS[found.standing])
    return said.format(day=day, now=_.number(found.now), change=change)


def _moved(view: View, total: float, parts: Mapping[str, float]) -> str:
    """+7: 1 new, 6 recorded late."""
    said = view.wording.number(total, sign=True) if total else "±0"
    named = ", ".join(cards.named_parts(view, parts).values()) if parts else ""
    return f"{said}: {named}" if named else said


# --- What it is -------------------------------------------------------------------------------


def facts(view: View) -> Panel | None:
    """What the figure counts, from which rows, and what is left out and why."""
    _, one, other = view.wording, _measure(view), rows.described(view)
    found = one or other
    if found is None:
        return None
    told = [*(_facts(view, one) if one else rows.facts(view))]
    if one is None:
        told.insert(-1, (_("Rows read"), _rows_read(view, found)))
    folds = [Folded(_("Digests and import"), _technical(view, found), _("Digests and import"))]
    if one is not None:
        folds.insert(0, Folded(_("Target values"), _targets(view, one), _("Target values")))
    return Panel(
        f"origin-{found.id}",
        _("What the figure counts"),
        Table.of_texts([_("Question"), _("Answer")], [line for line in told if line[1]]),
        folded=tuple(fold for fold in folds if not fold.table.is_empty),
        registers=frozenset(found.registers),
    )


def _facts(view: View, one: Measure) -> Iterator[tuple[str, str]]:
    _ = view.wording
    yield _("Definition"), one.definition[view.language]
    yield _("What is counted"), _counted(view, one)
    as_of = _("as of {day}").format(day=_.day(view.as_of))
    yield _("Period"), f"{period.days(view.first, view.last, _)}, {as_of}"
    yield _("Source"), one.source[view.language]
    yield _("Rows read"), _rows_read(view, one)
    yield from _comes_about(view, one)
    yield _("Note"), one.caveat[view.language]


def _counted(view: View, one: Measure) -> str:
    """Whether persons, events, a sum or a state are counted."""
    _ = view.wording
    kinds = {"stock": STOCK, "sum": SUM}
    said = _(COUNTED.get(one.unit, EVENTS)) if one.kind != "sum" else ""
    return " ".join(filter(None, (said, _(kinds[one.kind]) if one.kind in kinds else "")))


def _rows_read(view: View, one: Definition) -> str:
    """How many rows the registers behind it had: Employments 291."""
    _, shown = view.wording, view.chain.current
    behind = sorted(one.registers)
    rows = {} if shown is None else shown.rows
    return ", ".join(
        f"{_.term('tables', name)} {_.number(rows[name])}" for name in behind if name in rows
    )


def _comes_about(view: View, one: Measure) -> Iterator[tuple[str, str]]:
    """How many rows were listed and counted, and what was left out and why: of the whole project.

    Nothing where the snapshot was published before that was recorded.
    """
    _ = view.wording
    found = [row for row in view.figures.rows("counting") if row["measure"] == one.id]
    if not found:
        return
    [row] = found
    said = _("Rows that the query lists: {events}. Separate units in them: {units}.")
    counts = _("Of these {counted} count on {day}.")
    yield (
        _("Rows counted"),
        f"{said.format(events=_.number(row['events']), units=_.number(row['units']))} "
        + counts.format(counted=_.number(row["counted"]), day=_.day(view.as_of)),
    )
    reasons = {
        _("further rows of units that count already: {count}"): row["events"] - row["units"],
        _("only after {day}: {count}"): row["later"],
        _("without a day: {count}"): row["undated"],
        _("no longer counting on {day}: {count}"): row["ended"],
        _("rows that the query does not list: {count}"): _not_listed(view, one, row),
    }
    left = [
        reason.format(count=_.number(count), day=_.day(view.as_of))
        for reason, count in reasons.items()
        if count
    ]
    yield _("Left out"), ("; ".join(left) or _("nothing")) + "."


def _not_listed(view: View, one: Measure, row: Mapping[str, Any]) -> int:
    """Rows of its one register that do not meet the query's conditions; 0 where it has several."""
    behind, shown = view.figures.registers_behind([one.id], ()), view.chain.current
    if len(behind) != 1 or shown is None:
        return 0
    [register] = behind
    return max(0, shown.rows.get(register, 0) - int(row["events"]))


def _targets(view: View, one: Measure) -> Table:
    """Every target value that there has been, the newest first."""
    _ = view.wording
    rows = sorted(
        (row for row in view.figures.rows("targets") if row["measure"] == one.id),
        key=lambda row: row["valid_from"],
        reverse=True,
    )
    return Table.of_texts(
        [_("In force from"), _("Target"), _("Due on")],
        [(_.day(row["valid_from"]), _.number(row["value"]), _.day(row["due_on"])) for row in rows],
        numeric=(1,),
        values=[(row["valid_from"], row["value"], row["due_on"]) for row in rows],
    )


def _technical(view: View, one: Definition) -> Table:
    """What shows that the figure is the one that was published."""
    _, shown = view.wording, view.chain.current
    rows = [(_("Query"), one.file), (_("Digest of the query (SHA-256)"), one.sha256)]
    if shown is not None:
        rows += technical(view, shown)
    return Table.of_texts([_("Name"), _("Text")], [row for row in rows if row[1]])


def technical(view: View, one: PublishedSnapshot) -> list[tuple[str, str]]:
    """Digests of a snapshot, and how it was imported."""
    _ = view.wording
    return [
        (_("Snapshot"), str(one.number)),
        (_("Published on"), _.day(one.published_on)),
        (_("Digest of the snapshot (SHA-256)"), one.digests.get("manifest", "")),
        (_("Digest of its figures (SHA-256)"), one.digests.get("figures", "")),
        (_("Digest of its registers (SHA-256)"), one.digests.get("registers", "")),
        (_("Digest of the snapshot before it (SHA-256)"), one.parent),
        (_("Digest of the source file (SHA-256)"), one.source),
        (_("Digest of all queries (SHA-256)"), one.queries),
        (_("Version of the importer"), one.importer),
    ]


# --- How it came about ------------------------------------------------------------------------


def course(view: View) -> Panel | None:
    """The figure in every snapshot, with what moved it."""
    _, one = view.wording, _measure(view)
    steps = [] if one is None else list(history(view.chain, one.id, view.period))
    if one is None or not steps:
        return None
    headings = [_("Snapshot"), _("Value"), _("Change"), _("Definition")]
    editions = any(_editions(view, step, one.id) for step in steps)
    headings += [_("Computed anew")] if editions else []
    rows = [_step(view, steps, place, one.id) for place in reversed(range(len(steps)))]
    title = _("{figure} from snapshot to snapshot: {values}")
    values = [_.number(step.value) for step in steps][-6:]
    return Panel(
        "origin-course",
        title.format(figure=_named(view, one), values=" → ".join(values)),
        Table.of_texts(headings, [row[: len(headings)] for row in rows], numeric=(1,)),
        registers=view.figures.registers_behind([one.id], ()),
    )


def _step(view: View, steps: list[Step], place: int, measure: str) -> tuple[str, ...]:
    """A row of the table: snapshot, value, what moved it, and whether its definition changed."""
    _, step = view.wording, steps[place]
    before = steps[place - 1].value if place else None
    moved = ""
    if before is not None and step.value is not None:
        moved = _moved(view, step.value - before, step.parts)
    said = _("as before")
    if not place:
        said = _("first")
    elif step.redefined or step.parts.get("redefinition"):
        said = _("counted in another way")
    elif step.reworded:
        said = _("the same in other words")
    one = step.snapshot
    name = " · ".join(filter(None, (f"{one.number}", _.day(one.as_of), one.name)))
    return name, _.number(step.value), moved, said, _editions(view, step, measure)


def _editions(view: View, step: Step, measure: str) -> str:
    """What editions of the snapshot give instead: 60 (edition 1, 27.11.2026)."""
    _ = view.wording
    said = _("{now} (edition {number}, {day})")
    return ", ".join(
        said.format(
            now=_.number(one.changed[measure][1]), number=one.number, day=_.day(one.made_on)
        )
        for one in step.snapshot.editions
        if measure in one.changed
    )


def query(view: View) -> Code | None:
    """The query as it was frozen, with the shared ones that it reads."""
    _, one = view.wording, _measure(view) or rows.described(view)
    if one is None:
        return None
    shared = view.figures.shared
    texts: list[Definition] = [one, *(shared[name] for name in one.reads if name in shared)]
    return Code(
        _("The query, as it was run"),
        "\n\n".join(text.sql.strip() for text in texts),
        ", ".join(text.file for text in texts),
    )


def quality_first(view: View) -> Notes | None:
    """What the registers lack, in a line; nothing where the project does not count the measure."""
    known = _measure(view) is not None or rows.described(view) is not None
    return quality.line(view) if known else None


def as_published(view: View) -> Panel | None:
    """What has been published of it: of the period that is shown, or of any."""
    one = _measure(view)
    return None if one is None else reconciliation.of_one(view, one.id)


def evidence(view: View) -> Panel | None:
    """What shows its units to be real, where that is recorded."""
    return employments.evidence(view) if chosen(view) == EVIDENCE else None


def citation(view: View) -> Citation | None:
    """The figure as a sentence to be cited, in both languages."""
    if (other := rows.described(view)) is not None:
        return rows.citation(view, other)
    _, one = view.wording, _measure(view)
    if one is None:
        return None
    said = {}
    for language in LANGUAGES:
        words = wording(language)
        value = view.values[one.id]["value"] if one.id in view.values else None
        days = period.days(view.first, view.last, words)
        said[language] = f"{one.label[language]} {words.counted(value, one.unit)}, {days}"
    return Citation(_("To cite"), one.id, said)


PAGE: Page = (
    *(heading, quality_first, rows.values, facts, course, rows.course, query),
    *(as_published, evidence, citation),
)
"""What the page of a figure's origin shows."""
