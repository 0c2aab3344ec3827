"""What a page makes people hear and see of a ringing call."""

from pathlib import Path

from .patience import eventually

EARS = (Path(__file__).parent / "ears.js").read_text(encoding="utf-8")


def with_ears(people):
    """Their pages remember the tones and notices they make."""
    plain = people.context

    def context(**options):
        made = plain(**options)
        made.add_init_script(EARS)
        return made

    people.context = context
    return people


def ears(page, what, *arguments):
    return page.evaluate(f"(given) => window.ears.{what}(...given)", list(arguments))


def sounding(page):
    return set(ears(page, "sounding"))


def assert_sounds(page, pitches):
    eventually(lambda: sounding(page) == pitches, within=15, what=f"the page does not sound {pitches}")
