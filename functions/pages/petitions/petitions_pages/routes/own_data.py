"""What is held with a case about its reporter: `/theo-doi/LINK/thong-tin`.

The link alone shows that page and no more; each form brings what only the reporter knows, so that nothing of
them stands in an address, and each answer is a page of its own.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from loa.bootstrap import dialogue
from loa.dialogue.mini_app.shown import readable
from loa.dialogue.petitions import texts
from loa.dialogue.petitions.following import FollowedCase
from loa.dialogue.petitions.own_data import PetitionData, came_by_form
from loa.dialogue.petitions.service import new_form_key
from loa.errors import Conflict
from loa.text.cleaning import plain_signs
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from petitions_pages.app import app, petitions, place_at
from petitions_pages.pages import NameForm, ProofForm
from petitions_pages.routes.form import cleaned_fields, fault_of_phone
from petitions_pages.routes.progress import key_of, origin_of

PAGE: Final = "/theo-doi/<link>/thong-tin"


@app.get(PAGE)
def ask_for_proof(link: str) -> Html:
    """Say what can be done, and ask who it is."""
    return _asked(petitions().followed(link), Form.empty(ProofForm))


@app.get("/theo-doi/<link>/xem-thong-tin")
@app.get("/theo-doi/<link>/sua-thong-tin")
@app.get("/theo-doi/<link>/xoa-thong-tin")
@app.get("/theo-doi/<link>/giu-thong-tin")
def begin_again(link: str) -> Html:
    """Lead whoever opens the address of an answer once more to the page that asks."""
    return app.redirect(f"/theo-doi/{petitions().followed(link).access.link}/thong-tin")


@app.post("/theo-doi/<link>/xem-thong-tin")
def show(link: str) -> Html:
    """Show what is held."""
    return _proven(link, _page)


@app.post("/theo-doi/<link>/sua-thong-tin")
def correct(link: str) -> Html:
    """Let name and number be as their owner says."""

    def work(followed: FollowedCase, proof: str) -> Html:
        sent = cleaned_fields(app.sent_form())
        form = Form.sent(NameForm, sent)
        value = form.value
        fault = _fault(followed, plain_signs(value.phone)) if value else ""
        if value is None or fault:
            refused = form.refused({"phone": fault}) if fault else form
            return _page(followed, proof, form=refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        phone = plain_signs(value.phone)
        key = origin_of("sua-thong-tin", form, key_of(sent))
        _data().correct(followed, name=value.name, phone=phone, key=key)
        # The number that proves is another one from now on.
        return _page(petitions().followed(link), phone or proof, said=texts.CORRECTED)

    return _proven(link, work)


@app.post("/theo-doi/<link>/xoa-thong-tin")
def erase(link: str) -> Html:
    """Ask that the reporter be erased."""

    def work(followed: FollowedCase, proof: str) -> Html:
        _data().erase(followed, key=f"erase#{followed.case.id}#{key_of(cleaned_fields(app.sent_form()))}")
        return _page(followed, proof, said=texts.ERASURE_ASKED)

    return _proven(link, work)


@app.post("/theo-doi/<link>/giu-thong-tin")
def keep(link: str) -> Html:
    """Call off what has not begun."""

    def work(followed: FollowedCase, proof: str) -> Html:
        _data().keep(followed)
        return _page(followed, proof, said=texts.ERASURE_CALLED_OFF)

    return _proven(link, work)


def _data() -> PetitionData:
    return dialogue.petition_data()


def _proven(link: str, work: Callable[[FollowedCase, str], Html]) -> Html:
    """Do the work for the reporter; ask everybody else who they are."""
    followed = petitions().followed(link)
    form: Form[Any] = Form.sent(ProofForm, cleaned_fields(app.sent_form()))
    if form.value is not None:
        # Not what a header says: that can be invented.
        address = str(app.current_event.request_context.http.source_ip)
        if _data().may_see(followed, form.value.proof, address=address):
            try:
                return work(followed, form.value.proof)
            except Conflict:
                return _asked(followed, form.refused({"": texts.NOT_NOW}))
        form = form.refused({"proof": texts.PROOF_WRONG})
    return _asked(followed, form)


def _fault(followed: FollowedCase, phone: str) -> str:
    """Return what is wrong with the new number; without any number nobody could prove who they are."""
    if not phone and followed.case.reporter.phone:
        return texts.PHONE_STAYS
    return fault_of_phone(phone)


def _asked(followed: FollowedCase, form: Form[Any]) -> Html:
    return app.page(
        "petition/proof.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        here=place_at(followed.case.unit_path),
        case=followed.case,
        link=followed.access.link,
        form=form,
    )


def _page(
    followed: FollowedCase,
    proof: str,
    *,
    form: Form[NameForm] | None = None,
    status: int = HTTPStatus.OK,
    said: str = "",
) -> Html:
    reporter = followed.case.reporter
    shown: Form[Any] = form or Form.empty(NameForm, name=reporter.name, phone=reporter.phone)
    return app.page(
        "petition/data.html",
        status=status,
        here=place_at(followed.case.unit_path),
        case=followed.case,
        link=followed.access.link,
        things=readable(_data().held(followed)),
        form=shown,
        proof=proof,
        waiting=_data().waiting(followed),
        may_erase=came_by_form(followed.case),
        said=said,
        key=new_form_key(),
    )
