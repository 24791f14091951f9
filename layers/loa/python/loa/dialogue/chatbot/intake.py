"""The steps in which a resident reports something: kind, words, pictures, check."""

from dataclasses import replace
from typing import Final

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import KIND_ORDER, Reply
from loa.dialogue.chatbot.openings import asked_since, commanded, put_aside
from loa.dialogue.chatbot.own_cases import rated
from loa.dialogue.chatbot.turns import DialogueContext, Effect, EffectKind, Input, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import RESUMED_AFTER, Dialogue, DialogueStep
from loa.dialogue.understanding.lexicon import Command
from loa.dialogue.understanding.parser import ParsedText
from loa.dialogue.understanding.ratings import (
    rating,
)
from loa.dialogue.understanding.second_net.net import refuses_by_its_sound, sounds_like_refusing
from loa.dialogue.understanding.stopping import (
    adds_plainly,
    asks_back,
    may_refuse,
    names_a_refusal,
    sends_plainly,
)

MOST_WORDS: Final = 20
"""How many messages may answer one question of an intake; officers read further ones in the conversation."""
MOST_FILES: Final = 20
_DENUNCIATION: Final = "denunciation"
_REPORT: Final = "report"
_ABOUT_CASES: Final = frozenset({Command.REOPEN, Command.WITHDRAW, Command.UNSOLVED})


def intake_step(active: Dialogue, heard: Input, facts: DialogueContext) -> Turn | None:
    """Return the turn of whoever is reporting something; None: the words are about something else."""
    if turn := _elsewhere(active, heard) or _rated_meanwhile(active, heard, facts):
        return turn
    if heard.words.is_blank and not heard.files and not heard.has_more:
        if heard.words.cries:
            return _person(active)
        return Turn(active) if heard.needs_person else _asked_again(active, heard, facts)
    if (heard.words.means(Command.HOLD) or _may_stop(active, heard.words)) and not heard.files:
        return _waiting(active, heard)
    if _sounds_like_stopping(active, heard.words) and not heard.files:
        # It may be an answer all the same: a person reads it, and nothing is lost.
        return replace(_waiting(active, heard), for_people=True, answered=True)
    answers = {DialogueStep.KIND: _kind, DialogueStep.PICTURES: _pictures, DialogueStep.CHECK: _check}
    turn = answers.get(active.step, _told)(active, heard, facts)
    return _with_enough_files(active, heard, turn)


def _person(active: Dialogue) -> Turn:
    """Leave it to an officer, who alone can tell what is meant; the intake waits."""
    return Turn(put_aside(active), for_people=True)


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
    if not rating(heard.words.text) or not asked_since(active, heard, facts):
        return None
    asked = next((one for one in facts.questions() if one.is_rating), None)
    return rated(replace(active, at=heard.at), asked, heard) if asked else None


def _elsewhere(active: Dialogue, heard: Input) -> Turn | None:
    """Handle another wish during an intake, or a return after a pause; the intake waits."""
    words = heard.words
    if words.means(Command.MENU, Command.NEWS, Command.PROGRESS, Command.OFFICER, Command.MEETINGS):
        return commanded(put_aside(active), words.commands, "", heard)
    if heard.at - active.at <= RESUMED_AFTER or _is_clear(active, words):
        return None
    if heard.is_small_talk:
        return Turn(active, (Reply(texts.KEPT_FOR_LATER),))
    # Half an hour later it may be about anything: officers read it.
    return Turn(put_aside(active), (Reply(texts.AFTER_A_PAUSE),), for_people=True, answered=True)


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
    if is_unclear or (active.step is DialogueStep.WHAT and words.means(Command.NO)):
        return True
    is_told = active.step not in {DialogueStep.KIND, DialogueStep.PICTURES, DialogueStep.CHECK}
    # A place may sound like a refusal ("khối Tân Thành"): a word of refusing has to stand there, too.
    refuses = is_told and not words.commands and names_a_refusal(words.text)
    return refuses and sounds_like_refusing(words.text)


def _sounds_like_stopping(active: Dialogue, words: ParsedText) -> bool:
    """Return True if a sentence sounds much like "do not", though no word of refusing stands in it."""
    if active.step is DialogueStep.CHECK or words.commands or words.kind:
        return False
    return refuses_by_its_sound(words.text)


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
    agrees = words.means(Command.YES) or sends_plainly(words.text)
    if words.number == 1 or (agrees and not asks_back(words.text)):
        return Turn(None, effect=Effect(EffectKind.OPEN, dialogue=kept))
    if words.number == 2 or words.means(Command.CHANGE):  # noqa: PLR2004 - the second choice
        return _asked(Dialogue(DialogueStep.WHAT, heard.at, kind=active.kind), facts)
    unsure = words.means(Command.NO, Command.UNCLEAR, Command.SKIP, Command.DONE, Command.SOLVED)
    if words.number is not None or unsure or heard.is_small_talk or words.commands & _ABOUT_CASES:
        return Turn(kept, (Reply(texts.CHECK_QUESTION),))
    if not heard.files and not adds_plainly(words.text):
        # What is neither "send" nor "add" may be a no: it is not written down, and a person reads it.
        clear = may_refuse(words.text) and names_a_refusal(words.text)
        return Turn(kept, (Reply(texts.HELD),), for_people=not clear, answered=True)
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
