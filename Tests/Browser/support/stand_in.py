"""A service's stand-in as a program of its own: `deskbell simulate …` on a free port."""

import contextlib
import signal
import subprocess
import urllib.error
import urllib.request

from .desk import BINARY, clean_environment, free_port
from .patience import eventually


class StandIn:
    """`settings` are the lines that a desk's `.env` needs."""

    def __init__(self, home, service, *arguments):
        self.console_path = home / f"{service}.txt"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = None
        self.settings = {}
        self._command = [BINARY, "simulate", service, "--port", str(self.port), *arguments]

    @contextlib.contextmanager
    def opened(self):
        self.console_path.parent.mkdir(parents=True, exist_ok=True)
        with self.console_path.open("wb") as console:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, env=clean_environment(),
            )
        try:
            eventually(self._answers, within=20, what="the double did not answer")
            lines = [line for line in self.said().splitlines() if not line.startswith("#")]
            self.settings = dict(line.split("=", 1) for line in lines)
            yield self
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(timeout=15) == 0, self.said()
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def said(self):
        return self.console_path.read_text()

    def _answers(self):
        assert self.process.poll() is None, self.said()
        try:
            with urllib.request.urlopen(self.url, timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False
