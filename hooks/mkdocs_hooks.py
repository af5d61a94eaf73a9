"""MkDocs events: call ``qingdan``, log, raise, add what it made. Nothing is decided here.

The folder of this file is on ``sys.path`` only while the file executes, so the package is imported at the
top. MkDocs keeps this module for the life of ``serve``: edits of Python need a restart, YAML and Markdown
reload by themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from rcssmin import cssmin

from qingdan.citations import CitationExtension
from qingdan.generated_pages import Heading
from qingdan.nav import expand_nav, nav_paths, nav_script
from qingdan.render import render, root_of
from qingdan.script_text import shortened
from qingdan.search_index import Entry, index_script, page_entries
from qingdan.site_plan import SitePlan, plan_site
from qingdan.terms import TermExtension

# Only loggers under "mkdocs" make --strict fail.
log = logging.getLogger("mkdocs.plugins.qingdan")

QUESTIONS = "ask/index.md"  # its h3 are questions, and are found as such


class _Build:
    """What the events of one build share."""

    serving = False
    plan: SitePlan
    citations: CitationExtension
    terms: TermExtension
    entries: dict[str, list[Entry]]
    nav: Navigation


_build = _Build()


def on_startup(command: str, dirty: bool) -> None:
    _build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    plan = plan_site(root, nav_paths(config.nav or []))
    for problem in plan.problems:
        log.warning("%s", problem)
    if plan.problems and not _build.serving:
        raise PluginError(f"有 {len(plan.problems)} 处要改（见上），改好再构建。")
    _build.plan = plan
    _build.citations = CitationExtension()
    _build.terms = TermExtension(plan.views.terms)
    _build.entries = {}
    config.extra["theme_css"] = _theme_styles(config)
    config.markdown_extensions += [_build.citations, _build.terms]  # type: ignore[list-item]
    if config.nav is not None:
        config.nav = expand_nav(config.nav, plan.pages.values())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for file in list(files):
        if _is_unused(file.src_uri):
            files.remove(file)
    for page in _build.plan.pages.values():
        if not files.get_file_from_path(page.path):
            inclusion = InclusionLevel.NOT_IN_NAV if page.aside else InclusionLevel.UNDEFINED
            files.append(File.generated(config, page.path, content=f"# {page.title}\n", inclusion=inclusion))
    for path, content in _build.plan.data_files():
        files.append(File.generated(config, path, content=content))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    _build.nav = nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    path = page.file.src_uri
    generated = _build.plan.pages.get(path)
    if generated:
        page.meta["title"] = generated.title
        page.meta["hide"] = ["navigation", "toc"] if generated.wide else []
        page.meta["scripts"], page.meta["styles"] = list(generated.scripts), list(generated.styles)
        return ""  # the article is ready: on_page_content puts it in
    _build.citations.root = _build.terms.root = root_of(page.url)
    return markdown + _build.plan.parts_of(path)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    path = page.file.src_uri
    generated = _build.plan.pages.get(path)
    if generated:
        html = generated.html
        page.toc = get_toc(_toc_tokens(generated.headings))
        page.present_anchor_ids = set(generated.anchors)
        _build.entries[page.url] = list(generated.entries)
    else:
        is_questions = path == QUESTIONS
        _build.entries[page.url] = page_entries(
            html,
            title=str(page.title),
            url=page.url,
            kind_of_heading=lambda level: "question" if is_questions and level == 3 else "section",
        )
        # Added after Markdown and the search have read the page: neither has to parse what is finished.
        title, end, text = html.partition("</h1>")
        html = title + end + _build.plan.head_of(path) + text + _build.plan.tail_of(path)
    if _build.plan.problems:  # only while serving: a build has stopped long before
        html = render("problems.html", page.url, problems=_build.plan.problems) + html
    return html


def on_post_build(config: MkDocsConfig) -> None:
    site = Path(config.site_dir)
    entries = [entry for found in _build.entries.values() for entry in found]
    (site / "search").mkdir(exist_ok=True)
    (site / "search" / "index.js").write_text(index_script(entries), encoding="utf-8")
    (site / "data" / "nav.js").write_text(nav_script(_build.nav.items), encoding="utf-8")
    for path in site.glob("sitemap.xml*"):  # a sitemap lists absolute addresses: without site_url it is empty
        path.unlink()
    if not _build.serving:
        _shorten(site)


def _is_unused(path: str) -> bool:
    """What the theme ships and no page asks for: its scripts, and the source maps of its style sheets."""
    return path.startswith("assets/javascripts/") or path.endswith(".map")


def _theme_styles(config: MkDocsConfig) -> list[str]:
    """The theme's style sheets: their names carry a hash that changes with every version."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in map(Path, config.theme.dirs)
        for pattern in ("main.*.css", "palette.*.css")
        for path in folder.glob(f"assets/stylesheets/{pattern}")
    }
    return sorted(names)


def _shorten(site: Path) -> None:
    """Comments and indentation are for us; a reader's machine need not load them."""
    for path in site.glob("assets/js/*.js"):
        path.write_text(shortened(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in site.glob("assets/css/*.css"):
        path.write_text(cssmin(path.read_text(encoding="utf-8")), encoding="utf-8")


def _toc_tokens(headings: Iterable[Heading]) -> list[Any]:
    """Headings of one title and its second level, nested as Python-Markdown's toc would give them."""
    first, *rest = ({"level": n, "id": i, "name": w, "children": []} for n, i, w in headings)
    return [{**first, "children": rest}]
