"""One account: its health in words, the link for consent, confirmation, disconnection."""

from typing import Annotated

from pydantic import Field

from loa import clock
from loa.foundation.accounts.model import Health
from loa.foundation.officers.model import Permission, allowed, require
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.qr import svg
from loa.web.pages.resolver import Html
from loa.web.schemas import Text
from officer_api import texts
from officer_api.accounts import account_of, confirm_account, disconnect_account, new_consent_address
from officer_api.pages.accounts import AccountRow
from officer_api.pages.app import AREA, pages


class ConfirmForm(FormModel):
    """That an account is the unit's."""

    oa_id: Annotated[str, Field(title="Mã tài khoản", max_length=64)]
    checked: Annotated[
        bool,
        Field(title="Tôi đã đối chiếu: tên và mã đúng là tài khoản của đơn vị"),
        Control(missing=texts.TICK_MISSING),
    ]


class DisconnectForm(FormModel):
    """Why a unit loses its account."""

    oa_id: Annotated[str, Field(title="Mã tài khoản", max_length=64)]
    reason: Annotated[
        Text,
        Field(
            title="Vì sao ngắt?",
            description="Được lưu lại cùng tên anh/chị. Sau đó đơn vị và tài khoản kết nối lại được bằng "
            "đường dẫn mới.",
            min_length=5,
            max_length=500,
        ),
    ]


@pages.get(f"{AREA}/<path>")
def show_account(path: str) -> Html:
    """One account, and what can be done about it."""
    return _page(path)


@pages.post(f"{AREA}/<path>/duong-dan")
def make_link(path: str) -> Html:
    """A link for the account's administrator. Sent again, it makes another; both work."""
    link = new_consent_address(path, pages.officer())
    pages.note_act(f"{AREA}/{path}")
    found = account_of(path, pages.officer())
    return pages.page(
        "console/accounts/link.html",
        unit=found.unit,
        link=link.url,
        until=link.expires_at,
        code=svg(link.url, label=found.unit.name),
    )


@pages.post(f"{AREA}/<path>/xac-nhan")
def confirm(path: str) -> Html:
    """Confirm that the account is the unit's."""
    require(pages.officer(), Permission.CONNECT_ACCOUNT, path)
    form = pages.sent(ConfirmForm)
    if form.value is None or not form.value.checked:
        return _page(path, confirming=form.refused({"checked": texts.TICK_MISSING}))
    oa_id = form.value.oa_id
    officer = pages.officer()
    return pages.done(lambda: confirm_account(path, oa_id, officer), to=f"{AREA}/{path}", say=texts.CONFIRMED)


@pages.post(f"{AREA}/<path>/ngat")
def disconnect(path: str) -> Html:
    """Take the account from the unit; the second factor is asked for again."""
    require(pages.officer(), Permission.CONNECT_ACCOUNT, path)
    pages.require_recent_factor()
    form = pages.sent(DisconnectForm)
    if form.value is None:
        return _page(path, leaving=form)
    oa_id, reason, officer = form.value.oa_id, form.value.reason, pages.officer()
    return pages.done(
        lambda: disconnect_account(path, oa_id, reason, officer),
        to=f"{AREA}/{path}",
        say=texts.DISCONNECTED,
    )


def _page(
    path: str,
    *,
    confirming: Form[ConfirmForm] | None = None,
    leaving: Form[DisconnectForm] | None = None,
) -> Html:
    found, officer = account_of(path, pages.officer()), pages.officer()
    account = found.account
    oa_id = account.oa_id if account else ""
    failed = confirming or leaving
    return pages.page(
        "console/accounts/account.html",
        status=422 if failed else 200,
        unit=found.unit,
        account=account,
        row=AccountRow.of(found, clock.now()),
        reads_quota=allowed(officer, Permission.READ_BROADCASTS, path),
        meaning=texts.MEANING[found.health],
        is_pending=found.health is Health.PENDING,
        wants_link=found.health in {Health.NEEDS_CONSENT, Health.EXPIRING, Health.MISSING, Health.DISABLED},
        may_connect=allowed(officer, Permission.CONNECT_ACCOUNT, path),
        is_alone=path == officer.unit_path and path != officer.unit_path.partition(".")[0],
        confirming=confirming or Form.empty(ConfirmForm, oa_id=oa_id),
        leaving=leaving or Form.empty(DisconnectForm, oa_id=oa_id),
        form=failed or Form.empty(ConfirmForm),
    )
