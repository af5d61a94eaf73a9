"""Markdown as MkDocs renders it: with the extensions that mkdocs.yml names, and our own."""

import functools
import re
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parent.parent

# A group of citations as citations.py writes it; the first group of the match is what stands inside.
CITATION_GROUP = re.compile(
    r'<span class="qd-cites" data-search="off">'
    r"((?:<button[^>]*>[^<]*</button><span[^>]*>(?:(?!</span>).)*</span>)?"
    r'(?:<a class="qd-convention"[^>]*>[^<]*</a>)?)</span>'
)


@functools.cache
def config() -> MkDocsConfig:
    """Return the settings of mkdocs.yml."""
    return load_config(str(ROOT / "mkdocs.yml"))


def markdown(*own: Extension) -> Markdown:
    """Return a fresh renderer."""
    return Markdown(extensions=[*config().markdown_extensions, *own], extension_configs=config().mdx_configs)
