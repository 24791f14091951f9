"""The pages of the library over a province with its real units: who writes, and who approves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import boto3
import pytest

from loa.foundation.officers.model import Role
from loa.foundation.units.store import UnitStore
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.console import ConsoleWorld, OfficerBrowser, set_console_environment
from tests.worlds.doors import load
from tests.worlds.library import LibraryWorld
from tests.worlds.quick_moto import make_bucket

LIST: Final = "/console/noi-dung"
COMMUNE: Final = "40.17506"
MEDIA: Final = "loa-media"


@dataclass
class ConsoleLibrary:
    """The functions `library` and `uploads`, and the library itself for what happened before."""

    module: ModuleType
    worker: ModuleType
    console: ConsoleWorld
    library: LibraryWorld
    browsers: dict[str, OfficerBrowser] = field(default_factory=dict)

    def sign_in(self, name: str, *roles: Role, unit: str = COMMUNE, factor: bool = True) -> OfficerBrowser:
        """Return the browser of an officer, an editor unless said otherwise."""
        identity = f"officer-{len(self.browsers)}"
        officer = self.console.officer(identity, unit, *(roles or (Role.EDITOR,)), name=name)
        self.browsers[name] = self.console.sign_in(officer, self.module.handler, factor=factor)
        return self.browsers[name]

    def look_at_uploads(self) -> None:
        """Let the worker look at every file that has arrived."""
        for row in boto3.client("s3").list_objects_v2(Bucket=MEDIA, Prefix="uploads/").get("Contents", []):
            self.worker.handler({"detail": {"object": {"key": row["Key"]}}}, None)

    def handler(self, event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        """Answer as API Gateway does."""
        answer: Mapping[str, Any] = self.module.handler(event, context)
        return answer


def item_in(answer: Mapping[str, Any]) -> str:
    """Return the id of the item to which an answer leads."""
    assert answer["statusCode"] == 303, answer
    return unquote(urlsplit(answer["headers"]["location"]).path.split("/")[3])


def console_library(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    """Build it on tables made from the template."""
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    make_bucket(MEDIA)
    given = {
        "PUBLIC_URL": "http://loa.test",
        "CONTENT_TABLE": open_table("Content").name,
        "PUBLISHED_TABLE": open_table("Published").name,
        "BROADCASTS_TABLE": open_table("Broadcasts").name,
        "STATISTICS_TABLE": open_table("Statistics").name,
        "MEDIA_BUCKET": MEDIA,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return ConsoleLibrary(
        load("library"), load("uploads"), ConsoleWorld(open_table), LibraryWorld(open_table)
    )
