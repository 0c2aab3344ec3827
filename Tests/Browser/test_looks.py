"""What eyes would notice: nothing cut off, nothing too faint, nothing jumping, on a phone and in the dark."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.cast import ANA, BEN, DORA, MIKA, ROBERT
from support.desk import Desk
from support.people import People, button, call_customer, in_call_with, row_of, status
from support.transfers import target
from support.web import Web
from support.wrapping_up import type_during_the_call

CONTRAST = (Path(__file__).parent / "support" / "contrast.js").read_text(encoding="utf-8")
READABLE = 4.5
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
PUBLIC_PAGES = ("/", "/sign-in", "/no-such-page")
AGENT_PAGES = ("/dashboard", "/dashboard/tickets/1", "/dashboard/people", "/dashboard/doctor", "/dashboard/tickets/999")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik" * 3


@pytest.fixture(scope="module")
def filed(shared_desk):
    """Tickets that try the layout: long words, another script, many lines. Returns their pages' paths."""
    web = Web(shared_desk.url)
    paths = [web.filed(ROBERT), web.filed(MIKA), web.filed(ROBERT, name=LONG, description=LONG + "\n" * 20 + LONG)]
    agent = Web(shared_desk.url).sign_in(ANA)
    agent.post("/dashboard/tickets/2/status", {"status": "pending"})
    agent.post("/dashboard/tickets/2/notes", {"note": LONG})
    return paths


def all_pages(shared_people, paths, **options):
    """Every page of the product, one after the other, in one browser."""
    page = shared_people.page(**options)
    for path in (*PUBLIC_PAGES, *paths):
        page.goto(path)
        yield page
    page = shared_people.agent(DORA, available=False, **options)
    for path in AGENT_PAGES:
        page.goto(path)
        yield page


def assert_nothing_sticks_out(page):
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 640}, DESKTOP], ids=["phone", "small", "desktop"])
def test_no_page_scrolls_sideways(shared_people, filed, size):
    for page in all_pages(shared_people, filed, viewport=size):
        assert_nothing_sticks_out(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read(shared_people, filed, scheme):
    for page in all_pages(shared_people, filed, viewport=DESKTOP, color_scheme=scheme):
        worst = page.evaluate(CONTRAST)
        assert worst["contrast"] >= READABLE, f"{page.url} {scheme}: {worst}"


def test_dark_is_dark(shared_people):
    page = shared_people.page(color_scheme="dark")
    page.goto("/")
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)[:3]) < 60, background


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_call_looks_right_at_every_step(people, scheme, size):
    options = {"viewport": size, "color_scheme": scheme}
    ana, customer = people.agent(ANA, **options), people.customer(ROBERT, **options)

    def look():
        for page in (ana, customer):
            assert_nothing_sticks_out(page)
            worst = page.evaluate(CONTRAST)
            assert worst["contrast"] >= READABLE, f"{page.url} {scheme}: {worst}"

    button(customer, "Call support").click()
    expect(button(ana, "Answer")).to_be_in_viewport()
    look()
    button(ana, "Answer").click()
    expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
    expect(button(ana, "Hang up")).to_be_in_viewport()
    look()
    button(ana, "Hang up").click()
    expect(status(customer)).to_contain_text("Call ended")
    look()


OVERLAPS = """() => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    const parts = [...document.querySelectorAll(
        "[data-phone-state-words], .phone-keys button, .call-note, .consult-target, .wrap-up, .sound-settings")].filter(shown);
    const boxes = parts.map((part) => [part, part.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([, b]) => meet(a, b))
        .map(([other]) => `${one.className} over ${other.className}`));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_hold_consultation_and_wrap_up_look_right_at_every_step(browser, tmp_path, furniture, pictures, scheme, size):
    options = {"viewport": size, "color_scheme": scheme}
    with Desk.furnished(tmp_path, furniture, settings={"DESKBELL_WRAP_UP": "600"}).opened() as desk:
        people = People(browser, desk, pictures)
        ana, customer = people.agent(ANA, **options), people.customer(ROBERT, **options)

        def look():
            for page in people.pages():
                assert_nothing_sticks_out(page)
                worst = page.evaluate(CONTRAST)
                assert worst["contrast"] >= READABLE, f"{page.url} {scheme}: {worst}"
                assert page.evaluate(OVERLAPS) == []

        button(customer, "Call support").click()
        button(ana, "Answer").click()
        expect(status(ana)).to_have_text(in_call_with("Robert Kane"))
        type_during_the_call(ana, ROBERT.problem)
        button(ana, "Hold").click()
        expect(status(customer)).to_contain_text("You are on hold.")
        look()
        ben = people.agent(BEN, **options)
        button(ana, "Consult").click()
        expect(target(ana, BEN)).to_be_enabled()
        look()
        target(ana, BEN).click()
        expect(button(ben, "Answer")).to_be_in_viewport()
        look()
        button(ben, "Answer").click()
        expect(button(ana, "Hand over")).to_be_in_viewport()
        look()
        button(ana, "Bring in").click()
        expect(status(ana)).to_contain_text("and Ben Ito")
        look()
        button(ana, "Hang up").click()
        expect(button(ana, "Save wrap-up")).to_be_in_viewport()
        assert ana.evaluate(OVERLAPS) == []
        button(ana, "Save wrap-up").click()
        expect(ana.get_by_text("Choose how the call went.")).to_be_visible()
        look()
        assert not people.leave()


def test_a_ring_is_within_reach_on_a_phone_wherever_the_page_is_scrolled(people):
    ana, customer = people.agent(ANA), people.customer(ROBERT, viewport=PHONE)
    call_customer(ana, ROBERT).click()
    expect(button(customer, "Answer")).to_be_in_viewport()
    box = button(customer, "Answer").bounding_box()
    assert box["height"] >= 44
    button(customer, "Reject").click()
    expect(status(ana)).to_have_text("Ready")


def test_fingers_find_every_control(shared_people, filed):
    for page in all_pages(shared_people, filed, viewport=PHONE, has_touch=True, is_mobile=True):
        for control in page.locator("button:visible, input:visible, textarea:visible, summary:visible").all():
            box = control.bounding_box()
            if control.get_attribute("type") != "checkbox":
                assert box["height"] >= 43.5, f"{page.url}: {control.inner_text() or control} is {box['height']} px"


def test_every_page_has_one_heading_a_title_a_language_and_labels(shared_people, filed):
    for page in all_pages(shared_people, filed):
        assert page.locator("h1").count() == 1, page.url
        assert page.title().strip(), page.url
        assert page.locator("html").get_attribute("lang") == "en"
        unnamed = page.evaluate(
            "() => [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]"
            ".filter((each) => each.labels.length === 0).map((each) => each.name)"
        )
        assert not unnamed, f"{page.url}: {unnamed}"


def test_the_layout_does_not_jump_while_the_page_loads(shared_people, filed):
    page = shared_people.page()
    page.add_init_script("""
        window.shifts = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    for path in ("/", filed[0]):
        page.goto(path)
        expect(status(page)).to_have_text("Ready")
        assert page.evaluate("() => window.shifts") < 0.05, path


def test_a_ticket_prints_without_the_phone_and_the_buttons(shared_people, filed):
    page = shared_people.agent(ANA, available=False)
    row_of(page, MIKA).get_by_role("link", name="Mika Sato").click()
    expect(page.get_by_role("heading", name="Mika Sato")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text(MIKA.problem)).to_be_visible()
    expect(button(page, "Solved")).to_be_hidden()
    expect(status(page)).to_be_hidden()
