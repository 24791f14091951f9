"""Articles: asynchronous create and update, verify, lists, and videos for them (zalo/README.md 8)."""

from typing import Any, Final

from infra.local.zalo.calls import Call, required_text, success, whole_number
from infra.local.zalo.errors import ARTICLE_QUOTA, Refusal, invalid
from infra.local.zalo.state import Article, Asset, Json

_LONGEST: Final = {"title": 150, "author": 50, "description": 300}
_PARTS: Final = {"text": ("content",), "image": ("url",), "video": (), "product": ("id",)}
_VIDEO_MAX_BYTES: Final = 52_428_800
_LARGEST_PAGE: Final = 100


def create(call: Call) -> Json:
    """POST /v2.0/article/create: a token; the id comes from ``verify``."""
    body = call.body()
    _check(body)
    simulator, settings = call.simulator, call.simulator.settings
    used, day = call.account.quota_used, f"article {simulator.day()}"
    if settings.article_quota_day and used[day] >= settings.article_quota_day:
        raise Refusal(-223, ARTICLE_QUOTA)
    used[day] += 1
    article = Article(
        article_id=simulator.ids.article_id(),
        oa_id=call.account.oa_id,
        body=body,
        created_ms=call.now_ms,
        updated_ms=call.now_ms,
        ready_ms=call.now_ms + int(settings.article_delay_seconds * 1000),
        polls_left=settings.article_delay_polls,
    )
    call.account.articles[article.article_id] = article
    simulator.count("articles_created")
    return success({"token": _job(call, article)})


def verify(call: Call) -> Json:
    """POST /v2.0/article/verify: the article id, or -214 while it is processed."""
    token = required_text(call.body(), "token")
    article = call.simulator.world.jobs.get(token)
    if article is None or article.oa_id != call.account.oa_id or article.removed:
        raise invalid("token")
    if article.polls_left > 0:
        article.polls_left -= 1
        raise Refusal(-214)
    if not article.is_ready(call.now_ms):
        raise Refusal(-214)
    article.settle(call.now_ms)
    article.verified = True
    return success({"id": article.article_id})


def detail(call: Call) -> Json:
    """GET /v2.0/article/getdetail with ``id`` in the plain query."""
    article = _find(call, call.query.get("id"))
    if not article.is_ready(call.now_ms) and article.pending is None:
        raise Refusal(-214)
    body = article.body
    return success(
        {
            **_row(article),
            "author": body.get("author", ""),
            "description": body.get("description", ""),
            "cover": body.get("cover", {}),
            "body": body.get("body", []),
            "related_medias": body.get("related_medias", []),
            "tracking_link": body.get("tracking_link", ""),
            "comment": body.get("comment", "show"),
            **(
                {"video_id": body["video_id"], "avatar": body.get("avatar", "")} if "video_id" in body else {}
            ),
        }
    )


def list_slice(call: Call) -> Json:
    """GET /v2.0/article/getslice?offset=0&limit=10&type=normal: newest first, finished ones only."""
    offset, limit = whole_number(call.query, "offset", 0), whole_number(call.query, "limit", 10)
    kind = call.query.get("type", "normal")
    if kind not in ("normal", "video"):
        raise invalid("type")
    if limit > _LARGEST_PAGE:
        raise Refusal(-210)
    articles = [
        article
        for article in reversed(call.account.articles.values())
        if not article.removed
        and article.body["type"] == kind
        and (article.pending is not None or article.is_ready(call.now_ms))
    ]
    for article in articles:
        article.settle(call.now_ms)
    return success(
        {"medias": [_row(found) for found in articles[offset : offset + limit]], "total": len(articles)}
    )


def update(call: Call) -> Json:
    """POST /v2.0/article/update: the whole article again with its ``id``; a token as for ``create``."""
    body = call.body()
    article = _find(call, body.get("id"))
    _check(body)
    settings = call.simulator.settings
    article.pending = {name: value for name, value in body.items() if name != "id"}
    article.ready_ms = call.now_ms + int(settings.article_delay_seconds * 1000)
    article.polls_left = settings.article_delay_polls
    call.simulator.count("articles_updated")
    return success({"token": _job(call, article)})


def remove(call: Call) -> Json:
    """POST /v2.0/article/remove."""
    article = _find(call, call.body().get("id"))
    article.removed = True
    call.simulator.count("articles_removed")
    return success()


def prepare_video(call: Call) -> Json:
    """POST /v2.0/article/upload_video/preparevideo: multipart ``file``, avi or mp4 up to 50 MB."""
    upload = call.files.get("file")
    if upload is None:
        raise invalid("file")
    if len(upload.content) > _VIDEO_MAX_BYTES:
        raise Refusal(-210)
    simulator = call.simulator
    if not (upload.content[4:8] == b"ftyp" or upload.content[:4] == b"RIFF"):
        return success({})
    token = simulator.ids.short_token()
    simulator.world.assets[token] = Asset(
        asset_id=token,
        oa_id=call.account.oa_id,
        kind="video",
        name=upload.name,
        size=len(upload.content),
        time_ms=call.now_ms,
        ready_ms=call.now_ms + int(simulator.settings.video_delay_seconds * 1000),
        video_id=simulator.ids.article_id(),
    )
    return success({"token": token})


def verify_video(call: Call) -> Json:
    """GET /v2.0/article/upload_video/verify: the token in the query, or in a header as in the Java sample."""
    token = call.query.get("token") or call.headers.get("token", "")
    video = call.simulator.world.assets.get(token)
    if video is None or video.kind != "video" or video.oa_id != call.account.oa_id:
        raise invalid("token")
    done = call.now_ms >= video.ready_ms
    return success(
        {
            "status_message": "Video is ready" if done else "Video is being processed",
            "video_name": video.name,
            "video_size": video.size,
            "convert_percent": 100 if done else 50,
            "video_id": video.video_id if done else "",
            "status": 1 if done else 3,
        }
    )


def _find(call: Call, article_id: Any) -> Article:
    article = call.account.articles.get(article_id) if isinstance(article_id, str) else None
    if article is None or article.removed:
        raise invalid("id")
    article.settle(call.now_ms)
    return article


def _job(call: Call, article: Article) -> str:
    token = call.simulator.ids.short_token()
    call.simulator.world.jobs[token] = article
    return token


def _row(article: Article) -> Json:
    cover = article.body.get("cover")
    picture = cover.get("photo_url", "") if isinstance(cover, dict) else article.body.get("avatar", "")
    return {
        "id": article.article_id,
        "type": article.body["type"],
        "title": article.title,
        "status": article.body.get("status", "hide"),
        "total_view": 0,
        "total_share": 0,
        "create_date": article.created_ms,
        "update_date": article.updated_ms,
        "thumb": picture,
        "link_view": f"https://rd.zalo.me/article/{article.article_id}",
    }


def _check(body: Json) -> None:
    """The rules for an article's body.

    Raises:
        Refusal: -201 with the field, or -210 for a text that is too long.
    """
    if body.get("type") not in ("normal", "video"):
        raise invalid("type")
    required_text(body, "title")
    for name, longest in _LONGEST.items():
        value = body.get(name, "")
        if not isinstance(value, str):
            raise invalid(name)
        if len(value) > longest:
            raise Refusal(-210)
    for name in ("status", "comment"):
        if body.get(name, "show") not in ("show", "hide"):
            raise invalid(name)
    if body["type"] == "video":
        required_text(body, "video_id")
        return
    _check_cover(body.get("cover"))
    parts = body.get("body")
    if not isinstance(parts, list) or not parts:
        raise invalid("body")
    for part in parts:
        _check_part(part)


def _check_cover(cover: Any) -> None:
    if not isinstance(cover, dict) or cover.get("cover_type") not in ("photo", "video"):
        raise invalid("cover")
    if cover["cover_type"] == "photo" and not _is_address(cover.get("photo_url")):
        raise invalid("photo_url")
    if cover["cover_type"] == "video" and not cover.get("video_id"):
        raise invalid("video_id")
    if cover.get("status", "show") not in ("show", "hide"):
        raise invalid("cover")


def _check_part(part: Any) -> None:
    if not isinstance(part, dict) or part.get("type") not in tuple(_PARTS):
        raise invalid("body")
    for name in _PARTS[part["type"]]:
        if not isinstance(part.get(name), str) or not part[name]:
            raise invalid("body")
    if part["type"] == "image" and not _is_address(part["url"]):
        raise invalid("url")
    if part["type"] == "video" and not (part.get("video_id") or _is_address(part.get("url"))):
        raise invalid("body")


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
