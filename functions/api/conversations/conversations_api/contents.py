"""What a reply says: words with their places filled, a picture, or a file. JSON and pages ask the same."""

from loa.bootstrap import dialogue
from loa.dialogue.conversations import texts
from loa.dialogue.desk.canned_answers import PLACES, filled, places_in
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import InvalidInput
from loa.publishing.articles.placeholders import fault
from loa.residents.messages.model import MessageContent, text_content


def content_of(
    conversation: ConversationAccess,
    text: str,
    *,
    image: str = "",
    file: str = "",
    file_name: str = "",
    case_code: str = "",
    due: str = "",
) -> MessageContent:
    """Return what a reply says.

    Args:
        conversation: whose name fills `{ten}`.
        text: the words; with a picture its caption.
        image: reference of a picture that the function `media` keeps.
        file: id of a file kept for this conversation.
        file_name: as officers see it.
        case_code: fills `{ma}`.
        due: fills `{han}`.

    Raises:
        InvalidInput: nothing to send, two attachments, or a place that is unknown or left empty.
    """
    head = conversation.head
    if image and file:
        raise InvalidInput(texts.ONE_ATTACHMENT, fields={"file": texts.ONE_ATTACHMENT})
    if not (text or image or file):
        raise InvalidInput(texts.NOTHING_TO_SEND, fields={"text": texts.NOTHING_TO_SEND})
    values = {"ten": head.display_name or texts.NEIGHBOURLY, "ma": case_code, "han": due}
    if empty := [place for place in places_in(text) if place in values and not values[place]]:
        forgotten = texts.FORGOTTEN_PLACES.format(places=", ".join(f"{{{place}}}" for place in empty))
        raise InvalidInput(forgotten, fields={"text": forgotten})
    if unknown := fault(text, PLACES):
        raise InvalidInput(unknown, fields={"text": unknown})
    said, files = filled(text, values), dialogue.conversations().files
    if image:
        return files.picture(image, said)
    if file:
        return files.document(head.oa_id, head.user_id, file, file_name, said)
    return text_content(said)
