"""The finished site, without a browser: links, offline, HTML, words, weight."""

import gzip
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.html_pages import LOADING, HtmlPage, Link, read_html_page

COPY_CHECK = Path(__file__).resolve().parents[2] / "shared/tools/copy_check.py"

# The checker is of 2020; what the HTML standard took up since is no error.
NOT_YET_KNOWN_TO_THE_CHECKER = ("Attribute “enterkeyhint” not allowed on element “input”",)

# Words without a Chinese name: keys, formats, programs, and the ids of lists, timelines, sources, duties.
LATIN_WORDS = re.compile(
    r"\b(?:Ctrl|Enter|Esc|Tab|YAML|JSON|HTML|PDF|WPS|Excel|Markdown|MkDocs|Python|A4|[SQTMD]\d+(?:-[\w.]+)*|F-[A-Z]\d+)\b"
)

LIGHT_ENOUGH = 110_000  # bytes, gzipped: a list with all its styles and scripts


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, HtmlPage]:
    found = [read_html_page(built_site, path) for path in sorted(built_site.rglob("*.html"))]
    assert len(found) > 50
    return {page.path: page for page in found}


def target_of(page: HtmlPage, url: str) -> tuple[str, str]:
    """The file that a relative URL names, from the site's root, and the anchor in it."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if not path:
        file = page.path
    elif path.startswith("/"):
        file = path.lstrip("/")
    else:
        folder = page.path.split("/")[:-1]
        for step in path.split("/"):
            if step == "..":
                folder.pop()  # above the root: an IndexError, and rightly so
            elif step != ".":
                folder.append(step)
        file = "/".join(folder)
    return file, unquote(parts.fragment)


def is_external(url: str) -> bool:
    parts = urlsplit(url.strip())
    return bool(parts.netloc or parts.scheme) and parts.scheme != "data"


def test_every_link_leads_to_a_file_and_an_anchor(built_site: Path, pages: dict[str, HtmlPage]) -> None:
    def problem(page: HtmlPage, link: Link) -> str:
        if link.url.startswith("/") and page.path != "404.html":  # a server shows that page at any depth
            return "从根目录算起，放在子目录或 U 盘里就打不开"
        try:
            file, anchor = target_of(page, link.url)
        except IndexError:
            return "超出网站的根目录"
        if not (built_site / file).is_file():
            return "没有这个文件"  # a folder neither: file:// opens no index.html of it
        if anchor and file.endswith(".html") and anchor not in pages[file].ids:
            return "页面里没有这个位置"
        return ""

    found = [
        f"{page}:{link.line} {link.attribute}={link.url}：{words}"
        for page in pages.values()
        for link in page.links
        if not is_external(link.url) and not link.url.startswith("data:")
        if (words := problem(page, link))
    ]
    assert found == []


def test_citations_are_explained_on_their_own_page(pages: dict[str, HtmlPage]) -> None:
    """The panel shows what stands at the end of the page, and paper has nothing else."""
    missing = {page.path: page.cited - page.notes for page in pages.values() if page.cited - page.notes}
    assert missing == {}
    assert sum(len(page.cited) for page in pages.values()) > 500


def addresses_in(built_site: Path, pages: dict[str, HtmlPage]) -> Iterator[tuple[str, str]]:
    """(file, URL) of everything that any file of the site loads, links to, or names in a script."""
    for page in pages.values():
        for link in page.links:
            yield page.path, link.url
        for style in page.styles:
            yield from ((page.path, url) for url in addresses_in_css(style))
    for path in built_site.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        yield from ((path.relative_to(built_site).as_posix(), url) for url in addresses_in_css(css))
    for path in [*built_site.rglob("*.js"), *built_site.rglob("*.svg")]:
        for url in re.findall(
            r"""["'`]((?:https?:|wss?:)?//[\w$][^"'`\s]*)""", path.read_text(encoding="utf-8")
        ):
            yield path.relative_to(built_site).as_posix(), url


def addresses_in_css(css: str) -> Iterator[str]:
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for match in re.finditer(r"""url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(["'])(.*?)\3""", without_comments):
        yield match[2] or match[4] or ""


def test_nothing_comes_from_elsewhere(built_site: Path, pages: dict[str, HtmlPage]) -> None:
    """Not even links to read: the machines have no Internet."""
    namespaces = (  # names in XML, which nothing is loaded from
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://schemas.openxmlformats.org/",
        "http://purl.org/dc/",
    )
    found = {(file, url) for file, url in addresses_in(built_site, pages) if is_external(url)}
    assert {(file, url) for file, url in found if not url.startswith(namespaces)} == set()


def test_style_sheets_name_files_that_are_there(built_site: Path) -> None:
    missing = [
        (path.name, url)
        for path in built_site.rglob("*.css")
        for url in addresses_in_css(path.read_text(encoding="utf-8"))
        if not url.startswith(("data:", "#")) and not (path.parent / unquote(url)).is_file()
    ]
    assert missing == []


def test_no_dead_weight(built_site: Path) -> None:
    unwanted = [*built_site.rglob("*.map"), *built_site.rglob("lunr*"), *built_site.glob("sitemap.xml*")]
    assert [path.relative_to(built_site).as_posix() for path in unwanted] == []


@pytest.mark.skipif(not COPY_CHECK.exists(), reason="讲话原文不在本机，无法核对")
def test_nothing_is_copied_from_the_speeches(
    built_site: Path, pages: dict[str, HtmlPage], tmp_path: Path
) -> None:
    """The files as they are, and the words alone: a tag within a sentence would hide that it was copied."""
    for page in pages.values():
        plain = (tmp_path / page.path).with_suffix(".txt")
        plain.parent.mkdir(parents=True, exist_ok=True)
        # "|" ends a run for the checker: neighbouring cells are no sentence.
        plain.write_text("|".join([page.text.replace("\n\n", "|"), *page.labels]), encoding="utf-8")
    command = [sys.executable, str(COPY_CHECK), str(built_site), str(tmp_path)]
    check = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if check.returncode:
        pytest.fail(check.stdout, pytrace=False)


def test_no_advertising_of_the_sources(built_site: Path, pages: dict[str, HtmlPage]) -> None:
    texts = {page.path: page.text for page in pages.values()}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in built_site.glob("data/*.json")}
    noise = re.compile(r"QQ\s*[群\d]|扫码|公众号")
    assert {path: match[0] for path, text in texts.items() if (match := noise.search(text))} == {}


def test_html_is_valid(built_site: Path, html_errors: Callable[..., list[str]]) -> None:
    errors = html_errors(*sorted(built_site.rglob("*.html")))
    assert [line for line in errors if not any(known in line for known in NOT_YET_KNOWN_TO_THE_CHECKER)] == []


def test_every_page_says_what_it_is(pages: dict[str, HtmlPage]) -> None:
    found = []
    for page in pages.values():
        levels = [level for level, _ in page.headings]
        jumps = [
            words.strip() for n, (level, words) in enumerate(page.headings) if n and level > levels[n - 1] + 1
        ]
        if page.lang != "zh-CN":
            found.append(f"{page}: lang={page.lang}")
        if not page.title.strip():
            found.append(f"{page}: 没有标题")
        if levels.count(1) != 1 or levels[0] != 1:
            found.append(
                f"{page}: 一级标题 {levels.count(1)} 个，第一个标题是 {levels[0] if levels else 0} 级"
            )
        if jumps:
            found.append(f"{page}: 标题跳级：{jumps}")
        found += [f"{page}: 空标题" for _, words in page.headings if not words.strip()]
    assert found == []


def test_the_interface_speaks_chinese(pages: dict[str, HtmlPage]) -> None:
    found = {
        words
        for page in pages.values()
        for words in [*page.labels, *page.controls, page.title]
        if re.search(r"[A-Za-z]{2,}", LATIN_WORDS.sub("", words))
    }
    assert found == set()


def test_a_list_is_light(
    built_site: Path, pages: dict[str, HtmlPage], capsys: pytest.CaptureFixture[str]
) -> None:
    """The largest list with all that it loads at once. The search index comes only when somebody searches."""

    def packed(path: str) -> int:
        return len(gzip.compress((built_site / path).read_bytes(), 6))

    def loaded(page: HtmlPage) -> list[str]:
        links = [link for link in page.links if link.attribute in LOADING or link.tag == "link"]
        return [page.path, *(target_of(page, link.url)[0] for link in links)]

    lists = [page for path, page in pages.items() if re.fullmatch(r"lists/q\d+\.html", path)]
    weights = {page.path: sum(map(packed, loaded(page))) for page in lists}
    heaviest = max(weights, key=weights.__getitem__)
    with capsys.disabled():
        print(f"\n最重的清单页 {heaviest}：{weights[heaviest] / 1000:.1f} kB（gzip，含样式和脚本）")
    assert weights[heaviest] <= LIGHT_ENOUGH
