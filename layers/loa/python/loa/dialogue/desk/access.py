"""Who may do what with a conversation: the one rule for JSON routes, pages and jobs.

Officers above the unit that handles it, or above the unit that owns the account, may read. Only officers of
the handling unit and above may act. To everybody else it looks as if it did not exist: to the unit that owns
the account, too, while the unit above reads first whether somebody is accused in it.
"""

from loa.dialogue.conversations import texts
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import NotAllowed, NotFound
from loa.foundation.officers.model import Officer, Permission, in_scope, require


def readable(officer: Officer, conversation: ConversationAccess) -> None:
    """Go on only when the officer may read the conversation; raises as `workable` does."""
    workable(officer, conversation, Permission.READ_CONVERSATIONS)


def workable(
    officer: Officer,
    conversation: ConversationAccess,
    permission: Permission = Permission.ANSWER_CONVERSATION,
) -> None:
    """Go on only when the officer may do this to the conversation.

    Raises:
        NotFound: neither unit lies within their scope; same wording as for one that does not exist.
        NotAllowed: none of their roles permits it; or another unit handles it, and they may only read.
    """
    owner = conversation.account.unit_path
    if in_scope(officer, conversation.path):
        require(officer, permission, conversation.path)
    elif in_scope(officer, owner) and not conversation.head.first_reader:
        require(officer, Permission.READ_CONVERSATIONS, owner)
        if permission is not Permission.READ_CONVERSATIONS:
            raise NotAllowed(texts.HANDLED_ELSEWHERE)
    else:
        raise NotFound(texts.NOT_FOUND)
