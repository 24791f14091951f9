"""What the forms of the pages ask for. What an item needs is checked by the rules of the library."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field, create_model

from library_api import texts
from loa.publishing.articles.notices import templates
from loa.publishing.library.rules.kinds import KINDS, ItemKind, Section
from loa.publishing.library.rules.model import MAXIMUM_SUMMARY, MAXIMUM_TITLE
from loa.publishing.library.rules.texts import CHANGES
from loa.publishing.library.transitions.texts import WITHDRAWALS
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Text
from loa.web.shapes.choices import Choice

Revision = Annotated[int, Field(ge=0)]
_REASON: Final = 500
_LONGEST: Final = 5_000
Reason = Annotated[
    Text,
    Field(title="Lý do", max_length=_REASON),
    Control(rows=3, missing=texts.REASON_MISSING),
]
Time = Annotated[str, Field(title="Giờ", max_length=20), Control(width="small")]

WAYS_OUT: Final = tuple(Choice(value, label) for value, label in WITHDRAWALS.items())

Title = Annotated[
    Text,
    Field(
        title="Tiêu đề",
        description="Ngắn và nói rõ việc gì, dưới 90 chữ cái. Không viết toàn chữ hoa.",
        min_length=1,
        max_length=MAXIMUM_TITLE,
    ),
    Control(kind="text", missing=texts.TITLE_MISSING),
]


class NewForm(FormModel):
    """A new item: what it is called, and where it stands."""

    kind: ItemKind
    title: Title
    section: Annotated[
        Section, Field(title="Đăng ở mục nào?"), Control(kind="select", missing=texts.SECTION_MISSING)
    ]


class NoticeForm(FormModel):
    """A new item that begins with a ready-made notice."""

    kind: Literal["notice", "article"]
    notice: Annotated[
        str,
        Field(title="Mẫu thông báo"),
        Control(
            kind="radio",
            missing=texts.NOTHING_CHOSEN,
            choices=tuple(Choice(each.name, each.label) for each in templates()),
        ),
    ]


class ReadyForm(FormModel):
    """An item whose words another page of the console has ready; `source` names what it is about."""

    source: Annotated[str, Field(pattern=r"^[a-z0-9-]{8,64}$")]
    title: Title
    summary: Annotated[Text, Field(max_length=MAXIMUM_SUMMARY)] = ""
    words: Annotated[Text, Field(min_length=1, max_length=_LONGEST)]
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]


class StepForm(FormModel):
    """The next step: which one, and what some of them need."""

    step: Annotated[str, Field(title="Việc tiếp theo", max_length=20), Control(missing=texts.CHOOSE_STEP)]
    revision: Revision = 0
    live: Revision = 0
    read: Annotated[
        bool, Field(title="Tôi đã đọc toàn bộ bài, kể cả ảnh và tệp"), Control(missing=texts.READ_FIRST)
    ] = False
    return_reason: Annotated[
        Reason,
        Field(title="Cần sửa gì?", description="Người soạn đọc được. Nói cụ thể chỗ nào, sửa thế nào."),
    ] = ""
    withdraw_reason: Annotated[
        Reason, Field(title="Vì sao gỡ?", description="Người dân đọc được câu này ở địa chỉ của bài.")
    ] = ""
    withdraw_kind: Annotated[
        Literal["notice", "gone", "redirect"],
        Field(title="Người mở lại bài sẽ thấy gì?"),
        Control(choices=WAYS_OUT),
    ] = "notice"
    withdraw_to: Annotated[
        str,
        Field(
            title="Chuyển sang đâu?",
            description="Chỉ khi chuyển người đọc: địa chỉ của bài khác, hoặc của trang đã được cho phép.",
            max_length=2048,
        ),
        Control(kind="text"),
    ] = ""
    approve_later_day: Annotated[date | None, Field(title="Ngày đăng"), Control(width="small")] = None
    approve_later_time: Time = "08:00"
    schedule_day: Annotated[date | None, Field(title="Ngày đăng"), Control(width="small")] = None
    schedule_time: Time = "08:00"


class UrgentForm(FormModel):
    """Why one person publishes alone, and what they saw."""

    revision: Revision = 0
    reason: Annotated[
        Reason,
        Field(
            title="Vì sao không chờ người duyệt?",
            description="Người xem lại và cấp trên đọc được. Ví dụ: hồ xả lũ lúc 2 giờ sáng, phải báo ngay.",
            min_length=1,
        ),
    ]


class BulkForm(FormModel):
    """One step for the items that were ticked in the list, and what some steps need."""

    item: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    act: Annotated[
        Literal["publish", "withdraw", "move", "feature", "unfeature", "bin", "unbin"],
        Field(title="Làm gì?"),
        Control(missing=texts.CHOOSE_STEP),
    ]
    reason: Annotated[
        Reason, Field(title="Vì sao gỡ?", description="Người dân đọc được câu này ở địa chỉ của từng bài.")
    ] = ""
    kind: Annotated[
        Literal["notice", "gone"],
        Field(title="Người mở lại bài sẽ thấy gì?"),
        Control(choices=WAYS_OUT[:2]),
    ] = "notice"
    section: Annotated[
        Section | None,
        Field(title="Chuyển sang mục nào?"),
        Control(kind="select", missing=texts.SECTION_MISSING),
    ] = None


class _EditorBase(FormModel):
    """Everything that the editor holds; lists have one entry for each part of the body."""

    title: Title
    summary: Annotated[
        Text,
        Field(
            title="Tóm tắt",
            description="Một câu. Danh sách và kết quả tìm kiếm hiện câu này.",
            max_length=MAXIMUM_SUMMARY,
        ),
        Control(rows=2),
    ] = ""
    author: Annotated[Text, Field(title="Người viết", max_length=100), Control(width="medium")] = ""
    tags: Annotated[
        Text,
        Field(
            title="Từ khóa",
            description="Để tìm lại và gom các bài cùng việc, cách nhau bằng dấu phẩy, nhiều nhất 8. "
            "Ví dụ: nông thôn mới, nhà tình nghĩa.",
            max_length=400,
        ),
        Control(kind="text"),
    ] = ""
    revision: Revision = 0
    change: Annotated[
        Literal["major", "minor"],
        Field(title="Lần sửa này là"),
        Control(choices=[Choice(value, label) for value, label in CHANGES.items()]),
    ] = "major"
    change_note: Annotated[
        Text,
        Field(
            title="Đã đổi gì?",
            description="Một câu cho người dân, ví dụ: Đổi giờ họp sang 8 giờ. Cần có khi thay đổi đáng kể.",
            max_length=_REASON,
        ),
        Control(kind="text"),
    ] = ""
    notify: Annotated[
        bool,
        Field(
            title="Báo cho người quan tâm khi bài được đăng",
            description="Máy soạn sẵn một tin từ bài; tin ấy phải gửi duyệt và được duyệt rồi mới gửi. "
            "Sửa nhỏ thì không báo.",
        ),
    ] = False
    part: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ref: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    decor: tuple[str, ...] = ()
    cover_ref: str = ""
    cover_alt: Annotated[Text, Field(title="Ảnh cho thấy gì?")] = ""
    cover_caption: Annotated[Text, Field(title="Chú thích dưới ảnh")] = ""
    cover_decor: bool = False
    day: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


_OF_KINDS: Final = {field.name for rule in KINDS.values() for field in rule.fields} - {"occasions"}
_given: dict[str, Any] = dict.fromkeys(sorted(_OF_KINDS), (str, ""))

EditorForm = create_model("EditorForm", __base__=_EditorBase, **_given)
"""The editor's form with the fields of every kind, by their names in the table of kinds."""
