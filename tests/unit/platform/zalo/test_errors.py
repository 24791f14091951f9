"""Every error code of zalo/README.md 2.4 and 6.1: its class, its reason, its Vietnamese sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import LoaError
from loa.platform.zalo.errors import (
    OA_CODES,
    OAUTH_CODES,
    ConfigurationFault,
    InvalidGrant,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    RecipientRefused,
    Refused,
    RetryClass,
    TokenRefused,
    Transient,
    ZaloError,
    code_of,
    error_from,
    oauth_error_from,
)
from loa.platform.zalo.texts import REASONS

BY_CLASS: dict[type[Refused], list[int]] = {
    Transient: [-32, -200, -214],
    Later: [-211, -218, -234, -311],
    TokenRefused: [-216, -220, 216, 401, -401],
    RecipientRefused: [-213, -217, -222, -227, -230, -231, -232, -244, -305],
    PayloadRefused: [
        *(-100, -201, -202, -210, -233, -238, -240, -241, -248, -249, -403, -1340, -1341, 404),
    ],
    ConfigurationFault: [
        *(-204, -205, -207, -208, -209, -212, -215, -219, -221, -223, -224, -235, -237, -242),
        *(-320, -321, -501),
    ],
}
ROWS = [(code, error) for error, codes in BY_CLASS.items() for code in codes]


@pytest.mark.parametrize(("code", "error"), ROWS)
def test_each_code_of_the_platform_has_its_class(code: int, error: type[Refused]) -> None:
    raised = error_from({"error": code, "message": "…"}, 200, call="oa/getoa")
    assert type(raised) is error
    assert raised.zalo_code == code
    assert raised.message == REASONS[raised.reason]
    assert raised.had_no_effect is (code != -200)
    assert isinstance(raised, LoaError)


def test_the_table_holds_exactly_the_codes_of_the_platform() -> None:
    assert set(OA_CODES) == {code for code, _ in ROWS}


def test_every_class_says_what_to_do_next() -> None:
    errors: list[type[ZaloError]] = [*BY_CLASS, InvalidGrant, NotSent, OutcomeUnknown]
    letters = {error: error.retry_class.value for error in errors}
    assert letters == {
        Transient: "T",
        Later: "L",
        TokenRefused: "A",
        RecipientRefused: "R",
        PayloadRefused: "P",
        ConfigurationFault: "C",
        InvalidGrant: "C",
        NotSent: "T",
        OutcomeUnknown: RetryClass.UNKNOWN,
    }


def test_two_codes_say_what_they_mean_only_in_their_text() -> None:
    quota = error_from({"error": -223, "message": "Your OA has reach the limit quota create article"})
    assert (type(quota), quota.reason) == (Later, "article_quota_used_up")
    person = error_from({"error": -201, "message": "user_id is invalid!"})
    assert (type(person), person.reason) == (RecipientRefused, "recipient_unknown")


def test_a_code_nobody_documents_goes_to_a_person_and_excludes_no_effect() -> None:
    raised = error_from({"error": -99999, "message": "something new"})
    assert type(raised) is ConfigurationFault
    assert raised.reason == "unknown_code"
    assert not raised.had_no_effect
    assert "something new" in str(raised)


@pytest.mark.parametrize("value", ["-216", " -216 ", -216])
def test_a_code_may_come_as_text(value: object) -> None:
    assert isinstance(error_from({"error": value}), TokenRefused)


@pytest.mark.parametrize("value", [None, True, "none", [], 1.5])
def test_an_answer_without_a_code_says_nothing_about_the_effect(value: object) -> None:
    assert code_of({"error": value}) is None
    assert type(error_from({"error": value})) is OutcomeUnknown
    assert type(error_from({"error": value}, has_effect=False)) is Transient


@pytest.mark.parametrize("status", [301, 400, 429, 500, 502])
def test_a_bad_status_line_says_nothing_about_the_effect(status: int) -> None:
    assert type(error_from({"error": 0}, status)) is OutcomeUnknown
    assert type(error_from({"error": -99999}, status)) is OutcomeUnknown
    assert type(error_from({"error": 0}, status, has_effect=False)) is Transient


def test_a_known_refusal_counts_under_any_status_line() -> None:
    assert type(error_from({"error": -32}, 429)) is Transient
    assert type(error_from({"error": -216}, 401)) is TokenRefused


OAUTH = {
    -14002: (ConfigurationFault, "invalid_app"),
    -14003: (ConfigurationFault, "invalid_redirect"),
    -14004: (ConfigurationFault, "invalid_secret_key"),
    -14005: (InvalidGrant, "code_invalid"),
    -14014: (InvalidGrant, "refresh_token_invalid"),
    -14018: (PayloadRefused, "invalid_grant_type"),
    -118: (InvalidGrant, "refresh_token_invalid"),
}


@pytest.mark.parametrize("code", sorted(OAUTH))
def test_each_code_of_the_token_endpoint_has_its_class(code: int) -> None:
    raised = oauth_error_from({"error": code, "error_name": "…"})
    assert (type(raised), raised.reason) == OAUTH[code]


def test_the_token_table_holds_exactly_the_codes_of_the_platform() -> None:
    assert set(OAUTH_CODES) == set(OAUTH)


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("Invalid refresh token.", InvalidGrant, "refresh_token_invalid"),
        ("invalid grant", InvalidGrant, "refresh_token_invalid"),
        ("Invalid appId", ConfigurationFault, "invalid_app"),
        ("Invalid redirect uri", ConfigurationFault, "invalid_redirect"),
        ("Invalid secret key", ConfigurationFault, "invalid_secret_key"),
        ("Invalid code", InvalidGrant, "code_invalid"),
        ("invalid grant_type", PayloadRefused, "invalid_grant_type"),
        ("Maintenance", ConfigurationFault, "unknown_code"),
        ("", ConfigurationFault, "unknown_code"),
    ],
)
def test_a_token_answer_without_a_number_is_read_by_its_words(
    name: str, error: type[ZaloError], reason: str
) -> None:
    raised = oauth_error_from({"error_name": name})
    assert (type(raised), raised.reason) == (error, reason)


def test_only_a_dead_chain_is_called_a_dead_chain() -> None:
    assert type(oauth_error_from({"error": -32})) is Transient
    assert type(oauth_error_from({}, 502)) is OutcomeUnknown
    assert type(oauth_error_from({"error": -1})) is ConfigurationFault


@given(
    st.dictionaries(
        st.sampled_from(["error", "message", "error_name", "error_reason"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()),
    ),
    st.integers(100, 599),
)
def test_any_answer_becomes_an_error_with_a_sentence(body: dict[str, object], status: int) -> None:
    for raised in (error_from(body, status), oauth_error_from(body, status)):
        assert raised.message
        assert str(raised)
