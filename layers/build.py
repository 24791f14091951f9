"""Build the Lambda layers: `python3.13 layers/build.py NAME FOLDER` fills FOLDER/python.

The names are `loa` and those of GROUPS. `sam build` calls this through the Makefiles in the layers' folders.
Third-party wheels come from the lock file, checked against its hashes, for the platform in LAYER_PLATFORM
(`arm64` as on AWS, `x86_64`, or `host` for the local stack). A built layer of wheels is kept in
`build/layers/` and used again while its inputs stay the same.

The layer `pages` holds besides its wheels the compiled templates, the files that pages link to and the
officers' guide, the layer `documents` its templates and letters (npm fetches them, their hash is checked).

All layers carry `unchecked-hash` bytecode: SAM's zips drop file times, so ordinary bytecode would be stale
on Lambda and every cold start would compile some 600 modules again (aws-lambda-builders #924). It knows
lines, but not columns: those only underline a part of a source line in a traceback, and weigh a quarter.
In the layer `loa` it lacks the annotations that nothing reads (`Unannotated`), also on the local stack.
"""

import ast
import base64
import contextlib
import hashlib
import json
import marshal
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # `make` in a layer's folder runs this file alone

from layers.selection import BYTECODE_ONLY, LAZY, TEMPLATES, is_pruned  # noqa: E402

UV = ROOT / ".tools" / "uv" / "bin" / "uv"
CACHE = ROOT / "build" / "layers"
SELECTION = ROOT / "layers" / "selection.py"

# Lambda's Python 3.13 runs on Amazon Linux 2023 (glibc 2.34): wheels for 2.28 and older fit.
PLATFORMS = {
    "arm64": ["--python-platform", "aarch64-manylinux_2_28"],
    "x86_64": ["--python-platform", "x86_64-manylinux_2_28"],
    "host": [],
}

# The layers of third-party wheels, each with its dependency group in pyproject.toml.
GROUPS = {
    "deps": "runtime",
    "documents": "documents",
    "images": "images",
    "readers": "readers",
    "pages": "pages",
}

LOA = ROOT / "layers" / "loa" / "python"
PAGES = ROOT / "layers" / "pages"
# The other folders of the layer `pages`, as `loa.web.pages` finds them.
ASSETS, GUIDE = "page_assets", "page_guide"
# Where `make guide` puts the pictures of the officers' guide, with a record of what they show.
PICTURES = ROOT / "build" / "guide" / "pictures"

DOCUMENTS = ROOT / "layers" / "documents"
# As `loa.platform.documents.typesetting` finds them.
DOCUMENT_TEMPLATES, DOCUMENT_FONTS = "document_templates", "document_fonts"
# Tinos: the metrics of Times New Roman, all Vietnamese letters. No registry of Python packages has it.
LETTERS = "@expo-google-fonts/tinos@0.4.2"
LETTERS_SHA512 = "MQkfvUO1Aw7UP3jRtWLcjda+udanoL8ecrbkjbc3ZdhSI1iW/Uil4uD8O0eOiIxU2v/FeAT2XjGNiz5oYUlucg=="
FACES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")

# Whose functions are asked for their annotations: the resolver checks what routes take and give.
ASKED = "loa/web/"
# PEP 552: the bytecode goes by the hash of its source, which is never compared.
UNCHECKED_HASH = (1).to_bytes(4, "little")

LAZY_PAGE = """from importlib import import_module

_HOMES = {homes}
__all__ = list(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    value = globals()[name] = getattr(import_module(_HOMES[name], __name__), name)
    return value
"""


def main() -> int:
    """Build the layer named on the command line into the folder named there.

    `compile FOLDER LEVEL` and `templates FOLDER` are steps of it that run in processes of their own;
    `papers FOLDER` puts templates and letters of documents there, for tests.
    """
    if sys.argv[1] == "compile":
        compile_here(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    if sys.argv[1] == "templates":
        compile_templates_here(Path(sys.argv[2]))
        return 0
    if sys.argv[1] == "papers":
        add_documents(Path(sys.argv[2]))
        return 0
    layer, artifacts = sys.argv[1], Path(sys.argv[2])
    platform = os.environ.get("LAYER_PLATFORM") or "arm64"
    target = artifacts / "python"
    shutil.rmtree(target, ignore_errors=True)
    if layer in GROUPS:
        shutil.copytree(dependencies(layer, platform), target)
        if layer == "pages":
            add_pages(target, target)
            drop_sources(target)
        if layer == "documents":
            add_documents(target)
        return 0
    shutil.copytree(LOA, target, ignore=shutil.ignore_patterns("__pycache__", "*.md"))
    if platform == "host":  # who develops wants to see the lines
        compile_folder(target)
    else:
        compile_folder(target, without_docstrings=True)
        drop_sources(target)
    return 0


def dependencies(layer: str, platform: str) -> Path:
    """Return the folder with a layer's finished third-party packages for `platform`, built when it is new."""
    requirements = run(
        UV, "export", "--only-group", GROUPS[layer], "--frozen", "--no-emit-project", "--no-header"
    )
    inputs = (requirements, platform, sys.version, Path(__file__).read_text(), SELECTION.read_text())
    key = hashlib.sha256("\0".join(inputs).encode()).hexdigest()[:16]
    finished = CACHE / f"{layer}-{platform}-{key}"
    if finished.exists():
        return finished
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as workplace:
        listed = Path(workplace) / "requirements.txt"
        listed.write_text(requirements)
        folder = Path(workplace) / "python"
        install(listed, folder, platform)
        prune(folder)
        for package in LAZY if layer == "deps" else ():
            page = folder / package / "__init__.py"
            page.write_text(lazy(page.read_text()))
        compile_folder(folder)
        drop_sources(folder)
        for older in CACHE.glob(f"{layer}-{platform}-*"):
            shutil.rmtree(older)
        folder.rename(finished)
    return finished


def add_pages(target: Path, wheels: Path) -> None:
    """Compile the templates into `target`, with the Jinja2 in `wheels`; put the linked files beside them."""
    shutil.copytree(PAGES / "assets", target / ASSETS)
    add_guide(target / GUIDE)
    path = os.pathsep.join([str(wheels), str(LOA)])
    run(sys.executable, Path(__file__), "templates", target / TEMPLATES, PYTHONPATH=path)
    compile_folder(target)


def add_guide(target: Path) -> None:
    """Put the words of the officers' guide into `target`; its pictures unless a page has changed since."""
    shutil.copytree(PAGES / "guide", target)
    record = PICTURES / "pictures.json"
    if record.exists() and json.loads(record.read_text("utf-8"))["pages"] == pages_digest():
        shutil.copytree(PICTURES, target, dirs_exist_ok=True)


def pages_digest() -> str:
    """Return a digest of all that pages are made of here: templates, files, the words of the guide."""
    digest = hashlib.sha256()
    for file in sorted(path for path in PAGES.rglob("*") if path.is_file()):
        digest.update(f"\0{file.relative_to(PAGES)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def compile_templates_here(target: Path) -> None:
    """Compile the templates, as `loa.web.pages` reads them."""
    from loa.web.pages.templates import compile_all  # noqa: PLC0415 - of the path that `add_pages` gives

    compile_all(PAGES / "templates", target)


def add_documents(target: Path) -> None:
    """Put templates and letters of documents into `target`."""
    shutil.copytree(DOCUMENTS / "templates", target / DOCUMENT_TEMPLATES)
    shutil.copytree(letters(), target / DOCUMENT_FONTS)


def letters() -> Path:
    """Return the folder with the letters of documents, fetched when they are not there."""
    finished = CACHE / f"letters-{LETTERS_SHA512[:12].replace('/', '_')}"
    if finished.exists():
        return finished
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(f"`npm` is not installed; it fetches {LETTERS} for the layer `documents`")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as workplace:
        run(npm, "pack", LETTERS, "--silent", "--pack-destination", workplace)
        (packed,) = Path(workplace).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if digest != LETTERS_SHA512:
            raise SystemExit(f"{LETTERS} is not the package that we know (sha512 {digest})")
        with tarfile.open(packed) as archive:
            archive.extractall(workplace, filter="data")
        made = Path(workplace) / "letters"
        made.mkdir()
        for face in FACES:
            shutil.copy(Path(workplace) / "package" / face / f"Tinos_{face}.ttf", made)
        with contextlib.suppress(OSError):  # somebody was faster
            made.rename(finished)
    return finished


def install(listed: Path, folder: Path, platform: str) -> None:
    """Unpack the locked wheels of `platform` into `folder`; a wheel with another hash is refused."""
    run(
        UV, "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--link-mode", "copy",
        "--python", sys.executable, "--python-version", "3.13", *PLATFORMS[platform],
        "--target", folder, "-r", listed,
    )  # fmt: skip


def prune(folder: Path) -> None:
    """Remove from `folder` what PRUNED and NEVER_KEPT name, and the folders that this leaves empty."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif is_pruned(path.relative_to(folder).as_posix()):
            path.unlink()


def lazy(page: str) -> str:
    """Return a package's front page with the same names, each imported when it is asked for.

    Raises:
        ValueError: the page does more than import names and list them.
    """
    homes: dict[str, str] = {}
    for statement in ast.parse(page).body:
        match statement:
            case ast.ImportFrom(module=str(module), names=names, level=level):
                homes |= {alias.name: "." * level + module for alias in names if alias.asname is None}
            case ast.Expr(value=ast.Constant()) | ast.Assign(targets=[ast.Name(id="__all__")]):
                pass
            case _:
                raise ValueError(f"line {statement.lineno} of a front page does more than import")
    return LAZY_PAGE.format(homes=homes)


def compile_folder(folder: Path, *, without_docstrings: bool = False) -> None:
    """Write bytecode beside the sources in `folder`, in a Python that has been told to leave out columns."""
    level = 2 if without_docstrings else 0
    run(sys.executable, "-X", "no_debug_ranges", Path(__file__), "compile", folder, str(level))


def compile_here(folder: Path, level: int) -> None:
    """Write bytecode that stays valid whatever happens to file times, naming the path that Lambda shows."""
    for source in sorted(folder.rglob("*.py")):
        place, words = source.relative_to(folder).as_posix(), source.read_bytes()
        tree = ast.parse(words, place)
        if place.startswith("loa/") and not place.startswith(ASKED):
            tree = Unannotated().visit(tree)
        code = compile(tree, f"/opt/python/{place}", "exec", dont_inherit=True, optimize=level)
        # The plain name, which Python looks for whatever its own level.
        target = Path(cache_from_source(source))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(MAGIC_NUMBER + UNCHECKED_HASH + source_hash(words) + marshal.dumps(code))


class Unannotated(ast.NodeTransformer):
    """Takes out annotations of functions and of a module's names: they are for people and the type checker.

    Those of a class stay, they make its fields.
    """

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Make each annotated name a plain one, and go on inside."""
        node.body = [
            ast.copy_location(ast.Assign([each.target], each.value), each)
            if isinstance(each, ast.AnnAssign) and each.value
            else each
            for each in node.body
        ]
        self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Forget what it returns, and go on inside."""
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Forget what a parameter takes."""
        node.annotation = None
        return node


def drop_sources(folder: Path) -> None:
    """Leave only the bytecode of the packages in BYTECODE_ONLY, where Python looks without a source."""
    for package in BYTECODE_ONLY:
        for source in sorted((folder / package).rglob("*.py")):
            compiled = Path(cache_from_source(source))
            compiled.rename(source.with_suffix(".pyc"))
            source.unlink()
            if not any(compiled.parent.iterdir()):
                compiled.parent.rmdir()


def run(*command: str | Path, **more: str) -> str:
    """Run a program in the repository and return what it prints; its failure ends the build.

    Args:
        command: the program and its arguments.
        more: variables of its environment.
    """
    environment = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}
    } | more
    answer = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise SystemExit(f"{' '.join(str(part) for part in command[:3])} failed:\n{answer.stderr}")
    return answer.stdout


if __name__ == "__main__":
    raise SystemExit(main())
