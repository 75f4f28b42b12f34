"""The ESF+ indicators for the reader: each with its share, its day, and the way to EECR04."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from mittaristo.i18n.table import Table, Value
from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

HIDDEN = N_("hidden for privacy")
"""The one mark of what is known and not shown."""

STEPS = {
    "employments": N_("Employments"),
    "repeated": N_("Repeated employments of a person"),
    "employed": N_("Persons employed"),
    "without_start_data": N_("No start data sent to EURA"),
    "incomplete": N_("Record incomplete"),
    "employed_at_start": N_("In work already at the start"),
    "inside": N_("Still in the project"),
    "without_end_data": N_("No status recorded on leaving"),
    "after_four_weeks": N_("Job began over 4 weeks after leaving"),
    "otherwise": N_("Not in work on leaving by the end data"),
    "without_employment": N_("In work by the end data, no employment recorded"),
    "together": N_("Other reasons, in total"),
    "EECR04": N_("In work on leaving (EECR04)"),
}
"""From employments to the indicator, in words."""

VALUES = ("employments", "employed", "EECR04")

FIELDS = (
    *("participants", "complete", "gender", "birth_year", "status_at_start", "education_isced"),
)
"""Of the records, in the order in which they are told."""

RECORDS = {
    "participants": N_("Participants: start data sent to EURA"),
    "complete": N_("Record complete: counted in the indicators"),
}

RULES = {
    "status": N_("EECO02 + EECO04 + EECO05 = EECO01"),
    "education": N_("EECO09 + EECO10 + EECO11 = EECO01"),
    "gender": N_("Indicators in which men, women and non-binary are not the total"),
    "long_unemployed": N_("EECO03 ≤ EECO02"),
    "age": N_("EECO06 + EECO07 + EECO08 ≤ EECO01"),
    "employed": N_("EECR04 ≤ those who left and were not in work at the start"),
    "left": N_("Those who left and were not in work at the start ≤ EECO02 + EECO04"),
    "estimates": N_("Estimates about participants that exceed their number"),
    "backwards": N_("EURA periods that end before they begin"),
    "overdue": N_("EURA periods without end data 28 days after their end"),
}
"""What must hold; what speaks of how many there are must be none."""

HOLDS = {True: N_("holds"), False: N_("does not hold")}


def field_said(field: str, _: Wording) -> str:
    """A row of the records, in words."""
    if field in RECORDS:
        return _(RECORDS[field])
    named = _.term("columns", field)
    return _("Missing: {field}").format(field=f"{named[:1].lower()}{named[1:]}")


@shaped
def listed(indicators: SafeFrame, published: Mapping[str, float], _: Wording) -> pl.DataFrame:
    """The indicators with what is said of each: `name`, and texts of its numbers.

    `label`: code and name; `total_text`, `share_text`, `day_text`, `basis_text`, `published_text`;
    and `share` of those whom it may concern, none where that is not known.

    published: code → what EURA or another source has published of it.
    """
    said = [
        _said(row, published.get(row["code"].lower()), _)
        for row in indicators.iter_rows(named=True)
    ]
    columns = ("label", "total_text", "share_text", "day_text", "basis_text")
    share = pl.when(pl.col("of_all") > 0).then(pl.col("total") / pl.col("of_all"))
    return indicators.with_columns(
        share.alias("share"),
        *(pl.Series(name, [row[name] for row in said], pl.String) for name in columns),
        pl.Series("published_text", [row["published_text"] for row in said], pl.String),
    )


def share_said(row: Mapping[str, Any], _: Wording) -> str:
    """70 % of participants (697); nothing where that is not known."""
    of = row[f"of_{_.language}"]
    if row["total"] is None or not row["of_all"] or not of:
        return ""
    said = _("{share} of {whom} ({all})")
    share = _.percent(row["total"] / row["of_all"])
    return said.format(share=share, whom=of, all=_.number(row["of_all"]))


def _said(row: Mapping[str, Any], published: float | None, _: Wording) -> dict[str, str]:
    total, on = row["total"], row["counted_on"]
    basis, unknown = "", _(HIDDEN)
    if row["basis"] == "none":
        basis, unknown = _("neither counted nor estimated"), "–"
    elif row["basis"] == "estimate":
        basis = _("estimate: {method}").format(method=row["method"])
    return {
        "label": f"{row['code']} {row[f'name_{_.language}']}",
        "total_text": unknown if total is None else _.number(total),
        "share_text": share_said(row, _),
        "day_text": "" if on is None else _.day(on),
        "basis_text": basis,
        "published_text": "" if published is None else _.number(published),
    }


def table(found: SafeFrame, _: Wording) -> Table:
    """A row an indicator. What is hidden is said in files, too, and never left empty.

    found: listed.
    """
    headings = (
        *(_("Indicator"), _("Persons"), _("Those whom it may concern"), _("Share")),
        *(_("Day of the figure"), _("Note"), _("Published")),
    )
    texts: list[tuple[str, ...]] = []
    values: list[tuple[Value, ...]] = []
    for row in found.iter_rows(named=True):
        hidden = row["total"] is None and row["basis"] != "none"
        total = row["total_text"] if hidden else row["total"]
        of_all = row["of_all"]
        of_said = "" if of_all is None else _.number(of_all)
        rest = (row["day_text"], row["basis_text"], row["published_text"])
        texts.append((row["label"], row["total_text"], of_said, row["share_text"], *rest))
        values.append(
            (row["label"], total, of_all, row["share_text"], row["counted_on"], *rest[1:])
        )
    made = Table.of_texts(headings, texts, numeric=_numeric(values, 1, 2), values=values)
    return replace(made, keys=tuple((("code", code),) for code in found["code"].to_list()))


def _numeric(values: Sequence[Sequence[Value]], *places: int) -> list[int]:
    """Those of the columns in which nothing is hidden."""
    return [place for place in places if not any(isinstance(row[place], str) for row in values)]


def records_table(found: SafeFrame, _: Wording) -> Table:
    """The same of the records. found: records."""
    rows = found.select("label", "persons_text", "persons").rows()
    values = [(label, text if persons is None else persons) for label, text, persons in rows]
    texts = [(label, text) for label, text, _persons in rows]
    headings = (_("Records"), _("Persons"))
    made = Table.of_texts(headings, texts, numeric=_numeric(values, 1), values=values)
    return replace(made, keys=tuple((("field", field),) for field in found["field"].to_list()))


@shaped
def records(found: SafeFrame, _: Wording) -> pl.DataFrame:
    """The records in order: `label, persons, persons_text`."""
    place = pl.col("field").replace_strict({name: nth for nth, name in enumerate(FIELDS)})
    label = pl.col("field").map_elements(lambda field: field_said(field, _), pl.String)
    number = pl.col("persons").map_elements(
        lambda persons: _(HIDDEN) if persons is None else _.number(persons),
        pl.String,
        skip_nulls=False,
    )
    return found.sort(place).with_columns(label.alias("label"), number.alias("persons_text"))


@shaped
def checks(found: SafeFrame, _: Wording) -> pl.DataFrame:
    """The rules in order, broken ones first: `label, result`."""
    words = {name: _(said) for name, said in RULES.items()}
    results = {held: _(said) for held, said in HOLDS.items()}
    return found.sort("holds", "place").select(
        "holds",
        label=pl.col("rule").replace_strict(words, return_dtype=pl.String),
        result=pl.col("holds").replace_strict(results, return_dtype=pl.String),
    )


@shaped
def bars(steps: SafeFrame, _: Wording) -> pl.DataFrame:
    """The way to EECR04 for a waterfall, without steps that concern nobody.

    `kind, step, start, end, from, to, said`: see transforms.changes.steps.
    """
    found, at = [], 0.0
    for name, persons in steps.select("step", "persons").iter_rows():
        if name in VALUES:
            found.append(("value", _(STEPS[name]), 0.0, float(persons), _.number(persons)))
            at = float(persons)
        elif persons:
            kind = "loss" if persons < 0 else "gain"
            said = _.number(persons, sign=True)
            found.append((kind, _(STEPS[name]), at, at + persons, said))
            at += persons
    schema = {"kind": pl.String, "step": pl.String, "from": pl.Float64, "to": pl.Float64}
    return pl.DataFrame(found, schema={**schema, "said": pl.String}, orient="row").with_columns(
        start=pl.min_horizontal("from", "to"), end=pl.max_horizontal("from", "to")
    )
