"""Twilio's stand-in: its SDK and its telephones carry real sound, to those who may hear it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.audio import assert_hears, assert_silence
from support.double import Double
from support.patience import eventually

CUSTOMER = "+14158675309"
INSTRUMENTS = (Path(__file__).parent / "support" / "instruments.js").read_text(encoding="utf-8")
ROOM = """<Response><Dial><Conference participantLabel="{label}" startConferenceOnEnter="{starts}" beep="false" waitUrl=""
 statusCallback="/conference/status" statusCallbackEvent="start end join leave hold">room</Conference></Dial></Response>"""
WATCHED = ["ringing", "accept", "cancel", "disconnect", "reject", "error", "reconnecting", "reconnected"]
GO_ONLINE = """async ([token, watched]) => {
  window.said = [];
  window.device = new Twilio.Device(token, { codecPreferences: ["opus", "pcmu"] });
  window.take = (call) => {
    window.call = call;
    for (const event of watched) call.on(event, () => said.push(event));
  };
  device.on("error", () => {});
  device.on("incoming", take);
  await device.register();
}"""


class Answers(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        pages = {
            "/conference/connect/client": ROOM.format(label="customer", starts="false"),
            "/call/connect": ROOM.format(label="agent", starts="true"),
        }
        body = pages.get(self.path, "<Response/>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def double(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with Double(tmp_path, f"http://127.0.0.1:{server.server_port}").opened() as double:
        yield double
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser, double):
    """Makes pages of people with a microphone each."""
    contexts = []

    def page():
        context = browser.new_context(permissions=["microphone"])
        context.add_init_script(INSTRUMENTS)
        contexts.append(context)
        made = context.new_page()
        made.goto(double.url)
        return made

    yield page
    for context in contexts:
        context.close()


def telephone(page):
    page.get_by_label("Number").fill(CUSTOMER)
    page.get_by_role("button", name="Take this telephone").click()
    return page


def agent(page, double, identity):
    page.add_script_tag(url=double.url + "/sdk/twilio.min.js")
    page.evaluate(GO_ONLINE, [double.token(identity), WATCHED])
    return page


def test_three_parties_hear_each_other_as_the_room_has_it(double, opened):
    customer = telephone(opened())
    customer.get_by_role("button", name="Call the desk").click()
    ana = agent(opened(), double, "agent_1")
    ana.evaluate("device.connect({ params: { leg: '1' } }).then(take)")
    assert_hears(ana, customer)

    room = double.state()["conferences"][0]["sid"]
    double.rest("POST", f"Conferences/{room}/Participants/customer", Hold="true")
    ben = agent(opened(), double, "agent_2")
    double.rest("POST", f"Conferences/{room}/Participants", To="client:agent_2?ticket=7", From="+14155550100", Label="b")
    eventually(lambda: ben.evaluate("window.call?.status()") == "pending", within=5, what="Ben's page does not ring")
    assert ben.evaluate("call.customParameters.get('ticket')") == "7"
    ben.evaluate("call.accept()")
    assert_hears(ana, ben)
    assert_silence(customer)

    double.rest("POST", f"Conferences/{room}/Participants/customer", Hold="false")
    assert_hears(ana, ben, customer)
    double.break_sockets()
    eventually(lambda: "reconnected" in ben.evaluate("said"), within=8, what="Ben's page does not come back")
    ana.evaluate("call.disconnect()")
    assert_hears(ben, customer)

    customer.get_by_role("button", name="Hang up").click()
    eventually(lambda: double.state()["calls"][0]["ended"], within=5, what="the customer is still in a call")
    assert [problem["words"] for problem in double.state()["problems"]] == []


def test_a_telephone_rings_and_is_answered(double, opened):
    customer = telephone(opened())
    ana = agent(opened(), double, "agent_1")
    ana.evaluate("device.connect().then(take)")
    double.rest("POST", "Conferences/room/Participants", To=CUSTOMER, From="+14155550100", Label="customer")
    customer.get_by_role("button", name="Answer").click()
    assert_hears(ana, customer)
