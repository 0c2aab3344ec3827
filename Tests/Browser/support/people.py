"""People with browsers: each has a context of their own, and whatever goes wrong in their pages is remembered."""

import re
from pathlib import Path

from playwright.sync_api import expect

INSTRUMENTS = (Path(__file__).parent / "instruments.js").read_text(encoding="utf-8")
# Chromium reports every 4xx answer to a page, form or fetch as a console error; those are tested by their words.
EXPECTED_ERRORS = (re.compile(r"Failed to load resource: the server responded with a status of 4(01|03|04|09|22|29)"),)


class Troubles:
    """Console errors, page errors, policy violations and broken answers of all pages of one test."""

    def __init__(self):
        self.seen = []
        self.allowed = list(EXPECTED_ERRORS)

    def allow(self, pattern):
        self.allowed.append(re.compile(pattern))

    def watch(self, context):
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"uncaught: {error.error}"))
        context.on("response", self._response)

    def _console(self, message):
        if message.type == "error":
            self._note(f"console: {message.text}")

    def _response(self, response):
        broken_asset = response.status >= 400 and "/assets/" in response.url
        if response.status >= 500 or broken_asset:
            self._note(f"answer: {response.status} {response.url}")

    def _note(self, words):
        if not any(pattern.search(words) for pattern in self.allowed):
            self.seen.append(words)

    def collect_violations(self, page):
        if page.is_closed() or not page.url.startswith("http"):
            return
        for words in page.evaluate("() => window.instruments ? window.instruments.violations : []"):
            self._note(f"policy: {words}")


class People:
    def __init__(self, browser, desk, pictures):
        self.browser = browser
        self.desk = desk
        self.pictures = pictures
        self.troubles = Troubles()
        self.contexts = []

    # Arriving

    def context(self, microphone=True, **options):
        options = {"base_url": self.desk.url, "locale": "en-US", "timezone_id": "UTC"} | options
        permissions = ["microphone"] if microphone else []
        context = self.browser.new_context(permissions=permissions, **options)
        context.set_default_timeout(20_000)
        if options.get("java_script_enabled", True):
            context.add_init_script(INSTRUMENTS)
        self.troubles.watch(context)
        self.contexts.append(context)
        return context

    def page(self, **options):
        return self.context(**options).new_page()

    def agent(self, agent, available=True, path="/dashboard", **options):
        """Somebody signed in, on the dashboard, taking calls unless told otherwise."""
        page = self.page(**options)
        sign_in(page, agent, path)
        if available:
            go_available(page)
        return page

    def customer(self, customer, **options):
        """Somebody who just filed a ticket and looks at its page."""
        page = self.page(**options)
        file_ticket(page, customer)
        if options.get("java_script_enabled", True):
            expect(status(page)).to_have_text("Ready")
        return page

    # Leaving

    def photograph(self, name):
        for number, page in enumerate(self.pages()):
            if not page.is_closed():
                page.screenshot(path=self.pictures / f"{name}-{number}.png", full_page=True)

    def pages(self):
        return [page for context in self.contexts for page in context.pages]

    def leave(self):
        for page in self.pages():
            self.troubles.collect_violations(page)
        for context in self.contexts:
            context.close()
        return self.troubles.seen


# What people see and do

def status(page):
    return page.get_by_role("status")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def fill_form(page, customer):
    page.locator("[name=name]").fill(customer.name)
    page.locator("[name=phone_number]").fill(customer.phone)
    page.locator("[name=description]").fill(customer.problem)


def file_ticket(page, customer):
    page.goto("/")
    fill_form(page, customer)
    button(page, "Submit ticket").click()
    page.wait_for_url(re.compile(r"/t/"))
    expect(page.get_by_text("Your ticket was submitted.")).to_be_visible()


def sign_in(page, agent, path="/dashboard"):
    page.goto(path)
    page.locator("[name=username]").fill(agent.username)
    page.locator("[name=password]").fill(agent.password)
    button(page, "Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def go_available(page):
    expect(status(page)).to_have_text("Ready")
    if button(page, "Go available").is_visible():
        button(page, "Go available").click()
    expect(button(page, "Go away")).to_be_visible()


def row_of(page, customer):
    return page.locator("#tickets > li").filter(has_text=customer.name)


def call_customer(page, customer):
    return row_of(page, customer).get_by_role("button", name="Call Customer", exact=True)


def in_call_with(name):
    """The state of the phone in a call: the words and a running timer."""
    return re.compile(rf"^\s*In call with {re.escape(name)}\s+\d+:\d\d\s*$")


def mark(page):
    """Leaves a mark that a reload would wipe away."""
    page.evaluate("() => { window.neverReloaded = true }")


def assert_never_reloaded(page):
    assert page.evaluate("() => window.neverReloaded === true"), "the page was loaded anew"
