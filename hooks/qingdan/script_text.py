"""Our scripts without comments and indentation: readers' machines need not load what is written for us.

By whole lines, since a minifier that knows JavaScript only in part (rjsmin 1.3) drops the spaces of texts inside
nested template literals, and a tool that knows all of it would bring Node into the build.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)  # alone on its lines
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_CAST = re.compile(r"/\*\* @(?:type|param|returns?) [^\n]*?\*/ ?")  # types within a line, for editors
# At the end of a line. A text, a template or a pattern that holds such signs is closed further on, by one of these.
_TRAILING = re.compile(r"[ \t]+// [^\"'`/\n]*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)


def shortened(script: str) -> str:
    """The script as it is published. Template literals do not span lines in ours (a test says so)."""
    for pattern in (_BLOCK, _CAST, _LINE, _TRAILING, _INDENT):
        script = pattern.sub("", script)
    return re.sub(r"\n{2,}", "\n", script)
