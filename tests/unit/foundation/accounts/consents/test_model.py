"""The signed state of consent links."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.foundation.accounts.consents.model import Consent, code_verifier, sign, verify
from tests.worlds.fakes import START

KEY = "k" * 64
CONSENT = Consent("40.412.16681", "officer-1", START + timedelta(days=7), "nonce")


def test_what_was_signed_comes_back() -> None:
    assert verify(sign(CONSENT, KEY), KEY, START) == CONSENT


def test_a_link_ends_at_its_instant() -> None:
    with pytest.raises(InvalidInput, match="hết hạn"):
        verify(sign(CONSENT, KEY), KEY, CONSENT.expires_at)


def test_another_key_is_not_ours() -> None:
    with pytest.raises(InvalidInput, match="không đúng"):
        verify(sign(CONSENT, "x" * 64), KEY, START)


@given(position=st.integers(min_value=0), letter=st.characters(min_codepoint=33, max_codepoint=126))
def test_no_single_letter_can_be_changed(position: int, letter: str) -> None:
    state = sign(CONSENT, KEY)
    position %= len(state)
    changed = state[:position] + letter + state[position + 1 :]
    if changed == state:
        return
    with pytest.raises(InvalidInput):
        verify(changed, KEY, START)


@given(st.text())
def test_no_text_of_anybody_passes(state: str) -> None:
    with pytest.raises(InvalidInput):
        verify(state, KEY, START)


def test_each_link_has_its_own_pkce_verifier_of_43_characters() -> None:
    first = code_verifier(sign(CONSENT, KEY), KEY)
    assert len(first) == 43
    assert first != code_verifier(sign(CONSENT, KEY) + "x", KEY)
    assert first != code_verifier(sign(CONSENT, KEY), KEY + "x")
