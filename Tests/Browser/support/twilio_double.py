"""What stands in for Twilio, with telephones that tests use and a desk whose account is there."""

import contextlib
import json
import urllib.error

from .desk import Desk
from .double import Double
from .patience import eventually


class TwilioDouble(Double):
    def __init__(self, home, desk_url):
        super().__init__(home, desk_url)
        # The parties that are not agents, so that the double's state can be told in words.
        self.customers = set()

    # What happened

    def requests(self, *words):
        """REST requests of the desk whose method and path have all these words, each with its form."""
        return [
            each | {"form": dict(each["form"])} for each in self.log()["requests"]
            if all(word in f"{each['method']} {each['path']}" for word in words)
        ]

    def webhooks(self, *words):
        """What was delivered to the desk, whose address and parameters have all these words."""
        return [
            each | {"parameters": dict(each["parameters"])} for each in self.log()["webhooks"]
            if all(word in json.dumps(each) for word in words)
        ]

    def asked(self, *words, within=20):
        """The first such request, as soon as the desk made it."""
        return eventually(lambda: self.requests(*words), within=within, what=f"nobody asked for {words}")[0]

    def leg(self, party):
        """The newest call of a telephone, or of `client:` and a name."""
        return next((each for each in reversed(self.state()["calls"]) if each["party"] == party), None)

    def room(self):
        """The one conference that goes on."""
        open_rooms = [each for each in self.state()["conferences"] if each["status"] != "completed"]
        return open_rooms[0] if len(open_rooms) == 1 else None

    def running(self):
        return [each for each in self.state()["calls"] if not each["ended"]]

    def people(self):
        """Who is in the room: the customer by their number, agents by the order in which their legs were made."""
        room = self.room()
        there = [each for each in room["participants"] if each["connected"]] if room else []
        own = {}
        for each in sorted(there, key=lambda each: int((each["label"] or "leg-0").removeprefix("leg-"))):
            is_customer = each["party"] in self.customers
            own["customer" if is_customer else f"agent {sum(name != 'customer' for name in own) + 1}"] = each
        return own

    def hearing(self):
        """Which of these hear each other, such as {"agent 1 customer"}."""
        own, calls = self.people(), {each["sid"]: each for each in self.state()["calls"]}
        names = {each["call"]: name for name, each in own.items()}
        return {
            f"{name} {names[other]}" for sid, name in names.items() for other in calls[sid]["hears"]
            if other in names and name < names[other]
        }

    def assert_hearing(self, *pairs):
        eventually(lambda: self.hearing() == set(pairs), within=25, what=f"not exactly {pairs} hear each other: {self.hearing()}")

    def assert_empty(self):
        """Nobody pays for anything any more."""
        eventually(lambda: not self.running() and self.room() is None, within=25, what=f"calls go on: {self.running()}")

    # Telephones

    def dial(self, number, **more):
        """Somebody with this number rings the desk; answers with the call's id."""
        self.customers.add(number)
        return self.phone(number, "dial", **more)["sid"]

    def use(self, number, action, **more):
        """Does something with a telephone, as soon as that can be done: it may not ring yet."""
        eventually(lambda: self._does(number, action, more), within=15, what=f"{number} cannot {action}")

    def _does(self, number, action, more):
        try:
            self.phone(number, action, **more)
        except urllib.error.HTTPError:
            return False
        return True

    def misbehave(self, **rules):
        return self.mischief(**rules)

    def behave(self):
        return self._ask("DELETE", "/double/mischief")


@contextlib.contextmanager
def desk_with_phones(home, furniture, settings=None):
    """A desk whose Twilio account is at the double; settings may be made from the double that runs."""
    desk = Desk.furnished(home, furniture)
    with TwilioDouble(home, desk.url).opened() as double:
        own = settings(double) if callable(settings) else settings or {}
        desk.settings = desk.settings | double.settings | own
        with desk.opened():
            yield desk, double
