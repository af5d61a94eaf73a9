"""The lists, timelines and forms as scripts need them: what an id means and where it stands. No HTML here."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from qingdan.form_parts import blanks, form_url
from qingdan.views import LEVELS, Views, checklist_url, timeline_url

GLOBAL = "QINGDAN_CATALOGUE"


def catalogue(views: Views) -> dict[str, Any]:
    """Roles and levels by id; every list with its items and retired ids; every timeline with its milestones;
    every form with its blanks.

    ``kit`` is the version of all that, for files that people save; ``url`` is relative to the site's root;
    ``side`` is ``rectify`` or ``inspect``.
    """
    content = _content(views)
    return {"kit": _version(views, content), **content}


def _version(views: Views, content: dict[str, Any]) -> str:
    """The day of the newest list or form, and a few digits that change with any word: ``2026-11-22-5f0c2a``."""
    days = [*(c.updated for c in views.checklists), *(f.updated for f in views.forms)]
    newest = max(days).isoformat() if days else ""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return f"{newest}-{hashlib.sha256(text.encode()).hexdigest()[:6]}".lstrip("-")


def _content(views: Views) -> dict[str, Any]:
    sides = {stage.id: stage.side for stage in views.stages}
    return {
        "roles": dict(views.role_names),
        "levels": LEVELS,
        "lists": [
            {
                "id": checklist.id,
                "title": checklist.title,
                "url": checklist_url(checklist),
                "side": sides.get(checklist.stage, "rectify"),
                "items": [
                    {
                        "id": item.id,
                        "text": item.text,
                        "owner": item.owner,
                        "level": item.level,
                        **({"by": f"{item.by.base} {item.by.plus}"} if item.by else {}),
                    }
                    for item in checklist.items
                ],
                "retired": [{"id": entry.id, "text": entry.text} for entry in checklist.retired],
            }
            for checklist in views.checklists
        ],
        "timelines": [
            {
                "id": timeline.id,
                "title": timeline.title,
                "url": timeline_url(timeline),
                "milestones": [{"id": m.id, "title": m.title} for m in timeline.milestones],
                "retired": [{"id": entry.id, "text": entry.text} for entry in timeline.retired],
            }
            for timeline in views.timelines
        ],
        "forms": [
            {
                "id": form.id,
                "title": form.title,
                "url": form_url(form),
                # In a table what is filled in stands in rows: W04-05.1, W04-05.2 …
                "blanks": [{"id": id, "text": text, "rows": rows} for id, text, rows in blanks(form)],
                "retired": [{"id": entry.id, "text": entry.text} for entry in form.retired],
            }
            for form in views.forms
        ],
    }


def catalogue_script(views: Views) -> str:
    """The catalogue as a classic script, for pages that load it when they need it: fetch fails on file://."""
    text = json.dumps(catalogue(views), ensure_ascii=False, separators=(",", ":"))
    # Both end a line in JavaScript before 2019, and JSON leaves them as they are.
    return f"var {GLOBAL} = {text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')};\n"
