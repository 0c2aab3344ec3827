"""Texts that would become markup, script or a new header on a page that forgets to escape."""

from itertools import product

CALL = "window.__pwn=1"
TAGS = (
    "img", "svg", "video", "audio", "details", "input", "body", "iframe", "object", "marquee", "a", "math", "select",
    "style", "x",
)
HANDLERS = ("onerror", "onload", "ontoggle", "onfocus", "onmouseover", "onanimationstart", "onpointerenter")
OPENERS = ("", "\"", "'", "\">", "'>", "-->", "</title>", "</textarea>", "</script>", "]]>")

ELEMENTS = [f"<{tag} src=x {handler}={CALL}>" for tag, handler in product(TAGS, HANDLERS)]
BREAKOUTS = [f"{opener}<img src=x onerror={CALL}>" for opener in OPENERS]
ATTRIBUTES = [f"{quote} {handler}={CALL} x={quote}" for quote, handler in product("\"'`", HANDLERS)]
SCRIPTS = [
    f"{before}<script>{CALL}</script>{after}" for before, after in product(OPENERS, ("", "<!--", "//"))
]
LINKS = [
    f"{before}javascript:{CALL}" for before in (
        "", "\"><a href=", "<a href='", "<form action=", "<iframe src=", "<object data=", "<base href=",
        "<meta http-equiv=refresh content=0;url=", "<link rel=stylesheet href=", "<svg><use href=", "jAvAsCrIpT:",
        "&#106;avascript:", "java\tscript:", "\x20javascript:", "data:text/html,<script>", "vbscript:",
    )
]
ENTITIES = [
    "&lt;script&gt;", "&#60;img src=x onerror=1&#62;", "&#x3c;b&#x3e;", "&amp;lt;b&amp;gt;", "&", "&&", "&lt",
    "&copy;",
    "&notanentity;", "&#0;", "&#xD800;", "&#x110000;", "%3Cscript%3E", "\\u003cscript\\u003e", "\\x3cscript\\x3e",
    "+ADw-script+AD4-", "\u00ac<script\u00bb", "＜script＞", "\u2039script\u203a", "<\u200dscript>", "<scr\u00adipt>",
]
MUTATIONS = [
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=1&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=1>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=1>\">",
    "<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id=\"</textarea><img onerror=1 src=1>\">",
    "<template><script>1</script></template>", "<plaintext>", "<xmp><img src=x onerror=1>", "<!doctype html>",
    "<!--", "-->", "<![CDATA[", "]]>", "<?xml version=1?>", "<%= 1 %>", "<!-- --!> <img src=x onerror=1>", "</",
    "<", ">", "<a", "<a ", "</a", "<a b='", "<style>*{display:none}</style>", "<link rel=stylesheet href=//evil>",
    "<base href=//evil.example/>", "<form action=//evil.example><button>", "<input name=submission value=x>",
    "<select><option>", "<table><tr><td>", "</main></body></html>", "</p></div></section></li></ol>", "</form>",
    "<dialog open>", "<div id=tickets>", "<p role=status>Ready</p>", "<button data-answer>Answer</button>",
    "<a href=/dashboard data-call>", "<slot name=x>", "<portal src=//evil>", "<frameset><frame src=//evil>",
]
UNUSUAL = [
    "\u202eevil\u202c", "\ufeff<b>", "a\u0301<b>", "<\u0301img src=x onerror=1>", "\u2028<script>", "\u2029alert",
    "\U0001f3f4\u200d\u2620\ufe0f<img src=x>", "\u0338<b>", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "\u115fx\u1160", "x\u00a0x", "x\U000e0041",
]
TEMPLATES = [
    "{{x}}", "{{{x}}}", "{{&x}}", "{{#a}}b{{/a}}", "{{^a}}b{{/a}}", "{{>layouts/head}}", "{{=<% %>=}}", "{{! hidden }}",
    "{{.}}", "{{layout.title}}", "{{", "}}", "{{{", "<%x%>", "${7*7}", "#{7*7}", "{%raw%}", "{{7*7}}", "{{#layout}}",
    "{{>../../etc/passwd}}", "{{password}}", "{{name}}", "{{description}}", "{{id}}",
]
PAYLOADS = [
    *ELEMENTS, *BREAKOUTS, *ATTRIBUTES, *SCRIPTS, *LINKS, *ENTITIES, *MUTATIONS, *UNUSUAL, *TEMPLATES,
    *[f"'; DROP TABLE tickets; --{number}" for number in range(3)],
    *[f"{opener} autofocus tabindex=1 onfocus={CALL} " for opener in OPENERS],
    *[f"<img src=x {filler}onerror{filler}={CALL}>" for filler in ("\t", "/", "\u00a0", "\u3000", "\x20\x20", "&#9;")],
    *[f"<{letter}>{letter}</{letter}>" for letter in ("b", "h1", "p", "li", "ol", "label", "time", "main")],
]

# What an eye reads as one character and a grapheme-wise escape would too.
MARKS = ("\u0301", "\u0338", "\u200d", "\ufe0f", "\u034f", "\u20e3", "\U0001f3fb")
SPECIALS = "<>&\"'"
