"""Cases as officers see them and enter them, through the doors that they use."""

from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from tests.e2e.chat import Resident, once
from tests.e2e.town import Place, Town

ENTERED: Final = {
    "kind": "report",
    "channel": "chat",
    "what": "Trạm bơm xã bên hỏng, ruộng xóm tôi khô",
    "where": "Cánh đồng xóm 4",
}


class Case:
    """A case as officers see it."""

    def __init__(self, town: Town, case_id: str, code: str = "") -> None:
        self.town, self.case_id, self.code = town, case_id, code
        self.route = f"/cases/{case_id}"

    def read(self, officer: str) -> dict[str, Any]:
        """All of it."""
        found: dict[str, Any] = self.town.api(officer, "GET", self.route)
        return found

    def files(self, officer: str) -> list[dict[str, Any]]:
        """What came with it."""
        items: list[dict[str, Any]] = self.town.api(officer, "GET", f"{self.route}/attachments")["items"]
        return items

    def move(self, officer: str, move: str, **facts: str) -> dict[str, Any]:
        """Its next step, by an officer who has just looked."""
        order = {"move": move, "expected_version": self.read(officer)["version"], **facts}
        moved: dict[str, Any] = self.town.api(officer, "POST", f"{self.route}/moves", order, **once())
        return moved

    def assign(self, officer: str, owner: str) -> dict[str, Any]:
        """Give it to somebody, by an officer who has just looked."""
        order = {"owner": owner, "expected_version": self.read(officer)["version"]}
        assigned: dict[str, Any] = self.town.api(officer, "POST", f"{self.route}/assignment", order, **once())
        return assigned

    def join(self, officer: str, main: "Case") -> dict[str, Any]:
        """Make it part of another one."""
        order = {"into": main.case_id, "expected_version": self.read(officer)["version"]}
        joined: dict[str, Any] = self.town.api(officer, "POST", f"{self.route}/join", order, **once())
        return joined

    def part(self, officer: str) -> dict[str, Any]:
        """Take it out of the other one again."""
        order = {"expected_version": self.read(officer)["version"]}
        parted: dict[str, Any] = self.town.api(officer, "POST", f"{self.route}/part", order, **once())
        return parted


def entered_for(resident: Resident, officer: str, what: str) -> Case:
    """The case that an officer makes of what a resident writes; the writer has been told its code."""
    resident.writes(f"Nhờ các bác giúp: {what}")
    order = ENTERED | {"what": what, "conversation": resident.at_their_account}
    made = resident.town.api(officer, "POST", "/cases", order, **once())
    assert made["code"] in resident.waits_for("Mã: ")
    return Case(resident.town, made["case_id"], made["code"])


def entered_from_paper(town: Town, officer: str, received_at: datetime, **more: Any) -> Case:
    """The case of a letter or a call that came at that instant."""
    order = ENTERED | {"channel": "paper", "received_at": received_at.isoformat(), **more}
    made = town.api(officer, "POST", "/cases", order, **once())
    return Case(town, made["case_id"], made["code"])


def imported(place: Place, received_at: datetime, number: str = "") -> dict[str, Any]:
    """A document with one case of another system, received then."""
    at = received_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    case = {
        "id": number or uuid4().hex[:8],
        "system": "quoc-gia",
        "unit": place.path,
        "kind": "report",
        "state": "received",
        "received_at": at,
        "details": {"what": "Cống thoát nước bị tắc, nước tràn vào nhà", "where": "Xóm 2"},
        "reporter": {"name": "Nguyễn Văn Bình", "phone": "0900000000"},
        "revision": 1,
        "history": [{"revision": 1, "at": at, "what": "created", "by": "x", "state": "received"}],
    }
    return {"schema": "loa.cases", "version": 1, "cases": [case]}
