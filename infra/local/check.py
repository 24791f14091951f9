"""`make check`: quiet when all is well; otherwise everything that was said, and an exit code that is not 0.

Format, lint, types, security, known vulnerabilities, templates, the JavaScript of the shell. Exceptions with
their reasons stand beside the code (`noqa`), in `pyproject.toml`, `.cfnlintrc.yaml` and `.checkov.yaml`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.places import REGION, ROOT, TEMPLATE, TOOLS, clean_environment, function_folders, tool

LAYER = "layers/loa/python"


@dataclass(frozen=True, slots=True)
class Check:
    """A program that says nothing of interest when it exits with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT

    def failure(self) -> str | None:
        """Run the check; return what it said if it failed."""
        environment = clean_environment(
            SAM_CLI_TELEMETRY="0", AWS_DEFAULT_REGION=REGION, LOG_LEVEL="ERROR", **self.environment
        )
        answer = subprocess.run(
            self.command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        if answer.returncode == 0:
            return None
        return f"{self.name} (exit code {answer.returncode}):\n{answer.stdout}{answer.stderr}"


def checks() -> Iterator[Check]:
    """Yield all checks, the slow ones first."""
    nested = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "infra").glob("**/*.yaml"))]
    pack = ["--append-rules", "cfn_lint_serverless.rules", "--regions", REGION, "--", TEMPLATE.name, *nested]
    yield Check("checkov", [tool("lint", "checkov"), "--config-file", ".checkov.yaml", "--skip-download"])
    yield Check("cfn-lint", [tool("lint", "cfn-lint"), *pack])
    yield Check("sam validate", [tool("sam", "sam"), "validate", "--lint", "--region", REGION])
    yield from types()
    yield Check("advisories", _module("infra.advisories.audit"))
    code = ["functions", "layers", "infra"]
    yield Check(
        "bandit",
        [*_module("bandit"), "--quiet", "--severity-level", "medium", "--recursive", *code],
    )
    yield from shell()
    yield Check("ruff format", [*_module("ruff"), "format", "--check", "--quiet", "."])
    yield Check("ruff check", [*_module("ruff"), "check", "--quiet", "."])


def types() -> Iterator[Check]:
    """Yield the type checks: what is shared at once, then each function as Lambda sees it."""
    mypy = [*_module("mypy"), "--no-error-summary"]
    folders = [str(folder.relative_to(ROOT)) for folder in function_folders().values()]
    yield Check(
        "mypy",
        [*mypy, LAYER, "layers/build.py", "layers/selection.py", "infra", "tests", *folders],
        {"MYPYPATH": os.pathsep.join([LAYER, *folders])},
    )


def shell() -> Iterator[Check]:
    """Yield the checks of the Mini App's shell: types as its comments say them, format, mistakes."""
    programs, folder = TOOLS / "miniapp" / "node_modules" / ".bin", ROOT / "infra" / "miniapp"
    yield Check("tsc", [str(programs / "tsc"), "--project", "."], folder=folder)
    yield Check("biome", [str(programs / "biome"), "check", "."], folder=folder)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def main() -> int:
    """Run all checks, two at a time; 0 when all are content."""
    with ThreadPoolExecutor(max_workers=2) as workers:
        failures = [failure for failure in workers.map(Check.failure, checks()) if failure]
    for failure in failures:
        print(failure, file=sys.stderr)
    return int(bool(failures))


if __name__ == "__main__":
    raise SystemExit(main())
