"""The Amazon Connect line in a browser, against its double: the hidden frame, the sign-in window, and real sound."""

import pytest

from support.connect_double import CALLER, Centre, ConnectDouble, assert_hears_customer, finish_sign_in, panel_of, sign_in_at_connect
from support.connect_line import line_served, open_line, press, report, view
from support.patience import eventually


@pytest.fixture(scope="module")
def double(tmp_path_factory):
    with ConnectDouble(tmp_path_factory.mktemp("connect")).opened() as double:
        yield double


@pytest.fixture(scope="module")
def address(double):
    with line_served(double) as address:
        yield address


@pytest.fixture
def contexts(browser):
    made = []

    def context():
        made.append(browser.new_context(permissions=["microphone"]))
        made[-1].set_default_timeout(8000)
        made[-1].on("console", lambda message: print(f"console: {message.text}"))
        made[-1].on("weberror", lambda error: print(f"uncaught: {error.error}"))
        return made[-1]

    yield context
    for each in made:
        each.close()


@pytest.fixture
def centre(contexts, double):
    return Centre(contexts().new_page(), double.url)


def until(page, words, what, within=20):
    """Waits until the phone's view says so."""
    asked = f"() => {{ const view = window.phone?.view; return Boolean(view && ({words})); }}"
    eventually(lambda: page.evaluate(asked), within=within, what=f"not {what}: {view(page)}")


@pytest.fixture
def ana(contexts, centre, double, address):
    """Signed in and available."""
    context = contexts()
    sign_in_at_connect(context, double)
    page = open_line(context, address)
    until(page, "view.service?.ready", "signed in")
    press(page, "setPresence", "available")
    centre.expect_agent("Ana · Available")
    return page


def talking(page, centre):
    centre.ring()
    until(page, "view.state === 'ringing'", "ringing")
    press(page, "answer")
    until(page, "view.state === 'live'", "in a call")


def test_the_frame_is_hidden_and_may_use_the_microphone(ana):
    assert ana.locator("iframe").get_attribute("allow").startswith("microphone; camera; autoplay")
    assert ana.locator("[data-amazon-connect]").bounding_box()["width"] <= 1
    assert panel_of(ana).evaluate("() => document.featurePolicy?.allowsFeature('microphone') ?? true")


def window_of(page):
    """The one sign-in window, which opens by itself where the browser allows it."""
    others = [each for each in page.context.pages if "/ccp-v2/" in each.url]
    return others[-1] if others else None


def pressed_window(page):
    """The window that a press of the button opens, after its forerunner was closed."""
    for each in page.context.pages:
        if each is not page:
            each.close()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Act").click()
    return opened.value


def test_a_sign_in_window_opens_by_itself_and_closes_by_itself(contexts, centre, address):
    page = open_line(contexts(), address)
    until(page, "view.service?.action === 'Sign in to Amazon Connect'", "asked to sign in", within=15)
    window = eventually(lambda: view(page) and window_of(page), within=5, what="no window opens")
    finish_sign_in(window, "cora")
    until(page, "view.service?.ready", "signed in", within=15)
    eventually(lambda: view(page) and window.is_closed(), within=10, what="the window stays open")
    centre.expect_agent("Cora")


def test_signing_in_by_the_button(contexts, centre, address):
    page = open_line(contexts(), address)
    until(page, "view.service?.action === 'Sign in to Amazon Connect'", "asked to sign in", within=15)
    finish_sign_in(pressed_window(page), "cora")
    until(page, "view.service?.ready", "signed in", within=15)
    centre.expect_agent("Cora")


def test_a_call_rings_is_answered_and_both_hear_each_other(ana, centre):
    centre.ring(ticket=12, name="Robert Kane")
    until(ana, "view.state === 'ringing' && view.who === 'Robert Kane'", "ringing")
    assert report(ana)["ticket"] == 12
    press(ana, "answer")
    until(ana, "view.state === 'live'", "in a call")
    assert_hears_customer(ana)
    press(ana, "hold")
    centre.expect_contact(f"{CALLER}: hold")
    assert_hears_customer(ana, hears=False)
    press(ana, "resume")
    assert_hears_customer(ana)
    press(ana, "hangUp")
    until(ana, "['ended', 'ready'].includes(view.state)", "over")
    eventually(lambda: report(ana).get("reason") == "hangup", within=5, what="the end is not written down")


def test_mute_is_shown_when_the_panel_says_so(ana, centre):
    talking(ana, centre)
    press(ana, "toggleMute")
    until(ana, "view.muted", "muted")
    press(ana, "toggleMute")
    until(ana, "!view.muted", "heard")


def test_asking_swapping_and_handing_over(ana, centre):
    talking(ana, centre)
    press(ana, "openConsult")
    until(ana, "view.consultList?.colleagues?.some((each) => each.name === 'Outside expert')", "a list")
    press(ana, "consult", 1)
    until(ana, "view.words === 'Calling Outside expert…'", "calling the expert")
    centre.press("Answer as Outside expert")
    until(ana, "view.can.swap", "talking with the expert")
    press(ana, "swap")
    centre.expect_contact("Outside expert: hold")
    until(ana, "view.pressed === null && view.words.endsWith('Outside expert is on hold')", "talking with the customer")
    press(ana, "bringIn")
    centre.expect_contact("Outside expert: connected")
    until(ana, "view.pressed === null && view.words.startsWith('In call with')", "in a conference")
    press(ana, "hangUp")
    until(ana, "['ended', 'ready'].includes(view.state)", "over")


def test_a_colleague_gets_the_call_in_their_own_page_with_sound(ana, contexts, centre, double, address):
    context = contexts()
    sign_in_at_connect(context, double, "ben")
    talking(ana, centre)
    ben = open_line(context, address)
    until(ben, "view.service?.ready", "signed in")
    press(ana, "openConsult")
    until(ana, "view.consultList?.colleagues?.some((each) => each.name === 'Ben')", "a list")
    colleagues = view(ana)["consultList"]["colleagues"]
    press(ana, "consult", next(each["id"] for each in colleagues if each["name"] == "Ben"))
    until(ben, "view.state === 'ringing'", "ringing")
    press(ben, "answer")
    until(ben, "view.state === 'live'", "in a call")
    assert_hears_customer(ben)
    press(ana, "handOver")
    until(ana, "['ended', 'ready'].includes(view.state)", "over")
    assert_hears_customer(ben)


def test_a_call_out_is_answered_by_the_customer(ana, centre):
    press(ana, "dial", {"name": "Robert Kane", "ticket": 12, "phone": CALLER, "button": "Call Customer"})
    until(ana, "view.words === 'Calling Robert Kane…'", "calling")
    centre.press("Answer as the customer")
    until(ana, "view.state === 'live'", "in a call")
    assert_hears_customer(ana)
    assert report(ana)["direction"] == "out"


def test_a_missed_call_leaves_the_agent_free_for_the_next(ana, centre):
    centre.ring()
    until(ana, "view.state === 'ringing'", "ringing")
    centre.press("Let it be missed")
    until(ana, "view.state !== 'ringing'", "quiet")
    eventually(lambda: report(ana).get("reason") == "missed", within=5, what="the end is not written down")
    centre.expect_no_contact()
    centre.ring()
    until(ana, "view.state === 'ringing'", "ringing")


def test_a_sign_in_that_ends_is_asked_for_again(ana, centre):
    centre.press("End the sign-in")
    until(ana, "view.service?.action === 'Sign in to Amazon Connect'", "asked to sign in")
    finish_sign_in(pressed_window(ana))
    until(ana, "view.service?.ready", "signed in", within=15)
    centre.ring()
    until(ana, "view.state === 'ringing'", "ringing")


def test_access_that_is_denied_and_given_again(ana, centre):
    centre.press("Deny access")
    until(ana, "view.service?.action === 'Try again'", "refused")
    centre.press("Allow access")
    press(ana, "lineAct")
    until(ana, "view.service?.ready", "signed in", within=15)


def test_a_reload_finds_the_call_again(ana, centre, address):
    talking(ana, centre)
    ana.goto(address)
    until(ana, "view.state === 'live'", "back in the call")
    assert_hears_customer(ana)
