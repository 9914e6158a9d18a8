"""Running text without its markup: titles, and the words on both sides of a formula."""

from __future__ import annotations

import re

WIDTH = 300
_WINDOW = 5 * WIDTH
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->|^.*-->|<!--.*$", re.DOTALL), " "),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,200}>"), " "),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\[![\w-]+\][+-]?", re.MULTILINE), " "),
    (re.compile(r"^[ \t]*(?:#{1,6}|[-*+]|\|)[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:[-=*_|:]{3,}|[-:| ]{5,})[ \t]*$", re.MULTILINE), " "),
    (re.compile(r"[ \t]+#+[ \t]*$|\{#[\w:.-]+\}", re.MULTILINE), " "),
    (
        re.compile(
            r"\\(?:label|ref|eqref|cite\w*|vspace|hspace|includegraphics|index|begin|end)\*?(?:\[[^\]]*\])?\{[^{}]*\}"
        ),
        " ",
    ),
    (re.compile(r"\\(?:\\|[A-Za-z@]+\*?[ \t]?|(?=[%&#_${}]))"), " "),
    (re.compile(r"[*`{}]|(?<!\w)_+|_+(?!\w)"), ""),
    (re.compile(r"~"), " "),
    (re.compile(r"\s+"), " "),
)


def plain(text: str) -> str:
    """Strip the markup of Markdown and LaTeX and bring all white space down to single blanks."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text.strip()


def words_before(text: str) -> str:
    """Give the last words of a text, at most `WIDTH` characters."""
    words = plain(text[-_WINDOW:])
    if len(words) <= WIDTH:
        return words
    return words[-WIDTH:].partition(" ")[2] or words[-WIDTH:]


def words_after(text: str) -> str:
    """Give the first words of a text, at most `WIDTH` characters."""
    words = plain(text[:_WINDOW])
    if len(words) <= WIDTH:
        return words
    return words[:WIDTH].rpartition(" ")[0] or words[:WIDTH]
