"""R07: the disk is full. Nothing is half written, reads go on, and space is all it takes to go on."""

import os
import shutil
import subprocess
import time

import pytest

from support.desk import Desk
from support.web import Web
from support.cast import ANA
from support.writers import Writers, assert_kept

RECOVERY_SECONDS = 5


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def desk(tmp_path, furniture, small_disk):
    desk = Desk(tmp_path)
    desk.data = small_disk / "data"
    shutil.copytree(furniture, desk.data)
    with desk.opened():
        yield desk


def fill(path):
    """Takes all space that is left."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def test_R07_a_full_disk_is_told_reads_go_on_and_space_is_enough_to_recover(desk, small_disk, ask):
    agent = Web(desk.url).sign_in(ANA)
    with Writers(desk.url) as writers:
        writers.wait_for(20)
        fill(small_disk / "filler")
        refused = writers.wait_for_refusal()
        assert "Nothing was saved" in refused.words
        for path in ("/", "/healthz", "/dashboard"):
            assert agent.get(path).status == 200, path
        freed = time.monotonic()
        (small_disk / "filler").unlink()
        recovered = writers.taken_after(freed)
        writers.wait_for(20)
    assert recovered <= RECOVERY_SECONDS, recovered
    assert {each.status for each in writers.attempts} == {303, 503}
    assert_kept(writers.acknowledged, lambda sql: ask(desk, sql))
    assert ask(desk, "PRAGMA integrity_check") == [["ok"]]
