"""Kinds of columns that registers are made of.

A column's type, bounds and codes are checked by dataframely. What it cannot know is in the
column's metadata: the codes to offer, the form to describe, the table it refers to, whether it must
lie within the project, whether it is a person's or an employer's id (stored as a pseudonym),
whether it is money, whether its codes have names of their own, and whether it is text that everyone
may read.
"""

from typing import Any

import dataframely as dy
from babel import Locale

from mittaristo.i18n.terms import spoken
from mittaristo.i18n.translation import N_

ADDED_LATER: dict[str, Any] = {"later": True}
"""Of a column that sources need not have: it came when there were workbooks without it already."""


def identifier(entity: str, *, references: str | None = None, **options: Any) -> dy.String:
    """The id of a person's row or an employer: stored as a pseudonym."""
    return dy.String(min_length=1, metadata={"entity": entity, "references": references}, **options)


def name_of_row(*, references: str | None = None, **options: Any) -> dy.String:
    """An id that says nothing of a person: stored as it is."""
    return dy.String(min_length=1, metadata={"public": "id", "references": references}, **options)


def code(*codes: str, **options: Any) -> dy.String:
    """One of a few lower-case words."""
    return dy.String(
        check={"code": lambda column: column.is_in(codes)}, metadata={"codes": codes}, **options
    )


def pattern(regex: str, form: str, *, later: bool = False, **options: Any) -> dy.String:
    """A text of a certain form, which is described by a sentence of the catalogue. later: as
    ADDED_LATER."""
    metadata = {"form": form, **(ADDED_LATER if later else {})}
    return dy.String(regex=regex, metadata=metadata, **options)


def public_text(*, later: bool = False, **options: Any) -> dy.String:
    """Text that everyone may read; it is searched for personal data. later: as ADDED_LATER."""
    metadata = {"public": "text", **(ADDED_LATER if later else {})}
    return dy.String(metadata=metadata, **options)


def project_day(**options: Any) -> dy.Date:
    """A day of the project's work: between its first and its last day."""
    return dy.Date(metadata={"project_dates": True}, **options)


def month() -> dy.Date:
    """A month, by its first day; it may also be written without a day: 2026-04."""
    return dy.Date(metadata={"month": True})


def year(least: int, most: int) -> dy.Int64:
    """A year, written without a space for thousands. It may be empty."""
    return dy.Int64(nullable=True, min=least, max=most, metadata={"year": True})


LANGUAGE_CODES = (
    *sorted(name for name in map(str, Locale("en").languages) if len(name) == 2),
    *spoken()["codes"],
)


def language(*others: str, **options: Any) -> dy.String:
    """ISO 639-1, a few of ISO 639-2, or one of the other words."""
    form = N_("the language's two letters or its name, such as ru or Russian")
    if others == ("unknown",):
        form = N_("the language's two letters or its name, such as ru or Russian, or unknown")
    return dy.String(
        check={"pattern": lambda column: column.is_in((*LANGUAGE_CODES, *others))},
        metadata={"form": form, "named": "languages"},
        **options,
    )


def municipality(*, later: bool = False, **options: Any) -> dy.String:
    """Three digits, as text. later: see ADDED_LATER."""
    form = N_("the municipality's three digits, such as 205; in and near Kainuu its name will do")
    return dy.String(
        regex="^[0-9]{3}$",
        metadata={"form": form, "named": "municipalities", "later": later},
        **options,
    )


WORD = "^[a-z][a-z0-9_]*$"


def word(**options: Any) -> dy.String:
    """One lower-case word, of which the project may have its own: a sector, a kind."""
    form = N_("one word in small letters a-z, with _ between its parts")
    return pattern(WORD, form, **options)


def survey_word(read: str, **options: Any) -> dy.String:
    """A word of a survey, or what it is called. read: the form, and which one a figure reads."""
    return dy.String(regex=WORD, metadata={"form": read, "named": "own"}, **options)


def measure(**options: Any) -> dy.String:
    """The id of a measure, or its label."""
    form = N_("the measure's label, such as Clients served, or its id")
    return dy.String(regex=WORD, metadata={"form": form, "named": "measures"}, **options)


def amount(*, least: float = -1e9, **options: Any) -> dy.Float64:
    """Euros."""
    return dy.Float64(min=least, max=1e9, metadata={"money": True}, **options)
