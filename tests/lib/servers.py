"""A server that speaks Spark Connect: Sail within this process, or Apache Spark where asked for."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

STARTED_WITHIN = 300


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


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
    started = subprocess.Popen(
        [
            *(str(submit), "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
            *("--master", "local[2]", "--conf", f"spark.connect.grpc.binding.port={port}"),
            *("--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.ui.enabled=false"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, started)
        yield f"sc://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait()


def _wait(port: int, started: subprocess.Popen[bytes]) -> None:
    for _try in range(STARTED_WITHIN * 2):
        assert started.poll() is None, "Apache Spark did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError("Apache Spark did not start")
