"""The monitoring report: what is reported of a period, and what was reported before."""

from dataclasses import replace

from mittaristo.figures.reporting import Reported, periods_begun, reported_before, since_snapshot
from mittaristo.panels.meeting import final_report
from mittaristo.panels.parts import cards, panel
from mittaristo.panels.parts.panel import Folded, Heading, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.project import ReportingPeriod
from mittaristo.transforms import monitoring as shapes
from mittaristo.transforms import tables, targets


def heading(view: View) -> Heading:
    """Which period is reported, and whether it is over."""
    _, begun = view.wording, periods_begun(view.figures)
    title = _("What is reported to the funder?")
    if not begun:
        return Heading(title)
    period = begun[-1]
    said = _("{period}, {first}–{last}.")
    if period.ends_on > view.as_of:
        said = _("{period}, {first}–{last}, is not over: the figures are those of {day}.")
    return Heading(
        title,
        said.format(
            period=named(view, period),
            first=_.day(period.starts_on),
            last=_.day(period.ends_on),
            day=_.day(view.as_of),
        ),
    )


def named(view: View, period: ReportingPeriod) -> str:
    """A period's name; where it has none, that it is a reporting period."""
    _ = view.wording
    return period.name[view.language] or _("Reporting period")


def nothing_to_report(view: View) -> Notice | None:
    """How reporting periods are named, where the project names none that has begun."""
    if periods_begun(view.figures):
        return None
    _ = view.wording
    return Notice(
        _(
            "No reporting period had begun by this snapshot. They are named in project.toml as"
            " [[reporting_periods]], and count from the next snapshot on."
        )
    )


def report(view: View) -> Panel | None:
    """Each measure: target, reported before, this period, so far; nothing without a period."""
    _, figures, begun = view.wording, view.figures, periods_begun(view.figures)
    if not begun:
        return None
    kept = figures.kept(*figures.measures)
    before = reported_before(figures)
    last = before[0] if before else None
    changes = since_snapshot(figures["changes"], last.snapshot if last else None)
    found = shapes.monitored(
        figures.whole_project,
        changes,
        {name: view.labels[name] for name in kept},
        _comments(view, kept, last, begun[-1]),
        _,
        first=last is None,
    )
    headings = {
        "label": _("Figure"),
        "target_text": _("Target"),
        "before_text": _("Reported before"),
        "gained_text": _("This period"),
        "value_text": _("So far"),
        "share_text": _("Reached"),
        "comment": _("Comment"),
    }
    aimed = targets.with_targets(found)
    title = named(view, begun[-1])
    if not aimed.is_empty():
        title = _("{period}: targets reached {reached} of {all}").format(
            period=title, reached=targets.reached(aimed), all=aimed.height
        )
    made = panel.with_table(view, "monitoring", title, tables.headed(found, headings), kept)
    within = _within(view, begun[-1], kept)
    return replace(made, texts=(*made.texts, *_how_to_read(view, last)), folded=within)


def _comments(
    view: View, kept: list[str], last: Reported | None, period: ReportingPeriod
) -> dict[str, str]:
    """What has to be said of a measure: what kind it is, late entries, and the project's notes."""
    _, figures = view.wording, view.figures
    said: dict[str, list[str]] = {name: [] for name in kept}
    for name in kept:
        if figures.measures[name].kind == "stock":
            said[name].append(_("A state on the day, not a running total."))
    if last is not None:
        for row in since_snapshot(figures["changes"], last.snapshot).iter_rows(named=True):
            parts = cards.parts_of_change(view, row)
            if parts and row["measure"] in said and not said[row["measure"]]:
                said[row["measure"]].append(f"{parts[:1].upper()}{parts[1:]}.")
    for note in figures.rows("notes"):
        if note["measure"] in said and note["written_on"] >= period.starts_on:
            kind, day = _.code(note["kind"]), _.day(note["written_on"])
            said[note["measure"]].append(f"{kind} {day}: {note[f'text_{view.language}']}")
    return {name: " ".join(sentences) for name, sentences in said.items()}


def _how_to_read(view: View, last: Reported | None) -> tuple[str, ...]:
    """Where the second number comes from, and what is counted in the third."""
    _ = view.wording
    if last is None:
        return (_("The first reporting period: nothing was reported before."),)
    if last.as_of is None:
        said = _(
            "What was reported of {period} is not known: there is no snapshot as of {day} to"
            " compare with."
        )
        return (said.format(period=named(view, last.period), day=_.day(last.period.ends_on)),)
    said = _(
        "Reported before: {period}, snapshot {number} as of {day}. This period is what has been"
        " counted since, minus that: entries that were recorded late are in it, and are told in"
        " the comment."
    )
    return (
        said.format(period=named(view, last.period), number=last.snapshot, day=_.day(last.as_of)),
    )


def _within(view: View, period: ReportingPeriod, kept: list[str]) -> tuple[Folded, ...]:
    """What happened in the period itself; nothing where the snapshot did not count it."""
    _, figures = view.wording, view.figures
    if not figures.keeps("periods"):
        return ()
    labels = {name: view.labels[name] for name in kept}
    units = {name: _.unit(figures.measures[name].unit) for name in kept}
    counted = shapes.of_period(figures["periods"], period.starts_on)
    found = shapes.in_the_period(counted, labels, units, _)
    headings = {
        "label": _("Figure"),
        "unit": _("Unit"),
        "value_text": _("In the period"),
        "new_text": _("Of them for the first time"),
    }
    title = _("What happened in the period, also to those who were counted before")
    return (Folded(title, tables.headed(found, headings), _("Within the period")),)


def reported_and_known(view: View) -> Panel | None:
    """What earlier reports said, and what is known of the same day now, where they differ.

    The last report stands in the table, those before it are folded.
    """
    _, figures = view.wording, view.figures
    labels = {name: view.labels[name] for name in figures.kept(*figures.measures)}
    reports = [one for one in reported_before(figures) if one.snapshot is not None]
    if not reports:
        return None
    found = [
        shapes.reported_and_known(
            since_snapshot(figures["changes"], one.snapshot), _told(view, one), labels, _
        )
        for one in reports
    ]
    headings = {
        "label": _("Figure"),
        "period": _("Reported of"),
        "before_text": _("Reported then"),
        "known_text": _("Known now of that day"),
        "late_text": _("Recorded late"),
        "corrections_text": _("Corrected"),
        "redefinition_text": _("By a new definition"),
    }
    last, *earlier = [tables.headed(one, headings) for one in found]
    title = _("Known now beside what was reported: {count:figure differs|figures differ}")
    texts: tuple[str, ...] = ()
    if last.is_empty:
        title = _("What was last reported still holds")
        texts = (_("Nothing of it was recorded late, corrected or counted in another way since."),)
    return Panel(
        "reported-and-known",
        title.format(count=_.number(len(last.rows))),
        last,
        texts=texts,
        folded=tuple(
            Folded(_told(view, one), table)
            for one, table in zip(reports[1:], earlier, strict=True)
            if not table.is_empty
        ),
        explanations=panel.explained(view, (), ["changes"]),
        registers=figures.registers_behind((), ["changes"]),
    )


def _told(view: View, one: Reported) -> str:
    """A period and the day of its report."""
    days = [view.wording.day(one.as_of)] if one.as_of else []
    return ", ".join([named(view, one.period), *days])


PAGE: Page = (heading, nothing_to_report, report, reported_and_known, final_report.blocks)
"""What the page of the monitoring report shows."""
