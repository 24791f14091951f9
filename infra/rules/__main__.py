"""The dated rules of a stage; `make rules` calls this.

    python -m infra.rules list [--stage STAGE]
    python -m infra.rules show RULE [--stage STAGE]           what holds, as JSON: the file to begin with
    python -m infra.rules check RULE --file FILE              nothing is changed
    python -m infra.rules set RULE --file FILE [--stage STAGE]
    python -m infra.rules reset RULE [--stage STAGE]          the code's own rules hold again

Without a stage it is the local stack. Running functions see a change within five minutes.
"""

import argparse
import difflib
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from infra.rules.catalogue import KINDS, checked
from infra.stages import StageMissing, stage_of
from loa import clock
from loa.foundation.rules.store import KEPT_SECONDS, RuleName, RuleTextStore, StoredText
from loa.platform.aws.dynamodb.tables import Table

ACTIONS: Final = ("list", "show", "check", "set", "reset")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.rules", description="Dated rules of a stage.")
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("rule", nargs="?", choices=[name.value for name in RuleName])
    parser.add_argument("--file", type=Path, help="a JSON file with the rules")
    parser.add_argument("--stage", default="", help="a stage of samconfig.toml; else the local stack")
    options = parser.parse_args(arguments)
    if options.action != "list" and not options.rule:
        parser.error(f"which rules? {', '.join(RuleName)}")
    if options.action in {"check", "set"} and not options.file:
        parser.error("which file?")
    name = RuleName(options.rule) if options.rule else None
    try:
        text = options.file.read_text("utf-8") if options.file else ""
        if name and options.action in {"check", "set"}:
            checked(name, text)
        if options.action == "check":
            print(f"{options.file} can be stored as {name}.")
            return 0
        stage = stage_of(options.stage)
    except (OSError, ValueError, StageMissing) as refused:
        print(refused, file=sys.stderr)
        return 1
    stage.use()
    texts = RuleTextStore(Table(stage.outputs["UnitsTableName"]))
    if name is None:
        print(listed(texts))
        return 0
    if options.action == "show":
        print(holding(texts, name))
        return 0
    print(changed(texts, name, text, by=f"{getpass.getuser()} of {stage.name}"))
    return 0


def listed(texts: RuleTextStore) -> str:
    """What holds where from, one line for each kind."""
    stored = texts.all()
    lines = []
    for name, kind in KINDS.items():
        held = stored.get(name)
        where = "as in the code"
        if held:
            where = f"stored {clock.to_text(held.changed_at)} by {held.changed_by}"
            if why := unreadable(name, held.text):
                where = f"{where}, CANNOT BE READ ({why}): the rules before hold, or those of the code"
        lines.append(f"{name.value:14} {kind.what}: {where}")
    return "\n".join(lines)


def unreadable(name: RuleName, text: str) -> str:
    """Why a stored text cannot be read; empty: it can."""
    try:
        KINDS[name].read(text)
    except ValueError as error:
        return str(error)
    return ""


def holding(texts: RuleTextStore, name: RuleName) -> str:
    """The rules that hold, as a text that can be stored again; what cannot be read as it stands."""
    held = texts.all().get(name)
    if held and unreadable(name, held.text):
        return held.text
    return _written(name, held.text if held else "")


def _written(name: RuleName, text: str) -> str:
    rules: Any = KINDS[name].read(text)
    return KINDS[name].write(rules)


def changed(texts: RuleTextStore, name: RuleName, text: str, *, by: str) -> str:
    """Store a text that was checked, or let the code's rules hold again with an empty one; the difference."""
    before, after = holding(texts, name), _written(name, text)
    if text:
        texts.save(StoredText(name, text, clock.now(), by))
    else:
        texts.delete(name)
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "now", lineterm="")
    return "\n".join(
        [*difference, f"{name.value} changed; running functions follow within {KEPT_SECONDS // 60} minutes."]
    )


if __name__ == "__main__":
    raise SystemExit(main())
