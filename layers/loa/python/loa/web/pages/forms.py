'''Forms: described once, by a pydantic model; drawn, read and drawn again from it.

    class ReportForm(FormModel):
        """What a resident reports."""
        what: Annotated[Topic, Field(title="Việc gì?"), Control(choices=TOPICS)]
        words: Annotated[Text, Field(title="Xin kể rõ sự việc", description="Từ bao giờ?", min_length=20)]
        phone: Annotated[Phone, Field(title="Số điện thoại"), Control(autocomplete="tel")] = ""

`title` is the label, `description` the hint; the type says what kind of control it is. Whatever was typed
stays in the form, right or wrong.
'''

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Final, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from loa.clock import is_meant
from loa.web.pages import texts
from loa.web.schemas import field_errors, field_name, kind_of
from loa.web.shapes.choices import Choice

type Kind = Literal[
    "text", "textarea", "radio", "checkboxes", "checkbox", "select", "date", "number", "password", "files"
]
type Width = Literal["full", "medium", "small"]

_NAMELESS: Final = frozenset({texts.FIELD_MISSING, texts.CHOICE_MISSING, texts.CHOICE_UNKNOWN})
"""Messages that would fit any field."""
_LONG: Final = 200
"""Letters: a text that may be longer gets several lines."""


@dataclass(frozen=True, slots=True)
class Control:
    """How a field is drawn, where its type does not say it.

    Attributes:
        kind: of the control; None: by the type.
        choices: of a choice, in this order; of an Enum without them its values.
        rows: of a text of several lines.
        width: full lines for sentences; narrower where the length of the answer is known.
        autocomplete: what the browser may fill in (HTML's own words, such as `tel`).
        inputmode: which keyboard a phone shows, such as `numeric`.
        missing: what is said when nothing was given.
        accept: which files may be chosen, of kind `files` (HTML's own words, such as `image/*`).
        many: whether several files may be chosen.
        optional: whether what may be left out is said to be optional; not what is needed sometimes, or later.
    """

    kind: Kind | None = None
    choices: Sequence[Choice] = ()
    rows: int = 6
    width: Width = "full"
    autocomplete: str = "off"
    inputmode: str = ""
    missing: str = ""
    accept: str = ""
    many: bool = True
    optional: bool = True


class FormModel(BaseModel):
    """Base of what forms ask for: what else a browser sends is left out, values never appear in errors.

    Attributes:
        is_kept: whether what is typed is kept while it is typed (`loa.web.console.drafts`).
    """

    is_kept: ClassVar[bool] = False

    @field_validator("*")
    @classmethod
    def _meant(cls, value: Any) -> Any:
        """Refuse days that nobody means."""
        if type(value) is date and not is_meant(value):
            raise PydanticCustomError("date_from_datetime_parsing", "no day that anybody means")
        return value

    model_config = ConfigDict(
        defer_build=True, extra="ignore", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as a template draws it; `values` is what was typed, `error` what is wrong with it."""

    name: str
    label: str
    hint: str
    required: bool
    max_length: int
    kind: Kind
    control: Control
    choices: Sequence[Choice]
    values: Sequence[str] = ()
    error: str = ""

    @property
    def value(self) -> str:
        """What was typed, of a field with one answer."""
        return self.values[0] if self.values else ""

    @property
    def anchor(self) -> str:
        """The id where the error summary leads: of choices, the first."""
        return f"{self.name}-1" if self.kind in {"radio", "checkboxes"} else self.name

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for `aria-describedby`."""
        ids = [f"{self.name}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.name}-error"] if self.error else ids)


@dataclass(frozen=True, slots=True)
class Form[Model: FormModel]:
    """A form: empty, filled in, or sent back with errors.

    Attributes:
        model: what it asks for.
        data: what was typed, by field.
        errors: the message by field; the empty name is the form as a whole.
        value: what was sent, when all of it is right.
    """

    model: type[Model]
    data: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    value: Model | None = None

    @classmethod
    def empty(cls, model: type[Model], **values: str) -> Self:
        """Return a form that nobody has sent yet, with `values` filled in."""
        return cls(model, {name: (value,) for name, value in values.items()}, {})

    @classmethod
    def sent(cls, model: type[Model], data: Mapping[str, Sequence[str]]) -> Self:
        """Return a form as it was sent, checked."""
        known = {name: tuple(data.get(name, ())) for name in model.model_fields}
        given = {
            name: _given(model.model_fields[name], values)
            for name, values in known.items()
            if any(value.strip() for value in values)
        }
        try:
            return cls(model, known, {}, model.model_validate(given))
        except ValidationError as error:
            return cls(model, known, _messages(model, error))

    def filled(self, data: Mapping[str, Sequence[str]]) -> Self:
        """Return the form with what was typed before; what it does not ask for is left out."""
        known = {name: tuple(data[name]) for name in self.model.model_fields if name in data}
        return replace(self, data={**self.data, **known})

    def refused(self, errors: Mapping[str, str]) -> Self:
        """Return the form with what a use case found wrong (`InvalidInput.fields`)."""
        return replace(self, errors={**self.errors, **errors}, value=None)

    def fields(self) -> list[FormField]:
        """Return all fields in their order."""
        return [self.field(name) for name in self.model.model_fields]

    def field(self, name: str) -> FormField:
        """Return one field.

        Raises:
            KeyError: the form asks for no such thing.
        """
        info = self.model.model_fields[name]
        control = _control(info)
        choices = control.choices or _choices(info)
        return FormField(
            name=name,
            label=info.title or name,
            hint=info.description or "",
            required=info.is_required(),
            max_length=_max_length(info),
            kind=control.kind or _kind(info, choices),
            control=control,
            choices=choices,
            values=self.data.get(name, ()),
            error=self.errors.get(name, ""),
        )

    def summary(self) -> list[tuple[str, str]]:
        """Return (anchor, message) for each error, in the order of the fields; the whole form comes last.

        A message that would fit any field says which it is about.
        """
        own = [
            (
                field.anchor,
                f"{field.label.rstrip('?')}: {field.error}" if field.error in _NAMELESS else field.error,
            )
            for field in self.fields()
            if field.error
        ]
        other = [
            ("", message) for name, message in self.errors.items() if name not in self.model.model_fields
        ]
        return [*own, *other]


def _given(info: FieldInfo, values: Sequence[str]) -> Any:
    return [value for value in values if value.strip()] if _is_list(info.annotation) else values[0]


def _messages(model: type[FormModel], error: ValidationError) -> dict[str, str]:
    """Return a sentence for each field, of the form's own words before the general ones."""
    found: dict[str, str] = {}
    for complaint in error.errors(include_url=False):
        name = field_name(complaint["loc"][:1])
        if name in found:
            continue
        info = model.model_fields.get(name)
        kind = kind_of(complaint)
        if kind == "missing" and info is not None:
            chosen = _kind(info, _control(info).choices or _choices(info)) in {"radio", "select", "checkbox"}
            fallback = texts.CHOICE_MISSING if chosen else texts.FIELD_MISSING
            found[name] = _control(info).missing or fallback
        elif kind in texts.FIELD_MESSAGES:
            found[name] = texts.FIELD_MESSAGES[kind].format_map(complaint.get("ctx") or {})
        else:
            found[name] = dict(field_errors([complaint])).popitem()[1]
    return found


def _control(info: FieldInfo) -> Control:
    return next((extra for extra in info.metadata if isinstance(extra, Control)), Control())


def _kind(info: FieldInfo, choices: Sequence[Choice]) -> Kind:
    annotation = info.annotation
    if choices:
        return "checkboxes" if _is_list(annotation) else "radio"
    types = set(get_args(annotation)) | {annotation}
    by_type: Mapping[type, Kind] = {bool: "checkbox", date: "date", int: "number"}
    for kind, control in by_type.items():
        if kind in types:
            return control
    return "textarea" if _max_length(info) > _LONG else "text"


def _choices(info: FieldInfo) -> Sequence[Choice]:
    for kind in (info.annotation, *get_args(info.annotation)):
        if isinstance(kind, type) and issubclass(kind, Enum):
            return [Choice(str(each.value), str(getattr(each, "label", each.value))) for each in kind]
        if get_origin(kind) is Literal:
            return [Choice(str(each), str(each)) for each in get_args(kind)]
    return ()


def _is_list(annotation: Any) -> bool:
    return isinstance(get_origin(annotation), type) and issubclass(get_origin(annotation), list | tuple)


def _max_length(info: FieldInfo) -> int:
    lengths: Iterable[Any] = (getattr(extra, "max_length", None) for extra in info.metadata)
    return next((length for length in lengths if length is not None), 0)
