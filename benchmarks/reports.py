"""What a report of every theme costs in each format: python -m benchmarks.reports

Of the newest bundled snapshot, in Finnish: from the snapshot on disk to the file's bytes, the
median of five in turns. The ratio is that of processor seconds, which other work on the machine
changes less, to writing the same tables with xlsxwriter alone. Charts that were drawn before are
kept, so that each format is made without and with them.
"""

import datetime as dt
import io
import os
import platform
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import xlsxwriter

from benchmarks.bundled import ROOT
from benchmarks.goals import Goal
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.reports import drawing
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import Contents, contents
from mittaristo.reports.whole.formats import FORMATS, helping
from mittaristo.snapshots.reading import numbers, open_snapshot

TURNS = 5


def pages() -> Contents:
    """Everything of a report, from the files of the snapshot."""
    project = ROOT / "data" / "next-level"
    snapshot = open_snapshot(project, max(numbers(project)))
    shared, _weekly = snapshot.figures.comparison_days("everyone")
    view = View(snapshot.figures, "fi", shared[0], "everyone")
    return contents(snapshot, Origin.of(snapshot, view))


def tables_alone(report: Contents) -> bytes:
    """The tables of all panels, written with nothing else."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for chapter in report.chapters:
            for block, _left_out in chapter.blocks:
                if isinstance(block, Panel):
                    sheet = book.add_worksheet()
                    for row, cells in enumerate(block.table.rows):
                        sheet.write_row(row, 0, cells)
    return target.getvalue()


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long it takes, and for how long processors work at it, those of helpers too."""
    began, worked = time.perf_counter(), _worked()
    work()
    return time.perf_counter() - began, _worked() - worked


def _worked() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _made(kind: str, *, drawn: bool) -> bytes:
    if not drawn:
        drawing.forget()
    with helping(kind):
        return FORMATS[kind].write(pages(), lambda _title: None)


def main() -> None:
    """Print the table."""
    works: dict[str, Callable[[], object]] = {"tables alone": partial(tables_alone, pages())}
    for name, one in FORMATS.items():
        works[name] = partial(_made, name, drawn=False)
        if one.draws:
            works[f"{name}, charts drawn before"] = partial(_made, name, drawn=True)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            took[name].append(seconds(work))
    print(
        f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M}, Python {platform.python_version()}",
        end=", ",
    )
    print(
        f"processors: {os.cpu_count()}\n\n| format | seconds | processor seconds | × tables alone |"
    )
    print("|---|---:|---:|---:|")
    medians = {name: tuple(map(median, zip(*times, strict=True))) for name, times in took.items()}
    alone = medians["tables alone"][1]
    for name, (passed, worked) in medians.items():
        print(f"| {name} | {passed:.2f} | {worked:.2f} | {worked / alone:.0f} |")
    slowest = max(medians, key=lambda name: medians[name][0])
    print(Goal("PDF, seconds", medians["pdf"][0], 3))
    print(Goal(f"the slowest format ({slowest}), seconds", medians[slowest][0], 5))


if __name__ == "__main__":
    main()
