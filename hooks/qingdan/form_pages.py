"""What the pages of forms show: the index, and each form as it will look on paper with what it rests on."""

from __future__ import annotations

from typing import Any

from qingdan.catalogue import catalogue
from qingdan.form_parts import (
    BOX,
    DATE_BLANK,
    OTHER,
    field_rows,
    form_url,
    label_parts,
    labels,
    mark,
    parts,
    pieces,
    printed_rows,
    signers,
)
from qingdan.forms_model import Form
from qingdan.search_index import Entry
from qingdan.views import Views

ORIENTATIONS = {"portrait": "竖", "landscape": "横"}
FILES = {"text": "Word", "table": "Excel"}


def paper_words(form: Form) -> str:
    """``A4 横，1 张``."""
    return f"A4 {ORIENTATIONS[form.orientation]}，{form.sheets} 张"


def form_groups(views: Views) -> list[tuple[str, list[tuple[Form, str, str]]]]:
    """The forms by stage, in the order of the process: ``(stage, [(form, who fills it in, its paper)])``."""
    groups = []
    for stage in views.stages:
        rows = [
            (form, "、".join(views.role_names[role] for role in form.roles), paper_words(form))
            for form in views.forms_of_stage(stage.id)
        ]
        if rows:
            groups.append((stage.title, rows))
    return groups


def form_context(views: Views, form: Form) -> dict[str, Any]:
    """What the template of one form needs."""
    return {
        "form": form,
        "kit": catalogue(views)["kit"],
        "roles": [views.role[role] for role in form.roles if role in views.role],
        "stage": views.stage.get(form.stage),
        "signers": "、".join(dict.fromkeys(signers(form))) or "不用签字，盖章",
        "paper": paper_words(form),
        "file": FILES[form.kind],
        "parts": list(parts(form)),
        "field_rows": field_rows,
        "pieces": pieces,
        "label_parts": label_parts,
        "mark": mark,
        "printed_rows": printed_rows,
        "words": {"BOX": BOX, "DATE": DATE_BLANK, "OTHER": OTHER},
    }


def form_entry(form: Form) -> Entry:
    """By what a form is found: its purpose and every label on it."""
    text = "\n".join((form.purpose, form.when, *labels(form)))
    return Entry("form", f"{form.id} {form.title}", form_url(form), text, "文书表单")
