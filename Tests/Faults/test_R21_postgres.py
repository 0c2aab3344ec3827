"""R21: PostgreSQL restarts, sleeps, is cut off, loses its connections or has none left."""

import time

import pytest
from conftest import on_postgres

from support import live
from support.cast import ANA, ROBERT
from support.patience import eventually
from support.postgres import name_of
from support.proxy import CUT, PASSING, SILENT, Proxy
from support.web import Web
from support.writers import Writers, assert_kept

# About four seconds, on a machine with other things to do.
PATIENCE_SECONDS = 5
RECOVERY_SECONDS = 5


@pytest.fixture
def proxy(postgres):
    proxy = Proxy(postgres.port)
    yield proxy
    proxy.close()


@pytest.fixture
def desk(postgres, template, tmp_path, proxy):
    """A desk whose way to PostgreSQL can be cut. Whatever a test broke is whole before the desk is closed."""
    with on_postgres(postgres, template, tmp_path, proxy.port).opened() as desk:
        try:
            yield desk
        finally:
            proxy.become(PASSING)
            postgres.mend()


@pytest.fixture
def kept(postgres, desk):
    name = name_of(desk.settings["DESKBELL_DATABASE"])
    return lambda acknowledged: assert_kept(acknowledged, lambda sql: postgres.ask(sql, name))


def assert_plain(attempts):
    """Everybody was answered in time: taken, or told on a page what to do."""
    assert attempts
    for each in attempts:
        assert each.status in (303, 503), (each.status, each.words[:300])
        assert each.seconds <= PATIENCE_SECONDS, (each.status, each.seconds)
        if each.status == 503:
            assert "<h1" in each.words and ("Nothing was saved" in each.words or "not known" in each.words), each.words


def assert_page_in_time(desk):
    """Who only looks is answered in time, too."""
    began = time.monotonic()
    answer = Web(desk.url).get("/")
    assert time.monotonic() - began <= PATIENCE_SECONDS
    assert answer.status in (200, 503), answer
    assert answer.status == 200 or "<h1" in answer.text
    assert Web(desk.url).get("/healthz").status == 200


def readiness(desk):
    return Web(desk.url).get("/readyz").status


def endured(desk, kept, begin, mend, seconds=0.0):
    """People write while this begins, lasts until somebody was refused, and is mended."""
    with Writers(desk.url) as writers:
        writers.wait_for(20)
        began = time.monotonic()
        begin()
        writers.wait_for_refusal(within=20)
        assert_page_in_time(desk)
        eventually(lambda: readiness(desk) == 503, within=8, what="a balancer is told that all is well")
        eventually(lambda: time.monotonic() - began >= seconds, within=seconds + 1)
        mended = time.monotonic()
        mend()
        recovered = writers.taken_after(mended)
        eventually(lambda: readiness(desk) == 200, within=RECOVERY_SECONDS, what="it is not ready again")
        writers.wait_for(20)
    assert_plain(writers.since(0))
    assert recovered <= RECOVERY_SECONDS, recovered
    kept(writers.acknowledged)
    assert_live(desk)


def assert_live(desk):
    """Pages hear again what others do."""
    agent = live.agent(desk, ANA)
    caller = live.customer(desk, ROBERT)
    call = caller.outcome(caller.dial())["id"]
    agent.call(lambda each: each["id"] == call)
    for each in (agent, caller):
        each.close()


def test_R21_postgres_is_restarted_at_once(postgres, desk, kept):
    with Writers(desk.url) as writers:
        writers.wait_for(20)
        postgres.restart("immediate")
        restarted = time.monotonic()
        recovered = writers.taken_after(restarted)
        writers.wait_for(20)
    assert_plain(writers.since(0))
    assert recovered <= RECOVERY_SECONDS, recovered
    kept(writers.acknowledged)
    assert_live(desk)


def test_R21_postgres_is_down_for_a_while(postgres, desk, kept):
    endured(desk, kept, lambda: postgres.stop("immediate"), postgres.start, seconds=30)


def test_R21_postgres_sleeps_ten_seconds(postgres, desk, kept):
    endured(desk, kept, postgres.sleep, postgres.wake, seconds=10)


def test_R21_the_way_to_postgres_is_cut(desk, kept, proxy):
    endured(desk, kept, lambda: proxy.become(CUT), lambda: proxy.become(PASSING), seconds=6)


def test_R21_the_way_to_postgres_falls_silent(desk, kept, proxy):
    endured(desk, kept, lambda: proxy.become(SILENT), lambda: proxy.become(PASSING), seconds=10)


def test_R21_connections_are_killed(postgres, desk, kept):
    name = name_of(desk.settings["DESKBELL_DATABASE"])
    with Writers(desk.url) as writers:
        for _ in range(5):
            writers.wait_for(10)
            postgres.kill_backends(name)
        writers.wait_for(20)
    assert_plain(writers.since(0))
    kept(writers.acknowledged)
    assert_live(desk)


def test_R21_every_connection_waits_for_a_lock_of_somebody_else(postgres, desk, kept):
    name = name_of(desk.settings["DESKBELL_DATABASE"])
    # More people than the desk has connections.
    with Writers(desk.url, number=24) as writers:
        writers.wait_for(20)
        with postgres.holding("LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE", name):
            writers.wait_for_refusal()
            assert_page_in_time(desk)
        recovered = writers.taken_after(time.monotonic())
        writers.wait_for(20)
    assert_plain(writers.since(0))
    assert recovered <= RECOVERY_SECONDS, recovered
    kept(writers.acknowledged)
