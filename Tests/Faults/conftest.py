"""Desks on both engines that things happen to. Each test is named by the number of its fault."""

import contextlib
import sqlite3

import pytest

from support.cast import AGENTS
from support.desk import BINARY, Desk
from support.postgres import Postgres, furnished, name_of

URL = "DESKBELL_DATABASE"


def pytest_sessionstart(session):
    if not BINARY.exists():
        raise pytest.UsageError(f"{BINARY} is missing: build it with `swift build` first.")


@pytest.fixture(scope="session")
def postgres():
    """A cluster that brings its commits to the disk. Who breaks it mends it."""
    running = Postgres(durable=True)
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture(scope="session")
def template(postgres, tmp_path_factory):
    return furnished(postgres, tmp_path_factory.mktemp("template"), AGENTS)


@pytest.fixture(scope="session")
def furniture(tmp_path_factory):
    """A data directory that knows Ana, Ben and Dora."""
    desk = Desk(tmp_path_factory.mktemp("furniture"))
    for agent in AGENTS:
        desk.add_agent(agent)
    return desk.data


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request, tmp_path):
    """A running desk on each engine in turn."""
    if request.param == "sqlite":
        made = Desk.furnished(tmp_path, request.getfixturevalue("furniture"))
    else:
        made = on_postgres(request.getfixturevalue("postgres"), request.getfixturevalue("template"), tmp_path)
    with made.opened() as desk:
        yield desk


@pytest.fixture
def sqlite_desk(tmp_path, furniture):
    with Desk.furnished(tmp_path, furniture).opened() as desk:
        yield desk


def on_postgres(postgres, template, home, port=None):
    """A desk on a database of its own; `port` is another way to the cluster."""
    url = postgres.url(postgres.database(template), port)
    return Desk(home, settings={URL: url})


@pytest.fixture
def ask(request):
    """Reads a desk's database behind its back, on either engine: rows of texts."""
    def asked(desk, sql):
        if URL in desk.settings:
            return request.getfixturevalue("postgres").ask(sql, name_of(desk.settings[URL]))
        # A connection that is left open would hold the disk.
        with contextlib.closing(sqlite3.connect(f"file:{desk.data}/desk.sqlite?mode=ro", uri=True)) as database:
            return [[str(value) for value in row] for row in database.execute(sql)]

    return asked
