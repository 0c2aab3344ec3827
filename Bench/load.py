"""One address under load: wrk in a closed loop over kept connections, and what it says."""

import resource
import secrets
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from machine import busy_seconds, cpu_seconds

SCRIPT = Path(__file__).parent / "request.lua"
THREADS = 2
CONNECTIONS = 64
TIMEOUT = "30s"


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    body: str = ""
    headers: tuple = ()


@dataclass(frozen=True)
class Figures:
    requests: int
    seconds: float
    p50: float
    p99: float
    broken: int
    timeouts: int
    refused: int
    # Of the server, of wrk, and of everything else on the machine, in cores.
    usage: tuple

    @property
    def rate(self):
        return self.requests / self.seconds

    @property
    def errors(self):
        """What the percentiles leave out, in words."""
        counts = {"broken": self.broken, "timed out": self.timeouts, "not 2xx/3xx": self.refused}
        return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "0"


def measure(desk, request, seconds, warm_up=2):
    if warm_up:
        run(desk, request, warm_up)
    return run(desk, request, seconds)


def run(desk, request, seconds):
    before, began = used(desk), time.monotonic()
    requests, duration, p50, p99, *errors = wrk(f"http://127.0.0.1:{desk.port}{request.path}", request, seconds)
    elapsed = time.monotonic() - began
    usage = tuple((after - start) / elapsed for start, after in zip(before, used(desk)))
    return Figures(requests, duration / 1e6, p50 / 1e3, p99 / 1e3, *errors, usage)


def used(desk):
    """Processor seconds so far of the server, of wrk, and of everything else on the machine."""
    server, client = cpu_seconds(desk.process.pid), children_seconds()
    return server, client, busy_seconds() - server - client


def wrk(url, request, seconds):
    body = request.body.replace("{run}", f"{secrets.randbelow(10**7):07}")
    done = subprocess.run(
        [
            "wrk", "--latency", "--timeout", TIMEOUT, "--threads", str(THREADS), "--connections", str(CONNECTIONS),
            "--duration", f"{seconds}s", "--script", SCRIPT, url,
            "--", request.method, body, *request.headers,
        ],
        text=True, capture_output=True, check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("figures ")]
    if done.returncode != 0 or not lines:
        raise RuntimeError(f"wrk failed at {url}:\n{done.stdout}{done.stderr}")
    return [int(number) for number in lines[0].split()[1:]]


def children_seconds():
    """Processor seconds of programs that were started from here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
