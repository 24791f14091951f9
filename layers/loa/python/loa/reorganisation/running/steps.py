"""What a plan does, unit by unit: each step is safe to repeat, and to stop anywhere.

The order matters. Accounts go first: from then on what residents write goes to the new unit by itself. Then
the officers, and then what waits for them. A process that knew the old unit of an account for another
minute leaves something at the old path; a second pass finds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loa.casework.cases import case_moves
from loa.casework.cases.work.service import CaseService
from loa.dialogue.conversations import conversation_moves
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.foundation.accounts.account_moves import gather_followers, move_account
from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.on_call import OnCallStore, move_on_call
from loa.foundation.people.officer_moves import move_officer
from loa.foundation.people.service import PeopleService
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.moves import Enough, UnitMoved, left_behind
from loa.participation.campaigns import campaign_moves
from loa.participation.campaigns.service import CampaignService
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.publishing.articles import article_moves
from loa.publishing.articles.store import ArticleStore
from loa.publishing.broadcasts.drafts import broadcast_moves
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.library.library_moves import LibraryMoves
from loa.reorganisation.model import AccountMove, OfficerMove, ReorganisationPlan, UnitMove
from loa.reorganisation.running.farewell import FarewellStores
from loa.residents.data_requests import data_request_moves
from loa.residents.data_requests.store import DataRequestStore


@dataclass(frozen=True, slots=True)
class MovingStores:
    """Where everything stands that a reorganisation moves."""

    accounts: AccountStore
    statistics: StatisticsStore
    people: PeopleService
    on_call: OnCallStore
    conversations: ConversationStore
    cases: CaseService
    canned_answers: CannedAnswerStore
    broadcasts: BroadcastStore
    series: SeriesStore
    library: LibraryMoves
    articles: ArticleStore
    data_requests: DataRequestStore
    campaigns: CampaignService
    farewell: FarewellStores


def move_accounts(
    plan: ReorganisationPlan, path: str, *, stores: MovingStores, now: datetime, enough: Enough
) -> UnitMoved:
    """Give a new unit its account, and let the others retire that it answers for."""
    present = {account.oa_id: account for account in stores.accounts.everyone(plan.province)}
    done = UnitMoved()
    for move in sorted(
        (move for move in plan.accounts if move.new_path == path), key=lambda move: _turn(move, path)
    ):
        if enough():
            return done + UnitMoved(complete=False)
        account = present.get(move.oa_id)
        if account is None or account.unit_path not in {move.old_path, path}:
            continue  # its unit has given it up since, or a person has put it elsewhere
        done += _moved(account, path, retires=not move.is_kept, stores=stores, now=now)
    return done


def _turn(move: AccountMove, path: str) -> int:
    """Return the turn of an account: who holds the new unit's place makes way for the one that is kept."""
    return 1 if move.is_kept else 0 if move.old_path == path else 2


def _moved(account: Account, path: str, *, retires: bool, stores: MovingStores, now: datetime) -> UnitMoved:
    try:
        changed = move_account(
            account, path, retires=retires, at=now, accounts=stores.accounts, statistics=stores.statistics
        )
    except ConditionFailed as failure:
        return left_behind("account", account.oa_id, account.unit_path, failure)
    return UnitMoved(int(changed))


def move_unit(
    plan: ReorganisationPlan, move: UnitMove, *, stores: MovingStores, now: datetime, enough: Enough
) -> UnitMoved:
    """Give to its successor what an ended unit has besides its account."""
    old, new = move.old_path, move.new_path
    done = _retired_before(plan, move, stores, now) + _late_followers(plan, move, stores)
    done += _officers(move, {each.officer_id: each for each in plan.officers}, stores, enough)
    done += UnitMoved(move_on_call(old, new, rows=stores.on_call, now=now))
    done += conversation_moves.move_unit(old, new, conversations=stores.conversations, enough=enough)
    done += case_moves.move_unit(plan.province, old, new, service=stores.cases, enough=enough)
    if enough():
        return done + UnitMoved(complete=False)
    done += UnitMoved(stores.canned_answers.move_unit(old, new))
    done += broadcast_moves.move_unit(
        plan.province, old, new, broadcasts=stores.broadcasts, series=stores.series
    )
    done += article_moves.move_unit(old, new, articles=stores.articles, enough=enough)
    done += stores.library.move_unit(old, new, enough=enough)
    done += data_request_moves.move_unit(old, new, store=stores.data_requests, enough=enough)
    return done + campaign_moves.move_unit(old, new, campaigns=stores.campaigns, enough=enough)


def _retired_before(
    plan: ReorganisationPlan, move: UnitMove, stores: MovingStores, now: datetime
) -> UnitMoved:
    """Take along the accounts that had retired to the unit in an earlier reorganisation."""
    done = UnitMoved()
    for account in list(stores.accounts.retired(plan.province, move.old_path)):
        if account.unit_path == move.old_path:
            done += _moved(account, move.new_path, retires=True, stores=stores, now=now)
    return done


def _late_followers(plan: ReorganisationPlan, move: UnitMove, stores: MovingStores) -> UnitMoved:
    """Count at its account who followed by a process that still knew the old unit of that account."""
    own = next((each.oa_id for each in plan.accounts if each.old_path == move.old_path), "")
    try:
        found = gather_followers(
            plan.province, move.old_path, own, accounts=stores.accounts, statistics=stores.statistics
        )
    except ConditionFailed as failure:
        return left_behind("account", own, move.old_path, failure)
    return UnitMoved(found)


def _officers(
    move: UnitMove, planned: Mapping[str, OfficerMove], stores: MovingStores, enough: Enough
) -> UnitMoved:
    """Move the officers who work for the unit now; who came after the plan goes where the unit goes."""
    done = UnitMoved()
    for officer in stores.people.officers.of_unit(move.old_path):
        if enough():
            return done + UnitMoved(complete=False)
        place = planned.get(officer.id)
        path = place.new_path if place else move.new_path
        keeps = place.keeps_roles if place else move.by_rule
        changed = move_officer(officer, path, keeps_roles=keeps, people=stores.people)
        done += UnitMoved(1) if changed else left_behind("officer", officer.id, move.old_path)
    return done
