"""How many rows of each table count, and how many do not, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mittaristo.i18n.formats import number
from mittaristo.i18n.terms import word
from mittaristo.i18n.translation import Language, translator


@dataclass(frozen=True)
class Counted:
    """`rows` of a table that count. `outside`: not by a condition of the mapping; `left_out`: not
    on purpose."""

    rows: int
    outside: int = 0
    left_out: int = 0


def lines(counted: Mapping[str, Counted], language: Language) -> Iterator[str]:
    """A line a table."""
    _ = translator(language)
    for name, count in counted.items():
        table = word("tables", name, language)
        said = [_("{table}: rows {count}").format(table=table, count=number(count.rows, language))]
        if count.outside:
            outside = number(count.outside, language)
            said.append(_("kept out by a condition: {count}").format(count=outside))
        if count.left_out:
            left_out = number(count.left_out, language)
            said.append(_("left out on purpose: {count}").format(count=left_out))
        yield "; ".join(said)


def left_out(counts: Mapping[str, int], language: Language) -> str:
    """How many faulty rows of which tables are missing, as one sentence."""
    rows = ", ".join(
        f"{word('tables', table, language)} {number(count, language)}"
        for table, count in counts.items()
    )
    _ = translator(language)
    said = _("Faulty rows of the registers that were left out on purpose: {rows}.")
    return said.format(rows=rows)
