"""Colours of parts that stand upon each other stay apart on grey paper and on their ground."""

from itertools import pairwise

import pytest

from mittaristo.charts.theme import DARK, LIGHT, Palette

STEP = 14
"""Of a hundred from black to white: how far neighbours are from each other at least."""


def luminance(colour: str) -> float:
    """How much light a colour gives, of 1 for white (WCAG)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def lightness(colour: str) -> float:
    """From 0 for black to 100 for white, in steps that look alike (CIE L*)."""
    return float(116 * luminance(colour) ** (1 / 3) - 16)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_neighbours_on_the_ladder_stay_apart_in_grey(palette: Palette) -> None:
    steps = [abs(lightness(one) - lightness(other)) for one, other in pairwise(palette.ladder)]
    assert min(steps) >= STEP, steps


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_stands_out_from_its_ground(palette: Palette) -> None:
    for colour in {*palette.ladder, *palette.hues, palette.ink, palette.quiet}:
        low, high = sorted((luminance(colour), luminance(palette.ground)))
        assert (high + 0.05) / (low + 0.05) >= 3, colour
