"""R20: a backup while people work, and the drill of coming back from it."""

import itertools
import re
import subprocess
import time

import pytest
from conftest import URL, on_postgres

from support.desk import BINARY, Desk, clean_environment
from support.patience import eventually
from support.postgres import name_of
from support.web import Web
from support.writers import Writers, assert_kept

RESTORE_SECONDS = 60


@pytest.fixture
def empty(request, tmp_path, desk):
    """Another machine: a desk on the same engine that knows nothing."""
    home = tmp_path / "elsewhere"
    if URL not in desk.settings:
        return Desk(home)
    return on_postgres(request.getfixturevalue("postgres"), "template0", home)


def done(desk, *arguments):
    desk.home.mkdir(parents=True, exist_ok=True)
    ended = desk.command(*arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def refused(desk, *arguments):
    desk.home.mkdir(parents=True, exist_ok=True)
    ended = desk.command(*arguments)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stderr.startswith("deskbell: "), ended.stderr
    return ended.stderr


def tickets_in(told):
    """How many tickets a command counted."""
    return int(re.search(r"^tickets: (\d+)$", told, re.MULTILINE).group(1))


def test_R20_what_was_acknowledged_before_a_backup_is_served_after_a_restore(desk, empty, tmp_path, ask):
    file = tmp_path / "desk.backup"
    with Writers(desk.url) as writers:
        writers.wait_for(40)
        before = list(writers.acknowledged)
        told = done(desk, "backup", file)
        after = list(writers.acknowledged)
        writers.wait_for(10)
    assert {each.status for each in writers.attempts} == {303}
    assert len(before) <= tickets_in(told) <= len(after) + len(writers.threads)
    assert file.stat().st_mode & 0o077 == 0
    assert tickets_in(done(desk, "verify", file)) == tickets_in(told)
    began = time.monotonic()
    done(empty, "restore", file)
    with empty.opened():
        assert time.monotonic() - began <= RESTORE_SECONDS
        assert_kept(before, lambda sql: ask(empty, sql))
        web = Web(empty.url)
        keys = ask(empty, "SELECT key, name FROM tickets WHERE name LIKE 'Caller %'")
        assert len(keys) == tickets_in(told)
        for key, name in keys:
            page = web.get(f"/t/{key}")
            assert page.status == 200 and name in page.text, (key, name, page)
        # The numbers go on where they were.
        with Writers(empty.url, number=1) as others:
            others.wait_for(3)


def test_R20_restore_and_backup_overwrite_nothing(desk, empty, tmp_path, ask):
    file = tmp_path / "desk.backup"
    path = Web(desk.url)
    done(desk, "backup", file)
    whole = file.read_bytes()
    refused(desk, "backup", file)
    assert file.read_bytes() == whole
    done(empty, "restore", file)
    agents = ask(empty, "SELECT count(*) FROM agents")
    words = refused(empty, "restore", file)
    assert "error" not in words.lower().replace("deskbell", ""), words
    assert ask(empty, "SELECT count(*) FROM agents") == agents
    assert path.get("/").status == 200


def test_R20_a_damaged_backup_is_found_and_not_restored(desk, empty, tmp_path):
    file = tmp_path / "desk.backup"
    with Writers(desk.url) as writers:
        writers.wait_for(40)
    done(desk, "backup", file)
    whole = file.read_bytes()
    damages = {"cut": whole[: len(whole) * 2 // 3], "overwritten": overwritten(whole), "empty": b""}
    for name, content in damages.items():
        file.write_bytes(content)
        assert refused(desk, "verify", file), name
        assert refused(empty, "restore", file), name
    file.write_bytes(whole)
    done(empty, "restore", file)


def overwritten(content):
    """The middle was never written, as after a power cut."""
    third = len(content) // 3
    return content[:third] + bytes(third) + content[2 * third:]


def test_R20_a_killed_backup_leaves_no_file_of_the_final_name(desk, tmp_path):
    with Writers(desk.url) as writers:
        writers.wait_for(100)
    place = [] if URL in desk.settings else ["--data", desk.data]
    began = time.monotonic()
    done(desk, "backup", tmp_path / "whole.backup")
    whole = time.monotonic() - began
    killed = 0
    for number, share in itertools.product(range(3), (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)):
        file = tmp_path / f"killed-{number}-{share}.backup"
        process = subprocess.Popen(
            [BINARY, "backup", file, "--root", desk.root, *place], env=clean_environment(desk.settings),
            cwd=desk.home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        with_deadline(process, whole * share)
        process.kill()
        killed += process.wait() != 0
        if file.exists():
            done(desk, "verify", file)
    assert killed, "every backup was done before it could be killed"
    assert Web(desk.url).get("/").status == 200


def with_deadline(process, seconds):
    """Lets it run so far."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def test_R20_a_desk_moves_to_postgres_with_everything(postgres, sqlite_desk, tmp_path, ask):
    with Writers(sqlite_desk.url) as writers:
        writers.wait_for(40)
    there = on_postgres(postgres, "template0", tmp_path / "there")
    refused(sqlite_desk, "move", "--to", there.settings[URL])
    sqlite_desk.stop()
    told = done(sqlite_desk, "move", "--to", there.settings[URL])
    assert tickets_in(told) == len(writers.acknowledged)
    refused(sqlite_desk, "move", "--to", there.settings[URL])
    with there.opened():
        assert_kept(writers.acknowledged, lambda sql: ask(there, sql))
        with Writers(there.url, number=1) as others:
            others.wait_for(3)
    eventually(lambda: postgres.ask("SELECT 1", name_of(there.settings[URL])) == [["1"]])
    sqlite_desk.start()
