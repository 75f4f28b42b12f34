"""Parts of pages: how a number, a chart and a table are laid out, with what explains them."""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from mittaristo import charts
from mittaristo.checks import Sum, sums_that_do_not_add_up
from mittaristo.drawing import Setting
from mittaristo.privacy import SafeFrame
from mittaristo.texts import N_, day, number, percent
from mittaristo.transforms import (
    among,
    compared_with_published,
    course_of_measures,
    headed,
    milestone_lane,
    only,
    spread,
    stacked,
    with_words,
)
from mittaristo.ui.view import View


def heading(title: str, lead: str) -> None:
    """The page's subject and one line of what it is."""
    st.title(title, anchor=False)
    st.html(f'<p class="lead">{html.escape(lead)}</p>')


def cards(view: View, measures: Sequence[str]) -> None:
    """The few numbers that matter: value, target or course, change in words."""
    _ = view.translate
    values, changes = view.values(), view.changes()
    if not measures:
        return
    for column, measure in zip(st.columns(len(measures)), measures, strict=True):
        value = values[measure]
        with column.container(border=True, height="stretch"):
            label = view.labels()[measure]
            st.metric(label, number(value["value"], view.language), label_visibility="collapsed")
            st.markdown(label)
            if value["target"]:
                share = percent(value["value"] / value["target"], view.language)
                st.markdown(
                    _("**{share}** of the target {target}").format(
                        share=share, target=number(value["target"], view.language)
                    )
                )
            st.caption(change_in_words(view, changes.get(measure)))


def change_in_words(view: View, change: Mapping[str, Any] | None) -> str:
    """+47 since 31.12.2025, and what of it is no new event."""
    _ = view.translate
    if view.since is None:
        return _("No earlier snapshot to compare with.")
    if change is None:
        return _("Not counted on {day}.").format(day=day(view.since, view.language))
    total = change["after"] - change["before"]
    said = _("{change} since {day}").format(
        change=number(total, view.language, sign=True) if total else "±0",
        day=day(view.since, view.language),
    )
    parts = [
        (change["late"], N_("{count} recorded late")),
        (change["corrections"], N_("{count} corrected")),
        (change["redefinition"], N_("{count} by a new definition")),
    ]
    besides = [
        _(words).format(count=number(count, view.language, sign=True))
        for count, words in parts
        if count
    ]
    if not besides:
        return said
    return _("{change}, including {parts}").format(change=said, parts=", ".join(besides))


def chart(
    view: View,
    name: str,
    title: str,
    build: Callable[[Setting], alt.LayerChart],
    *,
    alt_text: str,
    table: SafeFrame,
    measures: Iterable[str] = (),
    figures: Iterable[str] = (),
) -> None:
    """A chart under its message, with its text, its table, its definition and its source.

    The chart is built once for a snapshot, language and theme.
    """
    _ = view.translate
    st.header(title, anchor=False)
    key = (name, view.manifest.digests["manifest"], view.language, view.setting.dark)
    st.altair_chart(
        _built(key, lambda: build(view.setting)), width="stretch", alt=alt_text, key=name
    )
    left, right = st.columns(2)
    with left.expander(_("The figures as a table")):
        show_table(title, table)
    with right.expander(_("What is counted, and where it comes from")):
        explain(view, measures, figures)


@st.cache_resource(max_entries=400, show_spinner=False)
def _built(key: tuple[object, ...], _build: Callable[[], alt.LayerChart]) -> alt.LayerChart:
    del key
    return _build()


def show_table(caption: str, shown: SafeFrame) -> None:
    """A real table: a caption, headed columns and rows; words to the left, numbers to the right."""
    wordy = [any(map(str.isalpha, "".join(map(str, column)))) for column in shown.iter_columns()]
    aligned = [' class="words"' if words else "" for words in wordy]
    head = "".join(
        f'<th scope="col"{align}>{html.escape(name)}</th>'
        for name, align in zip(shown.columns, aligned, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{html.escape(str(cell))}</th>'
            if place == 0
            else f"<td{aligned[place]}>{html.escape(str(cell))}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in shown.iter_rows()
    )
    st.html(
        f'<div class="wide"><table class="figures"><caption>{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def explain(view: View, measures: Iterable[str], figures: Iterable[str] = ()) -> None:
    """Definition, unit, source, caveat and query of each measure, as they were published."""
    _, language = view.translate, view.language
    as_of = day(view.manifest.as_of, language)
    for measure in measures:
        entry = view.explained(measure)
        said = _(
            "**{label}.** {definition}\n\nSource: {source}. Mind: {caveat}\n\n"
            "As of {as_of}. Query: `{file}`"
        )
        st.markdown(
            said.format(
                label=entry["label"][language],
                definition=entry["definition"][language],
                source=entry["source"][language],
                caveat=entry["caveat"][language],
                as_of=as_of,
                file=entry["file"],
            )
        )
    for figure in figures:
        entry = view.described(figure)
        st.markdown(
            _("**This table.** As of {as_of}. Query: `{file}`").format(
                as_of=as_of, file=entry["file"]
            )
        )


def table(view: View, title: str, shown: SafeFrame, figures: Iterable[str]) -> None:
    """A table by itself under a title, with what explains it; nothing where it has no rows."""
    if shown.is_empty():
        return
    st.header(title, anchor=False)
    show_table(title, shown)
    _ = view.translate
    with st.expander(_("What is counted, and where it comes from")):
        explain(view, (), figures)


def milestones(view: View) -> SafeFrame:
    """The project's milestones, laid out for the lane above a chart over time."""
    manifest = view.manifest
    last = max(manifest.ends_on, manifest.as_of)
    return milestone_lane(view.figure("milestones"), manifest.starts_on, last, view.language)


def numbers_of(view: View, measures: Iterable[str]) -> str:
    """Each measure and its value, in a sentence."""
    said = (f"{view.labels()[measure]}: {view.number(measure)}" for measure in measures)
    return ". ".join(said) + "."


def said_of(view: View, measures: Iterable[str]) -> str:
    """A text for who cannot see the chart: each measure and its value on the as-of date."""
    as_of = view.translate("as of {day}").format(day=day(view.manifest.as_of, view.language))
    return f"{as_of[:1].upper()}{as_of[1:]}. {numbers_of(view, measures)}"


def employments_over_time(view: View) -> None:
    """The chart of employments by support and of persons; nothing where none are kept."""
    _ = view.translate
    parts = ["employments_direct", "employments_other"]
    every = view.measures("clients_employed", *parts)
    if not every:
        return
    course = with_words(
        course_of_measures(
            view.figure("months"), every, view.manifest.starts_on, view.manifest.as_of
        ),
        view.labels(),
        view.language,
    )
    chart(
        view,
        "employments-over-time",
        _("Employments with direct support and in other ways, and the persons behind them"),
        lambda setting: charts.employments_over_time(
            stacked(course, *parts), only(course, "clients_employed"), milestones(view), setting
        ),
        alt_text=said_of(view, every),
        table=spread(
            course, ("written", _("As of")), "label", "total", view.language, newest_first="on"
        ),
        measures=[*every, "employments"],
    )


def published(view: View, measures: Sequence[str] | None = None) -> None:
    """Figures published elsewhere beside these, with the difference; nothing where none are."""
    _ = view.translate
    compared = compared_with_published(view.figure("values"), view.labels(), view.language)
    if measures is not None:
        compared = among(compared, measures)
    if compared.is_empty():
        return
    st.header(_("Published and computed figures"), anchor=False)
    if view.manifest.synthetic:
        st.markdown(
            _(
                "The rows of this example were invented to fit the published figures:"
                " where they agree, it proves nothing."
            )
        )
    for found in sums_that_do_not_add_up(view.snapshot):
        if measures is None or found.measure in measures:
            st.markdown(_sum_in_words(view, found))
    headings = {
        "label": _("Figure"),
        "published": _("Published"),
        "value": _("Computed"),
        "difference": _("Difference"),
        "qualifier": _("Accuracy"),
        "period": _("Period"),
        "published_source": _("Published in"),
    }
    show_table(_("Computed minus published"), headed(compared, headings))


def _sum_in_words(view: View, found: Sum) -> str:
    """158 + 133 = 291, but 282 was published: as published, in words."""
    _, labels, language = view.translate, view.labels(), view.language
    numbers = " + ".join(number(value, language) for part, value in found.parts)
    names = ", ".join(labels[part] for part, value in found.parts)
    return _(
        "**The published parts do not add up.** {names}: {numbers} = {total}."
        " {measure}: {published}. The difference is {difference}; the question is open."
    ).format(
        names=names,
        numbers=numbers,
        total=number(found.total, language),
        measure=labels[found.measure],
        published=number(found.published, language),
        difference=number(found.total - found.published, language),
    )


def not_kept(view: View) -> None:
    """Said where a project has no registers for a page."""
    st.info(view.translate("This project does not keep the registers that this page needs."))
