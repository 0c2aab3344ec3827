"""A customer files a ticket and reads it again."""

import re

import pytest
from playwright.sync_api import expect

from support.cast import MIKA, ROBERT
from support.desk import Desk
from support.people import button, file_ticket, fill_form
from support.web import Web

# Bytes that are no text, and what a form must never take in silently.
ODD_BYTES = {
    "a lone continuation byte": b"%80",
    "an overlong slash": b"%C0%AF",
    "a surrogate": b"%ED%A0%80",
    "a cut off sequence": b"%E2%82",
    "a value past the last code point": b"%F4%90%80%80",
    "NUL": b"a%00b",
}


def test_a_customer_files_a_ticket_and_reads_it_on_its_own_page(shared_people):
    page = shared_people.page()
    file_ticket(page, ROBERT)
    expect(page.locator("#ticket")).to_contain_text("Robert Kane")
    expect(page.get_by_text(ROBERT.problem)).to_be_visible()
    expect(page.get_by_text("Keep this page open and we can ring you here.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(ROBERT.problem)).to_be_visible()


def test_a_ticket_in_another_script_keeps_every_character(shared_people):
    page = shared_people.page()
    file_ticket(page, MIKA)
    expect(page.get_by_text("ボールが届きません")).to_be_visible()


def test_this_browsers_own_tickets_stand_on_the_home_page_and_nowhere_else(shared_people):
    page = shared_people.page()
    file_ticket(page, MIKA)
    page.goto("/")
    own = page.locator("#your-tickets")
    expect(own).to_contain_text("ボールが届きません")
    own.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/t/"))
    stranger = shared_people.page()
    stranger.goto("/")
    expect(stranger.locator("#your-tickets")).to_have_count(0)


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(shared_people):
    page = shared_people.page()
    page.goto("/")
    page.locator("[name=name]").fill("Robert <Kane> & \"sons\"")
    page.locator("[name=phone_number]").fill("not a number")
    page.locator("[name=description]").fill("first line\n  second line")
    button(page, "Submit ticket").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    phone = page.locator("[name=phone_number]")
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_value("not a number")
    expect(page.locator("[name=name]")).to_have_value("Robert <Kane> & \"sons\"")
    expect(page.locator("[name=description]")).to_have_value("first line\n  second line")
    description_ids = phone.get_attribute("aria-describedby").split()
    words = " ".join(page.locator(f"[id='{each}']").inner_text() for each in description_ids)
    assert len(words) > 20
    expect(page.locator("[name=name]")).not_to_have_attribute("aria-invalid", "true")


def test_an_empty_form_names_every_field_that_is_missing(shared_web):
    answer = shared_web.post("/tickets", {"submission": shared_web.get("/").value_of("submission")})
    assert answer.status == 422
    assert answer.text.count('aria-invalid="true"') == 3


@pytest.mark.parametrize("written", [
    "+1 415-867-5309", "4158675309", "(415) 867-5309", "415.867.5309", "1-415-867-5309", "+14158675309",
    "011 81 90 1234 5678", "+81 (0)90-1234-5678", "  +1 415 867 5309  ", "４１５８６７５３０９", "tel:+1-415-867-5309",
])
def test_any_usual_way_of_writing_a_number_is_understood(shared_web, written):
    assert shared_web.file(ROBERT, phone_number=written).status == 303


@pytest.mark.parametrize("written", ["", "123", "call me", "+1 415", "+999 1234 5678", "4" * 64, "415-867-5309; drop"])
def test_what_is_no_number_is_told_in_words(shared_web, written):
    answer = shared_web.file(ROBERT, phone_number=written)
    assert answer.status == 422
    assert answer.value_of("name") == ROBERT.name


def test_a_form_sent_twice_makes_one_ticket(shared_desk, shared_web):
    submission = shared_web.get("/").value_of("submission")
    fields = {"submission": submission, "name": "Twice Told", "phone_number": ROBERT.phone, "description": "once"}
    first = shared_web.post("/tickets", fields)
    second = shared_web.post("/tickets", fields)
    assert (first.status, second.status) == (303, 303)
    assert first.location.split("?")[0] == second.location.split("?")[0]
    assert shared_web.get("/").text.count('class="own-row"') == 1


def test_a_submit_button_pressed_twice_makes_one_ticket(shared_people):
    page = shared_people.page()
    page.goto("/")
    fill_form(page, ROBERT)
    button(page, "Submit ticket").dblclick()
    page.wait_for_url(re.compile("/t/"))
    page.goto("/")
    expect(page.locator("#your-tickets li")).to_have_count(1)


def test_lengths_count_characters_and_the_limit_itself_is_taken(shared_web):
    assert shared_web.file(ROBERT, name="あ" * 200, description="界" * 10_000).status == 303
    assert shared_web.file(ROBERT, name="あ" * 201).status == 422
    assert shared_web.file(ROBERT, description="界" * 10_001).status == 422


def test_line_ends_are_kept_as_lines(shared_web):
    path = shared_web.filed(ROBERT, description="one\r\ntwo\r\n\r\nthree")
    assert "one\ntwo\n\nthree" in shared_web.get(path).text


@pytest.mark.parametrize("field", ["name", "phone_number", "description", "submission"])
@pytest.mark.parametrize("kind", ODD_BYTES)
def test_bytes_that_are_no_text_are_refused(shared_web, field, kind):
    fields = {"submission": b"s1", "name": b"A", "phone_number": b"4158675309", "description": b"B"}
    fields[field] = ODD_BYTES[kind]
    body = b"&".join(name.encode() + b"=" + value for name, value in fields.items())
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | shared_web.own
    answer = shared_web.request("POST", "/tickets", body=body, headers=headers)
    assert answer.status in (400, 422), answer


def test_a_ticket_is_filed_and_read_without_javascript(shared_people):
    page = shared_people.page(java_script_enabled=False)
    file_ticket(page, ROBERT)
    expect(page.get_by_text(ROBERT.problem)).to_be_visible()
    page.goto("/")
    page.locator("[name=phone_number]").fill("nonsense")
    button(page, "Submit ticket").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def test_a_flood_from_one_address_is_told_when_to_come_back(tmp_path):
    with Desk(tmp_path, settings={"DESKBELL_RATE_LIMITS": "on"}).opened() as desk:
        web = Web(desk.url)
        fields = {"name": ROBERT.name, "phone_number": ROBERT.phone, "description": ROBERT.problem}
        answers = (web.post("/tickets", fields | {"submission": f"flood{number}"}) for number in range(1000))
        refused = next(answer for answer in answers if answer.status == 429)
        assert int(refused.headers["Retry-After"]) > 0
        assert "again" in refused.text
        assert web.get("/").status == 200


def test_an_acknowledged_ticket_survives_the_end_of_the_process(desk, web):
    path = web.filed(ROBERT)
    desk.process.kill()
    desk.process.wait()
    desk.start()
    assert ROBERT.problem in Web(desk.url, web.cookies).get(path).text
