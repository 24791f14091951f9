"""`make check`: no package of uv.lock has a known vulnerability.

    python -m infra.advisories.audit

Reads `known.json`, made from PyPA's advisory database, and `by_hand.json`, what was read elsewhere; it asks
nobody. What has been published since is not in them: the command in `build.py` reads the database anew.
"""

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name
from packaging.version import Version

HERE: Final = Path(__file__).parent
LOCK: Final = HERE.parents[1] / "uv.lock"
KNOWN: Final = HERE / "known.json"
BY_HAND: Final = HERE / "by_hand.json"

type Advisory = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Locked:
    """A package as the lock has it."""

    name: str
    version: Version


def locked(text: str) -> list[Locked]:
    """The packages of a lock; what comes from this checkout has no version that an advisory could name."""
    packages = tomllib.loads(text)["package"]
    return [
        Locked(canonicalize_name(package["name"]), Version(package["version"]))
        for package in packages
        if "version" in package and "registry" in package["source"]
    ]


def advisories(*files: Path) -> list[Advisory]:
    """All advisories of the files."""
    return [
        advisory for file in files for advisory in json.loads(file.read_text(encoding="utf-8"))["advisories"]
    ]


def affects(advisory: Advisory, package: Locked) -> bool:
    """Whether an advisory is about that version of that package."""
    if advisory["package"] != package.name:
        return False
    if str(package.version) in advisory.get("versions", ()):
        return True
    return any(_inside(events, package.version) for events in advisory.get("ranges", ()))


def _inside(events: Iterable[Mapping[str, str]], version: Version) -> bool:
    """Whether a version lies in a range: events in order, as the OSV format has them."""
    inside = False
    for event in events:
        ((what, bound),) = event.items()
        if what == "introduced" and (bound == "0" or version >= Version(bound)):
            inside = True
        elif (what == "fixed" and version >= Version(bound)) or (
            what == "last_affected" and version > Version(bound)
        ):
            inside = False
    return inside


def found(packages: Iterable[Locked], known: Iterable[Advisory]) -> Iterator[str]:
    """A line for each package with a known vulnerability."""
    by_name: dict[str, list[Advisory]] = {}
    for advisory in known:
        by_name.setdefault(advisory["package"], []).append(advisory)
    for package in packages:
        for advisory in by_name.get(package.name, ()):
            if affects(advisory, package):
                names = ", ".join([advisory["id"], *advisory.get("aliases", ())])
                yield f"{package.name} {package.version}: {names}"


def main() -> int:
    """Say what is vulnerable; 0 if nothing is known to be."""
    lines = list(found(locked(LOCK.read_text(encoding="utf-8")), advisories(KNOWN, BY_HAND)))
    for line in lines:
        print(line)
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
