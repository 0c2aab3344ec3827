"""T01, T02, T10: what strangers write is shown as they wrote it and never becomes part of a page."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from support.cast import ANA, DORA, ROBERT
from support.payloads import MARKS, PAYLOADS, SPECIALS, TEMPLATES
from support.people import sign_in, status
from support.web import Web

NEUTRAL = "plain words"
# A name that holds one of these is refused for that alone.
NOT_ONE_LINE = re.compile("[\t\u2028\u2029]")
# Elements with the names of their attributes, in document order: what no text may change.
SHAPE = """(root) => [root, ...root.querySelectorAll('*')].map((element) =>
  [element.localName, ...[...element.attributes].map((each) => each.name).sort()].join(' '))"""
PARSED_SHAPE = f"""(html) => ({SHAPE})(new DOMParser().parseFromString(html, 'text/html').documentElement)"""


@pytest.fixture(scope="module")
def agent(shared_desk):
    return Web(shared_desk.url).sign_in(ANA)


@pytest.fixture(scope="module")
def admin(shared_desk):
    return Web(shared_desk.url).sign_in(DORA)


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def file_all(web, texts):
    """One ticket for each text, in its name and its description; returns the pages' paths."""
    return [
        web.filed(ROBERT, name=text, description=text) for text in texts
    ]


@pytest.fixture(scope="module")
def attacked(shared_desk, agent):
    """A desk full of hostile tickets. The first ticket is a neutral one."""
    web = Web(shared_desk.url)
    printable = [text for text in PAYLOADS if squeezed(text) and not NOT_ONE_LINE.search(text)]
    assert len(printable) > 280
    paths = file_all(web, [NEUTRAL, *printable])
    for number, text in enumerate([NEUTRAL, *printable], start=1):
        assert agent.post(f"/dashboard/tickets/{number}/notes", {"note": text}).status == 303
    return dict(zip(paths, [NEUTRAL, *printable]))


def assert_untouched(page):
    assert page.evaluate("() => window.__pwn") is None


def test_T01_every_row_of_the_dashboard_has_the_shape_of_a_neutral_one(shared_people, attacked):
    page = shared_people.agent(ANA, available=False)
    shapes, names = set(), []
    while True:
        rows = page.locator("#tickets > li")
        shapes |= {tuple(shape) for shape in rows.evaluate_all(f"(rows) => rows.map({SHAPE})")}
        names += page.locator("#tickets .row-link").all_text_contents()
        assert_untouched(page)
        older = page.get_by_role("link", name="Older")
        if older.count() == 0:
            break
        page.goto(older.get_attribute("href"))
    assert len(shapes) == 1, shapes
    assert [squeezed(name) for name in names] == [squeezed(text) for text in reversed(attacked.values())]


def shape_of_pages(page, web, paths):
    blank = page.context.new_page()
    return [blank.evaluate(PARSED_SHAPE, web.get(path).text) for path in paths]


def test_T01_every_ticket_page_has_the_shape_of_a_neutral_one(shared_desk, shared_people, agent, attacked):
    page = shared_people.page()
    agents_paths = [f"/dashboard/tickets/{number}" for number in range(1, len(attacked) + 1)]
    for web, paths in ((Web(shared_desk.url), list(attacked)), (agent, agents_paths)):
        neutral, *hostile = shape_of_pages(page, web, paths)
        for path, shape in zip(paths[1:], hostile):
            assert shape == neutral, f"{path}: {attacked[list(attacked)[paths.index(path)]]!r}"


def test_T01_hostile_tickets_stay_text_in_a_real_browser(shared_people, attacked):
    page = shared_people.agent(ANA, available=False)
    customer = shared_people.page()
    for number, (path, text) in list(enumerate(attacked.items(), start=1))[::12]:
        page.goto(f"/dashboard/tickets/{number}")
        assert squeezed(page.locator("#ticket-detail h1").text_content()) == squeezed(text)
        assert squeezed(page.locator(".ticket-problem").text_content()) == squeezed(text)
        assert_untouched(page)
        customer.goto(path)
        assert squeezed(customer.locator("#ticket .ticket-problem").text_content()) == squeezed(text)
        assert squeezed(text) in squeezed(customer.locator("#ticket .ticket-facts").text_content())
        assert_untouched(customer)


def test_T01_a_hostile_ticket_arriving_live_stays_text(shared_people, shared_web, attacked):
    page = shared_people.agent(ANA, available=False)
    expect(status(page)).to_have_text("Ready")
    hostile = "\"><img src=x onerror=window.__pwn=1>"
    shared_web.filed(ROBERT, name=hostile, description=hostile)
    expect(page.get_by_text(hostile, exact=True).first).to_be_visible()
    assert page.locator("#tickets img").count() == 0
    assert_untouched(page)


def test_T01_what_was_typed_comes_back_as_text_when_a_form_is_refused(shared_desk, shared_people):
    page = shared_people.page().context.new_page()
    web = Web(shared_desk.url)
    submission = web.get("/").value_of("submission")

    def refused(text):
        fields = {"submission": submission, "name": text, "phone_number": text, "description": text}
        answer = web.post("/tickets", fields | {"phone_number": text[:60]})
        assert answer.status == 422
        return page.evaluate(PARSED_SHAPE, answer.text)

    neutral = refused(NEUTRAL)
    for text in PAYLOADS:
        if squeezed(text) and not NOT_ONE_LINE.search(text):
            assert refused(text) == neutral, text


def test_T01_a_hostile_name_of_an_agent_stays_text(people, desk):
    admin = Web(desk.url).sign_in(DORA)
    hostile = "<img src=x onerror=window.__pwn=1>"
    fields = {"name": hostile, "username": "evil", "password": "a long set of words"}
    assert admin.post("/dashboard/people", fields).status == 303
    page = people.page()
    sign_in(page, DORA, path="/dashboard/people")
    expect(page.get_by_role("heading", name=hostile)).to_be_visible()
    assert page.locator(".people img").count() == 0
    assert_untouched(page)


# T02: an escape that works by grapheme leaves `"` + U+0301 alone

START, END = "q7q7", "z9z9"
LEFT_BARE = re.compile(rb"q7q7(?:(?!z9z9).)*?(?:[<>\"']|&(?!(?:amp|lt|gt|quot|#39|#x27|#34);)).*?z9z9", re.S)


def marked():
    return [START + special + mark + special + END for special in SPECIALS for mark in MARKS]


def assert_all_escaped(answer, text):
    assert START.encode() in answer.body, f"{text!r} is not on the page"
    assert not LEFT_BARE.search(answer.body), LEFT_BARE.search(answer.body)


@pytest.mark.parametrize("text", marked(), ids=ascii)
def test_T02_no_mark_hides_a_special_character(shared_desk, admin, text):
    web = Web(shared_desk.url)
    path = web.filed(ROBERT, name=text, description=text)
    assert_all_escaped(web.get(path), text)
    assert_all_escaped(web.get("/"), text)
    assert_all_escaped(web.post("/tickets", {"name": text, "phone_number": text, "description": text}), text)
    assert_all_escaped(admin.get("/dashboard"), text)
    latest = re.search(r"/dashboard/tickets/(\d+)", admin.get("/dashboard").text).group(0)
    admin.post(f"{latest}/notes", {"note": text})
    assert_all_escaped(admin.get(latest), text)
    fields = {"name": text, "username": text, "password": "x"}
    assert_all_escaped(admin.post("/dashboard/people", fields), text)


@pytest.mark.parametrize("special", SPECIALS)
def test_T02_what_a_sign_in_form_gives_back_is_escaped(shared_desk, special):
    text = START + special + MARKS[0] + special + END
    web = Web(shared_desk.url)
    assert_all_escaped(web.post("/sign-in", {"username": text, "password": "x", "next": "/dashboard?" + text}), text)


def test_T02_nul_is_refused(shared_web):
    assert shared_web.file(ROBERT, name="a<\0b").status in (400, 422)


# T10

@pytest.mark.parametrize("text", TEMPLATES)
def test_T10_template_tags_are_shown_and_never_run(shared_desk, agent, text):
    web = Web(shared_desk.url)
    wrapped = f"{START}{text}{END}"
    path = web.filed(ROBERT, name=wrapped, description=wrapped)
    for answer in (web.get(path), agent.get("/dashboard")):
        assert answer.status == 200
        assert wrapped in unescape(answer.text)


SCHEMES = [
    "javascript:alert(1)", "JAVASCRIPT:window.__pwn=1", "java\nscript:window.__pwn=1", "data:text/html,<script>1</script>",
    "//evil.example", "https://evil.example/x", "vbscript:x", "mailto:x@evil.example", "[x](javascript:1)", "tel:+1900",
]


def test_T04_what_strangers_write_never_becomes_a_link(shared_desk, agent):
    web = Web(shared_desk.url)
    for text in SCHEMES:
        path = web.filed(ROBERT, description=text)
        number = agent.get("/dashboard").text.partition('id="ticket-')[2].partition('"')[0]
        assert agent.post(f"/dashboard/tickets/{number}/notes", {"note": text}).status == 303
        for page in (agent.get("/dashboard"), agent.get(f"/dashboard/tickets/{number}"), web.get(path), web.get("/")):
            for target in re.findall(r'(?:href|action|src)="([^"]*)"', page.text):
                ours = target.startswith("/") and not target.startswith("//")
                assert ours or target == "" or target.startswith(("tel:+", "#")), target


def test_T33_messages_from_other_windows_change_nothing(shared_people):
    page = shared_people.agent(ANA)
    before = page.locator("body").inner_html()
    for data in ("{}", "'x'.repeat(1e6)", "{type: 'call', call: {id: 'k'}}", "{type: 'fragment', id: 'main', html: '<b>'}"):
        page.evaluate(f"() => window.postMessage({data}, '*')")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    assert page.locator("body").inner_html() == before
    assert_untouched(page)
