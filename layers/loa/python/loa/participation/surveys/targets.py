"""How many people a survey wants to hear, of each commune or of each answer, and where it has not. Pure.

Targets remind; they keep nobody from answering. What an answer has so far is told in tens, and told anew only
when many more have answered (`is_due`), not on paper, whose answers officers know: whoever looks again and
again learns nothing about one person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from loa.errors import NotFound
from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.campaigns.model import Campaign
from loa.participation.surveys import texts
from loa.participation.surveys.model import Answer, AnswerKind, SurveyQuestion, questions_of

LARGEST_TARGET: Final = 100_000
STEP: Final = 10
"""Targets of answers, and what they have so far, are told in multiples of it."""
_SHARE: Final = 20


@dataclass(frozen=True, slots=True)
class TargetReach:
    """How far a survey is from what it wants.

    Attributes:
        target: persons of each commune.
        reached: how many communes have as many.
        missing: the others with how many have answered, fewest first; None: a few, whom a number would show.
    """

    target: int
    reached: int
    missing: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class OptionReach:
    """How far an option is from its target.

    Attributes:
        option: its words.
        wanted: how many people should choose it.
        heard: how many have, in tens.
    """

    option: str
    wanted: int
    heard: int


def target_of(campaign: Campaign) -> int:
    """Return how many people of each commune are wanted; 0: nobody has said."""
    return int(campaign.content.get("target", 0))


def coverage(target: int, communes: Iterable[str], answered: Mapping[str, int]) -> TargetReach:
    """Return where a survey has not been heard enough.

    Args:
        target: persons of each commune.
        communes: those that are invited, by path.
        answered: how many have, by path.
    """
    target = max(target, FEWEST)  # a smaller one would tell how few there are
    counts = {path: answered.get(path, 0) for path in communes}
    short = sorted(
        (1 if 0 < count < FEWEST else count, path) for path, count in counts.items() if count < target
    )
    missing = tuple((path, None if 0 < count < FEWEST else count) for count, path in short)
    return TargetReach(target, len(counts) - len(short), missing)


def wanted_of(
    campaign: Campaign, number: int, given: Mapping[str, Sequence[str]]
) -> tuple[SurveyQuestion, tuple[int, ...], dict[str, str]]:
    """Return a question, the targets of its options in a form, and what is wrong by field.

    Args:
        campaign: the survey.
        number: of the question.
        given: fields `wanted-0`, `wanted-1` …, one for each option; empty: no target.

    Raises:
        NotFound: there is no such question, or one does not choose one option there.
    """
    question = next((each for each in questions_of(campaign) if each.number == number), None)
    if question is None or question.kind is not AnswerKind.SINGLE:
        raise NotFound
    wanted, faults = [], {}
    for place, option in enumerate(question.options):
        text = next(iter(given.get(f"wanted-{place}", ())), "").strip().replace(".", "")
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_TARGET))
        count = int(text) if is_number else 0
        if text and (not is_number or count % STEP or count > LARGEST_TARGET):
            faults[f"wanted-{place}"] = texts.WANTED_WRONG.format(option=option)
        wanted.append(count)
    return question, tuple(wanted), faults


def with_wanted(campaign: Campaign, number: int, wanted: Sequence[int]) -> Mapping[str, Any]:
    """Return the content of a survey with the targets of a question's options."""
    rows = list(campaign.content["questions"])
    rows[number - 1] = {**rows[number - 1], "wanted": list(wanted) if any(wanted) else []}
    return {**campaign.content, "questions": rows}


def is_due(answered: int, told: int) -> bool:
    """Whether a twentieth more have answered, at least ten, so that each answer's number may be told anew.

    Args:
        answered: how many have answered, not on paper.
        told: how many had when it was told last.
    """
    return answered - told >= max(STEP, told // _SHARE)


def heard(questions: Iterable[SurveyQuestion], given: Iterable[Mapping[str, Answer]]) -> dict[str, list[int]]:
    """Return, by number of the question, how many chose each option, in tens, where one is chosen.

    With a target or without: one may be set later, and the numbers are told anew so seldom.
    """
    asked = [each for each in questions if each.kind is AnswerKind.SINGLE]
    chosen = Counter(
        (each.number, int(str(answers[str(each.number)])))
        for answers in given
        for each in asked
        if str(each.number) in answers
    )
    return {
        str(each.number): [chosen[each.number, place] // STEP * STEP for place in range(len(each.options))]
        for each in asked
    }


def reach_of(question: SurveyQuestion, chosen: Sequence[int]) -> list[OptionReach]:
    """Return the options that have a target, with what each has; nothing chosen: nothing was told yet."""
    told = chosen or [0] * len(question.options)
    every = zip(question.options, question.wanted, told, strict=True)
    return [OptionReach(option, wanted, tens) for option, wanted, tens in every if wanted]
