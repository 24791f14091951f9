"""What persons and conferences say, how it is counted, and what is answered.

Persons and conferences are never added: each has its own type of numbers, and neither adds to the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from loa.participation.consultations.rules.model import (
    DraftText,
    SetAside,
    SpokenLanguage,
    Stance,
    ThemeOutcome,
)


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """What somebody thinks of a node, in the words of their form; `calls`: it may call for help."""

    stance: Stance
    words: str = field(default="", repr=False)
    wording: str = field(default="", repr=False)
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """What somebody spoke instead of writing, with what a person wrote down beside it.

    Attributes:
        files: keys in the bucket of residents' files, in the order in which they were spoken.
        sent_on: the day of the last one.
        heard: how many of them what is written down covers; those that came after it are unheard.
        words: what they say, as a person heard it.
        language: in which they were spoken; None: nobody has listened yet.
        is_stated: they said themselves whether they agree; else whoever listens notes what they hear.
    """

    files: tuple[str, ...]
    sent_on: date
    heard: int = 0
    words: str = field(default="", repr=False)
    language: SpokenLanguage | None = None
    is_stated: bool = False

    @property
    def is_heard(self) -> bool:
        """Whether a person has listened to all of it."""
        return self.heard >= len(self.files)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person said about one node.

    Attributes:
        receipt: names it; nobody finds the person from it.
        node: the id of the node.
        stance, words, wording: what they said; the wording is what they would write there.
        unit_path: where they live.
        by_officer: an officer wrote it down for somebody without a telephone.
        theme: its group; empty: none yet.
        aside: why its words are not passed on.
        recording: what they spoke; None: nothing.
        calls: its words may call for help.
        shard: in which of the partitions of the consultation it is kept.
    """

    receipt: str
    node: str
    stance: Stance
    words: str = field(repr=False)
    wording: str = field(repr=False)
    unit_path: str
    by_officer: bool = False
    theme: str = ""
    aside: SetAside | None = None
    recording: Recording | None = None
    calls: bool = False
    shard: int = 0

    @property
    def is_sealed(self) -> bool:
        """Whether its words have left: nobody writes it again."""
        return self.aside is SetAside.DENUNCIATION

    @property
    def is_unheard(self) -> bool:
        """Whether somebody has still to listen to it."""
        return self.recording is not None and not self.recording.is_heard

    @property
    def waits(self) -> bool:
        """Whether somebody has still to hear it, or to put it into a group.

        Whoever only agrees asks for no answer.
        """
        if self.is_unheard:
            return True
        spoke = self.recording is not None and bool(self.recording.words)
        return bool(self.words or self.wording or spoke) and not self.theme and self.aside is None


@dataclass(frozen=True, slots=True)
class Conference:
    """A meeting about a draft, as its minutes say."""

    id: str
    unit_path: str
    held_on: date
    persons: int
    chair: str
    words: str
    written_by: str


@dataclass(frozen=True, slots=True)
class ConferenceOpinion:
    """What a conference said about one node: how many of those present were for what."""

    receipt: str
    conference: str
    node: str
    agree: int
    disagree: int
    other: int
    words: str
    theme: str = ""
    aside: SetAside | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has still to put it into a group."""
        return bool(self.words) and not self.theme and self.aside is None


@dataclass(frozen=True, slots=True)
class SingleCounts:
    """Opinions of persons on a node; `desk` of them were written down by officers."""

    opinions: int = 0
    agree: int = 0
    disagree: int = 0
    other: int = 0
    desk: int = 0


@dataclass(frozen=True, slots=True)
class ConferenceCounts:
    """Conferences on a node, and how many of those present were for what."""

    conferences: int = 0
    agree: int = 0
    disagree: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """Opinions that share one answer.

    Attributes:
        id: in order of creation.
        title: what they say, in a sentence.
        outcome, answer: what became of it, and why; None and empty: not answered yet.
        body, document: whose answer it is, and the paper in which it stands.
        version: grows with every change.
    """

    id: str
    title: str
    outcome: ThemeOutcome | None = None
    answer: str = ""
    body: str = ""
    document: str = ""
    version: int = 1

    @property
    def source(self) -> str:
        """Return who answers, and where: "Bộ Nội vụ, Công văn số 12/BNV"."""
        return ", ".join(part for part in (self.body, self.document) if part)


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """Who said what a theme is about: persons, conferences, and about which nodes."""

    theme: Theme
    opinions: int
    conferences: int
    nodes: tuple[str, ...]


def shares(
    text: DraftText, themes: Sequence[Theme], singles: Iterable[Opinion], said: Iterable[ConferenceOpinion]
) -> list[ThemeShare]:
    """Return for each theme who stands behind it."""
    persons: dict[str, list[str]] = {theme.id: [] for theme in themes}
    meetings: dict[str, list[str]] = {theme.id: [] for theme in themes}
    for one in singles:
        if one.theme in persons:
            persons[one.theme].append(one.node)
    for each in said:
        if each.theme in meetings:
            meetings[each.theme].append(each.node)
    return [
        ThemeShare(
            theme,
            len(persons[theme.id]),
            len(meetings[theme.id]),
            tuple(text.ordered({*persons[theme.id], *meetings[theme.id]})),
        )
        for theme in themes
    ]


def counted(singles: Iterable[Opinion]) -> Mapping[str, SingleCounts]:
    """Return what single opinions come to by node: the same as the rows that count."""
    found: dict[str, SingleCounts] = {}
    for one in singles:
        now = found.get(one.node, SingleCounts())
        found[one.node] = SingleCounts(
            now.opinions + 1,
            now.agree + (one.stance is Stance.AGREE),
            now.disagree + (one.stance is Stance.DISAGREE),
            now.other + (one.stance is Stance.OTHER),
            now.desk + one.by_officer,
        )
    return found
