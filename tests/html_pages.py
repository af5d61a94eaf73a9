"""A built page as the tests read it: its links, anchors, headings, and the words that people see or hear."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

# Attributes that make the browser load something, and those that only lead somewhere.
LOADING = frozenset({"src", "srcset", "poster", "data", "xlink:href", "background"})
LEADING = frozenset({"href", "action", "formaction", "cite"})

HEARD = frozenset(
    {"aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label"}
)
CONTROLS = frozenset({"button", "summary", "label", "legend", "option", "kbd"})
FRAME = frozenset({"header", "nav", "footer", "dialog"})
BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNSEEN = frozenset({"script", "style", "template"})


@dataclass(frozen=True)
class Link:
    """A URL that an element of the page names."""

    tag: str
    attribute: str
    url: str
    line: int


@dataclass
class HtmlPage:
    """One page of the built site; ``path`` is relative to its root (``lists/q03.html``)."""

    path: str
    lang: str = ""
    title: str = ""
    text: str = ""  # the words of head and body, blocks apart by a blank line
    links: list[Link] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    styles: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # attributes that are read out or shown
    controls: list[str] = field(default_factory=list)  # words of buttons, of the frame and of dialogs
    cited: set[str] = field(default_factory=set)  # sources that statements name
    notes: set[str] = field(default_factory=set)  # sources that the end of the page explains

    def __str__(self) -> str:
        return self.path


def read_html_page(site: Path, path: Path) -> HtmlPage:
    """Read one page of a site."""
    reader = _Reader(path.relative_to(site).as_posix())
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    reader.page.text = "".join(reader.words)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.page = HtmlPage(path)
        self.open: list[tuple[str, frozenset[str]]] = []  # elements around this point, with their classes
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page = self.page
        values = {name: value or "" for name, value in attrs}
        classes = frozenset(values.get("class", "").split())
        page.classes |= classes
        if tag == "html":
            page.lang = values.get("lang", "")
        if "id" in values:
            page.ids.add(values["id"])
        if "data-ref" in values:
            page.notes.add(values["data-ref"])
        if "style" in values:
            page.styles.append(values["style"])
        for name, value in values.items():
            if name in LOADING | LEADING or (name.startswith("data-") and ".html" in value):
                page.links.append(Link(tag, name, value, self.getpos()[0]))
            if name in HEARD:
                page.labels.append(value)
        unseen = any(one in UNSEEN for one, _ in self.open)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and not unseen:
            page.headings.append((int(tag[1]), ""))
        if tag in BLOCKS:
            self.words.append("\n\n")
        if tag not in VOID:
            self.open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass  # </p> and </li> may be left out
        if tag in BLOCKS:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        around = {tag for tag, _ in self.open}
        if around & UNSEEN:
            if "style" in around:
                self.page.styles.append(data)
            return
        self.words.append(data)
        if "title" in around and "svg" not in around:
            self.page.title += data
        if around & {"h1", "h2", "h3", "h4", "h5", "h6"} and self.page.headings:
            level, words = self.page.headings[-1]
            self.page.headings[-1] = (level, words + data)
        if self.open and "qd-cite" in self.open[-1][1]:
            self.page.cited.add(data)
        if data.strip() and (around & CONTROLS or (around & FRAME and "article" not in around)):
            self.page.controls.append(data.strip())
