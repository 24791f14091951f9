"""Read XML of others: nothing that is declared is ever expanded, names come without their prefix."""

from collections.abc import Callable, Mapping
from xml.parsers import expat  # nosec B407 - declarations are refused; callers bound what they hand over
from xml.parsers.expat import ExpatError  # nosec B407 - as above

type Start = Callable[[str, Mapping[str, str]], None]


class NotWellFormed(ValueError):  # noqa: N818 - read as an outcome
    """It is no XML, or declares a document type or entities."""


def parse(
    content: bytes,
    start: Start,
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    """Read a document from its beginning to its end.

    Args:
        content: all of it.
        start: is told each element with its attributes.
        end: is told where it ends.
        text: is told the words between.

    Raises:
        NotWellFormed: see there.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotWellFormed

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    # An attribute without a prefix is the element's own: another's of the same word does not hide it.
    parser.StartElementHandler = lambda name, attributes: start(
        _local(name), {_local(each): value for each, value in attributes.items()} | attributes
    )
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own: this is all
    except ExpatError as error:
        raise NotWellFormed from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]
