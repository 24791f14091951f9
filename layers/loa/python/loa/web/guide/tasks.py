"""The tasks of the guide, as the layer `pages` brings them: words, and the pictures that `make guide` took.

A task names the pages on which it is done. An address has many values (`/console/vu-viec/20…`), so pages are
compared by their shape: what names one thing is a hole (`shape`). The link to help carries the shape alone,
and so no id of a case or resident leaves its page.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from loa.errors import NotFound
from loa.foundation.officers.model import Permission, Role, allowed_roles
from loa.platform.layers import layer_folder
from loa.web.api.deeds import shape

PACKAGE: Final = "page_guide"
"""The folder in the layer `pages` with the words and the pictures."""
RECORD: Final = "pictures.json"
"""What was pictured: name → width, height, and the page that was shown."""

_NAME: Final = re.compile(r"[a-z0-9-]+\.webp")


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step.

    Attributes:
        says: what to do; `**…**` marks what stands on a button or above a part.
        page: the route of the page that is pictured, such as `/console/vu-viec/<case_id>`; what follows `#`
            tells several states of it apart. Empty: no picture.
        mark: the words on the page that are framed in the picture.
    """

    says: str
    page: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class GuideTask:
    """Something that an officer does.

    Attributes:
        id: its name in addresses.
        area: under which heading it stands.
        title: what is done.
        why: when, or what for.
        permission: who lacks it does not see the task; None: everybody sees it.
        pages: routes on which it is done.
        steps: in their order.
        note: what else is good to know; may be empty.
    """

    id: str
    area: str
    title: str
    why: str
    permission: Permission | None
    pages: tuple[str, ...]
    steps: tuple[GuideStep, ...]
    note: str = ""

    def picture_of(self, number: int) -> str:
        """Return the name of the picture of a step, counted from 1."""
        return f"{self.id}-{number}.webp"

    def is_for(self, roles: Iterable[Role]) -> bool:
        """Return whether somebody with these roles does it."""
        return self.permission is None or self.permission in allowed_roles(roles)


@dataclass(frozen=True, slots=True)
class GuidePicture:
    """A picture of a page; `width` and `height` in pixels of the page."""

    name: str
    width: int
    height: int


@cache
def tasks() -> tuple[GuideTask, ...]:
    """Return all tasks in the order of the guide.

    Raises:
        LookupError: the layer `pages` is not there.
    """
    found = []
    for file in sorted(layer_folder(PACKAGE).glob("*.toml")):
        told = tomllib.loads(file.read_text("utf-8"))
        found += [_task(told["area"], row) for row in told["task"]]
    return tuple(found)


def _task(area: str, row: Mapping[str, Any]) -> GuideTask:
    return GuideTask(
        id=row["id"],
        area=area,
        title=row["title"],
        why=row["why"],
        permission=Permission(row["permission"]) if "permission" in row else None,
        pages=tuple(row["pages"]),
        steps=tuple(GuideStep(**step) for step in row["steps"]),
        note=row.get("note", ""),
    )


def tasks_of(roles: Iterable[Role]) -> list[GuideTask]:
    """Return what somebody with these roles does."""
    known = list(roles)
    return [task for task in tasks() if task.is_for(known)]


def task_of(name: str, roles: Iterable[Role]) -> GuideTask:
    """Return a task by its id.

    Raises:
        NotFound: it is not one of these roles.
    """
    found = next((task for task in tasks_of(roles) if task.id == name), None)
    if found is None:
        raise NotFound
    return found


def task_at(page: str, roles: Iterable[Role]) -> GuideTask | None:
    """Return the task of the page of this shape, or of the nearest one above it; None: there is none."""
    own = tasks_of(roles)
    wanted = shape(page)
    while wanted.count("/") > 1:
        for task in own:
            if wanted in map(shape, task.pages):
                return task
        wanted = wanted.rpartition("/")[0]
    return None


@cache
def pictures() -> Mapping[str, GuidePicture]:
    """Return the pictures by name; none where nobody took any."""
    record = layer_folder(PACKAGE) / RECORD
    rows = json.loads(record.read_text("utf-8"))["pictures"] if record.exists() else {}
    return {name: GuidePicture(name, row["width"], row["height"]) for name, row in rows.items()}


def picture(name: str) -> bytes:
    """Return a picture.

    Raises:
        NotFound: there is none of this name.
    """
    if not _NAME.fullmatch(name) or name not in pictures():
        raise NotFound
    return (layer_folder(PACKAGE) / name).read_bytes()
