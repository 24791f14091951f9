"""The resolver of the console's pages; see `loa.web.console` for an example."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from aws_lambda_powertools.event_handler import ApiGatewayResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.shared.cookies import Cookie

from loa import clock
from loa.errors import LoaError, NotAllowed
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.sessions.drafts import DraftStore
from loa.foundation.sessions.model import Session, session_id
from loa.foundation.sign_in.model import needs_factor
from loa.web.api.deeds import Act, Trail, shape, thing_at
from loa.web.api.resolver import MAX_BODY_BYTES
from loa.web.console import csrf, drafts, texts
from loa.web.console.cookies import is_polling, is_secure, method_of, said_cookie, said_in, session_cookie_of
from loa.web.console.dependencies import GiveDependencies, Visit
from loa.web.console.navigation import (
    CONFIRM,
    HOME,
    KEEP_DRAFT,
    SIGN_IN,
    WITHOUT_DRAFTS,
    areas_of,
    help_at,
    keeps_drafts,
)  # fmt: skip
from loa.web.idempotency import RepeatableRequest, StoredResponse, once, stable_id
from loa.web.multipart import MEDIA_TYPE, SentForm
from loa.web.pages.answers import HTML, NOT_KEPT, finished, html_of
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.preferences import own_path
from loa.web.pages.resolver import Html, Pages
from loa.web.problems import BadRequest, problem_of

LAYOUT: Final = "console/layout.html"
TOKEN: Final = "csrf"  # noqa: S105 - the name of a field
KEY: Final = "khoa"

_DIGITS: Final = 16


class FactorNeeded(NotAllowed):
    """The second factor was not given lately; the page where it is asked for leads back."""


def is_console(event: Mapping[str, Any]) -> bool:
    """Return whether an event of API Gateway asks for a page of the console."""
    path = str(event.get("rawPath", ""))
    return path == HOME or path.startswith(f"{HOME}/")


class Console(Pages):
    """The resolver of `loa.web.pages.resolver` for officers: who is signed in, forms that are done once."""

    _numbered_from = 400  # officers call somebody about whatever stops them

    def __init__(
        self,
        name: str,
        *,
        area: str,
        dependencies: GiveDependencies,
        takes_files: bool,
        max_body_bytes: int,
    ) -> None:
        """Make the resolver; functions call `console`."""
        super().__init__(
            name,
            layout=LAYOUT,
            context=dict,
            private=False,
            takes_files=takes_files,
            max_body_bytes=max_body_bytes,
        )
        self.trail = Trail(lambda: dependencies().deeds, self.log)
        self._area = area
        self._keeps_drafts = area not in WITHOUT_DRAFTS
        self._dependencies = dependencies
        self._visit: Visit | None = None
        self._form: SentForm | None = None
        self.use(middlewares=[self._proven])

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer an API Gateway event (payload 2.0); never raises."""
        self._visit = self._form = None
        try:
            self._visit = self._entered(event)
        except Exception as error:  # noqa: BLE001 - the last line before the caller
            return finished(event, self._rendered(problem_of(error), error, event), private=False)
        if self._visit is None:
            return finished(event, self._signed_out(event), private=False)
        return super().resolve(event, context)

    def visit(self) -> Visit:
        """Return who asks, and by which session."""
        assert self._visit, "a route runs only for somebody who is signed in"  # noqa: S101 # nosec B101 - as it says
        return self._visit

    def officer(self) -> KnownOfficer:
        """Return the officer who is signed in, with the roles and the unit that they have now."""
        return self.visit().officer

    def session(self) -> Session:
        """Return the session of this request."""
        return self.visit().session

    def unit_name(self, path: str) -> str:
        """Return the name of a unit, for people."""
        return self._dependencies().units.name(path)

    def require_recent_factor(self) -> None:
        """Ask for the second factor again if it was not given lately; the officer comes back to this page.

        Raises:
            FactorNeeded: it was not; the resolver leads to the page that asks.
        """
        if not self.session().factor_is_recent(clock.now()):
            raise FactorNeeded

    def form_data(self) -> dict[str, list[str]]:
        """Return the fields of the form that was sent.

        Raises:
            NotAllowed: no page of this session wrote the form.
            BadRequest: it cannot be read.
        """
        return dict(self.sent_form().fields)

    def sent_form(self) -> SentForm:
        """Return the fields and files of the form that was sent; read once, however often it is asked for.

        Raises:
            NotAllowed, BadRequest: as in `form_data`.
        """
        if self._form is None:
            content_type = self.current_event.headers.get("content-type", "")
            with_files = content_type.startswith(MEDIA_TYPE)
            self._form = super().sent_form() if with_files else SentForm(super().form_data())
        if not csrf.is_of(_first(self._form.fields, TOKEN), self.session().csrf):
            raise NotAllowed(texts.FORM_TOO_OLD)
        return self._form

    def sent[Model: FormModel](self, model: type[Model]) -> Form[Model]:
        """Return the form that was sent, checked.

        Raises:
            NotAllowed, BadRequest: as in `form_data`.
        """
        return Form.sent(model, self.form_data())

    def key(self) -> str:
        """Return what names the work of this form for ever: the same form sent again has the same.

        Raises:
            BadRequest: the form carries no key.
        """
        return f"officer#{stable_id(self._repeatable_form())}"

    def done[Result](
        self,
        work: Callable[[], Result],
        *,
        to: str | Callable[[Result], str],
        say: str | Callable[[Result], str] = "",
        step: str = "",
    ) -> Html:
        """Do the work of a form once, and lead to the page that shows it.

        A form that comes again (double press, lost answer) leads to the same page and does nothing. The same
        page sent with other words is another form.

        Args:
            work: does it; what it raises goes to the caller, and the form may be sent again.
            to: the path of the next page, or what gives it from the work's result.
            say: what that page says on top; empty: nothing.
            step: which of several things the form does, for the record of who did what.

        Raises:
            BadRequest: the form carries no key.
            Conflict: the same form is still at work.
        """

        def answer() -> dict[str, str]:
            result = work()
            led = to if isinstance(to, str) else to(result)
            return {"to": led, "say": say if isinstance(say, str) else say(result)}

        shown = self.kept(answer, step=step)
        return self.redirect(shown["to"], say=shown["say"])

    def kept(self, work: Callable[[], Mapping[str, Any]], *, step: str = "") -> dict[str, Any]:
        """Do the work of a form once, as `done` does; again: what it gave then. `to`: thing or things."""
        request, table = self._repeatable_form(), self._dependencies().requests
        answer = once(
            request, lambda: StoredResponse(303, json.dumps(dict(work()))), table=table, now=clock.now()
        )
        kept: dict[str, Any] = json.loads(answer.body)
        for led in [kept["to"]] if isinstance(kept["to"], str) else kept["to"]:
            key = hashlib.sha256(f"{stable_id(request)} {led}".encode()).hexdigest()[:32]
            self.note_act(led, step=step, act=Act(key, answer.at))
        with suppress(LoaError):  # it is done; that it may be shown again does no harm
            drafts.forget(self._draft_store(), self.officer().id, self.sent_form().fields)
        return kept

    def note_act(self, led: str, *, step: str = "", act: Act | None = None) -> None:
        """Write down what a form did whose next page is `led`; `done` does. Without `act`: each time anew."""
        route, led = self.context["_route"].path, led.partition("?")[0]
        what = shape(route).removeprefix(f"{HOME}/") + (f":{step}" if step else "")
        thing = thing_at(self.current_event.path, route) or thing_at(led, led) or led
        self.trail.note(self.officer(), act or Act(), what, thing)

    def redirect(self, path: str, *, cookies: list[Cookie] | None = None, say: str = "") -> Html:
        """Return 303 to a path of ours, whose page says something on top.

        Raises:
            BadRequest: it leads to another host.
        """
        said = [said_cookie(say, secure=self._is_secure())] if say else []
        return super().redirect(path, cookies=[*(cookies or []), *said])

    def page(self, template: str, *, status: int = 200, fresh_seconds: int = 0, **context: Any) -> Html:
        """Return a page; besides the names of `Pages.page` it knows those of `_own_names`."""
        shown = {**context, **self._drafts(context)}
        answer = super().page(template, status=status, fresh_seconds=fresh_seconds, **shown)
        if said_in(self.current_event.raw_event):
            answer.cookies.append(said_cookie("", secure=self._is_secure()))
        return answer

    def _drafts(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the forms of a page, filled in as they were being written."""
        if (event := self.current_event).http_method != "GET":
            return {}
        query, said = event.query_string_parameters or {}, said_in(event.raw_event)
        found = drafts.filled(self._draft_store(), self.officer().id, event.path, query, context)
        return found | ({"said": said} if said else {})

    def _draft_store(self) -> DraftStore:
        return DraftStore(self._dependencies().sessions.table)

    def live(self, template: str, *, seconds: int, **context: Any) -> Html:
        """Return a part that asks for itself again, or 204 when it is as the browser has it.

        Args:
            template: the part alone; no layout.
            seconds: until it asks again; 0: never.
            context: its names.
        """
        event = self.current_event.raw_event
        body = self._html(event, template, {**context, "layout": "part.html"})
        digest = hashlib.sha256(body.encode()).hexdigest()[:_DIGITS]
        query: Mapping[str, str] = event.get("queryStringParameters") or {}
        if query.get("co") == digest:
            return Response(204, content_type=HTML, body="", headers={"cache-control": NOT_KEPT})
        rest = "&".join(f"{quote(name)}={quote(value)}" for name, value in query.items() if name != "co")
        address = f"{event.get('rawPath', '')}?{rest}{'&' if rest else ''}co={digest}"
        shown = {"body": body, "address": address, "seconds": seconds, "layout": "part.html"}
        return Response(
            200,
            content_type=HTML,
            body=self._html(event, "parts/live-part.html", shown),
            headers={"cache-control": NOT_KEPT},
        )

    def _proven(self, _: ApiGatewayResolver, go_on: NextMiddleware) -> Response[Any]:
        """Let a form through only if a page of this session wrote it: no route can forget to ask."""
        if self.current_event.http_method != "GET":
            self.form_data()
        return go_on(self)

    def _entered(self, event: Mapping[str, Any]) -> Visit | None:
        """Return who asks; None: nobody who is signed in as what they are now.

        Roles that need a second factor may have come after a session began without one: it counts no more.
        """
        cookie = session_cookie_of(event)
        if not cookie:
            return None
        known, now = self._dependencies(), clock.now()
        session = known.sessions.find(session_id(cookie), now)
        officer = known.officers.officer(session.unit_path, session.officer_id) if session else None
        if session is None or officer is None:
            return None
        if session.factor_at is None and needs_factor(officer.roles):
            return None
        if not is_polling(event):
            try:
                session = known.sessions.note_seen(session, now)
            except LoaError as error:
                # The page matters more; the next one notes it.
                self.log.info("session not noted", extra={"error": type(error).__name__})
        return Visit(session, officer)

    def _signed_out(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Lead to the sign-in page, which leads back; a part that asks for itself says so instead."""
        if is_polling(event):
            body = html_of(event, "parts/signed-out.html", {"layout": "part.html", "sign_in": SIGN_IN})
            return {"statusCode": 200, "headers": {"content-type": HTML}, "body": body}
        path = own_path(str(event.get("rawPath", "")))
        query = str(event.get("rawQueryString", ""))
        wanted = f"{path}?{query}" if query else path
        may_keep = self._keeps_drafts and keeps_drafts(path)
        if method_of(event) != "GET" and may_keep and session_cookie_of(event):
            # 307: the browser sends the same form there, where it is kept until they have signed in.
            kept = f"{KEEP_DRAFT}?tu={quote(path, safe='')}"
            return {"statusCode": 307, "headers": {"content-type": HTML, "location": kept}, "body": ""}
        back = "" if method_of(event) != "GET" or wanted == HOME else f"?den={quote(wanted, safe='')}"
        if session_cookie_of(event):
            back += f"{'&' if back else '?'}vi=het"
        return {"statusCode": 303, "headers": {"content-type": HTML, "location": SIGN_IN + back}, "body": ""}

    def _answer_problem(self, error: Exception) -> Response[str]:
        """Lead to where the second factor is asked for; whatever else a route raised becomes a page."""
        if isinstance(error, FactorNeeded):
            event = self.current_event.raw_event
            wanted = str(event.get("rawPath", "")) if method_of(event) == "GET" else self._area
            return self.redirect(f"{CONFIRM}?den={quote(own_path(wanted), safe='')}")
        return super()._answer_problem(error)

    def _html(self, event: Mapping[str, Any], template: str, context: Mapping[str, Any]) -> str:
        if template == "error.html" and is_polling(event):
            address = str(event.get("rawPath", ""))
            return super()._html(event, "parts/live-trouble.html", {**context, "address": address})
        return super()._html(event, template, {**self._own_names(event), **context})

    def _own_names(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return what every page knows.

        Besides `officer` and `unit_name`: `areas` and `area` for the navigation, `hidden` for forms, `said`
        about the last form, `help` for the page, `idle_seconds` until the session ends.
        """
        visit = self._visit
        if visit is None:  # an error page before anybody was known
            return dict.fromkeys(("officer", "unit_name", "areas", "hidden", "said", "idle_seconds"), "")
        return {
            "officer": visit.officer,
            "unit_name": self._named(visit.officer.unit_path),
            "areas": areas_of(visit.officer),
            "area": self._area,
            "hidden": {TOKEN: csrf.masked(visit.session.csrf), KEY: secrets.token_urlsafe(18)},
            "said": said_in(event),
            "help": help_at(str(event.get("rawPath", ""))),
            "idle_seconds": max(0, int((visit.session.idle_at - clock.now()).total_seconds())),
        }

    def _named(self, path: str) -> str:
        """Return the name of a unit; error pages ask too, perhaps because the table does not answer."""
        try:
            return self.unit_name(path)
        except LoaError:
            return path

    def _repeatable_form(self) -> RepeatableRequest:
        form = self.sent_form()
        data, key = form.fields, _first(form.fields, KEY)
        if not key:
            raise BadRequest(texts.FORM_INCOMPLETE)
        said = json.dumps({name: data[name] for name in sorted(data) if name != TOKEN})
        if form.files:  # another picture is another form
            said += json.dumps({name: [each.digest() for each in sent] for name, sent in form.files.items()})
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        scope = f"{self.officer().id} {self.current_event.path} {digest}"
        return RepeatableRequest(key=key, scope=scope, body=said)

    def _is_secure(self) -> bool:
        return is_secure(self.current_event.raw_event)


def console(
    name: str,
    *,
    area: str,
    dependencies: GiveDependencies,
    takes_files: bool = False,
    max_body_bytes: int = MAX_BODY_BYTES,
) -> Console:
    """Return the resolver for an officers' function's pages.

    Args:
        name: the function's name, for the log.
        area: where its pages begin, such as "/console/tin-nhan".
        dependencies: gives sessions, officers, names of units, answered forms.
        takes_files: whether forms may bring files (`Console.sent_form`).
        max_body_bytes: larger forms are answered with 413.
    """
    return Console(
        name, area=area, dependencies=dependencies, takes_files=takes_files, max_body_bytes=max_body_bytes
    )


def _first(data: Mapping[str, list[str]], name: str) -> str:
    return next(iter(data.get(name, ())), "")
