"""What publishing costs by stage, and what a store of many snapshots does to opening and choosing.

`python -m benchmarks.sizes clients 1000000` invents the registers of so many clients and publishes
them into a store of its own: seconds, those of the processor, and the peak of memory after each
stage, beside what reading the same files with Polars and writing Parquet takes. `… publish FOLDER`
does so with registers that are there. `… snapshots 10 100 500` copies a snapshot so many times, and
tells what listing, opening and publishing take.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from benchmarks.goals import Goal
from mittaristo import example
from mittaristo.importing.readers.csv_files import ANY_SIZE
from mittaristo.project import Project, load
from mittaristo.publishing import publish
from mittaristo.snapshots import reading, selection
from mittaristo.snapshots.manifest import MANIFEST, canonical, manifest_digest

ROOT = Path(__file__).parents[1]
BUNDLED = ROOT / "data" / "next-level"


def memory() -> float:
    """The most memory that this process has had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


@contextmanager
def timed(what: str, took: dict[str, float] | None = None) -> Iterator[None]:
    """Tell how long something took, also of the processor, and the peak of memory after it."""
    began, before = time.perf_counter(), worked()
    yield
    wall, cpu = time.perf_counter() - began, worked() - before
    print(f"{what:<28} {wall:8.2f} s {cpu:8.2f} s of processor {memory():6.2f} GB", flush=True)
    if took is not None:
        took[what] = cpu


def a_store(folder: Path) -> Project:
    """The bundled project without snapshots."""
    target = folder / "data" / BUNDLED.name
    target.mkdir(parents=True)
    for file in BUNDLED.glob("*.toml"):
        shutil.copy(file, target)
    return load(target)


def worked() -> float:
    """Seconds of the processor, those of helpers too."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def floor(registers: Path) -> float:
    """What it takes the processor to read the files with Polars and to write Parquet."""
    began = worked()
    with tempfile.TemporaryDirectory() as folder:
        for file in registers.glob("*.csv"):
            table = pl.read_csv(file, infer_schema_length=None)
            table.write_parquet(Path(folder) / f"{file.stem}.parquet")
    return worked() - began


STAGES = ("reading", "checking", "counting", "writing")
MOST_OF_IMPORT, MOST_OF_ALL, MOST_MEMORY = 6.0, 20.0, 3.0


def publishing(registers: Path) -> None:
    """Each stage of publishing a folder of registers, and the goals."""
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:
        least = alone.submit(floor, registers).result()
    print(f"{'read with Polars, as Parquet':<28} {least:18.2f} s of processor")
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        project = a_store(Path(folder))
        with ExitStack() as running:

            def at_step(step: str) -> None:
                running.close()
                if step:
                    running.enter_context(timed(step, took))

            prepared = publish.prepare(
                registers, project, example.PUBLISHED_DAY, at_step=at_step, limits=ANY_SIZE
            )
            assert prepared.draft is not None, [one.sentence("en") for one in prepared.errors][:3]
            publish.commit(prepared.draft, "meeting", at_step=at_step)
    without = sum(took[stage] for stage in STAGES if stage != "counting")
    print(Goal("import without figures, × read with Polars", without / least, MOST_OF_IMPORT))
    print(Goal("all of publishing, × read with Polars", sum(took.values()) / least, MOST_OF_ALL))
    print(Goal("peak of memory, GB", memory(), MOST_MEMORY))


def clients(count: int) -> None:
    """The same with registers of so many invented clients."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["example", "--clients", str(count), "-o", folder]
        command += ["--as-of", str(example.PUBLISHED_DAY)]
        subprocess.run(
            [sys.executable, "-m", "mittaristo", *command], check=True, stdout=subprocess.DEVNULL
        )
        publishing(Path(folder))


def copied(project: Project, count: int) -> None:
    """So many snapshots more, as weekly ones: each is the first one with a number of its own."""
    first = reading.folder_of(project.folder, 1)
    written = dict(reading.read_manifest(project.folder, 1).written)
    parent = written["digests"]["manifest"]
    for number in range(2, count + 1):
        target = reading.folder_of(project.folder, number)
        shutil.copytree(first, target, copy_function=shutil.copyfile)
        target.chmod(0o755)
        own = {**written, "sequence": number, "parent": parent, "purpose": "weekly"}
        own["digests"] = dict(written["digests"])
        own["digests"]["manifest"] = parent = manifest_digest(own)
        (target / MANIFEST).unlink()
        (target / MANIFEST).write_bytes(canonical(own))


def snapshots(counts: list[int]) -> None:
    """A store of so many snapshots of a small project."""
    with tempfile.TemporaryDirectory() as registers:
        source = Path(registers) / "registers"
        tables = example.registers(example.make_world(200, 1), example.PUBLISHED_DAY)
        example.write_folder(tables, source)
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                _snapshots(a_store(Path(folder)), source, count)


def _snapshots(project: Project, source: Path, count: int) -> None:
    day = example.PUBLISHED_DAY
    draft = publish.prepare(source, project, day).draft
    assert draft is not None
    publish.commit(draft, "meeting")
    copied(project, count)
    deeds: dict[str, Callable[[], object]] = {
        "listing": lambda: selection.listing(project.folder),
        "choosing": lambda: selection.choose(project.folder, team=True),
        "whether anything is new": lambda: reading.manifest_states(project.folder),
        "preparing": lambda: publish.prepare(source, project, day),
    }
    for name, deed in deeds.items():
        with timed(f"{count} snapshots: {name}"):
            deed()


if __name__ == "__main__":
    deed, *given = sys.argv[1:]
    if deed == "publish":
        publishing(Path(given[0]))
    elif deed == "clients":
        clients(int(given[0]))
    else:
        snapshots([int(count) for count in given])
