"""A PostgreSQL server of the tests' own: on loopback, without privileges, in a folder that is thrown away."""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .desk import Desk, free_port
from .patience import eventually

CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 200
shared_buffers = 64MB
fsync = {fsync}
full_page_writes = {fsync}
"""


def programs():
    """The folder of the newest PostgreSQL that Debian has installed here; `initdb` is in no PATH."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise pytest.UsageError("PostgreSQL is missing. As root: apt-get install postgresql")
    return max(found, key=lambda path: int(path.parts[-3])).parent


class Postgres:
    """One cluster that can be stopped, restarted, put to sleep and asked.

    `durable` brings commits to the disk, as a desk's own database does.
    """

    def __init__(self, durable=False):
        self.bin = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="deskbell-postgres-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.numbers = itertools.count(1)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        words = CONFIGURATION.format(port=self.port, folder=self.folder, fsync="on" if durable else "off")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(words)

    def url(self, name="postgres", port=None):
        return f"postgres://desk@127.0.0.1:{port or self.port}/{name}?sslmode=disable"

    # Running

    def start(self):
        self._control("-l", self.folder / "log", "-w", "start")
        return self

    def stop(self, mode="fast"):
        self._control("-m", mode, "-w", "stop")

    def restart(self, mode="immediate"):
        self._control("-l", self.folder / "log", "-m", mode, "-w", "restart")

    def mend(self):
        """Runs and answers, whatever was done to it."""
        self.wake()
        if not self._runs():
            self.start()

    def _runs(self):
        with contextlib.suppress(AssertionError):
            self._control("status")
            return True
        return False

    def close(self):
        """Ends it at all costs."""
        with contextlib.suppress(AssertionError, subprocess.TimeoutExpired):
            self.wake()
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sleep(self):
        """Every process stops in its tracks: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def wake(self):
        self._signal(signal.SIGCONT)

    def _signal(self, number):
        with contextlib.suppress(FileNotFoundError):
            main = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
            # The first one first: it starts no more of them meanwhile.
            os.kill(main, number)
            for child in children(main):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, number)

    def _control(self, *arguments):
        self._run("pg_ctl", "-D", self.data, "-s", *arguments)

    def _run(self, program, *arguments):
        # PostgreSQL refuses to run as root: there its own user runs it.
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        with (self.folder / "words").open("ab") as words:
            done = subprocess.run(
                [*owner, self.bin / program, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=words, stderr=subprocess.STDOUT, timeout=60, check=False,
            )
        assert done.returncode == 0, (self.folder / "words").read_text(encoding="utf-8")[-3000:]

    # Asking

    def ask(self, sql, name="postgres", port=None):
        """Runs SQL and returns its rows as lists of texts."""
        done = subprocess.run(
            [self.bin / "psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
             self.url(name, port), "-c", sql],
            text=True, capture_output=True, timeout=30, check=False,
        )
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]

    @contextlib.contextmanager
    def holding(self, sql, name):
        """A transaction of somebody else that has run this and does not end for a while."""
        session = subprocess.Popen(
            [self.bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(name)],
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        try:
            session.stdin.write(f"BEGIN;\n{sql};\n\\echo held\n")
            session.stdin.flush()
            told = session.stdout.readline()
            assert told == "held\n", told
            yield
        finally:
            session.kill()
            session.communicate()

    def kill_backends(self, name):
        """Ends every connection to this database, in the middle of whatever they do."""
        self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def database(self, template="template0"):
        """A new database and its name; a template that is still being left is waited for."""
        name = f"desk{next(self.numbers)}"

        def made():
            with contextlib.suppress(AssertionError):
                self.ask(f'CREATE DATABASE {name} TEMPLATE "{template}"')
                return True
            return False

        eventually(made, within=10, what=f"no database could be made of {template}")
        return name


def children(parent):
    """Process ids of all children, from /proc."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in brackets and may have spaces.
            fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(entry.parent.name))
    return found


def name_of(url):
    return urlsplit(url).path.removeprefix("/")


def furnished(postgres, folder, agents):
    """A database that knows these agents, made once to be the template of others; its name."""
    name = postgres.database()
    desk = Desk(folder, settings={"DESKBELL_DATABASE": postgres.url(name)})
    for agent in agents:
        desk.add_agent(agent)
    return name


# Fixtures

@pytest.fixture(scope="session")
def postgres():
    """A cluster for all tests of this run; who breaks it mends it."""
    running = Postgres()
    try:
        yield running.start()
    finally:
        running.close()
