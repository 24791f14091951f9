"""`make guide`: pictures of the real pages, then one book a role in build/guide.

With `--json` it prints the figures alone, for `build/demo.json`.
"""

import json
import sys

from rich.console import Console

from infra.guide import books, pictures
from infra.local.documents import LettersMissing
from infra.local.pages import compiled
from infra.local.places import ROOT


def main() -> int:
    """Make the guide; the exit code is 1 when a picture cannot be taken."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    fault = "" if pictures.are_fresh() else pictures.take()
    if fault:
        console.print(fault)
        return 1
    sys.path.append(str(compiled()))
    try:
        made = books.make()
    except LettersMissing as missing:
        sys.stderr.write(f"no books: {missing}\n")
        made = []
    if "--json" in sys.argv:
        console.print(json.dumps(books.figures()))
    else:
        console.print(f"{books.figures()['pictures']} pictures")
        for book in made:
            console.print(str(book.relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
