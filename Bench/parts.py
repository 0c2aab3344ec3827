"""The parts of one run, in their order: each measures, prints, and returns its aims."""

import math
import statistics
import sys

import calls
import load
import probes
import report
import sockets
import startup
from machine import memory
from report import Aim
from support import twilio_account
from support.cast import ANA, Agent
from support.web import Web

FEW_TICKETS = 100
CLOSED_LOOP = """\
"of /healthz" is the rate over that of the /healthz above it; cpu is in cores. wrk waits for an answer before it asks
again: while the server stalls nothing is sent, so the p99 of people who come at their own time would be longer."""
MEGABYTE, KILOBYTE = 1e6, 1e3


def progress(words):
    print(f"… {words}", file=sys.stderr, flush=True)


class Loads:
    """Requests under load on one desk; each is held against the latest `/healthz`."""

    def __init__(self, desk, sizes):
        self.desk = desk
        self.seconds = sizes.seconds
        self.health = None

    def measure(self, name, request):
        progress(name)
        figures = load.measure(self.desk, request, self.seconds)
        if figures.refused:
            progress(f"the server's last words:\n{self.desk.console()[-1000:]}")
        self.health = figures if request is probes.HEALTH else self.health
        report.load(name, figures, self.health)
        return figures

    def calibrate(self):
        return self.measure("GET /healthz", probes.HEALTH)


# Requests

def requests(desk, sizes):
    report.heading(
        f"Requests: {load.THREADS} threads, {load.CONNECTIONS} kept connections, {sizes.seconds} s each after 2 s")
    report.line("", *report.LOAD_HEADINGS)
    loads, agent, visitor = Loads(desk, sizes), Web(desk.url).sign_in(ANA), Web(desk.url)
    visitor.get("/")
    loads.calibrate()
    aims = tickets(loads, agent, sizes)
    loads.calibrate()
    loads.measure("GET /, a new visitor", probes.HOME)
    loads.measure("POST /token/generate, an agent", probes.token(agent, "/dashboard"))
    loads.measure("POST /token/generate, a visitor", probes.token(visitor, "/"))
    connect = loads.measure("POST /call/connect, unsigned", probes.connect())
    report.note(CLOSED_LOOP)
    return [*aims, Aim("/call/connect, of /healthz", connect.rate / loads.health.rate, 0.7, at_least=True)]


def tickets(loads, agent, sizes):
    """The dashboard with few tickets, then their filing, then the dashboard with many."""
    for _ in range(FEW_TICKETS):
        assert agent.post("/tickets", probes.TICKET).status == 303
    few = loads.measure(f"GET /dashboard, {FEW_TICKETS} tickets", probes.dashboard(agent))
    filing = loads.measure("POST /tickets, each on disk", probes.TICKETS)
    stored = fill(loads.desk, agent, sizes.tickets, filing.rate)
    many = loads.measure(f"GET /dashboard, {stored:,} tickets", probes.dashboard(agent))
    return [
        Aim("dashboard: few tickets' rate over many's", few.rate / many.rate, 1.2),
        Aim("durable tickets", filing.rate, 2000, "/s", at_least=True),
    ]


def fill(desk, agent, wanted, rate):
    """Files tickets as fast as the desk takes them until there are that many; returns how many there are."""
    while (stored := count(agent)) < wanted:
        progress(f"{stored:,} of {wanted:,} tickets")
        load.run(desk, probes.TICKETS, math.ceil((wanted - stored) / rate))
    return stored


def count(agent):
    """The newest ticket stands first on the dashboard; its number is the number of all."""
    _, _, row = agent.get("/dashboard").text.partition('id="ticket-')
    return int(row.partition('"')[0])


def signed_requests(desk, sizes):
    report.heading("Requests with a telephone account")
    report.line("", *report.LOAD_HEADINGS)
    desk.settings |= twilio_account.SETTINGS
    desk.arguments = ["--public-url", desk.url]
    with desk.opened():
        loads = Loads(desk, sizes)
        loads.calibrate()
        connect = loads.measure("POST /call/connect, signed", probes.signed_connect(desk.url))
    return [Aim("/call/connect signed, of /healthz", connect.rate / loads.health.rate, 0.5, at_least=True)]


# People

def waiting(desk, sizes):
    progress(f"{sizes.calls} calls")
    waits = calls.measure(desk, sizes.calls, desk.home)
    report.heading(f"{sizes.calls} calls between two pages of {waits.browser}")
    report.line("", "p50", "worst")
    report.spread("press Call Customer until the page rings", waits.press_to_ring, "ms")
    report.spread("press Answer until the agent gets audio", waits.answer_to_audio, "ms")
    return [
        Aim("press to ring, p50", statistics.median(waits.press_to_ring), 100, "ms"),
        Aim("answer to audio, p50", statistics.median(waits.answer_to_audio), 500, "ms"),
    ]


def cast(size):
    """Ana and others like her."""
    return [ANA, *(Agent(f"agent{n}", f"Agent {n}", "agent", f"words of agent number {n}") for n in range(2, size + 1))]


def crowd(desk, agents, sizes):
    progress(f"{sizes.sockets} sockets")
    with desk.opened():
        webs = [Web(desk.url).sign_in(agent) for agent in agents]
        crowd = sockets.measure(desk, webs, sizes.sockets, sizes.rounds)
    report.heading(f"{crowd.sockets:,} idle sockets of {len(agents)} agents, on a fresh start")
    report.amount("memory with the first sockets, before these", crowd.before / MEGABYTE, "MB")
    report.amount("memory after", crowd.after / MEGABYTE, "MB")
    report.amount("each", crowd.each / KILOBYTE, "kB")
    report.amount("opening all", crowd.opening, "s")
    report.amount("processor while all are idle", crowd.idle_cpu * 100, "%")
    report.line("", "p50", "worst")
    report.spread("a new ticket until the first has it", crowd.first, "ms")
    report.spread("a new ticket until the last has it", crowd.last, "ms")
    return [Aim("a socket", crowd.each / KILOBYTE, 30, "kB")]


# The process

def held(desk, at_start):
    now, most = memory(desk.process.pid), memory(desk.process.pid, "VmHWM")
    report.heading("Memory")
    report.amount("when just started", at_start / MEGABYTE, "MB")
    report.amount("after the requests and calls above", now / MEGABYTE, "MB")
    report.amount("at most", most / MEGABYTE, "MB")
    return [Aim("memory before the sockets", now / MEGABYTE, 80, "MB")]


def starting(desk, sizes):
    progress(f"{sizes.starts} starts")
    starts = startup.measure(desk, sizes.starts)
    report.heading(f"{sizes.starts} starts with these tickets stored")
    report.line("", "p50", "worst")
    report.spread("start until /healthz answers", [each * 1000 for each in starts], "ms")
    return [Aim("ready", statistics.median(starts), 0.3, "s")]
