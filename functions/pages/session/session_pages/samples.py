"""What the page of a stage for practice works with; loaded there alone."""

from typing import Final

from loa import clock
from loa.bootstrap.foundation import accounts, province
from loa.dialogue.practice.scenes import SCENES, Scene
from loa.dialogue.practice.service import let_write
from loa.foundation.accounts.model import Account
from loa.platform.aws.queues import Queue
from loa.settings import setting

__all__ = ["SCENES", "account_at", "scene_named", "write"]

_SCENES: Final = {scene.name: scene for scene in SCENES}


def account_at(unit_path: str) -> Account | None:
    """Return the sample account of a unit; None: it has none that can be written to."""
    account = accounts().of_unit(province(), unit_path)
    return account if account and account.is_usable else None


def scene_named(name: str) -> Scene | None:
    """Return a scene."""
    return _SCENES.get(name)


def write(scene: Scene, account: Account, *, key: str) -> None:
    """Let a new sample resident write; the same key is the same resident."""
    inbox = Queue(setting("practice_inbox_url"))
    app_id, now = setting("zalo_app_id"), clock.now()
    let_write(scene, inbox=inbox, app_id=app_id, oa_id=account.oa_id, key=key, now=now)
