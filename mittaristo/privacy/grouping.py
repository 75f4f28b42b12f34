"""Categories of an attribute, and the groups into which they are merged where they are few.

A partition is a tuple of labels. A label is a code, several codes joined by +, or `other`: all
codes that none of the others names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Partition = tuple[str, ...]

REST, UNKNOWN = "other", "unknown"

LEVELS: Mapping[str, tuple[Partition, ...]] = {
    "gender": (("woman", "man", "non_binary"), ("woman", "man+non_binary")),
    "age": (
        ("0-24", "25-34", "35-44", "45-54", "55-"),
        ("0-24+25-34", "35-44", "45-54+55-"),
        ("0-24+25-34", "35-44+45-54+55-"),
    ),
    "citizenship": (("third_country", "eu", "fi"), ("third_country", "eu+fi")),
    "education": (("5-8", "3-4", "0-2"), ("5-8", "3-4+0-2")),
}
"""Attribute → its partitions, from the finest on. Who is unknown stands beside, or in the last."""

LARGEST: Mapping[str, int] = {"first_language": 8, "municipality": 8}
"""Attribute of many categories → how many of them are named at most."""

ATTRIBUTES = (*LEVELS, *LARGEST)


def codes(label: str) -> frozenset[str]:
    """The codes that a label names; none for the rest."""
    return frozenset() if label == REST else frozenset(label.split("+"))


def home(code: str, partition: Partition) -> str:
    """The label that holds a code. Raises KeyError where none does."""
    for label in partition:
        if code in codes(label):
            return label
    if REST in partition:
        return REST
    raise KeyError(code)


def merged(counts: Mapping[str, int], partition: Partition) -> dict[str, int]:
    """The persons of each label; zero where there are none."""
    found = dict.fromkeys(partition, 0)
    for code, persons in counts.items():
        found[home(code, partition)] += persons
    return found


def coarsened(cells: Mapping[str, int], partition: Partition) -> dict[str, int]:
    """Cells of a partition, in another one that is no finer."""
    found = dict.fromkeys(partition, 0)
    for label, persons in cells.items():
        found[label_of(label, partition)] += persons
    return found


def label_of(label: str, partition: Partition) -> str:
    """Where a label lies in a partition that is no finer."""
    return REST if label == REST else home(min(codes(label)), partition)


def is_coarser(coarse: Partition, fine: Partition) -> bool:
    """Whether every label of `fine` lies within one of `coarse`; also where they are the same."""
    named = frozenset[str]().union(*map(codes, fine))
    for label in fine:
        if label == REST:
            within = REST in coarse and all(codes(one) <= named for one in coarse)
        else:
            try:
                within = len({home(code, coarse) for code in codes(label)}) == 1
            except KeyError:
                within = False
        if not within:
            return False
    return True


def candidates(attribute: str, order: Sequence[str], groups: Iterable[str]) -> Iterator[Partition]:
    """The partitions that may be shown, the finest first.

    order: the codes of an attribute of many categories, those first that are named first. groups:
    labels of the project's own, for when no other partition can be shown.
    """
    for level in LEVELS.get(attribute, ()):
        yield (*level, UNKNOWN)
        yield (*level[:-1], f"{level[-1]}+{UNKNOWN}")
    if attribute in LARGEST:
        named = [code for code in order if code != UNKNOWN]
        for count in range(min(LARGEST[attribute], len(named)), 0, -1):
            yield (*named[:count], REST)
    if own := tuple(groups):
        yield (*own, REST)


def share_named(cells: Mapping[str, int]) -> float:
    """How many of the persons stand under a label that says something of them, as a share."""
    named = sum(persons for label, persons in cells.items() if label not in (REST, UNKNOWN))
    return named / max(1, sum(cells.values()))
