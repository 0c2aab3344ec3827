"""R09: the database file is deleted, replaced or made read-only under a running desk."""

import http.client
import shutil
import subprocess

import pytest

from support.cast import MIKA, ROBERT
from support.desk import Desk
from support.patience import eventually
from support.web import Web

FILES = ("desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm")


@pytest.fixture
def desk(tmp_path, furniture):
    """A desk that may end by itself."""
    desk = Desk.furnished(tmp_path, furniture).start()
    yield desk
    if desk.is_running:
        desk.process.kill()
        desk.process.wait()


def deleted(desk):
    for name in FILES:
        (desk.data / name).unlink(missing_ok=True)


def without_log(desk):
    (desk.data / "desk.sqlite-wal").unlink()


def replaced(desk):
    copy = desk.home / "copy.sqlite"
    shutil.copy(desk.data / "desk.sqlite", copy)
    copy.replace(desk.data / "desk.sqlite")


def assert_ended_for_the_supervisor(desk):
    code = eventually(desk.process.poll, within=5, what="the desk goes on")
    assert code == 1, code
    assert "removed or replaced" in desk.console()
    assert "Fatal error" not in desk.console()


@pytest.mark.parametrize("happen", [deleted, without_log, replaced])
def test_R09_nothing_is_acknowledged_into_a_file_that_is_gone(desk, happen):
    Web(desk.url).filed(ROBERT)
    happen(desk)
    try:
        answer = Web(desk.url).file(MIKA)
        assert answer.status == 503, answer
        assert "Nothing was saved" in answer.text
    except (OSError, http.client.HTTPException):
        # It noticed by itself before anybody asked, and is on its way out.
        pass
    assert_ended_for_the_supervisor(desk)


def test_R09_after_a_replacement_the_desk_starts_with_what_is_there(desk, ask):
    Web(desk.url).filed(ROBERT)
    eventually(lambda: ask(desk, "SELECT count(*) FROM tickets") == [["1"]])
    desk.stop()
    kept = desk.home / "kept.sqlite"
    shutil.copy(desk.data / "desk.sqlite", kept)
    desk.start()
    Web(desk.url).filed(MIKA)
    for name in FILES[1:]:
        (desk.data / name).unlink(missing_ok=True)
    kept.replace(desk.data / "desk.sqlite")
    assert Web(desk.url).file(MIKA).status == 503
    assert_ended_for_the_supervisor(desk)
    desk.start()
    assert ask(desk, "SELECT name FROM tickets") == [[ROBERT.name]]
    assert Web(desk.url).file(MIKA).status == 303


@pytest.fixture
def immutable(desk):
    """Makes the files read-only even for who has them open; undone at the end."""
    def change(flag):
        files = [desk.data / name for name in FILES[:2] if (desk.data / name).exists()]
        return subprocess.run(["chattr", flag, *files], capture_output=True, text=True, check=False)

    if change("+i").returncode != 0:
        pytest.skip("this file system knows no immutable files, or they are for root alone")
    change("-i")
    yield lambda: change("+i"), lambda: change("-i")
    change("-i")


def test_R09_a_read_only_file_is_told_and_writing_goes_on_when_it_is_writable_again(desk, immutable):
    lock, unlock = immutable
    path = Web(desk.url).filed(ROBERT)
    lock()
    answer = Web(desk.url).file(MIKA)
    assert answer.status == 503, answer
    assert "Nothing was saved" in answer.text
    assert Web(desk.url).get(path).status == 200
    unlock()
    eventually(lambda: Web(desk.url).file(MIKA).status == 303, within=5, what="it does not recover")
    desk.stop()
