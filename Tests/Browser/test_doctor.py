"""`deskbell doctor` and `deskbell twilio configure`, against a stand-in for Twilio's REST API."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from support import twilio_account as account
from support.cast import ANA
from support.desk import Desk, deskbell, free_port, stage

APP_URL = account.PUBLIC_URL + "/call/connect"
NUMBER_URL = account.PUBLIC_URL + "/conference/connect/client"
BASE = "/2010-04-01/Accounts/" + account.ACCOUNT


class Stand:
    """An account with one app and one number."""

    def __init__(self):
        self.app = {"sid": account.APPLICATION, "friendly_name": "Desk", "voice_url": "", "voice_method": "POST"}
        self.number = {
            "sid": "PN1", "phone_number": account.OWN_NUMBER, "voice_url": "https://old.example/v",
            "voice_method": "GET", "voice_application_sid": "",
        }
        self.changes = []
        stand = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def say(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def is_known(self):
                known = (f"{account.API_KEY}:{account.API_SECRET}", f"{account.ACCOUNT}:{account.AUTH_TOKEN}")
                given = self.headers.get("Authorization", "")
                return given in {"Basic " + base64.b64encode(each.encode()).decode() for each in known}

            def do_GET(self):
                if not self.is_known():
                    return self.say(401, {"code": 20003, "message": "Authenticate", "status": 401})
                path = self.path.split("?")[0]
                if path == BASE + ".json":
                    state = {"sid": account.ACCOUNT, "friendly_name": "Shop", "status": "active", "type": "Full"}
                    return self.say(200, state)
                if path == f"{BASE}/Applications/{account.APPLICATION}.json":
                    return self.say(200, stand.app)
                if path == f"{BASE}/IncomingPhoneNumbers.json":
                    return self.say(200, {"incoming_phone_numbers": [stand.number]})
                return self.say(404, {"code": 20404, "status": 404})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
                stand.changes.append((self.path, fields))
                what = stand.app if "/Applications/" in self.path else stand.number
                what["voice_url"], what["voice_method"] = fields["VoiceUrl"], fields["VoiceMethod"]
                return self.say(200, what)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def twilio():
    stand = Stand()
    yield stand
    stand.server.shutdown()
    stand.server.server_close()


def run(tmp_path, *command, settings=None):
    given = {"DESKBELL_PORT": str(free_port())} | (settings or {})
    return deskbell(
        *command, "--data", tmp_path / "data", "--root", stage().name, settings=given, directory=tmp_path
    )


def with_account(twilio, **more):
    return account.SETTINGS | {"TWILIO_API_URL": twilio.url, "DESKBELL_PUBLIC_URL": account.PUBLIC_URL} | more


def lines(done):
    return {line[6:22].strip(): (line[:6].strip(), line[22:]) for line in done.stdout.splitlines()}


def test_without_an_account_phones_are_off_and_all_is_well(tmp_path):
    done = run(tmp_path, "doctor")
    assert done.returncode == 0, done.stdout
    found = lines(done)
    assert found["Phone calls"][0] == "ok" and "Calls between browsers work" in found["Phone calls"][1]
    assert {state for state, _ in found.values()} == {"ok"}
    assert not (tmp_path / "data" / "desk.sqlite").exists()


def test_the_database_of_a_desk_is_looked_at_stopped_and_running(tmp_path):
    desk = Desk(tmp_path)
    desk.add_agent(ANA)
    stopped = desk.command("doctor")
    assert stopped.returncode == 0 and lines(stopped)["Database"] == ("ok", "It opens and takes writes."), stopped.stdout
    with desk.opened():
        desk.settings["DESKBELL_PORT"] = str(desk.port)
        running = desk.command("doctor")
        assert lines(running)["Database"][0] == "ok" and "takes writes" in lines(running)["Database"][1], running.stdout


def test_a_wrong_setting_is_a_finding(tmp_path):
    done = run(tmp_path, "doctor", settings={"DESKBELL_REGION": "XX"})
    assert done.returncode == 1
    assert done.stdout.startswith("fail  Settings") and "DESKBELL_REGION" in done.stdout


def test_what_stops_phone_calls_is_named_and_the_exit_code_says_so(tmp_path, twilio):
    done = run(tmp_path, "doctor", settings=with_account(twilio))
    assert done.returncode == 1
    found = lines(done)
    assert found["Twilio account"][0] == found["Auth token"][0] == "ok", done.stdout
    assert found["TwiML app"][0] == found["Phone number"][0] == found["Voice SDK"][0] == "fail"
    assert "https://old.example/v" in found["Phone number"][1] and "twilio configure" in found["Phone number"][1]
    assert account.AUTH_TOKEN not in done.stdout and account.API_SECRET not in done.stdout


def test_no_account_answers(tmp_path, twilio):
    url = f"http://127.0.0.1:{free_port()}"
    done = run(tmp_path, "doctor", settings=with_account(twilio, TWILIO_API_URL=url))
    assert done.returncode == 1
    assert lines(done)["Twilio account"][0] == "fail" and lines(done)["Phone number"][0] == "warn"


def test_configure_shows_then_sets_and_says_how_to_undo(tmp_path, twilio):
    shown = run(tmp_path, "twilio", "configure", settings=with_account(twilio))
    assert shown.returncode == 0 and not twilio.changes
    for text in (APP_URL, NUMBER_URL, "https://old.example/v", "--yes"):
        assert text in shown.stdout
    done = run(tmp_path, "twilio", "configure", "--yes", settings=with_account(twilio))
    assert done.returncode == 0 and "undo" in done.stdout and "GET https://old.example/v" in done.stdout
    assert twilio.app["voice_url"] == APP_URL and twilio.number["voice_url"] == NUMBER_URL
    assert twilio.number["voice_method"] == "POST"
    again = run(tmp_path, "twilio", "configure", "--yes", settings=with_account(twilio))
    assert "Nothing is to be changed" in again.stdout and len(twilio.changes) == 2


def test_configure_leads_a_number_away_from_an_app(tmp_path, twilio):
    twilio.number["voice_application_sid"] = "AP" + "9" * 32
    done = run(tmp_path, "twilio", "configure", "--yes", settings=with_account(twilio))
    assert "the TwiML app AP999" in done.stdout
    assert twilio.changes[-1][1]["VoiceApplicationSid"] == ""


@pytest.mark.parametrize("missing", ["DESKBELL_PUBLIC_URL", "account"])
def test_configure_says_what_it_needs(tmp_path, twilio, missing):
    settings = {} if missing == "account" else with_account(twilio, DESKBELL_PUBLIC_URL="")
    done = run(tmp_path, "twilio", "configure", settings=settings)
    assert done.returncode == 1 and missing in done.stderr
