"""What officers may do where, and how the claims of a token become an officer."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import NotAllowed, NotFound
from loa.foundation.officers.model import ACTIONS_OF, Officer, Permission, Role, allowed, in_scope, require
from loa.web.auth import officer_of, roles_of
from loa.web.problems import Unauthenticated

CODES = st.integers(0, 99999).map(lambda number: f"{number:05}")
PATHS = st.one_of(
    st.just("40"),
    CODES.map(lambda code: f"40.{code}"),
    st.tuples(st.integers(100, 999), CODES).map(lambda pair: f"40.{pair[0]}.{pair[1]}"),
)
ROLES = st.frozensets(st.sampled_from(Role))


def officer(unit_path: str, *roles: Role) -> Officer:
    return Officer("sub-1", "Nguyễn Văn A", unit_path, frozenset(roles))


_EVERYBODY_BUT_INVESTIGATORS = set(Role) - {Role.INVESTIGATOR}
_ALL_WHO_ANSWER = {Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR}
ALLOWED = {
    Permission.READ_UNITS: set(Role),
    Permission.READ_OFFICERS: _ALL_WHO_ANSWER,
    Permission.READ_ACCOUNTS: _EVERYBODY_BUT_INVESTIGATORS,
    Permission.READ_ARTICLES: _EVERYBODY_BUT_INVESTIGATORS,
    Permission.READ_LIBRARY: _EVERYBODY_BUT_INVESTIGATORS,
    Permission.WRITE_LIBRARY: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.APPROVE_LIBRARY: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.APPROVE_HOST: {Role.ADMINISTRATOR},
    Permission.READ_BROADCASTS: _EVERYBODY_BUT_INVESTIGATORS,
    Permission.READ_REPORTS: _EVERYBODY_BUT_INVESTIGATORS,
    Permission.RELEASE_FIGURES: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.READ_CONVERSATIONS: _ALL_WHO_ANSWER,
    Permission.ANSWER_CONVERSATION: _ALL_WHO_ANSWER,
    Permission.WRITE_CANNED_ANSWER: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.READ_CASES: _ALL_WHO_ANSWER,
    Permission.WORK_ON_CASE: _ALL_WHO_ANSWER,
    Permission.RELEASE_CASE: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.EXCHANGE_CASES: {Role.ADMINISTRATOR},
    Permission.READ_READINGS: {Role.ADMINISTRATOR},
    Permission.HANDLE_DATA_REQUESTS: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.READ_CONFIDENTIAL: {Role.INVESTIGATOR},
    Permission.WRITE_ARTICLE: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.DRAFT_BROADCAST: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.APPROVE_BROADCAST: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.SCHEDULE_BROADCAST: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.CANCEL_BROADCAST: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.CONTROL_BROADCAST: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.DECLARE_EMERGENCY: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.LOCALISE_BROADCAST: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.APPROVE_LOCALISATION: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.READ_MESSAGES: {Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR},
    Permission.SET_ON_CALL: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.MANAGE_OFFICERS: {Role.ADMINISTRATOR},
    Permission.REORGANISE: {Role.ADMINISTRATOR},
    Permission.READ_PARTICIPATION: _EVERYBODY_BUT_INVESTIGATORS,
    Permission.WRITE_PARTICIPATION: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.APPROVE_PARTICIPATION: {Role.APPROVER, Role.ADMINISTRATOR},
    Permission.SEND_MESSAGE: {Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR},
    Permission.CONNECT_ACCOUNT: {Role.ADMINISTRATOR},
}


@pytest.mark.parametrize(("role", "action"), list(product(Role, Permission)))
def test_each_role_may_do_what_the_table_says(role: Role, action: Permission) -> None:
    expected = role in ALLOWED[action]
    assert allowed(officer("40", role), action, "40.412") is expected


def test_every_role_has_its_row() -> None:
    assert set(ACTIONS_OF) == set(Role)


@given(PATHS, PATHS, ROLES, st.sampled_from(Permission))
def test_outside_their_unit_an_officer_finds_nothing(
    own: str, target: str, roles: frozenset[Role], action: Permission
) -> None:
    someone = Officer("1", "A", own, roles)
    if target == own or target.startswith(own + "."):
        assert in_scope(someone, target)
    else:
        assert not allowed(someone, action, target)
        with pytest.raises(NotFound):
            require(someone, action, target)


@given(PATHS, ROLES, ROLES, st.sampled_from(Permission))
def test_more_roles_never_take_a_permission_away(
    target: str, some: frozenset[Role], more: frozenset[Role], action: Permission
) -> None:
    if allowed(Officer("1", "A", "40", some), action, target):
        assert allowed(Officer("1", "A", "40", some | more), action, target)


@given(PATHS, st.sampled_from(Permission))
def test_without_a_unit_or_a_role_nothing_is_allowed(target: str, action: Permission) -> None:
    assert not allowed(officer("", Role.ADMINISTRATOR), action, target)
    assert not allowed(officer("40"), action, target)


def test_a_code_that_begins_alike_is_another_unit() -> None:
    assert not in_scope(officer("40.41", Role.VIEWER), "40.412")


def test_inside_their_unit_an_officer_is_told_that_they_may_not() -> None:
    with pytest.raises(NotAllowed) as caught:
        require(officer("40.412", Role.VIEWER), Permission.WRITE_ARTICLE, "40.412.16681")
    assert "cần vai trò quản trị viên hoặc biên tập viên" in caught.value.message
    require(officer("40.412", Role.VIEWER), Permission.READ_REPORTS, "40.412.16681")


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ("[administrator editor]", {Role.ADMINISTRATOR, Role.EDITOR}),
        ("[viewer]", {Role.VIEWER}),
        ("editor,approver", set()),
        ("[editor,approver]", set()),
        ("[khối,administrator]", set()),
        ("[editor khối,administrator]", {Role.EDITOR}),
        (["khối,administrator", "viewer"], {Role.VIEWER}),
        ('[editor "administrator"]', {Role.EDITOR}),
        ("[[administrator] viewer]", {Role.VIEWER}),
        ('["editor", "approver"]', {Role.EDITOR, Role.APPROVER}),
        (["editor", "somebody", 5], {Role.EDITOR}),
        ("[]", set()),
        ("", set()),
        (None, set()),
        (7, set()),
        ("[Administrator]", set()),
        ("[administrators]", set()),
    ],
)
def test_groups_arrive_in_many_shapes(groups: Any, roles: set[Role]) -> None:
    assert roles_of(groups) == roles


@given(st.text() | st.lists(st.text()))
def test_whatever_the_groups_are_only_real_roles_come_out(groups: Any) -> None:
    assert roles_of(groups) <= set(Role)


def event(**claims: Any) -> dict[str, Any]:
    signed_in = {"sub": "sub-1", "token_use": "id", "custom:unit": "40.412", "cognito:groups": "[editor]"}
    return {"requestContext": {"authorizer": {"jwt": {"claims": {**signed_in, **claims}, "scopes": None}}}}


def test_claims_become_an_officer() -> None:
    assert officer_of(event(name="Nguyễn Văn A", email="a@nghean.vn")) == Officer(
        "sub-1", "Nguyễn Văn A", "40.412", frozenset({Role.EDITOR})
    )
    assert officer_of(event(email="a@nghean.vn", email_verified="true")).name == "a@nghean.vn"
    assert officer_of(event(email="a@nghean.vn", email_verified=True)).name == "a@nghean.vn"
    for unverified in ({}, {"email_verified": "false"}, {"email_verified": False}):
        assert officer_of(event(email="a@nghean.vn", **unverified)).name == "sub-1"
    assert officer_of(event()).name == "sub-1"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"requestContext": None},
        {"requestContext": {"authorizer": {"iam": {}}}},
        {"requestContext": {"authorizer": {"jwt": {"claims": "none"}}}},
        event(sub=""),
        event(token_use="access"),
    ],
)
def test_without_an_identity_token_nobody_is_signed_in(broken: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        officer_of(broken)


@pytest.mark.parametrize("unit", ["", "4", "40.", "40#", "40.412.16681.1", "../40"])
def test_an_officer_without_a_unit_may_do_nothing(unit: str) -> None:
    with pytest.raises(NotAllowed):
        officer_of(event(**{"custom:unit": unit}))
