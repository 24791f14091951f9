"""The forms of the pages about people."""

from typing import Annotated, Final

from pydantic import Field

from loa.foundation.officers.model import Role
from loa.foundation.officers.texts import ROLES
from loa.foundation.people.model import EMAIL, PHONE
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Signs, Text
from loa.web.shapes.choices import Choice

_ROLES: Final = tuple(
    Choice(role.value, name[:1].upper() + name[1:]) for role in Role for name in [ROLES[role]]
)


class RolesForm(FormModel):
    """What somebody may do."""

    roles: Annotated[
        list[Role],
        Field(title="Vai trò", min_length=1),
        Control(choices=_ROLES, missing="Xin chọn ít nhất một vai trò."),
    ]


class NamedForm(FormModel):
    """Who somebody is, and where a code for them goes."""

    name: Annotated[Text, Field(title="Họ và tên", min_length=2, max_length=100)]
    email: Annotated[
        Text,
        Field(
            title="Thư điện tử",
            description="Để tự lấy lại mật khẩu khi quên. Không có thì bỏ trống.",
            max_length=120,
            pattern=EMAIL,
        ),
        Control(inputmode="email"),
    ] = ""


class OfficerForm(NamedForm, RolesForm):
    """Somebody new."""


class DetailsForm(NamedForm):
    """What an account says of its officer."""

    phone: Annotated[
        Signs,
        Field(title="Điện thoại", description="Số di động 10 chữ số. Không có thì bỏ trống.", pattern=PHONE),
        Control(inputmode="tel", width="medium"),
    ] = ""


class ListForm(FormModel):
    """Many at once: a file, or rows pasted from one."""

    sheet: Annotated[
        str,
        Field(title="Tệp Excel (.xlsx)", description="Máy đọc trang tính đầu tiên.", max_length=1),
        Control("files", many=False, accept=".xlsx"),
    ] = ""
    rows: Annotated[
        str,
        Field(
            title="Hoặc dán các dòng vào đây",
            description="Mỗi người một dòng: họ tên, đơn vị, vai trò, thư điện tử (không có thì bỏ trống).",
            max_length=20_000,
        ),
        Control(rows=12),
    ] = ""


class PeopleListForm(ListForm):
    """People of the network: a file, or rows pasted from one."""

    rows: Annotated[
        str,
        Field(
            title="Hoặc dán các dòng vào đây",
            description="Mỗi người một dòng: họ tên, loại, đơn vị, khối hoặc xóm.",
            max_length=60_000,
        ),
        Control(rows=12),
    ] = ""
