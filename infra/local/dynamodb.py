"""Amazon's own DynamoDB engine, for tests and the bench: what a row costs is its word.

DynamoDB Local is a Java program that the npm package `amplify-dynamodb-simulator` (Apache-2.0) carries. It
is fetched once into `.tools/dynamodb`, its hash checked, and runs in memory for as long as the `with` block
lasts.
"""

import base64
import fcntl
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.places import HOST, TOOLS, clean_environment, free_port, is_listening

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
FOLDER = TOOLS / "dynamodb"
PART = "package/emulator/"
START_SECONDS = 30


class DynamoDBLocalMissing(Exception):  # noqa: N818 - read as an outcome
    """DynamoDB Local cannot run on this machine; the message says what is missing."""


@contextmanager
def dynamodb_local(port: int | None = None, *, shared: bool = True) -> Iterator[str]:
    """Run DynamoDB Local and give its endpoint, such as `http://127.0.0.1:38211`.

    Args:
        port: where it listens; a free port by default.
        shared: whether all who ask see the same tables; otherwise each access key has tables of its own.

    Raises:
        DynamoDBLocalMissing: no Java, no npm to fetch it with, or it does not start.
    """
    java = shutil.which("java")
    if java is None:
        raise DynamoDBLocalMissing("`java` is not installed (Debian: apt install default-jre-headless)")
    program = fetched()
    chosen = port or free_port()
    command = [java, f"-Djava.library.path={program / 'DynamoDBLocal_lib'}", "-Xmx512m"]
    command += ["-jar", str(program / "DynamoDBLocal.jar"), "-inMemory", "-disableTelemetry"]
    command += ["-sharedDb"] if shared else []
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(
            [*command, "-port", str(chosen)], cwd=program, stdout=words, stderr=words, env=clean_environment()
        ) as process,
    ):
        try:
            _wait(process, chosen)
            yield f"http://{HOST}:{chosen}"
        except DynamoDBLocalMissing as missing:
            words.seek(0)
            raise DynamoDBLocalMissing(f"{missing}: {words.read().decode(errors='replace')[-500:]}") from None
        finally:
            process.kill()


def fetched() -> Path:
    """Return the folder with DynamoDB Local, fetching it when it is not there yet.

    Raises:
        DynamoDBLocalMissing: npm is missing or refuses, or the package is not the one we know.
    """
    if (FOLDER / "DynamoDBLocal.jar").exists():
        return FOLDER
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "dynamodb.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (FOLDER / "DynamoDBLocal.jar").exists():
            _fetch()
    return FOLDER


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise DynamoDBLocalMissing(
            "`npm` is not installed; it fetches the package that carries DynamoDB Local"
        )
    with tempfile.TemporaryDirectory(dir=TOOLS) as workplace:
        command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", workplace]
        answer = subprocess.run(command, cwd=workplace, capture_output=True, text=True, check=False)
        packed = next(Path(workplace).glob("*.tgz"), None)
        if packed is None:
            raise DynamoDBLocalMissing(f"npm could not fetch {PACKAGE}: {answer.stderr[-500:]}")
        digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if digest != SHA512:
            raise DynamoDBLocalMissing(f"{PACKAGE} is not the package that we know (sha512 {digest})")
        with tarfile.open(packed) as archive:
            wanted = [member for member in archive.getmembers() if member.name.startswith(PART)]
            archive.extractall(workplace, members=wanted, filter="data")
        (Path(workplace) / PART).rename(FOLDER)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_listening(port):
        if process.poll() is not None:
            raise DynamoDBLocalMissing(f"DynamoDB Local ended with {process.returncode}")
        if time.monotonic() > deadline:
            raise DynamoDBLocalMissing(f"DynamoDB Local did not answer within {START_SECONDS} s")
        time.sleep(0.05)
