"""The forms of the pages about participation."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.campaigns.model import MAXIMUM_ABOUT, MAXIMUM_TITLE, CampaignKind
from loa.participation.contests.objections import ObjectionOutcome
from loa.participation.contests.rules.model import MOST_PRIZES, MOST_QUESTIONS, QuestionLevel
from loa.participation.surveys.model import AnswerKind
from loa.participation.surveys.targets import LARGEST_TARGET
from loa.text.hours import HOUR
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Text
from loa.web.shapes.choices import Choice
from participation_pages import texts

_KINDS: Final = tuple(Choice(kind.value, kind.label) for kind in CampaignKind)
_LEVELS: Final = tuple(Choice(level.value, level.label) for level in QuestionLevel)
_ANSWERS: Final = tuple(Choice(kind.value, kind.label) for kind in AnswerKind)
_DECISIONS: Final = (
    Choice(ObjectionOutcome.KEPT.value, texts.QUESTION_KEPT),
    Choice(ObjectionOutcome.WITHDRAWN.value, texts.QUESTION_WITHDRAWN),
)
_LONG: Final = 2_000


class TimesForm(FormModel):
    """From when to when."""

    opens_on: Annotated[date, Field(title="Mở từ ngày"), Control(width="small")]
    opens_at: Annotated[
        str, Field(title="Giờ mở", description="Như 8:00", pattern=HOUR), Control(width="small")
    ]
    closes_on: Annotated[date, Field(title="Kết thúc ngày"), Control(width="small")]
    closes_at: Annotated[
        str, Field(title="Giờ kết thúc", description="Như 20:00", pattern=HOUR), Control(width="small")
    ]


class DraftForm(TimesForm):
    """A draft, as it is edited."""

    title: Annotated[Text, Field(title="Tên, như người dân sẽ đọc", min_length=5, max_length=MAXIMUM_TITLE)]
    about: Annotated[
        Text,
        Field(
            title="Giới thiệu và thể lệ",
            description="Ai tham gia, để làm gì, kết quả dùng ra sao. Viết ngắn, dễ hiểu.",
            min_length=10,
            max_length=MAXIMUM_ABOUT,
        ),
        Control(rows=6),
    ]


class CampaignForm(DraftForm):
    """A new draft."""

    kind: Annotated[CampaignKind, Field(title="Loại"), Control(choices=_KINDS)]


class QuestionForm(FormModel):
    """A question of the bank."""

    words: Annotated[Text, Field(title="Câu hỏi", min_length=5, max_length=500), Control("textarea", rows=2)]
    options: Annotated[
        str,
        Field(
            title="Các phương án", description="Mỗi dòng một phương án, từ 2 đến 5 dòng.", max_length=1_000
        ),
        Control("textarea", rows=4),
    ]
    right: Annotated[int, Field(title="Phương án đúng là dòng thứ", ge=1, le=5), Control(width="small")]
    level: Annotated[QuestionLevel, Field(title="Mức độ"), Control(choices=_LEVELS)]
    topic: Annotated[
        Text,
        Field(title="Chủ đề", description="Ví dụ: Căn cước. Để rút mỗi đề đủ các chủ đề.", max_length=60),
    ] = ""
    law: Annotated[
        Text, Field(title="Văn bản", description="Ví dụ: Luật Căn cước 2023", min_length=3, max_length=200)
    ]
    article: Annotated[
        Text, Field(title="Điều, khoản", description="Ví dụ: Điều 19 khoản 1", min_length=3, max_length=100)
    ]
    provision: Annotated[
        Text,
        Field(
            title="Nguyên văn điều khoản",
            description="Người thi đọc sau khi đợt thi kết thúc.",
            min_length=5,
            max_length=_LONG,
        ),
        Control("textarea", rows=5),
    ]
    since: Annotated[date, Field(title="Có hiệu lực từ ngày"), Control(width="small")]
    until: Annotated[
        date | None,
        Field(title="Hết hiệu lực sau ngày", description="Còn hiệu lực thì bỏ trống."),
        Control(width="small"),
    ] = None


class ReplacedForm(FormModel):
    """On which day an article ends."""

    until: Annotated[date, Field(title="Hết hiệu lực sau ngày"), Control(width="small")]


class RoundForm(TimesForm):
    """A round of a contest."""

    per_sheet: Annotated[int, Field(title="Số câu mỗi đề", ge=1, le=MOST_QUESTIONS), Control(width="small")]
    minutes: Annotated[int, Field(title="Số phút làm bài", ge=1, le=180), Control(width="small")]
    tries: Annotated[
        int,
        Field(title="Số lượt mỗi người", description="Lượt cao điểm nhất được tính.", ge=1, le=5),
        Control(width="small"),
    ]
    shares: Annotated[
        str,
        Field(
            title="Cơ cấu mỗi đề",
            description="Mỗi dòng một chủ đề, ví dụ “Căn cước: 3 dễ, 2 vừa”, hoặc chỉ ghi mức độ: “5 dễ, "
            "7 vừa, 3 khó”. Bỏ trống thì máy chia theo mức độ của ngân hàng câu hỏi.",
            max_length=1_000,
        ),
        Control("textarea", rows=3),
    ] = ""
    prizes: Annotated[int, Field(title="Số giải", ge=1, le=MOST_PRIZES), Control(width="small")]
    value_source: Annotated[
        Text,
        Field(
            title="Số công khai dùng khi bốc thăm",
            description="Một con số không ai điều khiển được, có sau khi đợt thi kết thúc. Ví dụ: giải đặc "
            "biệt xổ số kiến thiết miền Bắc mở thưởng ngày 15/12/2026.",
            min_length=5,
            max_length=200,
        ),
    ]


class AssistedForm(FormModel):
    """For whom a sheet on paper is."""

    unit: Annotated[str, Field(title="Người thi ở xã, phường", min_length=1, max_length=40)]
    consent: Annotated[
        bool,
        Field(title="Người thi đồng ý để Mặt trận lưu bài này, không kèm tên"),
        Control(missing="Cần người thi đồng ý"),
    ]


class SurveyQuestionForm(FormModel):
    """A question of a survey."""

    kind: Annotated[
        AnswerKind, Field(title="Kiểu trả lời"), Control("select", choices=_ANSWERS, width="medium")
    ]
    words: Annotated[Text, Field(title="Câu hỏi", min_length=5, max_length=500), Control("textarea", rows=2)]
    options: Annotated[
        str,
        Field(
            title="Các phương án",
            description="Mỗi dòng một phương án. Bảng thì mỗi dòng là một điều phải chấm.",
            max_length=1_500,
        ),
        Control("textarea", rows=4),
    ] = ""
    is_required: Annotated[bool, Field(title="Phải trả lời câu này")] = False
    if_question: Annotated[
        int | None,
        Field(title="Chỉ hỏi khi ở câu số", description="Một câu “Chọn một” ở trên.", ge=1, le=40),
        Control(width="small"),
    ] = None
    if_option: Annotated[
        int | None, Field(title="đã chọn phương án thứ", ge=1, le=12), Control(width="small")
    ] = None


class TargetForm(FormModel):
    """How many people of each commune a survey wants to hear."""

    target: Annotated[
        int,
        Field(
            title="Số người mỗi xã, phường",
            description="Chỉ để nhắc nơi còn ít; không hạn chế ai trả lời.",
            ge=FEWEST,
            le=LARGEST_TARGET,
        ),
        Control(width="small"),
    ]


class ValueForm(FormModel):
    """The public value of a lot."""

    value: Annotated[
        str,
        Field(
            title="Số công khai",
            description="Ghi liền các chữ số, không dấu chấm, ví dụ: 48213",
            min_length=1,
            max_length=40,
            pattern=r"^[0-9A-Za-z -]+$",
        ),
        Control(width="small"),
    ]


class CorrectionForm(ValueForm):
    """The public value of a lot, for one that was mistyped."""

    why: Annotated[
        Text, Field(title="Vì sao sửa", description="Ai cũng đọc được.", min_length=5, max_length=300)
    ]


class SuspensionForm(FormModel):
    """Why nothing goes on for a while."""

    reason: Annotated[
        Text,
        Field(
            title="Vì sao tạm dừng?",
            description="Ai cũng đọc, ở trang và trong tin nhắn. Viết một câu trọn, có dấu chấm.",
            min_length=10,
            max_length=300,
        ),
        Control("textarea", rows=3),
    ]


class LookForm(FormModel):
    """Why an entry is to win nothing."""

    reason: Annotated[
        Text,
        Field(
            title="Loại, vì",
            description="Người thi đọc ngay; nếu loại thì ai cũng đọc. Chỉ ghi điều đã thấy.",
            min_length=10,
            max_length=300,
        ),
        Control("textarea", rows=2),
    ]


class ReturnForm(FormModel):
    """Why an entry that was excluded is to be ranked again."""

    back: Annotated[
        Text,
        Field(
            title="Xếp giải lại, vì",
            description="Người thi đọc; nếu xếp giải lại thì ai cũng đọc.",
            min_length=10,
            max_length=300,
        ),
        Control("textarea", rows=2),
    ]


EXCLUDE: Final = "exclude"


class DecisionForm(FormModel):
    """What a second person decides about an entry."""

    outcome: Annotated[
        Literal["exclude", "keep"],
        Field(title="Quyết định"),
        Control(choices=(Choice(EXCLUDE, texts.EXCLUDE), Choice("keep", texts.KEEP))),
    ]
    answer: Annotated[
        Text,
        Field(title="Trả lời người thi", min_length=5, max_length=500),
        Control("textarea", rows=2),
    ]


class QuestionDecisionForm(FormModel):
    """What is decided about a question of a round."""

    question: Annotated[str, Field(title="Câu hỏi", min_length=1, max_length=100), Control("select")]
    outcome: Annotated[ObjectionOutcome, Field(title="Quyết định"), Control(choices=_DECISIONS)]
    reason: Annotated[
        Text,
        Field(
            title="Lý do",
            description="Người kiến nghị đọc; nếu rút câu thì ai cũng đọc.",
            min_length=5,
            max_length=500,
        ),
        Control("textarea", rows=3),
    ]
