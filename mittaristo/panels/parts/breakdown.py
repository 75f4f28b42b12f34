"""Who they are: persons by their attributes, as the newest release shows them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from mittaristo.charts.results.breakdown import bars_of_groups
from mittaristo.figures.breakdowns import FIGURE
from mittaristo.i18n.table import Table, row_of
from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.privacy.grouping import (
    REST,
    UNKNOWN,
    coarsened,
    codes,
    is_coarser,
)
from mittaristo.privacy.protection import MEASURES
from mittaristo.transforms import tables

NAMES: Mapping[str, str] = {
    "gender": N_("Gender"),
    "age": N_("Age in the year of joining"),
    "first_language": N_("First language"),
    "citizenship": N_("Citizenship"),
    "education": N_("Level of education"),
    "municipality": N_("Municipality of residence"),
}
"""Attribute → what it is called, in the order in which they are shown."""

HIDDEN = N_("hidden for privacy")

EDUCATION = {
    "0-2": N_("Basic education at most (ISCED 0–2)"),
    "3-4": N_("Upper secondary education (ISCED 3–4)"),
    "5-8": N_("Tertiary education (ISCED 5–8)"),
}


@dataclass(frozen=True)
class Breakdown:
    """Persons of a measure by one attribute: label → persons, as of the day of its release.

    `joined`: those who had joined the project by then, in the same groups; empty where that is not
    known.
    """

    attribute: str
    released_on: dt.date
    cells: Mapping[str, int]
    joined: Mapping[str, int]


def released_on(view: View) -> dt.date | None:
    """The day of the newest release; None where there has been none."""
    return max((row["released_on"] for row in view.figures.rows(FIGURE)), default=None)


def breakdowns(figure: SafeFrame, measure: str) -> list[Breakdown]:
    """What is shown of a measure, an attribute each, as of the newest day on which it was."""
    found = []
    for attribute in NAMES:
        days = _cells(figure, measure, attribute)
        if days:
            day = max(days)
            cells = days[day]
            joined = _cells(figure, MEASURES[0], attribute).get(day, {})
            same = measure != MEASURES[0] and is_coarser(tuple(cells), tuple(joined))
            beside = coarsened(joined, tuple(cells)) if same and joined else {}
            found.append(Breakdown(attribute, day, cells, beside))
    return found


def _cells(figure: SafeFrame, measure: str, attribute: str) -> dict[dt.date, dict[str, int]]:
    """Day of a release → persons of each label, where the table was shown."""
    days: dict[dt.date, dict[str, int]] = {}
    for row in of_one(figure, measure, attribute).iter_rows(named=True):
        days.setdefault(row["released_on"], {})[row["category"]] = row["persons"]
    return days


@shaped
def of_one(figure: SafeFrame, measure: str, attribute: str) -> pl.DataFrame:
    """The rows of one measure and attribute, of all releases."""
    return figure.filter(pl.col("measure") == measure, pl.col("attribute") == attribute)


# Words


def label_in_words(attribute: str, label: str, _: Wording) -> str:
    """What the group of a label is called: Woman; 45 or over; Kuhmo, Paltamo or Sotkamo."""
    words = within_a_sentence(attribute, label, _)
    return words[:1].upper() + words[1:]


def within_a_sentence(attribute: str, label: str, _: Wording) -> str:
    """The same without its capital, unless it is a name."""
    if label == REST:
        return _lower(_("Others or unknown"))
    named = sorted(codes(label) - {UNKNOWN}, key=label.index)
    words = [_age(named, _)] if attribute == "age" and named else []
    words = words or [_word(attribute, code, _) for code in named]
    words += [_lower(_.code(UNKNOWN))] if UNKNOWN in codes(label) else []
    *between, last = words
    if not between:
        return last
    return _("{groups} or {last}").format(groups=", ".join(between), last=last)


def _word(attribute: str, code: str, _: Wording) -> str:
    if attribute == "first_language":
        return _.language_name(code)
    if attribute == "municipality":
        return _.term("municipalities", code)
    if attribute == "education":
        return _lower(_(EDUCATION[code]))
    return _.code(code) if code == "fi" else _lower(_.code(code))


def _age(bands: list[str], _: Wording) -> str:
    """Bands beside each other as one: 0-24 and 25-34 are under 35."""
    low, high = bands[0].split("-")[0], bands[-1].split("-")[1]
    if not high:
        return _("aged {age} or over").format(age=low)
    if low == "0":
        return _("aged under {age}").format(age=int(high) + 1)
    return _("aged {low}–{high}").format(low=low, high=high)


def _lower(word: str) -> str:
    """Without its capital, unless it is an abbreviation."""
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]


# Panels


def who(view: View, measure: str) -> Panel | None:
    """Persons of a measure by all attributes; nothing where no release has been, or in a period."""
    _, day = view.wording, released_on(view)
    if view.period is not None or day is None or not view.figures.kept(measure):
        return None
    rows = listed(view.figures[FIGURE], measure, day, _)
    largest = _largest(breakdowns(view.figures[FIGURE], measure), _)
    title = _("{label} by background").format(label=view.labels[measure])
    if largest:
        title = _("{label} by background on {day}: {groups}").format(
            label=view.labels[measure], day=_.day(day), groups=", ".join(largest)
        )
    headings = {
        "attribute": _("Background"),
        "label": _("Group"),
        "persons_text": _("Persons"),
        "share_text": _("Share"),
    }
    if rows["joined"].is_not_null().any():
        headings["joined_text"] = _("Of all who joined")
    return panel.charted(
        view,
        f"who-{measure}",
        title,
        replace(tables.headed(in_table(rows), headings), keys=_keys(rows, measure)),
        lambda setting: bars_of_groups(rows, setting),
        alt_text=_in_words(rows, _.day(day), _),
        measures=[measure],
        figures=[FIGURE],
        note=_note(rows, _.day(day), _),
    )


def _keys(rows: SafeFrame, measure: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Which rows of the figure each row of the table is about."""
    names = ("attribute", "category")
    return tuple(
        (
            ("measure", measure),
            *((name, one) for name, one in zip(names, codes, strict=True) if one),
        )
        for codes in in_table(rows).select("code", "category").iter_rows()
    )


def _note(rows: SafeFrame, day: str, _: Wording) -> str:
    said = _(
        "Counted as of {day}, when they were last released: the figures are renewed on release"
        " days only. Small groups are merged, and what could point at a few persons is hidden for"
        " privacy."
    ).format(day=day)
    line = _("The line: the share of the group among all who joined.")
    return f"{said} {line}" if rows["joined"].is_not_null().any() else said


def _in_words(rows: SafeFrame, day: str, _: Wording) -> str:
    """For who cannot see the chart: each group and its persons."""
    when = _("As of {day}").format(day=day)
    said = [
        f"{label}: {value}" if value else label
        for label, value in rows.select("label", "value_text").iter_rows()
    ]
    return f"{when}. {'; '.join(said)}."


def _largest(shown: list[Breakdown], _: Wording) -> list[str]:
    """The largest group of the first three attributes, with its share."""
    said = []
    for one in shown[:3]:
        label, persons = max(one.cells.items(), key=lambda cell: cell[1])
        words = within_a_sentence(one.attribute, label, _)
        if one.attribute == "first_language":
            words = " ".join((_lower(_(NAMES[one.attribute])), words))
        if "woman" in one.cells:
            words, persons = _("women"), one.cells["woman"]
        said.append(f"{words} {_.percent(persons / sum(one.cells.values()))}")
    return said


def _worth_a_row(cells: Mapping[str, int]) -> list[tuple[str, int]]:
    """Labels with anyone in them: an empty one tells nothing."""
    return [(label, persons) for label, persons in cells.items() if persons]


@shaped
def listed(figure: SafeFrame, measure: str, newest: dt.date, _: Wording) -> pl.DataFrame:
    """A row an attribute and a row a group below it, in order.

    `row, attribute, label, code, category, persons, share, joined, end` and texts of them. An
    attribute's own row has no share: its label also tells where it is hidden, or of an older day
    than `newest`.
    `joined`: the group's share of all who joined; empty where it is not known. `end`: the larger
    share.
    """
    known = {one.attribute: one for one in breakdowns(figure, measure)}
    rows: list[tuple[str, str, str, str | None, int | None, float | None, float | None]] = []
    for attribute, name in NAMES.items():
        one = known.get(attribute)
        title = said = _(name)
        if one is None:
            said = ": ".join((title, _(HIDDEN)))
        elif one.released_on < newest:
            said = ", ".join((title, _("as of {day}").format(day=_.day(one.released_on))))
        rows.append((title, said, attribute, None, None, None, None))
        for label, persons in _worth_a_row(one.cells if one else {}):
            assert one is not None
            joined = one.joined.get(label)
            share = persons / sum(one.cells.values())
            of_joined = None if joined is None else joined / sum(one.joined.values())
            words = label_in_words(attribute, label, _)
            rows.append((title, words, attribute, label, persons, share, of_joined))
    texts = dict.fromkeys(("attribute", "label", "code", "category"), pl.String)
    shares = {"share": pl.Float64, "joined": pl.Float64}
    return (
        pl.DataFrame(rows, schema={**texts, "persons": pl.Int64, **shares}, orient="row")
        .with_row_index("row")
        .with_columns(
            pl.max_horizontal("share", "joined").alias("end"),
            _.numbers("persons"),
            _.percents("share"),
            _.percents("joined"),
        )
        .with_columns(
            value_text=pl.when(pl.col("share").is_not_null())
            .then(pl.format("{} ({})", "persons_text", "share_text"))
            .otherwise(pl.lit(""))
        )
    )


@shaped
def in_table(rows: SafeFrame) -> pl.DataFrame:
    """The groups, and the attributes that are hidden."""
    groups = pl.col("share").is_not_null()
    return rows.filter(groups | ~groups.any().over("attribute"))


# Women and men


def _genders(view: View) -> tuple[dt.date, dict[str, Mapping[str, int]]] | None:
    """The newest day on which those who joined were shown by gender, and who was by measure."""
    if view.period is not None or not view.figures.keeps(FIGURE):
        return None
    figure = view.figures[FIGURE]
    days = _cells(figure, MEASURES[0], "gender")
    if not days:
        return None
    day, measures = max(days), view.figures.kept(*MEASURES)
    return day, {one: _cells(figure, one, "gender").get(day, {}) for one in measures}


def equality(view: View) -> Panel | None:
    """Women and men from joining to work, protected; nothing where that was never released."""
    _, found = view.wording, _genders(view)
    if found is None:
        return None
    day, counted = found
    texts = [(view.labels[name], _path(cells, _)) for name, cells in counted.items()]
    return Panel(
        "equality",
        _("Women and men from joining to work, as of {day}").format(day=_.day(day)),
        Table.of_texts(
            (_("Figure"), _("Women and men")),
            texts,
            measures=[row_of(FIGURE, _of_gender(name)) for name in counted],
        ),
        note=_("Shares are of those who are counted in the same row."),
        explanations=panel.explained(view, list(counted), [FIGURE]),
        registers=view.figures.registers_behind(list(counted), [FIGURE]),
    )


def _of_gender(measure: str) -> tuple[tuple[str, str], ...]:
    return ("measure", measure), ("attribute", "gender")


def equality_in_words(view: View) -> str:
    """The same as a text for a report; empty where it was never released."""
    _, found = view.wording, _genders(view)
    if found is None:
        return ""
    day, counted = found
    invented = " (" + _("invented example data") + ")" if view.figures.synthetic else ""
    said = "; ".join(f"{view.labels[name]}: {_path(cells, _)}" for name, cells in counted.items())
    return _("As of {day}").format(day=_.day(day)) + f"{invented}: {said}."


def _path(cells: Mapping[str, int], _: Wording) -> str:
    """Woman 420 (51 %), man 400 (49 %)."""
    everyone = sum(cells.values())
    said = [
        f"{within_a_sentence('gender', label, _)} {_.number(persons)}"
        f" ({_.percent(persons / everyone)})"
        for label, persons in _worth_a_row(cells)
    ]
    return ", ".join(said) or _(HIDDEN)
