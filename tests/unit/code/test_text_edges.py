"""Every text that officers send is cleaned where it comes in."""

import ast
import re

from tests.worlds.source import functions, layer

OF_PROGRAMS = {
    ("NewArticle", "unit"),
    ("ReportOrder", "unit"), ("ReportOrder", "first_day"), ("ReportOrder", "last_day"),
    ("ReportOrder", "units_on"),
    ("CaseListOrder", "unit"), ("CaseListOrder", "first_day"), ("CaseListOrder", "last_day"),
    ("LedgerOrder", "within"), ("ApprovalsOrder", "below"), ("NetworkOrder", "below"),
    ("NewBroadcast", "article_id"),
    ("NewSeries", "broadcast_id"),
    ("NewReply", "image"), ("NewReply", "file"),
    ("NewFile", "content_base64"), ("NewFile", "unit"), ("BulkRequest", "items"), ("NewHost", "host"),
    ("ItemContent", "fields"),  # each value is cleaned as its kind says, by `rules.fields`
    ("NewImage", "content_base64"), ("NewImage", "unit"),
    ("NewOnCall", "officers"), ("ShownPromotedResult", "items"),
    ("Assignment", "officer"),
    ("Document", "schema_name"),
    ("Document", "cases"), ("CasesToImport", "cases"),  # each case is cleaned by `exchange.service`
    ("ChosenPicture", "reference"),
    ("NewCover", "reference"),
    ("NewReorganisation", "on"), ("Choice", "decision"), ("Choice", "choice"),
}  # fmt: skip
"""Ids, dates and references, which no person types; they have rules of their own."""


def _bodies(tree: ast.Module) -> set[str]:
    """The models that routes take as their body."""
    return {
        ast.unparse(argument.annotation).rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for argument in node.args.args
        if argument.arg == "body" and argument.annotation
    }


def test_every_text_of_a_request_is_cleaned() -> None:
    models: dict[str, list[ast.ClassDef]] = {}
    for source in (*functions(), *layer()):
        if source.module.startswith(("functions.", "loa.web.")):
            for node in source.tree.body:
                if isinstance(node, ast.ClassDef) and node.bases:  # dataclasses of pages are no bodies
                    models.setdefault(node.name, []).append(node)
    waiting = {name for source in functions() for name in _bodies(source.tree)}
    assert len(waiting) > 20
    seen: set[str] = set()
    raw: set[tuple[str, str]] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        for model in models.get(name, []):
            spoken = " ".join(ast.unparse(base) for base in model.bases)
            for field in model.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    annotation = ast.unparse(field.annotation)
                    spoken += f" {annotation}"
                    if re.search(r"\bstr\b", annotation) and "pattern=" not in annotation:
                        raw.add((name, field.target.id))
            waiting |= (set(re.findall(r"\w+", spoken)) & set(models)) - seen
    assert raw - OF_PROGRAMS == set()
