"""How Zalo fails, as one tree by what to do next.

    ZaloError
    ├── NotSent              T  no connection: the request certainly had no effect
    ├── OutcomeUnknown       -  it left, and no usable answer came back: never repeat it blindly
    └── Refused                 Zalo answered with an error code
        ├── Transient        T  back off and repeat
        ├── Later            L  repeat when the window or the quota opens again
        ├── TokenRefused     A  refresh the access token, repeat exactly once
        ├── RecipientRefused R  final for this resident until they act
        ├── PayloadRefused   P  final for this request; it has to be changed
        └── ConfigurationFault  C  a person has to act; do not repeat
            └── InvalidGrant    the token chain is dead: the account has to be connected again

A read that got no usable answer is `Transient`: repeating it harms nobody.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from loa.errors import LoaError
from loa.platform.zalo import texts


class RetryClass(StrEnum):
    """What to do after an error."""

    TRANSIENT = "T"
    LATER = "L"
    TOKEN = "A"  # noqa: S105 - a retry class, not a secret
    RECIPIENT = "R"
    PAYLOAD = "P"
    CONFIGURATION = "C"
    UNKNOWN = "?"


class ZaloError(LoaError):
    """A call to Zalo did not succeed.

    Attributes:
        retry_class: what to do next.
        reason: short stable key, such as `"rate_limited"`; `texts.REASONS` has its Vietnamese sentence.
        zalo_code: the number Zalo gave, or None.
        http_status: the status line of the answer, or None when there was none.
        had_no_effect: True when the request certainly changed nothing at Zalo, so that it may be repeated.
        call: the call's name, such as `"message/cs"`.
        cause: what happened below, as a type name or Zalo's own words; no ids, tokens or bodies of ours.
    """

    code = "zalo_error"
    retry_class = RetryClass.UNKNOWN

    def __init__(
        self,
        reason: str,
        *,
        zalo_code: int | None = None,
        http_status: int | None = None,
        had_no_effect: bool = False,
        call: str = "",
        cause: str = "",
    ) -> None:
        super().__init__(texts.REASONS[reason])
        self.reason = reason
        self.zalo_code = zalo_code
        self.http_status = http_status
        self.had_no_effect = had_no_effect
        self.call = call
        self.cause = cause

    def __str__(self) -> str:
        """Return one line for the log: never a token, a body or a resident's id."""
        parts = [self.reason, self.call, f"code {self.zalo_code}" if self.zalo_code is not None else ""]
        parts += [f"http {self.http_status}" if self.http_status is not None else "", self.cause]
        return " | ".join(part for part in parts if part)


class NotSent(ZaloError):  # noqa: N818 - read as an outcome, like the rest of the tree
    """The connection could not be made: Zalo never saw the request."""

    code = "zalo_not_sent"
    retry_class = RetryClass.TRANSIENT


class OutcomeUnknown(ZaloError):  # noqa: N818 - as above
    """The request left, and what Zalo did with it is not known."""

    code = "zalo_outcome_unknown"


class Refused(ZaloError):  # noqa: N818 - as above
    """Zalo answered with an error."""

    code = "zalo_refused"


class Transient(Refused):
    """A passing fault: back off and repeat."""

    code = "zalo_transient"
    retry_class = RetryClass.TRANSIENT


class Later(Refused):
    """A window is closed or a quota used up: repeat when it opens."""

    code = "zalo_later"
    retry_class = RetryClass.LATER


class TokenRefused(Refused):
    """The access token is not accepted: refresh it, repeat once."""

    code = "zalo_token_refused"
    retry_class = RetryClass.TOKEN


class RecipientRefused(Refused):
    """Nothing reaches this resident until they act."""

    code = "zalo_recipient_refused"
    retry_class = RetryClass.RECIPIENT


class PayloadRefused(Refused):
    """The request itself is wrong."""

    code = "zalo_payload_refused"
    retry_class = RetryClass.PAYLOAD


class ConfigurationFault(Refused):
    """The account, the app or a contract is not in order: a person has to act."""

    code = "zalo_configuration"
    retry_class = RetryClass.CONFIGURATION


class InvalidGrant(ConfigurationFault):
    """The code or refresh token is used, expired or revoked: only a new consent helps."""

    code = "zalo_invalid_grant"


class Rule(NamedTuple):
    """What one error code means: the error to raise, its reason, and whether Zalo surely did nothing."""

    error: type[Refused]
    reason: str
    had_no_effect: bool = True


OA_CODES: Mapping[int, Rule] = {
    -32: Rule(Transient, "rate_limited"),
    -100: Rule(PayloadRefused, "attachment_expired"),
    # Zalo itself does not say whether the message went out.
    -200: Rule(Transient, "send_failed", had_no_effect=False),
    -201: Rule(PayloadRefused, "invalid_parameter"),
    -202: Rule(PayloadRefused, "invalid_mac"),
    -204: Rule(ConfigurationFault, "account_disabled"),
    -205: Rule(ConfigurationFault, "account_missing"),
    -207: Rule(ConfigurationFault, "account_not_registered"),
    -208: Rule(ConfigurationFault, "no_secret_key"),
    -209: Rule(ConfigurationFault, "app_not_active"),
    -210: Rule(PayloadRefused, "limit_exceeded"),
    -211: Rule(Later, "account_quota_used_up"),
    -212: Rule(ConfigurationFault, "interface_not_registered"),
    -213: Rule(RecipientRefused, "not_following"),
    -214: Rule(Transient, "article_processing"),
    -215: Rule(ConfigurationFault, "invalid_app"),
    -216: Rule(TokenRefused, "token_invalid"),
    -217: Rule(RecipientRefused, "invitation_blocked"),
    -218: Rule(Later, "recipient_quota_used_up"),
    -219: Rule(ConfigurationFault, "app_removed"),
    -220: Rule(TokenRefused, "token_expired"),
    -221: Rule(ConfigurationFault, "account_not_verified"),
    -222: Rule(RecipientRefused, "recipient_inactive"),
    -223: Rule(ConfigurationFault, "account_not_authorised"),
    -224: Rule(ConfigurationFault, "package_too_small"),
    -227: Rule(RecipientRefused, "recipient_inactive"),
    -230: Rule(RecipientRefused, "window_closed"),
    -231: Rule(RecipientRefused, "window_closed"),
    -232: Rule(RecipientRefused, "window_closed"),
    -233: Rule(PayloadRefused, "message_kind_not_supported"),
    -234: Rule(Later, "night"),
    -235: Rule(ConfigurationFault, "account_kind_not_supported"),
    -237: Rule(ConfigurationFault, "group_disabled"),
    -238: Rule(PayloadRefused, "asset_used"),
    -240: Rule(PayloadRefused, "version_closed"),
    -241: Rule(PayloadRefused, "asset_used"),
    -242: Rule(ConfigurationFault, "invalid_proof"),
    -244: Rule(RecipientRefused, "recipient_restricts"),
    -248: Rule(PayloadRefused, "against_standards"),
    -249: Rule(PayloadRefused, "template_not_supported"),
    -305: Rule(RecipientRefused, "window_closed"),
    -311: Rule(Later, "account_quota_used_up"),
    -320: Rule(ConfigurationFault, "billing_missing"),
    -321: Rule(ConfigurationFault, "billing_empty"),
    -403: Rule(PayloadRefused, "not_in_group"),
    -501: Rule(ConfigurationFault, "outside_vietnam"),
    -1340: Rule(PayloadRefused, "form_missing"),
    -1341: Rule(PayloadRefused, "form_missing"),
    404: Rule(PayloadRefused, "unknown_path"),
    216: Rule(TokenRefused, "token_invalid"),
    401: Rule(TokenRefused, "token_invalid"),
    -401: Rule(TokenRefused, "token_invalid"),
}
"""Error codes of the OA API."""

OAUTH_CODES: Mapping[int, Rule] = {
    -14002: Rule(ConfigurationFault, "invalid_app"),
    -14003: Rule(ConfigurationFault, "invalid_redirect"),
    -14004: Rule(ConfigurationFault, "invalid_secret_key"),
    -14005: Rule(InvalidGrant, "code_invalid"),
    -14014: Rule(InvalidGrant, "refresh_token_invalid"),
    -14018: Rule(PayloadRefused, "invalid_grant_type"),
    -118: Rule(InvalidGrant, "refresh_token_invalid"),
}
"""Error codes of the token endpoint."""

UNKNOWN_CODE = Rule(ConfigurationFault, "unknown_code", had_no_effect=False)
"""An error code that no document names: not repeated, shown to a person, its effect not excluded."""

_ARTICLE_QUOTA = Rule(Later, "article_quota_used_up")
_RECIPIENT_INVALID = Rule(RecipientRefused, "recipient_unknown")

_OAUTH_NAMES: tuple[tuple[str, Rule], ...] = (
    ("refresh token", OAUTH_CODES[-14014]),
    ("invalid grant type", OAUTH_CODES[-14018]),
    ("invalid grant_type", OAUTH_CODES[-14018]),
    ("invalid grant", OAUTH_CODES[-118]),
    ("invalid_grant", OAUTH_CODES[-118]),
    ("appid", OAUTH_CODES[-14002]),
    ("app id", OAUTH_CODES[-14002]),
    ("redirect", OAUTH_CODES[-14003]),
    ("secret key", OAUTH_CODES[-14004]),
    ("code", OAUTH_CODES[-14005]),
)
"""Texts of OAuth answers that carry no number, most particular first."""


def error_from(
    body: Mapping[str, Any], http_status: int = 200, *, call: str = "", has_effect: bool = True
) -> ZaloError:
    """Return the error that an OA API answer stands for.

    A non-2xx answer with a code we know is that refusal; any other non-2xx, and an answer without a code,
    says nothing about the effect.

    Args:
        body: the parsed answer.
        http_status: its status line.
        call: the call's name, for the log.
        has_effect: whether repeating the call could do something twice.
    """
    number = code_of(body)
    words = _words(body)
    rule = _oa_rule(number, words)
    if number is None or (rule is None and not is_2xx(http_status)):
        return no_answer("bad_answer", call=call, has_effect=has_effect, http_status=http_status)
    return _error(rule or UNKNOWN_CODE, number, http_status, call=call, words=words)


def oauth_error_from(body: Mapping[str, Any], http_status: int = 200, *, call: str = "") -> ZaloError:
    """Return the error that a token answer without an access token stands for."""
    number = code_of(body)
    words = _words(body)
    rule = _oauth_rule(number, words.casefold())
    if rule is None and not is_2xx(http_status):
        return no_answer("bad_answer", call=call, has_effect=True, http_status=http_status)
    return _error(rule or UNKNOWN_CODE, number, http_status, call=call, words=words)


def no_answer(
    reason: str, *, call: str, has_effect: bool, http_status: int | None = None, cause: str = ""
) -> ZaloError:
    """Return the error for a request that left and got no usable answer."""
    if has_effect:
        return OutcomeUnknown(reason, http_status=http_status, call=call, cause=cause)
    return Transient(reason, http_status=http_status, call=call, cause=cause, had_no_effect=True)


def code_of(body: Mapping[str, Any]) -> int | None:
    """Return the answer's `error` number, also when it came as text; None when there is none."""
    value = body.get("error")
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
    try:
        return int(value) if isinstance(value, int | str) else None
    except ValueError:
        return None


def is_2xx(http_status: int) -> bool:
    """Say whether the status line reports success."""
    return http_status // 100 == 2  # noqa: PLR2004 - the first digit of the status line


def _oa_rule(number: int | None, words: str) -> Rule | None:
    """Return the rule of an OA API code; two codes say what they mean only in their text."""
    if number is None:
        return None
    folded = words.casefold()
    if number == -223 and "quota" in folded:  # noqa: PLR2004 - Zalo's number
        return _ARTICLE_QUOTA
    if number == -201 and "user_id" in folded:  # noqa: PLR2004 - Zalo's number
        return _RECIPIENT_INVALID
    return OA_CODES.get(number)


def _oauth_rule(number: int | None, folded: str) -> Rule | None:
    """Return the rule of a token answer: by number, else by its words."""
    if number is not None:
        # The gateway's rate limit and the like may answer here too.
        return OAUTH_CODES.get(number) or OA_CODES.get(number)
    return next((rule for text, rule in _OAUTH_NAMES if text in folded), None)


def _error(rule: Rule, number: int | None, http_status: int, *, call: str, words: str) -> Refused:
    """Build the error of a rule."""
    return rule.error(
        rule.reason,
        zalo_code=number,
        http_status=http_status,
        had_no_effect=rule.had_no_effect,
        call=call,
        cause="" if number in OA_CODES or number in OAUTH_CODES else words,
    )


def _words(body: Mapping[str, Any]) -> str:
    """Return Zalo's own words about the error, cut to a line."""
    keys = ("message", "error_name", "error_description", "error_reason")
    found = (body.get(key) for key in keys)
    return " / ".join(text for text in found if isinstance(text, str) and text)[:200]
