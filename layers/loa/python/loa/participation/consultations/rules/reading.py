"""What somebody typed about a draft, into the form of an opinion or in the chat. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import DraftText, NodeKind, Stance
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.rules.words import OF_DRAFT, QUOTED, SENT, TO_SPEAK, UNCLEAR
from loa.text.folding import fold

LONGEST_WORDS: Final = 3_000


@dataclass(frozen=True, slots=True)
class ReadOpinion:
    """An opinion, or what is wrong with it by field."""

    opinion: GivenOpinion | None
    errors: Mapping[str, str]


def read_opinion(given: Mapping[str, str]) -> ReadOpinion:
    """Return the opinion in the fields `stance`, `words` and `wording` of a form."""
    words, wording = given.get("words", "").strip(), given.get("wording", "").strip()
    too_long = texts.WORDS_LONG.format(most=f"{LONGEST_WORDS:,}".replace(",", "."))
    errors = {
        name: too_long
        for name, typed in (("words", words), ("wording", wording))
        if len(typed) > LONGEST_WORDS
    }
    stance = given.get("stance", "")
    if stance not in {each.value for each in Stance}:
        return ReadOpinion(None, {"stance-1": texts.STANCE_MISSING, **errors})
    if stance == Stance.OTHER.value and not (words or wording):
        errors = {"words": texts.WORDS_MISSING}
    return ReadOpinion(None if errors else GivenOpinion(Stance(stance), words, wording), errors)


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """A line about a draft.

    Attributes:
        numbers: of article, clause and point, as far as they are named; empty: it only says how it is meant.
        words: what they say about it.
        stance: how they mean what they said before; None: they say something now.
        is_spoken: without words they want to speak about that part, or about the whole; with `files` they do.
        files: places of recordings among what came with the message.
        is_unclear: "đồng ý" alone: with the draft, or that it is sent?
        draft: the number of one of several drafts; 0: none was given.
        begins: they begin to write an opinion, and nobody knows on what.
        has_to_exist: it is about a draft only if one has that part, for it may answer something else.
        asked_else: when something else asked them last, which `is_unclear` may answer; None: nothing did.
    """

    numbers: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    stance: Stance | None = None
    is_spoken: bool = False
    files: tuple[int, ...] = ()
    is_unclear: bool = False
    draft: int = 0
    begins: bool = False
    has_to_exist: bool = False
    asked_else: datetime | None = None


def read_opinion_line(text: str) -> OpinionLine | None:
    """Return the line in a message; None: it is about something else."""
    folded = fold(text).rstrip(".!")
    if stance := SENT.get(folded):
        return OpinionLine(stance=Stance(stance))
    if UNCLEAR.fullmatch(folded):
        return OpinionLine(is_unclear=True)
    if which := OF_DRAFT.fullmatch(folded):
        return OpinionLine(draft=int(which[1]))
    if wanted := TO_SPEAK.fullmatch(text):
        return OpinionLine(_numbers(wanted.groups()), is_spoken=True)
    found = QUOTED.fullmatch(text)
    if found is None or len(found[4]) > LONGEST_WORDS:
        return None
    return OpinionLine(_numbers(found.groups()[:3]), found[4].strip())


def _numbers(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(number.casefold() for number in found if number)


def node_named(text: DraftText, numbers: tuple[str, ...]) -> str:
    """Return the id of the part of a draft with these numbers; empty: there is none.

    A point without a clause stands right below its article.
    """
    parents = {""}
    node_id = ""
    for place, number in enumerate(numbers):
        kinds = {NodeKind.ARTICLE} if place == 0 else {NodeKind.CLAUSE, NodeKind.POINT}
        node_id = next(
            (
                node.id
                for node in text.nodes
                if node.kind in kinds
                and node.number.casefold() == number
                and (place == 0 or node.parent in parents)
            ),
            "",
        )
        if not node_id:
            return ""
        parents = {node_id}
    return node_id
