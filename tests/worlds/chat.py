"""One resident who talks to the state machine of the chat."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from loa.casework.cases.rules import codes
from loa.dialogue.chatbot.dialogue import step
from loa.dialogue.chatbot.menu import joined
from loa.dialogue.chatbot.turns import DialogueContext, EffectKind, Input, Question, Turn
from loa.dialogue.conversations.model import Dialogue
from loa.dialogue.understanding.parser import parse
from tests.worlds.fakes import START

CODE = codes.new_code("MT", lambda limit: limit // 3)
OTHER_CODE = codes.new_code("MT", lambda limit: limit // 5)


class Talk:
    """One resident who talks to the machine."""

    def __init__(self, *questions: Question) -> None:
        self.now = START
        self.dialogue: Dialogue | None = None
        self.person: datetime | None = None
        self.questions: Sequence[Question] = questions
        self.written: dict[str, str] = {}
        self.turns: list[Turn] = []

    def says(
        self, text: str = "", *, files: int = 0, place: bool = False, after: timedelta = timedelta(seconds=5)
    ) -> Turn:
        self.now += after
        sort = f"{len(self.written):04}"
        self.written[sort] = text
        heard = Input(
            parse(text),
            self.now,
            sort,
            tuple(f"message#{sort}#{n}" for n in range(files)),
            has_more=place,
        )
        facts = DialogueContext(self.person, lambda: self.questions, lambda key: self.written.get(key, ""))
        turn = step(self.dialogue, heard, facts)
        self.dialogue = turn.dialogue
        self.turns.append(turn)
        return turn

    def tells(self, *said: str) -> str:
        for text in said:
            self.says(text)
        reply = joined(self.turns[-1].say) if self.turns else None
        return reply.text if reply else ""

    def answers(self) -> None:
        """A person answers."""
        self.now += timedelta(seconds=5)
        self.person = self.now


def opened(talk: Talk) -> list[Dialogue]:
    return [
        turn.effect.dialogue
        for turn in talk.turns
        if turn.effect and turn.effect.kind is EffectKind.OPEN and turn.effect.dialogue
    ]


def words(talk: Talk, dialogue: Dialogue) -> dict[str, list[str]]:
    return {name: [talk.written[key] for key in keys] for name, keys in dialogue.said.items()}


def asked(*, rating: bool, code: str = CODE, at: datetime = START) -> Question:
    return Question(f"case-{code}", code, at, is_rating=rating)
