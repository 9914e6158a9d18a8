"""Jupyter notebooks: the text of each Markdown cell, with every character's place in the notebook's own file.

The JSON is read by hand because the places matter: a character of a cell stands for its escape in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sheets.source.mapped import Stream, Weaver

_TOKEN = re.compile(
    r'\s*(?:(?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")|(?P<sign>[{}\[\],:])|(?P<other>[-+.\w]+))', re.DOTALL
)
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_SHORT = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_OTHER = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|-?Infinity|NaN")
_DEEPEST = 200
_CELL_DEPTHS = {("cells",), ("worksheets", "cells")}


class NotJson(Exception):
    """The text is no JSON; carries the offset at which it stops being so."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


@dataclass
class _Level:
    """An object or an array that is open; a cell gathers its kind and its source."""

    array: bool
    key: str | None = None
    wants: str = "first"
    kind: str = ""
    source: list[tuple[int, int]] = field(default_factory=list)


def markdown_cells(text: str) -> list[Stream]:
    """Give the text of each Markdown cell in its order.

    Raises NotJson where the text is no JSON object.
    """
    cells: list[Stream] = []
    levels: list[_Level] = []
    at = 1 if text.startswith("\ufeff") else 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None or (not levels and match.group("sign") != "{"):
            raise NotJson(at)
        at = match.end()
        sign = match.group("sign")
        if sign in ("{", "["):
            _place_value(levels, match)
            levels.append(_Level(sign == "["))
            if len(levels) > _DEEPEST:
                raise NotJson(at)
        elif sign in ("}", "]"):
            level = levels.pop()
            if level.array != (sign == "]") or level.wants not in ("first", "comma"):
                raise NotJson(match.start())
            if not level.array and level.kind == "markdown" and _is_cell(levels):
                cells.append(_decode(text, level.source))
            if not levels:
                if text[at:].strip():
                    raise NotJson(at)
                return cells
        elif sign in (",", ":"):
            level = levels[-1]
            if level.wants != ("comma" if sign == "," else "colon"):
                raise NotJson(match.start())
            level.wants = "value" if sign == ":" or level.array else "key"
        else:
            _place_value(levels, match)


def _place_value(levels: list[_Level], match: re.Match[str]) -> None:
    """Take a key, or the beginning of a value, at its place in the object or array that is open."""
    if not levels:
        return
    level, string = levels[-1], match.group("string")
    if match.group("other") and not _OTHER.fullmatch(match.group("other")):
        raise NotJson(match.start("other"))
    if not level.array and level.wants in ("first", "key"):
        if string is None:
            raise NotJson(match.start())
        level.key, level.wants = string[1:-1], "colon"
        return
    if level.wants not in ("first", "value"):
        raise NotJson(match.start())
    level.wants = "comma"
    if string is None:
        return
    inside = (match.start("string") + 1, match.end("string") - 1)
    if level.key == "cell_type":
        level.kind = string[1:-1]
    elif level.key == "source":
        level.source = [inside]
    elif level.array and len(levels) > 1 and levels[-2].key == "source":
        levels[-2].source.append(inside)


def _is_cell(levels: list[_Level]) -> bool:
    return tuple(level.key for level in levels if not level.array) in _CELL_DEPTHS and bool(levels) and levels[-1].array


def _decode(text: str, pieces: list[tuple[int, int]]) -> Stream:
    """Undo the escapes of JSON, and let each character stand for its escape."""
    woven = Weaver()
    for start, end in pieces:
        at = start
        while at < end:
            escape = text.find("\\", at, end)
            plain = end if escape < 0 else escape
            if plain > at:
                woven.take(Stream(text[at:plain], range(at, plain), range(at + 1, plain + 1)), 0, plain - at)
            if escape < 0:
                break
            at = _unescape(text, escape, end, woven)
    return woven.stream()


def _unescape(text: str, at: int, end: int, woven: Weaver) -> int:
    match = _ESCAPE.match(text, at, end)
    if match is None:
        raise NotJson(at)
    if match.group(2):
        woven.put(_SHORT[match.group(2)], at, match.end())
        return match.end()
    code, stop = int(match.group(1), 16), match.end()
    if 0xD800 <= code < 0xDC00:
        low = _ESCAPE.match(text, stop, end)
        if low is not None and low.group(1) and 0xDC00 <= int(low.group(1), 16) < 0xE000:
            code = 0x10000 + ((code - 0xD800) << 10) + (int(low.group(1), 16) - 0xDC00)
            stop = low.end()
    woven.put("\ufffd" if 0xD800 <= code < 0xE000 else chr(code), at, stop)
    return stop
