"""The pages of a denouncer, made of the kit of all pages. No script is needed, and nothing is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from pydantic import Field

from loa.casework.denunciations import texts
from loa.casework.denunciations.model import LIMITS, Receipt, Statement, spaced
from loa.casework.denunciations.work.flood import FormQuestion
from loa.casework.denunciations.work.intake import Progress
from loa.clock import VIETNAM, local_day
from loa.web.pages.answers import HtmlPage
from loa.web.pages.formats import day
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.shapes.choices import Choice

_CONTACT: Final = (
    Choice("yes", "Có, xin liên hệ theo cách tôi đã ghi"),
    Choice("no", "Không, xin đừng liên hệ"),
)


_ANSWER: Final = "answer"
_NOT_SENT: Final = "Chưa gửi được"
_AGAIN: Final = (
    "Hệ thống gặp sự cố. Xin bấm Quay lại và gửi lại sau ít phút; gửi lại nhiều lần không sao, hồ sơ chỉ "
    "được ghi một lần."
)


class StatementForm(FormModel):
    """What a denouncer is asked; what is right is for `loa.casework.denunciations` to say."""

    what: Annotated[
        str,
        Field(title="Nội dung tố cáo", description="Ai đã làm gì trái pháp luật? Gây hại thế nào?"),
        Control("textarea", rows=8),
    ]
    who: Annotated[
        str,
        Field(title="Người bị tố cáo", description="Họ tên, chức vụ, nơi làm việc, nếu biết."),
        Control("textarea", rows=3),
    ] = ""
    where_when: Annotated[
        str,
        Field(
            title="Xảy ra ở đâu, khi nào",
            description="Xã, phường nào? Ví dụ: bản Na, xã Hữu Kiệm; khoảng tháng 10/2026.",
        ),
        Control("textarea", rows=3),
    ] = ""
    evidence: Annotated[
        str,
        Field(
            title="Chứng cứ",
            description="Giấy tờ, ảnh, người chứng kiến; ông/bà đang giữ những gì? Xin giữ bản gốc.",
        ),
        Control("textarea", rows=4),
    ] = ""
    name: Annotated[str, Field(title="Họ và tên của ông/bà"), Control(autocomplete="name")] = ""
    address: Annotated[str, Field(title="Địa chỉ của ông/bà"), Control(autocomplete="street-address")] = ""
    contact: Annotated[
        str,
        Field(title="Số điện thoại hoặc cách liên hệ", description="Chỉ dùng để xác minh tố cáo này."),
        Control(autocomplete="tel"),
    ] = ""
    may_contact: Annotated[
        str,
        Field(title="Cán bộ xác minh có được liên hệ với ông/bà không?"),
        Control(choices=_CONTACT),
    ]
    answer: Annotated[str, Field(title="", description=texts.QUESTION_HINT), Control(width="small")] = ""


class ProgressForm(FormModel):
    """Which denunciation somebody asks about."""

    code: Annotated[
        str,
        Field(title="Mã hồ sơ", description="Bắt đầu bằng TC. Không phân biệt chữ hoa, chữ thường."),
        Control(width="medium"),
    ]
    word: Annotated[
        str,
        Field(title="Mật khẩu tra cứu", description="12 chữ và số ghi cùng với mã hồ sơ."),
        Control(width="medium"),
    ]


def form(
    key: str, *, statement: Statement | None = None, faults: Mapping[str, str] | None = None
) -> HtmlPage:
    """The form; with what was written before and what is wrong with it, if something is.

    Args:
        key: `loa.casework.denunciations.work.service.new_form_key`; of a form that was sent, its own.
        statement: as it was sent.
        faults: message by field.
    """
    said = statement or Statement()
    values = {name: getattr(said, name) for name in LIMITS}
    filled = Form.empty(StatementForm, **values, may_contact="yes" if said.may_contact else "no")
    wrong = faults or {}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    asked = filled.refused(wrong)
    fields = [field for field in asked.fields() if field.name != _ANSWER]
    if _ANSWER in wrong:  # else the question of the form is not asked
        question = FormQuestion.of(key)
        label = texts.question(question.first, question.second)
        fields.append(replace(asked.field(_ANSWER), label=label, required=True))
    return HtmlPage("denounce/form.html", {"form": asked, "fields": fields, "key": key}, status)


def receipt(given: Receipt, address: str) -> HtmlPage:
    """What the denouncer takes home."""
    shown = {"code": spaced(given.code), "word": spaced(given.word), "received_at": given.received_at}
    return HtmlPage("denounce/receipt.html", {**shown, "address": address})


def ask_progress(*, code: str = "", fault: str = "") -> HtmlPage:
    """The form that asks for code and word."""
    filled = Form.empty(ProgressForm, code=code)
    # One status for all wrong pairs: which of the two is wrong is not said.
    status = HTTPStatus.NOT_FOUND if fault else HTTPStatus.OK
    asked = filled.refused({"word": fault} if fault else {})
    return HtmlPage("denounce/ask-progress.html", {"form": asked}, status)


def progress(found: Progress) -> HtmlPage:
    """How it stands."""
    rows = [
        ("Mã hồ sơ", spaced(found.code)),
        ("Tình trạng", texts.STATES.get(found.state.value, found.state.label)),
        ("Ngày nhận", day(found.received_at)),
        ("Cập nhật lần cuối", day(local_day(found.changed_at))),
        ("Thời hạn giải quyết", _last_day(found.answer_by) if found.answer_by else ""),
        ("Cơ quan đang giải quyết", found.outside_body),
        ("Lý do không thụ lý", found.reason),
        ("Căn cứ pháp lý", found.legal_ground),
        ("Trả lời", found.reply),
    ]
    return HtmlPage("denounce/progress.html", {"rows": rows})


def trouble(status: HTTPStatus, statement: Statement | None = None) -> HtmlPage:
    """Our fault; what was written comes back, to be copied."""
    return _trouble(_NOT_SENT, _AGAIN, status, kept=_kept(statement))


def full(statement: Statement) -> HtmlPage:
    """Nothing more is taken this hour: what was written, and the ways that stay open."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _trouble(_NOT_SENT, texts.PAGE_FULL, status, kept=_kept(statement), ways=texts.OTHER_WAYS)


_REFUSED: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Nội dung quá dài. Xin bấm Quay lại rồi rút gọn.",
}


def refused(status: HTTPStatus) -> HtmlPage:
    """A request that no page of ours sends."""
    words = _REFUSED.get(status, "Xin mở lại trang gửi tố cáo và gửi từ chính trang đó.")
    return _trouble("Không nhận được nội dung", words, status)


def _trouble(
    title: str,
    words: str,
    status: HTTPStatus,
    *,
    kept: Sequence[tuple[str, str]] = (),
    ways: Sequence[str] = (),
) -> HtmlPage:
    context = {"title": title, "words": words, "kept": kept, "ways": ways}
    return HtmlPage("denounce/trouble.html", context, status)


def _kept(statement: Statement | None) -> list[tuple[str, str]]:
    """What they wrote, by label: nothing that was typed is lost."""
    if statement is None:
        return []
    fields = [field for field in Form.empty(StatementForm).fields() if field.name in LIMITS]
    return [(field.label, words) for field in fields if (words := getattr(statement, field.name))]


def _last_day(due: datetime) -> str:
    """A deadline ends with its day: midnight would be read as the day after."""
    return f"hết ngày {day((due - timedelta(milliseconds=1)).astimezone(VIETNAM))}"
