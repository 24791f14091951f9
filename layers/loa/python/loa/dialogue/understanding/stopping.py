"""Whether words within an intake may mean "do not send it", or tell something more. Pure rules."""

from typing import Final

from loa.dialogue.understanding import texts
from loa.dialogue.understanding.lexicon import BEGINNING_TO_ADD, MAYBE_REFUSING, REFUSING_WORDS
from loa.dialogue.understanding.parser import meant

_MOST_REFUSING: Final = 8
_FEWEST_ADDED: Final = 3


def may_refuse(said: str) -> bool:
    """Whether short words may mean "do not send it": then nothing is added and nothing sent, and one asks.

    Whoever adds something tells a fact: in more words, or with a number.
    """
    key = meant(said)
    many = len(key.split())
    if any(letter.isdigit() for letter in key) or many > _MOST_REFUSING:
        return False
    return many < _FEWEST_ADDED or MAYBE_REFUSING.search(key) is not None


def asks_back(said: str) -> bool:
    """Whether words ask something: "gửi được không" is no consent, nor is "gửi rồi à"."""
    words = _words(said)
    return "?" in said or (bool(words) and words[-1] in texts.ASKING_LAST)


def sends_plainly(said: str) -> bool:
    """Whether words consist of "send it" and assent alone: "rứa là đúng rồi, gửi đi em".

    What means something else without its marks needs them ("đừng" is no "đúng", nor "à" an "ạ").
    """
    words = _words(said)
    sends = not texts.SENDING.isdisjoint(words) and words[-1] not in texts.AFTER_IT
    return sends and texts.ONLY_FIRST.isdisjoint(words[1:]) and set(words) <= texts.SENDING | texts.ASSENTING


def adds_plainly(said: str) -> bool:
    """Whether words begin as one is told to begin to add something ("Thêm …"); none refuses or delays."""
    words = _words(said)
    puts_off = bool(words) and words[-1] in texts.NOT_YET_LAST
    return BEGINNING_TO_ADD.match(meant(said)) is not None and not puts_off and not names_a_refusal(said)


def names_a_refusal(said: str) -> bool:
    """Whether words that only refuse stand among few, as in "thôi đừng ghi"."""
    key = meant(said)
    few = len(key.split()) <= _MOST_REFUSING and not any(letter.isdigit() for letter in key)
    return few and REFUSING_WORDS.search(key) is not None


def _words(said: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in said.casefold()).split()
