"""Rows of figures that a question means: a number of a group, of a kind or of an indicator.

Every word of the question has to be accounted for: it says a code of the figure, what is counted,
or nothing. Persons are told by one attribute only, as the newest release shows them."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any, Literal

from mittaristo.figures.breakdowns import FIGURE as BREAKDOWNS
from mittaristo.figures.model import RETURNING
from mittaristo.figures.periods import Period
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.i18n.wording import wording
from mittaristo.panels.asking import categories, known, words
from mittaristo.panels.asking.categories import Said, folded, written
from mittaristo.panels.asking.times import Time
from mittaristo.panels.asking.words import Word
from mittaristo.panels.parts import breakdown
from mittaristo.panels.parts.view import View
from mittaristo.privacy.grouping import REST, codes
from mittaristo.privacy.protection import MEASURES

INDICATORS = "indicators"

Tables = Mapping[str, list[Mapping[str, Any]]]
"""Figure → its rows."""

Standing = Literal["told", "withheld", "merged", "no_time", "not_counted"]


@dataclass(frozen=True)
class Row:
    """A number of a figure, or why it is not told.

    `name`: what it is called in the language of the reader; `key`: columns and codes that tell its
    rows from others. `day`: of which the number speaks; `period`: whose it is. `of`, `of_whom`: of
    how many it is a part, and of whom. `sure`: whether nothing else may be meant. For a group that
    is merged, `name` is that of the larger one, and there is no value.
    """

    figure: str
    key: tuple[tuple[str, str], ...]
    column: str
    unit: str
    name: str
    value: float | None
    day: dt.date
    period: Period | None = None
    of: float | None = None
    of_whom: str = ""
    sure: bool = True
    standing: Standing = "told"


@dataclass(frozen=True)
class Rule:
    """How a column of a figure is asked for: an entry of row_words.toml."""

    figure: str
    column: str
    unit: str
    means: tuple[frozenset[str], ...]
    may: frozenset[str]
    open: frozenset[str] | None = None
    keys: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    but: tuple[tuple[str, str], ...] = ()
    less: str = ""
    called: str = ""
    months: str = ""
    needs: frozenset[str] = frozenset()
    all: bool = False
    sums: bool = False


def _concepts(said: str) -> frozenset[str]:
    return frozenset(said.split())


@cache
def rules() -> tuple[Rule, ...]:
    """The columns that can be asked for."""
    return tuple(
        Rule(
            **{
                **one,
                "means": tuple(map(_concepts, one["means"])),
                "may": _concepts(one["may"]),
                "open": _concepts(one["open"]) if "open" in one else None,
                "needs": _concepts(one.get("needs", "")),
                "keys": tuple(one.get("keys", ())),
                "where": tuple(one.get("where", {}).items()),
                "but": tuple(one.get("but", {}).items()),
            }
        )
        for one in written()["rows"]
    )


# What a question says


@cache
def _beside() -> Mapping[str, re.Pattern[str]]:
    """Column → words that may stand beside its codes."""
    return {name: re.compile("|".join(said)) for name, said in written()["beside"].items()}


@cache
def _local() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(said))) for name, said in written()["words"].items())


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A word → what is said in its place."""
    listed = written()["phrases"].items()
    return tuple((name, re.compile(rf"\b(?:{'|'.join(said)})\b")) for name, said in listed)


def _read(text: str, columns: Sequence[str]) -> list[Word]:
    """The words that are left, as they are read where a row is asked for."""
    found = []
    for one in words.words_of(text):
        plain = one.text  # folded already, as the text that is left
        beside = any(name in _beside() and _beside()[name].fullmatch(plain) for name in columns)
        local = next((name for name, said in _local() if said.fullmatch(plain)), "")
        if local and local != "ignored":
            one = replace(one, role="means", concepts=_concepts(local))
        elif (beside and one.role != "asking") or local:
            one = replace(one, role="ignored", concepts=frozenset())
        found.append(one)
    return found


def _understood(rest: list[Word], text: str) -> frozenset[str] | None:
    """What is meant by the words that are left; None where one of them is not accounted for."""
    if any(one.role not in ("means", "ignored", "counting", "asking") for one in rest):
        return None
    if any(one.role == "asking" for one in rest[:1]) or re.search(r"\d|[%‰<>=+*&$£]", text):
        return None
    return words.concepts_of(rest)


def _without(text: str, said: Sequence[Said]) -> str:
    for one in said:
        text = text[: one.start] + "¤" * (one.end - one.start) + text[one.end :]
    return text


# Rows of a rule


def find(text: str, view: View, found: list[Time], *, since: bool = False) -> list[Row]:
    """The rows that a question may mean; those that are not told only where no other is.

    text: without its times, which are `found`. since: whether a change is asked for.
    """
    if since or len(found) > 1:
        return []
    text = folded(text)
    for said, pattern in _phrases():
        text = pattern.sub(f" {said} ", text)
    tables = _tables(view)
    rows = [row for rule in rules() for row in _of_rule(rule, text, tables, view, found)]
    rows += _of_persons(text, view, found, open_too=not rows)
    rows = list(dict.fromkeys(rows))
    return [one for one in rows if one.standing == "told"] or rows


def _of_rule(rule: Rule, text: str, tables: Tables, view: View, found: list[Time]) -> Iterator[Row]:
    rows = _rows(rule, tables)
    if not rows:
        return
    present = {key: {str(one[key]) for one in rows if one[key] is not None} for key in rule.keys}
    said = categories.said_in(text, present, rows)
    columns = {one.column for one in said}
    if (not said and not rule.all) or any(_several(said, name) for name in columns):
        return
    rest = _without(text, said)
    left = _read(rest, tuple(columns))
    if rule.figure == INDICATORS and _by_its_code(text, said):
        left = [replace(one, role="ignored") if _tells(one, rows, said) else one for one in left]
    meant = _understood(left, rest)
    counted = words.counted(left)
    if meant is None or not _counts(rule.unit, counted) or not (said or rule.needs <= meant):
        return
    if rule.unit == "EUR" and "money" not in meant and any(o.role == "counting" for o in left):
        return
    exact = any(one <= meant <= one | rule.may for one in rule.means)
    if not exact and (rule.open is None or not meant <= rule.open):
        return
    exact = exact and not (rule.figure == INDICATORS and _by_a_usual_word(text, said, meant))
    choices = ({o.code: o for o in said if o.column == name}.values() for name in sorted(columns))
    for chosen in product(*choices):
        key = (*rule.where, *((one.column, one.code) for one in chosen))
        row = _row(rule, rows, key, view, found)
        yield replace(row, sure=exact or (bool(counted) and rule.figure != INDICATORS))


NOW = re.compile(r"\b(?:are|is|now|currently|nyt|nykyisin|talla hetkella)\b")


def _by_a_usual_word(text: str, said: Sequence[Said], meant: frozenset[str]) -> bool:
    """Whether an indicator's name may say another thing, too.

    It counts participants by what they were at the start: neither clients, nor who is so now.
    """
    name = text[said[0].start : said[0].end]
    if any(map(str.isdigit, name)):
        return False
    usual = all(one.role in ("means", "ignored") for one in words.words_of(name))
    now = name.endswith("na") or NOW.search(text) is not None
    return "client" in meant or ((usual or now) and not meant & {"participant", "joining"})


def _by_its_code(text: str, said: Sequence[Said]) -> bool:
    """Whether an indicator is named by its code, so that nothing else can be meant."""
    return any(text[one.start : one.end].startswith(one.code[:4].lower()) for one in said)


def _tells(word: Word, rows: Sequence[Mapping[str, Any]], said: Sequence[Said]) -> bool:
    """Whether a word that is not known stands in what is written of the indicator."""
    texts = (
        folded(str(text))
        for row in rows
        if row["code"] in {one.code for one in said}
        for name, text in row.items()
        if name.startswith(("name_", "counted_", "of_"))
    )
    root = word.text[: max(4, len(word.text) - 3)]
    return word.role in ("unknown", "narrowing") and any(root in one for one in texts)


def _counts(unit: str, counted: frozenset[str]) -> bool:
    """Whether a rule counts what is asked for; a service is a time that it was given."""
    return not counted or unit in counted or (unit == "services" and "attendances" in counted)


def _several(said: Sequence[Said], column: str) -> bool:
    """Whether a column is said in several places, and not the same by all of them."""
    here = [one for one in said if one.column == column]
    return len({one.code for one in here}) > 1 and len({(one.start, one.end) for one in here}) > 1


def _tables(view: View) -> Tables:
    """Figure → its rows, of those that can be asked for."""
    figures = view.figures
    names = {rule.figure for rule in rules() if figures.described(rule.figure) is not None}
    return {name: list(figures.open_to(name, view.role).iter_rows(named=True)) for name in names}


def _rows(rule: Rule, tables: Tables) -> list[Mapping[str, Any]]:
    """The rows of the figure that a rule is about; an older snapshot may not have its columns."""
    rows = tables.get(rule.figure, [])
    if not rows or not {rule.column, *rule.keys} <= rows[0].keys():
        return []
    return [
        one
        for one in rows
        if all(str(one[name]) == code for name, code in rule.where)
        and not any(str(one[name]) == code for name, code in rule.but)
    ]


def _row(
    rule: Rule,
    rows: Sequence[Mapping[str, Any]],
    key: tuple[tuple[str, str], ...],
    view: View,
    found: list[Time],
) -> Row:
    """The number of the rows that have these codes, for the time that is named."""
    day = view.as_of
    name = name_of(rule, key, view.language)
    made = Row(rule.figure, key, rule.column, rule.unit, name, None, day)
    chosen = [one for one in rows if all(str(one[name]) == code for name, code in key)]
    if rule.figure == INDICATORS and chosen:
        return _indicator(made, chosen[0], view, found)
    period, inside = _in_time(rule, chosen, view, found)
    values = [_number(one, rule) for one in inside]
    if not values or None in values or (len(values) > 1 and not rule.sums):
        return replace(made, standing="no_time")
    if len(values) > 1 and rule.unit in RETURNING and not rule.but:
        return replace(made, standing="no_time")
    value = float(sum(one for one in values if one is not None))
    when = _days_of(inside[0], period) if len({*map(_days, inside)}) == 1 else ()
    return replace(made, value=value, period=period, key=(*when, *key))


TIMES = ("period_from", "period_to", "month")


def _days(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The columns of a row that tell its time, as an address names them."""
    return tuple((name, row[name].isoformat()) for name in TIMES if name in row)


def _days_of(row: Mapping[str, Any], period: Period | None) -> tuple[tuple[str, str], ...]:
    """The same of a part of the project; the whole one is what a page shows by itself."""
    return () if period is None or period.kind == "whole" else _days(row)


def _number(row: Mapping[str, Any], rule: Rule) -> float | None:
    value = row[rule.column]
    if value is None or (rule.less and row[rule.less] is None):
        return None
    return float(value) - (float(row[rule.less]) if rule.less else 0)


Inside = tuple[Period | None, list[Mapping[str, Any]]]


def _in_time(rule: Rule, rows: list[Mapping[str, Any]], view: View, found: list[Time]) -> Inside:
    """The rows of the time that is named, or of the period that is shown; none where not known."""
    time = found[0] if found else None
    if time is not None and time.kind in ("day", "until") and time.last == view.as_of:
        time, view = None, replace(view, period=None)
    if time is None and view.period is not None:
        time = Time("span", view.period.first, view.period.last, 0, 0)
    if rule.months:
        return _in_months(rule, rows, view, time)
    if not rows or "period_from" not in rows[0]:
        return None, rows if time is None else []
    if time is not None and time.kind not in ("month", "span"):
        return None, []
    period = None if time is None else known.span(view, time.first, time.last)
    if time is not None and period is None:
        return None, []
    first, last = (view.starts_on, view.as_of)
    if period is not None:
        first, last = period.first, min(period.last, view.as_of)
    days = ("period_from", "period_to")
    inside = [one for one in rows if tuple(one[name] for name in days) == (first, last)]
    return period or Period("whole", first, last), inside


def _in_months(rule: Rule, rows: list[Mapping[str, Any]], view: View, time: Time | None) -> Inside:
    """Months of the time together; of a state, its last month, which has to be over or running."""
    first, last = view.starts_on, view.as_of
    if time is not None:
        if time.kind == "vague" or (rule.months == "events" and time.kind in ("day", "until")):
            return None, []
        first, last = max(time.first, first), min(time.last, last)
        over = last == view.as_of or (last + dt.timedelta(days=1)).day == 1
        begins = first == view.starts_on or first.day == 1
        if not over or first > last or (rule.months == "events" and not begins):
            return None, []
    elif rule.column == "attendances":  # the periods of trainings tell the same
        return None, []
    if rule.months == "stock":
        month = last.replace(day=1)
        return Period("until", view.starts_on, last), [o for o in rows if o["month"] == month]
    inside = [one for one in rows if first.replace(day=1) <= one["month"] <= last]
    return Period("months", first, last), inside


def _indicator(made: Row, row: Mapping[str, Any], view: View, found: list[Time]) -> Row:
    """An indicator with what it is a share of; said where it is not counted, or hidden."""
    day = row["counted_on"]
    made = replace(made, day=day or view.as_of)
    if row["basis"] == "none":
        return replace(made, standing="not_counted")
    value, of_all = row[made.column], row["of_all"]
    if value is None:
        return replace(made, standing="withheld")
    asked = [time for time in found if (time.kind, time.last) != ("day", made.day)]
    if asked or view.period is not None:
        return replace(made, standing="no_time")
    whom = row[f"of_{view.language}"]
    of = None if of_all is None or not whom or made.column == "of_all" else float(of_all)
    return replace(made, value=float(value), of=of, of_whom=whom)


# Names


def name_of(rule: Rule, key: Sequence[tuple[str, str]], language: Language) -> str:
    """What a row is called, without its column where the unit tells it."""
    _ = wording(language)
    said = ", ".join(
        categories.label_of(name, code, language) for name, code in key if name in rule.keys
    )
    if rule.called:
        return _.term("figure_codes", rule.called)
    if rule.figure == INDICATORS:
        column = _.term("figure_columns", rule.column) if rule.column == "of_all" else ""
        return ", ".join(one for one in (said, column) if one)
    column = "remaining" if rule.less else rule.column
    told = "" if column in PLAIN else _.term("figure_columns", column)
    return ", ".join(one for one in (said, told) if one)


PLAIN = (
    *("persons", "services", "employers", "employments", "encounters"),
    *("partners", "attendances", "periods"),
)
"""Columns that are called as what they count."""


def title_of(row: Row, view: View) -> str:
    """The name of a row with that of its figure."""
    definition = view.figures.definitions[row.figure].label[view.language]
    if row.figure == BREAKDOWNS:
        return row.name
    if row.figure == INDICATORS:
        names = {one["code"]: one[f"name_{view.language}"] for one in view.figures.rows(INDICATORS)}
        code, *more = row.name.split(", ")
        return ", ".join((f"{code} {names[dict(row.key)['code']]}", *more))
    return f"{definition}: {row.name}" if row.name else definition


# Persons by background


def _of_persons(text: str, view: View, found: list[Time], *, open_too: bool) -> Iterator[Row]:
    """Persons of a measure by one attribute, of the newest release; of each where none is said."""
    if not view.figures.keeps(BREAKDOWNS):
        return
    known_codes: dict[str, set[str]] = {}
    for one in view.figures.rows(BREAKDOWNS):
        if one["attribute"] not in ("all", "age"):
            known_codes.setdefault(one["attribute"], set()).update(codes(one["category"]))
    known_codes = {
        name: found_codes - {REST, "unknown"} for name, found_codes in known_codes.items()
    }
    said = categories.said_in(text, known_codes, ())
    age = categories.age_in(text)
    if len(said) + bool(age) != 1:
        return
    attribute = "age" if age else said[0].column
    place = Said("age", "", age[2], age[3]) if age else said[0]
    rest = _without(text, [place])
    left = _read(rest, (attribute,))
    meant = _understood(left, rest)
    counted = words.counted(left)
    if meant is None or not _counts("persons", counted):
        return
    kept = view.figures.kept(*MEASURES)
    any_of_them = kept if open_too else []
    measures = any_of_them if meant <= {"person", "client"} else words.meant(meant, kept)
    wanted = frozenset({"age"}) if age else frozenset({place.code})
    sure = OF_PERSONS.search(text) is not None or not _of_the_place(text, place, meant)
    for measure in measures:
        yield replace(_person(measure, attribute, wanted, age, view, found), sure=sure)


OF_PERSONS = re.compile(
    r"aidinkiel|puhu|speak|native|mother|asu[vj]|asuk|kotikun|living|lives?\b|resid|kotois|inhabit"
)
"""What says that a language or a municipality is that of the persons."""

OF_A_PERSON = frozenset({"person", "client", "joined", "new", "employed", "get", "job"})
"""What is said of persons, and of nothing that is held in a language."""

WHERE = re.compile(r"(?:ssa|lla|lle|ko|aan|een|iin|oon|uun|yyn)$")
"""Cases of a municipality where or to which something happens."""


def _of_the_place(text: str, place: Said, meant: frozenset[str]) -> bool:
    """Whether a language may be that of trainings or services, or a municipality where it happened.

    How many found work in Kajaani need not be those who live there.
    """
    before = re.search(r"\b(?:in|to|at|near|around)\s$", text[: place.start])
    if place.column == "first_language":
        return bool(before or meant - OF_A_PERSON)
    if place.column != "municipality":
        return False
    return bool(before or WHERE.search(text[place.start : place.end]))


def _person(
    measure: str,
    attribute: str,
    wanted: frozenset[str],
    age: tuple[int, int, int, int] | None,
    view: View,
    found: list[Time],
) -> Row:
    key = (("measure", measure), ("attribute", attribute))
    name = _called(measure, attribute, "", view)
    made = Row(BREAKDOWNS, key, "persons", "persons", name, None, view.as_of)
    shown = breakdown.breakdowns(view.figures[BREAKDOWNS], measure)
    one = next((one for one in shown if one.attribute == attribute), None)
    if one is None:
        return replace(made, standing="withheld")
    released = (("released_on", one.released_on.isoformat()), *key)
    made = replace(made, day=one.released_on, key=released)
    if view.period is not None or any((o.kind, o.last) != ("day", made.day) for o in found):
        return replace(made, standing="no_time")
    for label, persons in one.cells.items():
        whole, inside = _holds(label, wanted, age)
        if not whole and not inside:
            continue
        made = replace(
            made,
            key=(*released, ("category", label)),
            name=_called(measure, attribute, label, view),
        )
        return replace(made, value=float(persons)) if whole else replace(made, standing="merged")
    if REST in one.cells and not age:
        name = _called(measure, attribute, REST, view)
        return replace(made, key=(*released, ("category", REST)), name=name, standing="merged")
    return replace(made, standing="withheld")


def _called(measure: str, attribute: str, label: str, view: View) -> str:
    """The measure, by what its persons are told apart, and which of them; all, without a label."""
    by = view.wording(breakdown.NAMES[attribute])
    called = f"{view.labels[measure]}, {by[:1].lower()}{by[1:]}"
    if not label:
        return called
    return f"{called}: {breakdown.label_in_words(attribute, label, view.wording)}"


def _holds(
    label: str, wanted: frozenset[str], age: tuple[int, int, int, int] | None
) -> tuple[bool, bool]:
    """Whether a label is what is asked for, and whether it holds that and more."""
    there = codes(label)
    if age is None:
        return there == wanted, wanted < there
    bands = [one.split("-") for one in sorted(there - {"unknown"}) if "-" in one]
    if not bands:
        return False, False
    low, high = int(bands[0][0]), int(bands[-1][1] or 0)
    same = (low, high) == age[:2] and "unknown" not in there
    inside = low <= age[0] and (not high or (age[1] and age[1] <= high))
    return same, bool(inside) and not same


# Rows by their very names


def catalogue(view: View) -> Iterator[tuple[Row, frozenset[str]]]:
    """Every row that can be asked for, with its full names: figure, group and column."""
    tables = _tables(view)
    for rule in rules():
        rows = _rows(rule, tables)
        chosen = {
            tuple((name, str(one[name])) for name in rule.keys if one[name] is not None)
            for one in rows
        }
        for key in sorted(chosen):
            row = _row(rule, rows, (*rule.where, *key), view, [])
            if row.standing == "told" or rule.figure == INDICATORS:
                yield row, frozenset(_full(rule, key, view, one) for one in LANGUAGES)


def _full(rule: Rule, key: Sequence[tuple[str, str]], view: View, language: Language) -> str:
    figure = view.figures.definitions[rule.figure].label[language]
    column = wording(language).term("figure_columns", "remaining" if rule.less else rule.column)
    said = [categories.label_of(name, code, language) for name, code in (*rule.where, *key)]
    return f"{figure}: {', '.join((*said, column))}"


def named(question: str, view: View) -> list[Row]:
    """The rows whose very name a question is."""
    if ":" not in question:
        return []
    asked = " ".join(words.plain(question).strip(" ?.!").split())
    return [
        row
        for row, names in catalogue(view)
        if asked in {" ".join(words.plain(name).split()) for name in names}
    ]
