"""Running text without its markup: titles, and the words on both sides of a formula."""

from __future__ import annotations

import re

WIDTH = 300
_WINDOW = 5 * WIDTH
_COMMANDS = r"\\(?:label|ref|eqref|cite\w*|vspace|hspace|includegraphics|index|begin|end)\*?(?:\[[^\]]*\])?\{[^{}]*\}"

# Each rule of the markup: a sign without which there is nothing to do, what to look for, what to put instead.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("--", re.compile(r"<!--.*?-->|^.*-->|<!--.*$", re.DOTALL), " "),
    ("](", re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),
    ("<", re.compile(r"</?[A-Za-z][^<>]{0,200}>"), " "),
    (">", re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE), ""),
    ("[!", re.compile(r"^[ \t]*\[![\w-]+\][+-]?", re.MULTILINE), " "),
    (" ", re.compile(r"^[ \t]*(?:#{1,6}|[-*+]|\|)[ \t]+", re.MULTILINE), ""),
    ("", re.compile(r"^[ \t]*(?:[-=*_|:]{3,}|[-:| ]{5,})[ \t]*$", re.MULTILINE), " "),
    ("#", re.compile(r"[ \t]+#+[ \t]*$|\{#[\w:.-]+\}", re.MULTILINE), " "),
    ("\\", re.compile(_COMMANDS), " "),
    ("\\", re.compile(r"\\(?:\\|[A-Za-z@]+\*?[ \t]?|(?=[%&#_${}]))"), " "),
    ("", re.compile(r"[*`{}]|(?<!\w)_+|_+(?!\w)"), ""),
    ("~", re.compile(r"~"), " "),
)
_BLANKS = re.compile(r"[ \t]{2,}|\n{3,}")
_MARKUP = re.compile(r"[\\<>\[*`{}_~#|]|--|==|^[ \t]*[-+] ", re.MULTILINE)


def plain(text: str) -> str:
    """Strip the markup of Markdown and LaTeX and bring all white space down to single blanks."""
    if not _MARKUP.search(text):
        return " ".join(text.split())
    for sign, pattern, instead in _RULES:
        if sign in text:
            text = pattern.sub(instead, text)
    return " ".join(text.split())


def _shorter(match: re.Match[str]) -> str:
    return "\n\n" if match.group()[0] == "\n" else " "


def words_around(text: str) -> tuple[str, str]:
    """Give the first and the last words of a text, at most `WIDTH` characters of each."""
    if len(text) > WIDTH:
        text = _BLANKS.sub(_shorter, text)
    first = plain(text[:_WINDOW])
    last = first if len(text) <= _WINDOW else plain(text[-_WINDOW:])
    if len(first) > WIDTH:
        first = first[:WIDTH].rpartition(" ")[0] or first[:WIDTH]
    if len(last) > WIDTH:
        last = last[-WIDTH:].partition(" ")[2] or last[-WIDTH:]
    return first, last
