"""A partner's site with a toolbar on it, and the toolbar in a dashboard's frame."""

import contextlib
import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import expect

from .patience import eventually

FILES = Path(__file__).parent / "partner"
ROBERTS_NUMBER = "+14158675309"


class Files(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def partner_site():
    """Serves the toolbar on an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=FILES))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Toolbar:
    """The partner's page inside somebody's dashboard."""

    def __init__(self, page):
        self.page = page
        self.frame = section(page).locator("iframe").element_handle().content_frame()
        self.frame.wait_for_url("**/toolbar.html*")
        self.frame.wait_for_function("() => window.bar?.isReady", timeout=20_000)

    def run(self, script, argument=None):
        return self.frame.evaluate(script, argument)

    def available(self):
        self.run("() => bar.state(true, true, 'Idle')")
        return self

    def ring(self, call="c1", number=ROBERTS_NUMBER, **more):
        """Offers a call; the answer to it."""
        return self.run("([id, number, more]) => bar.ring(id, bar.number(number, more))", [call, number, more])

    def dial(self, call, number=ROBERTS_NUMBER, **more):
        return self.run("([id, number, more]) => bar.ring(id, bar.number(number, more, 'out'))", [call, number, more])

    def start(self, call="c1"):
        return self.run("(id) => bar.start(id)", call)

    def close(self, call="c1", reason="WRAPUP", **more):
        return self.run("([id, reason, more]) => bar.close(id, reason, more)", [call, reason, more])

    def commands(self):
        return self.run("() => bar.commands")

    def expect_command(self, *command):
        eventually(lambda: list(command) in self.commands(), what=f"{command} was not asked")


def section(page):
    return page.locator("[data-partner]")


def offer(page):
    return page.get_by_role("alertdialog")


def engagement(page):
    return page.locator("[data-partner-engagement]")


def wrap_up(page):
    return page.locator("[data-partner-wrap-up]")


def icon(page):
    return page.locator("[data-partner-icon]")


def key(page, name):
    return section(page).get_by_role("button", name=name, exact=True)


def talking(page, toolbar, call="c1", **more):
    """A call that was offered, answered here and started there."""
    toolbar.ring(call, **more)
    key(page, "Answer").click()
    toolbar.expect_command("accept", call)
    toolbar.start(call)
    expect(engagement(page)).to_be_visible()
