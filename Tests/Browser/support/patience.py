"""Waiting for something to become true, never for time to pass."""

import time

PAUSE = 0.02


def eventually(look, within=15.0, what="it did not happen"):
    """Looks until `look` returns something true, and returns that."""
    deadline = time.monotonic() + within
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} (waited {within} s, last seen: {seen!r})")
        time.sleep(PAUSE)
