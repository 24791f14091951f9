"""Makes `known.json` from a clone of PyPA's advisory database (CC BY 4.0).

    git clone --bare https://github.com/pypa/advisory-database
    python -m infra.advisories.build advisory-database.git

Takes what is about packages in uv.lock; do so with each change of the lock, and each quarter.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from infra.advisories.audit import KNOWN, LOCK, locked

SOURCE: Final = "https://github.com/pypa/advisory-database, CC BY 4.0"


def _git(repository: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "--git-dir", str(repository), *words], capture_output=True, text=True, check=True
    ).stdout


def entries(document: dict[str, Any], package: str) -> Iterator[dict[str, Any]]:
    """What an advisory says of a package, as the audit reads it; nothing if it was withdrawn."""
    if document.get("withdrawn"):
        return
    for part in document["affected"]:
        if part["package"]["name"].lower() != package:
            continue
        ranges = [
            [{what: str(bound)} for event in one["events"] for what, bound in event.items()]
            for one in part.get("ranges", ())
            if one["type"] == "ECOSYSTEM"
        ]
        versions = {} if ranges else {"versions": [str(one) for one in part.get("versions", ())]}
        yield {
            "package": package,
            "id": document["id"],
            "aliases": document.get("aliases", []),
            "ranges": ranges,
            **versions,
        }


def main(repository: Path) -> int:
    """Write the file; 0 when it is written."""
    names = {package.name for package in locked(LOCK.read_text(encoding="utf-8"))}
    commit, when = _git(repository, "log", "-1", "--format=%H %cs").split()
    files = _git(repository, "ls-tree", "-r", "--name-only", "HEAD", "vulns/").splitlines()
    made = [
        entry
        for file in files
        if (package := Path(file).parent.name) in names and file.endswith(".yaml")
        for entry in entries(yaml.safe_load(_git(repository, "show", f"HEAD:{file}")), package)
    ]
    told = {"source": SOURCE, "commit": commit, "date": when, "advisories": made}
    lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in made)
    head = json.dumps({key: told[key] for key in ("source", "commit", "date")}, indent=1)[:-2]
    KNOWN.write_text(f'{head},\n "advisories": [\n  {lines}\n ]\n}}\n', encoding="utf-8")
    print(f"{len(made)} advisories about {len(names)} packages, of {when}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
