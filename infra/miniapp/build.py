"""`make miniapp`: bundle the shell of the Mini App into the folder that is uploaded to Zalo.

    python -m infra.miniapp.build [--api https://loa.example.vn | --stage test]

Writes `build/miniapp/www`: `app-config.json` (from which Zalo makes the page that it serves),
`app.module.js`, `app.css`, `zalo.module.js` (the SDK, loaded inside Zalo only) and an `index.html` for trying
it anywhere else. Relative addresses, ES2015: Zalo serves each version from a folder of its own to phones of
many years.

The frame (header, main ways, foot) and the style are those of the pages, taken from their templates here.
"""

import argparse
import gzip
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from infra.local import bootstrap
from infra.local.deploy import configuration
from infra.local.places import BUILD, ROOT, TOOLS, clean_environment
from infra.local.state import LocalStack
from loa.web.pages import templates
from loa.web.pages.preferences import Preferences

SOURCE: Final = ROOT / "infra" / "miniapp"
TOOLBOX: Final = TOOLS / "miniapp" / "node_modules"
TARGET: Final = BUILD / "miniapp" / "www"

SCRIPT_BUDGET: Final = 20 * 1024
STYLE_BUDGET: Final = 6 * 1024
"""Compressed bytes: what a phone loads before it shows anything."""
LARGEST_FILE: Final = 3 * 1024 * 1024
"""Zalo's limit for one file of an upload (npm `zmp-cli-core`, COMMON_CONFIG)."""

_OFFICERS_STYLE: Final = re.compile(r"/\* 6 officers.*?(?=/\* 7 )", re.DOTALL)
_PRINT_STYLE: Final = re.compile(r"^@media print \{.*?^\}\n", re.DOTALL | re.MULTILINE)


class BuildImpossible(Exception):  # noqa: N818 - read as an outcome
    """The shell cannot be bundled here; the message says why."""


@dataclass(frozen=True, slots=True)
class _Home:
    """Stands for the place of a page, until the shell writes its name in."""

    path: str = ""
    name: str = "Place@"  # in some places it begins with a small letter
    front: str = "Place@"
    in_words: str = "place@"
    address: str = "/@home"
    start: str = "/@home"
    code: str = ""


def bundle(api: str, target: Path = TARGET) -> Path:
    """Bundle the shell for the pages at `api` into `target`, made anew; return it.

    Raises:
        BuildImpossible: npm is missing, a tool failed, or the result is over its budget.
    """
    toolbox()
    workplace = target.parent / "made"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    workplace.mkdir(exist_ok=True)
    (workplace / "frame.html").write_text(frame(), "utf-8")
    (workplace / "app.css").write_text(style(), "utf-8")
    common = ["--bundle", "--minify", "--target=es2015", "--legal-comments=none"]
    script = [*common, "--charset=utf8", "--format=esm", f"--define:API={json.dumps(api)}"]
    _esbuild(
        [str(SOURCE / "src" / "app.js"), *script, "--external:./zalo.module.js", "--loader:.html=text"],
        [f"--alias:frame={workplace / 'frame.html'}", f"--outfile={target / 'app.module.js'}"],
    )
    _esbuild([str(SOURCE / "src" / "zalo.js"), *script, f"--outfile={target / 'zalo.module.js'}"])
    _esbuild([str(workplace / "app.css"), *common, f"--outfile={target / 'app.css'}"])
    shutil.copy(SOURCE / "index.html", target)
    settings = json.loads((SOURCE / "app-config.json").read_text("utf-8"))
    listed = {"listCSS": ["app.css"], "listSyncJS": ["app.module.js"], "listAsyncJS": []}
    text = json.dumps(settings | listed, ensure_ascii=False, indent=2)
    (target / "app-config.json").write_text(f"{text}\n", "utf-8")
    _check(target)
    return target


def frame() -> str:
    """Header, main ways and foot as the layout of the pages writes them, for a place that is named later."""
    skeleton = DictLoader({"base.html": "{% block top %}{% endblock %}{% block foot %}{% endblock %}"})
    pages = FileSystemLoader(ROOT / "layers" / "pages" / "templates")
    layout = templates.environment(ChoiceLoader([skeleton, pages])).get_template("public/layout.html")
    written = layout.render(here=_Home(), path="/", preferences=Preferences(), query={})
    lines = (line.strip() for line in written.splitlines())
    return "\n".join(line for line in lines if line)


def style() -> str:
    """The style of residents' pages, without what officers and paper need, and that of the shell."""
    pages = (ROOT / "layers" / "pages" / "assets" / "loa.css").read_text("utf-8")
    kept = _PRINT_STYLE.sub("", _OFFICERS_STYLE.sub("", pages))
    return kept + (SOURCE / "src" / "shell.css").read_text("utf-8")


def weights(target: Path = TARGET) -> dict[str, int]:
    """Compressed bytes of each file."""
    return {file.name: len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in sorted(target.iterdir())}


def toolbox() -> Path:
    """Return the folder of the pinned tools, installed when they are not.

    Raises:
        BuildImpossible: they cannot be had here.
    """
    try:
        bootstrap.prepare("miniapp")
    except bootstrap.Missing as missing:
        raise BuildImpossible(str(missing)) from missing
    return TOOLBOX


def _check(target: Path) -> None:
    over = [file.name for file in target.iterdir() if file.stat().st_size > LARGEST_FILE]
    packed = weights(target)
    if packed["app.module.js"] > SCRIPT_BUDGET or packed["app.css"] > STYLE_BUDGET or over:
        raise BuildImpossible(f"over the budget: {packed} compressed bytes {over or ''}")


def _esbuild(*arguments: list[str]) -> None:
    command = [str(TOOLBOX / ".bin" / "esbuild"), *(each for group in arguments for each in group)]
    environment = clean_environment(NODE_PATH=str(TOOLBOX))
    ended = subprocess.run(
        [*command, "--log-level=warning"],
        cwd=SOURCE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise BuildImpossible(f"esbuild: {ended.stderr}")


def address_of(stage: str) -> str:
    """Where the pages of a stage stand: PublicUrl in samconfig.toml; without one, the running local stack.

    Raises:
        BuildImpossible: nothing says so.
    """
    if not stage:
        running = LocalStack.load()
        if running is None:
            raise BuildImpossible(
                "for which pages? make miniapp STAGE=test, or API=https://…, or first: make up"
            )
        return running.api_url
    parameters = configuration().get(stage, {}).get("deploy", {}).get("parameters", {})
    overrides: list[str] = parameters.get("parameter_overrides", [])
    found = [each.partition("=")[2] for each in overrides if each.startswith("PublicUrl=")]
    if not found:
        raise BuildImpossible(f"samconfig.toml says no PublicUrl for {stage!r}")
    return found[0]


def main() -> int:
    """Bundle it and say how heavy it is; 1 when that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m infra.miniapp.build", description="Bundle the shell.")
    parser.add_argument("--api", default="", help="the origin of the pages, such as https://loa.example.vn")
    parser.add_argument("--stage", default="", help="a stage of samconfig.toml; else the running local stack")
    options = parser.parse_args()
    try:
        api = (options.api or address_of(options.stage)).rstrip("/")
        target = bundle(api)
    except BuildImpossible as reason:
        print(reason, file=sys.stderr)
        return 1
    for name, size in weights(target).items():
        print(f"{size:>7} B  {name}")
    print(f"{target.relative_to(ROOT)} shows the pages of {api}. Upload: infra/miniapp/README.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
