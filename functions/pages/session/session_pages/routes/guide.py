"""Hướng dẫn: what this officer does, step by step, with pictures; each page leads to its task."""

from itertools import groupby, pairwise
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.web.console.navigation import GUIDE
from loa.web.guide import tasks
from loa.web.guide.tasks import GuideTask
from loa.web.pages.resolver import Html
from session_pages.app import app

PRINTED: Final = f"{GUIDE}/in"
PICTURES: Final = f"{GUIDE}/anh"


@app.get(GUIDE)
def list_tasks() -> Html:
    """Show the tasks of an officer; asked from a page (`trang`), lead to the task of that page."""
    page, roles = app.query("trang"), app.officer().roles
    task = tasks.task_at(page, roles) if page else None
    if task is not None:
        return app.redirect(f"{GUIDE}/{task.id}")
    areas = [(area, list(found)) for area, found in groupby(tasks.tasks_of(roles), lambda each: each.area)]
    return app.page("console/guide/list.html", guide_areas=areas, guide=GUIDE)


@app.get(PRINTED)
def print_tasks() -> Html:
    """Show all tasks of an officer on one page, to be printed."""
    return app.page("console/guide/print.html", tasks=[_shown(one) for one in _own()], guide=GUIDE)


@app.get(f"{PICTURES}/<name>")
def show_picture(name: str) -> Response[Any]:
    """Show a picture; nothing on it is about anybody real."""
    kept = {"cache-control": "private, max-age=86400"}
    return Response(200, content_type="image/webp", body=tasks.picture(name), headers=kept)


@app.get(f"{GUIDE}/<task_id>")
def show_task(task_id: str) -> Html:
    """Show one task, and the one after it."""
    task = tasks.task_of(task_id, app.officer().roles)
    own = _own()
    following = dict(pairwise(own)).get(task)
    return app.page("console/guide/task.html", one=_shown(task), following=following, guide=GUIDE)


def _own() -> list[GuideTask]:
    return tasks.tasks_of(app.officer().roles)


def _shown(task: GuideTask) -> dict[str, Any]:
    """Return a task with its pictures, where there are any; words in `**` apart from the others."""
    pictures = tasks.pictures()
    steps = [
        (_pieces(step.says), pictures.get(task.picture_of(number)))
        for number, step in enumerate(task.steps, 1)
    ]
    return {"task": task, "steps": steps, "note": _pieces(task.note)}


def _pieces(words: str) -> list[tuple[str, bool]]:
    """Return the words in pieces, and of each whether it stands out."""
    return [(piece, bool(number % 2)) for number, piece in enumerate(words.split("**")) if piece]
