"""What the pages of conversations share: the console, the conversation of a path, where things are."""

from typing import Final

from loa.bootstrap import dialogue
from loa.bootstrap.foundation import console_dependencies
from loa.dialogue.desk import access
from loa.dialogue.desk.model import ConversationAccess
from loa.foundation.officers.model import Permission
from loa.web.console.navigation import AREAS
from loa.web.console.resolver import console

AREA: Final = "/console/tin-nhan"
CASES: Final = "/console/vu-viec"

MAXIMUM_BODY: Final = 6_000_000
"""A file of 4 MB as API Gateway hands it over, in base64, and a little more."""

pages = console(
    "conversations",
    area=AREA,
    dependencies=console_dependencies,
    takes_files=True,
    max_body_bytes=MAXIMUM_BODY,
)


def loaded(
    oa_id: str, user_id: str, permission: Permission = Permission.ANSWER_CONVERSATION
) -> ConversationAccess:
    """Return the conversation of the path.

    Raises:
        NotFound: it does not exist, or is outside the officer's scope.
        NotAllowed: within scope, but the officer may not do this to it.
    """
    conversation = dialogue.conversations().load(oa_id, user_id)
    access.workable(pages.officer(), conversation, permission)
    return conversation


def address(conversation: ConversationAccess) -> str:
    """Return where the page of a conversation is."""
    return f"{AREA}/{conversation.head.oa_id}/{conversation.head.user_id}"


def request_key() -> str:
    """Return what names the work of this form: letters and digits, also for keys of messages."""
    return pages.key().removeprefix("officer#")


def has_cases() -> bool:
    """Return whether the console has an area of cases."""
    return any(area.path == CASES for area in AREAS)
