"""The media toolbar in a page of another site that plays Oracle Fusion."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from support.calling import assert_audible, expect as patient
from support.cast import ANA, BEN, ROBERT
from support.fusion import crm  # noqa: F401
from support.patience import eventually
from support.people import button, in_call_with, sign_in, status

WRAP_UP = {"DESKBELL_WRAP_UP": "60"}
with_wrap_up = pytest.mark.parametrize("crm", [WRAP_UP], indirect=True)


def rung(crm, agent=ANA, customer=ROBERT, **options):
    """The customer calls, and the page around shows the offer."""
    work = crm.at_work(agent, **options)
    return ringing(crm, work, customer)


def rung_with_ben(crm):
    """Ana is rung in the page around, Ben on the dashboard."""
    work = crm.at_work(ANA)
    ben = crm.agent(BEN)
    work, page = ringing(crm, work)
    patient(status(ben)).to_contain_text("Ringing…")
    return work, page, ben


def ringing(crm, work, customer=ROBERT):
    page = crm.customer(customer)
    button(page, "Call support").click()
    work.panel_is("RINGING")
    return work, page


def talking(crm, **options):
    work, page = rung(crm, **options)
    expect(work.offer).to_be_visible()
    work.offer.get_by_role("button", name="Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    work.panel_is("ACCEPTED")
    return work, page


# The three scenarios of the guide


def test_an_incoming_call_is_offered_answered_there_and_wrapped_up(crm):
    work, page = rung(crm)
    expect(work.offer).to_contain_text("Robert Kane")
    expect(work.offer).to_contain_text("+14158675309")
    expect(work.toolbar.locator("[data-contact-label]")).to_have_text("Robert Kane")
    work.offer.get_by_role("button", name="Answer").click()
    work.panel_is("ACCEPTED")
    assert_audible(page, work.toolbar)
    expect(work.engagement).to_contain_text("Robert Kane")
    expect(work.page.locator("[data-page-title]")).to_have_text("Robert Kane")
    work.engagement.get_by_role("button", name="disconnect").click()
    work.panel_is("DISCONNECTED|READY")
    expect(work.wrap_up).to_be_visible()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")


def test_an_incoming_call_is_declined_there_and_gone_everywhere(crm):
    work, page = rung(crm)
    work.offer.get_by_role("button", name="Decline").click()
    expect(work.offer).to_be_hidden()
    work.panel_is("DISCONNECTED|READY")
    work.tells("newCommEvent", "closeCommEvent REJECT")
    expect(work.wrap_up).to_be_hidden()
    patient(status(page)).not_to_contain_text("In call")


def test_a_click_on_a_number_calls_and_the_customer_answers(crm):
    work = crm.at_work(ANA)
    page = crm.customer(ROBERT)
    work.page.get_by_role("link", name="+14158675309").click()
    work.panel_is("RINGING")
    expect(work.engagement).to_contain_text("Calling…")
    button(page, "Answer").click()
    work.panel_is("ACCEPTED")
    expect(work.engagement).to_contain_text("In call")
    assert_audible(page, work.toolbar)
    button(page, "Hang up").click()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")
    assert work.requests("newCommEvent")[0]["inData"]["SVCMCA_CONTACT_ID"] == "3001"


# Starting


def test_the_toolbar_reads_its_configuration_and_says_that_it_is_ready(crm):
    work = crm.at_work(ANA, available=False)
    assert work.requests("getConfigurationOperation")[0]["configType"] == "TOOLBAR"
    assert work.requests("readyForOperationOperation")[0]["readiness"] is True
    expected = ["onDataUpdated", "onOutgoingEvent", "onToolbarAgentCommand", "onToolbarInteractionCommand"]
    assert sorted(work.fusion("return [...fusion.subscriptions]")) == expected


def test_availability_is_shown_on_the_phone_icon_and_changed_from_either_page(crm):
    work = crm.at_work(ANA, available=False)
    icon = work.page.locator("[data-phone]")
    expect(icon).to_have_attribute("data-state", "unavailable")
    icon.click()
    expect(icon).to_have_attribute("data-state", "available")
    expect(work.toolbar.locator("[data-presence-word]")).to_have_text("Available")
    button(work.toolbar, "Go away").click()
    expect(icon).to_have_attribute("data-state", "unavailable")


def test_signing_out_in_the_frame_signs_the_agent_out_there(crm):
    work = crm.at_work(ANA)
    button(work.toolbar, "Sign out").click()
    expect(work.toolbar.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(work.page.locator("[data-phone]")).to_have_attribute("data-state", "off")


def test_the_toolbar_answers_what_the_page_around_asks_of_the_agent(crm):
    work, _ = rung(crm)
    assert work.ask("getCurrentAgentState")["outData"]["state"] == "AVAILABLE"
    event_id = work.requests("newCommEvent")[0]["eventId"]
    assert work.ask("getActiveEngagements")["outData"] == {"activeCount": 1, "engagements": [{"eventId": event_id}]}
    assert work.ask("getActiveInteractionCommands")["outData"]["supportedCommands"] == ["accept", "reject", "setActive"]
    assert work.ask("dance")["result"] == "failure"


# Ringing


def test_a_call_answered_in_the_toolbar_is_answered_there(crm):
    work, page = rung(crm)
    button(work.toolbar, "Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    expect(work.engagement).to_contain_text("In call")
    work.tells("newCommEvent", "startCommEvent")


def test_a_call_rejected_in_the_toolbar_is_gone_there(crm):
    work, _ = rung(crm)
    button(work.toolbar, "Reject").click()
    expect(work.offer).to_be_hidden()
    work.tells("newCommEvent", "closeCommEvent REJECT")


def test_a_caller_who_gives_up_takes_the_offer_away(crm):
    work, page = rung(crm)
    button(page, "Hang up").click()
    expect(work.offer).to_be_hidden()
    work.panel_is("DISCONNECTED|READY")
    work.tells("newCommEvent", "closeCommEvent ABANDONED")


def test_an_offer_that_times_out_there_goes_on_ringing_others(crm):
    work, page, ben = rung_with_ben(crm)
    assert work.command("NOTIFICATION_TIMER_EXP")["result"] == "success"
    work.tells("newCommEvent", "closeCommEvent TIMEOUT")
    button(ben, "Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))


def test_a_call_that_a_colleague_answers_is_gone_there(crm):
    work, page, ben = rung_with_ben(crm)
    button(ben, "Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    expect(work.offer).to_be_hidden()
    work.tells("newCommEvent", "closeCommEvent MISSED")


def test_a_call_answered_in_another_tab_is_answered_there_and_so_is_its_end(crm):
    work, page = rung(crm)
    desk = work.page.context.new_page()
    sign_in(desk, ANA)
    patient(status(desk)).to_contain_text("Ringing…")
    button(desk, "Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    work.panel_is("ACCEPTED")
    expect(work.engagement).to_contain_text("In call")
    button(desk, "Hang up").click()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")


def test_an_unknown_caller_opens_a_new_contact(crm):
    stranger = replace(ROBERT, name="Ola Nord", phone="+47 22 86 44 00", e164="+4722864400")
    work, page = rung(crm, customer=stranger)
    expect(work.offer).to_contain_text("Unknown caller")
    expect(work.toolbar.locator("[data-contact-label]")).to_have_text("Unknown contact")
    work.offer.get_by_role("button", name="Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    expect(work.page.locator("[data-page-title]")).to_have_text("New contact")


def test_of_several_contacts_none_is_guessed(crm):
    wood = replace(ROBERT, name="Mrs Wood", phone="+44 20 7946 0000", e164="+442079460000")
    work, _ = rung(crm, customer=wood)
    expect(work.toolbar.locator("[data-contact-label]")).to_have_text("2 contacts have this number")


# Talking


def test_the_agent_hangs_up_in_the_toolbar(crm):
    work, _ = talking(crm)
    button(work.toolbar, "Hang up").click()
    expect(work.wrap_up).to_be_visible()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")


@pytest.mark.parametrize("crm", [{"DESKBELL_FUSION_HANGUP_REASON": "HANGUP"}], indirect=True)
def test_the_operator_chooses_what_a_hang_up_is_called(crm):
    work, _ = talking(crm)
    button(work.toolbar, "Hang up").click()
    expect(work.wrap_up).to_be_visible()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent HANGUP")


def test_the_customer_hangs_up(crm):
    work, page = talking(crm)
    button(page, "Hang up").click()
    expect(work.wrap_up).to_be_visible()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")


def test_hold_and_mute_are_pressed_there(crm):
    work, page = talking(crm)
    work.engagement.get_by_role("button", name="mute", exact=True).click()
    expect(button(work.toolbar, "Unmute")).to_be_visible()
    work.engagement.get_by_role("button", name="unmute").click()
    expect(button(work.toolbar, "Mute")).to_be_visible()
    work.engagement.get_by_role("button", name="hold", exact=True).click()
    expect(button(work.toolbar, "Resume")).to_be_visible()
    work.engagement.get_by_role("button", name="unhold").click()
    expect(button(work.toolbar, "Hold")).to_be_visible()


def test_a_reload_of_the_toolbar_keeps_the_call_and_says_nothing_twice(crm):
    work, page = talking(crm)
    work.toolbar.evaluate("() => location.reload()")
    work.panel_is("ACCEPTED")
    assert_audible(page, work.toolbar)
    button(page, "Hang up").click()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")


@with_wrap_up
def test_what_is_written_about_the_call_stands_in_both_windows(crm):
    work, page = talking(crm)
    button(page, "Hang up").click()
    note = work.toolbar.locator("[data-wrap-up] [name=note]")
    theirs = work.page.locator("[name='WrapUp.CallNotes']")
    note.fill("A new mallet is on its way")
    expect(theirs).to_have_value("A new mallet is on its way")
    theirs.fill("Typed there")
    expect(note).to_have_value("Typed there")
    work.toolbar.locator("[name=outcome]").select_option(index=1)
    button(work.toolbar, "Save wrap-up").click()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP", "closeCommEvent ENDCOMMUNICATION")
    expect(work.wrap_up).to_be_hidden()


# Calling


def test_a_number_without_a_ticket_is_answered_with_the_reason(crm):
    work = crm.at_work(ANA)
    work.page.get_by_role("link", name="+819012345678").click()
    expect(work.page.locator("[data-problem]")).to_contain_text("No open ticket has this number")
    eventually(lambda: work.requests("outboundCommError"), within=10, what="no error was told")


def test_what_is_no_number_is_not_called(crm):
    work = crm.at_work(ANA)
    uuid = work.click("ask at the bar")
    eventually(lambda: work.requests("outboundCommError"), within=10, what="no error was told")
    error = work.requests("outboundCommError")[0]
    assert (error["commUuid"], error["errorCode"]) == (uuid, "INVALID_NUMBER")


def test_a_call_that_the_agent_gives_up_is_cancelled_there(crm):
    work = crm.at_work(ANA)
    crm.customer(ROBERT)
    work.click(ROBERT.e164)
    work.panel_is("RINGING")
    work.tells("newCommEvent")
    button(work.toolbar, "Hang up").click()
    work.tells("newCommEvent", "closeCommEvent CANCELED")


def test_a_call_that_the_customer_declines_is_missed_there(crm):
    work = crm.at_work(ANA)
    page = crm.customer(ROBERT)
    work.click(ROBERT.e164)
    button(page, "Reject").click()
    work.tells("newCommEvent", "closeCommEvent MISSED")


# A page around that does not behave


@pytest.mark.parametrize("mischief", ["late", "doubled", "plain", "renames", "missing", "errors"])
def test_a_whole_call_goes_well_while_the_page_around_does_not_behave(crm, mischief):
    work, page = rung(crm, options={mischief: "on"})
    button(work.toolbar, "Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    button(page, "Hang up").click()
    closes = 2 if mischief == "errors" else 1
    starts = ["startCommEvent"] * (2 if mischief == "errors" else 1)
    work.tells("newCommEvent", *starts, *["closeCommEvent WRAPUP"] * closes, within=30)
    if mischief not in ("errors",):
        expect(work.wrap_up).to_be_visible()


def test_a_lost_answer_keeps_nothing_from_being_said(crm):
    work, page = rung(crm, options={"lost": "on"})
    button(work.toolbar, "Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    work.tells("newCommEvent", "startCommEvent", within=20)
    button(page, "Hang up").click()
    work.tells("newCommEvent", "startCommEvent", "closeCommEvent WRAPUP")


def test_a_button_pressed_twice_there_does_its_work_once(crm):
    work, page = rung(crm, options={"doubled": "on"})
    work.offer.get_by_role("button", name="Answer").click()
    patient(status(page)).to_have_text(in_call_with("support"))
    work.engagement.get_by_role("button", name="mute", exact=True).click()
    expect(button(work.toolbar, "Unmute")).to_be_visible()
    work.tells("newCommEvent", "startCommEvent")
