"""The few numbers that matter: each with its target and its change since the comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from mittaristo.panels.parts import period
from mittaristo.panels.parts.panel import Card, Cards
from mittaristo.panels.parts.view import View


def cards(view: View, measures: Sequence[str]) -> Cards | None:
    """A card a measure that the project keeps: name, value, share of the target, and the change."""
    kept = view.figures.kept(*measures)
    if not kept:
        return None
    _ = view.wording
    return Cards(
        tuple(_card(view, measure) for measure in kept),
        _compared(view),
        registers=view.figures.registers_behind(kept, ()),
    )


def _compared(view: View) -> str:
    """What the numbers are compared with; in a period its days, and how persons count in it."""
    _ = view.wording
    if view.period is not None:
        said = _(
            "{period}. A person and an employer count once in the period, also if they counted"
            " earlier: do not add up periods."
        )
        return said.format(period=period.days(view.first, view.last, _))
    if view.since is not None:
        return _("Changes since {day}").format(day=_.day(view.since))
    return _("The first snapshot: there is nothing to compare with.")


def _card(view: View, measure: str) -> Card:
    row = view.values[measure]
    aimed = row.get("target") and row["value"] is not None
    in_period = view.period is not None
    return Card(
        name=view.labels[measure],
        value=view.number(measure),
        change=_first_time(view, measure) if in_period else tuple(_change_in_words(view, measure)),
        aim=_aim(view, row) if aimed else "",
        measure=measure,
    )


def _first_time(view: View, measure: str) -> tuple[str, ...]:
    """In a period: how many for the first time, and of a stock the day."""
    _, one = view.wording, view.figures.measures[measure]
    if one.may_return and view.new(measure) != view.value(measure):
        return (_("<b>{count}</b> for the first time").format(count=_.number(view.new(measure))),)
    return (_("on {day}").format(day=_.day(view.last)),) if one.kind == "stock" else ()


def _aim(view: View, row: Mapping[str, Any]) -> str:
    """The share of the target in words."""
    _ = view.wording
    return _("<b>{share}</b> of the target {target}").format(
        share=_.percent(row["value"] / row["target"]), target=_.number(row["target"])
    )


def _change_in_words(view: View, measure: str) -> list[str]:
    """The change since the comparison; and where not all of it is new, what it is made of.

    Where there is none, why the measure may not be compared, or that it was not counted then.
    """
    _, change = view.wording, view.changes.get(measure)
    if view.since is None:
        return []
    if measure in view.not_compared:
        return [_("Not compared. {reason}").format(reason=view.not_compared[measure])]
    if change is None:
        return [_("Not counted on {day}.").format(day=_.day(view.since))]
    said = f"<b>{total_change(view, change)}</b>"
    parts = parts_of_change(view, change)
    return [said, parts] if parts else [said]


def total_change(view: View, change: Mapping[str, Any]) -> str:
    """+47, -2 or ±0."""
    total = change["after"] - change["before"]
    return view.wording.number(total, sign=True) if total else "±0"


def parts_of_change(view: View, change: Mapping[str, Any]) -> str:
    """What it is made of, in words; empty where all of it is new."""
    parts = named_parts(view, change)
    return "" if all_new(change) else ", ".join(parts.values())


def all_new(change: Mapping[str, Any]) -> bool:
    """Whether nothing was recorded late, corrected or counted in another way."""
    return not any(change[part] for part in ("late", "corrections", "redefinition"))


def named_parts(view: View, change: Mapping[str, Any]) -> dict[str, str]:
    """Each part of a change that is not zero, in words."""
    _ = view.wording
    words = {
        "growth": _("{count} new") if change["growth"] > 0 else _("{count} since then"),
        "late": _("{count} recorded late"),
        "corrections": _("{count} corrected"),
        "redefinition": _("{count} by a new definition"),
    }
    return {
        part: said.format(count=_.number(change[part]))
        for part, said in words.items()
        if change[part]
    }


def part_names(view: View) -> dict[str, str]:
    """What the parts of a change are called."""
    _ = view.wording
    return {
        "growth": _("Happened since"),
        "late": _("Recorded late"),
        "corrections": _("Corrections"),
        "redefinition": _("New definition"),
    }
