"""One running desk: the built binary on a free loopback port with a data directory of its own."""

import contextlib
import functools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from .patience import eventually

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("DESKBELL_BINARY") or ROOT / ".build" / "debug" / "deskbell")
START_SECONDS = 20


@functools.cache
def stage():
    """A root folder like the project's, but without the `.env` that a developer may keep there."""
    folder = tempfile.TemporaryDirectory(prefix="deskbell-root-")
    for name in ("Templates", "Public", "Resources"):
        shutil.copytree(ROOT / name, Path(folder.name) / name)
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(settings=None):
    """What a program gets from a plain shell, so that a developer's own settings stay outside."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | (settings or {})


def deskbell(*arguments, stdin="", settings=None, directory=None):
    """Runs one command to its end."""
    return subprocess.run(
        [BINARY, *map(str, arguments)],
        input=stdin,
        env=clean_environment(settings),
        cwd=directory,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )


class Desk:
    # Tests file faster than people do; the limits have tests of their own.
    # And take the next call at once; wrapping up has tests of its own.
    UNLIMITED = {"DESKBELL_RATE_LIMITS": "off", "DESKBELL_WRAP_UP": "0"}

    def __init__(self, home, settings=None, arguments=(), root=None):
        self.home = Path(home)
        self.data = self.home / "data"
        self.root = root or stage().name
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.settings = self.UNLIMITED | (settings or {})
        self.arguments = [str(argument) for argument in arguments]
        self.process = None

    @classmethod
    def furnished(cls, home, furniture, **options):
        """A desk whose data directory begins as a copy of another."""
        desk = cls(home, **options)
        shutil.copytree(furniture, desk.data, dirs_exist_ok=True)
        return desk

    # Commands

    def command(self, *arguments, stdin=""):
        return deskbell(
            *arguments, "--data", self.data, "--root", self.root,
            stdin=stdin, settings=self.settings, directory=self.home,
        )

    def add_agent(self, agent):
        done = self.command(
            "agent", "add", agent.username, "--name", agent.name, "--role", agent.role, "--password-stdin",
            stdin=agent.password + "\n",
        )
        assert done.returncode == 0, done.stdout + done.stderr

    # Running

    @property
    def console_path(self):
        return self.home / "console.txt"

    def console(self):
        return self.console_path.read_text(encoding="utf-8", errors="replace") if self.console_path.exists() else ""

    def launch(self):
        """Starts the process without waiting for it to answer."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self.console_path.open("ab") as console:
            self.process = subprocess.Popen(
                [
                    BINARY, "serve", "--port", str(self.port), "--data", self.data, "--root", self.root,
                    *self.arguments,
                ],
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
                env=clean_environment(self.settings), cwd=self.home,
            )
        return self

    def start(self):
        self.launch()
        eventually(self._answers, within=START_SECONDS, what=f"the server did not answer at {self.url}")
        return self

    def _answers(self):
        assert self.process.poll() is None, f"the server ended with {self.process.returncode}:\n{self.console()}"
        try:
            with urllib.request.urlopen(self.url + "/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    @contextlib.contextmanager
    def opened(self):
        """Open for a while; closed cleanly, or at all costs where the test has failed."""
        try:
            yield self.start()
            self.stop()
        finally:
            if self.is_running:
                self.process.kill()
                self.process.wait()

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Asks for a clean end and checks that it was one."""
        assert self.is_running, f"the server had ended by itself:\n{self.console()[-4000:]}"
        self.process.send_signal(signal.SIGTERM)
        code = self._wait_or_kill()
        assert code == 0, f"the server ended with {code}:\n{self.console()[-4000:]}"
        assert "Fatal error" not in self.console(), self.console()[-4000:]

    def _wait_or_kill(self):
        try:
            return self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "SIGKILL: it did not end within 15 s of SIGTERM"
