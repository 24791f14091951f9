"""The menu and the intake of a case, as one pure state machine.

    step(dialogue, heard, facts) -> Turn

This module performs nothing: a turn describes the resident's new position, the replies to them, the action
to take (`Effect`), and whether an officer must read their words. Every input is one of these: an answer, a
choice, small talk, or words for officers. Nothing is thrown away: every message is kept in the conversation.

The machine stays out of the officers' way: after an officer has answered, words go to officers, and an intake
waits until the resident resumes it ("tiếp").
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import KIND_ORDER, Reply
from loa.dialogue.chatbot.turns import DialogueContext, Effect, EffectKind, Input, Question, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import RESUMED_AFTER, Dialogue, DialogueStep
from loa.dialogue.understanding.lexicon import STARTING_KINDS, Command
from loa.dialogue.understanding.parser import ParsedText, may_refuse
from loa.dialogue.understanding.ratings import (
    is_doubtful,
    is_out_of_range,
    is_solved,
    is_unmistakable,
    rating,
    unsolved,
)

MOST_WORDS: Final = 20
"""How many messages may answer one question of an intake; officers read further ones in the conversation."""

MOST_FILES: Final = 20
TALKING_FOR: Final = timedelta(hours=48)
"""How long after an officer's answer bare numbers and half sentences count as replies to that officer."""

_DENUNCIATION: Final = "denunciation"
_REPORT: Final = "report"
_LIKE_A_CODE: Final = 24
_ABOUT_CASES: Final = frozenset({Command.REOPEN, Command.WITHDRAW, Command.UNSOLVED})


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
        return _with_doubt(turn) if heard.words.doubtful else turn
    # Even with a denunciation in the same words: whoever can help has to read them. An intake waits.
    return Turn(_put_aside(dialogue), for_people=True, answered=True, danger=danger)


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
    """Ask whether they call for help, and have an officer read it, whatever else becomes of the words."""
    if turn.effect and turn.effect.kind is EffectKind.DENOUNCE:
        return turn
    say = (Reply(texts.DOUBT), *turn.say)
    return replace(turn, say=say, for_people=True, answered=turn.answered or bool(turn.say or turn.effect))


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
    active = known if known and not _was_answered(known.at, facts) else None
    turn = _governed(known, active, heard, facts)
    if turn is None:
        turn = _at_step(active, heard, facts) if active else None
    if turn is None:
        turn = _free(known, heard, facts)
    if expired and dialogue and dialogue.holds_words and not _was_answered(dialogue.at, facts):
        return replace(turn, say=(Reply(texts.EXPIRED), *turn.say), for_people=True, answered=True)
    if expired and dialogue and dialogue.is_intake and turn.for_people:
        return replace(turn, say=(*turn.say, Reply(texts.EXPIRED)))
    return turn


def _was_answered(since: datetime, facts: DialogueContext) -> bool:
    """Return True if an officer has spoken since then: the resident answers them and not the machine."""
    return facts.answered_at is not None and facts.answered_at >= since


def _is_talking(heard: Input, facts: DialogueContext) -> bool:
    """Return True if an officer spoke to the resident lately: even "1" may then be an answer to them."""
    return facts.answered_at is not None and heard.at - facts.answered_at <= TALKING_FOR


def _asked_since(active: Dialogue, heard: Input, facts: DialogueContext) -> bool:
    """Return True if a case has asked the resident something since: what they say then answers that."""
    return any(active.at < question.at < heard.at for question in facts.questions())


def _put_aside(dialogue: Dialogue | None) -> Dialogue | None:
    """Return what is left of a dialogue when something else comes up: an intake waits."""
    if dialogue is None or not dialogue.is_intake:
        return None
    return replace(dialogue, step=DialogueStep.PAUSED, back=dialogue.back or dialogue.step)


def _governed(
    known: Dialogue | None, active: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    """Handle cancel and resume, which work everywhere; None: it was neither."""
    words = heard.words
    paused = _put_aside(known)
    of_data = words.means(Command.ERASE, Command.UNSUBSCRIBE)
    keeps = words.means(Command.KEEP) and not (known and known.is_intake)
    if of_data or keeps or (known is None and words.text.casefold() == "stop"):
        return _of_data(known, heard)
    withdraws = words.means(Command.WITHDRAW) and not (known and known.is_intake)
    if words.means(Command.CANCEL) and not withdraws and not _is_of_rating(known, heard, facts):
        if known and known.is_intake and not known.cancelled:
            left = replace(paused, at=heard.at, cancelled=True) if paused else None
            return Turn(left, (Reply(texts.CANCELLED),))
        if known or not _is_talking(heard, facts):
            return Turn(paused, (Reply(texts.NOTHING_TO_CANCEL),))
        return Turn(None, for_people=True)
    if words.means(Command.RESUME) and not (active and active.step is DialogueStep.PICTURES):
        return _resumed(known, paused, heard, facts)
    return None


def _resumed(
    known: Dialogue | None, paused: Dialogue | None, heard: Input, facts: DialogueContext
) -> Turn | None:
    if paused and paused.back:
        again = replace(paused, step=paused.back, back=None, at=heard.at, cancelled=False)
        told = menu.question(again, facts.text_of)
        return Turn(again, (Reply(texts.question_told_again(told.text), told.buttons),))
    return None if _is_talking(heard, facts) else Turn(known, (Reply(texts.NOTHING_TO_RESUME),))


def _of_data(known: Dialogue | None, heard: Input) -> Turn:
    """Explain how to have their data deleted or to stop messages, or start or call off an erasure."""
    if heard.words.means(Command.KEEP):
        return Turn(_put_aside(known), effect=Effect(EffectKind.KEEP))
    if heard.words.means(Command.ERASE):
        return Turn(_put_aside(known), for_people=True, answered=True, erases=True)
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
            chooses = number is not None and not _asked_since(active, heard, facts)
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
            return _intake(active, heard, facts)


# The menu


def _chosen(active: Dialogue, number: int, heard: Input) -> Turn:
    commands = (Command.NEWS, Command.REPORT, Command.PROGRESS, Command.OFFICER, Command.MEETINGS)
    if number == 0:
        return _menu(_put_aside(active), heard)
    if not 1 <= number <= len(commands):
        return _menu(_put_aside(active), heard, texts.NOT_A_CHOICE)
    turn = _commanded(_put_aside(active), frozenset({commands[number - 1]}), "", heard)
    if turn is None:
        raise AssertionError  # each of them is a command
    return turn


def _menu(paused: Dialogue | None, heard: Input, before: str = "") -> Turn:
    """Show the menu; a paused intake is kept."""
    waiting = replace(paused, at=heard.at) if paused else Dialogue(DialogueStep.MENU, heard.at)
    kept = (Reply(texts.KEPT_FOR_LATER),) if paused and paused.is_unfinished else ()
    return Turn(waiting, (*((Reply(before),) if before else ()), menu.menu(), *kept))


def _commanded(paused: Dialogue | None, commands: frozenset[Command], kind: str, heard: Input) -> Turn | None:
    """Handle a choice from the menu, by number or by word; None: no such choice."""
    kept = (Reply(texts.KEPT_FOR_LATER),) if paused and paused.is_unfinished else ()
    if kind in STARTING_KINDS or Command.REPORT in commands:
        return _begun(paused, kind if kind in STARTING_KINDS else "", heard)
    if commands & {Command.MENU, Command.GREETING}:
        return _menu(paused, heard)
    if Command.PROGRESS in commands:
        after = paused or Dialogue(DialogueStep.CODE, heard.at)
        return Turn(after, kept, Effect(EffectKind.PROGRESS))
    if Command.OFFICER in commands:
        return Turn(paused, (Reply(texts.SPEAK), *kept), for_people=True, answered=True)
    told = [texts.TOLD[command.value] for command in commands if command.value in texts.TOLD]
    return Turn(paused, (Reply(told[0]), *kept)) if told else None


def _begun(paused: Dialogue | None, kind: str, heard: Input) -> Turn:
    """Begin an intake; if the kind is given, its first question is what it is about."""
    if paused and paused.is_unfinished:
        return Turn(
            replace(paused, step=DialogueStep.OLD_OR_NEW, kind=paused.kind, at=heard.at), (menu.old_or_new(),)
        )
    begun = Dialogue(DialogueStep.WHAT if kind else DialogueStep.KIND, heard.at, kind=kind)
    return Turn(begun, (menu.question(begun, _no_text),))


def _no_text(sort: str) -> str:
    del sort
    return ""


def _old_or_new(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    words = heard.words
    if words.number == 1 or words.means(Command.YES):
        step = active.back or DialogueStep.KIND
        again = replace(active, step=step, back=None, at=heard.at, cancelled=False)
        return Turn(again, (menu.question(again, facts.text_of),))
    if words.number == 2 or words.means(Command.NO, Command.REPORT):  # noqa: PLR2004 - the second choice
        return _begun(None, "", heard)
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
    if _asked_since(active, heard, facts):
        return None
    return Turn(
        replace(active, at=heard.at),
        effect=Effect(EffectKind.SUPPLEMENT, case_id=active.case_id, is_further=True),
    )


# The intake


def _intake(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    if turn := _elsewhere(active, heard) or _rated_meanwhile(active, heard, facts):
        return turn
    if heard.words.is_blank and not heard.files and not heard.has_more:
        if heard.words.cries:
            return _person(active)
        return Turn(active) if heard.needs_person else _asked_again(active, heard, facts)
    if (heard.words.means(Command.HOLD) or _may_stop(active, heard.words)) and not heard.files:
        return _waiting(active, heard)
    answers = {DialogueStep.KIND: _kind, DialogueStep.PICTURES: _pictures, DialogueStep.CHECK: _check}
    turn = answers.get(active.step, _told)(active, heard, facts)
    return _with_enough_files(active, heard, turn)


def _person(active: Dialogue) -> Turn:
    """Leave it to an officer, who alone can tell what is meant; the intake waits."""
    return Turn(_put_aside(active), for_people=True)


def _asked_again(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn:
    """Repeat the question when it was neither an answer nor anything else, so that everyone gets a reply."""
    return Turn(replace(active, at=heard.at), (menu.question(active, facts.text_of),))


def _with_enough_files(active: Dialogue, heard: Input, turn: Turn) -> Turn:
    """Tell the resident when the last file that fits has arrived; further files are for officers."""
    number = len(active.files) + len(heard.files)
    if not heard.files or number < MOST_FILES:
        return turn
    if len(active.files) < MOST_FILES or turn.say:
        turn = replace(turn, say=(Reply(texts.enough_files(MOST_FILES)), *turn.say))
    if number > MOST_FILES:
        turn = replace(turn, for_people=True, answered=bool(turn.say))
    return turn


def _rated_meanwhile(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    """Take a number as the rating a case asked for after the intake did; the intake waits as it is."""
    if not rating(heard.words.text) or not _asked_since(active, heard, facts):
        return None
    asked = next((one for one in facts.questions() if one.is_rating), None)
    return _rated(replace(active, at=heard.at), asked, heard) if asked else None


def _elsewhere(active: Dialogue, heard: Input) -> Turn | None:
    """Handle another wish during an intake, or a return after a pause; the intake waits."""
    words = heard.words
    if words.means(Command.MENU, Command.NEWS, Command.PROGRESS, Command.OFFICER, Command.MEETINGS):
        return _commanded(_put_aside(active), words.commands, "", heard)
    if heard.at - active.at <= RESUMED_AFTER or _is_clear(active, words):
        return None
    if heard.is_small_talk:
        return Turn(active, (Reply(texts.KEPT_FOR_LATER),))
    # Half an hour later it may be about anything: officers read it.
    return Turn(_put_aside(active), (Reply(texts.AFTER_A_PAUSE),), for_people=True, answered=True)


def _is_clear(active: Dialogue, words: ParsedText) -> bool:
    """Return True if the words answer that very question, however long ago it was asked."""
    if active.step in {DialogueStep.KIND, DialogueStep.CHECK}:
        return words.number is not None or bool(words.kind) or words.means(Command.YES, Command.CHANGE)
    return words.means(Command.DONE, Command.SKIP)


def _kind(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn:
    words = heard.words
    number = words.number or 0
    kind = words.kind or (KIND_ORDER[number - 1] if 1 <= number <= len(KIND_ORDER) else "")
    if kind == _DENUNCIATION:
        return Turn(None, effect=Effect(EffectKind.DENOUNCE, active))
    if kind:
        return _asked(replace(active, step=DialogueStep.WHAT, kind=kind, at=heard.at), facts)
    if words.number is not None:
        return Turn(replace(active, at=heard.at), (Reply(texts.KIND_AGAIN),))
    if words.means(Command.SKIP, Command.NO):  # the kind is not known: the story alone will do
        return _asked(replace(active, step=DialogueStep.WHAT, kind=_REPORT, at=heard.at), facts)
    if heard.files or heard.has_more or not heard.is_small_talk:
        # They describe the matter instead of choosing: that is a report, and they are not asked for it twice.
        return _told(replace(active, step=DialogueStep.WHAT, kind=_REPORT), heard, facts)
    return Turn(replace(active, at=heard.at), (Reply(texts.KIND_AGAIN),))


def _may_stop(active: Dialogue, words: ParsedText) -> bool:
    """Return True if an apparent answer may mean "do not": "dung" without its diacritic, "nhầm rồi"."""
    is_unclear = active.step is not DialogueStep.CHECK and words.means(Command.UNCLEAR)
    return is_unclear or (active.step is DialogueStep.WHAT and words.means(Command.NO))


def _waiting(active: Dialogue, heard: Input) -> Turn:
    """Record nothing, and tell the resident how to go on and how to stop."""
    return Turn(replace(active, at=heard.at), (Reply(texts.WAITING),))


def _told(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn:
    """Take an answer in the resident's own words: what, where, since when, whom."""
    words = heard.words
    kept = _with_files(active, heard)
    skipped = active.step is not DialogueStep.WHAT and words.means(Command.SKIP, Command.NO)
    if words.is_courtesy and not skipped and not heard.files:
        return _asked_again(kept, heard, facts)
    if words.is_small_talk and not skipped and not heard.has_more and not heard.has_voice:
        wanted = Reply(texts.WORDS_WANTED)
        asked = (
            (wanted,)
            if active.step is DialogueStep.WHAT
            else (Reply(texts.FILE_ADDED), menu.question(kept, facts.text_of))
        )
        return _told_of_files(kept, *asked)
    if active.step is DialogueStep.WHAT and words.means(Command.REPORT):
        return Turn(kept, (menu.question(kept, facts.text_of),))
    told = kept if skipped else _with_words(kept, active.step.value, heard)
    return _asked(replace(told, step=menu.following(told.kind, active.step)), facts)


def _pictures(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn:
    words = heard.words
    kept = _with_files(active, heard)
    if heard.files:
        says = not words.is_blank or heard.has_more or heard.has_voice
        kept = _with_words(kept, DialogueStep.WHAT.value, heard) if says else kept
        taken = texts.FILE_TAKEN if len(kept.files) < MOST_FILES else texts.FILES_DONE
        return _told_of_files(kept, Reply(taken, menu.question(kept, facts.text_of).buttons))
    if words.means(Command.DONE, Command.NO, Command.SKIP, Command.RESUME):
        return _asked(replace(kept, step=menu.following(kept.kind, DialogueStep.PICTURES)), facts)
    if words.means(Command.YES) or words.is_courtesy:
        return _asked_again(kept, heard, facts)
    return _added(kept, heard, facts)


def _check(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn:
    words = heard.words
    kept = _with_files(active, heard)
    if heard.files and words.is_blank and not heard.has_voice:
        return _told_of_files(kept, Reply(texts.FILE_ADDED), Reply(texts.CHECK_QUESTION))
    if words.number == 1 or words.means(Command.YES):
        return Turn(None, effect=Effect(EffectKind.OPEN, dialogue=kept))
    if words.number == 2 or words.means(Command.CHANGE):  # noqa: PLR2004 - the second choice
        return _asked(Dialogue(DialogueStep.WHAT, heard.at, kind=active.kind), facts)
    unsure = words.means(Command.NO, Command.UNCLEAR, Command.SKIP, Command.DONE, Command.SOLVED)
    if words.number is not None or unsure or heard.is_small_talk or words.commands & _ABOUT_CASES:
        return Turn(kept, (Reply(texts.CHECK_QUESTION),))
    if may_refuse(words.text) and not heard.files:
        return Turn(kept, (Reply(texts.HELD),))
    return _added(kept, heard, facts)


def _added(dialogue: Dialogue, heard: Input, facts: DialogueContext) -> Turn:
    """Add the words to the matter and tell the resident if they fit; otherwise officers read them."""
    told = _with_words(dialogue, DialogueStep.WHAT.value, heard)
    asked = menu.question(told, facts.text_of)
    if told.said == dialogue.said:
        return Turn(told, (Reply(texts.NO_ROOM), asked), for_people=True, answered=True)
    return Turn(told, (Reply(texts.ADDED), asked))


def _told_of_files(dialogue: Dialogue, *say: Reply) -> Turn:
    """Confirm pictures and files once per question: an album arrives as many messages."""
    return Turn(replace(dialogue, told_of_files=True), () if dialogue.told_of_files else say)


def _asked(dialogue: Dialogue, facts: DialogueContext) -> Turn:
    return Turn(
        replace(dialogue, told_of_files=False, told_of_unread=False),
        (menu.question(dialogue, facts.text_of),),
    )


def _with_words(dialogue: Dialogue, part: str, heard: Input) -> Dialogue:
    said = {name: keys for name, keys in dialogue.said.items() if keys}
    if len(said.get(part, ())) >= MOST_WORDS:
        return replace(dialogue, at=heard.at)
    return replace(dialogue, said={**said, part: (*said.get(part, ()), heard.sort)}, at=heard.at)


def _with_files(dialogue: Dialogue, heard: Input) -> Dialogue:
    return replace(dialogue, files=(*dialogue.files, *heard.files)[:MOST_FILES], at=heard.at)


# Outside any dialogue


def _free(known: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn:
    """Handle a message that answers no question of the menu or an intake."""
    words, paused = heard.words, _put_aside(known)
    if words.reopens:
        return Turn(paused, effect=Effect(EffectKind.REOPEN, code=words.code, word=words.text))
    if _is_echo(known, heard):
        return Turn(known)
    turn = (
        (_about_own(paused, heard, facts) if words.means(Command.REOPEN, Command.WITHDRAW) else None)
        or _answered_first(paused, heard, facts)
        or _commanded(paused, words.commands, words.kind, heard)
        or _of_case(paused, heard, facts)
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
            return _menu(paused, heard)  # dots, a question mark
        return Turn(known, (Reply(texts.THANKS),), is_courtesy=True)
    if words.number is not None and not heard.files and not _is_talking(heard, facts):
        return _menu(paused, heard)
    return None


def _answered_first(paused: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn | None:
    """Prefer stars to commands while a case asks for them: "5 nhé cán bộ" calls no officer."""
    if rating(heard.words.text) is None:
        return None
    return _of_case(paused, heard, facts)


def _about_own(paused: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn | None:
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


def _confirmed(active: Dialogue, heard: Input) -> Turn | None:
    """Handle the confirmation of withdrawing or reopening a case; only a plain yes counts."""
    words, left = heard.words, _put_aside(active)
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


def _of_case(paused: Dialogue | None, heard: Input, facts: DialogueContext) -> Turn | None:
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
        and (not _was_answered(question.at, facts) or (question.is_rating and is_unmistakable(words.text)))
    ]
    quoted = [question for question in waiting if question.code == words.code]
    if words.code and not quoted:
        return Turn(paused, effect=Effect(EffectKind.PROGRESS, code=words.code)) if words.only_code else None
    for asked in quoted or waiting:
        turn = _rated(paused, asked, heard) if asked.is_rating else _supplied(paused, asked, heard)
        if turn:
            return turn
    if words.code and words.only_code:
        return Turn(paused, effect=Effect(EffectKind.PROGRESS, code=words.code))
    return None


def _rated(paused: Dialogue | None, asked: Question, heard: Input) -> Turn | None:
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
    after = paused or Dialogue(DialogueStep.WORD, heard.at, case_id=asked.case_id)
    return Turn(after, effect=Effect(EffectKind.SUPPLEMENT, case_id=asked.case_id))
