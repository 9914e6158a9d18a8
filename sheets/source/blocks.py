"""The blocks of Markdown that are settled line by line before anything else: front matter and fences."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from sheets.source.page import Region

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?=[ \t]*(?:[\w\"'.-]+[ \t]*[:=]|#|---|\+\+\+|\r?\n))")
_FENCE = re.compile(r"(?:[ \t]{0,40}>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,}|:{3,}(?=\{))(.*)", re.DOTALL)
_MATH = re.compile(r"\s*(?:\{math\}|math)(?=\s|$)\s*", re.IGNORECASE)
_CONTAINER = re.compile(
    r"\s*\{(?:note|tip|hint|warning|important|caution|attention|danger|seealso|admonition|dropdown|margin|sidebar|topic|card|grid|tab-item"
    r"|exercise|solution|theorem|lemma|proof|definition|corollary|proposition|example|remark|prf:\w+)\}"
)
_MYST_OPTION = re.compile(r"[ \t>]*(?::[\w-]+:.*)?\r?\n?")


@dataclass(frozen=True)
class Block:
    """A stretch of whole lines that holds no running text; a region where it is a fence of mathematics."""

    start: int
    end: int
    region: Region | None


@dataclass(frozen=True)
class Blocks:
    """The blocks of a text in their order, and the places of fences that nothing closes."""

    blocks: list[Block]
    unclosed: list[tuple[int, int]]

    def masked(self, text: str) -> str:
        """Give the text at the same length with every block blanked out as empty lines."""
        pieces, at = [], 0
        for block in self.blocks:
            pieces += [text[at : block.start], "\n" * (block.end - block.start)]
            at = block.end
        return "".join([*pieces, text[at:]])


def read_blocks(text: str) -> Blocks:
    """Find the front matter (`---` to `---` at the top) and the fences (three backticks or tildes, or `:::{math}`).

    A fence named `math` or `{math}` is a formula; the text in a note or a theorem of MyST is running text; all
    others are code. A fence that nothing closes is left as running text.
    """
    blocks: list[Block] = []
    at = _front_matter_end(text)
    if at:
        blocks.append(Block(0, at, None))
    fences = _fences(text, at)
    closers: dict[str, list[int]] = {}
    for k, (_, _, marks, info) in enumerate(fences):
        if not info.strip():
            closers.setdefault(marks[0], []).append(k)
    unclosed = []
    k = 0
    hopeless: dict[str, int] = {}
    ends_of_containers: set[int] = set()
    while k < len(fences):
        start, end, marks, info = fences[k]
        if k in ends_of_containers or (marks[0] == ":" and not _MATH.match(info)):
            blocks.append(Block(start, end, None))
            k += 1
            continue
        close = None
        if len(marks) < hopeless.get(marks[0], len(marks) + 1):
            close = _closer(fences, closers.get(marks[0], []), k)
        if close is None:
            hopeless[marks[0]] = min(len(marks), hopeless.get(marks[0], len(marks)))
            unclosed.append((start, end))
            k += 1
            continue
        if _CONTAINER.match(info):
            blocks.append(Block(start, end, None))
            ends_of_containers.add(close)
            k += 1
            continue
        stop = min(len(text), fences[close][1] + 1)
        blocks.append(Block(start, stop, _formula(text, start, end, fences[close][0], stop, info)))
        k = close + 1
    return Blocks(blocks, unclosed)


def _front_matter_end(text: str) -> int:
    head = _FRONT.match(text)
    if head is None:
        return 0
    tail = re.compile(r"^(?:" + re.escape(head.group(1)) + r"|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE).search(
        text, head.end()
    )
    return tail.end() if tail is not None else 0


def _fences(text: str, at: int) -> list[tuple[int, int, str, str]]:
    """List the lines that could open or close a fence: their range, their marks, what stands behind these."""
    found = []
    for match in re.finditer(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:```|~~~|:::).*$", text[at:], re.MULTILINE):
        line = match.group().rstrip("\r")
        fence = _FENCE.fullmatch(line) or (re.fullmatch(r"[ \t>]*(:{3,})(\s*)", line))
        if fence is not None and not (fence.group(1)[0] == "`" and "`" in fence.group(2)):
            found.append((at + match.start(), at + match.end(), fence.group(1), fence.group(2)))
    return found


def _closer(fences: list[tuple[int, int, str, str]], closers: list[int], k: int) -> int | None:
    for j in range(bisect_right(closers, k), len(closers)):
        if len(fences[closers[j]][2]) >= len(fences[k][2]):
            return closers[j]
    return None


def _formula(text: str, start: int, end: int, close: int, stop: int, info: str) -> Region | None:
    named = _MATH.match(info)
    if named is None or (named.end() < len(info) and "{math}" not in info.lower()):
        return None
    content = min(end + 1, close)
    if "{" in info:
        while (
            content < close
            and (option := _MYST_OPTION.match(text, content, close)) is not None
            and option.end() > content
        ):
            content = option.end()
    if not text[content:close].strip():
        return None
    return Region(start, content, close, stop, True)
