"""Sets of clients as bars, one below the other, and what is missing beside each."""

from collections.abc import Mapping

import polars as pl

from mittaristo.privacy.disclosure import SafeFrame, shaped

SETS = ("joined", "served", "started", "ended")
"""The sets, in the order in which a client comes into them."""

Counts = Mapping[tuple[str, str, str], int]
"""Set, the set by which it is split, and the part → persons."""


def counts(path: SafeFrame) -> Counts:
    """The persons of each part of the figure client_path."""
    rows = path.select("members", "split_by", "part", "persons").iter_rows()
    return {(members, split_by, part): persons for members, split_by, part, persons in rows}


def size(found: Counts, members: str) -> int:
    """How many persons a set has: all parts of one of its splits."""
    split_by = next(by for of, by, _part in found if of == members)
    return sum(count for (of, by, _part), count in found.items() if (of, by) == (members, split_by))


@shaped
def path_bars(path: SafeFrame) -> pl.DataFrame:
    """Each set as a bar of persons, and the gap beside it: `members, kind, start, end`.

    kind: there; waiting, for what may still come; missing, for what ought to be there. A bar stands
    below those of the set before it who are in both; what is without length is left out.
    """
    n = counts(path)
    served, started, ended = (size(n, members) for members in SETS[1:])
    without = n["served", "started", "not_started"]
    right = without + started
    in_both = n["ended", "started", "started"]
    waiting = n["started", "ended", "inside"] + n["started", "ended", "due"]
    begins = right - in_both
    bars = [
        ("joined", "there", 0, size(n, "joined")),
        ("served", "there", 0, served),
        ("served", "waiting", served, served + n["joined", "served", "not_served"]),
        ("started", "missing", 0, without),
        ("started", "there", without, right),
        ("ended", "waiting", without, without + waiting),
        ("ended", "missing", without + waiting, begins),
        ("ended", "there", begins, begins + ended),
    ]
    schema = {"members": pl.String, "kind": pl.String, "start": pl.Int64, "end": pl.Int64}
    drawn = pl.DataFrame(bars, schema=schema, orient="row")
    return drawn.filter(pl.col("end") > pl.col("start"))


@shaped
def path_rows(
    path: SafeFrame,
    labels: Mapping[str, str],
    left: Mapping[str, str],
    right: Mapping[str, str],
) -> pl.DataFrame:
    """What stands above and below each bar: `members, label, left, left_at, right, right_at`.

    labels: set → its name with the number; left, right: set → what is said of the gap at that end.
    """
    n, bars = counts(path), path_bars(path)
    ends = dict(bars.group_by("members").agg(pl.col("end").max()).iter_rows())
    starts = {"ended": n["served", "started", "not_started"]}
    return pl.DataFrame(
        [
            {
                "members": members,
                "label": labels[members],
                "left": left.get(members, ""),
                "left_at": starts.get(members, 0),
                "right": right.get(members, ""),
                "right_at": ends.get(members, 0),
            }
            for members in SETS
        ]
    )
