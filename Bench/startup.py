"""How soon a desk answers after it was started."""

import http.client
import time

PAUSE = 0.001
PATIENCE_SECONDS = 30


def measure(desk, times):
    """Seconds from starting the process to the first answer of `/healthz`, for each of so many starts."""
    return [one_start(desk) for _ in range(times)]


def one_start(desk):
    began = time.perf_counter()
    desk.launch()
    while not answers(desk):
        if time.perf_counter() - began > PATIENCE_SECONDS or not desk.is_running:
            raise RuntimeError(f"the server did not answer:\n{desk.console()[-3000:]}")
        time.sleep(PAUSE)
    seconds = time.perf_counter() - began
    desk.stop()
    return seconds


def answers(desk):
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
