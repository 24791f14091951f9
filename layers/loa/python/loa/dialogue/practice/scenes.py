"""Scenes: what a sample resident writes first, and when an officer has answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from loa.casework.cases.rules.texts import HOW_IT_WENT
from loa.dialogue.practice import texts
from loa.platform.zalo.practice.people import resident_of, scene_of
from loa.platform.zalo.practice.pictures import URL
from loa.platform.zalo.wire import EPOCH
from loa.residents.messages.model import LOA, Outgoing

PICTURE: Final = "\0picture"
"""In the lines of a scene: no words, a picture."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene.

    Attributes:
        number: stands in the ids of residents who come with it.
        name: in forms.
        title, hint: how it is offered.
        lines: what the resident writes, one message each.
        ago: how long ago they wrote the last of it.
        again: what they write once an officer has answered; empty: nothing.
        stars: what they write once their case is answered; empty: nothing.
    """

    number: int
    name: str
    title: str
    hint: str
    lines: tuple[str, ...]
    ago: timedelta = timedelta(0)
    again: str = ""
    stars: str = ""


SCENES: Final = (
    Scene(1, "hoi", texts.QUESTION, texts.QUESTION_HINT, (texts.QUESTION_WORDS,)),
    Scene(
        2,
        "phan-anh",
        texts.REPORT,
        texts.REPORT_HINT,
        (
            "menu", "2", "1", texts.HOLE, texts.HOLE_AT, texts.HOLE_SINCE, PICTURE, *texts.LAST_LINES,
        ),
        stars=texts.STARS,
    ),
    Scene(3, "cho-lau", texts.WAITING, texts.WAITING_HINT, (texts.WAITING_WORDS,), ago=timedelta(hours=46.5)),
    Scene(
        4,
        "hoi-lai",
        texts.ASKING_AGAIN,
        texts.ASKING_AGAIN_HINT,
        (texts.ASKING_WORDS,),
        again=texts.ASKED_AGAIN,
    ),
    Scene(5, "qua-han", texts.TOO_LATE, texts.TOO_LATE_HINT, (texts.TOO_LATE_WORDS,), ago=timedelta(days=8)),
)  # fmt: skip


def opening(scene: Scene, *, app_id: str, oa_id: str, key: str, now: datetime) -> list[dict[str, Any]]:
    """Return the events with which a new resident comes.

    Args:
        scene: what they want.
        app_id: the Zalo app of the stage.
        oa_id: the account that they write to.
        key: of the officer's request: the same is the same messages, for ever.
        now: the present instant.
    """
    user_id, end = resident_of(scene.number, key), now - scene.ago
    first = end - timedelta(seconds=len(scene.lines))
    return [
        _written(line, f"practice-{key}-{number}", app_id, oa_id, user_id, first + timedelta(seconds=number))
        for number, line in enumerate(scene.lines, 1)
    ]


def answering(message: Outgoing, *, app_id: str, now: datetime) -> list[dict[str, Any]]:
    """Return the events with which a resident answers a message that reached them.

    Each resident answers once in each way: the id of what they write is made of their own.
    """
    known = {scene.number: scene for scene in SCENES}
    scene = known.get(scene_of(message.user_id))
    if scene is None:
        return []
    said = ""
    if scene.stars and HOW_IT_WENT in message.content.text:
        said, about = scene.stars, "stars"
    elif scene.again and message.answers and message.by not in {"", LOA}:
        said, about = scene.again, "again"
    if not said:
        return []
    name = f"practice-{message.user_id}-{about}"
    return [_written(said, name, app_id, message.account.oa_id, message.user_id, now)]


def _written(
    line: str, message_id: str, app_id: str, oa_id: str, user_id: str, at: datetime
) -> dict[str, Any]:
    """Return the event with which Zalo would tell of a message."""
    is_picture = line == PICTURE
    message: dict[str, Any] = {"msg_id": message_id, "text": "" if is_picture else line}
    if is_picture:
        message["attachments"] = [{"type": "image", "payload": {"url": URL, "thumbnail": URL}}]
    return {
        "app_id": app_id,
        "sender": {"id": user_id},
        "user_id_by_app": f"app{user_id}",
        "recipient": {"id": oa_id},
        "event_name": "user_send_image" if is_picture else "user_send_text",
        "message": message,
        "timestamp": str((at - EPOCH) // timedelta(milliseconds=1)),
    }
