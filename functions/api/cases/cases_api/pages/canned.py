"""Canned answers beside the answer of a case: those of conversations, filled with what the case says."""

from cases_api.pages import forms, shown, texts
from cases_api.pages.app import AREA, app, seen
from cases_api.pages.one import case_page
from loa.bootstrap import dialogue
from loa.casework.cases import access
from loa.casework.cases.rules.model import Case, Move
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html


@app.post(f"{AREA}/<case_id>/mau-cau")
def show_canned(case_id: str) -> Html:
    """The case with what was typed, and canned answers to choose from, or the chosen one in the answer."""
    form, stored = app.sent(forms.StepForm), seen(case_id)
    access.workable(app.officer(), stored.case)
    answers = dialogue.canned_answers()
    chosen = next(iter(form.data.get("canned", ())), "")
    typed = {**form.data, "move": [Move.ANSWER.value]}
    if not chosen:
        again = Form.empty(forms.StepForm).filled(typed)
        return case_page(stored, again, canned=answers.for_unit(stored.case.unit_path))
    words = _filled(answers.nearest(stored.case.unit_path, chosen).text, stored.case)
    before = next(iter(form.data.get("answer_text", ())), "").strip()
    typed["answer_text"] = ["\n".join(filter(None, (before, words)))]
    return case_page(stored, Form.empty(forms.StepForm).filled(typed))


def _filled(text: str, case: Case) -> str:
    """Return the words of a canned answer with what the case says."""
    from loa.dialogue.desk.canned_answers import filled  # noqa: PLC0415 - other pages of cases do without

    return filled(
        text,
        {
            "ten": case.reporter.name or texts.NEIGHBOURLY,
            "ma": case.code,
            "han": shown.at(case.answer_by) if case.state.is_open else "",
        },
    )
