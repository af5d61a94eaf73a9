"""What the tests of 我的工作台, the files and the index share: opening, setting up, saving, importing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, FilePayload, Locator, Page, expect

TODAY = "2026-11-25T09:00:00+08:00"  # a Wednesday; the week ends on Sunday the 29th
STORE = "Qingdan.lib.store"

# Items of the real lists.
ITEM, SECOND, THIRD, OTHER = "Q03-07", "Q03-08", "Q03-01", "Q09-01"


def open_workbench(page: Page, site_url: str, now: str = TODAY) -> Page:
    """Open the workbench on a given day and wait until it is drawn."""
    page.clock.set_fixed_time(now)
    page.goto(f"{site_url}workbench.html")
    expect(page.locator(".qd-workbench")).to_be_visible()
    return page


def make_unit(page: Page, name: str = "甲镇", **profile: Any) -> str:
    """Make a unit as the current one, by the data layer; return its uid."""
    uid: str = page.evaluate(
        f"""async ([name, profile]) => {{
          const {{value}} = await {STORE}.createUnit({{name, profile}});
          Qingdan.lib.session.choose(value.uid);
          Qingdan.lib.currentUnit.choose(value.uid);
          return value.uid;
        }}""",
        [name, profile],
    )
    return uid


def enter(page: Page, uid: str, item: str, **fields: Any) -> None:
    """Enter something for an item, by the data layer, and see that it is saved."""
    assert page.evaluate(
        f"([uid, item, fields]) => {STORE}.patchTick(uid, item, fields).then(({{saved}}) => saved)",
        [uid, item, fields],
    )


def ticks(page: Page, uid: str) -> dict[str, dict[str, Any]]:
    """Everything that is stored for a unit, without revisions."""
    found: dict[str, dict[str, Any]] = page.evaluate(
        f"uid => {STORE}.ticks(uid).then(found => Object.fromEntries(found))", uid
    )
    return {item: {k: v for k, v in tick.items() if k not in ("rev", "revs")} for item, tick in found.items()}


def unit_names(page: Page) -> list[str]:
    names: list[str] = page.evaluate(f"{STORE}.units().then(units => units.map(({{name}}) => name))")
    return names


def part(page: Page, name: str) -> Locator:
    """A part of the workbench: figures, due, progress, recent, backup, units, restore."""
    return page.locator(f"[data-part={name}]")


def dialog(page: Page) -> Locator:
    return page.locator("dialog.qd-dialog[open]")


def said(page: Page, words: str) -> None:
    """Wait until screen readers have heard this."""
    page.wait_for_function(
        """words => [...document.querySelectorAll('[data-announcer]')]
          .some(one => one.textContent.includes(words))""",
        arg=words,
    )


CLEAN: dict[str, list[str]] = {
    "default": [],
    "slate": [],
}  # what axe_in_both_schemes returns where all is well


def axe_in_both_schemes(
    page: Page, axe: Callable[..., list[str]], selector: str | None = None
) -> dict[str, list[str]]:
    """The violations in light and in dark, which differs in its colours only. It ends in light."""
    found = {}
    colours: dict[str, Any] = {"runOnly": ["color-contrast"]}
    for scheme, options in (("default", {}), ("slate", colours)):
        page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", scheme)
        page.wait_for_function("document.getAnimations().every((a) => a.playState !== 'running')")
        found[scheme] = axe(page, selector, **options)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'default')")
    return found


def press(page: Page, name: str, inside: str = "backup") -> Locator:
    """Press a button of a part of the workbench and return the dialog, which may open or not."""
    part(page, inside).get_by_role("button", name=name, exact=True).click()
    return dialog(page)


def save(page: Page, button: str = "保存到文件") -> Download:
    """Save to a file by a button of the workbench."""
    with page.expect_download() as saving:
        press(page, button)
    return saving.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_bytes().decode("utf-8")


def saved_document(page: Page, button: str = "保存到文件") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text_of(save(page, button)))
    return document


def payload(name: str, body: Any) -> FilePayload:
    """A file for an input field: a document, or a text as it is."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def choose_files(page: Page, *documents: tuple[str, Any]) -> Locator:
    """Open 接着做 and choose files: (name, document or text). Return the dialog with the first preview."""
    shown = press(page, "接着做（导入文件）")
    page.locator(".qd-file").set_input_files([payload(name, body) for name, body in documents])
    expect(shown.get_by_role("heading", level=2)).to_contain_text(documents[0][0])
    return shown


def revised(tick: dict[str, Any], rev: str, **fields: Any) -> dict[str, Any]:
    """A record as a colleague changed it on another computer."""
    return {**tick, **fields, "rev": rev, "revs": [tick["rev"], *tick["revs"]]}
