"""What contributors are told, and how many of them were. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import DraftText
from loa.participation.consultations.rules.opinions import Opinion, Theme

TOLD_FOR: Final = timedelta(days=60)
"""For so long after the publication, whoever comes back to an account is still told."""
_MOST_ANSWERS: Final = 4
_LONGEST_ANSWER: Final = 280


@dataclass(frozen=True, slots=True)
class TellingLedger:
    """Where the telling of one consultation stands: `known == waiting + asked`, always.

    Attributes:
        known: persons whom Zalo vouches for.
        elsewhere: all others: they read the answers on the page, or an officer tells them.
        states: what became of the messages, by `MessageState`.
    """

    known: int
    elsewhere: int
    states: Mapping[str, int]

    @property
    def asked(self) -> int:
        """Return for how many a message was handed over."""
        return sum(self.states.values())

    @property
    def waiting(self) -> int:
        """Return how many are told when they next write to an account, for Zalo allows it then."""
        return self.known - self.asked


def ledger_of(known: int, elsewhere: int, states: Iterable[str]) -> TellingLedger:
    """Return the ledger; who was told and has been erased since counts as known no more."""
    found = Counter(states)
    return TellingLedger(max(known, found.total()), elsewhere, found)


def message_of(
    title: str, text: DraftText, own: Mapping[str, Opinion], answers: Mapping[str, Theme], address: str
) -> str:
    """Return what one contributor reads: the same opinions and answers give the same words.

    Args:
        title: of the consultation.
        text: the draft.
        own: their opinions, by node.
        answers: the groups that were answered, by id.
        address: of the page with all answers.
    """
    parts = _answered(text, own, answers)
    shown = parts[:_MOST_ANSWERS]
    if len(parts) > len(shown):
        shown.append(texts.MORE_ANSWERS.format(count=len(parts) - len(shown)))
    return "\n\n".join(
        [texts.TOLD.format(title=title), *(shown or [texts.TOLD_COUNTED]), texts.TOLD_WHERE + address]
    )


def _answered(text: DraftText, own: Mapping[str, Opinion], answers: Mapping[str, Theme]) -> list[str]:
    parts = []
    for node in text.ordered(own):
        opinion, label = own[node], text.label(node)
        theme = answers.get(opinion.theme)
        if opinion.aside:
            parts.append(texts.TOLD_LABELLED.format(label=label, told=opinion.aside.told))
        elif theme and theme.outcome:
            answer = _cut(theme.answer.split())
            outcome = f"{theme.outcome.label} ({theme.body})" if theme.body else theme.outcome.label
            parts.append(texts.TOLD_ANSWER.format(label=label, outcome=outcome, answer=answer))
    return parts


def _cut(words: Sequence[str]) -> str:
    said = " ".join(words)
    if len(said) <= _LONGEST_ANSWER:
        return said
    return said[:_LONGEST_ANSWER].rpartition(" ")[0] + "…"
