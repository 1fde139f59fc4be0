"""A Spark cluster of one's own on the loopback: a master and two workers, each a process.

What a province would spread over machines, as far as one machine can show it: the driver plans,
executors of two workers read and write, and all of it goes through sockets.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WORKERS = 2
HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds that a process of the cluster may take to answer."""


def lacking() -> str | None:
    """Say what Spark would need here and does not find."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed: `make test-spark` brings it"
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        return "Java 17 or 21 is not on this machine: apt-get install default-jre-headless"
    return None


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a master and its workers, give the master's address, and end them whatever happens."""
    port = _free_port()
    address = f"spark://{HOST}:{port}"
    started = [_start(folder, "master.Master", "--port", f"{port}")]
    try:
        _wait_for(started[0], port)
        for number in range(WORKERS):
            own = ("--cores", "1", "--memory", "2g", "--work-dir", str(folder / f"worker{number}"))
            started.append(_start(folder, "worker.Worker", *own, address))
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _start(folder: Path, name: str, *options: str) -> subprocess.Popen[bytes]:
    """Start a part of the cluster; the shell that starts it becomes it, so it can be ended."""
    home = Path(import_module("pyspark").__file__ or "").parent
    own = {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_DAEMON_MEMORY": "512m",
        # Both do little: compiling them well takes longer than they run.
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            # It ends with us, also where we are killed.
            ["setpriv", "--pdeathsig", "TERM", home / "bin/spark-class",
             f"org.apache.spark.deploy.{name}", "--host", HOST, "--webui-port", "0", *options],
            env={**os.environ, **own},
            stdout=log,
            stderr=log,
        )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
    return port


def _wait_for(master: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the master listens: who calls it earlier tries again only after 20 seconds."""
    for _ in range(PATIENCE * 10):
        with socket.socket() as one:
            if one.connect_ex((HOST, port)) == 0:
                return
        if master.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("Spark's master does not answer: see master.Master.log in its folder")


@contextmanager
def session(address: str) -> Iterator[Any]:
    """Give a session on the cluster, with an executor on each worker."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.driver.memory": "2g",
        "spark.executor.memory": "1536m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": f"{PATIENCE}s",
        "spark.cores.max": f"{WORKERS}",
    }
    made = SparkSession.builder.master(address).config(map=settings).getOrCreate()
    try:
        yield made
    finally:
        made.stop()
