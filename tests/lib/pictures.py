"""Where the texts of a drawn chart stand, in the units of its picture.

vl-convert draws charts for downloads with the same Vega-Lite as a browser. The widths of texts are
those that it reckons with itself, of the font that it draws them in; a text reaches from 0.75 of
its size above its line (capitals and digits) to 0.2 below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import vl_convert

from mittaristo.charts.specification import Specification
from mittaristo.reports.drawing import FONT, chart_svg

SVG = "{http://www.w3.org/2000/svg}"
ABOVE, BELOW = 0.75, 0.2


@dataclass(frozen=True)
class Box:
    """A text and where it stands."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


@dataclass(frozen=True)
class Picture:
    """A drawn chart: its size and its texts."""

    width: float
    height: float
    boxes: tuple[Box, ...]

    @property
    def texts(self) -> list[str]:
        return [box.text for box in self.boxes]

    @property
    def cut(self) -> list[Box]:
        """Texts that reach out of the picture."""
        return [
            box
            for box in self.boxes
            if min(box.left, box.top) < -0.5
            or box.right > self.width + 0.5
            or box.bottom > self.height + 0.5
        ]

    @property
    def overlapping(self) -> list[tuple[Box, Box]]:
        """Pairs of texts that touch."""
        return [(one, other) for one, other in combinations(self.boxes, 2) if one.touches(other)]


def pictured(chart: Specification, width: int) -> Picture:
    """A chart drawn so wide altogether."""
    return read(chart_svg(chart, width))


def read(svg: str) -> Picture:
    """The texts of an SVG that vl-convert has drawn."""
    root = ElementTree.fromstring(svg)
    found = list(_placed(root, 0, 0))
    widths = _widths([text for text, _x, _y in found])
    boxes = []
    for (text, x, y), width in zip(found, widths, strict=True):
        size = _size(text)
        left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "")]
        boxes.append(Box(text.text or "", left, y - ABOVE * size, left + width, y + BELOW * size))
    return Picture(float(root.get("width", "")), float(root.get("height", "")), tuple(boxes))


Element = ElementTree.Element


def _placed(part: Element, x: float, y: float) -> Iterator[tuple[Element, float, float]]:
    """Every text that says something, and where it is anchored."""
    moved = part.get("transform", "")
    if by := re.match(r"translate\(([^,]+),([^)]+)\)", moved):
        x, y = x + float(by[1]), y + float(by[2])
    if part.tag == f"{SVG}text" and (part.text or "").strip() and part.get("opacity") != "0":
        assert "rotate" not in moved, "a text lies"
        yield part, x, y
    for inner in part:
        yield from _placed(inner, x, y)


def _size(text: Element) -> float:
    return float(text.get("font-size", "").removesuffix("px"))


def _widths(texts: list[Element]) -> list[float]:
    """How wide vl-convert takes them to be: bars that are as long as the texts' bounds."""
    values = [
        {"text": one.text, "size": _size(one), "weight": one.get("font-weight", "normal")}
        for one in texts
    ]
    written = {
        "text": {"field": "text"},
        "fontSize": {"field": "size"},
        "fontWeight": {"field": "weight"},
        "font": {"value": FONT},
    }
    length = {"signal": "datum.bounds.x2 - datum.bounds.x1"}
    shown = {"text": {"signal": "format(datum.bounds.x2 - datum.bounds.x1, '.3f')"}}
    marks: list[dict[str, Any]] = [
        {"type": "text", "name": "t", "from": {"data": "said"}, "encode": {"enter": written}},
        {"type": "text", "from": {"data": "t"}, "encode": {"update": {**shown, "x": length}}},
    ]
    data = [{"name": "said", "values": values}]
    spec = {"$schema": SCHEMA, "width": 1, "height": 1, "data": data, "marks": marks}
    drawn = ElementTree.fromstring(vl_convert.vega_to_svg(spec, allowed_base_urls=[]))
    every = [one.text or "" for one in drawn.iter(f"{SVG}text")]
    return [float(width) for width in every[len(texts) :]]


SCHEMA = "https://vega.github.io/schema/vega/v6.json"
