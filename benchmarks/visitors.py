"""A full meeting room: python -m benchmarks.visitors [--visitors 40] [--minutes 3] [--think 10]
[--publish-every 60]

Starts the dashboard over a copy of the bundled data. Each visitor is a session of Streamlit's own
protocol, as a browser opens it: it opens a page in some language and as of some day, thinks, asks
for another, now and then begins anew, until the time is over. Told are the time from asking to the
end of the run, faults, and the memory of the server early and late. No browser draws anything: what
one takes is not in it. The same visitors ask an empty Streamlit page first.

With --publish-every, a snapshot of a later day is published every so many seconds meanwhile, and
everyone's figures are shared; it is a fault when a page is made of two snapshots.
"""

import argparse
import asyncio
import datetime as dt
import os
import platform
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.goals import Goal

ROOT = Path(__file__).parent.parent
EMPTY, DASHBOARD = ROOT / "benchmarks" / "peers" / "empty.py", ROOT / "dashboard.py"
PAGES = tuple(
    path.stem for path in sorted((ROOT / "pages").glob("*/*.py")) if path.stem != "import"
)
OF_A_SNAPSHOT = re.compile(rb"files/[\w-]+/(\d+)/")
"""The address of a file of the page's snapshot."""

BEGINS_ANEW = 0.2
"""So large a share of the times that a visitor asks, it is as one who has just come."""


@dataclass
class Room:
    """What all visitors together have met: seconds from asking to the end of a run, faults, MiB.

    `published`: snapshots published meanwhile.
    """

    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    published: int = 0


@contextmanager
def serving(script: Path, data: Path) -> Iterator[tuple[int, int]]:
    """Port and process of a server just started, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *options],
        cwd=ROOT,
        env={**os.environ, "MITTARISTO_ROLE": "everyone", "MITTARISTO_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def memory_of(process: int) -> float:
    """What a process holds in memory, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


async def ask(socket_: ClientConnection, page: str, chosen: dict[str, str], room: Room) -> None:
    """Ask for a page, and read until its run has ended."""
    message = BackMsg()
    message.rerun_script.query_string = urlencode(chosen)
    message.rerun_script.page_name = page
    message.rerun_script.context_info.url = f"http://localhost/{page}?{urlencode(chosen)}"
    began, snapshots = time.perf_counter(), set[bytes]()
    await socket_.send(message.SerializeToString())
    while True:
        sent = await asyncio.wait_for(socket_.recv(decode=False), 120)
        told = ForwardMsg.FromString(sent)
        snapshots |= set(OF_A_SNAPSHOT.findall(sent))
        if told.delta.new_element.HasField("exception"):
            room.faults.append(told.delta.new_element.exception.type)
        if told.WhichOneof("type") == "script_finished":
            break
    room.took.append(time.perf_counter() - began)
    if len(snapshots) > 1:
        room.faults.append(f"page of two snapshots: {page}")


async def visit(port: int, until: float, think: float, draw: random.Random, room: Room) -> None:
    """Come, ask, think, ask again, until the time is over."""
    await asyncio.sleep(draw.random() * think)
    while time.monotonic() < until:
        chosen = {
            "lang": draw.choice(["fi", "en"]),
            "project": draw.choice(["next-level", "next-level", "kaira"]),
        }
        if snapshot := draw.choice([*"1234", ""]):  # otherwise the newest
            chosen["snapshot"] = snapshot
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        try:
            async with connect(address, subprotocols=["streamlit"], max_size=None) as socket_:  # type: ignore[list-item]
                while time.monotonic() < until:
                    await ask(socket_, draw.choice(PAGES), chosen, room)
                    await asyncio.sleep(draw.expovariate(1 / think))
                    if draw.random() < BEGINS_ANEW:
                        break
        except Exception as fault:
            room.faults.append(type(fault).__name__)
            await asyncio.sleep(think)


async def watch(process: int, until: float, room: Room) -> None:
    """Look at the server's memory every two seconds."""
    while time.monotonic() < until:
        room.memory.append(memory_of(process))
        await asyncio.sleep(2)


async def publish(data: Path, every: float, until: float, room: Room) -> None:
    """Publish the example's registers as of one later day after the other, and share each time."""
    day = dt.date(2026, 5, 1)
    registers = ROOT / "data" / "next-level" / "registers"
    while every and time.monotonic() + every < until:
        await asyncio.sleep(every)
        for command in (
            f"publish {registers} --project next-level --as-of {day} --accept-doubts",
            f"share {data.parent / 'shared'}",
        ):
            told = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "mittaristo", *command.split(), "--data", str(data)),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if await told.wait():
                room.faults.append(command.split()[0])
        day += dt.timedelta(days=1)
        room.published += 1


async def filled(port: int, process: int, data: Path, asked: argparse.Namespace) -> Room:
    """A room of so many visitors for so long."""
    room, until = Room(), time.monotonic() + asked.minutes * 60
    visitors = (
        visit(port, until, asked.think, random.Random(number), room)
        for number in range(asked.visitors)
    )
    publisher = publish(data, asked.publish_every, until, room)
    await asyncio.gather(watch(process, until, room), publisher, *visitors)
    return room


def slow(room: Room) -> float:
    """What 95 of 100 runs do not exceed, in milliseconds."""
    return quantiles(room.took, n=20)[-1] * 1000 if len(room.took) > 1 else 0


def row(name: str, room: Room) -> str:
    """A row of the table."""
    third = max(len(room.memory) // 3, 1)
    early, late = median(room.memory[:third]), median(room.memory[-third:])
    times = f"{median(room.took) * 1000:.0f} | {slow(room):.0f} | {max(room.took) * 1000:.0f}"
    return (
        f"| {name} | {len(room.took)} | {times} | {len(room.faults)} | {early:.0f} | {late:.0f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--think", type=float, default=10, help="seconds, on average")
    parser.add_argument("--publish-every", type=float, default=0, help="seconds; 0: never")
    asked = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, Python {platform.python_version()}", end=", ")
    print(f"processors: {os.cpu_count()}; visitors: {asked.visitors}, thinking {asked.think:g} s")
    print("\n| page | runs | median ms | 95 % ms | longest ms | faults | MiB early | MiB late |")
    print("|---|" + "---:|" * 7)
    for name, script in (("empty page", EMPTY), ("dashboard", DASHBOARD)):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(shutil.copytree(ROOT / "data", Path(folder) / "data"))
            with serving(script, data) as (port, process):
                room = asyncio.run(filled(port, process, data, asked))
        print(row(name, room), flush=True)
        if room.published:
            print(f"Published and shared meanwhile: {room.published}")
        for fault in sorted(set(room.faults)):
            print(f"{room.faults.count(fault)} × {fault}")
    print(Goal(f"{asked.visitors} visitors, 95 % of the runs, ms", slow(room), 500))
    print(Goal(f"{asked.visitors} visitors, faults", len(room.faults), 0))


if __name__ == "__main__":
    main()
