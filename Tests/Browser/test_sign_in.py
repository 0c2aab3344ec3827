"""Agents come in, go out, and are shut out at once."""

import re

import pytest
from playwright.sync_api import expect

from support.cast import ANA, BEN, DORA, ROBERT, Agent
from support.patience import eventually
from support.people import button, sign_in, status
from support.web import Web

# The sentence for a wrong password and for an unknown name is the same.
REFUSED = 401


def test_a_stranger_is_asked_to_sign_in_and_comes_where_they_wanted(shared_people, shared_web):
    shared_web.filed(ROBERT)
    page = shared_people.page()
    sign_in(page, ANA, path="/dashboard/tickets/1")
    expect(page).to_have_url(re.compile("/dashboard/tickets/1$"))


def test_signing_out_closes_every_page_of_the_session(shared_people):
    page = shared_people.agent(ANA, available=False)
    second = page.context.new_page()
    second.goto("/dashboard")
    expect(status(second)).to_have_text("Ready")
    button(page, "Sign out").click()
    page.wait_for_url(lambda url: "/dashboard" not in url)
    expect(second).to_have_url(re.compile("/sign-in"))
    page.goto("/dashboard")
    expect(button(page, "Sign in")).to_be_visible()


def test_a_wrong_password_is_told_and_the_name_stays(shared_people):
    page = shared_people.page()
    page.goto("/sign-in")
    page.locator("[name=username]").fill("ana")
    page.locator("[name=password]").fill("not this one")
    button(page, "Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=username]")).to_have_value("ana")
    expect(page.locator("[name=password]")).to_have_value("")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(shared_desk):
    def answer(username):
        answer = Web(shared_desk.url).post("/sign-in", {"username": username, "password": "not this one at all"})
        return answer.status, re.sub(username, "NAME", answer.text)

    assert answer("ben") == answer("bob")


def test_an_agent_may_write_the_name_in_any_case(shared_desk):
    Web(shared_desk.url).sign_in(Agent("BEN", BEN.name, BEN.role, BEN.password))


@pytest.mark.parametrize("there", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/%0d%0aSet-Cookie:x=1", "http:evil.example", "/\t/evil.example", "dashboard", " //evil.example",
])
def test_sign_in_leads_to_our_own_pages_only(shared_desk, there):
    web = Web(shared_desk.url)
    answer = web.post("/sign-in", {"username": ANA.username, "password": ANA.password, "next": there})
    assert answer.status == 303
    assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", answer.location), answer.location
    assert "evil" not in answer.location or answer.location.startswith("/%"), answer.location


def test_ten_wrong_passwords_close_the_account_for_that_address(desk):
    web = Web(desk.url)
    seen = [web.post("/sign-in", {"username": "ana", "password": f"wrong number {number}"}) for number in range(12)]
    assert seen[0].status == REFUSED
    assert seen[-1].status == 429
    assert int(seen[-1].headers["Retry-After"]) > 0
    right = web.post("/sign-in", {"username": "ana", "password": ANA.password})
    assert right.status == 429


def test_a_disabled_agent_is_out_at_once(people, desk):
    ana = people.agent(ANA)
    dora = people.agent(DORA, available=False, path="/dashboard/people")
    person = dora.locator(".person").filter(has_text="Ana Diaz")
    person.get_by_role("button", name="Disable").click()
    expect(person.get_by_role("button", name="Enable")).to_be_visible()
    expect(ana).to_have_url(re.compile("/sign-in"))
    refused = Web(desk.url).post("/sign-in", {"username": ANA.username, "password": ANA.password})
    assert refused.status == REFUSED
    person.get_by_role("button", name="Enable").click()
    expect(person.get_by_role("button", name="Disable")).to_be_visible()
    sign_in(ana, ANA)


def test_a_new_password_ends_the_old_sessions(people, desk):
    ana = people.agent(ANA)
    dora = people.agent(DORA, available=False, path="/dashboard/people")
    person = dora.locator(".person").filter(has_text="Ana Diaz")
    person.get_by_text("Reset password").click()
    person.locator("[name=password]").fill("short")
    person.get_by_role("button", name="Save password").click()
    expect(person.locator(".field-error")).to_be_visible()
    person.locator("[name=password]").fill("a brand new set of words")
    person.get_by_role("button", name="Save password").click()
    expect(dora.locator(".notice")).to_be_visible()
    expect(ana).to_have_url(re.compile("/sign-in"))
    assert Web(desk.url).post("/sign-in", {"username": "ana", "password": ANA.password}).status == REFUSED
    Web(desk.url).sign_in(Agent("ana", ANA.name, ANA.role, "a brand new set of words"))


def test_an_admin_adds_an_agent_who_can_work_at_once(people):
    dora = people.agent(DORA, available=False, path="/dashboard/people")
    dora.get_by_label("Name", exact=True).fill("Cleo Ng")
    dora.get_by_label("Username").fill("cleo")
    dora.get_by_label("Password", exact=True).fill("short")
    button(dora, "Add").click()
    expect(dora.get_by_label("Name", exact=True)).to_have_value("Cleo Ng")
    expect(dora.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    dora.get_by_label("Password", exact=True).fill("a stable of tall bikes")
    button(dora, "Add").click()
    expect(dora.locator(".person").filter(has_text="Cleo Ng")).to_be_visible()
    cleo = people.agent(Agent("cleo", "Cleo Ng", "agent", "a stable of tall bikes"))
    expect(cleo.get_by_text("There are no support tickets yet.")).to_be_visible()


def test_presence_is_kept_over_a_reload_and_follows_to_every_tab(people):
    ana = people.agent(ANA)
    ana.reload()
    expect(button(ana, "Go away")).to_be_visible()
    second = ana.context.new_page()
    second.goto("/dashboard")
    button(second, "Go away").click()
    expect(button(ana, "Go available")).to_be_visible()


def test_a_session_is_a_secret_of_its_own_for_each_sign_in(shared_desk):
    first, second = Web(shared_desk.url).sign_in(ANA), Web(shared_desk.url).sign_in(ANA)
    assert set(first.cookies) == set(second.cookies)
    assert all(first.cookies[name] != second.cookies[name] for name in first.cookies)


def test_one_session_ending_leaves_the_others(shared_desk):
    first, second = Web(shared_desk.url).sign_in(BEN), Web(shared_desk.url).sign_in(BEN)
    kept = first.copy()
    assert first.post("/sign-out").status == 303
    assert kept.get("/dashboard").status == 303
    eventually(lambda: second.get("/dashboard").status == 200)
