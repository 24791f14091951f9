"""What the program sends: cases, pictures, wishes to be received."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loa import clock
from loa.bootstrap import dialogue, foundation, reading, residents
from loa.casework.cases.rules.model import CaseKind
from loa.casework.cases.rules.texts import IN_DANGER
from loa.casework.cases.work.opening import id_of
from loa.casework.denunciations.work.flood import Flood, PageFull
from loa.dialogue.petitions.following import FollowedCase
from loa.dialogue.petitions.model import MAXIMUM_PICTURES, MAXIMUM_WORDS, Petition, origin_of
from loa.dialogue.petitions.pictures import FormPicture, looked_into
from loa.dialogue.petitions.service import AccusationFound
from loa.dialogue.petitions.texts import DANGER, too_many_pictures
from loa.errors import Busy, InvalidInput
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.profiles.model import Profile
from loa.text.cleaning import clean, plain_signs
from loa.web.multipart import read_form
from loa.web.problems import BadRequest
from loa.web.public.civic_template import KINDS, TOLD, TemplateRefused, TemplateRequest
from loa.web.public.residents import Residents
from petitions_pages.app import app, petitions
from petitions_pages.routes.form import fault_of_phone
from petitions_pages.template import texts
from petitions_pages.template.rules import (
    CHANCE_BYTES,
    Appointment,
    day_of,
    picture_place,
    sending_key,
    waiting_key,
)

UPLOADS_AN_HOUR: Final = 300
"""Pictures from one network address: behind some stand many telephones."""
WAITING_ADDRESS: Final = "/theo-doi/cho-gui/anh/"
"""Where a picture is shown to whoever has just uploaded it."""

_NO_TOKEN: Final = frozenset({"", "bearer", "bearer access_token", "bearer undefined", "bearer null"})
"""What the program shows on a desk, where Zalo gives it no token."""


class _Sent(BaseModel):
    """What the program sends as JSON; what else it says is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class SentFeedback(_Sent):
    """A matter; pictures by the names that they were given."""

    title: str = Field(default="", max_length=MAXIMUM_WORDS)
    content: str = Field(default="", max_length=MAXIMUM_WORDS)
    images: list[str] = Field(default=[], alias="imageUrls", max_length=MAXIMUM_PICTURES)
    kind: int | None = Field(default=None, alias="feedbackTypeId")


class SentAppointment(_Sent):
    """A wish to be received; the day is American."""

    name: str = Field(default="", alias="fullName", max_length=100)
    phone: str = Field(default="", alias="phoneNumber", max_length=40)
    content: str = Field(default="", max_length=MAXIMUM_WORDS)
    date: str = Field(default="", max_length=20)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and to which unit.

    Attributes:
        profile: who they are; None: they show no token, or Zalo cannot be asked now.
        device: of whom nobody is known, the network and the kind of telephone: many share an address.
        unit_path: the unit.
    """

    profile: Profile | None
    device: str = field(repr=False)
    unit_path: str

    @classmethod
    def of(cls, event: TemplateRequest) -> "Sender":
        """Return who asks.

        Raises:
            Unauthenticated: Zalo does not take their token.
        """
        headers: Mapping[str, str] = event.get("headers") or {}
        profile, province = resident_of(headers), foundation.province()
        unit = _unit_today(headers.get("x-organization-id", "") or province)
        home = _unit_today(profile.home_unit) if profile and profile.home_unit else ""
        # The address is not what a header says: that can be invented.
        address = str(event["requestContext"]["http"]["sourceIp"])
        device = f"address {address} {headers.get('user-agent', '')}"
        return cls(profile, device, home if home and unit == province else unit)

    @property
    def who(self) -> str:
        """Name them apart from others."""
        return f"resident {self.profile.user_id}" if self.profile else self.device


def resident_of(headers: Mapping[str, str]) -> Profile | None:
    """Return the profile of whoever shows a token; None: there is none, or Zalo cannot be asked now.

    Raises:
        Unauthenticated: Zalo does not take it.
    """
    authorization = headers.get("authorization", "").strip()
    if authorization.lower() in _NO_TOKEN:
        return None
    known = Residents(residents.mini_app_users(), residents.profiles(), _unknown)
    try:
        return known.of(authorization)
    except Busy:
        return None


def create_feedback(event: TemplateRequest) -> tuple[dict[str, str], str]:
    """Open the case of what was written, once; give its code, its link, and the number beside the code."""
    sent, sender = _read(SentFeedback, event), Sender.of(event)
    words = "\n".join(part for part in (clean(sent.title), clean(sent.content)) if part)
    if not words:
        raise TemplateRefused(texts.NO_WORDS, TOLD)
    if sent.kind is not None and not 1 <= sent.kind <= len(KINDS):
        raise TemplateRefused(texts.KIND_UNKNOWN, TOLD)
    kind = CaseKind.REPORT if sent.kind is None else KINDS[sent.kind - 1]
    petition = Petition(unit_path=sender.unit_path, kind=kind, what=words)
    followed = _opened(sender, petition, list(dict.fromkeys(sent.images)))
    number = {"number": followed.access.number} if followed.access.number else {}
    address = address_of(followed.access.link)
    received = texts.RECEIVED.format(code=followed.case.code, address=address)
    return {"code": followed.case.code, "link": address, **number}, received


def create_schedule(event: TemplateRequest) -> tuple[FollowedCase, Appointment]:
    """Open the case of a wish to be received, once."""
    sent, sender = _read(SentAppointment, event), Sender.of(event)
    name, phone, content = clean(sent.name), plain_signs(sent.phone), clean(sent.content)
    day = day_of(sent.date, clock.local_day(clock.now()))
    if day is None:
        raise TemplateRefused(texts.DAY_WRONG, TOLD)
    if not name or not phone or not content:
        missing = texts.NO_WORDS if name and phone else texts.PHONE_MISSING if name else texts.NAME_MISSING
        raise TemplateRefused(missing, TOLD)
    if fault := fault_of_phone(phone):
        raise TemplateRefused(fault, TOLD)
    wish = Appointment(day, content)
    petition = Petition(
        unit_path=sender.unit_path, kind=CaseKind.RECOMMENDATION, what=wish.words, name=name, phone=phone
    )
    return _opened(sender, petition, []), wish


def upload_image(event: TemplateRequest) -> dict[str, Any]:
    """Keep pictures for an hour; give the name of each, which nobody can guess."""
    headers: Mapping[str, str] = event.get("headers") or {}
    body = event.get("body") or ""
    content = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    try:
        files = read_form(headers.get("content-type", ""), content).files
    except BadRequest as error:
        raise TemplateRefused(texts.UNREADABLE) from error
    uploads = [file.content for each in files.values() for file in each if file.content]
    if not uploads:
        raise TemplateRefused(texts.NO_PICTURE)
    if len(uploads) > MAXIMUM_PICTURES:
        raise TemplateRefused(too_many_pictures(MAXIMUM_PICTURES, len(uploads)))
    now = clock.now()
    _count_upload(str(event["requestContext"]["http"]["sourceIp"]))
    pictures, faults = looked_into(uploads)
    if faults:
        raise TemplateRefused(" ".join(faults))
    names = []
    for picture in pictures:
        key = waiting_key(now, secrets.token_urlsafe(CHANCE_BYTES))
        petitions().pictures.hold(key, [picture])
        names.append(f"{key}{picture.name}")
    return {"domain": f"{reading.public_url()}{WAITING_ADDRESS}", "images": names}


def waiting_pictures(names: Sequence[str]) -> list[FormPicture]:
    """Return the pictures of those names that still wait."""
    places = [place for name in names if (place := picture_place(name, clock.now()))]
    return [found for key, name in places for found in petitions().pictures.waiting(key, [name])]


def address_of(link: str) -> str:
    """Return the whole address of a case's page."""
    return f"{reading.public_url()}/theo-doi/{link}"


def _opened(sender: Sender, petition: Petition, names: Sequence[str]) -> FollowedCase:
    """Open a case and keep it among its sender's own; let its pictures wait no more.

    Raises:
        TemplateRefused: it is not taken, or its sender has to read something first.
    """
    service, now = petitions(), clock.now()
    key = sending_key(sender.who, clock.local_day(now), [sender.unit_path, *names])
    access = service.access.of_case(id_of(origin_of(key, petition)))
    if access is None:
        pictures = waiting_pictures(names)
        if len(pictures) < len(names):
            raise TemplateRefused(texts.PICTURES_GONE, TOLD)
        try:
            access = service.send(key, petition, pictures)
        except AccusationFound as found:
            raise TemplateRefused(_which_way(), TOLD) from found
        except PageFull as full:
            raise TemplateRefused(texts.SEND_ON_OUR_PAGE.format(address=_form()), TOLD) from full
        except InvalidInput as error:
            raise TemplateRefused(_words_of(error), TOLD) from error
    followed = service.followed(access.link)
    if sender.profile:
        dialogue.own_cases().add(sender.profile.person, access.link)
    for name in names:
        if place := picture_place(name, now):
            service.pictures.drop(*place)
    danger, is_doubtful = followed.reading.danger, followed.reading.doubtful
    if danger or is_doubtful:
        words = DANGER[danger.value] if danger else IN_DANGER
        raise TemplateRefused(texts.IN_DANGER.format(danger=words, code=followed.case.code), TOLD)
    return followed


def _unit_today(path: str) -> str:
    """Return the unit that a Mini App or a profile means: what stands today in the place of one that ended.

    Of one that was divided the province finds out which part is meant. What nobody knows stays as it is.
    """
    place = reading.places().at(path.rpartition(".")[2], foundation.today())
    if place.unit:
        return place.unit.path
    heirs = [unit.path for unit in place.heirs]
    return (heirs[0] if len(heirs) == 1 else foundation.province()) if heirs else path


def _read[Model: _Sent](model: type[Model], event: TemplateRequest) -> Model:
    body = event.get("body") or ""
    try:
        text = base64.b64decode(body).decode() if event.get("isBase64Encoded") else body
        return model.model_validate(json.loads(text))
    except (ValueError, RecursionError, ValidationError) as error:
        raise TemplateRefused(texts.UNREADABLE, TOLD) from error


def _count_upload(address: str) -> None:
    digest = hashlib.sha256(f"upload {address}".encode()).hexdigest()[:24]
    flood = Flood(petitions().access.table, f"upload#{digest}", UPLOADS_AN_HOUR, UPLOADS_AN_HOUR)
    try:
        commit([flood.admitting("", "", clock.now())])
    except (PageFull, ConditionFailed) as full:
        raise TemplateRefused(texts.TOO_MANY_UPLOADS) from full


def _words_of(error: InvalidInput) -> str:
    if "answer" in error.fields:  # to a question that the program has no place for
        return texts.SEND_ON_OUR_PAGE.format(address=_form())
    return " ".join(error.fields.values()) or error.message


def _form() -> str:
    return f"{reading.public_url()}/phan-anh"


def _which_way() -> str:
    return texts.WHICH_WAY.format(confidential=f"{reading.public_url()}/confidential", form=_form())


def _unknown(cause: str) -> None:
    app.log.error("zalo does not say who a user is", extra={"cause": cause})
