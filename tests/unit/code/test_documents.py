"""Every document, link and module that a text of the repository names exists."""

import re
from pathlib import Path

from infra.local.places import ROOT
from tests.worlds.source import tracked

NAMED = re.compile(r"[\w./-]*\w\.md\b")
LINK = re.compile(r"\]\(([^)#\s]+)")
MODULE = re.compile(r"`((?:\w+/)+\w+\.py)`")
OUR_TEXTS = (".py", ".yaml", ".toml", ".md")
GUIDES = ("README.md", "CONTRIBUTING.md", "layers/loa/README.md", "functions/README.md")


def _ends(names: list[str], named: str) -> bool:
    return any(f"/{name}".endswith(f"/{named.lstrip('./')}") for name in names)


def test_documents__named_anywhere__exist() -> None:
    names = tracked()
    missing = [
        f"{name}: {named}"
        for name in names
        if name.endswith(OUR_TEXTS) and name not in {"CHANGELOG.md", "tests/unit/code/test_documents.py"}
        for named in NAMED.findall((ROOT / name).read_text("utf-8"))
        if not _ends(names, named) and "http" not in named
    ]
    assert not missing


def test_links__in_documents__lead_somewhere() -> None:
    broken = [
        f"{name}: {link}"
        for name in tracked()
        if name.endswith(".md")
        for link in LINK.findall((ROOT / name).read_text("utf-8"))
        if "://" not in link
        and not link.startswith("mailto:")
        and not (ROOT / name).parent.joinpath(link).exists()
    ]
    assert not broken


def test_modules__named_in_guides__exist() -> None:
    names = tracked()
    missing = [
        f"{guide}: {module}"
        for guide in GUIDES
        for module in MODULE.findall((ROOT / guide).read_text("utf-8"))
        if not _ends(names, module)
    ]
    assert not missing


def test_decisions__each__stand_in_the_index() -> None:
    folder = ROOT / "infra/decisions"
    index = LINK.findall((folder / "README.md").read_text("utf-8"))
    pages = sorted(page.name for page in Path(folder).glob("20*.md"))
    assert sorted({link for link in index if link.startswith("20")}) == pages
