"""How long people wait in a call: real WebRTC between two pages of one Chromium with fake microphones."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from support.cast import ANA, ROBERT
from support.people import People, button, call_customer, in_call_with, status

STOPWATCH = (Path(__file__).parent / "stopwatch.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Waits:
    """Milliseconds, one for each call."""
    press_to_ring: list
    answer_to_audio: list
    browser: str


def measure(desk, count, pictures):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        people = People(browser, desk, pictures)
        customer, agent = people.customer(ROBERT), people.agent(ANA)
        for page in (customer, agent):
            page.evaluate(STOPWATCH)
        waits = [one_call(customer, agent) for _ in range(count)]
        people.leave()
        version = browser.version
        browser.close()
    return Waits([ring for ring, _ in waits], [audio for _, audio in waits], f"Chromium {version}")


def launch(playwright):
    return playwright.chromium.launch(
        executable_path=os.environ.get("DESKBELL_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium",
        args=["--use-fake-device-for-media-stream"],
        # Chromium's sandbox refuses to run as root.
        chromium_sandbox=os.geteuid() != 0,
    )


def one_call(customer, agent):
    for page in (customer, agent):
        page.evaluate("() => stopwatch.reset()")
    call_customer(agent, ROBERT).click()
    rang = noted(customer, "rang")
    pressed_call = noted(agent, "pressed")
    agent.evaluate("() => stopwatch.listen()")
    button(customer, "Answer").click()
    heard = noted(agent, "heard")
    pressed_answer = noted(customer, "pressed")
    end(customer, agent)
    return rang - pressed_call, heard - pressed_answer


def noted(page, name):
    return page.wait_for_function(f"() => stopwatch.times.{name} > 0 && stopwatch.times.{name}").json_value()


def end(customer, agent):
    expect(status(agent)).to_have_text(in_call_with(ROBERT.name))
    button(agent, "Hang up").click()
    for page in (customer, agent):
        expect(status(page)).to_have_text("Ready")
