"""Conversations with residents."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import casework, foundation, residents
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from loa.dialogue.conversations.store import ConversationStore
    from loa.dialogue.desk.canned_answers import CannedAnswerStore
    from loa.dialogue.desk.service import ConversationService
    from loa.dialogue.inbox.alerts import AlertDependencies
    from loa.dialogue.mini_app.own_cases import OwnCases
    from loa.dialogue.petitions.own_data import PetitionData
    from loa.dialogue.petitions.service import PetitionService


@cache
def conversation_store() -> "ConversationStore":
    """Return the heads of conversations."""
    from loa.dialogue.conversations.store import ConversationStore

    return ConversationStore(table("audience_table"))


@FollowingRules
def conversations() -> "ConversationService":
    """Return the work on conversations."""
    from loa.dialogue.desk.files import ReplyFiles
    from loa.dialogue.desk.service import ConversationService
    from loa.dialogue.desk.store import DeskStore
    from loa.foundation.rules.store import RuleName
    from loa.platform.aws.blobs import Bucket
    from loa.residents.messages.windows import read_window_rules

    return ConversationService(
        conversations=conversation_store(),
        rows=DeskStore(table("audience_table")),
        audience=residents.followers(),
        directory=foundation.directory(),
        units=foundation.units(),
        outbox=residents.outbox(),
        queue=residents.messages(),
        statistics=foundation.statistics(),
        files=ReplyFiles(residents.attachments(), Bucket(setting("media_bucket"))),
        rules=rules().read(RuleName.MESSAGES, read_window_rules),
    )


@cache
def canned_answers() -> "CannedAnswerStore":
    """Return the canned answers of units."""
    from loa.dialogue.desk.canned_answers import CannedAnswerStore

    return CannedAnswerStore(table("content_table"))


def alerts(nobody: "Callable[[str], None]") -> "AlertDependencies":
    """Return what notifies officers of calls for help; `nobody` hears of a unit where none can be told."""
    from loa.dialogue.inbox.alerts import AlertDependencies

    return AlertDependencies(
        foundation.on_call(), foundation.officers(), residents.outbox(), residents.messages(), nobody
    )


def petitions(nobody: "Callable[[str], None]") -> "PetitionService":
    """Return the work on the form of our pages; `nobody` as above."""
    from loa.dialogue.petitions.pictures import FormPictures
    from loa.dialogue.petitions.service import PetitionService
    from loa.dialogue.petitions.store import AccessStore

    return PetitionService(
        province=foundation.province(),
        cases=casework.cases(),
        access=AccessStore(table("cases_table")),
        pictures=FormPictures(residents.attachments()),
        audience=table("audience_table"),
        alerts=lambda: alerts(nobody),
    )


def petition_data() -> "PetitionData":
    """Return what is held with cases about their reporters."""
    from loa.dialogue.petitions.own_data import PetitionData
    from loa.dialogue.petitions.store import AccessStore

    return PetitionData(
        cases=casework.cases(),
        access=AccessStore(table("cases_table")),
        requests=residents.data_requests(),
        calendar=foundation.calendar,
    )


def own_cases() -> "OwnCases":
    """Return the cases of residents whom Zalo knows."""
    from loa.dialogue.mini_app.own_cases import OwnCases
    from loa.dialogue.petitions.store import AccessStore

    return OwnCases(casework.cases(), AccessStore(table("cases_table")))
