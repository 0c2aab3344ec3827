"""Telephone calls in the making and in the middle."""

import contextlib
import re
from dataclasses import replace

from .calling import RINGING, expect
from .cast import ANA, ROBERT
from .patience import eventually
from .people import People, button, call_customer, in_call_with, status
from .twilio_double import desk_with_phones
from .web import Web

CALLER = "+14155550142"
CALLER_WORDS = "+1 415-555-0142"


@contextlib.contextmanager
def phones_opened(home, furniture, browser, pictures, settings=None):
    """A desk with a line to the double, and people who use it."""
    with desk_with_phones(home, furniture, settings) as (desk, double):
        people = People(browser, desk, pictures)
        people.double = double
        double.customers.add(ROBERT.e164)
        yield people


def file_quietly(phones, customer, **changes):
    """A ticket whose page nobody has open; returns the path of the customer's page."""
    return Web(phones.desk.url).filed(customer, **changes)


def with_phone(number):
    """Robert with another telephone; its last digits say how the double answers it."""
    return replace(ROBERT, phone=number, e164=number)


# Beginnings

def dialled(phones, customer=ROBERT, agent=ANA):
    """An agent has pressed Call Customer, for somebody who has no page open."""
    file_quietly(phones, customer)
    phones.double.customers.add(customer.e164)
    page = phones.agent(agent)
    call_customer(page, customer).click()
    return page


def talking_by_phone(phones, agent=ANA):
    """An agent called Robert's telephone, and they talk."""
    page = dialled(phones, agent=agent)
    phones.double.use(ROBERT.e164, "answer")
    expect(status(page)).to_have_text(in_call_with("Robert Kane"))
    phones.double.assert_hearing("agent 1 customer")
    return page


def rung_by_phone(phones, *agents, caller=CALLER, **more):
    """Somebody rings the desk's number, and these agents are rung."""
    pages = [phones.agent(agent) for agent in agents]
    sid = phones.double.dial(caller, **more)
    for page in pages:
        expect(status(page)).to_contain_text(RINGING)
    return sid, *pages


def consulting(page, name):
    """Chooses whom to ask."""
    button(page, "Consult").click()
    page.get_by_role("button", name=re.compile(rf"^{name}")).click()


# Endings

def assert_over(page):
    expect(status(page)).to_have_text("Ready")
    for name in ("Answer", "Reject", "Hang up"):
        expect(button(page, name)).to_be_hidden()


def calls_told(page):
    """The lines about calls on the ticket that the page shows."""
    return page.locator("#ticket-detail .moment[data-kind=call]")


def heard_by(double, party, words):
    """Waits until a telephone heard these words, or this file, from the desk."""
    eventually(
        lambda: any(words in each for each in (double.leg(party) or {"heard": []})["heard"]), within=25,
        what=f"{party} did not hear {words!r}",
    )
