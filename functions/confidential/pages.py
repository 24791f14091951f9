"""The pages of a denouncer. Plain HTML with one style and no script, readable on an old telephone.

WCAG 2.2 AA: text of 18 px, contrast of at least 7 : 1, targets of 44 px and more, every field with a label,
errors at the field and together on top, nothing by colour alone, usable by keyboard.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from http import HTTPStatus
from typing import Any, Final

from loa.confidential import texts
from loa.confidential.model import LIMITS, LinkState, Receipt, Statement, spaced
from loa.confidential.service import Progress
from loa.moments import VIETNAM

_STYLE: Final = """
*{box-sizing:border-box}
body{font:18px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
margin:0;color:#1a1a1a;background:#fff}
main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;line-height:1.3;margin:0 0 1rem}
h2{font-size:1.25rem;line-height:1.35;margin:2rem 0 .5rem}
a{color:#0b4f9e;text-underline-offset:.15em}
ul{padding-left:1.3rem}li{margin:.4rem 0}
.box{border:2px solid #5c5c5c;border-radius:.5rem;padding:.25rem 1rem;margin:1rem 0;background:#f5f7fa}
.wrong{border-color:#a30000;background:#fff5f5}
.field{margin:1.75rem 0}
label,legend{font-weight:700;display:block;padding:0}
.hint{margin:.1rem 0 .4rem;color:#404040}
.fault{margin:.1rem 0 .4rem;color:#a30000;font-weight:700}
textarea,input[type=text]{width:100%;font:inherit;padding:.6rem .7rem;
border:2px solid #5c5c5c;border-radius:.35rem;color:inherit;background:#fff;min-height:48px}
textarea{resize:vertical}
[aria-invalid=true]{border-color:#a30000;border-width:3px}
fieldset{border:0;padding:0;margin:1.75rem 0}
.choice{display:flex;gap:.75rem;align-items:center;font-weight:400;
min-height:48px;padding:.25rem 0;cursor:pointer}
.choice input{width:24px;height:24px;flex:none;margin:0}
button{font:inherit;font-weight:700;min-height:52px;padding:.7rem 1.5rem;
border:2px solid #0b4f9e;border-radius:.35rem;color:#fff;background:#0b4f9e;cursor:pointer}
:focus-visible{outline:4px solid #b35900;outline-offset:3px}
.code{font:700 1.5rem/1.5 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.05em;word-break:break-all}
dl.box{padding-bottom:1rem}
dt{font-weight:700;margin-top:1rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
"""

_STYLE_DIGEST: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS: Final = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow, noarchive",
}

_TITLE: Final = "Gửi tố cáo"
_PROGRESS_TITLE: Final = "Hỏi tiến độ giải quyết tố cáo"

_ABOUT: Final = """
<p>Trang này dành riêng cho ông/bà. Đường dẫn chỉ dùng được một lần, đến {until}.
Xin đừng chuyển cho người khác.</p>
<section class="box" aria-labelledby="about">
<h2 id="about">Lời của ông/bà được giữ thế nào?</h2>
<ul>
<li>Chỉ cán bộ được giao xác minh của nơi nhận được đọc; mỗi lần ai xem đều được ghi lại.
Cán bộ trả lời tin nhắn không đọc được.</li>
<li>Họ tên, địa chỉ và thông tin khác của người tố cáo được giữ bí mật theo Luật Tố cáo 2018.</li>
<li>Tài khoản Zalo của ông/bà không được lưu cùng tố cáo.
Cán bộ xem trò chuyện chỉ thấy ông/bà đã xin đường dẫn.</li>
{wrote}
</ul>
<h2>Điều luật quy định</h2>
<ul>
<li>Theo Luật Tố cáo 2018, tố cáo được thực hiện bằng đơn có chữ ký hoặc điểm chỉ, hoặc trình bày
trực tiếp (Điều 22, Điều 23). Thông tin gửi ở đây giúp xem xét sớm; cán bộ có thể mời ông/bà ký đơn
hoặc đến trình bày.</li>
<li>Ông/bà có thể không ghi tên. Khi đó thông tin chỉ được xem xét nếu nêu rõ người vi phạm
và có chứng cứ cụ thể (Điều 25), và không ai hỏi lại ông/bà được.</li>
<li>Xin viết đúng sự thật: cố ý tố cáo sai là vi phạm pháp luật.</li>
</ul>
<p>Nếu có người đang gặp nguy hiểm, hãy gọi ngay <strong>113</strong>.</p>
</section>
"""

_WROTE: Final = (
    "<li>Lời ông/bà đã nhắn trong trò chuyện được gửi kèm; không cần viết lại. "
    "Nếu ông/bà không điền biểu mẫu, lời ấy vẫn được chuyển đến người có thẩm quyền. "
    "Tin đã nhắn còn trong máy của ông/bà: xin tự xóa nếu cần.</li>"
)

_LABELS: Final[Mapping[str, tuple[str, str, int]]] = {
    "what": ("Nội dung tố cáo (bắt buộc)", "Ai đã làm gì trái pháp luật? Gây hại thế nào?", 8),
    "who": ("Người bị tố cáo", "Họ tên, chức vụ, nơi làm việc, nếu biết.", 3),
    "where_when": ("Xảy ra ở đâu, khi nào", "Ví dụ: xóm 5, ngày 12/10/2026.", 3),
    "evidence": (
        "Chứng cứ",
        "Giấy tờ, ảnh, người chứng kiến; ông/bà đang giữ những gì? Xin giữ bản gốc.",
        4,
    ),
    "name": ("Họ và tên của ông/bà", "Có thể để trống.", 0),
    "address": ("Địa chỉ của ông/bà", "Có thể để trống.", 0),
    "contact": ("Số điện thoại hoặc cách liên hệ", "Chỉ dùng để xác minh tố cáo này.", 0),
}
"""Of each field: label, hint, lines (0: one line)."""

_AUTOCOMPLETE: Final = {"name": "name", "address": "street-address", "contact": "tel"}


def form(
    places: Sequence[tuple[str, str]],
    until: datetime,
    *,
    wrote: bool,
    statement: Statement | None = None,
    recipient: str = "",
    faults: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The form; with what was written before and what is wrong with it, if something is.

    Args:
        places: path and name of each unit that may be chosen; the first is the one he wrote to.
        until: how long the link may be opened.
        wrote: whether words from the chat are sent along.
        statement: as it was sent.
        recipient: as it was chosen.
        faults: message by field.
    """
    said, wrong = statement or Statement(), faults or {}
    # Who has read it and corrects a field is led straight to the fields.
    about = "" if wrong else _ABOUT.format(until=_moment(until), wrote=_WROTE if wrote else "")
    fields = [_field(name, getattr(said, name), wrong.get(name, "")) for name in LIMITS]
    chosen = recipient if recipient in {path for path, _ in places} else places[0][0]
    parts = [
        f"<h1>{_TITLE}</h1>",
        _summary(wrong),
        about,
        '<form method="post" autocomplete="off" novalidate>',
        _recipients(places, chosen, wrong.get("recipient", "")),
        *fields,
        _may_contact(chosen=said.may_contact),
        '<p><button type="submit">Gửi tố cáo</button></p>',
        "</form>",
        "<p>Gửi xong, trang sẽ cho ông/bà mã hồ sơ và từ khóa để hỏi tiến độ.</p>",
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return _page(status, f"Lỗi: {_TITLE}" if wrong else _TITLE, "".join(parts))


def receipt(given: Receipt) -> dict[str, Any]:
    """What the denouncer takes home."""
    body = f"""<h1>Đã nhận tố cáo</h1>
<p>Nhận lúc {_moment(given.received_at)}. Xin <strong>ghi lại hoặc chụp màn hình</strong> hai dòng dưới đây.
Từ khóa không được lưu ở đâu khác: mất thì không lấy lại được.</p>
<dl class="box">
<dt>Mã hồ sơ</dt><dd class="code">{escape(spaced(given.code))}</dd>
<dt>Từ khóa (giữ bí mật)</dt><dd class="code">{escape(spaced(given.word))}</dd>
</dl>
<h2>Tiếp theo</h2>
<ul>
<li>Cán bộ được giao xem xét điều kiện thụ lý, sau đó xác minh. Nếu ông/bà đã cho cách liên hệ,
cán bộ có thể liên hệ riêng; không ai hỏi về tố cáo này trong trò chuyện Zalo.</li>
<li>Hỏi tiến độ bất cứ lúc nào tại <a href="/confidential/progress">trang hỏi tiến độ</a>.</li>
<li>Xong việc, hãy đóng trang này và xóa lịch sử trình duyệt nếu dùng chung điện thoại.</li>
</ul>"""
    return _page(HTTPStatus.OK, "Đã nhận tố cáo", body)


def ask_progress(*, code: str = "", fault: str = "") -> dict[str, Any]:
    """The form that asks for code and word."""
    wrong = {"word": fault} if fault else {}
    body = "".join(
        [
            f"<h1>{_PROGRESS_TITLE}</h1>",
            _summary(wrong),
            '<form method="post" autocomplete="off" novalidate>',
            _line("code", "Mã hồ sơ", "Bắt đầu bằng TC. Không phân biệt chữ hoa, chữ thường.", code, ""),
            _line("word", "Từ khóa", "12 chữ và số ghi cùng với mã hồ sơ.", "", fault),
            '<p><button type="submit">Xem tiến độ</button></p></form>',
            "<p>Mất từ khóa? Mời ông/bà đến trực tiếp nơi tiếp công dân, hoặc gửi tố cáo mới.</p>",
        ]
    )
    # One status for all wrong pairs: which of the two is wrong is not said.
    status = HTTPStatus.NOT_FOUND if fault else HTTPStatus.OK
    return _page(status, f"Lỗi: {_PROGRESS_TITLE}" if fault else _PROGRESS_TITLE, body)


def progress(found: Progress) -> dict[str, Any]:
    """How it stands."""
    lines = [
        ("Mã hồ sơ", spaced(found.code)),
        ("Tình trạng", texts.STATES.get(found.state.value, found.state.label)),
        ("Nhận lúc", _moment(found.received_at)),
        ("Cập nhật lần cuối", _moment(found.changed_at)),
        ("Thời hạn giải quyết", _last_day(found.answer_by) if found.answer_by else ""),
        ("Cơ quan đang giải quyết", found.outside_body),
        ("Lý do không thụ lý", found.reason),
        ("Căn cứ pháp lý", found.legal_ground),
        ("Trả lời", found.reply),
    ]
    shown = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines if value)
    body = f'<h1>{_PROGRESS_TITLE}</h1><dl class="box">{shown}</dl>'
    return _page(HTTPStatus.OK, _PROGRESS_TITLE, body)


_NEW_LINK: Final = """<h2>Ông/bà muốn gửi tố cáo?</h2>
<ul>
<li>Nhắn “Tố cáo” cho trang Zalo của Mặt trận nơi ông/bà ở để nhận đường dẫn mới.</li>
<li>Hoặc đến trực tiếp trụ sở Ủy ban Mặt trận Tổ quốc, hoặc nơi tiếp công dân.</li>
<li>Đã gửi rồi? Xem tại <a href="/confidential/progress">trang hỏi tiến độ</a>.</li>
</ul>"""


def spent(state: LinkState, statement: Statement | None = None) -> dict[str, Any]:
    """The link was used, or is too old."""
    used = state is LinkState.USED
    title = "Đường dẫn đã được dùng" if used else "Đường dẫn đã hết hạn"
    why = (
        "Mỗi đường dẫn chỉ gửi được một tố cáo, và đường dẫn này đã gửi rồi."
        if used
        else "Đường dẫn chỉ dùng được trong 72 giờ. Lời ông/bà đã nhắn trong trò chuyện vẫn được chuyển "
        "đến người có thẩm quyền."
    )
    body = f"<h1>{title}</h1><p>{why}</p>{_kept(statement)}{_NEW_LINK}"
    return _page(HTTPStatus.GONE, title, body)


def unknown(statement: Statement | None = None) -> dict[str, Any]:
    """No such link."""
    title = "Không có trang này"
    body = (
        f"<h1>{title}</h1><p>Đường dẫn không đúng hoặc đã cũ. Xin mở lại từ tin nhắn Zalo.</p>"
        f"{_kept(statement)}{_NEW_LINK}"
    )
    return _page(HTTPStatus.NOT_FOUND, title, body)


def trouble(status: HTTPStatus, statement: Statement | None = None) -> dict[str, Any]:
    """Our fault."""
    title = "Chưa gửi được"
    body = (
        f"<h1>{title}</h1><p>Hệ thống gặp sự cố. Xin bấm Quay lại và gửi lại sau ít phút; "
        f"gửi lại nhiều lần không sao, hồ sơ chỉ được ghi một lần.</p>{_kept(statement)}"
    )
    return _page(status, title, body)


_REFUSED: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Nội dung quá dài. Xin bấm Quay lại rồi rút gọn.",
}


def refused(status: HTTPStatus) -> dict[str, Any]:
    """A request that no page of ours sends."""
    title = "Không nhận được nội dung"
    text = _REFUSED.get(status, "Xin mở lại đường dẫn từ tin nhắn Zalo và gửi từ chính trang đó.")
    return _page(status, title, f"<h1>{title}</h1><p>{text}</p>")


def _kept(statement: Statement | None) -> str:
    """What he wrote, to be copied: nothing that was typed is lost."""
    if statement is None:
        return ""
    said = [(_LABELS[name][0], getattr(statement, name)) for name in LIMITS]
    written = [(label, words) for label, words in said if words]
    if not written:
        return ""
    shown = "".join(f"<dt>{label}</dt><dd>{escape(words)}</dd>" for label, words in written)
    return (
        "<h2>Lời ông/bà vừa viết</h2><p>Chưa được gửi. Xin sao chép lại để dùng với đường dẫn mới.</p>"
        f'<dl class="box">{shown}</dl>'
    )


def _summary(faults: Mapping[str, str]) -> str:
    if not faults:
        return ""
    lines = "".join(
        f'<li><a href="#{escape(name)}">{escape(message)}</a></li>' for name, message in faults.items()
    )
    return f'<div class="box wrong" role="alert"><h2>Chưa gửi được, xin sửa:</h2><ul>{lines}</ul></div>'


def _fault(name: str, fault: str) -> str:
    return f'<p class="fault" id="{name}-fault">Lỗi: {escape(fault)}</p>' if fault else ""


def _attributes(name: str, fault: str) -> str:
    described = f"{name}-hint {name}-fault" if fault else f"{name}-hint"
    invalid = ' aria-invalid="true"' if fault else ""
    return f'id="{name}" name="{name}" aria-describedby="{described}"{invalid}'


def _field(name: str, value: str, fault: str) -> str:
    label, hint, lines = _LABELS[name]
    if not lines:
        return _line(name, label, hint, value, fault)
    required = " required" if name == "what" else ""
    # The line break after the tag is swallowed by the browser, one that was written first is not.
    return (
        f'<div class="field"><label for="{name}">{label}</label><p class="hint" id="{name}-hint">{hint}</p>'
        f"{_fault(name, fault)}"
        f'<textarea {_attributes(name, fault)} rows="{lines}" maxlength="{LIMITS[name]}"{required}>'
        f"\n{escape(value)}</textarea></div>"
    )


def _line(name: str, label: str, hint: str, value: str, fault: str) -> str:
    length = LIMITS.get(name, 40)
    autocomplete = _AUTOCOMPLETE.get(name, "off")
    return (
        f'<div class="field"><label for="{name}">{label}</label><p class="hint" id="{name}-hint">{hint}</p>'
        f"{_fault(name, fault)}"
        f'<input type="text" {_attributes(name, fault)} maxlength="{length}" autocomplete="{autocomplete}" '
        f'value="{escape(value)}"></div>'
    )


def _recipients(places: Sequence[tuple[str, str]], chosen: str, fault: str) -> str:
    own, *above = places
    choices = [(own[0], own[1] or "Nơi ông/bà đã nhắn tin")]
    choices += [(path, f"{name or 'Cấp trên'} (nếu tố cáo chính nơi trên)") for path, name in above]
    shown = "".join(
        f'<label class="choice"><input type="radio" name="recipient" value="{escape(path)}"'
        f"{' id=recipient' if number == 0 else ''}{' checked' if path == chosen else ''}>"
        f"<span>{escape(name)}</span></label>"
        for number, (path, name) in enumerate(choices)
    )
    legend = "<legend>Gửi đến Ủy ban Mặt trận Tổ quốc</legend>"
    described = ' aria-describedby="recipient-fault"' if fault else ""
    return f"<fieldset{described}>{legend}{_fault('recipient', fault)}{shown}</fieldset>"


def _may_contact(*, chosen: bool) -> str:
    shown = "".join(
        f'<label class="choice"><input type="radio" name="may_contact" value="{value}"'
        f"{' checked' if is_chosen else ''}><span>{label}</span></label>"
        for value, label, is_chosen in (
            ("yes", "Có, xin liên hệ theo cách tôi đã ghi", chosen),
            ("no", "Không, xin đừng liên hệ", not chosen),
        )
    )
    return f"<fieldset><legend>Cán bộ xác minh có được liên hệ với ông/bà không?</legend>{shown}</fieldset>"


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def _last_day(due: datetime) -> str:
    """A deadline ends with its day: midnight would be read as the day after."""
    return f"hết ngày {(due - timedelta(milliseconds=1)).astimezone(VIETNAM):%d/%m/%Y}"


def _page(status: HTTPStatus, title: str, body: str) -> dict[str, Any]:
    page = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    return {"statusCode": int(status), "headers": dict(HEADERS), "body": page, "isBase64Encoded": False}
