"""Uploads of images, gifs and files (zalo/README.md 9)."""

from typing import Final

from infra.local.zalo.calls import Call, Upload, success
from infra.local.zalo.errors import Refusal, invalid
from infra.local.zalo.state import Asset, Json

_IMAGE_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_GIF_STARTS: Final = (b"GIF87a", b"GIF89a")
_FILE_STARTS: Final = (b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
_FILE_ENDINGS: Final = (".pdf", ".doc", ".docx", ".csv")


def image(call: Call) -> Json:
    """POST /v2.0/oa/upload/image: jpg or png; the name only needs an ending."""
    upload = _accepted(call, call.simulator.settings.image_max_bytes)
    if not _named(upload) or not upload.content.startswith(_IMAGE_STARTS):
        return success({})
    return success({"attachment_id": _keep(call, upload, "image")})


def gif(call: Call) -> Json:
    """POST /v2.0/oa/upload/gif."""
    upload = _accepted(call, call.simulator.settings.gif_max_bytes)
    if not _named(upload) or not upload.content.startswith(_GIF_STARTS):
        return success({})
    return success({"attachment_id": _keep(call, upload, "gif")})


def file(call: Call) -> Json:
    """POST /v2.0/oa/upload/file: PDF, DOC, DOCX or CSV."""
    upload = _accepted(call, call.simulator.settings.file_max_bytes)
    name = upload.name.lower()
    right_kind = name.endswith(".csv") or upload.content.startswith(_FILE_STARTS)
    if not name.endswith(_FILE_ENDINGS) or not right_kind:
        return success({})
    return success({"token": _keep(call, upload, "file")})


def _accepted(call: Call, largest: int) -> Upload:
    """The uploaded file; -201 when there is none, -210 when too big, -211 over the app's monthly quota."""
    upload = call.files.get("file")
    if upload is None:
        raise invalid("file")
    usage, key = call.simulator.world.usage, f"upload {call.simulator.month()} {call.app.app_id}"
    if usage[key] >= call.simulator.settings.upload_quota_month:
        raise Refusal(-211)
    usage[key] += 1
    if len(upload.content) > largest:
        raise Refusal(-210)
    return upload


def _named(upload: Upload) -> bool:
    stem, _, ending = upload.name.rpartition(".")
    return bool(stem and ending)


def _keep(call: Call, upload: Upload, kind: str) -> str:
    ids = call.simulator.ids
    asset = Asset(
        asset_id=ids.short_token() if kind == "file" else ids.attachment_id(),
        oa_id=call.account.oa_id,
        kind=kind,
        name=upload.name,
        size=len(upload.content),
        time_ms=call.now_ms,
    )
    call.simulator.world.assets[asset.asset_id] = asset
    return asset.asset_id
