"""What is published of a project for whoever reads: the newest snapshot that verifies, and all."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mittaristo.snapshots import reading, releases, selection
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.reading import Snapshot, State
from mittaristo.snapshots.selection import Listed
from mittaristo.ui.session import Reader


@dataclass(frozen=True)
class Published:
    """The newest snapshot that verifies, better ones that are damaged, and all to choose from."""

    folder: Path
    newest: Snapshot | None
    damaged: tuple[int, ...]
    listed: list[Listed]

    def opened(self, number: int) -> Snapshot | None:
        """One of them; None where it does not verify."""
        if self.newest is not None and number == self.newest.manifest.number:
            return self.newest
        return _opened(str(self.folder), number, reading.state(self.folder, number))


def published(reader: Reader) -> Published:
    """What this reader may see. Only what has changed on disk is read and verified anew."""
    folder = reader.project.folder
    states = (reading.manifest_states(folder), releases.state(folder))
    listed = selection.in_order_of_preference(
        _listed(str(folder), states), team=reader.role == "team", early=reader.early
    )
    damaged: list[int] = []
    for entry in listed:
        snapshot = _opened(str(folder), entry.number, reading.state(folder, entry.number))
        if snapshot is not None:
            readable = [one for one in listed if one.manifest and one.number not in damaged]
            return Published(folder, snapshot, tuple(damaged), readable)
        damaged.append(entry.number)
    return Published(folder, None, tuple(damaged), [])


@lru_cache(maxsize=50)
def _listed(folder: str, there: object) -> list[Listed]:
    """All that is published; who may see what of it is asked at every run."""
    del there  # part of the key
    return selection.listing(Path(folder))


LARGE = 20_000_000
"""Bytes of a snapshot that takes a moment to verify."""


@lru_cache(maxsize=50)
def _opened(folder: str, number: int, state: State) -> Snapshot | None:
    """state: part of the key. Of a small snapshot nothing is said while it is read: what stands
    there meanwhile would push everything else down, and have it drawn anew by the next run."""
    large = sum(size for _path, size, _time in state) > LARGE
    on_a_page = get_script_run_ctx(suppress_warning=True) is not None
    with st.skeleton(height=600) if large and on_a_page else nullcontext():
        try:
            return reading.open_snapshot(Path(folder), number)
        except Damaged:
            return None
