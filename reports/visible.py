"""Text of a sheet on its way to a terminal or a log: nothing in it may act there."""

from __future__ import annotations

import unicodedata

_ACTS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text with characters that move the cursor, colour or turn the writing direction written as escapes.

    Line breaks and tabs become blanks.
    """
    return "".join(_written(character) for character in text)


def on_one_line(text: str) -> str:
    """The text on one line, runs of white space as one blank, without characters that act on a terminal."""
    return visible(" ".join(text.split()))


def _written(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if unicodedata.category(character) in _ACTS:
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return character
