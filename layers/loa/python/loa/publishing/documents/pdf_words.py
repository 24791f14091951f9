"""The words of a PDF, read by a program of its own: with a limit of time and memory, and nothing to lose.

    python -m loa.publishing.documents.pdf_words      a PDF comes in, its words go out

pypdf (`layers/readers`) reads whatever strangers have made; a file that makes it run for ever, or take all
memory, ends that program and nothing else, and is found by its title only.
"""

import logging
import resource
import subprocess  # nosec B404 - this module, in a process of its own
import sys
from io import BytesIO
from typing import Final

from loa.publishing.documents.inspection import MAXIMUM_TEXT

SECONDS: Final = 40
PROCESSOR_SECONDS: Final = 30
MEMORY_BYTES: Final = 1_200 * 1024 * 1024
MAXIMUM_PAGES: Final = 600


def pdf_words(content: bytes) -> str | None:
    """Return the words of a PDF, a line for each of its lines; None: they could not be read in time."""
    command = [sys.executable, "-m", __name__]
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    try:
        answer = subprocess.run(  # noqa: S603  # nosec B603 - a fixed command; the file comes by its input
            command,
            input=content,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return answer.stdout.decode("utf-8", "replace")[:MAXIMUM_TEXT]


def main() -> None:
    """Read a PDF, and write its words."""
    from pypdf import PdfReader  # noqa: PLC0415 - in the program alone

    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    logging.disable(logging.CRITICAL)
    left = MAXIMUM_TEXT
    for number, page in enumerate(PdfReader(BytesIO(sys.stdin.buffer.read())).pages):
        if left <= 0 or number >= MAXIMUM_PAGES:
            break
        lines = [line for line in map(str.strip, page.extract_text().splitlines()) if line]
        text = "\n".join(lines)[:left]
        left -= len(text)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
