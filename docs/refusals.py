"""Write docs/refusals.md and docs/torjunnat.md from the rules: python docs/refusals.py"""

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from mittaristo.figures.definitions import Definitions  # noqa: E402
from mittaristo.figures.ledger.quality import CHECKS  # noqa: E402
from mittaristo.i18n.terms import word  # noqa: E402
from mittaristo.i18n.translation import Language, translator  # noqa: E402
from mittaristo.messages.problems import AsWritten, Detail, in_words  # noqa: E402
from mittaristo.messages.rules import RULES  # noqa: E402

PAGES: Mapping[Language, str] = {"fi": "torjunnat.md", "en": "refusals.md"}

HEAD: Mapping[Language, str] = {
    "fi": """\
# Mitä tarkistuksen viestit tarkoittavat

Viestissä on ensin paikka (tiedosto, välilehti, rivi, sarake), sitten mikä on vialla ja mitä tehdä.
*Kursivoitu* on tässä esimerkki: sen tilalla viestissä on oman aineistosi tieto. Miten rekisterit
tuodaan, kerrotaan oppaassa [tuonti.md](tuonti.md). Sarakkeista käytetään oman tiedostosi otsikoita;
taulujen ja sarakkeiden nimet on lueteltu sivulla [registers.md](registers.md).
""",
    "en": """\
# What the messages of a check mean

A message gives the place first (file, sheet, row, column), then what is wrong and what to do. What
is in *italics* here is an example: the message has what your own registers hold. How registers are
brought in is told in [import.md](import.md). Columns are called by the headings of your own file;
the names of tables and columns are listed in [registers.md](registers.md).
""",
}

COLUMNS: Mapping[Language, tuple[str, str]] = {
    "fi": ("viesti", "mitä tehdä"),
    "en": ("message", "what to do"),
}


@dataclass(frozen=True)
class Group:
    """Rules that are mended in the same way, and a sentence on how."""

    title: Mapping[Language, str]
    sentence: Mapping[Language, str]
    rules: tuple[str, ...]


GROUPS = (
    Group(
        {"fi": "Tiedosto", "en": "The file"},
        {
            "fi": "Tiedostoa ei voitu lukea. Rivejä ei ole vielä katsottu.",
            "en": "The file could not be read. Its rows have not been looked at yet.",
        },
        (
            "no_source",
            "unknown_format",
            "single_csv",
            "workbook_in_folder",
            "unreadable",
            "no_permission",
            "not_utf8",
            "mixed_encodings",
            "protected_workbook",
            "old_workbook",
            "not_a_workbook",
            "missing_part",
            "repeated_part",
            "workbook_too_large",
            "file_too_large",
            "folder_too_large",
            "too_much_to_read",
            "too_many_columns",
            "too_many_sheets",
            "cell_too_long",
            "unpacks_too_large",
            "too_many_parts",
            "far_cell",
            "not_read",
            "zip_bomb",
            "declares_entities",
            "part_outside",
        ),
    ),
    Group(
        {"fi": "Välilehdet ja otsikot", "en": "Sheets and headings"},
        {
            "fi": "Korjaa nämä ensin: moni muu ongelma johtuu niistä.",
            "en": "Mend these first: many other problems follow from them.",
        },
        (
            "no_tables",
            "not_invented",
            "unknown_table",
            "repeated_table",
            "repeated_sheet",
            "no_header",
            "missing_column",
            "unknown_column",
            "repeated_column",
            "too_many_cells",
            "too_few_cells",
            "stray_quote",
            "swallowed_rows",
            "and_more",
            "not_mapped",
            "key_not_mapped",
            "no_such_sheet",
            "no_such_heading",
            "heading_on_both",
            "no_such_value",
            "nearly_such_value",
            "nothing_kept",
            "made_too_many",
        ),
    ),
    Group(
        {"fi": "Solut", "en": "Cells"},
        {
            "fi": "Rivin numero on sama kuin Excelissä.",
            "en": "The number of the row is that of Excel.",
        },
        (
            "missing",
            "alone",
            "several_values",
            "not_comparable",
            "too_long",
            "excel_error",
            "uncalculated",
            "date",
            "no_such_day",
            "other_weekday",
            "day_or_month_first",
            "day_without_century",
            "day_as_number",
            "year",
            "identity_code",
            "project_dates",
            "order",
            "integer",
            "number",
            "thousand_or_decimal",
            "range",
            "true_false",
            "code",
            "pattern",
            "municipality",
            "needs",
            "needs_day",
            "expected",
            "personal",
        ),
    ),
    Group(
        {"fi": "Rivit ja taulut keskenään", "en": "Rows and tables between them"},
        {
            "fi": "Rivi on sinänsä kunnossa, mutta ei sovi yhteen toisen rivin tai taulun kanssa.",
            "en": "The row is right by itself, but does not fit another row or table.",
        },
        (
            "repeated_key",
            "repeated_client",
            "no_such_row",
            "no_such_table",
            "joined_twice",
            "differs",
            "nothing_left_out",
            "left_out_twice",
        ),
    ),
    Group(
        {"fi": "Epäilyt", "en": "Suspicions"},
        {
            "fi": "Nämä eivät estä julkaisemista. Katso ne silti läpi: ne muuttavat lukuja.",
            "en": "These do not hinder publishing. Look at them all the same: they change figures.",
        },
        (
            "same_identity_code",
            "same_name_and_birth_date",
            "came_back",
            "same_job",
            "same_service",
            "same_training",
            "same_encounter",
            "same_assessment",
            "same_period",
            "same_employer",
            "same_partner",
            "namesakes",
            "sheet_like_table",
            "sheet_like_sheet",
            "sheet_nearly_like",
            "column_like_column",
            "running_client",
            "nearly_left_out",
            "nearly_coded",
            "country_for_language",
            "merged_amount",
            "job_before_joining",
            "perhaps_named",
            "service_before_joining",
            "training_before_joining",
            "period_before_joining",
            "period_within",
            "end_without_start",
            "still_enrolled",
            "finished_before",
            "held_for_nobody",
            "service_after_closing",
            "training_after_closing",
            "job_after_closing",
            "survey_superseded",
            "never_answered",
            "unknown_measure",
        ),
    ),
    Group(
        {"fi": "Mitä rekistereistä puuttuu", "en": "What is missing in the registers"},
        {
            "fi": "Lasketaan jokaisesta tietopoiminnasta. Rivit luetellaan vain hankkeen"
            " omalla koneella: `python -m mittaristo worklist`.",
            "en": "Counted in every snapshot. The rows are listed on the project's own machine"
            " only: `python -m mittaristo worklist`.",
        },
        tuple(CHECKS),
    ),
    Group(
        {"fi": "Ennen julkaisemista", "en": "Before publishing"},
        {
            "fi": "Rivejä verrataan uusimpaan tietopoimintaan. Julkaiseminen vaatii suostumuksen:"
            " rastin sivulla tai valitsimen `--accept-doubts`.",
            "en": "Rows are compared with the newest snapshot. Publishing needs your consent: a"
            " tick on the page, or `--accept-doubts`.",
        },
        (
            "shrinks",
            "not_given",
            "changed",
            "numbered_anew",
            "nothing_new",
            "list_twice",
            "falls",
            "same_day",
            "older_day",
            "far_day",
            "quiet",
            "not_compared",
        ),
    ),
    Group(
        {"fi": "Huomautukset", "en": "Notes"},
        {
            "fi": "Ymmärretty, vaikka kirjoitettu toisin. Ei vaadi mitään, jos tulkinta on oikea.",
            "en": "Understood although written otherwise. Nothing to do where it was meant so.",
        },
        tuple(
            name for name, rule in RULES.items() if rule.severity == "info" and name not in CHECKS
        ),
    ),
)

LABELS = Definitions.load().names()["clients_joined"]
EXAMPLES: Mapping[str, Detail] = {
    "added": 21,
    "before": 40,
    "changed": 31,
    "code": "time",
    "codes": ("woman", "man"),
    "columns": ("client_id", "joined_on"),
    "count": 3,
    "day": dt.date(2024, 6, 30),
    "encoding": "Windows-1252",
    "ends_on": dt.date(2026, 12, 31),
    "first": "12",
    "form": "the municipality's three digits, such as 205",
    "heading": "Aloitti",
    "key": "client_id",
    "last": dt.date(2024, 2, 29),
    "letter": "M",
    "language": {"fi": "viro", "en": "Estonian"},
    "least": 1,
    "letters": "EE",
    "measure": LABELS,
    "measures": {language: f"{name} (clients_joined)" for language, name in LABELS.items()},
    "missing": "Alkoi",
    "most": 100_000,
    "nearest": "“alkanut.”",
    "newest": dt.date(2024, 9, 30),
    "now": 34,
    "number": "7",
    "of": 5,
    "other": "starts_on",
    "position": 7,
    "read": {"fi": "ewe", "en": "Ewe"},
    "removed": 6,
    "row": "17",
    "share": {"fi": "15\N{NO-BREAK SPACE}%", "en": "15%"},
    "sheet": "Taustat",
    "starts_on": dt.date(2024, 1, 1),
    "table": "clients",
    "tables": ("clients", "participations"),
    "value": "card",
    "wanted": "“alkanut”",
    "what": "a telephone number",
}
OF_A_RULE: Mapping[str, Mapping[str, Detail]] = {
    "far_day": {"count": 60},
    "changed": {"share": {"fi": "78\N{NO-BREAK SPACE}%", "en": "78%"}},
    "numbered_anew": {"removed": 24},
    "list_twice": {"count": 20, "now": 40},
    "quiet": {"count": 122},
    "file_too_large": {"limit": 100},
    "folder_too_large": {"limit": 400},
    "made_too_many": {"limit": "200 000"},
    "no_header": {"limit": 30},
    "too_long": {"limit": "2 000"},
    "too_many_columns": {"limit": "2 000"},
    "too_many_parts": {"limit": "10 000"},
    "too_many_sheets": {"limit": 500},
    "and_more": {"count": 500},
    "too_much_to_read": {"filled": 12, "cells": 30},
    "unpacks_too_large": {"limit": 2},
    "workbook_too_large": {"limit": 100},
    "zip_bomb": {"limit": 200},
    "sheet_nearly_like": {"count": 4, "sheet": "Työt 2025"},
    "country_for_language": {"code": "et"},
    "needs": {"other": "kind"},
    "needs_day": {"other": "kind"},
    "expected": {"other": "end_form"},
}
GO_ON = ("codes", "columns", "measures", "tables")
"""Lists of which only the beginning is shown."""


LIMITS = ("limit", "filled", "cells")
"""Details that are the same in every message."""


def example(name: str, value: Detail, language: Language) -> str:
    """A detail as a workbook's reader would see it, whose headings are the words of the house."""
    if name in ("other", "key"):
        value = AsWritten(word("columns", str(value), language))
    if name == "table":
        value = AsWritten(word("tables", str(value), language))
    said = in_words(name, value, language)
    if name in LIMITS:
        return said
    return f"*{said}, …*" if name in GO_ON else f"*{said}*"


def row(name: str, language: Language) -> str:
    """A rule as a row of a table: what it says, and what to do."""
    _ = translator(language)
    rule = RULES[name]
    details = {**EXAMPLES, **OF_A_RULE.get(name, {})}
    fields = {field: example(field, value, language) for field, value in details.items()}
    said = [_(text).format(**fields) if text else "–" for text in (rule.says, rule.remedy)]
    return f"| {said[0]} | {said[1]} |"


def page(language: Language) -> str:
    """The whole page in one language."""
    head = " | ".join(COLUMNS[language])
    parts = [HEAD[language]]
    for group in GROUPS:
        rows = "\n".join(row(name, language) for name in group.rules)
        parts.append(
            f"## {group.title[language]}\n\n{group.sentence[language]}\n\n"
            f"| {head} |\n|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    for language, file in PAGES.items():
        (ROOT / "docs" / file).write_text(page(language), encoding="utf-8")
