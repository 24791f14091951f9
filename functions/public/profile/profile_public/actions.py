"""What a resident does with what is theirs: the same for JSON and for pages."""

from collections.abc import Mapping

from loa import clock
from loa.bootstrap import casework
from loa.casework.cases.rules.model import Case
from loa.casework.cases.work import cases_of_person
from loa.errors import InvalidInput
from loa.residents.profiles.model import ConsentPurpose, Profile
from loa.residents.profiles.texts import CONSENT_FIRST
from profile_public import texts
from profile_public.identity import own_cases, own_data, profiles


def changed(profile: Profile, consents: Mapping[ConsentPurpose, bool], home_unit: str | None) -> Profile:
    """Keep consents given or taken back, and the home; what rested on a consent goes with it.

    Args:
        profile: as it was.
        consents: what was said, by purpose; what is missing stays.
        home_unit: path of the commune; empty: remembered no more; None: stays.

    Raises:
        InvalidInput: no such unit, or they have not agreed that it is remembered.
    """
    after = profile.agreed(consents, clock.now())
    if home_unit is not None:
        if home_unit and casework.cases().unit_name(home_unit) is None:
            raise InvalidInput(texts.UNIT_UNKNOWN, fields={"home_unit": texts.UNIT_UNKNOWN})
        after = after.at_home(home_unit)
    if ConsentPurpose.CASES not in after.consents:
        own_cases().remove(after.person)
    profiles().keep(after)
    return after


def listed(profile: Profile) -> list[tuple[Case, str]]:
    """Return the resident's cases with their links; none before they agree that there is a list."""
    if ConsentPurpose.CASES not in profile.consents:
        return []
    return own_cases().all(own_data().persons(profile))


def added(profile: Profile, link: str) -> Case:
    """Put the case of a link into the resident's list.

    Raises:
        InvalidInput: they have not agreed that there is a list.
        NotFound: the link leads nowhere.
    """
    if ConsentPurpose.CASES not in profile.consents:
        raise InvalidInput(CONSENT_FIRST, fields={"link": CONSENT_FIRST})
    return own_cases().add(profile.person, link)


def corrected(
    profile: Profile, case_id: str, *, name: str | None, phone: str | None, present_phone: str, origin: str
) -> Case:
    """Correct name and telephone number in a case of theirs.

    Raises:
        InvalidInput: nothing to correct, not their case, or the present number is wrong.
    """
    if name is None and phone is None:
        raise InvalidInput(texts.NOTHING_TO_CORRECT, fields={"name": texts.NOTHING_TO_CORRECT})
    persons = own_data().persons(profile)
    if not own_cases().has(persons, case_id):
        raise InvalidInput(texts.NOT_YOURS, fields={"case_id": texts.NOT_YOURS})
    if not own_cases().may_correct(persons, case_id, present_phone):
        raise InvalidInput(texts.NOT_PROVEN, fields={"present_phone": texts.NOT_PROVEN})
    service = casework.cases()
    case = cases_of_person.correct(
        case_id, name=name, phone=phone, by="resident", idempotency_key=origin, service=service
    )
    return service.as_told(case)
