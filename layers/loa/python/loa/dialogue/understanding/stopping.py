"""Whether words within an intake may mean "do not send it", or tell something more. Pure rules."""

from typing import Final

from loa.dialogue.understanding.lexicon import ADDING, BEGINNING_TO_ADD, MAYBE_REFUSING, REFUSING_WORDS
from loa.dialogue.understanding.parser import meant

_MOST_REFUSING: Final = 8
_FEWEST_ADDED: Final = 3
_FEWEST_TELLING: Final = 6


def may_refuse(said: str) -> bool:
    """Whether short words may mean "do not send it": then nothing is added and nothing sent, and one asks.

    Whoever adds something tells a fact: in more words, or with a number.
    """
    key = meant(said)
    many = len(key.split())
    if any(letter.isdigit() for letter in key) or many > _MOST_REFUSING:
        return False
    return many < _FEWEST_ADDED or MAYBE_REFUSING.search(key) is not None


def tells_more(said: str) -> bool:
    """Whether words at "shall it be sent?" tell something more: many of them, a number, or "thêm …".

    Of fewer nobody knows what they want, so one asks, and nothing is lost that a person did not see.
    """
    key = meant(said)
    many = len(key.split()) >= _FEWEST_TELLING or any(letter.isdigit() for letter in key)
    return many or ADDING.search(key) is not None


def adds_plainly(said: str) -> bool:
    """Whether words begin as one is told to begin to add something ("Thêm …"), and none of them refuses."""
    return BEGINNING_TO_ADD.match(meant(said)) is not None and not names_a_refusal(said)


def names_a_refusal(said: str) -> bool:
    """Whether words that only refuse stand among few, as in "thôi đừng ghi"."""
    key = meant(said)
    few = len(key.split()) <= _MOST_REFUSING and not any(letter.isdigit() for letter in key)
    return few and REFUSING_WORDS.search(key) is not None
