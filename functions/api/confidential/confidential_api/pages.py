"""The pages of a denouncer. Plain HTML with one style and no script, readable on an old telephone.

WCAG 2.2 AA: text of 18 px, contrast of at least 7 : 1, targets of 44 px and more, every field with a label,
errors at the field and together on top, nothing by colour alone, usable by keyboard.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html import escape
from http import HTTPStatus
from typing import Any, Final

from loa.casework.denunciations import texts
from loa.casework.denunciations.flood import FormQuestion
from loa.casework.denunciations.model import LIMITS, Receipt, Statement, spaced
from loa.casework.denunciations.service import Progress
from loa.clock import VIETNAM, local_day

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
.address{overflow-wrap:anywhere}
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
<section class="box" aria-labelledby="about">
<h2 id="about">Lời của ông/bà được giữ thế nào?</h2>
<ul>
<li>Chỉ cán bộ được giao xác minh của Ủy ban MTTQ Việt Nam tỉnh mới được đọc; mỗi lần xem đều được ghi
lại.</li>
<li>Trang này không biết ông/bà là ai, không biết tài khoản Zalo của ông/bà.</li>
<li>Họ tên, địa chỉ và thông tin khác của người tố cáo được giữ bí mật theo Luật Tố cáo.</li>
<li>Tin đã nhắn trong Zalo không nằm ở trang này, nhưng vẫn còn trong Zalo và người quản trị trang có thể
thấy: xin thu hồi hoặc xóa.</li>
</ul>
<h2>Điều luật quy định</h2>
<ul>
<li>Theo Luật Tố cáo 2018 (sửa đổi, bổ sung đến năm 2025), tố cáo được thực hiện bằng đơn có chữ ký hoặc điểm
chỉ, hoặc trình bày trực tiếp (Điều 22, Điều 23). Vì vậy thông tin gửi ở đây <strong>chưa phải là đơn tố
cáo</strong>; thời hạn theo luật tính từ khi có đơn ký hoặc ông/bà đến trình bày. Cán bộ có thể mời ông/bà
ký đơn hoặc đến trình bày.</li>
<li>Ông/bà có thể không ghi tên. Khi đó thông tin chỉ được xem xét nếu nêu rõ người vi phạm
và có chứng cứ cụ thể (Điều 25), và không ai hỏi lại ông/bà được.</li>
<li>Nếu không thuộc thẩm quyền của Mặt trận, nơi nhận chuyển đến cơ quan có thẩm quyền trong 5 ngày làm
việc và báo ông/bà (Điều 24).</li>
<li>Xin viết đúng sự thật: cố ý tố cáo sai là vi phạm pháp luật.</li>
</ul>
<p>Nếu có người đang gặp nguy hiểm, xin gọi ngay <strong>113</strong>.</p>
</section>
"""

_LABELS: Final[Mapping[str, tuple[str, str, int]]] = {
    "what": ("Nội dung tố cáo (bắt buộc)", "Ai đã làm gì trái pháp luật? Gây hại thế nào?", 8),
    "who": ("Người bị tố cáo", "Họ tên, chức vụ, nơi làm việc, nếu biết.", 3),
    "where_when": (
        "Xảy ra ở đâu, khi nào",
        "Xã, phường nào? Ví dụ: bản Na, xã Hữu Kiệm; khoảng tháng 10/2026.",
        3,
    ),
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
    key: str,
    *,
    statement: Statement | None = None,
    faults: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The form; with what was written before and what is wrong with it, if something is.

    Args:
        key: `loa.casework.denunciations.service.new_form_key`; of a form that was sent, its own.
        statement: as it was sent.
        faults: message by field.
    """
    said, wrong = statement or Statement(), faults or {}
    # Who has read it and corrects a field is led straight to the fields.
    about = "" if wrong else _ABOUT
    fields = [_field(name, getattr(said, name), wrong.get(name, "")) for name in LIMITS]
    parts = [
        f"<h1>{_TITLE}</h1>",
        _summary(wrong),
        about,
        '<form method="post" action="/confidential" autocomplete="off" novalidate>',
        f'<input type="hidden" name="form" value="{escape(key)}">',
        *fields,
        _may_contact(chosen=said.may_contact),
        _question(key, wrong.get("answer", "")),
        '<p><button type="submit">Gửi tố cáo</button></p>',
        "</form>",
        "<p>Gửi xong, trang cho ông/bà mã hồ sơ và mật khẩu tra cứu để hỏi tiến độ.</p>",
        '<p>Đã gửi rồi? Xem ở <a href="/confidential/progress">trang hỏi tiến độ</a>.</p>',
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return _page(status, f"Lỗi: {_TITLE}" if wrong else _TITLE, "".join(parts))


def receipt(given: Receipt, address: str) -> dict[str, Any]:
    """What the denouncer takes home."""
    body = f"""<h1>Đã nhận tố cáo</h1>
<p>Ngày nhận: {_day(given.received_at)}. Xin <strong>ghi lại hoặc chụp màn hình</strong> hai dòng dưới đây.
Hệ thống không giữ mật khẩu này: mất thì không lấy lại được.</p>
<dl class="box">
<dt>Mã hồ sơ</dt><dd class="code">{escape(spaced(given.code))}</dd>
<dt>Mật khẩu tra cứu (giữ kín)</dt><dd class="code">{escape(spaced(given.word))}</dd>
</dl>
<h2>Tiếp theo</h2>
<ul>
<li>Cán bộ được giao xem xét điều kiện thụ lý (thụ lý là nhận giải quyết), sau đó xác minh. Nếu ông/bà đã
cho cách liên hệ, cán bộ có thể liên hệ riêng; không ai hỏi về tố cáo này trong trò chuyện Zalo.</li>
<li>Hỏi tiến độ bất cứ lúc nào tại <a href="/confidential/progress">trang hỏi tiến độ</a>; xin ghi lại địa
chỉ:
<span class="address">{escape(address)}/confidential/progress</span></li>
<li>Xong việc, xin đóng trang này và xóa lịch sử trình duyệt nếu dùng chung điện thoại.</li>
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
            _line("word", "Mật khẩu tra cứu", "12 chữ và số ghi cùng với mã hồ sơ.", "", fault),
            '<p><button type="submit">Xem tiến độ</button></p></form>',
            "<p>Mất mật khẩu? Mời ông/bà đến trực tiếp nơi tiếp công dân, hoặc gửi tố cáo mới.</p>",
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
        ("Ngày nhận", _day(found.received_at)),
        ("Cập nhật lần cuối", _day(local_day(found.changed_at))),
        ("Thời hạn giải quyết", _last_day(found.answer_by) if found.answer_by else ""),
        ("Cơ quan đang giải quyết", found.outside_body),
        ("Lý do không thụ lý", found.reason),
        ("Căn cứ pháp lý", found.legal_ground),
        ("Trả lời", found.reply),
    ]
    shown = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines if value)
    body = f'<h1>{_PROGRESS_TITLE}</h1><dl class="box">{shown}</dl>'
    return _page(HTTPStatus.OK, _PROGRESS_TITLE, body)


def trouble(status: HTTPStatus, statement: Statement | None = None) -> dict[str, Any]:
    """Our fault."""
    title = "Chưa gửi được"
    body = (
        f"<h1>{title}</h1><p>Hệ thống gặp sự cố. Xin bấm Quay lại và gửi lại sau ít phút; "
        f"gửi lại nhiều lần không sao, hồ sơ chỉ được ghi một lần.</p>{_kept(statement)}"
    )
    return _page(status, title, body)


def full(statement: Statement) -> dict[str, Any]:
    """Nothing more is taken this hour: what was written, and the ways that stay open."""
    title = "Chưa gửi được"
    ways = "".join(f"<li>{escape(way)}</li>" for way in texts.OTHER_WAYS)
    body = (
        f"<h1>{title}</h1><p>{escape(texts.PAGE_FULL)}</p>"
        f"<h2>Không chờ được?</h2><ul>{ways}</ul>{_kept(statement)}"
    )
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, title, body)


_REFUSED: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Nội dung quá dài. Xin bấm Quay lại rồi rút gọn.",
}


def refused(status: HTTPStatus) -> dict[str, Any]:
    """A request that no page of ours sends."""
    title = "Không nhận được nội dung"
    text = _REFUSED.get(status, "Xin mở lại trang gửi tố cáo và gửi từ chính trang đó.")
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
        "<h2>Lời ông/bà vừa viết</h2><p>Chưa được gửi. Xin sao chép lại để gửi sau.</p>"
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


def _question(key: str, fault: str) -> str:
    """The question of a form, where one is asked."""
    if not fault:
        return ""
    asked = FormQuestion.of(key)
    return _line("answer", texts.question(asked.first, asked.second), texts.QUESTION_HINT, "", fault)


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


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _last_day(due: datetime) -> str:
    """A deadline ends with its day: midnight would be read as the day after."""
    return f"hết ngày {(due - timedelta(milliseconds=1)).astimezone(VIETNAM):%d/%m/%Y}"


def elsewhere() -> dict[str, Any]:
    """Addresses of earlier releases, whatever they were: the form is at one address now."""
    return {
        "statusCode": int(HTTPStatus.SEE_OTHER),
        "headers": {**HEADERS, "location": "/confidential"},
        "body": "",
        "isBase64Encoded": False,
    }


def _page(status: HTTPStatus, title: str, body: str) -> dict[str, Any]:
    page = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    return {"statusCode": int(status), "headers": dict(HEADERS), "body": page, "isBase64Encoded": False}
