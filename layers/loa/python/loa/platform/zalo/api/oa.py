"""The OA API, one function per call that Loa needs.

    oa = OfficialAccountApi(http, openapi_url="https://openapi.zalo.me", access_token=token)
    token = oa.create_article(article_body(article))
    article_id = oa.verify_article(token)          # Transient "article_processing" until it is ready
    message_id = oa.broadcast([article_id])

Every function raises the tree of `zalo.errors`. Those that could do something twice (create an article,
broadcast, send a message) raise `OutcomeUnknown` when the answer is lost; all others can be repeated.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loa.errors import InvalidInput
from loa.platform.zalo import wire
from loa.platform.zalo.api import answers
from loa.platform.zalo.api.answers import (
    ApiVersion,
    ArticleDetail,
    ArticlePage,
    ConversationRow,
    OfficialAccount,
    QuotaAsset,
    SentMessage,
    UserDetail,
    UserPage,
    UserQuota,
)
from loa.platform.zalo.api.broadcasts import broadcast_body
from loa.platform.zalo.errors import PayloadRefused, Refused, code_of, error_from, is_2xx, no_answer
from loa.platform.zalo.exchange import Http, HttpRequest
from loa.platform.zalo.media import uploads
from loa.platform.zalo.webhooks.envelope import is_anonymous, recipient_of
from loa.platform.zalo.webhooks.signature import appsecret_proof

MAX_USERS_PER_PAGE = 50
MAX_USERS_OFFSET = 9951
MAX_ROWS_PER_PAGE = 10
"""Zalo refuses more."""

_NOT_IN_V3 = frozenset({-235, -209, 404})
"""Codes that say "this family of calls is not for this account": the v2 twin may still work."""


class OfficialAccountApi:
    """The calls of one account, with its access token; build one per piece of work."""

    def __init__(
        self, http: Http, *, openapi_url: str, access_token: str, app_secret: str | None = None
    ) -> None:
        """Keep what every call needs.

        Args:
            http: the process's client.
            openapi_url: base address, such as `https://openapi.zalo.me`.
            access_token: the account's.
            app_secret: given when `appsecret_proof` is switched on in Zalo's console.
        """
        self._http = http
        self._url = openapi_url.rstrip("/")
        self._headers = {"access_token": access_token}
        if app_secret:
            self._headers["appsecret_proof"] = appsecret_proof(app_secret, access_token)

    # The account itself

    def official_account(self) -> OfficialAccount:
        """Return the account's name, type, followers and package (`getoa`)."""
        return answers.official_account(_data(self._get("/v2.0/oa/getoa")))

    def quota(
        self, *, owner: str = "OA", product_type: str | None = None, quota_type: str | None = None
    ) -> tuple[QuotaAsset, ...]:
        """Return the rows of the quota of the account (`"OA"`) or of the app (`"App"`)."""
        asked = {"quota_owner": owner, "product_type": product_type, "quota_type": quota_type}
        body = {key: value for key, value in asked.items() if value is not None}
        answer = self._post("/v3.0/oa/quota/message", body, has_effect=False)
        return tuple(answers.quota_asset(row) for row in wire.mappings(answer, "data"))

    def user_quota(self, user_id: str) -> UserQuota:
        """Return what one resident may still receive from the account."""
        answer = self._post("/v3.0/oa/quota/message", {"user_id": user_id}, has_effect=False)
        return answers.user_quota(_data(answer))

    # Articles

    def create_article(self, body: Mapping[str, Any]) -> str:
        """Create an article from a body made by `api.articles`; return the token to verify."""
        answer = self._post("/v2.0/article/create", body, has_effect=True)
        return _needed(answer, "token", "article/create", has_effect=True)

    def verify_article(self, token: str) -> str:
        """Return the id of a created or updated article; `Transient` `"article_processing"` until ready."""
        answer = self._post("/v2.0/article/verify", {"token": token}, has_effect=False)
        return _needed(answer, "id", "article/verify", has_effect=False)

    def article(self, article_id: str) -> ArticleDetail:
        """Return one article (`getdetail`)."""
        return answers.article_detail(_data(self._get("/v2.0/article/getdetail", {"id": article_id})))

    def articles(self, *, offset: int = 0, limit: int = 10, kind: str = "normal") -> ArticlePage:
        """Return a slice of the articles (`getslice`); `kind` is `"normal"` or `"video"`."""
        query = {"offset": str(offset), "limit": str(limit), "type": kind}
        return answers.article_page(_data(self._get("/v2.0/article/getslice", query)))

    def update_article(self, article_id: str, body: Mapping[str, Any]) -> str:
        """Replace an article's content; return the token to verify. Repeating it does no harm."""
        answer = self._post("/v2.0/article/update", {**body, "id": article_id}, has_effect=False)
        return _needed(answer, "token", "article/update", has_effect=False)

    def remove_article(self, article_id: str) -> None:
        """Delete an article."""
        self._post("/v2.0/article/remove", {"id": article_id}, has_effect=False)

    # Broadcast and messages

    def broadcast(self, article_ids: Sequence[str], *, target: Mapping[str, str] | None = None) -> str:
        """Send one to five shown articles to the followers; return Zalo's message id.

        Success means accepted for review; there are no receipts per resident. The id is empty
        when Zalo accepted the broadcast without naming it.

        Args:
            article_ids: ids from `verify_article`.
            target: narrows the followers, such as `{"cities": "55"}`; see `loa.platform.zalo.api.broadcasts`.
        """
        answer = self._post("/v2.0/oa/message", broadcast_body(article_ids, target), has_effect=True)
        return wire.text(_data(answer), "message_id")

    def send_message(
        self, user_id: str, message: Mapping[str, Any], *, version: ApiVersion = ApiVersion.V3
    ) -> SentMessage:
        """Send a consultation message made by `loa.platform.zalo.api.messages` to one resident.

        A visitor of a website's chat box is written to in v2 alone. Otherwise begins with
        `version`; where v3 is not for this kind of account, v2 is tried. The
        refusal had no effect, so nothing can be sent twice.

        Returns:
            The message id, and the version that worked, to begin with next time.
        """
        body = {"recipient": recipient_of(user_id), "message": message}
        paths = {ApiVersion.V3: "/v3.0/oa/message/cs", ApiVersion.V2: "/v2.0/oa/message"}

        def send(chosen: ApiVersion) -> SentMessage:
            answer = self._post(paths[chosen], body, has_effect=True)
            return answers.sent_message(_data(answer), chosen)

        return _first_that_works(send, ApiVersion.V2 if is_anonymous(user_id) else version)

    def conversation(self, user_id: str, *, offset: int = 0) -> tuple[ConversationRow, ...]:
        """Return ten rows of Zalo's own list of a conversation, newest first."""
        asked = {"user_id": user_id, "offset": offset, "count": MAX_ROWS_PER_PAGE}
        answer = self._query("/v2.0/oa/conversation", asked)
        return tuple(answers.conversation_row(row) for row in wire.mappings(answer, "data"))

    def recent_chats(self, *, offset: int = 0) -> tuple[ConversationRow, ...]:
        """Return the last message of each of ten residents, the newest first."""
        asked = {"offset": offset, "count": MAX_ROWS_PER_PAGE}
        answer = self._query("/v2.0/oa/listrecentchat", asked)
        return tuple(answers.conversation_row(row) for row in wire.mappings(answer, "data"))

    # Residents

    def users(
        self,
        *,
        offset: int = 0,
        count: int = MAX_USERS_PER_PAGE,
        followers_only: bool = True,
        period: str = "",
        version: ApiVersion = ApiVersion.V3,
    ) -> UserPage:
        """Return a slice of the residents: at most 50, offset at most 9951.

        Args:
            offset: where the slice begins.
            count: how many at most.
            followers_only: leave out who only wrote; v2 always does.
            period: only who did something in these days, such as `"2026_01_01:2026_06_30"`; v3 only.
            version: the family of calls to begin with.

        Raises:
            InvalidInput: a period, and v3 is not for this kind of account.
        """

        def ask(chosen: ApiVersion) -> UserPage:
            asked: dict[str, Any] = {"offset": offset, "count": count}
            if chosen is ApiVersion.V2:
                if period:
                    raise InvalidInput("v2 lists all followers or none")
                return answers.user_page(_data(self._query("/v2.0/oa/getfollowers", asked)), chosen)
            if followers_only:
                asked["is_follower"] = "true"
            if period:
                asked["last_interaction_period"] = period
            return answers.user_page(_data(self._query("/v3.0/oa/user/getlist", asked)), chosen)

        return _first_that_works(ask, version)

    def user(self, user_id: str, *, version: ApiVersion = ApiVersion.V3) -> UserDetail:
        """Return one resident's profile; `RecipientRefused` for a stranger."""
        paths = {ApiVersion.V3: "/v3.0/oa/user/detail", ApiVersion.V2: "/v2.0/oa/getprofile"}

        def ask(chosen: ApiVersion) -> UserDetail:
            return answers.user_detail(_data(self._query(paths[chosen], {"user_id": user_id})), chosen)

        return _first_that_works(ask, version)

    # Uploads

    def upload_image(self, file_name: str, content: bytes) -> str:
        """Upload a JPG or PNG of at most 1 MB; return its `attachment_id`, good for 7 days."""
        return self._upload("/v2.0/oa/upload/image", uploads.image(file_name, content), "attachment_id")

    def upload_file(self, file_name: str, content: bytes) -> str:
        """Upload a PDF, DOC, DOCX or CSV of at most 5 MB; return its `token`, good for 7 days."""
        return self._upload("/v2.0/oa/upload/file", uploads.document(file_name, content), "token")

    # How calls are made

    def _upload(self, path: str, upload: tuple[str, bytes, str], key: str) -> str:
        """Send a file; Zalo answers an unreadable one with success and no data."""
        answer = self._call("POST", path, has_effect=False, upload=upload)
        found = wire.text(_data(answer), key)
        if not found:
            raise PayloadRefused("upload_empty", call=_name(path), had_no_effect=True)
        return found

    def _query(self, path: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """GET with the one query parameter `data` that holds JSON."""
        return self._get(path, {"data": json.dumps(asked, separators=(",", ":"), ensure_ascii=False)})

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        return self._call("GET", path, has_effect=False, query=query or {})

    def _post(self, path: str, body: Mapping[str, Any], *, has_effect: bool) -> Mapping[str, Any]:
        return self._call("POST", path, has_effect=has_effect, body=body)

    def _call(self, method: str, path: str, *, has_effect: bool, **parts: Any) -> Mapping[str, Any]:
        """Send, and return the answer's body; success needs 2xx, JSON and `error` 0."""
        request = HttpRequest(
            call=_name(path),
            method=method,
            url=self._url + path,
            has_effect=has_effect,
            headers=self._headers,
            **parts,
        )
        answer = self._http.send(request)
        if is_2xx(answer.http_status) and code_of(answer.body) == 0:
            return answer.body
        raise error_from(answer.body, answer.http_status, call=request.call, has_effect=has_effect)


def _first_that_works[Result](call: Callable[[ApiVersion], Result], version: ApiVersion) -> Result:
    """Call with the version; where v3 is not for this account, call once more with v2."""
    try:
        return call(version)
    except Refused as refusal:
        if version is ApiVersion.V2 or refusal.zalo_code not in _NOT_IN_V3:
            raise
    return call(ApiVersion.V2)


def _data(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answer's `data` object."""
    return wire.mapping(answer, "data")


def _needed(answer: Mapping[str, Any], key: str, call: str, *, has_effect: bool) -> str:
    """Return a field without which the work cannot go on."""
    found = wire.text(_data(answer), key)
    if not found:
        raise no_answer("answer_incomplete", call=call, has_effect=has_effect, http_status=200)
    return found


def _name(path: str) -> str:
    """Return a call's name for logs: the path without version and `oa/`."""
    return path.split("/", 2)[2].removeprefix("oa/")
