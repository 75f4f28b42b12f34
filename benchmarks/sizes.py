"""What publishing costs by stage, and what a store of many snapshots does to opening and choosing.

`python -m benchmarks.sizes publish REGISTERS` publishes the folder of registers into a store of its
own and tells seconds and the peak of memory after each stage. `python -m benchmarks.sizes snapshots
10 100 500` copies a snapshot so many times, and tells what listing, opening and publishing take.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mittaristo import example
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
def timed(what: str) -> Iterator[None]:
    """Tell how long something took, also of the processor, and the peak of memory after it."""
    began, worked = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - began, time.process_time() - worked
    print(f"{what:<28} {wall:8.2f} s {cpu:8.2f} s of processor {memory():6.2f} GB", flush=True)


def a_store(folder: Path) -> Project:
    """The bundled project without snapshots."""
    target = folder / "data" / BUNDLED.name
    target.mkdir(parents=True)
    for file in BUNDLED.glob("*.toml"):
        shutil.copy(file, target)
    return load(target)


def publishing(registers: Path) -> None:
    """Each stage of publishing a folder of registers."""
    with tempfile.TemporaryDirectory() as folder:
        project = a_store(Path(folder))
        began = [("", time.perf_counter())]

        def at_step(step: str) -> None:
            name, since = began[-1]
            if name:
                print(f"{name:<28} {time.perf_counter() - since:8.2f} s {memory():29.2f} GB")
            began.append((step, time.perf_counter()))

        with timed("all"):
            prepared = publish.prepare(registers, project, example.PUBLISHED_DAY, at_step=at_step)
            assert prepared.draft is not None, [one.sentence("en") for one in prepared.errors][:3]
            publish.commit(prepared.draft, "meeting", at_step=at_step)
            at_step("")


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
    else:
        snapshots([int(count) for count in given])
