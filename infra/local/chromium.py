"""Chromium for tests and the demo, and axe-core, which checks what it shows.

Chromium is the headless program that the npm package `@sparticuz/chromium` (MIT) carries, packed by Brotli;
axe-core (MPL-2.0) is one script; Roboto makes letters as wide as on a phone. All are fetched once into
`.tools`, their hashes checked. Without npm the Chromium of the system is taken, if there is one (Debian: apt
install chromium-headless-shell).
"""

import base64
import fcntl
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from infra.local.places import TOOLS, clean_environment

FOLDER: Final = TOOLS / "chromium"
SYSTEM: Final = ("chromium-headless-shell", "chromium", "google-chrome")
ARGUMENTS: Final = ("--no-sandbox", "--no-zygote", "--font-render-hinting=none", "--disable-gpu")
"""It runs as root in containers, shows only pages of ours, and letters are as wide on every machine."""

_UNPACK: Final = """
const {createReadStream, createWriteStream} = require("fs"), {createBrotliDecompress} = require("zlib");
require("stream").pipeline(createReadStream(process.argv[1]), createBrotliDecompress(),
  createWriteStream(process.argv[2]), (error) => { if (error) throw error; });
"""
_FONTS_CONF: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/.cache</cachedir></fontconfig>
"""
_WEIGHTS: Final = ("400Regular", "600SemiBold", "700Bold")


class ChromiumMissing(Exception):  # noqa: N818 - read as an outcome
    """Chromium cannot run on this machine; the message says what is missing."""


class Package(NamedTuple):
    """A package of npm: its name with the version, and the SHA-512 of its archive."""

    name: str
    sha512: str


BROWSER: Final = Package(
    "@sparticuz/chromium@153.0.0",
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
FONTS: Final = Package(  # Roboto, as on most phones; OFL
    "@expo-google-fonts/roboto@0.4.3",
    "kX3wmpmu06fN1yOwYWMdjYJWNUYW6xUiAGeHbvPzzSEb3A3j23JelQ3tAgwQNKgEKRq6wtMmzixy2r7y9c8dsA==",
)
AXE: Final = Package(
    "axe-core@4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)


def program() -> Path:
    """Return Chromium's program, fetching it when it is not there yet.

    Raises:
        ChromiumMissing: neither npm nor the system has one.
    """
    try:
        return _once("chromium", _fetch_browser)
    except ChromiumMissing as missing:
        for name in SYSTEM:
            found = shutil.which(name)
            if found:
                return Path(found)
        raise ChromiumMissing(f"{missing}; nor is one installed (apt install {SYSTEM[0]})") from None


def axe() -> str:
    """Return the script axe-core.

    Raises:
        ChromiumMissing: npm is missing or refuses.
    """
    return _once("axe.min.js", _fetch_axe).read_text("utf-8")


def environment() -> dict[str, str]:
    """Return the environment that Chromium starts in, with the letters and libraries that came with it."""
    fonts = FOLDER / "fonts"
    libraries = os.pathsep.join([str(FOLDER / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]).rstrip(
        os.pathsep
    )
    own = {"FONTCONFIG_FILE": str(fonts / "own.conf")} if (fonts / "own.conf").exists() else {}
    return clean_environment(LD_LIBRARY_PATH=libraries, **own)


def _once(name: str, fetch: Callable[[Path], None]) -> Path:
    made = FOLDER / name
    if made.exists():
        return made
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with tempfile.TemporaryDirectory(dir=TOOLS) as workplace:
                fetch(Path(workplace))
    return made


def _fetch_browser(workplace: Path) -> None:
    """The program comes last: it says that all is there."""
    node = shutil.which("node")
    if node is None:
        raise ChromiumMissing("`node` is not installed; it unpacks Chromium")
    fonts = FOLDER / "fonts"
    fonts.mkdir(exist_ok=True)
    letters = _packed(FONTS, workplace / "letters")
    for weight in _WEIGHTS:
        shutil.copy(letters / weight / f"Roboto_{weight}.ttf", fonts)
    (fonts / "own.conf").write_text(_FONTS_CONF.format(folder=fonts))
    unpacked = _packed(BROWSER, workplace / "browser") / "bin"
    for name in ("al2023.tar", "chromium"):
        command = [node, "-e", _UNPACK, str(unpacked / f"{name}.br"), str(unpacked / name)]
        subprocess.run(command, check=True, capture_output=True, env=clean_environment())
    with tarfile.open(unpacked / "al2023.tar") as packed:  # libraries that a bare machine may lack
        packed.extractall(FOLDER, filter="data")
    (unpacked / "chromium").chmod(0o755)
    (unpacked / "chromium").rename(FOLDER / "chromium")


def _fetch_axe(workplace: Path) -> None:
    (_packed(AXE, workplace) / "axe.min.js").rename(FOLDER / "axe.min.js")


def _packed(package: Package, workplace: Path) -> Path:
    """Return the unpacked archive of a package that is the one we know."""
    npm = shutil.which("npm")
    if npm is None:
        raise ChromiumMissing(f"`npm` is not installed; it fetches {package.name}")
    workplace.mkdir(exist_ok=True)
    command = [npm, "pack", package.name, "--silent", "--pack-destination", str(workplace)]
    answer = subprocess.run(command, cwd=workplace, capture_output=True, text=True, check=False)
    packed = next(workplace.glob("*.tgz"), None)
    if packed is None:
        raise ChromiumMissing(f"npm could not fetch {package.name}: {answer.stderr[-500:]}")
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if digest != package.sha512:
        raise ChromiumMissing(f"{package.name} is not the package that we know (sha512 {digest})")
    with tarfile.open(packed) as archive:
        archive.extractall(workplace, filter="data")
    return workplace / "package"
