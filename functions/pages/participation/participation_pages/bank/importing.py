"""Many questions at once, from a sheet: all of them, or none and what is wrong with which row."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap import participation
from loa.errors import InvalidInput
from loa.participation.contests.desk.questions import NewQuestion
from loa.participation.contests.rules.texts import LEVELS
from loa.platform.documents.sheet_tables import SheetColumns, SheetFault, day, named
from loa.platform.documents.sheets import MEDIA_TYPE
from loa.text.folding import fold
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts.sheets import SheetForm, rows_in
from participation_pages import texts
from participation_pages.app import app
from participation_pages.bank.questions import BANK, new_question, writer
from participation_pages.forms import QuestionForm

IMPORT: Final = f"{BANK}/nhap"
_OPTIONS: Final = {f"option-{number}": texts.OPTION.format(number=number) for number in range(1, 6)}
_FIELDS: Final = {name: str(info.title) for name, info in QuestionForm.model_fields.items()}
COLUMNS: Final[Mapping[str, str]] = {
    "words": _FIELDS["words"],
    **_OPTIONS,
    "right": texts.RIGHT_OPTION,
    **{name: _FIELDS[name] for name in ("level", "law", "article", "provision", "since", "until", "topic")},
}
"""Names of the columns, by what they hold: the fields of the form, and one column for each option."""
_CHOICES: Final = {COLUMNS["right"]: tuple(_OPTIONS.values()), COLUMNS["level"]: tuple(LEVELS.values())}


@app.get(IMPORT)
def ask_for_questions() -> Html | Response[Any]:
    """Ask for a sheet, and say how it is filled in; `?mau=1`: the sheet to fill in."""
    writer()
    if app.query("mau") != "1":
        return _page(Form.empty(SheetForm))
    # Who asks for a page loads no writer of sheets.
    from loa.platform.documents.sheet_writing import write_sheet  # noqa: PLC0415 - see above

    return Response(
        200,
        content_type=MEDIA_TYPE,
        body=write_sheet(texts.QUESTIONS_SHEET, tuple(COLUMNS.values()), (), _CHOICES),
        headers={
            "cache-control": "no-store",
            "content-disposition": 'attachment; filename="mau-cau-hoi.xlsx"',
        },
    )


@app.post(IMPORT)
def take_questions() -> Html:
    """Write every row as a question that waits for a second person, or none."""
    officer = writer()
    form = Form.empty(SheetForm)
    try:
        rows = rows_in(app.sent_form())
    except InvalidInput as refused:
        return _page(form.refused(refused.fields), status=422)
    questions, faults = _SHEET.things(rows)
    if faults:
        return _page(form, faults, status=422)
    return app.done(
        lambda: participation.contests().add_questions(officer, questions),
        to=BANK,
        say=lambda new: texts.QUESTIONS_ADDED.format(new=new, known=len(questions) - new),
    )


def _question(_number: int, cells: Mapping[str, str]) -> NewQuestion:
    """Return the question of a row: it is asked what the form asks.

    Raises:
        ValueError: something is wrong with it; all of it.
    """
    data = {
        name: cell if name == "provision" else " ".join(cell.split())
        for name, cell in cells.items()
        if name in _FIELDS
    }
    options = [name for name in _OPTIONS if name in cells]
    data["options"] = "\n".join(" ".join(cells[name].split()) for name in options)
    wrong: dict[str, str] = {}
    for name in ("right", "level", "since", "until"):
        try:
            if name in data:
                data[name] = _meant(name, data[name], options)
        except ValueError as error:
            del data[name]
            wrong[name] = str(error)
    form = Form.sent(QuestionForm, {name: (value,) for name, value in data.items()})
    for name, message in form.errors.items():
        wrong.setdefault(name, f"{COLUMNS.get(name, texts.OPTIONS)}: {message}")
    if form.value is None or wrong:
        raise ValueError(*wrong.values())
    new = new_question(form.value)
    try:
        new.check()
    except InvalidInput as error:
        raise ValueError(*error.fields.values()) from error
    return new


def _meant(name: str, cell: str, options: Sequence[str]) -> str:
    """Return what a cell means to the form; the right option counts those that are filled in."""
    if name == "right":
        option = f"option-{cell}" if cell.isdigit() else named(cell, _OPTIONS, COLUMNS[name])
        if option not in options:
            raise ValueError(texts.RIGHT_IS_EMPTY.format(option=cell))
        return str(options.index(option) + 1)
    if name == "level":
        return named(cell, LEVELS, COLUMNS[name])
    return day(cell, COLUMNS[name]).isoformat()


_SHEET: Final = SheetColumns(
    COLUMNS,
    [name for name in COLUMNS if name not in {"option-3", "option-4", "option-5", "topic", "until"}],
    _question,
    lambda question: fold(question.words),
    texts.SAME_QUESTION,
)


def _page(form: Form[SheetForm], faults: Sequence[SheetFault] = (), *, status: int = 200) -> Html:
    return app.page("console/participation/import.html", status=status, form=form, faults=faults)
