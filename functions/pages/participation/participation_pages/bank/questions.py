"""Questions one by one: shown, written, checked by a second person, replaced with their article."""

from typing import Final

from loa import clock
from loa.bootstrap import participation
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.officers.store import KnownOfficer
from loa.participation.campaigns.access import require_publishing, require_writing
from loa.participation.contests.desk.questions import NewQuestion, may_remove
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from participation_pages import texts
from participation_pages.app import AREA, app, seen_version
from participation_pages.forms import QuestionForm, ReplacedForm

BANK: Final = f"{AREA}/cau-hoi"


@app.get(BANK)
def show_bank() -> Html:
    """Show the questions; who may check them sees what is right."""
    officer, desk = app.officer(), participation.contests()
    questions = desk.questions(officer)
    may_check = allowed(officer, Permission.APPROVE_PARTICIPATION, officer.unit_path)
    return app.page(
        "console/participation/bank.html",
        questions=questions,
        right=desk.right() if may_check else {},
        may_check=may_check,
        may_write=allowed(officer, Permission.WRITE_PARTICIPATION, officer.unit_path),
        used=desk.used(),
        removable={each.id for each in questions if may_remove(officer, each, desk.bank.province)},
        today=clock.local_day(clock.now()),
    )


@app.get(f"{BANK}/moi")
def ask_question() -> Html:
    """Ask for a question."""
    writer()
    return app.page("console/participation/question.html", form=Form.empty(QuestionForm))


@app.post(f"{BANK}/moi")
def add_question() -> Html:
    """Write a question."""
    officer = writer()
    form = app.sent(QuestionForm)
    if form.value is None:
        return app.page("console/participation/question.html", status=422, form=form)
    new = new_question(form.value)
    try:
        return app.done(
            lambda: participation.contests().add_questions(officer, [new]),
            to=BANK,
            say=texts.QUESTION_ADDED,
        )
    except InvalidInput as error:
        return app.page("console/participation/question.html", status=422, form=form.refused(error.fields))


@app.post(f"{BANK}/<question_id>/kiem")
def check_question(question_id: str) -> Html:
    """Let a second person find a question right."""
    officer = app.officer()
    require_publishing(officer, officer.unit_path)
    return app.done(
        lambda: participation.contests().check_question(officer, question_id, seen_version()),
        to=BANK,
        say=texts.QUESTION_CHECKED,
    )


@app.post(f"{BANK}/<question_id>/bo")
def remove_question(question_id: str) -> Html:
    """Take a question out that no round has ever asked."""
    officer, seen = app.officer(), seen_version()
    if not allowed(officer, Permission.APPROVE_PARTICIPATION, officer.unit_path):
        require_writing(officer, officer.unit_path)
    return app.done(
        lambda: participation.contests().remove_question(officer, question_id, seen),
        to=BANK,
        say=texts.QUESTION_REMOVED,
    )


@app.post(f"{BANK}/<question_id>/het-hieu-luc")
def replace_article(question_id: str) -> Html:
    """Say on which day the article of a question ends."""
    officer = writer()
    form = app.sent(ReplacedForm)
    if form.value is None:
        return app.redirect(BANK, say=texts.DAY_MISSING)
    until = form.value.until
    return app.done(
        lambda: participation.contests().replace_article(officer, question_id, until),
        to=BANK,
        say=texts.ARTICLE_REPLACED,
    )


def writer() -> KnownOfficer:
    """Return the officer, who may write questions.

    Raises:
        NotAllowed: they may not.
    """
    officer = app.officer()
    require_writing(officer, officer.unit_path)
    return officer


def new_question(given: QuestionForm) -> NewQuestion:
    """Return the question that a form describes."""
    options = tuple(line.strip() for line in given.options.splitlines() if line.strip())
    return NewQuestion(
        given.words, options, given.right, given.level, given.law, given.article, given.provision,
        given.since, given.until, given.topic,
    )  # fmt: skip
