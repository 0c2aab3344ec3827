"""A page that plays Oracle Fusion: `deskbell simulate fusion` on another site than the desk, and agents who work there."""

import contextlib
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from .desk import Desk
from .patience import eventually
from .people import People, button, status
from .stand_in import StandIn

STORY = """() => fusion.log
    .filter(({ kind, operation }) => kind === "publish" && /Comm/.test(operation))
    .map(({ operation, request }) => [operation, request.reason].filter(Boolean).join(" "))"""


class FusionDouble(StandIn):
    def __init__(self, home, desk):
        super().__init__(home, "fusion", "--desk", desk)


class Crm(People):
    """People of a desk that is framed by the page of another site: the desk is at 127.0.0.1, that page at localhost."""

    def __init__(self, browser, desk, pictures, double):
        super().__init__(browser, desk, pictures)
        self.double = double
        # Where a frame is refused the browser says so on its console.
        self.troubles.allow(r"frame-ancestors|Failed to load resource.*403")

    def at_work(self, agent, available=True, microphone=True, options=None, **context):
        """An agent at the page around, signed in inside of the toolbar's frame."""
        work = self.workplace(microphone=microphone, options=options, **context)
        work.sign_in(agent)
        if available:
            work.go_available()
        return work

    def workplace(self, microphone=True, options=None, **context):
        page = self.page(**context)
        query = (options or {}) | ({} if microphone else {"microphone": "off"})
        page.goto(f"{self.double.url}/?{urlencode(query)}")
        return Workplace(page)


class Workplace:
    def __init__(self, page):
        self.page = page

    @property
    def toolbar(self):
        """The frame with the desk's phone."""
        self.page.locator("iframe").wait_for()
        frame = self.page.locator("iframe").element_handle().content_frame()
        assert frame, "there is no frame"
        return frame

    def sign_in(self, agent):
        toolbar = self.toolbar
        toolbar.locator("[name=username]").fill(agent.username)
        toolbar.locator("[name=password]").fill(agent.password)
        button(toolbar, "Sign in").click()
        expect(status(toolbar)).to_have_text("Ready")
        self.connected()

    def connected(self):
        expect(self.page.locator("[data-phone]")).not_to_have_attribute("data-state", "off", timeout=15_000)

    def go_available(self):
        toolbar = self.toolbar
        if button(toolbar, "Go available").is_visible():
            button(toolbar, "Go available").click()
        expect(self.page.locator("[data-phone]")).to_have_attribute("data-state", "available")

    # What the page around knows

    def fusion(self, script, argument=None):
        return self.page.evaluate(f"(argument) => {{ {script} }}", argument)

    @property
    def story(self):
        return self.page.evaluate(STORY)

    def tells(self, *story, within=15):
        """Waits until exactly this was told of calls."""
        eventually(lambda: self.story == list(story), within=within, what=f"the page around was told otherwise than {story}")

    def requests(self, operation):
        return self.fusion(
            "return fusion.log.filter((each) => each.kind === 'publish' && each.operation === argument).map((each) => each.request)",
            operation,
        )

    def command(self, name):
        """Presses a button of the page around; returns what the toolbar answers."""
        command = self.fusion("return fusion.command(argument)", name)
        return self._answer(command)

    def ask(self, name):
        return self._answer(self.fusion("return fusion.ask(argument)", name))

    def _answer(self, command):
        find = "return fusion.answers.find((each) => each.commandId === argument) ?? null"
        eventually(lambda: self.fusion(find, command) is not None, within=15, what="the toolbar did not answer")
        return self.fusion(find, command)

    def click(self, number, **contact):
        return self.fusion("return fusion.click(argument.number, argument.contact)", {"number": number, "contact": contact})

    # What is to be seen there

    @property
    def offer(self):
        return self.page.locator("[data-offer]")

    @property
    def engagement(self):
        return self.page.locator("[data-engagement]")

    @property
    def wrap_up(self):
        return self.page.locator("[data-wrap-up]")

    def panel_is(self, state):
        expect(self.toolbar.locator("body")).to_have_attribute("data-toolbar-state", re.compile(state), timeout=15_000)


@contextlib.contextmanager
def crm_opened(home, furniture, browser, pictures, settings=None):
    desk = Desk.furnished(home, furniture)
    desk.url = f"http://127.0.0.1:{desk.port}"
    double = FusionDouble(home, desk.url)
    desk.settings = desk.settings | {"DESKBELL_FUSION_ORIGINS": double.url} | (settings or {})
    with double.opened(), desk.opened():
        yield Crm(browser, desk, pictures, double)


@pytest.fixture
def crm(request, tmp_path, furniture, browser, pictures):
    """People whose agents work in another page; parametrized: with these settings."""
    with crm_opened(tmp_path, furniture, browser, pictures, getattr(request, "param", None)) as crm:
        yield crm
        if getattr(request.node, "has_failed", False):
            crm.photograph(request.node.name)
            print(f"pictures: {crm.pictures}\nconsole:\n{crm.desk.console()[-3000:]}")
        troubles = crm.leave()
        assert not troubles, "\n".join(troubles)
