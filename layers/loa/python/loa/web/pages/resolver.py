"""The resolver of functions that answer with pages; see `loa.web.pages` for an example."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie

from loa.errors import NotAllowed
from loa.web.api.resolver import MAX_BODY_BYTES, Api, request_id
from loa.web.multipart import MEDIA_TYPE, SentForm, read_form
from loa.web.pages import texts
from loa.web.pages.answers import HTML, NOT_KEPT, comes_from_elsewhere, finished, html_of, kept_for
from loa.web.pages.preferences import as_shown, own_path, preferences_of
from loa.web.problems import BadRequest, Problem

FORM: Final = "application/x-www-form-urlencoded"
MAX_FIELDS: Final = 300
_FORBIDDEN: Final = 403

type Html = Response[str]
type Context = Callable[[], Mapping[str, Any]]


class Pages(Api):
    """The resolver of `loa.web.api.resolver` for people: forms come in, HTML goes out, problems are pages."""

    media_types: tuple[str, ...] = (FORM,)
    max_fields: int = MAX_FIELDS

    def __init__(
        self,
        name: str,
        *,
        layout: str,
        context: Context,
        private: bool,
        takes_files: bool = False,
        max_body_bytes: int,
        in_shell: bool = False,
    ) -> None:
        """Make the resolver; functions call `pages`."""
        super().__init__(name, validated=False, max_body_bytes=max_body_bytes)
        if takes_files:
            self.media_types = (FORM, MEDIA_TYPE)
        self._layout = layout
        self._context = context
        self._private = private
        self._in_shell = in_shell

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer an API Gateway event (payload 2.0); never raises."""
        return finished(event, super().resolve(event, context), private=self._private)

    def page(self, template: str, *, status: int = 200, fresh_seconds: int = 0, **context: Any) -> Html:
        """Return a page.

        Args:
            template: such as `public/home.html`.
            status: 422 for a form that comes back with errors.
            fresh_seconds: how long CloudFront may keep a page without anything about a person; 0: not at all.
            context: the names in the template, besides `layout`, `preferences`, `path`, `query` and those of
                the function's `context`.
        """
        kept = kept_for(fresh_seconds) if fresh_seconds else NOT_KEPT
        html = self._html(self.current_event.raw_event, template, context)
        return Response(status, content_type=HTML, body=html, headers={"cache-control": kept})

    def file(self, template: str, content_type: str, *, fresh_seconds: int, **context: Any) -> Html:
        """Return what programs read, such as a feed, made of a template like a page."""
        html = self._html(self.current_event.raw_event, template, context)
        headers = {"cache-control": kept_for(fresh_seconds)}
        return Response(200, content_type=content_type, body=html.lstrip(), headers=headers)

    def query(self, name: str) -> str:
        """Return a value of the address; empty: it is not there."""
        found: Mapping[str, str] = self.current_event.query_string_parameters or {}
        return found.get(name, "")

    def redirect(self, path: str, *, cookies: list[Cookie] | None = None) -> Html:
        """Return 303 to a path of ours: after a form, so that "reload" sends nothing twice.

        Who asked for a part is led to a part.

        Raises:
            BadRequest: it leads to another host.
        """
        if own_path(path) != path:
            raise BadRequest
        headers = {"location": as_shown(self.current_event.raw_event, path)}
        return Response(303, content_type=HTML, body="", headers=headers, cookies=cookies)

    def keep_preferences(self) -> Html:
        """Remember what somebody chose (fields `chu`, `anh`) and lead back to where they were (`ve`)."""
        sent = {name: values[0] for name, values in self.form_data().items()}
        event = self.current_event
        chosen = preferences_of(event.raw_event).changed(sent.get("chu"), sent.get("anh"))
        secure = event.headers.get("x-forwarded-proto") == "https"
        return self.redirect(own_path(sent.get("ve", "")), cookies=chosen.cookies(secure=secure))

    def sent_form(self) -> SentForm:
        """Return the fields and files of the form that was sent; only with `takes_files` are there files.

        Raises:
            NotAllowed: a page of another site sent it.
            BadRequest: it cannot be read.
        """
        event = self.current_event
        content_type = event.headers.get("content-type", "")
        if not content_type.startswith(MEDIA_TYPE):
            return SentForm(self.form_data())
        self._check_origin()
        body = event.body or ""
        return read_form(content_type, base64.b64decode(body) if event.is_base64_encoded else body.encode())

    def _check_origin(self) -> None:
        headers = self.current_event.headers
        if comes_from_elsewhere(headers, private=self._private, in_shell=self._in_shell):
            raise NotAllowed

    def form_data(self) -> dict[str, list[str]]:
        """Return the fields of the form that was sent.

        Raises:
            NotAllowed: a page of another site sent it.
            BadRequest: it cannot be read.
        """
        event = self.current_event
        self._check_origin()
        try:
            return parse_qs(
                event.decoded_body or "",
                keep_blank_values=True,
                max_num_fields=self.max_fields,
                separator="&",
            )
        except ValueError as error:  # too many fields, or no text
            raise BadRequest from error

    def _rendered(self, problem: Problem, error: Exception, event: Mapping[str, Any]) -> dict[str, Any]:
        """Render a problem as a page, logged as every problem is."""
        answer = super()._rendered(problem, error, event)
        known = problem.status if problem.status in texts.ERROR_TITLES else 500
        shown = {
            "title": texts.ERROR_TITLES[known],
            "detail": problem.detail,
            "advice": "" if known == _FORBIDDEN and problem.detail else texts.ERROR_ADVICE[known],
            "request_id": request_id(event) if problem.status >= self._numbered_from else "",
        }
        headers = {**answer["headers"], "Content-Type": HTML, "cache-control": NOT_KEPT}
        return {**answer, "headers": headers, "body": self._html(event, "error.html", shown)}

    _numbered_from = 500
    """The least status whose page shows the number of its request."""

    def _html(self, event: Mapping[str, Any], template: str, context: Mapping[str, Any]) -> str:
        return html_of(event, template, {"layout": self._layout, **self._context(), **context})


def pages(
    name: str,
    *,
    layout: str,
    context: Context = dict,
    private: bool = False,
    in_shell: bool = False,
    takes_files: bool = False,
    max_body_bytes: int = MAX_BODY_BYTES,
) -> Pages:
    """Return the resolver for a function that answers with pages.

    Args:
        name: the function's name, for the log.
        layout: the template that its pages stand in, such as `public/layout.html`.
        context: gives the names that all its pages share. It must not fail: error pages ask it too.
        private: no referrer, no compression, no search engine.
        in_shell: the shell of the Mini App, on Zalo's host, shows its pages and sends its forms too.
        takes_files: whether forms may bring files (`Pages.sent_form`).
        max_body_bytes: larger forms are answered with 413.
    """
    return Pages(
        name,
        layout=layout,
        context=context,
        private=private,
        in_shell=in_shell,
        takes_files=takes_files,
        max_body_bytes=max_body_bytes,
    )
