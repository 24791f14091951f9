"""What officers write, as it is kept: cleaned texts, known blocks, references to our own files.

A draft may be unfinished, so nothing here asks for what is missing; it refuses what could not be shown.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from loa.errors import InvalidInput, TooLarge
from loa.publishing.articles.markup import clean_html, plain_text
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.fields import checked_fields, is_https
from loa.publishing.library.rules.kinds import LANGUAGES, ItemKind
from loa.publishing.library.rules.media import MAXIMUM_FILES, MAXIMUM_REFERENCES, files_of, references
from loa.publishing.library.rules.model import (
    MAXIMUM_SUMMARY,
    MAXIMUM_TAG,
    MAXIMUM_TAGS,
    MAXIMUM_TITLE,
    Audio,
    ContentBlock,
    CoverPicture,
    LibraryContent,
)
from loa.publishing.library.rules.spoken import words_of
from loa.text.cleaning import clean
from loa.text.folding import fold

MAXIMUM_BLOCKS: Final = 100
MAXIMUM_BYTES: Final = 200_000
"""Of a content as JSON: a row of DynamoDB holds 400 KB."""
MAXIMUM_AUTHOR: Final = 100
MAXIMUM_ALT: Final = 300
MAXIMUM_PICTURES: Final = 30

_PICTURE: Final = re.compile(r"media:[0-9a-f]{64}\.(?:jpg|png)")
_FILE: Final = re.compile(r"file:[0-9a-f]{64}\.(?:pdf|docx)")
_AUDIO: Final = re.compile(r"audio:[0-9a-f]{64}\.(?:mp3|m4a|ogg)")


class _Faults(dict[str, str]):
    """What is wrong, by field; the first message of a field counts."""

    def add(self, field: str, message: str) -> None:
        self.setdefault(field, message)

    def text(self, value: Any, at: str, maximum: int) -> str:
        """A plain text, cut to nothing when it is none."""
        text = plain_text(clean(value)) if isinstance(value, str) else ""
        if len(text) > maximum:
            self.add(at, texts.TOO_LONG.format(label=at, maximum=maximum))
        return text


def checked_content(kind: ItemKind, given: Mapping[str, Any]) -> LibraryContent:
    """The content as it is kept.

    Args:
        kind: which fields it may have.
        given: `title`, `summary`, `author`, `blocks`, `cover`, `fields`, `audio`, `tags`. A sound that is
            `confirmed` says these words, whatever it was uploaded for.

    Raises:
        InvalidInput: names each field that cannot be kept, such as `blocks[2].url`.
        TooLarge: more than 200 kB in all.
    """
    faults = _Faults()
    fields, wrong = checked_fields(kind, given.get("fields") or {})
    faults.update(wrong)
    content = LibraryContent(
        title=faults.text(given.get("title"), "title", MAXIMUM_TITLE),
        summary=faults.text(given.get("summary"), "summary", MAXIMUM_SUMMARY),
        author=faults.text(given.get("author"), "author", MAXIMUM_AUTHOR),
        blocks=_blocks(given.get("blocks") or (), faults),
        cover=_cover(given.get("cover"), faults),
        fields=fields,
        audio=_audio(given.get("audio") or (), faults),
        tags=_tags(given.get("tags") or (), faults),
    )
    if not content.title:
        faults.add("title", texts.REQUIRED.format(label="title"))
    if faults:
        raise InvalidInput(next(iter(faults.values())), fields=faults)
    too_many = len(files_of(content)) > MAXIMUM_FILES
    if too_many or len(set(references(content))) > MAXIMUM_REFERENCES:
        message = (texts.TOO_MANY_DOCUMENTS if too_many else texts.TOO_MANY_FILES).format(
            maximum=MAXIMUM_FILES if too_many else MAXIMUM_REFERENCES
        )
        raise InvalidInput(message, fields={"blocks": message})
    size = len(json.dumps([*content.blocks, dict(fields)], ensure_ascii=False).encode())
    if size > MAXIMUM_BYTES:
        raise TooLarge(texts.TOO_LARGE, fields={"blocks": texts.TOO_LARGE})
    return _confirmed(content, given.get("audio") or ())


def _confirmed(content: LibraryContent, given: Sequence[Mapping[str, Any]]) -> LibraryContent:
    """The content, the sounds that somebody has listened to tied to its words."""
    heard = {str(one.get("language")) for one in given if one.get("confirmed") is True}
    if not heard:
        return content
    words = words_of(content)
    return replace(
        content,
        audio=tuple(replace(one, words=words) if one.language in heard else one for one in content.audio),
    )


def _blocks(given: Sequence[Any], faults: _Faults) -> tuple[ContentBlock, ...]:
    if not isinstance(given, list | tuple) or len(given) > MAXIMUM_BLOCKS:
        faults.add("blocks", texts.TOO_LARGE)
        return ()
    return tuple(_block(block, f"blocks[{place}]", faults) for place, block in enumerate(given))


def _block(block: Any, at: str, faults: _Faults) -> ContentBlock:  # noqa: PLR0911 - a line for each type
    kind = block.get("type") if isinstance(block, Mapping) else None
    match kind:
        case "text":
            return {"type": "text", "content": clean_html(clean(str(block.get("content") or "")))}
        case "image":
            return {"type": "image", **_picture(block, at, faults)}
        case "gallery":
            pictures = block.get("images") or ()
            if not isinstance(pictures, list | tuple) or not 1 <= len(pictures) <= MAXIMUM_PICTURES:
                faults.add(f"{at}.images", texts.BLOCK_EMPTY)
                return {}
            shown = [
                _picture(picture, f"{at}.images[{place}]", faults) for place, picture in enumerate(pictures)
            ]
            return {"type": "gallery", "images": shown}
        case "video":
            return _video(block, at, faults)
        case "file":
            return _file(block, at, faults)
    faults.add(f"{at}.type", texts.BLOCK_UNKNOWN)
    return {}


def _picture(given: Any, at: str, faults: _Faults) -> dict[str, Any]:
    picture = given if isinstance(given, Mapping) else {}
    url = _reference(picture.get("url"), _PICTURE, f"{at}.url", texts.NOT_OUR_PICTURE, faults)
    return {
        "url": url,
        "alt": faults.text(picture.get("alt"), f"{at}.alt", MAXIMUM_ALT),
        "decorative": picture.get("decorative") is True,
        "caption": faults.text(picture.get("caption"), f"{at}.caption", MAXIMUM_SUMMARY),
    }


def _reference(value: Any, form: re.Pattern[str], at: str, otherwise: str, faults: _Faults) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        faults.add(at, otherwise)
        return ""
    return value


def _video(block: Mapping[str, Any], at: str, faults: _Faults) -> ContentBlock:
    url, thumb = block.get("url"), block.get("thumb") or ""
    if not isinstance(url, str) or not is_https(url):
        faults.add(f"{at}.url", texts.VIDEO_URL)
    if thumb:
        _reference(thumb, _PICTURE, f"{at}.thumb", texts.NOT_OUR_PICTURE, faults)
    caption = faults.text(block.get("caption"), f"{at}.caption", MAXIMUM_SUMMARY)
    return {"type": "video", "url": url, "thumb": thumb, "caption": caption}


def _file(block: Mapping[str, Any], at: str, faults: _Faults) -> ContentBlock:
    url = _reference(block.get("url"), _FILE, f"{at}.url", texts.NOT_OUR_FILE, faults)
    size = block.get("bytes")
    name = faults.text(block.get("name"), f"{at}.name", MAXIMUM_TITLE) or url.rpartition(".")[2].upper()
    return {"type": "file", "url": url, "name": name, "bytes": size if isinstance(size, int) else 0}


def _cover(given: Any, faults: _Faults) -> CoverPicture | None:
    return CoverPicture(**_picture(given, "cover", faults)) if given else None


def _tags(given: Sequence[Any], faults: _Faults) -> tuple[str, ...]:
    """The tags, each once: the same word with other accents or capitals is the same tag."""
    tags: dict[str, str] = {}
    for tag in (faults.text(each, "tags", MAXIMUM_TAG) for each in given):
        tags.setdefault(fold(tag), tag)
    tags.pop("", None)
    if len(tags) > MAXIMUM_TAGS:
        faults.add("tags", texts.TOO_MANY_TAGS.format(maximum=MAXIMUM_TAGS))
    return tuple(tags.values())


def _audio(given: Sequence[Any], faults: _Faults) -> tuple[Audio, ...]:
    if not isinstance(given, list | tuple) or len(given) > len(LANGUAGES):
        faults.add("audio", texts.NOT_LANGUAGE)
        return ()
    spoken: dict[str, Audio] = {}
    for place, one in enumerate(given):
        at = f"audio[{place}]"
        entry: Mapping[str, Any] = one if isinstance(one, Mapping) else {}
        url = _reference(entry.get("url"), _AUDIO, f"{at}.url", texts.NOT_OUR_FILE, faults)
        language, seconds = str(entry.get("language")), entry.get("seconds")
        if language not in LANGUAGES or language in spoken:
            faults.add(f"{at}.language", texts.NOT_LANGUAGE)
        speaker = faults.text(entry.get("speaker"), f"{at}.speaker", MAXIMUM_AUTHOR)
        spoken[language] = Audio(language, url, seconds if isinstance(seconds, int) else 0, speaker)
    return tuple(spoken.values())
