"""Every route and what each kind of asker gets. A route that is missing here is a hole in the tests."""

from dataclasses import dataclass, field

PAGE = {200}
MOVED = {303}
SIGN_IN = "to the sign-in page"
REFUSED = {401, 403, 404}
GONE = {404}
CHECKED = {422}
WRONG = {400}

ROLES = ("stranger", "customer", "disabled", "agent", "admin")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    fields: dict = field(default_factory=dict)
    everybody: object = None
    outside: object = SIGN_IN
    agent: object = None
    admin: object = None

    def expected(self, role):
        if self.everybody is not None:
            return self.everybody
        if role in ("stranger", "customer", "disabled"):
            return self.outside
        return self.admin if role == "admin" and self.admin is not None else self.agent


def routes(ticket_path):
    """Requests that change nothing when they are allowed, so that all roles meet the same desk."""
    return [
        Route("GET", "/", everybody=PAGE),
        Route("POST", "/tickets", {"name": ""}, everybody=CHECKED),
        Route("GET", ticket_path, everybody=PAGE),
        Route("GET", "/t/AAAAAAAAAAAAAAAAAAAAAA", everybody=GONE),
        Route("GET", "/setup", everybody=GONE),
        Route("POST", "/setup", {"code": "x"}, everybody=GONE),
        Route("POST", "/sign-in", {"username": "", "password": ""}, everybody={401}),
        Route("GET", "/healthz", everybody=PAGE),
        Route("GET", "/readyz", everybody=PAGE),
        Route("GET", "/metrics", everybody=PAGE),
        Route("GET", "/no/such/page", everybody=GONE),
        Route("POST", "/genesys/events", outside=REFUSED, agent=GONE),
        Route("GET", "/genesysWs", agent=GONE),
        Route("GET", "/genesys/sign-in", agent=GONE),
        Route("GET", "/genesys/callback", agent=GONE),
        Route("GET", "/dashboard", agent=PAGE),
        Route("GET", "/dashboard/tickets/1", agent=PAGE),
        Route("GET", "/dashboard/tickets/999", agent=GONE),
        Route("POST", "/dashboard/tickets/1/status", {"status": "open"}, outside=REFUSED, agent=MOVED),
        Route("POST", "/dashboard/tickets/1/status", {"status": "lost"}, outside=REFUSED, agent=CHECKED | WRONG),
        Route("POST", "/dashboard/tickets/1/notes", {"note": ""}, outside=REFUSED, agent=CHECKED),
        Route("GET", "/dashboard/tickets/new", agent=PAGE),
        Route("POST", "/dashboard/tickets/new", {"name": ""}, outside=REFUSED, agent=CHECKED),
        Route("GET", "/dashboard/calls/x/tickets", agent=GONE),
        Route("POST", "/dashboard/calls/x/tickets", {"ticket": "1"}, outside=REFUSED, agent=GONE),
        Route("POST", "/dashboard/calls/x/wrap-up", {"outcome": "Resolved"}, outside=REFUSED, agent=GONE),
        Route("GET", "/dashboard/contacts", agent=PAGE),
        Route("GET", "/dashboard/recordings/x", agent=GONE),
        Route("GET", "/dashboard/phone", agent=GONE),
        Route("POST", "/dashboard/phone", {"on": "browser"}, outside=REFUSED, agent=GONE),
        Route("POST", "/dashboard/people/1/phone", {"phone_number": "x"}, outside=REFUSED, agent=REFUSED, admin=CHECKED),
        Route("GET", "/dashboard/people", agent=REFUSED, admin=PAGE),
        Route("GET", "/dashboard/doctor", agent=REFUSED, admin=PAGE),
        Route("POST", "/dashboard/people", {"name": ""}, outside=REFUSED, agent=REFUSED, admin=CHECKED),
        Route("POST", "/dashboard/people/1/password", {"password": ""}, outside=REFUSED, agent=REFUSED, admin=CHECKED),
        Route("POST", "/dashboard/people/999/disable", outside=REFUSED, agent=REFUSED, admin=GONE),
        Route("POST", "/dashboard/people/999/enable", outside=REFUSED, agent=REFUSED, admin=GONE),
        Route("POST", "/token/generate", {"page": "/dashboard"}, outside=REFUSED, agent=PAGE),
        Route("POST", "/token/generate", {"page": "/elsewhere"}, everybody=WRONG),
        Route("GET", "/token", outside=REFUSED, agent=PAGE),
        Route("GET", "/toolbar", everybody=PAGE),
        Route("POST", "/toolbar/sign-in", {"username": "", "password": ""}, everybody={401}),
        Route("GET", "/toolbar/window", agent=PAGE),
        Route("POST", "/call/connect", everybody=PAGE),
        Route("POST", "/call/status", everybody=PAGE),
        Route("POST", "/call/recording", everybody=PAGE),
        Route("POST", "/call/recorded", everybody=PAGE),
        Route("POST", "/conference/connect/client", everybody=PAGE),
        Route("POST", "/conference/wait", everybody=PAGE),
        Route("POST", "/conference/hold", everybody=PAGE),
        Route("POST", "/conference/lost", everybody=PAGE),
        Route("POST", "/conference/voicemail", everybody=PAGE),
        Route("POST", "/conference/status", everybody=PAGE),
        Route("POST", "/conference/x/connect/1", everybody=PAGE),
        Route("POST", "/conference/999/call", {"to": "1"}, outside=REFUSED, agent=GONE),
    ]
