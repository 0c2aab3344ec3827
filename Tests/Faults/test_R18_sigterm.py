"""R18: SIGTERM while people work. Who was being answered is answered, and the desk ends cleanly."""

import signal
import socket
import time
from urllib.parse import urlencode

from support import live
from support.cast import ANA, ROBERT
from support.writers import Writers, assert_kept

GOING_AWAY = (1001, 1012)
# What is sent just before the signal may find the door closed.
GRACE_SECONDS = 0.1


def test_R18_no_request_in_flight_is_broken_and_nothing_acknowledged_is_lost(desk, ask):
    sockets = [live.agent(desk, ANA), *(live.visitor(desk) for _ in range(10))]
    with Writers(desk.url, number=8, pause=0) as writers:
        writers.wait_for(200)
        asked = time.monotonic()
        desk.stop()
    before = [each for each in writers.attempts if each.began < asked - GRACE_SECONDS]
    assert {each.status for each in before} <= {303}, [
        (each.began - asked, each.ended - asked, each.words) for each in before if each.status != 303]
    assert {each.status for each in writers.attempts} <= {303, 503, None}
    assert {each.closed() for each in sockets} <= set(GOING_AWAY)
    desk.start()
    assert_kept(writers.acknowledged, lambda sql: ask(desk, sql))


def half_a_request(desk, more):
    """A ticket whose last bytes are still to come."""
    fields = {"submission": "", "name": ROBERT.name, "phone_number": ROBERT.phone, "description": ROBERT.problem}
    body = urlencode(fields).encode()
    head = (
        f"POST /tickets HTTP/1.1\r\nHost: localhost:{desk.port}\r\nOrigin: {desk.url}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    connection = socket.create_connection(("127.0.0.1", desk.port), timeout=10)
    connection.sendall(head + body[:-more])
    return connection, body[-more:]


def test_R18_a_request_that_is_still_coming_in_is_finished(desk, ask):
    # One that is whole proves that the desk has taken the other, which came before it, from its queue.
    connection, rest = half_a_request(desk, more=5)
    live.visitor(desk).close()
    desk.process.send_signal(signal.SIGTERM)
    connection.sendall(rest)
    answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 303"), answer[:200]
    connection.close()
    assert desk.process.wait(timeout=15) == 0
    desk.start()
    assert ask(desk, "SELECT count(*) FROM tickets") == [["1"]]


def test_R18_a_second_signal_does_no_harm(desk):
    sockets = [live.visitor(desk) for _ in range(3)]
    desk.process.send_signal(signal.SIGTERM)
    desk.process.send_signal(signal.SIGTERM)
    assert desk.process.wait(timeout=15) == 0
    assert {each.closed() for each in sockets} <= set(GOING_AWAY)
    desk.start()
