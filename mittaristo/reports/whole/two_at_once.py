"""The charts of a report are drawn by a second process, too: the library draws one at a time."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from mittaristo.charts.specification import Specification
from mittaristo.reports.drawing import draw, is_kept, keep, written
from mittaristo.reports.whole import drawing_child

CHILD = (sys.executable, "-P", "-B", str(Path(drawing_child.__file__)))

Child = subprocess.Popen[bytes]

FEW = 4
"""So many charts are sooner drawn than shared."""

_helper: ContextVar[Child | None] = ContextVar("helper", default=None)


@contextmanager
def helped(command: Sequence[str] = CHILD) -> Iterator[None]:
    """While this lasts a second process gets ready to draw, and draws what is asked for once."""
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing) as child:
        before = _helper.set(child)
        try:
            yield
        finally:
            _helper.reset(before)
            child.kill()


def draw_ahead(charts: Iterable[Specification], width: int) -> None:
    """Draw charts before they are asked for: the later half of them in the second process."""
    texts = dict.fromkeys(written(chart, width) for chart in charts)
    missing = [text for text in texts if not is_kept(text)]
    child, half = _helper.get(), (len(missing) + 1) // 2
    if child is None or len(missing) < FEW:
        return
    _helper.set(None)
    try:
        _drawn_by(child, missing[:half], missing[half:])
    except (OSError, ValueError):
        return  # what is not drawn yet is drawn where it is asked for


def _drawn_by(child: Child, here: Sequence[str], there: Sequence[str]) -> None:
    """Keep what both draw. Raises OSError and ValueError where the second process has failed."""
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin as asked:
        asked.write(json.dumps(there).encode())
    for text in here:
        draw(text)
    for text, svg in zip(there, json.load(child.stdout), strict=True):
        keep(text, svg)
