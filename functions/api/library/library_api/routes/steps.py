"""What is done with items, one or many: submit, approve, return, schedule, publish, withdraw, place."""

from dataclasses import replace
from functools import singledispatch

from aws_lambda_powertools.event_handler import Response

from library_api.app import ONCE, app
from library_api.schemas import item_schemas, step_schemas
from loa.bootstrap import publishing
from loa.foundation.officers.model import Officer
from loa.publishing.library.editing.changes import one_by_one
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.transitions.work import Work

TAG = "Duyệt và đăng"


@app.post("/library/items/<item_id>/steps", summary="Một bước của bài", tags=[TAG], openapi_extensions=ONCE)
def take_step(item_id: str, body: step_schemas.StepRequest) -> Response[item_schemas.ShownWork]:
    """Gửi duyệt, duyệt, trả về, hẹn giờ, đăng, gỡ, ghim, chuyển mục, xác nhận còn đúng."""
    officer = app.officer()
    return app.once(
        lambda: item_schemas.ShownWork.of(_take(body.step, officer, item_id, publishing.library()))
    )


@app.post("/library/bulk", summary="Một bước cho nhiều bài", tags=[TAG], openapi_extensions=ONCE)
def take_steps(body: step_schemas.BulkRequest) -> Response[step_schemas.BulkResults]:
    """Đăng, gỡ, chuyển mục nhiều bài; bài nào không làm được thì nói rõ lý do, các bài khác vẫn làm."""
    officer = app.officer()

    def work() -> step_schemas.BulkResults:
        outcomes = one_by_one(
            body.items, lambda item_id: _take(body.step, officer, item_id, publishing.library())
        )
        return step_schemas.BulkResults(items=[step_schemas.BulkResult.of(each) for each in outcomes])

    return app.once(work)


@singledispatch
def _take(step: object, _officer: Officer, _item_id: str, _library: LibraryService) -> Work:
    raise TypeError(type(step).__name__)


@_take.register
def _(step: step_schemas.Simple, officer: Officer, item_id: str, library: LibraryService) -> Work:
    use_cases = {
        "recall": library.recall,
        "unschedule": library.unschedule,
        "publish": library.publish,
        "bin": library.put_in_bin,
        "unbin": library.take_from_bin,
    }
    return use_cases[step.action](officer, item_id)


@_take.register
def _(step: step_schemas.Submit, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.submit(officer, item_id, step.revision)


@_take.register
def _(step: step_schemas.Approve, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.approve(officer, item_id, step.revision)


@_take.register
def _(step: step_schemas.Return, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.return_(officer, item_id, step.reason)


@_take.register
def _(step: step_schemas.Schedule, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.schedule(officer, item_id, step.at)


@_take.register
def _(step: step_schemas.PublishUrgently, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.publish_urgently(officer, item_id, step.revision, step.reason)


@_take.register
def _(step: step_schemas.Look, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.looked_at(officer, item_id, step.edition)


@_take.register
def _(step: step_schemas.Withdraw, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.withdraw(officer, item_id, step.kind, step.reason, step.redirect_to)


@_take.register
def _(step: step_schemas.Review, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.reviewed(officer, item_id, step.next_review)


@_take.register
def _(step: step_schemas.Place, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.place(officer, item_id, step.placement.placement())


@_take.register
def _(step: step_schemas.Move, officer: Officer, item_id: str, library: LibraryService) -> Work:
    return library.rearrange(officer, item_id, lambda now: replace(now, section=step.section))
