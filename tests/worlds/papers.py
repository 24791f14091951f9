"""Templates and letters of documents, as the layer `documents` brings them."""

import sys

import pytest

from infra.local.documents import LettersMissing, papers
from loa.platform.layers import layer_folder


def have_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let documents be set in this test; it is skipped where letters cannot be had."""
    try:
        folder = papers()
    except LettersMissing as missing:
        pytest.skip(f"no letters here: {missing}")
    layer_folder.cache_clear()
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
