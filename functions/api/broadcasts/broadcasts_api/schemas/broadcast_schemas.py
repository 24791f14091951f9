"""Shapes of broadcasts: what is proposed, what is shown, and what it would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from broadcasts_api.schemas.delivery_schemas import LedgerCounts
from loa import clock
from loa.foundation.units.model import UnitKind
from loa.publishing.broadcasts.delivery.forecast import Forecast, expected_duration, expected_finish
from loa.publishing.broadcasts.delivery.removal import progress
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import Delivery, ledger
from loa.publishing.broadcasts.rules.model import Broadcast, OverQuota
from loa.publishing.broadcasts.rules.spreading import LONGEST_DAYS
from loa.publishing.broadcasts.rules.targets import Target
from loa.web.schemas import PATH, Schema, Text
from loa.web.shapes.articles import ArticleContent, Block

_NUMBERS = Annotated[str, Field(pattern=r"^[0-9]{1,2}(,[0-9]{1,2}){0,63}$")]
_MAXIMUM_UNITS = 600


class FollowerTarget(Schema):
    """Which followers of each account; Zalo's own numbers."""

    ages: _NUMBERS | None = Field(None, description="0: 0–12, 1: 13–17, … 7: từ 65 tuổi.")
    gender: _NUMBERS | None = Field(None, description="1 nam, 2 nữ.")
    cities: _NUMBERS | None = Field(None, description="55 là Nghệ An.")
    platform: _NUMBERS | None = Field(None, description="1 iOS, 2 Android.")


class TargetChoice(Schema):
    """Whose accounts carry the broadcast."""

    root: PATH | None = Field(None, description="Gốc của nhánh; mặc định là đơn vị của bài viết.")
    kinds: Annotated[tuple[UnitKind, ...], Field(max_length=7)] = ()
    units: Annotated[tuple[PATH, ...], Field(max_length=_MAXIMUM_UNITS)] = ()
    without: Annotated[tuple[PATH, ...], Field(max_length=_MAXIMUM_UNITS)] = ()
    followers: FollowerTarget | None = None

    def target(self, own: str) -> Target:
        """As rooms know it."""
        chosen = self.followers.model_dump() if self.followers else {}
        followers = {name: value for name, value in chosen.items() if value}
        return Target(
            self.root or own, tuple(kind.value for kind in self.kinds), self.units, self.without, followers
        )


class NewBroadcast(Schema):
    """A proposal to send an article."""

    article_id: Annotated[str, Field(max_length=64)]
    target: TargetChoice | None = Field(
        None, description="Mặc định: đơn vị của bài viết và mọi đơn vị bên dưới."
    )
    over_quota: OverQuota = Field(
        OverQuota.HOLD,
        description="Khi tài khoản hết hạn mức: hold chờ kỳ sau, refuse bỏ qua, spread xếp rải các ngày.",
    )
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = Field(
        None, description="Chỉ với spread: chia đều cho chừng này ngày."
    )
    per_day: Annotated[int, Field(ge=1, le=_MAXIMUM_UNITS)] | None = Field(
        None, description="Chỉ với spread: mỗi ngày nhiều nhất chừng này tài khoản."
    )
    localise_until: AwareDatetime | None = Field(
        None, description="Cho các đơn vị thêm lời của mình đến lúc này."
    )


class EditedBroadcast(NewBroadcast):
    """A changed proposal."""

    version: Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đã xem.")]


class TestUnit(Schema):
    """The unit whose account carries a test."""

    unit: PATH


DIGEST = Annotated[
    str,
    Field(pattern=r"^[0-9a-f]{64}$", description="`digest` của phiên bản đã xem; khác bản hiện tại thì 409."),
]


class Seen(Schema):
    """Which version the officer saw."""

    digest: DIGEST


class ReturnReason(Seen):
    """What has to be mended."""

    reason: Annotated[Text, Field(min_length=1, max_length=1000)]


class RemovalReason(Schema):
    """Why the articles are taken down."""

    reason: Annotated[Text, Field(min_length=1, max_length=1000)]


class Why(Seen):
    """Why one person is enough."""

    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class SendAt(Seen):
    """When a broadcast is to go out."""

    send_at: AwareDatetime = Field(examples=["2026-11-22T08:00:00+07:00"])


class ShownApproval(Schema):
    """Who let it pass."""

    officer: str
    at: str
    expires_at: str
    emergency: str


class ShownSubmission(Schema):
    """Who asked for approval."""

    officer: str
    at: str


class ShownReturn(Schema):
    """Who sent it back, and what has to be mended."""

    officer: str
    at: str
    reason: str


class ShownRemoval(ShownReturn):
    """Who has the articles taken down, and why."""


class RemovedArticles(Schema):
    """How many articles are down, still to be taken down, and could not be."""

    removed: int
    pending: int
    failed: int


class ShownBroadcast(Schema):
    """A broadcast."""

    broadcast_id: str
    version: int
    digest: Annotated[
        str, Field(description="Dấu vân tay của nội dung và nơi nhận; gửi lại khi trình, duyệt, hẹn giờ.")
    ]
    unit: str
    target: dict[str, Any]
    title: str
    state: str
    state_text: str
    reason: str
    reason_text: str
    author: str
    contributors: Annotated[
        list[str],
        Field(description="Những người đã soạn, sửa hoặc đề xuất; không ai trong số này được duyệt."),
    ]
    created_at: str
    submission: ShownSubmission | None
    returned: ShownReturn | None
    removal: ShownRemoval | None
    approval: ShownApproval | None
    over_quota: OverQuota
    days: int | None
    per_day: int | None
    localise_until: str | None
    send_at: str | None
    planned_at: str | None
    suggested_at: str | None
    finished_at: str | None

    @classmethod
    def facts(cls, broadcast: Broadcast) -> Mapping[str, Any]:
        """The fields, from a broadcast."""
        content, approval = broadcast.content, broadcast.approval
        submission, returned = broadcast.submission, broadcast.returned
        instants = {
            "created_at": broadcast.created_at,
            "localise_until": content.localise_until,
            "send_at": broadcast.send_at,
            "planned_at": broadcast.planned_at,
            "finished_at": broadcast.finished_at,
            "suggested_at": broadcast.suggested_at,
        }
        return {
            "broadcast_id": broadcast.broadcast_id,
            "version": broadcast.version,
            "digest": content.digest(),
            "unit": broadcast.unit_path,
            "target": content.target.as_row(),
            "title": broadcast.title,
            "state": broadcast.state.value,
            "state_text": texts.BROADCAST_STATES[broadcast.state.value],
            "reason": broadcast.reason,
            "reason_text": texts.reason_text(broadcast.reason),
            "author": broadcast.author,
            "contributors": sorted(broadcast.contributors | {broadcast.author}),
            "submission": ShownSubmission(officer=submission.officer, at=clock.to_text(submission.at))
            if submission
            else None,
            "returned": ShownReturn(
                officer=returned.officer, at=clock.to_text(returned.at), reason=returned.reason
            )
            if returned
            else None,
            "removal": ShownRemoval(
                officer=broadcast.removal.officer,
                at=clock.to_text(broadcast.removal.at),
                reason=broadcast.removal.reason,
            )
            if broadcast.removal
            else None,
            "approval": ShownApproval(
                officer=approval.officer,
                at=clock.to_text(approval.at),
                expires_at=clock.to_text(approval.expires_at),
                emergency=approval.emergency,
            )
            if approval
            else None,
            "over_quota": content.over_quota,
            "days": content.pace.days or None,
            "per_day": content.pace.per_day or None,
            **{name: clock.optional_text(at) for name, at in instants.items()},
        }

    @classmethod
    def of(cls, broadcast: Broadcast) -> "ShownBroadcast":
        """From a broadcast."""
        return cls(**cls.facts(broadcast))


class BroadcastList(Schema):
    """A page of broadcasts, newest first."""

    items: list[ShownBroadcast]
    next: str | None


class ChangedField(Schema):
    """A field that differs from what was approved last."""

    field: str
    before: str
    after: str


class ShownArticle(ArticleContent):
    """What an article says; parts of a draft's may be missing."""

    title: str
    author: str
    description: str
    cover_url: str
    blocks: list[Block]


class BroadcastWithLedger(ShownBroadcast):
    """A broadcast, what it says, what has changed since the last approval, and how far it has come."""

    article: ShownArticle
    changes: list[ChangedField]
    ledger: LedgerCounts
    articles: RemovedArticles
    finished: bool

    @classmethod
    def with_ledger(cls, broadcast: Broadcast, rows: Sequence[Delivery]) -> "BroadcastWithLedger":
        """From a broadcast and its deliveries."""
        counts = ledger(rows)
        return cls(
            **cls.facts(broadcast),
            article=ShownArticle(**broadcast.content.article),
            changes=[
                ChangedField(field=change.field, before=change.before, after=change.after)
                for change in broadcast.changes_since_approval()
            ],
            ledger=LedgerCounts.of(counts),
            articles=RemovedArticles(**progress(rows)),
            finished=counts.planned > 0 and counts.is_finished,
        )


class PreviewUnit(Schema):
    """What a broadcast would do at one unit."""

    unit: str
    unit_name: str
    followers: int
    reason: str
    reason_text: str
    quota_left: int | None
    quota_resets_at: str | None
    warning: str | None
    planned_for: str | None


class Preview(Schema):
    """What a broadcast would do: how many accounts and followers, who cannot and why, how long."""

    accounts: int
    followers: int
    cannot: dict[str, int]
    warnings: dict[str, int]
    expected_seconds: int
    days: dict[str, int]
    expected_finish: str | None
    items: list[PreviewUnit]

    @classmethod
    def of(cls, forecasts: Sequence[Forecast], releases: Mapping[str, datetime]) -> "Preview":
        """From what was forecast, and when each account would send."""
        finish = expected_finish(releases.values())
        able = [one for one in forecasts if not one.reason]
        return cls(
            accounts=len(able),
            followers=sum(one.followers for one in able),
            cannot=dict(Counter(one.reason for one in forecasts if one.reason)),
            warnings=dict(Counter(one.warning.value for one in forecasts if one.warning)),
            expected_seconds=round(expected_duration(len(able)).total_seconds()),
            days=dict(sorted(Counter(f"{clock.local_day(at)}" for at in releases.values()).items())),
            expected_finish=clock.optional_text(finish),
            items=[
                PreviewUnit(
                    unit=one.unit.path,
                    unit_name=one.unit.name,
                    followers=one.followers,
                    reason=one.reason,
                    reason_text=texts.reason_text(one.reason),
                    quota_left=one.room.left,
                    quota_resets_at=clock.optional_text(one.room.resets_at),
                    warning=one.warning.value if one.warning else None,
                    planned_for=clock.optional_text(releases.get(one.unit.path)),
                )
                for one in forecasts
            ],
        )
