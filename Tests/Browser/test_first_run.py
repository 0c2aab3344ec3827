"""The first minutes of a new desk."""

import re

import pytest
from playwright.sync_api import expect

from support.cast import ANA, DORA
from support.desk import Desk
from support.patience import eventually
from support.people import button, status
from support.web import Web

LINK = re.compile(r"http://localhost:(\d+)(/setup\?code=[A-Za-z0-9_-]+)")


@pytest.fixture
def desk(tmp_path):
    """A desk nobody has set up."""
    with Desk(tmp_path).opened() as fresh:
        yield fresh


def setup_link(desk):
    found = eventually(lambda: LINK.findall(desk.console()), what="no setup link on the console")
    assert len(found) == 1, "the link is printed once"
    port, path = found[0]
    assert int(port) == desk.port
    return path


def test_the_setup_link_makes_the_first_admin_and_is_gone(people, desk):
    page = people.page()
    path = setup_link(desk)
    page.goto(path)
    page.locator("[name=name]").fill("Dora Quist")
    page.locator("[name=username]").fill("dora")
    page.locator("[name=password]").fill("short")
    button(page, "Create the first admin").click()
    expect(page.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=name]")).to_have_value("Dora Quist")
    page.locator("[name=password]").fill(DORA.password)
    button(page, "Create the first admin").click()
    page.wait_for_url(lambda url: "/setup" not in url)
    web = Web(desk.url)
    assert web.get(path).status == 404
    assert web.get("/setup").status == 404
    assert web.sign_in(DORA).get("/dashboard/people").status == 200


def test_a_wrong_code_makes_nobody(desk):
    setup_link(desk)
    web = Web(desk.url)
    fields = {"name": "Mallory", "username": "mallory", "password": "a long enough password"}
    for code in ("", "0", "A" * 22, "%00"):
        assert web.get(f"/setup?code={code}").status in (403, 404)
        assert web.post("/setup", fields | {"code": code}).status in (403, 404)
    assert web.post("/sign-in", {"username": "mallory", "password": "a long enough password"}).status == 401


def test_a_desk_with_agents_prints_no_link(tmp_path):
    desk = Desk(tmp_path)
    desk.add_agent(ANA)
    with desk.opened():
        assert "/setup" not in desk.console()
        assert Web(desk.url).get("/setup").status == 404


def test_while_the_server_runs_a_command_names_the_process_that_holds_the_data(desk):
    done = desk.command(
        "agent", "add", "ana", "--name", "Ana Diaz", "--password-stdin", stdin="a long enough password\n"
    )
    assert done.returncode != 0
    words = done.stdout + done.stderr
    assert "in use" in words and f"process {desk.process.pid}" in words, words


def test_a_second_server_refuses_the_same_data(desk, tmp_path):
    second = Desk(tmp_path)
    second.home = tmp_path
    done = second.command("serve", "--port", second.port)
    assert done.returncode != 0
    assert f"process {desk.process.pid}" in done.stdout + done.stderr


def test_a_new_agent_is_away_and_takes_calls_when_told_so(people, desk):
    desk.stop()
    desk.add_agent(ANA)
    desk.start()
    ana = people.agent(ANA, available=False)
    expect(status(ana)).to_have_text("Ready")
    expect(button(ana, "Go available")).to_be_visible()
    button(ana, "Go available").click()
    expect(button(ana, "Go away")).to_be_visible()
