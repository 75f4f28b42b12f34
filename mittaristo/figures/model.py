"""The figures that everyone may see, with what explains them, and how to choose among them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from mittaristo.access import Role
from mittaristo.privacy.disclosure import SafeFrame, shaped


@dataclass(frozen=True)
class Figures:
    """What is stored for everyone: tables by name, and the catalogue."""

    tables: Mapping[str, SafeFrame]
    catalogue: Mapping[str, Any]


def whole_project(values: SafeFrame, as_of: dt.date, starts_on: dt.date) -> SafeFrame:
    """The row of each measure for the whole project up to the as-of date."""
    chosen = values.filter(pl.col("period_from") == starts_on, pl.col("period_to") == as_of)
    return shaped(chosen, of=values)


def changes_for(changes: SafeFrame, role: Role, *, before: dt.date) -> SafeFrame:
    """The changes since snapshots of earlier days that this reader may see."""
    seen = (pl.col("since_purpose") != "weekly") | (role == "team")
    return shaped(changes.filter(seen, pl.col("since") < before), of=changes)


def comparison_days(
    changes: SafeFrame, role: Role, *, before: dt.date
) -> tuple[list[dt.date], list[dt.date]]:
    """The earlier days that this reader may compare with, the newest first.

    Those of a snapshot that everyone sees, and those of weekly ones only.
    """
    seen = changes_for(changes, role, before=before)
    shared = set(seen.filter(pl.col("since_purpose") != "weekly")["since"].to_list())
    weekly = set(seen["since"].to_list()) - shared
    return sorted(shared, reverse=True), sorted(weekly, reverse=True)


def since(changes: SafeFrame, earlier: dt.date | None) -> SafeFrame:
    """The changes since one earlier as-of date: against the newest snapshot of that day."""
    if earlier is None:
        return shaped(changes.clear(), of=changes)
    chosen = changes.filter(pl.col("since") == earlier)
    newest = chosen.filter(pl.col("since_snapshot") == pl.col("since_snapshot").max())
    return shaped(newest, of=changes)
