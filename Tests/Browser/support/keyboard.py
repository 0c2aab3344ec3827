"""People without a mouse."""

FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
  return { ring, name: at.tagName };
}"""


def tab_to(page, target, limit=80):
    """Presses Tab until the focus is there, as somebody without a mouse would, and checks that it can be seen."""
    for _ in range(limit):
        if target.evaluate("(element) => element === document.activeElement"):
            assert page.evaluate(FOCUSED)["ring"], "the focus cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {target}")


def press(page, target, key="Enter"):
    tab_to(page, target)
    page.keyboard.press(key)
