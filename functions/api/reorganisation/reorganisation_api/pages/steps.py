"""Plan, decide, submit, approve, start and pause, by forms; what counts asks for the second factor anew."""

from collections.abc import Callable

from loa.bootstrap.across import reorganisation
from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer
from loa.reorganisation.service import ReorganisationService
from loa.reorganisation.texts import NO_DAY
from loa.web.pages.resolver import Html
from reorganisation_api.pages import texts
from reorganisation_api.pages.app import AREA, address, administrator, day_of, pages


@pages.post(AREA)
def draft() -> Html:
    """Begin to plan the reorganisation of a day."""
    officer, service = administrator(), reorganisation.service()
    chosen = _field("ngay")
    if not chosen:
        raise InvalidInput(NO_DAY, fields={"ngay": NO_DAY})
    day = day_of(chosen)
    return pages.done(lambda: service.draft(day, officer)[0].on, to=address(day), say=texts.DRAFTED)


@pages.post(f"{AREA}/<on>/quyet-dinh")
def decide(on: str) -> Html:
    """Choose for one decision."""
    key, choice = _field("viec"), _field("chon")

    def work(service: ReorganisationService, officer: Officer) -> None:
        if not choice:
            raise InvalidInput(texts.CHOOSE, fields={"chon": texts.CHOOSE})
        service.decide(day_of(on), key, choice, officer)

    return _step(on, work, texts.CHOSEN, back="/quyet-dinh")


@pages.post(f"{AREA}/<on>/goi-y")
def accept_suggestions(on: str) -> Html:
    """Choose what is suggested, wherever nobody has decided."""
    return _step(
        on, lambda service, officer: service.accept_suggestions(day_of(on), officer), texts.SUGGESTED
    )


@pages.post(f"{AREA}/<on>/trinh")
def submit(on: str) -> Html:
    """Have the plan that was seen approved by somebody else."""
    digest = _field("ma")
    return _step(on, lambda service, officer: service.submit(day_of(on), digest, officer), texts.SUBMITTED)


@pages.post(f"{AREA}/<on>/duyet")
def approve(on: str) -> Html:
    """Approve the plan that was seen."""
    digest = _field("ma")
    return _step(
        on,
        lambda service, officer: service.approve(day_of(on), digest, officer),
        texts.APPROVED,
        weighs=True,
    )


@pages.post(f"{AREA}/<on>/bat-dau")
def start(on: str) -> Html:
    """Have an approved plan carried out, or go on after a pause."""
    return _step(on, lambda service, officer: service.start(day_of(on), officer), texts.STARTED, weighs=True)


@pages.post(f"{AREA}/<on>/tam-dung")
def pause(on: str) -> Html:
    """Stop after the step that is under way."""
    return _step(on, lambda service, officer: service.pause(day_of(on), officer), texts.PAUSED)


def _step(
    on: str,
    work: Callable[[ReorganisationService, Officer], object],
    say: str,
    *,
    back: str = "",
    weighs: bool = False,
) -> Html:
    officer, day = administrator(), day_of(on)
    if weighs:
        pages.require_recent_factor()

    def once() -> None:
        work(reorganisation.service(), officer)

    return pages.done(once, to=address(day, back), say=say)


def _field(name: str) -> str:
    return next(iter(pages.form_data().get(name, ())), "")[:200]
