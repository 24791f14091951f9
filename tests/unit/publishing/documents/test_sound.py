"""How long a sound is, by its own words; what lies is cut, what says nothing counts as nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.speech.app import FRAME
from loa.publishing.documents.sound import LONGEST, joined, length_of


def m4a(units: int, scale: int, *, is_long: bool = False) -> bytes:
    width = 8 if is_long else 4
    times = bytes(2 * width) + scale.to_bytes(4) + units.to_bytes(width)
    return b"\0\0\0\x18ftypM4A " + bytes(30) + b"mvhd" + bytes([is_long, 0, 0, 0]) + times + bytes(80)


def page(samples: int, packet: bytes = b"") -> bytes:
    return b"OggS\0\0" + samples.to_bytes(8, "little", signed=True) + bytes(13) + packet


def vorbis(rate: int, samples: int) -> bytes:
    first = b"\1vorbis" + bytes(4) + b"\1" + rate.to_bytes(4, "little") + bytes(14)
    return page(0, first) + page(samples, bytes(50))


@pytest.mark.parametrize(
    ("content", "ending", "seconds"),
    [
        (FRAME * 500, "mp3", 12),
        (b"ID3\4\0\0\0\0\0\5abcde" + FRAME * 500, "mp3", 12),
        (m4a(441_000, 44_100), "m4a", 10),
        (m4a(90_000, 1_000, is_long=True), "m4a", 90),
        (page(0, b"OpusHead" + bytes(11)) + page(48_000 * 7, bytes(40)), "ogg", 7),
        (vorbis(22_050, 22_050 * 4), "ogg", 4),
        (m4a(2**32 - 1, 1), "m4a", LONGEST),
        (m4a(1, 44_100), "m4a", 1),
        (m4a(9, 0), "m4a", 0),
        (page(-1), "ogg", 0),
        (vorbis(0, 50), "ogg", 0),
        (b"no sound", "mp3", 0),
        (FRAME, "pdf", 0),
    ],
)
def test_seconds_are_what_the_file_says(content: bytes, ending: str, seconds: int) -> None:
    assert length_of(content, ending) == seconds


@given(
    st.binary(max_size=400),
    st.sampled_from(["mp3", "m4a", "ogg"]),
    st.sampled_from([b"mvhd", b"OggS", b"\xff\xf3"]),
)
def test_anything_at_all_has_a_length_or_none(noise: bytes, ending: str, mark: bytes) -> None:
    assert 0 <= length_of(noise + mark + noise, ending) <= LONGEST


def test_pieces_are_joined_without_their_tags() -> None:
    tagged = b"ID3\4\0\0\0\0\0\5abcde" + FRAME * 3
    assert joined([tagged, FRAME, b"rubbish" + FRAME]) == FRAME * 5
