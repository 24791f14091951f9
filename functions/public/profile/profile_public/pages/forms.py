"""What the pages ask for."""

from typing import Annotated

from pydantic import Field

from loa.casework.cases.rules.fields import MAXIMUM_HAMLET
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Phone
from profile_public import texts


class HomeForm(FormModel):
    """Which commune is theirs."""

    home_unit: Annotated[
        str,
        Field(title="Ông/bà ở xã, phường nào?"),
        Control("select", width="medium", missing=texts.HOME_MISSING),
    ]


class CorrectionForm(FormModel):
    """Name and telephone number, as they should stand in a case."""

    name: Annotated[
        str,
        Field(title="Họ và tên đúng", max_length=MAXIMUM_HAMLET),
        Control("text", width="medium", autocomplete="name"),
    ] = ""
    phone: Annotated[
        Phone,
        Field(title="Số điện thoại đúng"),
        Control("text", width="small", autocomplete="tel", inputmode="tel"),
    ] = ""
    present_phone: Annotated[
        Phone,
        Field(title="Số điện thoại đang ghi ở việc này", description=texts.PRESENT_PHONE_HINT),
        Control("text", width="small", inputmode="tel"),
    ] = ""
