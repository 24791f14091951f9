"""What the pages ask for: the form, the code, more words, a rating."""

from typing import Annotated, Final

from pydantic import Field

from loa.casework.cases.rules.fields import MAXIMUM_HAMLET, MAXIMUM_LINE
from loa.casework.cases.rules.texts import KINDS
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.model import MAXIMUM_PICTURES, MAXIMUM_WORDS
from loa.web.pages.forms import Control, FormModel
from loa.web.shapes.choices import Choice

KIND_CHOICES: Final = tuple(Choice(kind, f"{KINDS[kind]}: {hint}") for kind, hint in texts.KIND_HINTS.items())
STARS: Final = (
    Choice("5", "Xong, rất hài lòng"),
    Choice("4", "Xong, hài lòng"),
    Choice("3", "Tạm được"),
    Choice("2", "Chưa hài lòng", "việc được mở lại"),
    Choice("1", "Chưa xong", "việc được mở lại"),
)
PICTURES_HINT: Final = (
    f"Tối đa {MAXIMUM_PICTURES} ảnh. Tránh chụp rõ mặt người và biển số xe. Ảnh nặng: gửi lời trước, rồi "
    "thêm từng ảnh ở trang theo dõi."
)
PICTURES_ACCEPTED: Final = "image/jpeg,image/png"


class PetitionForm(FormModel):
    """What a resident reports."""

    what: Annotated[
        str,
        Field(
            title="Xin ông/bà kể rõ sự việc",
            description="Việc gì, từ bao giờ, ảnh hưởng tới ai. Nói vào micrô trên bàn phím cũng được.",
            max_length=MAXIMUM_WORDS,
        ),
        Control("textarea", rows=7, missing=texts.WHAT_MISSING),
    ]
    unit: Annotated[
        str,
        Field(title="Việc ở xã, phường nào?", description="Chưa rõ thì để trống: Mặt trận tỉnh chuyển giúp."),
        Control("select", width="medium"),
    ] = ""
    hamlet: Annotated[
        str,
        Field(
            title="Ở xóm, bản, khối nào?",
            description="Ví dụ: xóm 7, bản Na, khối Tân Tiến",
            max_length=MAXIMUM_HAMLET,
        ),
        Control("text", width="medium"),
    ] = ""
    where: Annotated[
        str,
        Field(
            title="Chỗ nào, gần đâu?",
            description="Ví dụ: trước nhà văn hóa, cầu qua kênh",
            max_length=MAXIMUM_LINE,
        ),
        Control("text"),
    ] = ""
    pictures: Annotated[
        str,
        Field(title="Ảnh", description=PICTURES_HINT),
        Control("files", accept=PICTURES_ACCEPTED),
    ] = ""
    kind: Annotated[
        str,
        Field(title="Đây là", description="Chưa rõ thì cứ để nguyên, cán bộ phân loại giúp."),
        Control("select", choices=KIND_CHOICES),
    ] = "report"
    name: Annotated[
        str,
        Field(title="Họ và tên", max_length=MAXIMUM_HAMLET),
        Control("text", width="medium", autocomplete="name"),
    ] = ""
    phone: Annotated[
        str,
        Field(
            title="Số điện thoại",
            description="Để cán bộ hỏi thêm, và để ông/bà xem lại việc này. Không đưa lên mạng.",
            max_length=MAXIMUM_HAMLET,
        ),
        Control("text", width="small", autocomplete="tel", inputmode="tel"),
    ] = ""
    answer: Annotated[str, Field(title="", description=texts.ANSWER_HINT), Control("text", width="small")] = (
        ""
    )


class CodeForm(FormModel):
    """Which case somebody asks about."""

    code: Annotated[
        str,
        Field(
            title="Mã việc",
            description="12 chữ và số, ví dụ MT-7K3M-Q94X-WF. Chữ hoa, chữ thường như nhau.",
            max_length=MAXIMUM_LINE,
        ),
        Control("text", width="medium", missing="Xin ghi mã việc"),
    ]
    number: Annotated[
        str,
        Field(
            title="4 số cuối điện thoại đã ghi, hoặc 6 số trên biên nhận",
            description="Để xem câu trả lời và nói thêm. Để trống thì chỉ xem được việc đang tới đâu.",
            max_length=MAXIMUM_LINE,
        ),
        Control("text", width="small", inputmode="numeric"),
    ] = ""


class MoreForm(FormModel):
    """More words and pictures."""

    words: Annotated[
        str,
        Field(
            title="Lời của ông/bà", description="Ví dụ: sáng nay nước đã rút bớt", max_length=MAXIMUM_WORDS
        ),
        Control("textarea", rows=4),
    ] = ""
    more_pictures: Annotated[
        str,
        Field(title="Ảnh", description="Tối đa 4 ảnh mỗi lần. Tránh chụp rõ mặt người và biển số xe."),
        Control("files", accept=PICTURES_ACCEPTED),
    ] = ""


class RatingForm(FormModel):
    """What the reporter thinks of the answer."""

    stars: Annotated[
        str,
        Field(title="Việc của ông/bà xong chưa?"),
        Control("radio", choices=STARS, missing=texts.STARS_MISSING),
    ]
    word: Annotated[
        str,
        Field(title="Muốn nói thêm điều gì?", max_length=MAXIMUM_WORDS),
        Control("textarea", rows=3),
    ] = ""


class ReopenForm(FormModel):
    """Why a case that has ended goes on."""

    why: Annotated[
        str,
        Field(title="Chỗ nào chưa được?", max_length=MAXIMUM_WORDS),
        Control("textarea", rows=3, missing=texts.WORD_MISSING),
    ]


class ProofForm(FormModel):
    """What only the reporter knows."""

    proof: Annotated[
        str,
        Field(
            title="Số điện thoại đang ghi ở việc này", description=texts.PROOF_HINT, max_length=MAXIMUM_LINE
        ),
        Control("text", width="medium", inputmode="tel", missing=texts.PROOF_MISSING),
    ]


class NameForm(FormModel):
    """The reporter's name and telephone number, as they should stand."""

    name: Annotated[
        str,
        Field(title="Họ và tên", max_length=MAXIMUM_HAMLET),
        Control("text", width="medium", autocomplete="name"),
    ] = ""
    phone: Annotated[
        str,
        Field(title="Số điện thoại", max_length=MAXIMUM_HAMLET),
        Control("text", width="small", autocomplete="tel", inputmode="tel"),
    ] = ""
