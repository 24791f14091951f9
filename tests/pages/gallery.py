"""A function that shows every part of the kit on one page, and a form with every kind of field."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field

from loa.errors import Busy, NotFound
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html, pages
from loa.web.schemas import Phone, Text
from loa.web.shapes.choices import Choice
from tests.worlds.doors import Context

FOLDER: Final = Path(__file__).parent / "templates"

TOPICS: Final = (
    Choice("roads", "Đường sá, cầu cống", "ổ gà, ngập nước, biển báo", "road"),
    Choice("water", "Điện, nước, rác thải", "mất điện, nước bẩn, bãi rác", "drop"),
    Choice("other", "Việc khác", icon="question"),
)


class Hamlet(Enum):
    """Where it is."""

    FIRST = "xom-1"
    SECOND = "xom-2"

    @property
    def label(self) -> str:
        """As people call it."""
        return f"Xóm {self.value[-1]}"


class Report(FormModel):
    """Every kind of field."""

    topic: Annotated[str, Field(title="Việc gì?", pattern="^(roads|water|other)$"), Control(choices=TOPICS)]
    words: Annotated[
        Text,
        Field(
            title="Xin ông/bà kể rõ sự việc",
            description="Ở đâu, từ bao giờ, ảnh hưởng tới ai.",
            min_length=20,
            max_length=2000,
        ),
        Control(missing="Xin kể sự việc: ở đâu, từ bao giờ"),
    ]
    hamlet: Annotated[Hamlet | None, Field(title="Ở xóm nào?"), Control("select", width="medium")] = None
    since: Annotated[date | None, Field(title="Từ ngày nào?"), Control(width="small")] = None
    people: Annotated[int | None, Field(title="Bao nhiêu hộ?", ge=1), Control(width="small")] = None
    phone: Annotated[
        Phone,
        Field(title="Số điện thoại", description="Để cán bộ hỏi thêm. Không đưa lên mạng."),
        Control(width="small", autocomplete="tel", inputmode="tel"),
    ] = ""
    tell: Annotated[tuple[str, ...], Field(title="Báo cho ai nữa?"), Control(choices=TOPICS)] = ()
    hidden_name: Annotated[bool, Field(title="Không nêu tên tôi khi trả lời công khai")] = False


app = pages("gallery", layout="gallery-layout.html", in_shell=True)


@app.get("/")
def show() -> Html:
    return app.page("gallery.html", fresh_seconds=60, words="Trâu bò <b>về</b> chuồng")


@app.get("/cach-xem")
def ask_preferences() -> Html:
    return app.page("preferences.html")


@app.post("/cach-xem")
def keep_preferences() -> Html:
    return app.keep_preferences()


@app.get("/phan-anh")
def ask() -> Html:
    return app.page("form.html", form=Form.empty(Report))


@app.post("/phan-anh")
def send() -> Html:
    form = Form.sent(Report, app.form_data())
    if form.value is None:
        return app.page("form.html", status=422, form=form)
    return app.redirect("/?xong=1")


@app.get("/loi/<kind>")
def fail(kind: str) -> Html:
    raise {"busy": Busy("a table answers slowly"), "gone": NotFound()}.get(kind) or ValueError("Bà Lan, 0900")


def handler(event: dict[str, Any]) -> Mapping[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, Context())
