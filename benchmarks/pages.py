"""What a page costs the server, in one table: python -m benchmarks.pages [--many N] [--memory]

Every candidate is run again and again in one process, in turns, so that whatever else the machine
does hits all alike: each page over the bundled data, over a thousand and over N clients (a hundred
thousand, unless told otherwise), an empty page, two pages that show as much as Streamlit's own
templates do, and the usual way, which counts from CSV files with pandas at each re-run. Ratios are
of medians of processor time: on a busy machine a long run waits more often than a short one, and
ratios of waiting grow with the load. The wait stands beside it, so that nothing hides there. What
is timed is `AppTest.run`, so the harness's own share (a thread, compiling the scripts, reading the
messages) is in every figure, and is most of the empty page's.
"""

import argparse
import datetime as dt
import gc
import itertools
import logging
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from benchmarks.goals import Goal

# --- What is known of the dashboard -----------------------------------------------------------

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "data"
PROJECT = "next-level"
PAGES = tuple(
    path.relative_to(ROOT / "pages").with_suffix("").as_posix()
    for path in sorted((ROOT / "pages").glob("*/*.py"))
)
AS_OF_DAYS = ("2024-12-31", "2025-06-30", "2025-12-31", "2026-04-30")
"""Of the bundled snapshots 1, 2, 3 and 4; see the Makefile."""

WITHOUT_PANELS = ("meeting/pack", "programme/projects", "team/import")
"""Pages that have nothing to make ready: they have no floor."""


ACCEPTED = ("--accept-doubts", "--any-size")
"""So many invented trainings in a few places look like a list that was given twice."""


def opened(page: str, **link: str) -> AppTest:
    """A page as a new visitor sees it, over the data that MITTARISTO_DATA names."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=120)
    app.query_params.update(link)
    return switched(app.run(), page)


def switched(app: AppTest, page: str) -> AppTest:
    """The same visitor on another page."""
    return unbroken(app.switch_page(str(ROOT / "pages" / f"{page}.py")).run())


def unbroken(app: AppTest) -> AppTest:
    """The same, if it shows no error: a page that failed at once would be fast."""
    for broken in (*app.exception, *app.error):
        raise SystemExit(f"The page shows an error, so its time says nothing: {broken.value}")
    return app


def floor(page: str) -> AppTest:
    """A page with its panels already made, over the bundled data."""
    path = ROOT / "benchmarks" / "peers" / "floor.py"
    app = AppTest.from_file(path, default_timeout=120)
    app.session_state["page"] = page
    return unbroken(app.run())


def publish(clients: int, folder: Path) -> Path:
    """A data folder with one snapshot of that many invented clients."""
    registers, data = folder / f"registers-{clients}", folder / f"data-{clients}"
    (data / PROJECT).mkdir(parents=True)
    shutil.copy(BUNDLED / PROJECT / "project.toml", data / PROJECT)
    verb = [sys.executable, "-m", "mittaristo"]
    as_of = ["--as-of", AS_OF_DAYS[-1]]
    for command in (
        ["example", "--clients", str(clients), *as_of, "-o", str(registers)],
        ["publish", str(registers), "--project", PROJECT, *as_of, "--data", str(data), *ACCEPTED],
    ):
        subprocess.run([*verb, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return data


# --- Time -------------------------------------------------------------------------------------

WARM_UPS, RERUNS = 3, 15
FEW, MANY = 1_000, 100_000
PEERS = ("empty", "seattle_weather", "gdp", "pandas_csv")


def peer(name: str) -> AppTest:
    """A page that is not of the dashboard."""
    path = ROOT / "benchmarks" / "peers" / f"{name}.py"
    return unbroken(AppTest.from_file(path, default_timeout=120).run())


@dataclass
class Candidate:
    """A page that is run again and again, and what each re-run took, in milliseconds."""

    data: Path
    open: Callable[[], AppTest]
    worked: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        os.environ["MITTARISTO_DATA"] = str(self.data)
        self.app = self.open()

    def rerun(self) -> None:
        """Run it once more. What others left to the garbage collector is not on its bill."""
        os.environ["MITTARISTO_DATA"] = str(self.data)
        gc.collect()
        worked, waited = time.process_time(), time.perf_counter()
        self.app.run()
        self.worked.append((time.process_time() - worked) * 1000)
        self.waited.append((time.perf_counter() - waited) * 1000)


def warm(times: Sequence[float]) -> float:
    """What a re-run takes once it is warm."""
    return median(times[WARM_UPS:])


def candidates(folder: Path, many: int) -> dict[tuple[str, str], Candidate]:
    """(page, over what) → candidate; a peer stands under its own name."""
    places = {"bundled": BUNDLED, "few": publish(FEW, folder), "many": publish(many, folder)}
    found = {(name, "peer"): Candidate(BUNDLED, partial(peer, name)) for name in PEERS}
    for page in PAGES:
        for name, data in places.items():
            found[page, name] = Candidate(data, partial(opened, page))
        if page not in WITHOUT_PANELS:
            found[page, "floor"] = Candidate(BUNDLED, partial(floor, page))
    return found


def measure(running: Sequence[Candidate]) -> None:
    """Run all in turns, each round in another order. The warm objects are no garbage to look at."""
    order, shuffled = list(running), random.Random(0)
    for turn in range(WARM_UPS + RERUNS):
        if turn == WARM_UPS:
            gc.collect()
            gc.freeze()
        shuffled.shuffle(order)
        for candidate in order:
            candidate.rerun()
    gc.unfreeze()
    for candidate in running:
        unbroken(candidate.app)


def table(found: dict[tuple[str, str], Candidate], many: int) -> Iterator[str]:
    """Rows of Markdown: a page, its time, and its time in others' times."""
    took = {key: warm(candidate.worked) for key, candidate in found.items()}
    headings = ["× empty page", "× floor"]
    headings += ["× seattle-weather", "× gdp", "× pandas over CSV", f"{many:,} / {FEW:,}"]
    yield f"| page | ms | waited ms | {' | '.join(headings).replace(',', ' ')} |"
    yield "|---|" + "---:|" * (len(headings) + 2)
    for page, over in took:
        if over not in ("bundled", "peer"):
            continue
        own, floor = took[page, over], took.get((page, "floor"))
        ratios = [own / took[name, "peer"] for name in PEERS]
        growth = took[page, "many"] / took[page, "few"] if over == "bundled" else None
        cells = [ratios[0], own / floor if floor else None, *ratios[1:], growth]
        said = " | ".join("–" if cell is None else f"{cell:.2f}" for cell in cells)
        waited = warm(found[page, over].waited)
        yield f"| {page.replace('_', '-')} | {own:.1f} | {waited:.1f} | {said} |"


def goals(found: dict[tuple[str, str], Candidate]) -> Iterator[Goal]:
    """The most that a page may cost, of whichever comes nearest to it or beyond."""
    took = {key: warm(candidate.worked) for key, candidate in found.items()}
    for over, against, most in (
        ("bundled", "empty page", 6.0),
        ("bundled", "floor", 1.5),
        ("many", "few", 1.1),
    ):
        ratios = {
            page: took[page, over] / beside
            for page in PAGES
            if (beside := took.get((page, against), took["empty", "peer"]))
            if against != "floor" or (page, "floor") in took
        }
        slowest = max(ratios, key=lambda page: ratios[page])
        said = "few clients" if against == "few" else against
        yield Goal(f"the slowest page ({slowest}), × {said}", ratios[slowest], most)


def times(many: int) -> None:
    """Print the table and the goals."""
    with tempfile.TemporaryDirectory() as folder:
        found = candidates(Path(folder), many)
        measure(list(found.values()))
    now = dt.datetime.now().astimezone()
    print(f"{now:%Y-%m-%d %H:%M}, Python {platform.python_version()}, processors: {os.cpu_count()}")
    print(f"Processor time: median of {RERUNS} re-runs after {WARM_UPS}, in turns.", end="\n\n")
    print(*table(found, many), sep="\n")
    print(*goals(found), sep="\n")


# --- Memory -----------------------------------------------------------------------------------

ROUNDS = 20


def links() -> Iterator[dict[str, str]]:
    """Every language, snapshot and comparison of the bundled data, as links."""
    for lang, (number, as_of) in itertools.product(("fi", "en"), enumerate(AS_OF_DAYS, start=1)):
        for since in [day for day in AS_OF_DAYS if day < as_of] or [""]:
            link = {"lang": lang, "snapshot": str(number), "since": since}
            yield {name: value for name, value in link.items() if value}


def resident() -> float:
    """Memory in use, in MiB. Linux tells it."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory() -> None:
    """Print the memory in use after each round, in which visitors open every link and page."""
    os.environ["MITTARISTO_DATA"] = str(BUNDLED)
    print(f"Before: {resident():.0f} MiB", flush=True)
    for turn in range(1, ROUNDS + 1):
        for link in links():
            app = opened(PAGES[0], **link)
            for page in PAGES[1:]:
                switched(app, page)
        print(f"Round {turn:2}: {resident():.0f} MiB", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.pages")
    parser.add_argument("--memory", action="store_true", help="memory after rounds of visits")
    parser.add_argument("--many", type=int, default=MANY, help="clients, beside a thousand")
    given = parser.parse_args()
    # A page outside a server is what is meant.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    memory() if given.memory else times(given.many)
