"""`POST /call/connect`: what a telephone company is told to do, read by an XML parser that is not ours."""

import base64
import random
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from support import twilio_account as account
from support.cast import ANA
from support.desk import Desk
from support.web import Web

PATH = "/call/connect"
AGENT = {"From": "client:support_agent", "CallSid": "CA" + "d" * 32}
REFUSED_NUMBERS = [
    "911", "+1911", "112", "+19005551234", "+19765551234", "+12129765551", "+881612345678", "+882161234567",
    "+88213123456", "+870771234567", "+979123456789", "+8001234567890", "+18765551234", "+442079460958",
    "+819012345678", "sip:ana@evil.example", "client:ben", "+14158675309,,,1", "+14158675309w1", "*67", "+1415",
    "4" * 64, "+14158675309</Number><Sip>sip:evil@evil.example</Sip>", "&#43;14158675309",
    "+14158675309;ext=1", "tel:911", "]]>", "<![CDATA[+14158675309]]>", "+1415867530٩x", "++14158675309 and more",
]


@pytest.fixture(scope="module")
def signed_desk(tmp_path_factory, furniture):
    """A desk with a telephone account: every request of the telephone company must be signed."""
    desk = Desk.furnished(
        tmp_path_factory.mktemp("signed"), furniture,
        settings=account.SETTINGS, arguments=["--public-url", account.PUBLIC_URL],
    )
    with desk.opened():
        yield desk


@pytest.fixture
def phone_company(signed_desk):
    web = Web(signed_desk.url)
    yield web
    web.close()


def twiml(answer):
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"].replace(" ", "").lower() == "text/xml;charset=utf-8"
    assert not answer.body.startswith((b" ", b"\n", b"\r"))
    root = ElementTree.fromstring(answer.body)
    assert root.tag == "Response"
    return root


def connect(web, fields):
    return web.post(PATH, fields, own=False)


def assert_rings_the_agents(root):
    (dial,) = root
    assert dial.tag == "Dial"
    assert dial.get("answerOnBridge") == "true"
    assert int(dial.get("timeout")) > 0
    assert dial.get("action").endswith("/call/dialed")
    assert "callerId" not in dial.attrib
    (client,) = dial
    assert (client.tag, client.text) == ("Client", "support_agent")


def assert_refused_aloud(root):
    assert [each.tag for each in root] == ["Say", "Hangup"]
    assert len(root[0].text) > 20
    assert not list(root.iter("Dial"))


# Without an account: to be tried with curl

WITHOUT_NUMBER = {"nothing": {}, "an empty one": {"phoneNumber": ""}, "a caller": {"From": "+14158675309"}}


@pytest.mark.parametrize("kind", WITHOUT_NUMBER)
def test_without_a_number_the_agents_are_rung(shared_web, kind):
    assert_rings_the_agents(twiml(connect(shared_web, WITHOUT_NUMBER[kind])))


def test_a_number_is_dialled(shared_web):
    (dial,) = twiml(connect(shared_web, AGENT | {"phoneNumber": "+1 (415) 867-5309"}))
    assert dial.tag == "Dial"
    assert dial.get("answerOnBridge") == "true"
    assert int(dial.get("timeLimit")) > 0
    assert dial.get("action").endswith("/call/dialed")
    (number,) = dial
    assert (number.tag, number.text) == ("Number", "+14158675309")


def test_without_an_account_a_request_without_from_counts_as_an_agents(shared_web):
    (dial,) = twiml(connect(shared_web, {"phoneNumber": "+14158675309"}))
    assert dial.find("Number").text == "+14158675309"


@pytest.mark.parametrize("caller", ["+14158675309", "client:visitor_abc", "client:ticket_1", "client:SUPPORT_AGENT"])
def test_nobody_but_an_agent_dials_a_number(shared_web, caller):
    root = twiml(connect(shared_web, {"From": caller, "phoneNumber": "+14158675309"}))
    assert not list(root.iter("Number"))


# T07 and T37
@pytest.mark.parametrize("number", REFUSED_NUMBERS)
def test_T07_a_number_the_desk_does_not_call_is_refused_aloud(shared_web, number):
    assert_refused_aloud(twiml(connect(shared_web, AGENT | {"phoneNumber": number})))


@pytest.mark.parametrize("value", [
    "</Response><Response>", "<Dial><Number>911</Number></Dial>", "]]>", "&lt;", "&", "\"'><", "\x01\x02", "￿",
    "\u0085", "a\u0301<", "🎈" * 500,
])
def test_T07_any_text_in_any_field_leaves_the_answer_well_formed(shared_web, value):
    for field in ("From", "To", "CallSid", "Caller", "CallerName", "phoneNumber"):
        root = twiml(connect(shared_web, AGENT | {field: value}))
        assert {each.tag for each in root.iter()} <= {"Response", "Dial", "Client", "Number", "Say", "Hangup"}


@pytest.mark.parametrize("body", [
    b"%", b"%80=%C0%AF", b"phoneNumber=%00", b"=&&&==", b"phoneNumber=%ED%A0%80", b"\xff\xfe",
])
def test_bytes_that_are_no_form_get_an_answer_and_no_call(shared_web, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = shared_web.request("POST", PATH, body=body, headers=headers)
    assert answer.status < 500
    assert b"<Number" not in answer.body


def test_the_address_is_not_for_reading(shared_web):
    assert shared_web.get(PATH).status in (404, 405)


# With an account: signed

def signature(fields, path=PATH, token=account.AUTH_TOKEN, base=account.PUBLIC_URL):
    return RequestValidator(token).compute_signature(base + path, fields)


def send(web, fields, signed_with, path=PATH):
    headers = {} if signed_with is None else {"X-Twilio-Signature": signed_with}
    return web.post(path, fields, headers=headers, own=False)


def test_a_rightly_signed_request_is_served(phone_company):
    fields = AGENT | {"phoneNumber": "4158675309"}
    (dial,) = twiml(send(phone_company, fields, signature(fields)))
    assert dial.get("callerId") == account.OWN_NUMBER
    assert dial.get("action").startswith(("/", account.PUBLIC_URL))


def test_both_spellings_of_the_port_are_taken(phone_company):
    fields = AGENT | {"phoneNumber": "4158675309"}
    with_port = signature(fields, base=account.PUBLIC_URL + ":443")
    assert send(phone_company, fields, with_port).status == 200


def test_with_an_account_a_request_without_from_is_no_agents(phone_company):
    fields = {"phoneNumber": "+14158675309"}
    answer = send(phone_company, fields, signature(fields))
    assert b"<Number" not in answer.body


FIELDS = AGENT | {"phoneNumber": "+14158675309"}
WRONG_SIGNATURES = {
    "none": None,
    "empty": "",
    "garbage": "garbage",
    "another token": signature(FIELDS, token="12345"),
    "another address": signature(FIELDS, base="https://evil.example"),
    "http": signature(FIELDS, base="http://desk.example"),
    "another path": signature(FIELDS, path="/Call/Connect"),
    "a query that was not sent": signature(FIELDS, path=PATH + "?a=1"),
    "a changed field": signature(FIELDS | {"phoneNumber": "+14158675300"}),
    "an added field": signature(FIELDS | {"Extra": "1"}),
    "a missing field": signature(AGENT),
    "unpadded": signature(FIELDS).rstrip("="),
    "doubled": signature(FIELDS) * 2,
    "another alphabet": base64.urlsafe_b64encode(base64.b64decode(signature(FIELDS))).decode() + "-",
}


@pytest.mark.parametrize("kind", WRONG_SIGNATURES)
def test_a_wrong_signature_is_refused(phone_company, kind):
    assert send(phone_company, FIELDS, WRONG_SIGNATURES[kind]).status == 403


def test_another_accounts_form_is_refused_however_it_is_signed(phone_company):
    ours = FIELDS | {"AccountSid": account.ACCOUNT}
    assert send(phone_company, ours, signature(ours)).status == 200
    theirs = FIELDS | {"AccountSid": "AC" + "b" * 32}
    assert send(phone_company, theirs, signature(theirs)).status == 403


def test_the_sender_chooses_no_algorithm(phone_company):
    strong = RequestValidator(account.AUTH_TOKEN).compute_signature(account.PUBLIC_URL + PATH, FIELDS, "HMAC_SHA256")
    for settings in ("key=a,algorithm=HMAC_SHA256", "algorithm=HMAC_SHA512"):
        headers = {"X-Twilio-Webhooks-Signature-Settings": settings}
        for given in (strong, signature(FIELDS)):
            sent = headers | {"X-Twilio-Signature": given}
            assert phone_company.post(PATH, FIELDS, headers=sent, own=False).status == 403


def test_json_is_signed_by_its_digest_in_the_address(phone_company):
    body = b'{"property": "value"}'
    path = PATH + "?bodySHA256=" + RequestValidator(account.AUTH_TOKEN).compute_hash(body.decode())
    headers = {"X-Twilio-Signature": signature({}, path), "Content-Type": "application/json"}
    assert phone_company.request("POST", path, body=body, headers=headers).status == 200
    assert phone_company.request("POST", path, body=body + b" ", headers=headers).status == 403


def test_a_cookie_is_no_signature(signed_desk):
    agent = Web(signed_desk.url)
    own = {"Origin": account.PUBLIC_URL, "Sec-Fetch-Site": "same-origin"}
    agent.post("/sign-in", {"username": ANA.username, "password": ANA.password}, headers=own)
    assert agent.cookies
    assert agent.post(PATH, FIELDS, headers=own).status == 403


ALPHABET = "aZ09 +&=%<>\"'/?#;,\u00e9\u4e16\U0001f388\u0301\u200d~`|\\\t"


def random_text(chance, longest):
    return "".join(chance.choices(ALPHABET, k=chance.randint(0, longest)))


def random_request(chance):
    names = [random_text(chance, 3) or "F" for _ in range(chance.randint(0, 8))]
    fields = [(name, random_text(chance, chance.choice([1, 24]))) for name in names]
    fields.append(("From", chance.choice(["client:support_agent", "+14158675309", random_text(chance, 12)])))
    query = urlencode({random_text(chance, 5): random_text(chance, 9) for _ in range(chance.randint(0, 3))})
    return fields, PATH + ("?" + query if query else "")


def test_ten_thousand_random_requests_agree_with_the_oracle(phone_company):
    chance = random.Random(20261120)
    for _ in range(10_000):
        fields, path = random_request(chance)
        spoiled = chance.random() < 0.3
        signed = [*fields, ("From", "x")] if spoiled else fields
        given = signature(MultiDict(signed), path)
        answer = send(phone_company, fields, given, path)
        assert answer.status == (403 if spoiled else 200), (fields, path, answer)


def test_a_field_that_comes_twice_is_signed_once_for_each_value(phone_company):
    pairs = [("From", "client:support_agent"), ("Digits", "1"), ("Digits", "1"), ("Digits", "0")]
    assert send(phone_company, pairs, signature(MultiDict(pairs))).status == 200
