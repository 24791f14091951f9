"""The forms of the pages about consultations."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from loa.participation.consultations.rules.model import SetAside, SpokenLanguage, Stance, ThemeOutcome
from loa.participation.consultations.rules.parsing import LONGEST
from loa.participation.consultations.rules.reading import LONGEST_WORDS
from loa.participation.consultations.rules.texts import REASON_CHOICES
from loa.participation.consultations.sending import SendingWay
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Text
from loa.web.shapes.choices import Choice

_STANCES: Final = tuple(Choice(each.value, each.label) for each in Stance)
_LANGUAGES: Final = tuple(Choice(each.value, each.label) for each in SpokenLanguage)
_OUTCOMES: Final = tuple(Choice(each.value, each.label) for each in ThemeOutcome)
_REASONS: Final = tuple(Choice(*each) for each in REASON_CHOICES.items())
_WAYS: Final = tuple(Choice(each.value, each.label) for each in SendingWay)
_MOST: Final = 100_000

_Reason = Annotated[
    Text, Field(title="Vì sao sửa", description="Lưu lại cùng tên cán bộ.", min_length=5, max_length=300)
]


class DraftForm(FormModel):
    """A draft, as a file or pasted."""

    body: Annotated[
        Text,
        Field(title="Cơ quan soạn thảo", description="Ví dụ: Bộ Tư pháp", min_length=3, max_length=150),
        Control(width="medium"),
    ]
    file: Annotated[
        str,
        Field(title="Tệp Word (.docx)", description="Máy đọc chữ trong tệp, không giữ tệp.", max_length=1),
        Control("files", many=False, accept=".docx"),
    ] = ""
    text: Annotated[
        str,
        Field(
            title="Hoặc dán toàn văn dự thảo vào đây",
            description="Mỗi chương, mục, điều, khoản, điểm bắt đầu một dòng.",
            max_length=LONGEST,
        ),
        Control(rows=16),
    ] = ""


class GroupForm(FormModel):
    """Which opinions, and what becomes of them."""

    opinions: Annotated[tuple[str, ...], Field(title="Ý kiến")] = ()
    theme: Annotated[str, Field(title="Cho vào nhóm đã có", max_length=40)] = ""
    title: Annotated[
        Text,
        Field(
            title="Hoặc lập nhóm mới, tên là",
            description="Một câu nói đủ ý, ví dụ: Báo trước 05 ngày thay vì 03 ngày.",
            max_length=300,
        ),
        Control(rows=2),
    ] = ""
    reason: Annotated[
        SetAside | None,
        Field(
            title="Hoặc để riêng, không chuyển lời viết, vì",
            description="Vẫn được đếm. Người viết đọc được lý do.",
        ),
        Control("select", choices=_REASONS, width="medium"),
    ] = None


class AnswerForm(FormModel):
    """What became of a group."""

    outcome: Annotated[ThemeOutcome, Field(title="Kết quả"), Control(choices=_OUTCOMES)]
    answer: Annotated[
        Text,
        Field(
            title="Trả lời",
            description="Tiếp thu thì ghi chỗ đã sửa, không thì ghi vì sao. Người dân đọc nguyên văn.",
            min_length=10,
            max_length=4_000,
        ),
        Control("textarea", rows=6),
    ]
    body: Annotated[
        Text,
        Field(
            title="Cơ quan trả lời",
            description="Người dân đọc là ai trả lời. Để trống: cơ quan soạn thảo.",
            max_length=150,
        ),
    ] = ""
    document: Annotated[
        Text,
        Field(
            title="Văn bản trả lời",
            description="Ví dụ: Công văn số 125/BNV-CQĐP ngày 02/12/2026",
            max_length=200,
        ),
    ] = ""


class SendingForm(FormModel):
    """What was sent to the drafting body."""

    sent_on: Annotated[date, Field(title="Gửi ngày"), Control(width="small")]
    number: Annotated[
        Text,
        Field(title="Số văn bản", description="Ví dụ: 45/BC-MTTQ-BTT", min_length=1, max_length=60),
        Control(width="medium"),
    ]
    body: Annotated[Text, Field(title="Gửi cho", min_length=3, max_length=150)]
    way: Annotated[SendingWay, Field(title="Gửi bằng cách nào?"), Control("select", choices=_WAYS)]
    received_on: Annotated[
        date | None,
        Field(title="Cơ quan soạn thảo nhận ngày", description="Chưa có hồi báo thì để trống, ghi sau."),
        Control(width="small"),
    ] = None
    due_on: Annotated[date | None, Field(title="Hạn trả lời, đến hết ngày"), Control(width="small")] = None


class ListeningForm(FormModel):
    """What somebody spoke, as an officer hears it."""

    language: Annotated[
        SpokenLanguage, Field(title="Người góp ý nói tiếng gì?"), Control("select", choices=_LANGUAGES)
    ]
    words: Annotated[
        Text,
        Field(
            title="Lời nói, chép bằng tiếng Việt",
            description="Chép đủ ý, đúng lời; tiếng khác thì dịch sát. Chỗ không rõ ghi “(không nghe rõ)”. "
            "Không ghi tên người nói.",
            min_length=1,
            max_length=LONGEST_WORDS,
        ),
        Control("textarea", rows=8),
    ]
    stance: Annotated[
        Stance | None, Field(title="Theo lời nói, người ấy thấy thế nào?"), Control(choices=_STANCES)
    ] = None
    heard: Annotated[int, Field(title="Số tin thoại", ge=1, le=100)] = 1


class DeskForm(FormModel):
    """What somebody says who has no telephone."""

    unit: Annotated[str, Field(title="Người góp ý ở xã, phường", min_length=1, max_length=40)]
    node: Annotated[str, Field(title="Góp ý về", min_length=1, max_length=40)]
    stance: Annotated[Stance, Field(title="Người góp ý thấy thế nào?"), Control(choices=_STANCES)]
    words: Annotated[
        Text,
        Field(title="Vì sao?", description="Ghi đúng lời người nói.", max_length=LONGEST_WORDS),
        Control("textarea", rows=4),
    ] = ""
    wording: Annotated[
        Text, Field(title="Nên viết lại thế nào?", max_length=LONGEST_WORDS), Control("textarea", rows=3)
    ] = ""
    consent: Annotated[
        bool,
        Field(title="Người góp ý đã nghe đọc lại và đồng ý để Mặt trận tổng hợp, không kèm tên"),
        Control(missing="Cần người góp ý đồng ý"),
    ]


class CorrectedOpinionForm(FormModel):
    """What somebody has really said."""

    stance: Annotated[Stance, Field(title="Người góp ý thấy thế nào?"), Control(choices=_STANCES)]
    words: Annotated[Text, Field(title="Vì sao?", max_length=LONGEST_WORDS), Control("textarea", rows=4)] = ""
    wording: Annotated[
        Text, Field(title="Nên viết lại thế nào?", max_length=LONGEST_WORDS), Control("textarea", rows=3)
    ] = ""
    reason: _Reason


class TakeOutForm(FormModel):
    """What is taken out, and why."""

    what: Annotated[str, Field(title="Bỏ gì", min_length=1, max_length=40)]
    why: Annotated[
        Text, Field(title="Vì sao bỏ", description="Lưu lại cùng tên cán bộ.", min_length=5, max_length=300)
    ]


class ConferenceForm(FormModel):
    """The minutes of a conference."""

    unit: Annotated[str, Field(title="Hội nghị của", min_length=1, max_length=40)]
    held_on: Annotated[date, Field(title="Họp ngày"), Control(width="small")]
    persons: Annotated[int, Field(title="Số người dự", ge=1, le=_MOST), Control(width="small")]
    chair: Annotated[
        Text, Field(title="Chủ trì", description="Chức danh, ví dụ: Trưởng xóm 3", max_length=150)
    ] = ""
    words: Annotated[Text, Field(title="Tóm tắt biên bản", max_length=4_000), Control("textarea", rows=4)] = (
        ""
    )


class MinutesForm(FormModel):
    """What minutes of a conference should say."""

    held_on: Annotated[date, Field(title="Họp ngày"), Control(width="small")]
    persons: Annotated[int, Field(title="Số người dự", ge=1, le=_MOST), Control(width="small")]
    chair: Annotated[Text, Field(title="Chủ trì", max_length=150)] = ""
    words: Annotated[Text, Field(title="Tóm tắt biên bản", max_length=4_000), Control("textarea", rows=4)] = (
        ""
    )
    reason: _Reason


class ConferenceOpinionForm(FormModel):
    """What a conference said about a part of the draft."""

    node: Annotated[str, Field(title="Ý kiến về", min_length=1, max_length=40)]
    agree: Annotated[int, Field(title="Số người đồng ý", ge=0, le=_MOST), Control(width="small")] = 0
    disagree: Annotated[int, Field(title="Số người không đồng ý", ge=0, le=_MOST), Control(width="small")] = 0
    other: Annotated[int, Field(title="Số người có ý kiến khác", ge=0, le=_MOST), Control(width="small")] = 0
    words: Annotated[
        Text, Field(title="Hội nghị đề nghị gì?", max_length=LONGEST_WORDS), Control("textarea", rows=4)
    ] = ""
