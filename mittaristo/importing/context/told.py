"""A table of texts that someone else has told, from any of the forms that are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal

MISSING = frozenset({"", ".", "..", "...", "....", "…", "null", "na", "n/a"})
"""What stands where a value is not known: none of it is zero."""

CUT_SHORT = N_("the table is cut short or damaged. Fetch it again.")


def unreadable(name: str, sentence: str) -> Refusal:
    """That a table cannot be read: which one, and why."""
    return Refusal(sentence, place=name)


@dataclass(frozen=True)
class Told:
    """Headings, and rows of texts below them; an empty text is not known."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def of_cube(
    names: Sequence[str],
    categories: Sequence[Sequence[str]],
    values: Sequence[str],
    content: str | None,
) -> Told:
    """A table of a cube: a row a combination of categories, a column each of the content's.

    values: the last dimension first to change. content: the dimension that tells what is counted;
    without one there is one column, which has the cube's own name.
    """
    place = names.index(content) if content in names else None
    told = tuple(categories[place]) if place is not None else ("value",)
    others = [at for at in range(len(names)) if at != place]
    steps = [1] * len(names)
    for at in range(len(names) - 2, -1, -1):
        steps[at] = steps[at + 1] * len(categories[at + 1])
    rows = []
    count = 1
    for at in others:
        count *= len(categories[at])
    for nth in range(count):
        rest, start, labels = nth, 0, []
        for at in reversed(others):
            rest, index = divmod(rest, len(categories[at]))
            start += index * steps[at]
            labels.append(categories[at][index])
        step = steps[place] if place is not None else 0
        cells = [values[start + step * which] for which in range(len(told))]
        rows.append((*reversed(labels), *cells))
    return Told((*(names[at] for at in others), *told), tuple(rows))
