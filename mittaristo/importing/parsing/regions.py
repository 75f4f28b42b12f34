"""Regions and the tiles of their municipalities: ``regions.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mittaristo.i18n.translation import Language


@dataclass(frozen=True)
class Region:
    """A region. `tiles`: municipality → row and column of its tile, both from one."""

    name: Mapping[Language, str]
    tiles: Mapping[str, tuple[int, int]]


@cache
def regions() -> Mapping[str, Region]:
    """Code → region, in the order of the file."""
    file = Path(__file__).parent / "regions.toml"
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        code: Region(
            {"fi": one["fi"], "en": one["en"]},
            {area: (row, column) for area, (row, column) in one["tiles"].items()},
        )
        for code, one in written.items()
    }
