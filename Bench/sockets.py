"""Many open pages: what each costs, and how soon the last one knows of a new ticket."""

import asyncio
import resource
import time
from dataclasses import dataclass

import frames
from machine import cpu_seconds, memory
from support.cast import MIKA

# The first sockets also bring in code and caches, which later ones share.
FIRST = 100
OPENING_AT_ONCE = 64
# Long enough for a round of the server's heartbeat and of its pings.
IDLE_SECONDS = 25
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Crowd:
    """Bytes, seconds and milliseconds of so many open sockets."""
    sockets: int
    before: int
    after: int
    opening: float
    idle_cpu: float
    first: list
    last: list

    @property
    def each(self):
        return (self.after - self.before) / self.sockets


class OpenPage(asyncio.Protocol):
    """A page that says hello, proves that it is awake, and notes when a new ticket reaches it."""

    def __init__(self, number, upgrade):
        self.number = number
        self.upgrade = upgrade
        self.buffer = bytearray()
        self.is_upgraded = False
        self.ready = asyncio.get_running_loop().create_future()
        self.told = None

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.upgrade)

    def connection_lost(self, error):
        for future in (self.ready, self.told):
            if future is not None and not future.done():
                future.set_exception(error or ConnectionError("the server closed a socket"))

    def data_received(self, data):
        at = time.perf_counter()
        self.buffer += data
        if self.is_upgraded or self.upgraded():
            while (found := frames.read(self.buffer)) is not None:
                opcode, payload, used = found
                del self.buffer[:used]
                self.hear(opcode, payload, at)

    def upgraded(self):
        head, end, rest = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.ready.set_exception(ConnectionError(bytes(head.partition(b"\r\n")[0]).decode("latin-1")))
            self.transport.abort()
            return False
        self.is_upgraded, self.buffer = True, rest
        self.say(frames.TEXT, b'{"type":"hello","tab":"bench-%d","mark":""}' % self.number)
        return True

    def hear(self, opcode, payload, at):
        if opcode == frames.PING:
            self.say(frames.PONG, payload)
        elif payload == b'{"type":"beat"}':
            self.say(frames.TEXT, payload)
        elif b'"list":"tickets"' in payload and self.told is not None and not self.told.done():
            self.told.set_result(at)
        elif not self.ready.done() and b'"ready"' in payload:
            self.ready.set_result(at)

    def say(self, opcode, payload):
        self.transport.write(frames.frame(opcode, payload))


def measure(desk, agents, count, rounds):
    """Opens the sockets as these signed-in agents in turn; each is a `Web` with the agent's cookies."""
    raise_file_limit(count + FIRST)
    return asyncio.run(crowd(desk, agents, count, rounds))


async def crowd(desk, agents, count, rounds):
    pid = desk.process.pid
    pages = await opened(desk, agents, range(FIRST))
    await asyncio.sleep(IDLE_SECONDS)
    before, began = memory(pid), time.perf_counter()
    pages += await opened(desk, agents, range(FIRST, FIRST + count))
    opening, cpu = time.perf_counter() - began, cpu_seconds(pid)
    await asyncio.sleep(IDLE_SECONDS)
    after, idle_cpu = memory(pid), (cpu_seconds(pid) - cpu) / IDLE_SECONDS
    spread = [await fan_out(agents[0].copy(), pages) for _ in range(rounds)]
    for page in pages:
        page.transport.abort()
    return Crowd(
        count, before, after, opening, idle_cpu, [first for first, _ in spread], [last for _, last in spread])


async def opened(desk, agents, numbers):
    room = asyncio.Semaphore(OPENING_AT_ONCE)

    async def one(number):
        upgrade = frames.upgrade(desk.port, agents[number % len(agents)].cookie_header)
        async with room:
            _, page = await asyncio.get_running_loop().create_connection(
                lambda: OpenPage(number, upgrade), "127.0.0.1", desk.port)
            await asyncio.wait_for(page.ready, PATIENCE_SECONDS)
        return page

    return list(await asyncio.gather(*map(one, numbers)))


async def fan_out(web, pages):
    """Files a ticket; milliseconds until the first and the last page had its row, counted from before the request."""
    for page in pages:
        page.told = asyncio.get_running_loop().create_future()
    fields = {"name": MIKA.name, "phone_number": MIKA.phone, "description": MIKA.problem}
    began = time.perf_counter()
    answer = await asyncio.to_thread(web.post, "/tickets", fields)
    assert answer.status == 303, answer
    arrivals = await asyncio.wait_for(asyncio.gather(*(page.told for page in pages)), PATIENCE_SECONDS)
    return (min(arrivals) - began) * 1000, (max(arrivals) - began) * 1000


def raise_file_limit(sockets):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < sockets + 200:
        raise RuntimeError(f"{sockets} sockets need a higher limit of open files than {most}: see `ulimit -n -H`.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
