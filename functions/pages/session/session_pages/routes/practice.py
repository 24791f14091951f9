"""The page of a stage for practice: an officer lets a sample resident write. Elsewhere there is none."""

from typing import Annotated

from pydantic import Field

from loa.errors import NotFound
from loa.settings import is_practice
from loa.web.console.navigation import PRACTICE
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from session_pages import texts
from session_pages.app import app


class SceneForm(FormModel):
    """Which sample resident is to write."""

    scene: Annotated[str, Field(title="Người dân mẫu", max_length=20)]


@app.get(PRACTICE)
def show_practice() -> Html:
    """What can be tried here, and who may write."""
    return _page(Form.empty(SceneForm))


@app.post(PRACTICE)
def let_somebody_write() -> Html:
    """Let a sample resident write to the account of the officer's unit."""
    _only_here()
    from session_pages import samples  # noqa: PLC0415 - no other stage needs it

    form = app.sent(SceneForm)
    scene = samples.scene_named(form.value.scene) if form.value else None
    account = samples.account_at(app.officer().unit_path)
    if scene is None or account is None:
        return _page(form.refused({"scene": texts.NO_SUCH_SAMPLE}), status=422)
    key = app.key().removeprefix("officer#")
    return app.done(lambda: samples.write(scene, account, key=key), to=PRACTICE, say=texts.SAMPLE_WRITES)


def _only_here() -> None:
    """Raises NotFound at every stage that is not for practice."""
    if not is_practice():
        raise NotFound


def _page(form: Form[SceneForm], *, status: int = 200) -> Html:
    _only_here()
    from session_pages import samples  # noqa: PLC0415 - no other stage needs it

    return app.page(
        "console/session/practice.html",
        status=status,
        form=form,
        scenes=samples.SCENES,
        is_connected=samples.account_at(app.officer().unit_path) is not None,
    )
