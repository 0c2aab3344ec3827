"""Amazon Connect's stand-in as a program of its own, and the page on which a test plays the customers."""

import re

from playwright.sync_api import expect

from .patience import eventually
from .stand_in import StandIn

CALLER = "+14158675309"


class ConnectDouble(StandIn):
    def __init__(self, home):
        super().__init__(home, "connect")

    def state(self):
        """For whoever reads a failure."""
        return self.said()


class Centre:
    """The double's page: who plays the customer and the colleague there, and makes things go wrong."""

    def __init__(self, page, url):
        self.page = page
        page.goto(url)

    def ring(self, number=CALLER, ticket=None, name=None):
        form = self.page.locator(".ring")
        form.locator("[name=number]").fill(number)
        form.locator("[name=ticket_id]").fill("" if ticket is None else str(ticket))
        form.locator("[name=customer_name]").fill(name or "")
        self.press("Ring the first free agent")
        expect(self.page.locator(".ring-words")).to_have_text("It rings.")

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).click()

    def expect_contact(self, words):
        expect(self.page.locator(".contacts")).to_contain_text(words)

    def expect_no_contact(self):
        expect(self.page.locator(".none-contacts")).to_be_visible()

    def expect_agent(self, words):
        expect(self.page.locator(".agents")).to_contain_text(words)


def sign_in_at_connect(context, double, login="ana"):
    """As in the window that the line's button opens."""
    page = context.new_page()
    page.goto(double.settings["DESKBELL_CONNECT_CCP_URL"])
    finish_sign_in(page, login)
    page.close()


def finish_sign_in(window, login="ana"):
    window.get_by_label(re.compile("Your name")).fill(login)
    window.get_by_role("button", name="Sign in", exact=True).click()


HEARD = """async () => {
  if (!window.heard) return false;
  const context = new AudioContext();
  await context.resume();
  const meter = context.createAnalyser();
  context.createMediaStreamSource(window.heard).connect(meter);
  const samples = new Float32Array(meter.fftSize);
  let loudest = 0;
  for (let turn = 0; turn < 30; turn += 1) {
    await new Promise((done) => setTimeout(done, 50));
    meter.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }
  await context.close();
  return loudest > 0.01;
}"""


def panel_of(page):
    """Amazon's hidden frame in a page of the desk."""
    return next(frame for frame in page.frames if "/ccp-v2/" in frame.url)


def assert_hears_customer(page, hears=True):
    """What the fake microphone of the centre's page says arrives in the hidden frame."""
    eventually(lambda: panel_of(page).evaluate(HEARD) is hears, within=20, what=f"the agent {'does not hear' if hears else 'hears'} the customer")
