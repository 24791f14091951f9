"""Budgets that hold whatever the machine: which modules a function loads, and how large what we ship is."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.bench.cold import environment, program_of
from infra.local.bench.sizes import figures_of
from infra.local.build import built, measured
from infra.local.places import TOOLS, function_folder, function_folders

ROOT = Path(__file__).parents[3]
LAYER = ROOT / "layers" / "loa" / "python"

RESOLVER = "aws_lambda_powertools.event_handler"
FORBIDDEN = {
    "webhook": {"pydantic", "requests", "xlsxwriter", RESOLVER, "aws_lambda_powertools.utilities.parser"},
    "inbox": {"pydantic", "requests", "xlsxwriter", RESOLVER},
    "broadcast_plan": {"pydantic", "requests", "xlsxwriter", RESOLVER},
    "broadcast_send": {"pydantic", "xlsxwriter", RESOLVER},
    "accounts": {"pydantic", "xlsxwriter", RESOLVER},
    "officer": {"requests", "xlsxwriter", "nh3", "PIL"},
    "broadcasts": {"requests", "xlsxwriter", "nh3", "PIL"},
    "library": {"requests", "xlsxwriter", "nh3", "PIL"},
    "conversations": {"requests", "xlsxwriter", "nh3", "PIL"},
    "cases": {"requests", "xlsxwriter", "nh3", "PIL"},
    "play": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "mark": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "opinions": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "participation": {"requests", "xlsxwriter", "nh3", "PIL"},
    "public": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL"},
    "people": {"requests", "xlsxwriter", "nh3", "PIL"},
    "session": {"requests", "xlsxwriter", "nh3", "PIL"},
    "profile": {"xlsxwriter", "nh3", "PIL"},
    "petitions": {
        "requests",
        "xlsxwriter",
        "nh3",
        "PIL",
        "python_multipart",
        "loa.dialogue.understanding.parser",
    },
    "miniapp": {"requests", "xlsxwriter", "nh3", "PIL"},
    "confidential": {"requests", "xlsxwriter", "nh3", "PIL"},
    "denunciation_files": {"pydantic", "xlsxwriter", RESOLVER},
    "documents": {"requests", "xlsxwriter", "nh3", "PIL", "typst"},
    "media": {"requests", "xlsxwriter", "nh3", "PIL"},
    "privacy": {"requests", "xlsxwriter", "nh3", "PIL"},
    "redaction": {"requests", "xlsxwriter", "nh3", "PIL"},
    "reorganisation": {"requests", "xlsxwriter", "nh3", "PIL"},
    "report": {"requests", "xlsxwriter", "docx", "typst"},
    "clock": {"pydantic", "requests", "xlsxwriter", RESOLVER},
    "message_send": {"pydantic", "xlsxwriter", RESOLVER},
    "attachments": {"pydantic", "xlsxwriter", RESOLVER},
    "followers": {"pydantic", "xlsxwriter", RESOLVER},
    "reconcile": {"pydantic", "xlsxwriter", RESOLVER},
    "search": {"requests", "xlsxwriter", "nh3", "PIL"},
    "search_index": {"pydantic", "requests", "xlsxwriter", "nh3", RESOLVER},
    "weather": {"pydantic", "xlsxwriter", RESOLVER},
    "library_outside": {"pydantic", "xlsxwriter", RESOLVER},
    "uploads": {"pydantic", "requests", "xlsxwriter", "nh3", "PIL", "pypdf", RESOLVER},
    "roster": {"pydantic", "requests", "xlsxwriter", RESOLVER},
}


def ready(function: str, *, before: str = "pass", after: str) -> str:
    """What a fresh process prints that is ready for its first request."""
    folder = function_folder(function)
    paths = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(LAYER)!r}]"
    program = "; ".join((paths, before, program_of(function), after))
    answer = subprocess.run(
        [sys.executable, "-B", "-c", program],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout


def loaded_by(function: str, more: str = "pass") -> set[str]:
    """The modules in a fresh process that is ready for its first request."""
    return set(ready(function, after=f"{more}; print(*sys.modules, sep='\\n')").split())


def test_every_function_has_a_budget_of_modules() -> None:
    assert set(function_folders()) == set(FORBIDDEN)


@pytest.mark.parametrize("function", FORBIDDEN)
def test_a_cold_start__loads_what_its_first_request_needs__and_leaves_the_collector_idle(
    function: str,
) -> None:
    collections = "sum(generation['collections'] for generation in gc.get_stats())"
    said = ready(
        function,
        before=f"import gc; before = {collections}",
        after=f"print({collections} - before, *sys.modules, sep='\\n')",
    )
    made, *modules = said.split()
    assert not FORBIDDEN[function] & set(modules)
    assert int(made) < 20


def test_garbage_is_still_collected() -> None:
    # A list that holds itself is what nothing but the collector frees.
    left = "[each.append(each) for each in ([] for _ in range(500_000))]; print(len(gc.get_objects()))"
    assert int(ready("webhook", before="import gc", after=left)) < 400_000


def test_a_sheet_is_what_loads_the_writer_of_sheets() -> None:
    assert "xlsxwriter" not in loaded_by("report", "import loa.reports.service")
    assert "xlsxwriter" in loaded_by("report", "import loa.reports.render.xlsx")


@pytest.mark.skipif(
    not (TOOLS / "sam" / "bin" / "sam").exists(), reason="the SAM CLI is not set up: make build"
)
def test_what_goes_to_aws_is_within_its_budget() -> None:
    template, _ = built("arm64")
    beyond = [figure for figure in figures_of(measured(template.parent)) if not figure.within]
    assert beyond == []
