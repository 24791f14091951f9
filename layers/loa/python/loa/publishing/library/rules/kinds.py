"""Kinds of item and sections, as tables: fields with their checks, lifetime, order, who may publish.

A new field is a line here, a new kind one more row. `fields`, `findings` and `transitions` do what
the rows say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loa.foundation.units.model import Level
from loa.publishing.library.rules import texts


class Section(StrEnum):
    """The twelve features of the Mini App, in its order."""

    LOCAL_NEWS = "local_news"
    POLICY = "policy"
    GUIDANCE = "guidance"
    PROVINCE = "province"
    ACTIVITIES = "activities"
    BULLETIN = "bulletin"
    NOTICES = "notices"
    HANDBOOK = "handbook"
    PUBLIC_SERVICES = "public_services"
    MEDIA = "media"
    ORGANISATIONS = "organisations"
    WEATHER = "weather"


class ItemKind(StrEnum):
    """What sort of item it is."""

    ARTICLE = "article"
    NOTICE = "notice"
    DOCUMENT = "document"
    EVENT = "event"
    LINK = "link"
    PAGE = "page"
    """Of the handbook."""


class FieldType(StrEnum):
    """How the value of a field is checked."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    URL = "url"
    PHONE = "phone"
    OCCASIONS = "occasions"
    ITEM = "item"
    """The id of an item of the same unit, or nothing."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind.

    Attributes:
        name: for programs; its Vietnamese label is in `texts.FIELDS`.
        type: how it is checked.
        required: whether an item without it cannot be submitted; a draft may lack it.
        maximum: letters, or entries of a list.
        choices: of `FieldType.CHOICE`.
        on_card: whether lists show it.
    """

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    maximum: int = 300
    choices: tuple[str, ...] = ()
    on_card: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return texts.FIELDS[self.name]


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for every item of a kind.

    Attributes:
        kind: the kind.
        fields: besides title, summary, blocks and cover.
        needs_blocks: whether an item without content cannot be submitted.
        needs_file: whether a file (or the full text) is needed.
        lifetime_days: the longest that it is shown; None: until it is withdrawn.
        review_days: after how long somebody should look at it again; None: never.
        in_calendar: listed by its dates, in the unit's calendar instead of the section.
        by_administrator: whether only hosts that an administrator approved may be named.
        spoken: whether a machine speaks it, where no officer has uploaded a spoken version.
    """

    kind: ItemKind
    fields: tuple[Field, ...] = ()
    needs_blocks: bool = False
    needs_file: bool = False
    lifetime_days: int | None = None
    review_days: int | None = None
    in_calendar: bool = False
    by_administrator: bool = False
    spoken: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return texts.KINDS[self.kind.value]

    def field(self, name: str) -> Field | None:
        """The field of that name, if the kind has it."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def card_fields(self) -> frozenset[str]:
        """Names of the fields that lists show."""
        return frozenset(field.name for field in self.fields if field.on_card)


@dataclass(frozen=True, slots=True)
class SectionRule:
    """What holds for a section.

    Attributes:
        section: the section.
        kinds: which kinds it takes.
        levels: whose units may publish in it.
        by_hand: whether its lists are in the order that officers give, not by date.
    """

    section: Section
    kinds: frozenset[ItemKind]
    levels: frozenset[Level] = frozenset(Level)
    by_hand: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return texts.SECTIONS[self.section.value]


EFFECTS: Final = ("in_force", "expired", "amended")
OPENS: Final = ("webview", "browser")
LANGUAGES: Final = ("vi", "tai", "hmong")
"""Spoken versions: Vietnamese, Thái, Mông."""

SPOKEN_BY_MACHINE: Final = "vi"
"""No machine speaks Thái or Mông: those are spoken by people."""

MAXIMUM_OCCASIONS: Final = 60

_RULES: Final = (
    KindRule(ItemKind.ARTICLE, needs_blocks=True, review_days=365, spoken=True),
    KindRule(
        ItemKind.NOTICE,
        (
            Field("valid_from", FieldType.DAY, required=True, on_card=True),
            Field("valid_to", FieldType.DAY, on_card=True),
        ),
        needs_blocks=True,
        lifetime_days=400,
        spoken=True,
    ),
    KindRule(
        ItemKind.DOCUMENT,
        (
            Field("number", required=True, maximum=80, on_card=True),
            Field("issued_on", FieldType.DAY, required=True, on_card=True),
            Field("issuer", required=True, maximum=200, on_card=True),
            Field("signer", maximum=120),
            Field("effect", FieldType.CHOICE, required=True, choices=EFFECTS, on_card=True),
            Field("law_field", maximum=120, on_card=True),
            Field("form", maximum=80, on_card=True),
        ),
        needs_file=True,
        review_days=365,
    ),
    KindRule(
        ItemKind.EVENT,
        (
            Field("occasions", FieldType.OCCASIONS, required=True, maximum=MAXIMUM_OCCASIONS, on_card=True),
            Field("place", required=True, maximum=200, on_card=True),
            Field("address"),
            Field("contact", maximum=120),
            Field("phone", FieldType.PHONE),
            Field("online_url", FieldType.URL, maximum=2048),
            Field("accessibility"),
            Field("audience"),
        ),
        in_calendar=True,
        spoken=True,
    ),
    KindRule(
        ItemKind.LINK,
        (
            Field("url", FieldType.URL, required=True, maximum=2048, on_card=True),
            Field("host_name", maximum=200, on_card=True),
            Field("opens", FieldType.CHOICE, choices=OPENS, on_card=True),
        ),
        review_days=180,
        by_administrator=True,
    ),
    KindRule(
        ItemKind.PAGE,
        (Field("parent", FieldType.ITEM, on_card=True),),
        needs_blocks=True,
        review_days=365,
        spoken=True,
    ),
)

KINDS: Final[Mapping[ItemKind, KindRule]] = {rule.kind: rule for rule in _RULES}

_NEWS: Final = frozenset({ItemKind.ARTICLE, ItemKind.NOTICE, ItemKind.DOCUMENT, ItemKind.EVENT})
_LINKS: Final = frozenset({ItemKind.LINK, ItemKind.ARTICLE, ItemKind.NOTICE})
_PROVINCE: Final = frozenset({Level.PROVINCE})

_SECTIONS: Final = (
    SectionRule(Section.LOCAL_NEWS, _NEWS),
    SectionRule(Section.POLICY, _NEWS),
    SectionRule(Section.GUIDANCE, _NEWS),
    SectionRule(Section.PROVINCE, _NEWS, _PROVINCE),
    SectionRule(Section.ACTIVITIES, _NEWS),
    SectionRule(Section.BULLETIN, _NEWS),
    SectionRule(Section.NOTICES, _NEWS),
    SectionRule(Section.HANDBOOK, frozenset({ItemKind.PAGE}), by_hand=True),
    SectionRule(Section.PUBLIC_SERVICES, _LINKS, by_hand=True),
    SectionRule(Section.MEDIA, _LINKS, by_hand=True),
    SectionRule(Section.ORGANISATIONS, _LINKS, by_hand=True),
    SectionRule(Section.WEATHER, _LINKS, by_hand=True),
)

SECTIONS: Final[Mapping[Section, SectionRule]] = {rule.section: rule for rule in _SECTIONS}

CALENDAR: Final = "calendar"
"""The list of a unit's events."""


def list_name(kind: ItemKind, section: Section) -> str:
    """The list that shows items of this kind and section."""
    return CALENDAR if KINDS[kind].in_calendar else section.value
