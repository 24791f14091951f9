"""The menu and the intake of a case, as one pure state machine.

    step(dialogue, heard, facts) -> Turn

This module performs nothing: a turn describes the resident's new position, the replies to them, the action
to take (`Effect`), and whether an officer must read their words. Every input is one of these: an answer, a
choice, small talk, or words for officers. Nothing is thrown away: every message is kept in the conversation.

The machine stays out of the officers' way: after an officer has answered, words go to officers, and an intake
waits until the resident resumes it ("tiếp").
"""

from dataclasses import replace
from typing import Final

from loa.casework.cases.rules.texts import IN_DANGER
from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.intake import intake_step
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.chatbot.openings import (
    asked_since,
    begun,
    commanded,
    is_talking,
    menu_shown,
    put_aside,
    was_answered,
)
from loa.dialogue.chatbot.own_cases import about_own, answered_first, of_case
from loa.dialogue.chatbot.turns import DialogueContext, Effect, EffectKind, Input, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import RESUMED_AFTER, Dialogue, DialogueStep
from loa.dialogue.understanding.lexicon import STARTING_KINDS, Command
from loa.dialogue.understanding.ratings import (
    unsolved,
)
from loa.participation.consultations.rules.reading import OpinionLine, read_opinion_line
from loa.participation.contests.rules.lines import read_line

_LIKE_A_CODE: Final = 24
_COMMENT: Final = "comment"


def step(dialogue: Dialogue | None, heard: Input, facts: DialogueContext, *, is_past: bool = False) -> Turn:
    """Return what follows from a message; see the module.

    Args:
        dialogue: the resident's position; None: in no dialogue.
        heard: the message.
        facts: what may be looked up.
        is_past: True if a newer message has overtaken it, or it is a day late: then it answers no question.
    """
    danger = heard.words.danger
    if danger is None:
        turn = _ordinary(dialogue, heard, facts, is_past=is_past)
        turn = _with_person(turn, heard) if heard.needs_person else turn
        turn = _read_above(turn) if heard.words.may_accuse else turn
        turn = _watched(turn) if heard.words.is_watched else turn
        return _with_doubt(turn) if heard.words.doubtful else turn
    # Even with a denunciation in the same words: whoever can help has to read them. An intake waits.
    return Turn(put_aside(dialogue), for_people=True, answered=True, danger=danger)


def _with_person(turn: Turn, heard: Input) -> Turn:
    """Send what we could not read to an officer; during an intake, tell the resident so once per question."""
    if turn.effect and turn.effect.kind is EffectKind.DENOUNCE:
        return turn
    active = turn.dialogue
    if active is None or not active.step.is_intake:
        told = Reply(texts.NOT_READ if heard.is_unread else texts.INFO_TAKEN)
        say = (told, *turn.say) if turn.say and not turn.answered else turn.say
        return replace(turn, say=say, for_people=True, answered=turn.answered or bool(say))
    if active.told_of_unread:
        return replace(turn, for_people=True, answered=True)
    told = Reply(texts.NOT_READ if heard.is_unread else texts.INFO_TAKEN)
    after = replace(active, told_of_unread=True)
    return replace(turn, dialogue=after, say=(told, *turn.say), for_people=True, answered=True)


def _with_doubt(turn: Turn) -> Turn:
    """Ask whether they call for help, and have an officer read it first; the words go where they went."""
    if turn.effect and turn.effect.kind is EffectKind.DENOUNCE:
        return turn
    say = (Reply(texts.DOUBT), *turn.say)
    answered = turn.answered or bool(turn.say or turn.effect)
    return replace(turn, say=say, for_people=True, answered=answered, may_call=True)


def _watched(turn: Turn) -> Turn:
    """Have an officer read it before other words, and say the numbers to call; nobody is asked anything."""
    told = any(texts.FIRE_BRIGADE in reply.text for reply in turn.say)
    say = turn.say if told else (*turn.say, Reply(IN_DANGER))
    answered = turn.answered or bool(turn.say or turn.effect)
    return replace(turn, say=say, for_people=True, answered=answered, is_watched=True)


def _read_above(turn: Turn) -> Turn:
    """Have an officer of the unit above read it first; nothing of it is written into a case of this unit.

    What becomes an opinion is read above anyway: whether it does is known only once it is done.
    """
    if turn.effect and turn.effect.kind is EffectKind.OPINION:
        return replace(turn, may_accuse=True)
    if turn.effect and turn.effect.kind is EffectKind.SUPPLEMENT:
        return Turn(put_aside(turn.dialogue), for_people=True, may_accuse=True)
    answered = turn.answered or bool(turn.say or turn.effect)
    return replace(turn, for_people=True, answered=answered, may_accuse=True)


def _ordinary(dialogue: Dialogue | None, heard: Input, facts: DialogueContext, *, is_past: bool) -> Turn:
    """Return what follows from a message that is no call for help."""
    words = heard.words
    if words.denounces:
        wrote = not words.kind and not words.payload
        return Turn(None, effect=Effect(EffectKind.DENOUNCE, dialogue, word=words.text if wrote else ""))
    if is_past:
        return Turn(dialogue, for_people=not heard.is_small_talk)
    if words.link:
        return Turn(dialogue, effect=Effect(EffectKind.LINK, code=words.link))
    expired = dialogue is not None and dialogue.is_over(heard.at)
    known = None if expired else dialogue
    active = known if known and not was_answered(known.at, facts) else None
    turn = (
        _governed(known, active, heard, facts)
        or _of_contest(known, active, heard, facts)
        or _of_draft(known, active, heard, facts)
    )
    if turn is None:
        turn = _at_step(active, heard, facts) if active else None
    if turn is None:
        turn = _free(known, heard, facts)
    turn = _beside_drafts(turn, active, facts)
    if expired and dialogue and dialogue.holds_words and not was_answered(dialogue.at, facts):
        return replace(turn, say=(Reply(texts.EXPIRED), *turn.say), for_people=True, answered=True)
    if expired and dialogue and dialogue.is_intake and turn.for_people:
        return replace(turn, say=(*turn.say, Reply(texts.EXPIRED)))
    return turn


def _governed(
    known: Dialogue | None, active: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    """Handle cancel and resume, which work everywhere; None: it was neither."""
    words = heard.words
    paused = put_aside(known)
    of_data = words.means(Command.ERASE, Command.UNSUBSCRIBE)
    keeps = words.means(Command.KEEP) and not (known and known.is_intake)
    if of_data or keeps or (known is None and words.text.casefold() == "stop"):
        return _of_data(known, heard)
    withdraws = words.means(Command.WITHDRAW) and not (known and known.is_intake)
    if words.means(Command.CANCEL) and not withdraws and not _is_of_rating(known, heard, facts):
        if known and known.is_intake and not known.cancelled:
            left = replace(paused, at=heard.at, cancelled=True) if paused else None
            return Turn(left, (Reply(texts.CANCELLED),))
        if known or not is_talking(heard, facts):
            return Turn(paused, (Reply(texts.NOTHING_TO_CANCEL),))
        return Turn(None, for_people=True)
    if words.means(Command.RESUME) and not (active and active.step is DialogueStep.PICTURES):
        return _resumed(known, paused, heard, facts)
    return None


def _of_contest(
    known: Dialogue | None, active: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    """Take part in a contest; None: the line is about something else, or answers a question of an intake."""
    line = None if heard.files or (active and active.step.is_intake) else read_line(heard.words.text)
    if line is None or not facts.plays(line):
        return None
    return Turn(known, effect=Effect(EffectKind.CONTEST, line=line))


def _of_draft(
    known: Dialogue | None, active: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    """Say something about a draft; None: likewise."""
    line = read_opinion_line(heard.words.text) if not heard.files else None
    if active and active.step.is_intake:
        if not _may_be_of_draft(active) or line is None or line.stance or line.is_unclear:
            return None
        if not facts.speaks(replace(line, has_to_exist=True)):
            return None
        return Turn(None, effect=Effect(EffectKind.OPINION, opinion=line))
    if line is not None and line.is_unclear:
        if is_talking(heard, facts):  # "Bác đồng ý 8 giờ gặp không?"
            return None
        asked = [question.at for question in facts.questions() if question.at < heard.at]
        line = replace(line, asked_else=max(asked, default=None))
    if heard.has_voice and heard.files and not heard.words.text:
        line = OpinionLine(is_spoken=True, files=tuple(int(each.rpartition("#")[2]) for each in heard.files))
    if line is None or not facts.speaks(line):
        return None
    return Turn(known, effect=Effect(EffectKind.OPINION, opinion=line))


def _may_be_of_draft(active: Dialogue) -> bool:
    """Whether an intake only asked on what they give an opinion, or what it is, and holds nothing yet."""
    asks = active.step is DialogueStep.KIND or (active.step is DialogueStep.WHAT and active.kind == _COMMENT)
    return asks and not active.is_unfinished


def _beside_drafts(turn: Turn, before: Dialogue | None, facts: DialogueContext) -> Turn:
    """Name the drafts on which they are asked, too, where an intake asks for their opinion."""
    after = turn.dialogue
    if after is None or after.step is not DialogueStep.WHAT or after.kind != _COMMENT or after.is_unfinished:
        return turn
    was_asked = before is not None and before.step is DialogueStep.WHAT and before.kind == _COMMENT
    line = OpinionLine(begins=True)
    if was_asked or turn.effect or not turn.say or not facts.speaks(line):
        return turn
    return replace(turn, effect=Effect(EffectKind.OPINION, opinion=line))


def _resumed(
    known: Dialogue | None, paused: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    if paused and paused.back:
        again = replace(paused, step=paused.back, back=None, at=heard.at, cancelled=False)
        told = menu.question(again, facts.text_of)
        return Turn(again, (Reply(texts.question_told_again(told.text), told.buttons),))
    return None if is_talking(heard, facts) else Turn(known, (Reply(texts.NOTHING_TO_RESUME),))


def _of_data(known: Dialogue | None, heard: Input) -> Turn:
    """Explain how to have their data deleted or to stop messages, or start or call off an erasure."""
    if heard.words.means(Command.KEEP):
        return Turn(put_aside(known), effect=Effect(EffectKind.KEEP))
    if heard.words.means(Command.ERASE):
        return Turn(put_aside(known), for_people=True, answered=True, erases=True)
    return Turn(known, (Reply(texts.UNSUBSCRIBE),))


def _is_of_rating(known: Dialogue | None, heard: Input, facts: DialogueContext) -> bool:
    """Return True if "no" or the like answers a case that asks if it is solved; an intake comes first."""
    if known and known.is_intake:
        return False
    return unsolved(heard.words.text) is not None and any(one.is_rating for one in facts.questions())


def _at_step(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    """Handle the answer to the question asked last; None: it was something else."""
    number = heard.words.number
    match active.step:
        case DialogueStep.MENU | DialogueStep.PAUSED:
            chooses = number is not None and not asked_since(active, heard, facts)
            return _chosen(active, number or 0, heard) if chooses else None
        case DialogueStep.REOPEN | DialogueStep.WITHDRAW:
            return _confirmed(active, heard)
        case DialogueStep.OLD_OR_NEW:
            return _old_or_new(active, heard, facts)
        case DialogueStep.CODE:
            return _code(active, heard)
        case DialogueStep.WORD:
            return _further_word(active, heard, facts)
        case _:
            return intake_step(active, heard, facts)


def _chosen(active: Dialogue, number: int, heard: Input) -> Turn:
    commands = (Command.NEWS, Command.REPORT, Command.PROGRESS, Command.OFFICER, Command.MEETINGS)
    if number == 0:
        return menu_shown(put_aside(active), heard)
    if not 1 <= number <= len(commands):
        return menu_shown(put_aside(active), heard, texts.NOT_A_CHOICE)
    turn = commanded(put_aside(active), frozenset({commands[number - 1]}), "", heard)
    if turn is None:
        raise AssertionError  # each of them is a command
    return turn


def _old_or_new(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    words = heard.words
    if words.number == 1 or words.means(Command.YES):
        step = active.back or DialogueStep.KIND
        again = replace(active, step=step, back=None, at=heard.at, cancelled=False)
        return Turn(again, (menu.question(again, facts.text_of),))
    if words.number == 2 or words.means(Command.NO, Command.REPORT):  # noqa: PLR2004 - the second choice
        return begun(None, "", heard)
    return None


def _code(active: Dialogue, heard: Input) -> Turn | None:
    """Handle the answer to the question for a code."""
    words = heard.words
    if words.code and words.only_code:
        return Turn(active, effect=Effect(EffectKind.PROGRESS, code=words.code))
    if words.number is not None:
        return _chosen(active, words.number, heard)
    digits = any(letter.isdigit() for letter in words.text)
    if digits and len(words.text) <= _LIKE_A_CODE and words.number is None:
        return Turn(replace(active, at=heard.at), (Reply(texts.UNKNOWN_CODE),))
    return None


def _further_word(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    """Add words that follow a rating or supplement to that case, until a case asks something again."""
    words = heard.words
    unread = heard.is_small_talk or (heard.needs_person and words.is_blank)
    told = words.commands - {Command.SOLVED, Command.UNSOLVED, Command.NO, Command.SKIP, Command.DONE}
    ordinary = not told and words.number is None and not words.code and not unread
    if not (ordinary or heard.files) or words.kind in STARTING_KINDS:
        return None
    if asked_since(active, heard, facts):
        return None
    return Turn(
        replace(active, at=heard.at),
        effect=Effect(EffectKind.SUPPLEMENT, case_id=active.case_id, is_further=True),
    )


def _free(known: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn:
    """Handle a message that answers no question of the menu or an intake."""
    words, paused = heard.words, put_aside(known)
    if words.reopens:
        return Turn(paused, effect=Effect(EffectKind.REOPEN, code=words.code, word=words.text))
    if _is_echo(known, heard):
        return Turn(known)
    turn = (
        (about_own(paused, heard, facts) if words.means(Command.REOPEN, Command.WITHDRAW) else None)
        or answered_first(paused, heard, facts)
        or commanded(paused, words.commands, words.kind, heard)
        or of_case(paused, heard, facts)
        or _unasked(known, paused, heard, facts)
    )
    return turn or Turn(paused, for_people=True)


def _unasked(
    known: Dialogue | None, paused: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    """Handle thanks, a sign or a bare number that answers no question; None: words for officers."""
    words = heard.words
    if heard.is_small_talk and not words.cries:
        if words.is_blank and words.text and not words.is_glad:
            return menu_shown(paused, heard)  # dots, a question mark
        return Turn(known, (Reply(texts.THANKS),), is_courtesy=True)
    if words.number is not None and not heard.files and not is_talking(heard, facts):
        return menu_shown(paused, heard)
    return None


def _confirmed(active: Dialogue, heard: Input) -> Turn | None:
    """Handle the confirmation of withdrawing or reopening a case; only a plain yes counts."""
    words, left = heard.words, put_aside(active)
    if words.means(Command.NO, Command.HOLD, Command.UNCLEAR) or words.number == 2:  # noqa: PLR2004 - the second choice
        return Turn(left, (Reply(texts.AS_IT_WAS),))
    again = Command.WITHDRAW if active.step is DialogueStep.WITHDRAW else Command.REOPEN
    if words.number == 1 or words.means(Command.YES, again):
        kind = EffectKind.WITHDRAW if active.step is DialogueStep.WITHDRAW else EffectKind.REOPEN
        return Turn(left, effect=Effect(kind, case_id=active.case_id, word=words.text))
    return None


def _is_echo(shown: Dialogue | None, heard: Input) -> bool:
    """Return True if it only greets right after the menu was shown, as phones with automatic replies do."""
    if shown is None or shown.step is not DialogueStep.MENU or heard.words.means(Command.MENU):
        return False
    return heard.words.means(Command.GREETING) and heard.at - shown.at <= RESUMED_AFTER
