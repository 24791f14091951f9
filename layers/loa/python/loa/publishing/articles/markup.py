"""What may stand in an article's texts: a short list of tags, and plain text everywhere else.

Officers paste from Word, Facebook and web pages. Texts of an article may keep the tags of `TAGS` and links of
`SCHEMES`; of everything else only the words stay, and of scripts and styles not even those. Title, author,
description, captions and names of files are plain text: their tags go, their words stay.

A text without any tag is left exactly as it is: "5 < 6 & 7" is not HTML and does not become any. What stands
between "<" and ">" and is no tag of HTML ("<tên đơn vị>") is text: it stays, with a space behind the "<", so
that no reader of HTML takes it for a tag.
"""

import html
import re
from collections.abc import Mapping
from typing import Any, Final
from unicodedata import category

TAGS: Final = frozenset({"p", "br", "b", "strong", "i", "em", "u", "h2", "h3", "ul", "ol", "li", "a"})
SCHEMES: Final = frozenset({"https", "tel", "mailto"})

_WITHOUT_WORDS: Final = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "title", "svg", "math", "select"}
)
"""Tags whose content is no text for people; it goes with them."""

_TAG: Final = re.compile(r"<[a-zA-Z/!?]")
"""What a reader of HTML takes for the beginning of a tag or comment (WHATWG HTML 13.2.5.6)."""

_NAMES: Final = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas"
    "|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed"
    "|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe"
    "|image|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|meter|mglyph|mtext|nav"
    "|noembed|noframes|noscript|object|ol|optgroup|option|output|p|param|path|picture|plaintext|pre|progress|q"
    "|rp|rt|ruby|s|samp|script|search|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg"
    "|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp|xml"
    "|[a-z][a-z0-9]{0,9}:[a-z][a-z0-9]*"
)
"""Tags of HTML, past and present, and those with a prefix that Word writes (`o:p`)."""

_REAL_TAG: Final = (
    rf"</?(?:{_NAMES})(?:[\s/][^<>]*)?>"  # whole
    rf"|<(?:{_NAMES})\s[^<>]*=[^<>]*$"  # cut off at the end of the text
    r"|<!--|<!\[CDATA\[|<!doctype\b|<\?(?:xml|php)\b"
)
"""What somebody pasted who did not write it by hand. Compiled when a text first has something like a tag."""

_ENDS_A_LINE: Final = re.compile(
    r"</(?:div|h[1456]|tr|blockquote|section|article|pre|figcaption)\s*>", re.IGNORECASE
)
"""Ends of blocks that are not on the list; without them the words of two lines would run together."""

_PLAIN_FIELDS: Final = ("title", "author", "description")
_PLAIN_IN_BLOCKS: Final = ("caption", "name")
_KEPT: Final = "\n\t"
_ROUNDS: Final = 4


def clean_article(content: Mapping[str, Any]) -> dict[str, Any]:
    """The article (neutral shape of `api.articles`) with every text cleaned, the rest as it is."""
    plain = {name: plain_text(content[name]) for name in _PLAIN_FIELDS if isinstance(content.get(name), str)}
    blocks = content.get("blocks")
    if not isinstance(blocks, list | tuple):
        return {**content, **plain}
    return {**content, **plain, "blocks": [_clean_block(block) for block in blocks]}


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Every text of an article that people read, by the name of its field."""
    found = {name: content.get(name) for name in _PLAIN_FIELDS}
    for place, block in enumerate(content.get("blocks") or ()):
        found |= {f"blocks[{place}].{name}": block.get(name) for name in ("content", *_PLAIN_IN_BLOCKS)}
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _clean_block(block: Any) -> Any:
    if not isinstance(block, Mapping):
        return block
    cleaned = {name: plain_text(block[name]) for name in _PLAIN_IN_BLOCKS if isinstance(block.get(name), str)}
    if block.get("type") == "text" and isinstance(block.get("content"), str):
        cleaned["content"] = clean_html(block["content"])
    return {**block, **cleaned}


def clean_html(text: str) -> str:
    """The text with only the tags of `TAGS`, closed and nested well; plain text stays as it is."""
    text = _with_open_brackets(_without_controls(text))
    for _ in range(_ROUNDS):  # what was nested wrongly may be read in another way once it is repaired
        before, text = text, _cleaned_once(text)
        if text == before:
            break
    return text


def _cleaned_once(text: str) -> str:
    if not _TAG.search(text):
        return text
    import nh3  # noqa: PLC0415 - only who saves a text with tags in it loads the cleaner

    cleaned = nh3.clean(
        _ENDS_A_LINE.sub("<br>", text),
        tags=set(TAGS),
        clean_content_tags=set(_WITHOUT_WORDS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return _without_controls(cleaned).strip()


def plain_text(text: str) -> str:
    """The words of a text without any tag; entities in a text with tags become their letters."""
    text = _without_controls(text)
    for _ in range(_ROUNDS):  # letters that an entity stood for may look like a tag again
        text = _with_open_brackets(text)
        if not _TAG.search(text):
            return text
        import nh3  # noqa: PLC0415 - as above

        cleaned = nh3.clean(text, tags=set(), clean_content_tags=set(_WITHOUT_WORDS), attributes={})
        text = _without_controls(html.unescape(cleaned)).strip()
    # Whoever nests entities this deep writes no words for people: nothing may look like a tag any more.
    return _TAG.sub(lambda found: f"< {found[0][1:]}", text)


def _with_open_brackets(text: str) -> str:
    """The text with a space behind each "<" that begins no tag of HTML."""
    if not _TAG.search(text):
        return text
    tags = re.compile(_REAL_TAG, re.IGNORECASE)
    return _TAG.sub(lambda found: found[0] if tags.match(text, found.start()) else f"< {found[0][1:]}", text)


def _without_controls(text: str) -> str:
    """The text without characters that no one sees and that readers of HTML disagree about."""
    return "".join(letter for letter in text if letter in _KEPT or category(letter) not in {"Cc", "Cs"})
