"""The forms of the entrance."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Signs
from session_pages import texts

_CURRENT: Final = Control(kind="password", autocomplete="current-password")
_NEW: Final = Control(kind="password", autocomplete="new-password")
_ONE_TIME: Final = Control(width="small", inputmode="numeric", autocomplete="one-time-code")

type Password = Annotated[str, Field(max_length=200)]
type Code = Annotated[
    Signs, Field(pattern=r"^(?:[ .-]*\d){6}[ .-]*$"), AfterValidator(lambda typed: re.sub(r"\D", "", typed))
]
"""Six digits, however they are grouped."""


class SignInForm(FormModel):
    """Who somebody says they are."""

    username: Annotated[
        str,
        Field(title="Mã cán bộ", description=texts.USERNAME, max_length=100),
        Control(autocomplete="username"),
    ]
    password: Annotated[Password, Field(title="Mật khẩu"), _CURRENT]


class NewPasswordForm(FormModel):
    """An own password, typed twice."""

    password: Annotated[Password, Field(title="Mật khẩu mới", description=texts.CHOOSE_PASSWORD), _NEW]
    again: Annotated[Password, Field(title="Gõ lại mật khẩu mới"), _NEW]


class CodeForm(FormModel):
    """Six digits of an authenticator."""

    code: Annotated[Code, Field(title="Mã 6 số trên điện thoại"), _ONE_TIME]


class RecoveryForm(FormModel):
    """A recovery code."""

    recovery: Annotated[
        str,
        Field(title="Mã dự phòng", description="Một trong 10 mã đã in khi cài ứng dụng mã.", max_length=40),
        Control(width="medium"),
    ]


class ConfirmForm(FormModel):
    """That it is still they."""

    current: Annotated[Password, Field(title="Mật khẩu của anh/chị"), _CURRENT]
    code: Annotated[Code, Field(title="Mã 6 số trên điện thoại"), _ONE_TIME] = ""


class ChangePasswordForm(FormModel):
    """Another password."""

    current: Annotated[Password, Field(title="Mật khẩu đang dùng"), _CURRENT]
    code: Annotated[Code, Field(title="Mã 6 số trên điện thoại"), _ONE_TIME] = ""
    password: Annotated[Password, Field(title="Mật khẩu mới", description=texts.CHOOSE_PASSWORD), _NEW]
    again: Annotated[Password, Field(title="Gõ lại mật khẩu mới"), _NEW]


class ForgottenForm(FormModel):
    """Whose password is forgotten."""

    username: Annotated[
        str,
        Field(title="Mã cán bộ", description=texts.USERNAME, max_length=100),
        Control(autocomplete="username"),
    ]


class ResetForm(FormModel):
    """A new password, with the code from the e-mail."""

    code: Annotated[Code, Field(title="Mã 6 số trong thư"), _ONE_TIME]
    password: Annotated[Password, Field(title="Mật khẩu mới", description=texts.CHOOSE_PASSWORD), _NEW]
    again: Annotated[Password, Field(title="Gõ lại mật khẩu mới"), _NEW]
