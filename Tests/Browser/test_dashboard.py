"""Agents see every ticket, live."""

import re
import time

from playwright.sync_api import expect

from support.cast import ANA, BEN, MIKA, ROBERT
from support.people import assert_never_reloaded, button, call_customer, mark, row_of, status
from support.web import Web


def rows(page):
    return page.locator("#tickets > li")


def test_with_no_ticket_the_dashboard_says_so(people):
    ana = people.agent(ANA, available=False)
    expect(ana.get_by_text("There are no support tickets yet.", exact=True)).to_be_visible()


def test_a_new_ticket_stands_on_every_dashboard_within_a_second(people, web):
    ana, ben = people.agent(ANA), people.agent(BEN, available=False)
    mark(ana)
    web.filed(ROBERT)
    filed = time.monotonic()
    expect(row_of(ana, ROBERT)).to_be_visible(timeout=1000)
    assert time.monotonic() - filed < 1.5
    expect(row_of(ben, ROBERT)).to_be_visible()
    expect(ana.get_by_text("There are no support tickets yet.")).to_be_hidden()
    expect(call_customer(ana, ROBERT)).to_have_count(1)
    expect(ana.locator("#counts")).to_contain_text("Open 1")
    assert_never_reloaded(ana)


def test_what_happened_while_the_connection_was_lost_is_caught_up(people, desk, web):
    people.troubles.allow(r"WebSocket|ERR_CONNECTION|Failed to fetch|net::")
    customer, ana = people.customer(ROBERT), people.agent(ANA)
    desk.stop()
    expect(status(ana)).to_have_text("Offline")
    desk.start()
    web.filed(MIKA)
    Web(desk.url).sign_in(BEN).post("/dashboard/tickets/1/status", {"status": "pending"})
    expect(row_of(ana, MIKA)).to_be_visible(timeout=20000)
    expect(ana.locator("#counts")).to_have_text(re.compile(r"Open 1\s+Pending 1\s+Solved 0"))
    expect(row_of(ana, ROBERT).locator(".status")).to_have_text("Pending")
    expect(customer.locator("#ticket .status")).to_have_text("Pending", timeout=20000)


def test_a_row_says_who_where_and_what(people, web):
    web.filed(MIKA)
    row = row_of(people.agent(ANA), MIKA)
    for words in ("Mika Sato", "+81 90-1234-5678", "ボールが届きません", "Open", "#1"):
        expect(row).to_contain_text(words)
    expect(row.locator("a[href='tel:+819012345678']")).to_have_count(1)
    expect(row.locator("time[datetime]")).to_have_count(1)


def test_a_row_shows_live_whether_the_customers_page_is_open(people):
    ana = people.agent(ANA)
    customer = people.customer(ROBERT)
    expect(row_of(ana, ROBERT).get_by_text("page open")).to_be_visible()
    expect(call_customer(ana, ROBERT)).to_be_enabled()
    customer.close()
    expect(row_of(ana, ROBERT).get_by_text("page open")).to_be_hidden()
    expect(call_customer(ana, ROBERT)).to_be_disabled()
    expect(row_of(ana, ROBERT).locator(".call-problem")).not_to_be_empty()


def test_fifty_tickets_a_page_and_none_is_lost_or_shown_twice(people, web):
    for number in range(1, 121):
        web.filed(ROBERT, name=f"Customer {number:03}")
    ana = people.agent(ANA, available=False)
    seen = []
    for expected in (50, 50, 20):
        expect(rows(ana)).to_have_count(expected)
        seen += ana.locator("#tickets .row-link").all_inner_texts()
        if expected == 50:
            last = seen[-1]
            ana.get_by_role("link", name="Older").click()
            expect(ana.get_by_text(last, exact=True)).to_be_hidden()
    assert seen == [f"Customer {number:03}" for number in range(120, 0, -1)]
    expect(ana.get_by_role("link", name="Older")).to_be_hidden()
    ana.get_by_role("link", name="Newer").click()
    expect(ana.get_by_text("Customer 070", exact=True)).to_be_visible()


def test_a_ticket_filed_between_two_pages_moves_nothing(people, web):
    for number in range(1, 53):
        web.filed(ROBERT, name=f"Customer {number:03}")
    ana = people.agent(ANA, available=False)
    expect(rows(ana)).to_have_count(50)
    web.filed(MIKA)
    expect(row_of(ana, MIKA)).to_be_visible()
    ana.get_by_role("link", name="Older").click()
    expect(rows(ana)).to_have_count(2)
    expect(ana.get_by_text("Customer 002", exact=True)).to_be_visible()


def test_open_tickets_come_first_then_pending_then_solved(desk, people, web):
    for name in ("First", "Second", "Third"):
        web.filed(ROBERT, name=name)
    agent = Web(desk.url).sign_in(ANA)
    agent.post("/dashboard/tickets/3/status", {"status": "solved"})
    agent.post("/dashboard/tickets/2/status", {"status": "pending"})
    ana = people.agent(ANA, available=False)
    expect(ana.locator("#tickets .row-link")).to_have_text(["First", "Second", "Third"])
    expect(ana.locator("#counts")).to_have_text(re.compile(r"Open 1\s+Pending 1\s+Solved 1"))


def test_a_changed_status_reaches_the_other_agents_and_the_customer(people):
    customer = people.customer(ROBERT)
    ana, ben = people.agent(ANA), people.agent(BEN, available=False)
    mark(ana), mark(ben), mark(customer)
    ana.get_by_role("link", name="Robert Kane").click()
    expect(ana.get_by_role("heading", name="Robert Kane")).to_be_visible()
    button(ana, "Solved").click()
    expect(button(ana, "Solved")).to_have_attribute("aria-pressed", "true")
    expect(row_of(ben, ROBERT).locator(".status")).to_have_text("Solved")
    expect(customer.locator("#ticket .status")).to_have_text("Solved")
    expect(ben.locator("#counts")).to_contain_text("Solved 1")
    for page in (ana, ben, customer):
        assert_never_reloaded(page)


def test_a_note_is_for_agents_alone(people):
    customer = people.customer(ROBERT)
    ana = people.agent(ANA)
    ana.get_by_role("link", name="Robert Kane").click()
    ana.get_by_label("Add a note").fill("Knows the owner.")
    button(ana, "Save note").click()
    expect(ana.locator("#ticket-detail").get_by_text("Knows the owner.")).to_be_visible()
    expect(ana.get_by_label("Add a note")).to_have_value("")
    customer.reload()
    expect(status(customer)).to_have_text("Ready")
    expect(customer.get_by_text("Knows the owner.")).to_be_hidden()


def test_an_empty_note_is_told_and_a_too_long_one_is_kept(desk, web):
    web.filed(ROBERT)
    agent = Web(desk.url).sign_in(ANA)
    assert agent.post("/dashboard/tickets/1/notes", {"note": "  "}).status == 422
    long = agent.post("/dashboard/tickets/1/notes", {"note": "x" * 10_001})
    assert long.status == 422 and "x" * 10_001 in long.text


def test_new_tickets_do_not_move_what_an_agent_reads(people, web):
    for number in range(1, 31):
        web.filed(ROBERT, name=f"Customer {number:03}")
    ana = people.agent(ANA)
    read = ana.get_by_text("Customer 002", exact=True)
    read.scroll_into_view_if_needed()
    before = read.bounding_box()["y"]
    web.filed(MIKA)
    news = ana.get_by_role("button", name=re.compile("1 new ticket"))
    expect(news).to_be_visible()
    assert abs(read.bounding_box()["y"] - before) < 2
    news.click()
    expect(row_of(ana, MIKA)).to_be_in_viewport()


def test_agents_read_and_answer_tickets_without_javascript(people, web):
    web.filed(ROBERT)
    ana = people.page(java_script_enabled=False)
    ana.goto("/dashboard")
    ana.locator("[name=username]").fill(ANA.username)
    ana.locator("[name=password]").fill(ANA.password)
    button(ana, "Sign in").click()
    ana.get_by_role("link", name="Robert Kane").click()
    button(ana, "Pending").click()
    expect(button(ana, "Pending")).to_have_attribute("aria-pressed", "true")
    ana.get_by_label("Add a note").fill("Called, nobody home.")
    button(ana, "Save note").click()
    expect(ana.get_by_text("Called, nobody home.")).to_be_visible()
    button(ana, "Sign out").click()
    ana.goto("/dashboard")
    expect(button(ana, "Sign in")).to_be_visible()
