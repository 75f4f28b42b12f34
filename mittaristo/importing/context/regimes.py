"""Under which rules a month of the labour-market subsidy was counted: ``regimes.toml``."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path


@cache
def _regimes() -> tuple[tuple[dt.date, str], ...]:
    written = tomllib.loads((Path(__file__).parent / "regimes.toml").read_text(encoding="utf-8"))
    return tuple((one["from"], one["code"]) for one in written["regimes"])


def regime(month: dt.date) -> str | None:
    """The rules in force in a month; None before the first of them."""
    return next((code for start, code in reversed(_regimes()) if start <= month), None)
