"""A server that speaks Spark Connect: Sail within this process, or Apache Spark where asked for."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


# The client takes a process without a main file, as pytest's workers are, for a doctest of its own.
sys.modules["__main__"].__dict__.setdefault("__file__", __file__)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs meanwhile.

    Sail, unless ENGINE says another: an address sc://HOST:PORT that is there already, or spark, for
    the Apache Spark in SPARK_HOME.
    """
    wanted = os.environ.get("ENGINE", "sail")
    if wanted.startswith("sc://"):
        yield wanted
    elif wanted == "spark":
        yield from _spark()
    else:
        yield from _sail()


@contextmanager
def server_apart() -> Iterator[str]:
    """The same in a process of its own, so that its memory is not this one's."""
    if os.environ.get("ENGINE", "sail") != "sail":
        with server() as remote:
            yield remote
        return
    port = free_port()
    run = [sys.executable, "-m", "pysail", "spark", "server", "--ip", "127.0.0.1", "--port"]
    yield from _running([*run, str(port)], port)


def _sail() -> Iterator[str]:
    from pysail.spark import SparkConnectServer

    sail = SparkConnectServer(ip="127.0.0.1", port=0)
    sail.start(background=True)
    host, port = sail.listening_address or ("", 0)
    yield f"sc://{host}:{port}"
    sail.stop()


def _spark() -> Iterator[str]:
    home = Path(os.environ.get("SPARK_HOME", ""))
    submit = home / "bin" / "spark-submit"
    if not (os.environ.get("SPARK_HOME") and submit.exists()):
        pytest.skip("ENGINE=spark needs SPARK_HOME: the folder of Apache Spark 4")
    if shutil.which("java") is None:
        pytest.skip("ENGINE=spark needs Java 17 or newer")
    port = free_port()
    yield from _running(
        [
            *(str(submit), "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
            *("--master", "local[2]", "--conf", f"spark.connect.grpc.binding.port={port}"),
            *("--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.ui.enabled=false"),
        ],
        port,
    )


def _running(command: list[str], port: int) -> Iterator[str]:
    """The address of what a command serves, once it does; stopped afterwards."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, started)
        yield f"sc://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait()


def _wait(port: int, started: subprocess.Popen[bytes]) -> None:
    while True:
        assert started.poll() is None, "the server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
