"""Two servers on one database, with or without nginx in front."""

import contextlib
import time

from .desk import Desk
from .nginx import Nginx
from .patience import eventually

# Remembers when the page's sockets were greeted by a server.
GREETINGS = """(() => {
    const Original = window.WebSocket;
    window.greetings = [];
    window.WebSocket = class extends Original {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                if (/"type":\\s*"ready"/.test(data)) window.greetings.push(Date.now());
            });
        }
    };
})();"""


class Servers:
    """One desk in two processes; `one` is the older."""

    def __init__(self, postgres, template, home):
        self.postgres = postgres
        self.database = postgres.database(template)
        settings = {"DESKBELL_DATABASE": postgres.url(self.database), "DESKBELL_TRUSTED_PROXIES": "127.0.0.1"}
        self.one, self.two = (Desk(home / name, settings=settings) for name in ("one", "two"))

    @property
    def both(self):
        return self.one, self.two

    @contextlib.contextmanager
    def opened(self):
        try:
            for desk in self.both:
                desk.start()
            yield self
            for desk in self.both:
                if desk.is_running:
                    desk.stop()
        finally:
            for desk in self.both:
                if desk.is_running:
                    kill(desk)

    @contextlib.contextmanager
    def behind_nginx(self):
        nginx = Nginx([desk.port for desk in self.both])
        try:
            with self.opened():
                yield nginx.start()
        finally:
            nginx.close()

    def ask(self, sql):
        return self.postgres.ask(sql, self.database)

    def other(self, desk):
        return self.two if desk is self.one else self.one

    def holder(self, whose):
        """The desk that has the only socket of an agent or of a customer."""
        others = {"agent": "agent_id IS NOT NULL", "customer": "agent_id IS NULL"}[whose]
        ids = [row[0] for row in self.ask("SELECT id FROM servers ORDER BY started_at")]
        assert len(ids) == 2, ids
        # A page that comes back elsewhere has two for a moment.
        ((server,),) = eventually(
            lambda: only_one(self.ask(f"SELECT DISTINCT server_id FROM connections WHERE {others}")),
            within=10, what=f"no socket of the {whose} is there, or more than one",
        )
        return self.both[ids.index(server)]

    def console(self):
        return "\n".join(f"--- {desk.url}\n{desk.console()[-3000:]}" for desk in self.both)


def kill(desk):
    """As a power cut does it; returns when, in seconds since 1970."""
    desk.process.kill()
    at = time.time()
    desk.process.wait()
    return at


def with_greetings(people):
    """Their pages remember when they were greeted."""
    plain = people.context

    def context(**options):
        made = plain(**options)
        made.add_init_script(GREETINGS)
        return made

    people.context = context
    return people


def greeted_after(page, at, within=10):
    """How many seconds after this time the page was greeted by a server."""
    def greeting():
        return next((each for each in page.evaluate("() => window.greetings") if each > at * 1000), None)

    return eventually(greeting, within=within, what="no server greeted the page") / 1000 - at


def only_one(rows):
    return rows if len(rows) == 1 else None
