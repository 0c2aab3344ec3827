"""Measures the desk in one run and prints what it found. Figures only: nothing here says that a build is bad."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

import machine
import parts
import report
from support.desk import BINARY, Desk


def arguments():
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="of load on each address")
    parser.add_argument("--tickets", type=int, default=100_000, help="on the full dashboard")
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--sockets", type=int, default=2_000)
    parser.add_argument("--agents", type=int, default=20, help="who share the sockets")
    parser.add_argument("--rounds", type=int, default=5, help="of one new ticket told to all sockets")
    parser.add_argument("--starts", type=int, default=5)
    return parser.parse_args()


def run(home, sizes):
    desk, agents = Desk(home), parts.cast(sizes.agents)
    report.facts(machine.facts(BINARY, home))
    for agent in agents:
        desk.add_agent(agent)
    with desk.opened():
        at_start = machine.memory(desk.process.pid)
        aims = parts.requests(desk, sizes) + parts.waiting(desk, sizes) + parts.held(desk, at_start)
    aims += parts.crowd(desk, agents, sizes) + parts.starting(desk, sizes) + parts.signed_requests(desk, sizes)
    report.aims(aims)


if __name__ == "__main__":
    # A run that is ended from outside takes its server along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Not /tmp, which may be memory: a durable write must reach a disk.
    with tempfile.TemporaryDirectory(prefix="deskbell-bench-", dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        run(Path(folder), arguments())
