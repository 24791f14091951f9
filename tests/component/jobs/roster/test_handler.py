"""The roster: pages of the user pool become officers whom colleagues see."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from loa.errors import StoreFault
from loa.foundation.officers.model import Role
from loa.platform.aws import clients
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.province import PROVINCE, VIEWER, WARD, WARD_ADMINISTRATOR, WARD_EDITOR, Door, Person

POOL = "ap-southeast-1_loa"


@pytest.fixture
def cognito() -> Iterator[Stubber]:
    """Cognito says what it is told to say, in that order, and checks what it is asked."""
    with Stubber(clients.cognito()) as stubber:
        yield stubber


@pytest.fixture
def roster(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "USER_POOL_ID": POOL,
        "UNITS_TABLE": open_table("Units").name,
        "STATISTICS_TABLE": open_table("Statistics").name,
    }.items():
        monkeypatch.setenv(name, value)
    return load("roster")


def user(person: Person, *, enabled: bool = True) -> dict[str, Any]:
    attributes = {"sub": person.sub, "name": person.name, "custom:unit": person.unit}
    named = [{"Name": name, "Value": value} for name, value in attributes.items()]
    return {"Username": f"login-{person.sub}", "Enabled": enabled, "Attributes": named}


def told(cognito: Stubber, role: Role, *pages: list[dict[str, Any]]) -> None:
    asked: dict[str, str] = {"UserPoolId": POOL, "GroupName": role.value}
    for number, page in enumerate(pages or ([],), 1):
        more = {"NextToken": f"page-{number}"} if number < len(pages) else {}
        cognito.add_response("list_users_in_group", {"Users": page, **more}, asked)
        asked = asked | more


def test_all_pages_of_all_roles_are_read_and_who_is_disabled_is_gone(
    roster: Any, cognito: Stubber, officer: Door
) -> None:
    gone = Person("gone-1", WARD, "editor")
    for enabled in (True, False):
        for role in Role:
            match role:
                case Role.EDITOR:
                    told(cognito, role, [user(WARD_EDITOR)], [user(gone, enabled=enabled)])
                case Role.ADMINISTRATOR:
                    told(cognito, role, [user(WARD_ADMINISTRATOR), user(WARD_EDITOR)])
                case _:
                    told(cognito, role)
        counts = roster.handler({}, Context())
        names = {item["officer_id"] for item in officer.good(WARD_EDITOR, "GET", "/officers")["items"]}
        assert ("gone-1" in names) is enabled
    assert counts == {"officers": 2, "added": 0, "changed": 0, "removed": 1, "left": 0}
    shown = {item["officer_id"]: item for item in officer.good(WARD_EDITOR, "GET", "/officers")["items"]}
    assert shown["editor-2"]["roles"] == ["administrator", "editor"]
    assert (shown["editor-2"]["name"], shown["editor-2"]["linked"]) == (WARD_EDITOR.name, False)
    assert officer.good(WARD_EDITOR, "GET", "/officers", unit=WARD)["items"] == list(shown.values())
    assert officer.ask(WARD_EDITOR, "GET", "/officers", unit=PROVINCE).status == 404
    assert officer.ask(VIEWER, "GET", "/officers").status == 403


def test_a_pool_that_does_not_answer_changes_nothing(roster: Any, cognito: Stubber) -> None:
    cognito.add_client_error("list_users_in_group", "ResourceNotFoundException")
    with pytest.raises(StoreFault):
        roster.handler({}, Context())


def test_no_name_reaches_the_log(roster: Any, cognito: Stubber, logged: Any) -> None:
    for role in Role:
        told(cognito, role, [user(WARD_EDITOR)] if role is Role.EDITOR else [])
    roster.handler({}, Context())
    assert "officers compared" in logged()
    assert "MARKED" not in logged()
