"""People who file tickets all the time, send again what was not answered, and keep a journal of what they were told."""

import base64
import collections
import http.client
import os
import threading
import time
from dataclasses import dataclass

from .cast import ROBERT
from .patience import eventually
from .web import Web


@dataclass(frozen=True)
class Attempt:
    name: str
    began: float
    ended: float
    # None where no answer came.
    status: int | None
    words: str

    @property
    def seconds(self):
        return self.ended - self.began


class Writers:
    """Each ticket is sent again, with the same submission, until it was acknowledged or nobody waits any more."""

    def __init__(self, url, number=4, pause=0.05):
        self.url = url
        self.pause = pause
        self.attempts, self.acknowledged = [], []
        self.done = threading.Event()
        self.threads = [
            threading.Thread(target=self._work, args=(each,), daemon=True) for each in range(1, number + 1)
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join(timeout=30)
        assert not any(thread.is_alive() for thread in self.threads), "a request hangs"

    def _work(self, number):
        turn = 0
        while not self.done.wait(self.pause):
            turn += 1
            self._file(f"Caller {number}-{turn}")

    def _file(self, name):
        fields = {
            "submission": base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("="),
            "name": name, "phone_number": ROBERT.phone, "description": ROBERT.problem,
        }
        while self._attempt(name, fields) != 303:
            if self.done.wait(0.1):
                return
        self.acknowledged.append(name)

    def _attempt(self, name, fields):
        # A connection and a browser of its own each time: a kept one could close just when it is used.
        web = Web(self.url)
        began = time.monotonic()
        try:
            answer = web.post("/tickets", fields, headers={"Connection": "close"})
            status, words = answer.status, answer.text
        except (OSError, http.client.HTTPException) as error:
            status, words = None, repr(error)
        finally:
            web.close()
        self.attempts.append(Attempt(name, began, time.monotonic(), status, words))
        return status

    # What happened

    def since(self, moment):
        return [each for each in list(self.attempts) if each.began >= moment]

    def wait_for(self, more, within=30):
        """Until this many more tickets are acknowledged."""
        goal = len(self.acknowledged) + more
        eventually(
            lambda: len(self.acknowledged) >= goal, within=within,
            what=f"tickets are not taken: {[(each.status, each.words[:90]) for each in self.attempts[-4:]]}",
        )

    def wait_for_refusal(self, within=30):
        """Until somebody was told that nothing can be saved now; returns that."""
        known = len(self.attempts)

        def refusal():
            return next((each for each in self.attempts[known:] if each.status == 503), None)

        return eventually(refusal, within=within, what="nobody was refused")

    def taken_after(self, moment, within=20):
        """How many seconds after this moment the first ticket was taken."""
        def first():
            return next((each for each in self.attempts if each.status == 303 and each.ended > moment), None)

        return eventually(first, within=within, what="no ticket is taken any more").ended - moment


def assert_kept(acknowledged, ask):
    """Every acknowledged ticket is there exactly once, none is there twice, and no row is half.

    `ask` runs SQL and returns rows of texts.
    """
    kept = collections.Counter(name for (name,) in ask("SELECT name FROM tickets WHERE name LIKE 'Caller %'"))
    lost = [name for name in acknowledged if not kept[name]]
    assert not lost, f"acknowledged and lost: {lost[:10]}, {len(lost)} of {len(acknowledged)}"
    doubled = [name for name, times in kept.items() if times > 1]
    assert not doubled, f"kept more than once: {doubled[:10]}"
    ((tickets,),) = ask("SELECT count(*) FROM tickets")
    assert ask("SELECT tickets FROM ticket_counts WHERE status = 'open'") == [[tickets]]
    assert ask("SELECT count(*), count(DISTINCT ticket_id) FROM ticket_events WHERE kind = 'filed'") == [[tickets] * 2]
