"""The next steps of an item: which of them an officer has, and how each is taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from library_api import texts
from library_api.pages import forms
from loa.bootstrap import publishing
from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer
from loa.ids import derived_id
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.outside.telling import MachineVoice, voice_of
from loa.publishing.library.rows.task_store import TaskKind
from loa.publishing.library.rules.model import WithdrawalKind
from loa.publishing.library.rules.texts import SCHEDULE_IN_PAST
from loa.publishing.library.transitions.choices import next_steps
from loa.publishing.library.transitions.texts import CHOICES
from loa.publishing.library.transitions.work import Work
from loa.text.hours import typed_instant
from loa.web.pages.forms import Form, FormField

type _Take = Callable[[Officer, str, forms.StepForm, str], Work]


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that an officer may take.

    Attributes:
        name: of `CHOICES`.
        title, effect: what it is called, what it does.
        fields: what it needs.
    """

    name: str
    title: str
    effect: str
    fields: tuple[FormField, ...] = ()


_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "look": ("read",),
    "approve_now": ("read",),
    "approve_later": ("read", "approve_later_day", "approve_later_time"),
    "approve": ("read",),
    "return": ("return_reason",),
    "schedule": ("schedule_day", "schedule_time"),
    "withdraw": ("withdraw_reason", "withdraw_kind", "withdraw_to"),
}
_OPTIONAL: Final = frozenset({"withdraw_to"})


def offered(
    officer: Officer, work: Work, form: Form[forms.StepForm], voice: MachineVoice | None
) -> list[Offered]:
    """Return the steps that the officer may take now, the likeliest first; `voice`: of `machine_voice`."""
    return [
        Offered(
            name,
            *CHOICES[name],
            tuple(
                replace(_named(form, name, field), required=field not in _OPTIONAL)
                for field in _FIELDS.get(name, ())
            ),
        )
        for name in next_steps(officer, work, stuck=bool(voice and voice.stuck))
    ]


def _named(form: Form[forms.StepForm], step: str, field: str) -> FormField:
    """Return a field; the tick stands under several steps, so each has a name of its own on the page."""
    found = form.field(field)
    return replace(found, name=f"{step}_read") if field == "read" else found


def machine_voice(work: Work) -> MachineVoice | None:
    """Return how it stands with the machine's voice of an item."""
    library = publishing.library()
    task = library.tasks.get(TaskKind.SPEAK, work.item.item_id) if work.item.is_published else None
    return voice_of(work, task, library.clock())


def take(officer: Officer, item_id: str, asked: forms.StepForm, key: str) -> Work:
    """Take a step; again with the same key changes nothing more.

    Args:
        officer: who takes it.
        item_id: of which item.
        asked: which one, and what it needs.
        key: names the form for ever.

    Raises:
        InvalidInput: something that the step needs is missing; names the field of the form.
        Conflict: the item stands elsewhere by now, or another edition was seen.
    """
    if alone := _ALONE.get(asked.step):
        return alone(publishing.library(), officer, item_id)
    return _TAKE[asked.step](officer, item_id, asked, key)


def _look(officer: Officer, item_id: str, asked: forms.StepForm, _: str) -> Work:
    _require_read(asked)
    return publishing.library().looked_at(officer, item_id, asked.live)


def _require_read(asked: forms.StepForm) -> None:
    if not asked.read:
        raise InvalidInput(texts.READ_FIRST, fields={f"{asked.step}_read": texts.READ_FIRST})


def _approve(officer: Officer, item_id: str, asked: forms.StepForm, _: str) -> Work:
    _require_read(asked)
    return publishing.library().approve(officer, item_id, asked.revision)


def _approve_now(officer: Officer, item_id: str, asked: forms.StepForm, key: str) -> Work:
    _approve(officer, item_id, asked, key)
    return publishing.library().publish(officer, item_id)


def _approve_later(officer: Officer, item_id: str, asked: forms.StepForm, key: str) -> Work:
    at = _instant("approve_later", asked.approve_later_day, asked.approve_later_time)
    if at <= publishing.library().clock():
        past = SCHEDULE_IN_PAST
        raise InvalidInput(past, fields={"approve_later_day": past})
    _approve(officer, item_id, asked, key)
    return publishing.library().schedule(officer, item_id, at)


def _schedule(officer: Officer, item_id: str, asked: forms.StepForm, _: str) -> Work:
    at = _instant("schedule", asked.schedule_day, asked.schedule_time)
    return publishing.library().schedule(officer, item_id, at)


def _instant(step: str, day: date | None, hour: str) -> datetime:
    if day is None:
        raise InvalidInput(texts.WHEN_MISSING, fields={f"{step}_day": texts.WHEN_MISSING})
    try:
        return typed_instant(day, hour)
    except ValueError as error:
        raise InvalidInput(texts.NOT_AN_HOUR, fields={f"{step}_time": texts.NOT_AN_HOUR}) from error


def _return(officer: Officer, item_id: str, asked: forms.StepForm, _: str) -> Work:
    return publishing.library().return_(officer, item_id, asked.return_reason)


def _withdraw(officer: Officer, item_id: str, asked: forms.StepForm, _: str) -> Work:
    kind = WithdrawalKind(asked.withdraw_kind)
    target = asked.withdraw_to.strip().rpartition("/bai/")[2]
    return publishing.library().withdraw(officer, item_id, kind, asked.withdraw_reason, target)


_ALONE: Final[Mapping[str, Callable[[LibraryService, Officer, str], Work]]] = {
    "edit": LibraryService.open_draft,
    "recall": LibraryService.recall,
    "publish": LibraryService.publish,
    "unschedule": LibraryService.unschedule,
    "review": LibraryService.reviewed,
    "speak": LibraryService.speak_again,
    "share": LibraryService.share,
    "unshare": LibraryService.unshare,
    "bin": LibraryService.put_in_bin,
    "unbin": LibraryService.take_from_bin,
}
"""What needs nothing but the wish."""

_TAKE: Final[Mapping[str, _Take]] = {
    "look": _look,
    "submit": lambda officer, item_id, asked, _: publishing.library().submit(
        officer, item_id, asked.revision
    ),
    "approve_now": _approve_now,
    "approve_later": _approve_later,
    "approve": _approve,
    "return": _return,
    "schedule": _schedule,
    "withdraw": _withdraw,
    "discard": lambda officer, item_id, asked, _: publishing.library().discard(
        officer, item_id, asked.revision
    ),
    "copy": lambda officer, item_id, _, key: publishing.library().copy(
        officer, item_id, identifier=derived_id(key)
    ),
}


def faults_of(step: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the rules' messages under the names of the form's fields."""
    known = forms.StepForm.model_fields
    renamed = {"redirect_to": "withdraw_to", "publish_at": f"{step}_day", "reason": f"{step}_reason"}
    faults = {}
    for name, message in fields.items():
        own = renamed.get(name, name)
        faults[own if own in known or own.endswith("_read") else name] = message
    return faults
