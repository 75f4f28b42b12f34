"""Invented months of the region's labour market: for the project's context, and marked as such."""

import datetime as dt
import math
import random

from mittaristo.example.world import Row
from mittaristo.importing.context.regimes import regime

SOURCE = "Keksitty esimerkkiaineisto"

KAINUU = "Kainuu"

LEVELS = {
    "105": (190, 0.142),
    "205": (2150, 0.119),
    "290": (640, 0.151),
    "578": (260, 0.158),
    "620": (230, 0.166),
    "697": (105, 0.137),
    "765": (560, 0.108),
    "777": (690, 0.163),
}
"""Municipality → about how many are unemployed, and which share of the labour force they are."""

TABLE_BEGINS = dt.date(2009, 6, 1)
"""The month in which the monthly table of the municipalities' share was begun."""

SHARE_PAID_FOR = {"from_500_days": 0.16, "from_300_days": 0.31, "from_101_days": 0.46, None: 0}
EUROS = {"from_500_days": 265, "from_300_days": 390, "from_101_days": 345, None: 0}


def labour_market(first: dt.date, as_of: dt.date, seed: int = 1) -> list[Row]:
    """Rows of the register from a month on, as they were known on a day; by the seed."""
    chance = random.Random(f"labour market {seed}")
    rows: list[Row] = []
    for nth, month in enumerate(_months(first, as_of)):
        season = 1 + 0.09 * math.cos((month.month - 1) / 12 * math.tau)
        rules = regime(month)
        for place, (area, (level, share)) in enumerate(LEVELS.items()):
            course = 1 + 0.12 * math.sin(nth / 11 + place / 2) - 0.003 * (place % 4) * nth / 4
            persons = round(level * course * season * chance.uniform(0.95, 1.05))
            rows.append(_row(area, month, "unemployed_persons", persons))
            rows.append(_row(area, month, "labour_force", round(level / share - nth * level / 300)))
            if month >= TABLE_BEGINS:
                paid = SHARE_PAID_FOR[rules] ** (1.6 if level < 200 else 1)
                paid_for = round(persons * paid)
                euros = round(paid_for * EUROS[rules] * chance.uniform(0.93, 1.07))
                rows.append(_row(area, month, "subsidy_persons", paid_for, regime=rules))
                rows.append(_row(area, month, "subsidy_eur", euros, regime=rules))
        for sex, level in (("woman", 1650), ("man", 2550)):
            value = round(level * (1 - 0.0045 * nth) * chance.uniform(0.985, 1.015))
            rows.append(_row(KAINUU, month, "structurally_unemployed", max(value, 900), sex=sex))
        value = round(800 * chance.uniform(0.96, 1.04))
        rows.append(_row(KAINUU, month, "long_term_unemployed", value))
    return [row for row in rows if row["retrieved_on"] <= as_of]


def _row(area: str, month: dt.date, measure: str, value: float, **others: str | None) -> Row:
    return {
        "area": area,
        "month": month,
        "measure": measure,
        "value": value,
        "source": SOURCE,
        "retrieved_on": (month + dt.timedelta(days=35)).replace(day=25),
        "invented": True,
        **others,
    }


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of each month between two days, both months included."""
    count = (last.year - first.year) * 12 + last.month - first.month
    begins = first.year * 12 + first.month - 1
    return [dt.date((begins + nth) // 12, (begins + nth) % 12 + 1, 1) for nth in range(count + 1)]
