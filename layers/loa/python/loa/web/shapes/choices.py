"""What a form offers to choose from; without pydantic, as pages of residents do without it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers.

    Attributes:
        value: as it is sent.
        label: what it says.
        hint: what it means, under the label.
        icon: of `parts/icons.html`; empty for none.
        former: names of the past by which people look for it.
    """

    value: str
    label: str
    hint: str = ""
    icon: str = ""
    former: tuple[str, ...] = ()
