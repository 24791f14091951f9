"""The spoken version that a machine makes of a live edition. It goes with the words that it was made from."""

from dataclasses import replace
from datetime import datetime

from loa.publishing.library.rules.model import Audio, LibraryContent, Step
from loa.publishing.library.transitions.work import Work, touched


def attach_audio(work: Work, audio: Audio, *, edition: int, now: datetime) -> Work:
    """Give the live edition its spoken version.

    Nothing changes when another edition is live by now, the item is not published any more, or there is a
    version in that language: what an officer has uploaded stays.
    """
    live = work.live
    if live is None or live.number != edition or not work.item.is_published:
        return work
    if any(other.language == audio.language for other in live.content.audio):
        return work
    step = Step("speak", "", now, edition)
    content = replace(live.content, audio=(*live.content.audio, audio))
    live = replace(
        live, content=content, revision=live.revision + 1, steps=(*live.steps, step), updated_at=now
    )
    item = replace(touched(work.item, "", now), shown_version=work.item.shown_version + 1)
    return replace(work, item=item, live=live, steps=(*work.steps, step))


def without_machine(content: LibraryContent) -> LibraryContent:
    """The content without what a machine has spoken: its words are about to change."""
    return replace(content, audio=tuple(audio for audio in content.audio if not audio.made_from))
