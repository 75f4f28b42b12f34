"""The few numbers that matter: each with its target and its change since the comparison."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from mittaristo.i18n.formats import day, number, percent
from mittaristo.ui.components.left_out import say_left_out
from mittaristo.ui.session import View

CARD = """
<li>
  <span class="value">{value}</span>
  <span class="name">{name}</span>
  <span class="change">{change}</span>
  <span class="aim">{aim}</span>
</li>
"""
BAR = """
<span class="bar" aria-hidden="true">
  <span style="width: {reached:.1f}%; background: {colour}"></span>
  <i style="left: {target:.1f}%"></i>
</span>
<span>{words}</span>
"""


def cards(view: View, measures: Sequence[str]) -> None:
    """A card a measure: name, value, share of the target, and the change in words."""
    if not measures:
        return
    values, changes, labels = view.values(), view.changes(), view.labels()
    shown = "".join(
        CARD.format(
            name=html.escape(labels[measure]),
            value=number(values[measure]["value"], view.language),
            aim=_aim(view, values[measure]),
            change="<br>".join(change_in_words(view, changes.get(measure))),
        )
        for measure in measures
    )
    st.html(f'<ul class="cards" style="--across: {len(measures)}">{shown}</ul>')
    say_left_out(view, measures, ())


def _aim(view: View, row: Mapping[str, Any]) -> str:
    """A bar towards the target, and the share in words; nothing where there is none."""
    if not row["target"] or row["value"] is None:
        return ""
    _ = view.translate
    share = row["value"] / row["target"]
    words = _("<b>{share}</b> of the target {target}").format(
        share=percent(share, view.language), target=number(row["target"], view.language)
    )
    return BAR.format(
        reached=100 * min(share, 1),
        target=100 / max(share, 1),
        colour=view.setting.palette.hue(row["measure"]),
        words=words,
    )


def change_in_words(view: View, change: Mapping[str, Any] | None) -> list[str]:
    """Since 31.12.2025 +47; and where not all of it is new, what it is made of."""
    _ = view.translate
    if view.since is None:
        return [_("Nothing earlier to compare with.")]
    since = day(view.since, view.language)
    if change is None:
        return [_("Not counted on {day}.").format(day=since)]
    total = change["after"] - change["before"]
    said = _("Since {day} <b>{change}</b>").format(
        change=number(total, view.language, sign=True) if total else "±0", day=since
    )
    parts = {
        _("{count} new"): change["growth"],
        _("{count} recorded late"): change["late"],
        _("{count} corrected"): change["corrections"],
        _("{count} by a new definition"): change["redefinition"],
    }
    counted = [
        words.format(count=number(count, view.language)) for words, count in parts.items() if count
    ]
    if total == change["growth"] and len(counted) < 2:
        return [said]
    return [said, ", ".join(counted)]
