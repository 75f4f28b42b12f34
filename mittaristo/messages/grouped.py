"""The same fault on many rows, told once with its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from mittaristo.i18n.formats import number
from mittaristo.i18n.translation import Language, translator
from mittaristo.messages.problems import Problem

ROWS_NAMED = 10


@dataclass(frozen=True)
class Group:
    """Problems of one place that break one rule in one column and are mended in one way.

    `rows` in the order of the problems, each once; none where they are of no row. `count`: how
    many problems.
    """

    first: Problem
    rows: tuple[int, ...]
    count: int

    def sentence(self, language: Language) -> str:
        """As a problem says it, with the first rows and how many there are."""
        if len(self.rows) < 2:
            return self.first.sentence(language)
        _ = translator(language)
        place, rows, column, says, remedy = self.parts(language)
        where = [place, _("rows {rows}").format(rows=rows)]
        if column:
            where.append(_("column {column}").format(column=column))
        return f"{', '.join(where)}: {says} {remedy}".rstrip()

    def parts(self, language: Language) -> tuple[str, str, str, str, str]:
        """Place, rows, column, what is wrong and what to do, each by itself for a table."""
        _ = translator(language)
        place, _row, column, says, remedy = self.first.parts(language)
        rows = ", ".join(map(str, self.rows[:ROWS_NAMED]))
        if len(self.rows) > ROWS_NAMED:
            count = number(len(self.rows), language)
            rows = _("{rows} … ({count} rows)").format(rows=rows, count=count)
        return (place, rows, column, says, remedy)


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """The problems by what is wrong where, each group where its first one stood."""
    found: dict[object, list[Problem]] = {}
    for problem in problems:
        details = repr(sorted(problem.details.items()))
        key = (problem.rule, problem.place, problem.column, details)
        found.setdefault(key, []).append(problem)
    return [
        Group(
            same[0],
            tuple(dict.fromkeys(problem.row for problem in same if problem.row is not None)),
            len(same),
        )
        for same in found.values()
    ]
