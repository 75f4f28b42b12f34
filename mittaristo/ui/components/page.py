"""Parts of pages: how a number, a chart and a table are laid out, with what explains them."""

import html
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import altair as alt
import streamlit as st

from mittaristo.charts import employments
from mittaristo.charts import months as charts_months
from mittaristo.charts.theme import Setting
from mittaristo.figures.consistency import Sum, sums_that_do_not_add_up
from mittaristo.i18n.formats import day, number, uncapped
from mittaristo.i18n.terms import code, word
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import employments as transforms_employments
from mittaristo.transforms import months as months_
from mittaristo.transforms import published as published_
from mittaristo.transforms import tables
from mittaristo.transforms import tables as tables_
from mittaristo.transforms.timeline import milestone_lane, milestones_in_words
from mittaristo.ui.components.left_out import say_left_out
from mittaristo.ui.session import View


def plain(text: str) -> str:
    """A text from the registers or a file's name, safe within Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~$:" else sign for sign in text)


def heading(title: str, lead: str = "") -> None:
    """The page's subject and one line of what it is."""
    st.title(plain(title), anchor=False)
    if lead:
        st.html(f'<p class="lead">{html.escape(lead)}</p>')


def three_places() -> tuple[Any, Any, Any]:
    """A wide place, a narrow one beside it, and a third below the wide one.

    On a phone they come one after the other in this order. The style sheet lays them out.
    """
    with st.container(key="three-places"):
        return st.container(), st.container(), st.container()


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
    note: str = "",
    events: bool = False,
) -> None:
    """A chart under its message, with its text, its table, its definition and its source.

    note: how to read it, where that is not plain. events: whether milestones stand above it; they
    are listed below. The chart is built once for a snapshot, language and theme.
    """
    _ = view.translate
    st.header(plain(title), anchor=False)
    say_left_out(view, measures, figures)
    if table.is_empty():
        st.markdown(_("Nothing has been recorded by {day}.").format(day=as_of_day(view)))
        return
    if note:
        st.html(f'<p class="note">{html.escape(note)}</p>')
    key = (name, view.manifest.digests["manifest"], view.language, view.setting.dark)
    st.altair_chart(
        _built(key, lambda: build(view.setting)), width="stretch", alt=alt_text, key=name
    )
    events = events and not view.figure("milestones").is_empty()
    places = st.container(key=f"below-{name}").columns(3 if events else 2)
    with places[0].expander(_("The figures as a table")):
        show_table(title, table)
    if events:
        with places[1].expander(_("Events on the time line")):
            show_table(_("Events on the time line"), events_in_words(view))
    with places[-1].expander(_("What is counted, and where it comes from")):
        explain(view, measures, figures)


@st.cache_resource(max_entries=400, show_spinner=False)
def _built(key: tuple[object, ...], _build: Callable[[], alt.LayerChart]) -> alt.LayerChart:
    del key
    return _build()


def _is_no_number(cell: str) -> bool:
    """Words and days."""
    return any(map(str.isalpha, cell)) or cell.count(".") > 1


def show_table(caption: str, shown: SafeFrame, *, heading: bool = False) -> None:
    """A real table: a caption, headed columns and rows; words to the left, numbers to the right.

    heading: the caption stands above as a heading already, and is only heard.
    """
    wordy = [any(map(_is_no_number, map(str, column))) for column in shown.iter_columns()]
    aligned = [' class="words"' if words else "" for words in wordy]
    headings = [html.escape(name) for name in shown.columns]
    many = " many" if shown.width > 4 else ""
    head = "".join(
        f'<th scope="col"{align}>{name}</th>' for name, align in zip(headings, aligned, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{html.escape(str(cell))}</th>'
            if place == 0
            else f'<td{aligned[place]} data-heading="{headings[place]}">'
            f"{html.escape(str(cell))}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in shown.iter_rows()
    )
    said, only_heard = html.escape(caption), ' class="heard"' if heading else ""
    st.html(
        f'<div class="wide" tabindex="0" role="region" aria-label="{said}">'
        f'<table class="figures{many}"><caption{only_heard}>{said}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def explain(view: View, measures: Iterable[str], figures: Iterable[str] = ()) -> None:
    """Definition, unit, source, caveat and query of each measure, as they were published."""
    _, language = view.translate, view.language
    as_of = day(view.manifest.as_of, language)
    for measure in measures:
        entry = view.explained(measure)
        said = _(
            "**{label}.** {definition}\n\nSource: {source}. Note: {caveat}\n\n"
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
    say_left_out(view, (), figures)
    show_table(title, shown, heading=True)
    _ = view.translate
    with st.expander(_("What is counted, and where it comes from")):
        explain(view, (), figures)


def milestones(view: View) -> SafeFrame:
    """The project's milestones, laid out for the lane above a chart over time."""
    manifest = view.manifest
    last = max(manifest.ends_on, manifest.as_of)
    return milestone_lane(view.figure("milestones"), manifest.starts_on, last, view.language)


def events_in_words(view: View) -> SafeFrame:
    """The project's milestones for reading, oldest first."""
    _ = view.translate
    headings = {"written": _("Day"), "title": _("Event"), "state": _("State")}
    listed = milestones_in_words(view.figure("milestones"), view.manifest.as_of, view.language)
    return tables.headed(listed, headings)


def notes(view: View, measures: Iterable[str]) -> None:
    """What the project has written down about some measures; nothing where there is nothing."""
    if not view.keeps("notes"):
        return
    said = tables_.among(view.figure("notes"), list(measures))
    lines = "".join(
        f"<li><b>{code(row['kind'], view.language)} {day(row['written_on'], view.language)}:</b>"
        f" {html.escape(row[f'text_{view.language}'])}</li>"
        for row in said.iter_rows(named=True)
    )
    if lines:
        st.html(f'<ul class="notes">{lines}</ul>')


def numbers_of(view: View, measures: Iterable[str]) -> str:
    """Each measure and its value, in a sentence."""
    said = (f"{view.labels()[measure]}: {view.number(measure)}" for measure in measures)
    return ". ".join(said)


def as_of_day(view: View) -> str:
    """The as-of date, written out."""
    return day(view.manifest.as_of, view.language)


def said_of(view: View, measures: Iterable[str]) -> str:
    """A text for who cannot see the chart: each measure and its value on the as-of date."""
    as_of = view.translate("as of {day}").format(day=as_of_day(view))
    return f"{as_of[:1].upper()}{as_of[1:]}. {numbers_of(view, measures)}."


def said_row_by_row(view: View, rows: SafeFrame, *columns: str) -> str:
    """A text for who cannot see the chart: each row's columns, which are written out already."""
    as_of = view.translate("as of {day}").format(day=as_of_day(view))
    said = "; ".join(": ".join(filter(None, row)) for row in rows.select(columns).iter_rows())
    return f"{as_of[:1].upper()}{as_of[1:]}. {said}."


def employments_over_time(view: View) -> None:
    """The chart of employments by support and of persons; nothing where none are kept."""
    _ = view.translate
    parts = ["employments_direct", "employments_other"]
    every = view.measures("clients_employed", *parts)
    if not every:
        return
    course = months_.with_words(
        months_.course_of_measures(
            view.figure("months"), every, view.manifest.starts_on, view.manifest.as_of
        ),
        view.labels(),
        view.language,
    )
    chart(
        view,
        "employments-over-time",
        _("{share} of the employments came with direct support: {direct} of {all}").format(
            share=view.share("employments_direct", "employments"),
            direct=view.number("employments_direct"),
            all=view.number("employments"),
        ),
        lambda setting: employments.employments_over_time(
            transforms_employments.with_brief_words(
                transforms_employments.stacked(course, *parts),
                {"employments_direct": _("Direct"), "employments_other": _("Other")},
            ),
            tables_.only(course, "clients_employed"),
            milestones(view),
            setting,
        ),
        alt_text=said_of(view, every),
        table=tables.spread(
            course, ("written", _("As of")), "label", "total", view.language, newest_first="on"
        ),
        measures=[*every, "employments"],
        events=True,
    )


def month_by_month(
    view: View, figure: str, category: str, value: str, title: str, measures: Sequence[str]
) -> None:
    """The chart of a figure by category and month: bars stacked, milestones above.

    `{most}`, `{count}` and `{all}` in the title are the category with most, its number and the
    value of the first measure.
    """
    _, language = view.translate, view.language
    months = months_.by_month(view.figure(figure), category, value, language)
    most, count = months_.most(months, "category", "count", language)
    chart(
        view,
        figure.replace("_", "-"),
        title.format(most=uncapped(most), count=count, all=view.number(measures[0])),
        lambda setting: charts_months.stacked_months(months, milestones(view), setting),
        alt_text=said_of(view, measures[:1]),
        table=tables.spread(
            months, ("written", _("Month")), "category", "count", language, newest_first="on"
        ),
        figures=[figure],
        measures=measures,
        events=True,
    )


def published(view: View, measures: Sequence[str] | None = None) -> None:
    """Figures published elsewhere beside these, with the difference; nothing where none are."""
    _ = view.translate
    compared = published_.compared_with_published(
        view.figure("values"), view.labels(), view.language
    )
    if measures is not None:
        compared = tables_.among(compared, measures)
    if compared.is_empty():
        return
    st.header(_("Published and computed figures"), anchor=False)
    say_left_out(view, view.measures(*compared["measure"].unique()), ())
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
    agreeing, differing = published_.by_agreement(compared)
    if not differing.is_empty():
        show_table(_("Computed minus published"), tables.headed(differing, headings))
    if not agreeing.is_empty():
        said = _("Published figures that agree with the computed ones: {count}").format(
            count=agreeing.height
        )
        with st.expander(said):
            show_table(said, tables.headed(agreeing, headings), heading=True)


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


def no_targets(view: View) -> None:
    """Said where a project has set no target values."""
    _ = view.translate
    said = _(
        "No target values have been set. When they are published in the register {name}, this"
        " place shows how far each one is."
    )
    st.info(said.format(name=word("tables", "targets", view.language)), icon=":material/info:")


def not_kept(view: View, *tables: str) -> None:
    """Said where a project has no registers for a page: which ones it would take."""
    _ = view.translate
    names = ", ".join(word("tables", table, view.language) for table in tables)
    said = _(
        "This page has nothing to show: the project does not keep these registers: {names}."
        " When they are published with the others, their figures will stand here."
    )
    st.info(said.format(names=names), icon=":material/info:")
