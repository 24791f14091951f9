"""What sending asks of the OA API: messages, uploads of files, and what its refusals mean."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final, Protocol

from loa.errors import Busy
from loa.foundation.accounts.service import AccountSession
from loa.platform.zalo.api.answers import ApiVersion, ConversationRow, SentMessage
from loa.platform.zalo.errors import InvalidGrant, OutcomeUnknown, ZaloError
from loa.residents.messages.model import Outgoing, OutgoingKind

NO_CONSENT: Final = "needs_consent"
_OWN_REASONS: Final[Mapping[str, str]] = {
    "account_disabled": "disabled",
    "account_missing": "disabled",
    # Neither family of calls is for this kind of account: v2 may be shut rather than forbidden.
    "version_closed": "account_kind_not_supported",
}


class MessageCalls(Protocol):
    """The part of the OA API used for sending; `loa.platform.zalo.api.oa.OfficialAccountApi` is one."""

    def send_message(
        self, user_id: str, message: Mapping[str, Any], *, version: ApiVersion = ApiVersion.V3
    ) -> SentMessage:
        """Send to one resident; where v3 is not for this kind of account, v2 is tried."""

    def conversation(self, user_id: str, *, offset: int = 0) -> Sequence[ConversationRow]:
        """List ten rows of Zalo's own list of a conversation, newest first."""

    def upload_image(self, file_name: str, content: bytes) -> str:
        """Upload a picture; return its `attachment_id`."""

    def upload_file(self, file_name: str, content: bytes) -> str:
        """Upload a document; return its `token`."""


def no_files(key: str) -> bytes | None:
    """Return no file: the default where no files are kept."""
    del key
    return None


def nothing(message: Outgoing) -> None:
    """Do nothing: the default listener."""
    del message


def uploaded(
    message: Outgoing,
    session: AccountSession,
    oa: Callable[[str], MessageCalls],
    files: Callable[[str], bytes | None],
) -> str:
    """Upload the file of a message; return Zalo's name for it.

    Raises:
        FileNotFoundError: the file is gone.
        Busy: nobody knows what became of the upload.
        ZaloError: Zalo refused it; no message has left yet.
    """
    key = message.content.attachment["kept"]
    content = files(key)
    if content is None:
        raise FileNotFoundError
    picture, name = message.content.kind is OutgoingKind.IMAGE, _file_name(message.content.attachment)

    def call(token: str) -> str:
        calls = oa(token)
        return calls.upload_image(name, content) if picture else calls.upload_file(name, content)

    try:
        return session.act(call)
    except OutcomeUnknown as error:
        raise Busy("nobody knows what became of the upload") from error  # a second one harms nobody
    except ZaloError as error:
        error.had_no_effect = True  # no message has left yet
        raise


def _file_name(attachment: Mapping[str, Any]) -> str:
    """Return the officer's name for a file, with the ending of our copy, which was checked."""
    ending = PurePosixPath(attachment["kept"]).suffix
    name = str(attachment.get("name", ""))
    return name if PurePosixPath(name).suffix.casefold() == ending else f"{name or 'upload'}{ending}"


def reason_of(error: ZaloError) -> str:
    """Return our own reason for a refusal if a person can do something about it, else Zalo's."""
    if isinstance(error, InvalidGrant):
        return NO_CONSENT
    return _OWN_REASONS.get(error.reason, error.reason)
