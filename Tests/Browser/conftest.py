"""The stage: one Chromium, a desk for each test, people with browsers of their own."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from support.cast import AGENTS
from support.desk import BINARY, Desk
from support.people import People
from support.phones import phones_opened
from support.web import Web

# A machine that is busy makes everything late; what comes sooner is not waited for.
expect.set_options(timeout=20_000)


def pytest_sessionstart(session):
    if not BINARY.exists():
        raise pytest.UsageError(f"{BINARY} is missing: build it with `swift build` first.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


@pytest.fixture(scope="session")
def browser():
    chromium = os.environ.get("DESKBELL_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium,
            args=["--use-fake-device-for-media-stream"],
            # Chromium's sandbox refuses to run as root.
            chromium_sandbox=os.geteuid() != 0,
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def furniture(tmp_path_factory):
    """A data directory that knows Ana, Ben and Dora, made once through the command line."""
    desk = Desk(tmp_path_factory.mktemp("furniture"))
    for agent in AGENTS:
        desk.add_agent(agent)
    return desk.data


@pytest.fixture
def desk(tmp_path, furniture):
    """A desk for this test alone."""
    with Desk.furnished(tmp_path, furniture).opened() as desk:
        yield desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory, furniture):
    """One desk for all tests of a file that do not disturb each other."""
    with Desk.furnished(tmp_path_factory.mktemp("desk"), furniture).opened() as desk:
        yield desk


@pytest.fixture
def people(request, browser, desk, pictures):
    yield from attended(request, People(browser, desk, pictures))


@pytest.fixture
def shared_people(request, browser, shared_desk, pictures):
    yield from attended(request, People(browser, shared_desk, pictures))


@pytest.fixture
def phones(request, tmp_path, furniture, browser, pictures):
    """People at a desk with a line to the double; parametrized: with these settings."""
    with phones_opened(tmp_path, furniture, browser, pictures, getattr(request, "param", None)) as phones:
        yield from attended(request, phones)


def attended(request, people):
    yield people
    if getattr(request.node, "has_failed", False):
        people.photograph(request.node.name)
        print(f"pictures: {people.pictures}\nconsole:\n{people.desk.console()[-3000:]}")
        if hasattr(people, "double"):
            print(f"double:\n{people.double.state()}")
    troubles = people.leave()
    assert not troubles, "\n".join(troubles)


@pytest.fixture(scope="session")
def pictures():
    """Where pages are photographed when a test fails."""
    folder = Path(os.environ.get("DESKBELL_PICTURES") or tempfile.mkdtemp(prefix="deskbell-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def web(desk):
    yield from connected(desk)


@pytest.fixture
def shared_web(shared_desk):
    yield from connected(shared_desk)


def connected(desk):
    web = Web(desk.url)
    yield web
    web.close()
