"""The areas of the console, and which of them somebody sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loa.foundation.officers.model import Officer, Permission, Role, allowed_roles
from loa.foundation.units.model import parent
from loa.web.api.deeds import shape
from loa.web.console import texts

HOME: Final = "/console"
SIGN_IN: Final = "/console/dang-nhap"
SIGN_OUT: Final = "/console/dang-xuat"
CONFIRM: Final = "/console/xac-nhan"
"""Where the second factor is asked for again."""
OWN: Final = "/console/toi"
GUIDE: Final = "/console/huong-dan"
"""The guide; with a page in `trang` it leads to what is done there."""
PRACTICE: Final = "/console/thuc-hanh"
"""Only at a stage for practice: sample residents write here."""
KEEP_DRAFT: Final = "/console/het-phien"
"""Where a form goes whose session has ended."""
DRAFT: Final = "nhap"
"""In the query of a page: the form that was kept."""
WITHOUT_DRAFTS: Final = (HOME, "/console/to-cao")
"""Areas of which no form is kept: what it asks for is a password, or about a denunciation."""
PAPER: Final = "/phieu-giay"
"""How a page ends whose forms are never kept: they are a resident's answers, beside an officer's name."""


@dataclass(frozen=True, slots=True)
class ConsoleArea:
    """One area.

    Attributes:
        path: where it begins.
        name: its word in the navigation.
        icon: of `parts/icons.html`.
        permission: who lacks it does not see the area; None: everybody sees it.
        of_province: only officers of the province see it.
    """

    path: str
    name: str
    icon: str
    permission: Permission | None = None
    of_province: bool = False


AREAS: Final = (
    ConsoleArea(HOME, texts.HOME, "track"),
    ConsoleArea("/console/tin-nhan", texts.MESSAGES, "chat", Permission.READ_CONVERSATIONS),
    ConsoleArea("/console/vu-viec", texts.CASES, "pen", Permission.READ_CASES),
    ConsoleArea("/console/truyen-thong", texts.BROADCASTS, "loa", Permission.READ_BROADCASTS),
    ConsoleArea("/console/noi-dung", texts.LIBRARY, "news", Permission.READ_LIBRARY),
    ConsoleArea("/console/tham-gia", texts.PARTICIPATION, "flag", Permission.READ_PARTICIPATION),
    ConsoleArea("/console/du-lieu", texts.PRIVACY, "shield", Permission.HANDLE_DATA_REQUESTS),
    ConsoleArea("/console/to-cao", texts.DENUNCIATIONS, "lock", Permission.READ_CONFIDENTIAL),
    ConsoleArea("/console/can-bo", texts.PEOPLE, "people", Permission.MANAGE_OFFICERS),
    ConsoleArea("/console/bao-cao", texts.REPORTS, "chart", Permission.READ_REPORTS),
    ConsoleArea("/console/tai-khoan", texts.ACCOUNTS, "user", Permission.READ_ACCOUNTS),
    ConsoleArea("/console/sap-xep", texts.REORGANISATION, "links", Permission.REORGANISE, of_province=True),
)
"""In the order of the navigation; a phone shows the first four. Only areas that have pages."""


def keeps_drafts(path: str) -> bool:
    """Whether forms of a page are kept; those of the pages about oneself are, but for what is secret."""
    apart = tuple(area for area in WITHOUT_DRAFTS if area != HOME)
    return not path.startswith(apart) and not path.endswith(PAPER)


def help_at(path: str = "") -> str:
    """Return the address of the guide for a page; without a path, of the whole."""
    return f"{GUIDE}?trang={shape(path)}" if path else GUIDE


def areas_of(officer: Officer) -> Sequence[ConsoleArea]:
    """Return the areas in which the officer can do something."""
    permissions = allowed_roles(officer.roles)
    below = parent(officer.unit_path) is not None
    return [
        area
        for area in AREAS
        if (area.permission is None or area.permission in permissions) and not (area.of_province and below)
    ]


def is_administrator(officer: Officer) -> bool:
    """Return whether the officer manages others."""
    return Role.ADMINISTRATOR in officer.roles
