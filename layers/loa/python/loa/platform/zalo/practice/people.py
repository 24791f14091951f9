"""Sample accounts and sample residents: who they are stands in their ids, so that nothing is kept of them.

No id is one of Zalo's: its own are of nineteen digits. Each name ends in a mark, wherever it is shown.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from loa.platform.zalo.practice import texts

ACCOUNT: Final = "9008"
RESIDENT: Final = "9009"
FOLLOWER: Final = f"{RESIDENT}00"
FOLLOWERS: Final = 12

_TOKEN: Final = "practice-"  # noqa: S105 - opens nothing: there is no Zalo behind it
_RESIDENT: Final = re.compile(rf"{RESIDENT}(\d\d)(\d+)")


def account_of(unit_path: str) -> str:
    """Return the id of a unit's sample account."""
    return ACCOUNT + unit_path.replace(".", "")


def account_name(oa_id: str) -> str:
    """Return what a sample account is called."""
    return texts.account(oa_id.removeprefix(ACCOUNT))


def token_of(oa_id: str) -> str:
    """Return the token, and the code of a consent, of a sample account."""
    return _TOKEN + oa_id


def account_in(token: str) -> str:
    """Return the account of a token or a code; empty: it is none of ours."""
    oa_id = token.removeprefix(_TOKEN)
    return oa_id if token.startswith(_TOKEN) and re.fullmatch(rf"{ACCOUNT}\d+", oa_id) else ""


def resident_of(scene: int, key: str) -> str:
    """Return the id of the sample resident of a key, who comes with a scene of that number (1 to 99)."""
    return f"{RESIDENT}{scene:02d}{int(hashlib.sha256(key.encode()).hexdigest()[:12], 16)}"


def scene_of(user_id: str) -> int:
    """Return the number of the scene with which a sample resident came; 0: none."""
    found = _RESIDENT.fullmatch(user_id)
    return int(found[1]) if found else 0


def followers() -> Sequence[str]:
    """Return the sample residents who follow each sample account."""
    return [f"{FOLLOWER}{number:02d}" for number in range(1, FOLLOWERS + 1)]


def name_of(user_id: str) -> str:
    """Return a sample resident's name; empty: it is no id of one."""
    found = _RESIDENT.fullmatch(user_id)
    return texts.NAMES[int(found[2]) % len(texts.NAMES)] + texts.MARK if found else ""
