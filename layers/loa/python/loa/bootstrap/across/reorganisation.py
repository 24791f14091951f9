"""The reorganisation of units: its plans, the facts they follow from, and what it moves."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import casework, dialogue, foundation, participation, publishing, residents
from loa.bootstrap.wiring import table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.foundation.people.service import PeopleService
    from loa.reorganisation.facts import FactStores
    from loa.reorganisation.running.farewell import FarewellPictures
    from loa.reorganisation.running.steps import MovingStores
    from loa.reorganisation.service import ReorganisationService
    from loa.reorganisation.store import ReorganisationStore


@cache
def reorganisations() -> "ReorganisationStore":
    """Return where reorganisations are kept."""
    from loa.reorganisation.store import ReorganisationStore

    return ReorganisationStore(table("units_table"))


@cache
def facts() -> "FactStores":
    """Return where the facts of a plan stand."""
    from loa.reorganisation.facts import FactStores

    return FactStores(
        units=foundation.units(),
        accounts=foundation.accounts(),
        officers=foundation.officers(),
        statistics=foundation.statistics(),
        cases=casework.case_store(),
        conversations=dialogue.conversation_store(),
    )


@cache
def service() -> "ReorganisationService":
    """Return what people do with a reorganisation."""
    from loa import clock
    from loa.reorganisation.facts import holdings
    from loa.reorganisation.service import ReorganisationService

    province = foundation.province()
    return ReorganisationService(
        province=province,
        store=reorganisations(),
        units=lambda: foundation.units().subtree(province),
        holdings=lambda on: holdings(province, on, facts()),
        today=foundation.today,
        now=lambda: clock.now(),  # noqa: PLW0108 - looked up at each call
    )


def moving(pictures: "FarewellPictures") -> "MovingStores":
    """Return what a run moves; the function draws the pictures of farewells."""
    from loa import clock
    from loa.publishing.library.library_moves import LibraryMoves
    from loa.publishing.library.projection.store import PublishedStore
    from loa.publishing.library.rows.store import LibraryStore
    from loa.reorganisation.running.farewell import FarewellStores
    from loa.reorganisation.running.steps import MovingStores

    content = table("content_table")
    return MovingStores(
        accounts=foundation.accounts(),
        statistics=foundation.statistics(),
        people=people(),
        on_call=foundation.on_call(),
        conversations=dialogue.conversation_store(),
        cases=casework.cases(),
        canned_answers=dialogue.canned_answers(),
        broadcasts=publishing.broadcasts(),
        series=publishing.series(),
        library=LibraryMoves(LibraryStore(content), PublishedStore(table("published_table")), clock.now),
        articles=publishing.articles(),
        data_requests=residents.data_requests(),
        campaigns=participation.campaigns(),
        farewell=FarewellStores(
            broadcasts=publishing.broadcasts(),
            deliveries=publishing.deliveries(),
            quotas=publishing.quotas(),
            accounts=foundation.accounts(),
            statistics=foundation.statistics(),
            queues=publishing.delivery_queues,
            pictures=pictures,
        ),
    )


@cache
def people() -> "PeopleService":
    """Return the registry of officers with the pool and their sessions."""
    from loa.foundation.people.handovers import HandOverStore
    from loa.foundation.people.records import AccountRecordStore
    from loa.foundation.people.service import PeopleService
    from loa.foundation.people.store import ProposalStore
    from loa.foundation.sign_in.store import SignInStore
    from loa.platform.aws.user_pools.directory import UserPool

    return PeopleService(
        pool=UserPool(setting("user_pool_id")),
        officers=foundation.officers(),
        statistics=foundation.statistics(),
        sessions=foundation.sessions(),
        sign_ins=SignInStore(table("sessions_table")),
        proposals=ProposalStore(table("units_table")),
        handovers=HandOverStore(table("units_table")),
        records=AccountRecordStore(table("units_table")),
    )
