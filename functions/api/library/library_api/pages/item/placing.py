"""Where lists put an item: its section, how far it is shown, on top or not, and until when."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Any, Final

from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, address_of, app
from loa.bootstrap import publishing
from loa.clock import VIETNAM, local_day
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.model import Item, Placement, Reach
from loa.publishing.library.rules.texts import REACHES
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.shapes.choices import Choice

_END_OF_DAY: Final = time(23, 59)


class PlacementForm(FormModel):
    """Where an item stands, and until when."""

    section: Annotated[Section, Field(title="Đăng ở mục nào?"), Control(kind="select")]
    reach: Annotated[
        Reach,
        Field(title="Hiện cho những nơi nào?"),
        Control(choices=[Choice(value, label) for value, label in REACHES.items()]),
    ] = Reach.SUBTREE
    pinned_until: Annotated[
        date | None,
        Field(title="Ghim lên đầu trang tới hết ngày", description="Để trống: không ghim."),
        Control(width="small"),
    ] = None
    urgent: Annotated[
        bool, Field(title="Tin khẩn: đứng trước mọi bài", description="Cần có ngày thôi hiện.")
    ] = False
    featured: Annotated[bool, Field(title="Nổi bật: ở trang đầu, đứng ngay sau bài ghim")] = False
    expires_at: Annotated[
        date | None,
        Field(title="Tự thôi hiện sau ngày", description="Để trống: hiện cho tới khi gỡ."),
        Control(width="small"),
    ] = None
    review_by: Annotated[
        date | None,
        Field(title="Nhắc xem lại vào ngày", description="Tới ngày, bài hiện ở mục Cần xem lại."),
        Control(width="small"),
    ] = None


@app.get(f"{AREA}/<item_id>/cho-dung")
def show_placement(item_id: str) -> Html:
    """Show where an item stands."""
    unit_of(app.officer(), Permission.APPROVE_LIBRARY, item_id)
    item = publishing.library().reader.work(app.officer(), item_id).item
    now = item.placement
    given = {
        "section": now.section.value,
        "reach": now.reach.value,
        "pinned_until": _day(now.pinned_until),
        "expires_at": _day(now.expires_at),
        "review_by": _day(now.review_by),
    }
    ticks = {"urgent": now.urgent, "featured": now.featured}
    form = Form.empty(PlacementForm, **given, **{name: "true" for name, on in ticks.items() if on})
    return app.page("console/library/placing.html", **_page(item, form))


@app.post(f"{AREA}/<item_id>/cho-dung")
def place(item_id: str) -> Html:
    """Put it there; no new edition is needed."""
    officer = app.officer()
    unit_of(officer, Permission.APPROVE_LIBRARY, item_id)
    item = publishing.library().reader.work(officer, item_id).item
    form = app.sent(PlacementForm)
    if form.value is None:
        return app.page("console/library/placing.html", status=422, **_page(item, form))
    placement = _placement(item.placement, form.value)
    try:
        return app.done(
            lambda: publishing.library().place(officer, item_id, placement),
            to=address_of(item_id),
            say=texts.PLACED,
        )
    except InvalidInput as refused:
        page = _page(item, form.refused(refused.fields))
        return app.page("console/library/placing.html", status=422, **page)


def _placement(before: Placement, asked: PlacementForm) -> Placement:
    """Return the placement that a form says; an hour that nobody changed stays to the minute."""
    return replace(
        before,
        section=asked.section,
        reach=asked.reach,
        urgent=asked.urgent,
        featured=asked.featured,
        pinned_until=_until(before.pinned_until, asked.pinned_until),
        expires_at=_until(before.expires_at, asked.expires_at),
        review_by=_until(before.review_by, asked.review_by),
    )


def _until(before: datetime | None, day: date | None) -> datetime | None:
    if before and day == local_day(before):
        return before
    return datetime.combine(day, _END_OF_DAY, VIETNAM) if day else None


def _day(instant: datetime | None) -> str:
    return local_day(instant).isoformat() if instant else ""


def _page(item: Item, form: Form[PlacementForm]) -> dict[str, Any]:
    sections = item_lines.section_choices(item.unit_path, item.kind)
    fields = [
        replace(field, choices=sections) if field.name == "section" else field for field in form.fields()
    ]
    return {"item": item, "address": address_of(item.item_id), "form": form, "fields": fields}
