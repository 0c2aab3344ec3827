"""R08: another program holds the database's lock."""

import contextlib
import sqlite3
import threading
import time

from support.cast import ROBERT
from support.patience import eventually
from support.web import Web
from support.writers import Writers, assert_kept

# Five seconds of waiting, and what the page itself takes.
LONGEST_SECONDS = 6
RECOVERY_SECONDS = 5
AT_ONCE_SECONDS = 1


@contextlib.contextmanager
def locked(desk):
    """Somebody holds the write lock and does nothing."""
    other = sqlite3.connect(desk.data / "desk.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_R08_who_files_a_ticket_is_told_within_five_seconds_to_come_back(sqlite_desk):
    with locked(sqlite_desk):
        began = time.monotonic()
        answer = Web(sqlite_desk.url).file(ROBERT)
        assert time.monotonic() - began <= LONGEST_SECONDS
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Nothing was saved" in answer.text
    assert Web(sqlite_desk.url).file(ROBERT).status == 303


def refused(writers):
    """Whose ticket was refused by now."""
    return {each.name for each in list(writers.attempts) if each.status == 503}


def test_R08_many_who_wait_are_told_as_soon_as_one(sqlite_desk, ask):
    with Writers(sqlite_desk.url, number=8) as writers:
        writers.wait_for(20)
        with locked(sqlite_desk):
            eventually(lambda: len(refused(writers)) == 8, within=50, what="some wait and wait")
        recovered = writers.taken_after(time.monotonic())
        writers.wait_for(20)
    assert {each.status for each in writers.attempts} == {303, 503}
    assert max(each.seconds for each in writers.attempts) <= LONGEST_SECONDS
    assert recovered <= RECOVERY_SECONDS, recovered
    assert_kept(writers.acknowledged, lambda sql: ask(sqlite_desk, sql))


def test_R08_pages_and_health_answer_at_once_meanwhile(sqlite_desk):
    path = Web(sqlite_desk.url).filed(ROBERT)
    with locked(sqlite_desk):
        waiting = threading.Thread(target=lambda: Web(sqlite_desk.url).file(ROBERT), daemon=True)
        waiting.start()
        answered = []

        def all_at_once():
            for page in ("/healthz", "/", path):
                began = time.monotonic()
                assert Web(sqlite_desk.url).get(page).status == 200
                answered.append(time.monotonic() - began)
            return len(answered) >= 30

        eventually(all_at_once, within=20)
    waiting.join(timeout=20)
    assert max(answered) <= AT_ONCE_SECONDS, max(answered)
