"""A resident and an account's officers on the two ends of a chat, through the doors that they use."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.e2e.town import Place, Town
from tests.e2e.waiting import SECONDS, wait_until

PATIENCE = 60
"""Seconds within which what is asked of Loa has reached the chat, on a busy machine."""


@dataclass
class Resident:
    """Somebody who acts at Zalo and reads what the account writes to them there."""

    town: Town
    place: Place
    name: str
    user_id: str = ""
    _read: int = field(default=0, init=False)

    def does(self, act: str, **fields: Any) -> None:
        """Act; wait until what follows from it is done, answers included."""
        self.acts({"act": act, **fields})

    def acts(self, *acts: dict[str, Any]) -> None:
        """Act several times at once; wait until what follows is done, answers included."""
        who = {"oa_id": self.place.oa_id, "resident": self.name}
        done = self.town.zalo("/act", [who | act for act in acts])["results"]
        self.user_id = done[0]["user_id"]
        settle(self.town)

    def writes(self, text: str) -> str:
        """Write; what the account has said since they looked last, as one text."""
        self.does("send_text", text=text)
        return self.reads()

    def heard(self) -> list[str]:
        """All that the account has ever written to them, oldest first."""
        held = self.town.zalo(f"/messages?limit=0&source=0&oa_id={self.place.oa_id}")["messages"]
        return [message["text"] for message in held if message["user_id"] == self.user_id]

    def reads(self) -> str:
        """What the account has written since they looked last, as one text."""
        heard = self.heard()
        new, self._read = heard[self._read :], len(heard)
        return "\n".join(new)

    def waits_for(self, words: str) -> str:
        """Look until something is there that holds these words."""
        found: list[str] = []

        def there() -> bool:
            found.append(self.reads())
            return words in "\n".join(found)

        wait_until(there, f"the resident reads {words!r}", PATIENCE)
        return "\n".join(found)

    @property
    def at_their_account(self) -> dict[str, str]:
        """Who they are, for an officer who enters a case for them."""
        return {"unit": self.place.path, "user_id": self.user_id}

    @property
    def conversation(self) -> str:
        """Their conversation in the officers' API."""
        return f"/conversations/{self.place.oa_id}/{self.user_id}"


def linked(town: Town, resident: Resident, officer: str) -> Resident:
    """The officer with a Zalo of their own, linked to their unit's account."""
    link = town.api(officer, "POST", "/me/zalo-link", **once())
    assert town.stack.officer(officer).name in resident.writes(link["write"])
    return resident


def settle(town: Town) -> None:
    """Wait until Zalo has told everything, the inbox is worked off and every answer has gone out."""
    town.hear_all()
    town.wait_for_inbox(SECONDS)
    queue = town.queue("Messages")
    wait_until(lambda: not town.waiting(queue), "the messages to residents are sent", PATIENCE)


def once() -> dict[str, str]:
    """A key under which a POST happens once."""
    return {"idempotency-key": uuid4().hex}


def waiting_at(town: Town, officer: str, unit: str) -> list[dict[str, Any]]:
    """The conversations on a unit's worklist."""
    items: list[dict[str, Any]] = town.api(officer, "GET", f"/conversations?unit={unit}")["items"]
    return items


def lines_of(town: Town, officer: str, resident: Resident) -> list[dict[str, Any]]:
    """The lines of a conversation as an officer sees them, oldest first."""
    lines: list[dict[str, Any]] = town.api(officer, "GET", resident.conversation)["lines"]
    return lines[::-1]
