"""The form: shown, sent, and shown again with everything that was typed when something is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from loa.bootstrap import foundation, reading
from loa.casework.cases.rules.model import CaseKind
from loa.casework.denunciations.texts import IN_DANGER, question
from loa.casework.denunciations.work.flood import FormQuestion, PageFull
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.model import MAXIMUM_PICTURES, MAXIMUM_WORDS, Petition, is_form_key
from loa.dialogue.petitions.pictures import FormPicture, looked_into
from loa.dialogue.petitions.service import AccusationFound, new_form_key
from loa.errors import InvalidInput, LoaError, NotFound, place_of
from loa.text.cleaning import clean, plain_signs
from loa.text.phones import dialled
from loa.web.multipart import SentForm
from loa.web.pages.forms import Form, FormField
from loa.web.pages.resolver import Html
from loa.web.public.places import PROVINCE, Place
from loa.web.shapes.choices import Choice
from petitions_pages.app import app, petitions, place_at, unit_at_address
from petitions_pages.pages import PetitionForm

KEY: Final = "khoa"
UNIT: Final = "noi"
"""The unit whose form it is, by its address: under `/d/` CloudFront takes nothing but reads."""
KEPT: Final = "giu"
WAY: Final = "duong"
ORDINARY: Final = "thuong"
_PHONE_DIGITS: Final = range(10, 13)
_CLEANED_UP_TO: Final = 2 * MAXIMUM_WORDS
"""What is longer is refused as it is: cleaning looks at each letter."""
_TEMPLATE: Final = "petition/form.html"


@app.get("/phan-anh")
def form_of_province() -> Html:
    """The form, which asks for the commune."""
    return _shown(None)


@app.get("/d/<unit>/phan-anh")
def form_of_unit(unit: str) -> Html:
    """The form to one unit."""
    here = unit_at_address(unit)
    if here is None:
        raise NotFound
    return _shown(here)


@app.post("/phan-anh")
def send() -> Html:
    """Open a case of the unit whose form it is; else wherever its place says that it belongs."""
    return _sent()


def _shown(here: Place | None) -> Html:
    return _Sending(here, new_form_key(), Form.empty(PetitionForm, kind="report")).page()


def _sent() -> Html:
    sent = app.sent_form()
    here = unit_at_address(sent.fields.get(UNIT, [""])[0])
    given = sent.fields.get(KEY, [""])[0]
    form = Form.sent(PetitionForm, cleaned_fields(sent))
    sending = _Sending(here, given if is_form_key(given) else new_form_key(), form)
    try:
        return sending.answered(sent)
    except LoaError as error:
        return sending.again(HTTPStatus.SERVICE_UNAVAILABLE, trouble=texts.AGAIN, error=error)
    except Exception as error:  # noqa: BLE001 - here the words can still be given back
        return sending.again(HTTPStatus.INTERNAL_SERVER_ERROR, trouble=texts.AGAIN, error=error)


@dataclass(slots=True)
class _Sending:
    """One form, from its being sent to the page that answers it.

    Attributes:
        here: the unit of its address; None: the form asks for it.
        key: of the form.
        form: as it was sent.
        pictures: those that can be kept, of this request and of earlier ones.
    """

    here: Place | None
    key: str
    form: Form[PetitionForm]
    pictures: Sequence[FormPicture] = ()

    def answered(self, sent: SentForm) -> Html:
        """Take the form; or give it back."""
        service = petitions()
        faults = self._take_pictures(sent)
        value = self.form.value
        faults |= _faults(self.form)
        if value is None or faults:
            self.form = self.form.refused(faults)
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY)
        petition = self._petition(value)
        try:
            given = service.send(
                self.key,
                petition,
                self.pictures,
                answer=value.answer,
                is_ordinary=sent.fields.get(WAY) == [ORDINARY],
            )
        except AccusationFound as found:
            return self._which_way(petition, found)
        except InvalidInput as error:
            self.form = self.form.refused(error.fields)
            return self.again(HTTPStatus.UNPROCESSABLE_ENTITY)
        except PageFull:
            return self.again(HTTPStatus.SERVICE_UNAVAILABLE, trouble=texts.PAGE_FULL)
        return app.redirect(f"/theo-doi/{given.link}/bien-nhan")

    def page(self, *, status: int = HTTPStatus.OK, trouble: str = "") -> Html:
        """Show the form."""
        return app.page(
            _TEMPLATE,
            status=status,
            here=self.here or PROVINCE,
            form=self.form,
            fields=self._fields(),
            hidden=self._hidden(),
            pictures=self.pictures,
            trouble=trouble,
        )

    def again(self, status: int, *, trouble: str = "", error: Exception | None = None) -> Html:
        """Give the form back with everything that was typed; its pictures wait for it."""
        if error:
            # The text of the exception may hold words of the resident; its type and place do not.
            app.log.error("form not taken", extra={"error": type(error).__name__, "at": place_of(error)})
        self._hold()
        return self.page(status=status, trouble=trouble)

    def _hidden(self) -> dict[str, str]:
        unit = {UNIT: self.here.address.removeprefix("/d/")} if self.here else {}
        return {KEY: self.key, **unit}

    def _hold(self) -> None:
        try:
            petitions().pictures.hold(self.key, self.pictures)
        except LoaError:  # then they have to be chosen once more; the words come first
            self.pictures = ()

    def _take_pictures(self, sent: SentForm) -> dict[str, str]:
        """Look into what was sent, add what waits, and return what is wrong."""
        uploads = [file.content for file in sent.files.get("pictures", ()) if file.content]
        wanted = sent.fields.get(KEPT, [])
        waiting = petitions().pictures.waiting(self.key, wanted)
        fresh, faults = looked_into(uploads[:MAXIMUM_PICTURES])
        chosen = list({picture.name: picture for picture in (*waiting, *fresh)}.values())
        self.pictures = chosen[:MAXIMUM_PICTURES]
        count = len(waiting) + len(uploads)
        if count > MAXIMUM_PICTURES:
            faults.append(texts.too_many_pictures(MAXIMUM_PICTURES, count))
        if len(waiting) < len(set(wanted)):
            faults.append(texts.PICTURES_GONE)
        return {"pictures": " ".join(faults)} if faults else {}

    def _petition(self, value: PetitionForm) -> Petition:
        path = self.here.path if self.here else value.unit
        return Petition(
            unit_path=path or foundation.province(),
            kind=CaseKind(value.kind),
            what=value.what,
            hamlet=value.hamlet,
            where=value.where,
            name=value.name,
            phone=plain_signs(value.phone),
        )

    def _which_way(self, petition: Petition, found: AccusationFound) -> Html:
        """Ask which way the words go, before anybody reads them."""
        self._hold()
        typed = {name: values[0] for name, values in self.form.data.items() if values and values[0]}
        return app.page(
            "petition/which-way.html",
            here=self.here or PROVINCE,
            reads=place_at(petition.unit_path).front,
            in_danger=IN_DANGER if found.reading.tells_of_danger else "",
            hidden={**typed, **self._hidden(), WAY: ORDINARY},
            pictures=self.pictures,
            confidential={
                "draft": "1",
                "what": petition.what,
                "where_when": "\n".join(part for part in (petition.hamlet, petition.where) if part),
                "name": petition.name,
                "contact": petition.phone,
            },
        )

    def _fields(self) -> list[FormField]:
        """Return what is asked here: the unit only where the address does not name it, the sum in a rush."""
        asked = {field.name: field for field in self.form.fields()}
        if self.here:
            del asked["unit"]
        else:
            asked["unit"] = replace(asked["unit"], choices=_communes())
        if "answer" in self.form.errors:
            own = FormQuestion.of(self.key)
            label = question(own.first, own.second)
            asked["answer"] = replace(asked["answer"], label=label, required=True)
        else:
            del asked["answer"]
        return list(asked.values())


def _faults(form: Form[PetitionForm]) -> dict[str, str]:
    """Return what the types of the fields do not say; all at once, beside what they say."""
    kind, unit, phone = (form.field(name).value for name in ("kind", "unit", "phone"))
    found: dict[str, str] = {}
    if fault := fault_of_phone(phone):
        found["phone"] = fault
    if kind and kind not in texts.KIND_HINTS:
        found["kind"] = texts.KIND_UNKNOWN
    if unit and unit not in {choice.value for choice in _communes()}:
        found["unit"] = texts.UNIT_UNKNOWN
    return found


def fault_of_phone(phone: str) -> str:
    """Return what is wrong with a telephone number; empty: nothing, or there is none."""
    digits = len(dialled(plain_signs(phone)).removeprefix("+"))
    return texts.phone_fault(digits) if phone and digits not in _PHONE_DIGITS else ""


def cleaned_fields(sent: SentForm) -> dict[str, list[str]]:
    """Return the fields of a form with all texts cleaned."""
    return {
        name: [clean(value) if len(value) <= _CLEANED_UP_TO else value for value in values]
        for name, values in sent.fields.items()
    }


def _communes() -> list[Choice]:
    return reading.places().communes(foundation.province(), foundation.today())
