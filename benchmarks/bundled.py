"""The bundled example as a first visitor sees it, chosen once for all runs of a script."""

from functools import cache
from pathlib import Path

from mittaristo.panels.parts.view import View
from mittaristo.project import load
from mittaristo.snapshots.selection import choose
from mittaristo.ui.session import Reader, Shown

ROOT = Path(__file__).parents[1]


@cache
def shown() -> Shown:
    """The newest snapshot, compared with the one before it."""
    snapshot = choose(ROOT / "data" / "next-level", team=False).snapshot
    assert snapshot is not None
    shared, _weekly = snapshot.figures.comparison_days("everyone")
    return Shown(snapshot, View(snapshot.figures, "fi", shared[0], "team"))


@cache
def reader() -> Reader:
    """Who reads it."""
    return Reader("fi", load(ROOT / "data" / "next-level"), "team")
