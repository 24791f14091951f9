"""Every error that the platform answers with: codes and verbatim texts (zalo/README.md 2.4 and 6)."""

from typing import Final

OA_MESSAGES: Final[dict[int, str]] = {
    -32: "Your application reached limit call api",
    -100: "attachment_id was expired",
    -200: "Send message failed",
    -201: "data is invalid!",
    -204: "Offical Account is disable",
    -205: "Offical Account is not exist",
    -209: "Not supported this api",
    -210: "Parameter exceeds allowable limit",
    -211: "Out of quota",
    -212: "App has not registed this api",
    -213: "User has not followed OA",
    -214: "Article is being processed",
    -216: "Access token is invalid",
    -217: "User has blocked invitation from OA",
    -218: "Out of quota receive",
    -219: "App is removed or disabled",
    -220: "access_token is expired or removed",
    -221: "The OA needs to be verified to use this feature",
    -223: "Official Account has not authorized this API",
    -224: "The OA needs to upgrade OA Tier Package to use this feature",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -232: "User has not interacted with the OA, or the last interaction has expired",
    -233: "message type is invalid or not support",
    -234: "This message cannot be sent at night (10:00PM - 6:00AM)",
    -235: "This API does not support this type of OA",
    -237: "The group is disabled",
    -238: "asset_id is already used",
    -240: "MessageV2 API has been shut down, please switch to MessageV3",
    -241: "asset_id is already used",
    -242: "Invalid appsecret_proof provided in the API argument",
    -244: "User has restricted this message type from your OA",
    -248: "Violates our platform standards",
    -249: "Template does not support send via UID",
    -320: "Your app needs to connect with Zalo Cloud Account to use paid features",
    -321: "Zalo Cloud Account associated with this app is out of money or unable to be charged",
    -403: "OA is not in group",
    -1340: "Cannot find this form",
    -1341: "Official Account has no access to this form",
    404: "You are accessing an empty or invalid API...",
}
OA_REACHED_LIMIT: Final = "Your OA reached limit call api"
ARTICLE_QUOTA: Final = "Your OA has reach the limit quota create article"

OAUTH_NAMES: Final[dict[int, str]] = {
    -14002: "Invalid appId",
    -14003: "Invalid redirect uri",
    -14004: "Invalid secret key",
    -14005: "Invalid code",
    -14014: "Invalid refresh token.",
    -14018: "Invalid grant_type",
}
OAUTH_DOCUMENT: Final = "https://developers.zalo.me/docs/api/official-account-api"

GRAPH_MESSAGES: Final[dict[int, str]] = {
    112: "App is not linked with any Official Account",
    114: "code is empty",
    115: "code is invalid",
    116: "secret_key is empty",
    117: "secret_key is invalid",
    118: "code is not belong to this app",
    119: "code is already used",
    452: "Session key invalid",
    -32: "Your application reached limit call api",
    -242: "Invalid appsecret_proof provided in the API argument",
    -501: "Personal information is limited due to IP address not inside Vietnam: {ip}",
}

ZNS_MESSAGES: Final[dict[int, str]] = {
    -32: "Your application reached limit call api",
    -108: "Phone number is invalid",
    -109: "Template id is invalid",
    -115: "Out of quota",
    -118: "Zalo account not existed",
    -1122: "Template data is missing params",
    -122: "Body is not json",
    -124: "Access token is invalid",
    -1241: "Invalid appsecret_proof provided in the API argument",
    -126: "Out of quota for development mode",
    -127: "Template test can only be sent for admin",
    -130: "Content exceeds allowable limit",
    -131: "Template is not approved",
    -132: "Param is invalid",
    -133: "This ZNS cannot be sent at night",
    -135: "OA does not have permission to send ZNS",
    -136: "Need to connect with Zalo Cloud Account",
    -139: "User refused this type of ZNS",
    -144: "OA has exceeded daily ZNS quota",
}

MINI_APP_MESSAGES: Final[dict[int, str]] = {
    -100: "Invalid api key",
    -103: "Too many requests",
    -109: "Out of quota",
    -110: "Invalid user id",
    -111: "Cannot send notification to this user",
    -112: "Scope is not granted",
    -113: "IP is not allowed",
    -114: "Invalid mini app id",
    -115: "Invalid template",
}


EXPIRED_TOKEN: Final = "Access token has expired"  # noqa: S105 - a message
"""What is said of a token whose time is over, whichever code comes with it."""


class Refusal(Exception):  # noqa: N818 - an ordinary answer of the platform, not a fault of ours
    """An answer of the platform that is an error: HTTP 200 with ``{"error", "message"}`` in the body.

    ``extra`` is merged into the body.
    """

    def __init__(self, code: int, message: str | None = None, **extra: str) -> None:
        self.code = code
        self.message = OA_MESSAGES.get(code, "") if message is None else message
        self.extra = extra
        super().__init__(f"{code} {self.message}")

    def body(self) -> dict[str, object]:
        """The answer as Zalo writes it."""
        return {"error": self.code, "message": self.message, **self.extra}


class OAuthRefusal(Refusal):
    """An error of oauth.zaloapp.com, which has a shape of its own (zalo/README.md 2.4)."""

    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(code, OAUTH_NAMES[code])
        self.description = description or OAUTH_NAMES[code]

    def body(self) -> dict[str, object]:
        """The two bodies that were recorded: one for refreshes, one for everything else."""
        if self.code == -14014:  # noqa: PLR2004 - the code is the rule, zalo/README.md 2.4
            return {
                "error": self.code,
                "error_name": self.message,
                "message": "",
                "access_token": "",
                "refresh_token": "",
            }
        return {"error": self.code, **self.texts()}

    def texts(self) -> dict[str, object]:
        """The variant that carries neither a numeric ``error`` nor a ``message``."""
        return {
            "error_name": self.message,
            "error_description": self.description,
            "error_reason": "",
            "ref_doc": OAUTH_DOCUMENT,
        }


def invalid(field: str) -> Refusal:
    """-201 for one named field."""
    return Refusal(-201, f"{field} is invalid!")


def graph_refusal(code: int, **values: str) -> Refusal:
    """An error of graph.zalo.me; ``values`` fill the text."""
    return Refusal(code, GRAPH_MESSAGES[code].format(**values))


def zns_refusal(code: int, message: str | None = None) -> Refusal:
    """An error of business.openapi.zalo.me."""
    return Refusal(code, message or ZNS_MESSAGES[code])


def mini_app_refusal(code: int) -> Refusal:
    """An error of openapi.mini.zalo.me."""
    return Refusal(code, MINI_APP_MESSAGES[code])
