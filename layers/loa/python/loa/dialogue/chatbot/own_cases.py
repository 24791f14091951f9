"""Turns about a resident's own cases: how they stand, what is asked about them, ratings."""

from dataclasses import replace

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.chatbot.openings import was_answered
from loa.dialogue.chatbot.turns import DialogueContext, Effect, EffectKind, Input, Question, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Dialogue, DialogueStep
from loa.dialogue.understanding.lexicon import Command
from loa.dialogue.understanding.ratings import (
    is_doubtful,
    is_out_of_range,
    is_solved,
    is_unmistakable,
    rating,
    unsolved,
)
from loa.dialogue.understanding.second_net.net import sounds_like_refusing
from loa.dialogue.understanding.stopping import names_a_refusal


def answered_first(paused: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn | None:
    """Prefer stars to commands while a case asks for them: "5 nhé cán bộ" calls no officer."""
    if rating(heard.words.text) is None:
        return None
    return of_case(paused, heard, facts)


def about_own(paused: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn | None:
    """Ask once to confirm withdrawing or reopening a case, or which; None: a case just asked something."""
    words = heard.words
    withdraws = words.means(Command.WITHDRAW)
    if not withdraws and any(one.is_rating for one in facts.questions()):
        return None  # "not solved"
    fits = [one for one in facts.own() if (one.is_open if withdraws else one.can_reopen)]
    if words.code:
        fits = [one for one in fits if one.code == words.code]
    if not fits:
        return Turn(paused, (Reply(texts.NO_SUCH_CASE),), for_people=True, answered=True)
    if len(fits) > 1:
        codes = ", ".join(one.code for one in fits[: menu.SHOWN_CASES])
        which = texts.WITHDRAW_WHICH if withdraws else texts.REOPEN_WHICH
        return Turn(paused, (Reply(which.format(codes=codes)),))
    (case,) = fits
    step_of_it = DialogueStep.WITHDRAW if withdraws else DialogueStep.REOPEN
    asked = texts.WITHDRAW_QUESTION if withdraws else texts.REOPEN_QUESTION
    waiting = replace(paused or Dialogue(step_of_it, heard.at), step=step_of_it, at=heard.at)
    return Turn(replace(waiting, case_id=case.case_id), (Reply(asked.format(code=case.code)),))


def of_case(paused: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn | None:
    """Assign words to a case: the resident quotes its code, or it has asked them something."""
    words = heard.words
    signs = words.is_glad or words.cries or rating(words.text) or unsolved(words.text) is not None
    if words.is_blank and not signs and not heard.files and not heard.has_more:
        return None
    waiting = [
        question
        for question in facts.questions()
        # Words from before the question are no answer, nor words that may be for an officer who spoke since.
        if question.at < heard.at
        and (not was_answered(question.at, facts) or (question.is_rating and is_unmistakable(words.text)))
    ]
    quoted = [question for question in waiting if question.code == words.code]
    if words.code and not quoted:
        return Turn(paused, effect=Effect(EffectKind.PROGRESS, code=words.code)) if words.only_code else None
    for asked in quoted or waiting:
        turn = rated(paused, asked, heard) if asked.is_rating else _supplied(paused, asked, heard)
        if turn:
            return turn
    if words.code and words.only_code:
        return Turn(paused, effect=Effect(EffectKind.PROGRESS, code=words.code))
    return None


def rated(paused: Dialogue | None, asked: Question, heard: Input) -> Turn | None:
    """Return the turn of a rating of the answer that was asked about; None: it is none."""
    words = heard.words
    after = paused or Dialogue(DialogueStep.WORD, heard.at, case_id=asked.case_id)
    stars = rating(words.text)
    if stars:
        number, word = stars
        return Turn(after, effect=Effect(EffectKind.RATE, case_id=asked.case_id, stars=number, word=word))
    if is_out_of_range(words.text):
        return Turn(paused, (Reply(texts.ONE_TO_FIVE.format(code=asked.code)),))
    if is_doubtful(words.text):
        return Turn(paused, (Reply(texts.SOLVED_OR_NOT.format(code=asked.code)),))
    complaint = unsolved(words.text)
    if complaint is not None:
        return Turn(
            after, effect=Effect(EffectKind.RATE, case_id=asked.case_id, solved=False, word=complaint)
        )
    if is_solved(words.text):
        thanks = words.is_courtesy or words.is_glad
        return Turn(paused, (Reply(texts.STARS_WANTED.format(code=asked.code)),), is_courtesy=thanks)
    return None


def _supplied(paused: Dialogue | None, asked: Question, heard: Input) -> Turn | None:
    words = heard.words
    if words.only_code or heard.is_small_talk:
        return None
    if names_a_refusal(words.text) and sounds_like_refusing(words.text) and not heard.files:
        return Turn(paused, for_people=True)  # "thôi đừng ghi nữa" is nothing to be written into the case
    after = paused or Dialogue(DialogueStep.WORD, heard.at, case_id=asked.case_id)
    return Turn(after, effect=Effect(EffectKind.SUPPLEMENT, case_id=asked.case_id))
