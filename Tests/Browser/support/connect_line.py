"""A page with nothing but the Amazon Connect line and a phone on it, under the desk's own security headers."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .desk import ROOT

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Line</title><link rel="icon" href="data:,">
<script type="module" src="/line.js"></script></head><body><button>Act</button></body></html>"""
SCRIPT = """
import { open } from "/js/voice/lines/amazon-connect.js";
import { Softphone } from "/js/voice/softphone.js";
import { browserClock } from "/js/lib/clock.js";
const reports = {};
window.reports = reports;
const line = open({
  settings: SETTINGS,
  clock: browserClock,
  records: { report: (id, fields) => (reports[id] = { ...reports[id], ...fields }), know: () => {} },
});
const listen = line.listen.bind(line);
line.listen = (listener) => {
  listener({ type: "state", connection: "open", words: null });
  listen(listener);
};
document.querySelector("button").onclick = () => window.phone.lineAct();
window.phone = new Softphone(line, browserClock);
"""


def policy_for(double):
    """What the desk sends where this line is on."""
    return {
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; img-src 'self' data:; style-src 'self'; connect-src 'self'; "
        f"script-src 'self' {double.url}; frame-src {double.url}; require-trusted-types-for 'script'; trusted-types deskbell",
        "Permissions-Policy": f'microphone=(self "{double.url}"), autoplay=(self "{double.url}")',
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    }


@contextlib.contextmanager
def line_served(double):
    """Serves the page; yields its address."""
    settings = {
        "panel": double.settings["DESKBELL_CONNECT_CCP_URL"], "region": double.settings["DESKBELL_CONNECT_REGION"],
        "streams": double.settings["DESKBELL_CONNECT_STREAMS"],
    }
    made = {"/": PAGE, "/line.js": SCRIPT.replace("SETTINGS", json.dumps(settings))}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            text = made.get(self.path)
            body = text.encode() if text else (ROOT / "Public" / self.path.lstrip("/")).read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if self.path == "/" else "text/javascript")
            self.send_header("Content-Length", str(len(body)))
            for name, value in policy_for(double).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


def open_line(context, address):
    """The page of an agent with the line; `window.phone` is the phone."""
    page = context.new_page()
    page.goto(address)
    return page


def view(page):
    return page.evaluate("() => window.phone?.view")


def press(page, name, *values):
    page.evaluate("([name, values]) => { window.phone[name](...values) }", [name, list(values)])


def report(page):
    """What the desk would have written down of the newest call."""
    return page.evaluate("() => Object.values(window.reports).at(-1)")
