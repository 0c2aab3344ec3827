"""R01: kill -9 while people write. What was acknowledged is there, once."""

from support.writers import Writers, assert_kept

KILLS = 3


def test_R01_a_killed_desk_has_every_acknowledged_ticket_once(desk, ask):
    with Writers(desk.url, number=6, pause=0.005) as writers:
        for _ in range(KILLS):
            writers.wait_for(30)
            desk.process.kill()
            desk.process.wait()
            desk.start()
        writers.wait_for(30)
    assert_kept(writers.acknowledged, lambda sql: ask(desk, sql))
    assert {each.status for each in writers.attempts} <= {303, None}


def test_R01_a_killed_desk_starts_within_seconds_and_its_tables_are_whole(sqlite_desk, ask):
    with Writers(sqlite_desk.url, number=6, pause=0.005) as writers:
        writers.wait_for(60)
        sqlite_desk.process.kill()
        sqlite_desk.process.wait()
    sqlite_desk.start()
    assert ask(sqlite_desk, "PRAGMA integrity_check") == [["ok"]]
    assert_kept(writers.acknowledged, lambda sql: ask(sqlite_desk, sql))
