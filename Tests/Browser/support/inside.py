"""What only those see who stand at the machine."""

import sqlite3

from .web import Web


def rows(desk, query):
    with sqlite3.connect(f"file:{desk.data}/desk.sqlite?mode=ro", uri=True) as database:
        return database.execute(query).fetchall()


def assert_serves(desk):
    assert desk.is_running, desk.console()[-3000:]
    assert Web(desk.url).get("/healthz").status == 200
