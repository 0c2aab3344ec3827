"""An agent chooses the line they take calls on, among those that the desk offers."""

import pytest

from support.calling import expect
from support.cast import ANA, BEN
from support.desk import Desk


@pytest.fixture
def desk(tmp_path, furniture):
    """A desk with two lines."""
    settings = {"DESKBELL_LINES": "embedded, genesys", "DESKBELL_GENESYS_URL": "http://127.0.0.1:9"}
    with Desk.furnished(tmp_path, furniture, settings=settings).opened() as desk:
        yield desk


def line(page):
    return page.locator("body").get_attribute("data-line")


def test_the_choice_is_kept_and_the_whole_page_takes_it_up(people):
    ana = people.agent(ANA)
    assert line(ana) == "embedded"
    ana.get_by_role("link", name="Take calls on").click()
    expect(ana.get_by_role("radio", name="This browser")).to_be_checked()
    genesys = ana.get_by_role("radio", name="Genesys")
    expect(genesys).to_have_accessible_description("Telephone calls of Genesys, with the sound on your phone there.")
    genesys.check()
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Your line is Genesys.")).to_be_visible()
    expect(genesys).to_be_checked()
    assert line(ana) == "genesys"
    assert line(people.agent(BEN)) == "embedded"
