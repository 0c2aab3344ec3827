"""A TCP way to another port that can fall silent or be cut, for connections that are not ours to drop otherwise."""

import asyncio
import contextlib
import threading

from .desk import free_port

PASSING, SILENT, CUT = "passing", "silent", "cut"


class Proxy:
    """`SILENT`: connections stay and new ones open, but nothing gets through. `CUT`: all are reset, none is taken."""

    def __init__(self, target):
        self.target = target
        self.port = free_port()
        self.writers = set()
        self.server = None
        self.loop = asyncio.new_event_loop()
        self.passes = asyncio.Event()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.become(PASSING)

    def become(self, state):
        asyncio.run_coroutine_threadsafe(self._become(state), self.loop).result(timeout=10)

    def close(self):
        self.become(CUT)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=10)

    async def _become(self, state):
        (self.passes.set if state == PASSING else self.passes.clear)()
        if state == CUT and self.server:
            self.server.close()
            self.server = None
            for writer in list(self.writers):
                writer.transport.abort()
        elif state != CUT and not self.server:
            self.server = await asyncio.start_server(self._join, "127.0.0.1", self.port)

    async def _join(self, reader, writer):
        with contextlib.suppress(OSError):
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(self._pass(reader, there_writer), self._pass(there_reader, writer))
        writer.close()

    async def _pass(self, reader, writer):
        self.writers.add(writer)
        with contextlib.suppress(OSError):
            while received := await reader.read(65536):
                await self.passes.wait()
                writer.write(received)
                await writer.drain()
        self.writers.discard(writer)
        writer.close()
