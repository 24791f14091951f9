"""What the forms of the pages ask for. What sending needs is checked by the rules, not here."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from broadcasts_api.pages import texts
from loa.errors import InvalidInput
from loa.platform.zalo.api.articles import MAX_BLOCK_TEXT, MAX_DESCRIPTION, MAX_TITLE
from loa.publishing.broadcasts.rules.model import OverQuota
from loa.publishing.broadcasts.rules.spreading import LONGEST_DAYS
from loa.publishing.broadcasts.rules.targets import Target
from loa.text.hours import typed_instant
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import PATH, Text
from loa.web.shapes.choices import Choice

_MOST_UNITS: Final = 600
_MOST_PARTS: Final = 100
_BELOW: Final = ("xa", "phuong", "thi_tran")
_KINDS: Final = {"below": _BELOW, "communes": ("xa",), "wards": ("phuong", "thi_tran")}

Version = Annotated[int, Field(ge=0)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[Text, Field(max_length=1_000)]


class RecipientsForm(FormModel):
    """Whose accounts carry it, and which of their followers."""

    who: Annotated[
        Literal["all", "below", "communes", "wards", "own", "chosen"],
        Field(title="Gửi qua tài khoản nào?"),
        Control(choices=tuple(Choice(name, *words) for name, words in texts.WHO.items())),
    ]
    unit: Annotated[
        tuple[PATH, ...],
        Field(title="Các đơn vị", max_length=_MOST_UNITS),
        Control(kind="checkboxes"),
    ] = ()
    ages: Annotated[
        tuple[Literal["0", "1", "2", "3", "4", "5", "6", "7"], ...],
        Field(title="Tuổi", description="Để trống: mọi lứa tuổi."),
        Control(kind="checkboxes", choices=tuple(Choice(*each) for each in texts.AGES.items())),
    ] = ()
    gender: Annotated[
        Literal["", "1", "2"],
        Field(title="Nam, nữ"),
        Control(
            kind="select", width="medium", choices=tuple(Choice(*each) for each in texts.GENDERS.items())
        ),
    ] = ""
    from_notice: bool = False
    version: Version = 0

    def target(self, root: str) -> Target:
        """As rules know it.

        Raises:
            InvalidInput: units are to be chosen, and none is.
        """
        followers = {"ages": ",".join(self.ages), "gender": self.gender}
        chosen = {name: value for name, value in followers.items() if value}
        if self.who == "chosen" and not self.unit:
            raise InvalidInput(texts.NO_UNIT_CHOSEN, fields={"unit": texts.NO_UNIT_CHOSEN})
        units = {"own": (root,), "chosen": self.unit}.get(self.who, ())
        return Target(root, kinds=_KINDS.get(self.who, ()), units=units, followers=chosen)


def who_of(target: Target) -> str:
    """Return the choice that a target came from."""
    if target.units:
        return "own" if target.units == (target.root,) else "chosen"
    return next((name for name, kinds in _KINDS.items() if set(kinds) == set(target.kinds)), "all")


class ContentForm(FormModel):
    """What residents read: title, summary, cover, and the parts of the article in their order.

    `part` and `words` go together: `text` with a text, the reference of a picture with its caption, `block:N`
    for a part that stays as it is. Words are kept while they are typed.
    """

    is_kept = True

    title: Annotated[
        Text,
        Field(
            title="Tiêu đề",
            description="Người dân đọc câu này trước tiên: việc gì, ở đâu, khi nào.",
            max_length=MAX_TITLE,
        ),
        Control(kind="text", optional=False),
    ] = ""
    description: Annotated[
        Text,
        Field(
            title="Câu tóm tắt",
            description="Hiện ngay dưới tiêu đề trong Zalo. Một, hai câu nói điều cần làm.",
            max_length=MAX_DESCRIPTION,
        ),
        Control(rows=3, optional=False),
    ] = ""
    cover: Annotated[
        str, Field(pattern=r"^(media:[0-9a-f]{64}\.(jpg|png)|https://.*)?$", max_length=2_048)
    ] = ""
    part: Annotated[tuple[Annotated[str, Field(max_length=2_048)], ...], Field(max_length=_MOST_PARTS)] = ()
    words: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_BLOCK_TEXT)], ...], Field(max_length=_MOST_PARTS)
    ] = ()
    version: Version = 0
    act: Annotated[
        str, Field(pattern=r"^(save|text|picture|shelf|shelf-cover|(up|down|drop)-[0-9]{1,2})?$")
    ] = ""


class WhenForm(FormModel):
    """When it goes out, what becomes of accounts without quota, and whether units add words of their own."""

    when: Annotated[
        Literal["soon", "at"],
        Field(title="Gửi lúc nào?"),
        Control(choices=tuple(Choice(name, *words) for name, words in texts.WHEN.items())),
    ]
    day: Annotated[
        date | None, Field(title="Ngày gửi", description=texts.ONLY_AT), Control(optional=False)
    ] = None
    hour: Annotated[
        str,
        Field(title="Giờ gửi", description="Ví dụ 8:00 hoặc 19:30."),
        Control(width="small", optional=False),
    ] = ""
    over_quota: Annotated[
        OverQuota,
        Field(title="Tài khoản nào đã hết lượt gửi thì sao?"),
        Control(
            choices=tuple(Choice(name, *words) for name, words in texts.OVER_QUOTA.items()), optional=False
        ),
    ] = OverQuota.HOLD
    days: Annotated[
        int | None,
        Field(title="Rải ra mấy ngày", description=texts.ONLY_SPREAD, ge=1, le=LONGEST_DAYS),
        Control(width="small", optional=False),
    ] = None
    localise: Annotated[
        Literal["", "true"],
        Field(title="Cho các đơn vị góp lời của mình vào cuối bài"),
        Control(kind="checkbox"),
    ] = ""
    until_day: Annotated[date | None, Field(title="Hạn góp lời, ngày")] = None
    until_hour: Annotated[str, Field(title="Giờ", description="Ví dụ 17:00."), Control(width="small")] = ""
    version: Version = 0

    def suggested_at(self) -> datetime | None:
        """When it is to go out; None: at once.

        Raises:
            InvalidInput: day or hour is missing, or no hour.
        """
        return _instant(self.day, self.hour, "day", "hour") if self.when == "at" else None

    def localise_until(self) -> datetime | None:
        """Until when units may add words; None: they may not.

        Raises:
            InvalidInput: as in `suggested_at`.
        """
        if not self.localise:
            return None
        return _instant(self.until_day, self.until_hour, "until_day", "until_hour")


class HourForm(FormModel):
    """Another hour for what is approved."""

    day: Annotated[date, Field(title="Ngày gửi")]
    hour: Annotated[str, Field(title="Giờ gửi", description="Ví dụ 8:00 hoặc 19:30."), Control(width="small")]
    version: Version = 0

    def send_at(self) -> datetime:
        """The instant.

        Raises:
            InvalidInput: no hour.
        """
        return _instant(self.day, self.hour, "day", "hour")


def _instant(day: date | None, hour: str, day_field: str, hour_field: str) -> datetime:
    if day is None:
        raise InvalidInput(texts.DAY_MISSING, fields={day_field: texts.DAY_MISSING})
    if not hour:
        raise InvalidInput(texts.HOUR_MISSING, fields={hour_field: texts.HOUR_MISSING})
    try:
        return typed_instant(day, hour)
    except ValueError as error:
        raise InvalidInput(texts.NOT_AN_HOUR, fields={hour_field: texts.NOT_AN_HOUR}) from error


class SeenForm(FormModel):
    """A press of a button on a broadcast as it was seen."""

    version: Version
    digest: Digest


class DecisionForm(SeenForm):
    """What an approver decides about what they saw."""

    read: Annotated[
        Literal["", "true"], Field(title="Tôi đã đọc toàn bộ nội dung"), Control(kind="checkbox")
    ] = ""
    decision: Annotated[
        Literal["approve", "return", "discard"], Field(title="Quyết định"), Control(missing=texts.DECIDE)
    ]
    reason: Annotated[
        Reason,
        Field(title="Lý do", description="Bắt buộc khi trả lại hoặc bỏ; người soạn đọc được."),
        Control(rows=4, optional=False),
    ] = ""


class EmergencyForm(SeenForm):
    """Why one person is enough."""

    reason: Annotated[
        Text,
        Field(
            title="Vì sao khẩn cấp?",
            description="Ví dụ: xả lũ lúc 14:00, không kịp chờ người duyệt. Cấp trên đọc câu này.",
            min_length=1,
            max_length=500,
        ),
        Control(rows=3),
    ]


class ReasonForm(FormModel):
    """Why articles are taken down."""

    reason: Annotated[
        Text,
        Field(title="Vì sao gỡ bài?", min_length=1, max_length=1_000),
        Control(rows=3),
    ]


class CorrectionForm(FormModel):
    """Which edition of the item the officer has seen."""

    edition: Annotated[int, Field(ge=1, le=9_999)]


class WithinForm(FormModel):
    """One unit, or what a person found out about it."""

    within: PATH = ""
    was_sent: Literal["", "yes", "no"] = ""


class AdditionForm(FormModel):
    """What a unit adds to a broadcast from above."""

    paragraph: Annotated[
        Text,
        Field(
            title="Lời của đơn vị",
            description="Đứng ở cuối bài chung. Ví dụ: nơi tránh trú, người trực, số điện thoại ở xã.",
            max_length=5_000,
        ),
        Control(rows=6),
    ] = ""
    image_url: Annotated[str, Field(pattern=r"^(media:[0-9a-f]{64}\.(jpg|png))?$")] = ""


class WordsForm(FormModel):
    """Words that another page of the console has ready."""

    title: Annotated[Text, Field(min_length=1, max_length=MAX_TITLE)]
    summary: Annotated[Text, Field(max_length=MAX_DESCRIPTION)] = ""
    words: Annotated[Text, Field(min_length=1, max_length=MAX_BLOCK_TEXT)]
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]


class ItemForm(FormModel):
    """What of the Mini App is taken over."""

    item: Annotated[
        str,
        Field(title="Chọn một bài", max_length=64),
        Control(kind="radio", missing=texts.ITEM_MISSING),
    ]
    version: Version = 0
