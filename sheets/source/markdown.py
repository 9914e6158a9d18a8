"""Markdown, in all the spellings of mathematics that notes have: which stretches of a text are formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sheets.source.blocks import read_blocks
from sheets.source.definitions import read_definition
from sheets.source.delimiters import read_bracket, read_dollars, read_environment
from sheets.source.headings import read_headings
from sheets.source.lines import with_plain_breaks
from sheets.source.page import Found, Page, Region, Rule, page_of
from sheets.source.scan import MOST_FAULTS, Scan, read_ignore, scan_page

_OPENINGS = re.compile(
    r"""
      (?P<role>\{math\}`+) | (?P<ticked>\$`+) | (?P<code>`+) | (?P<comment><!--) |
      (?P<raw><(?P<tag>pre|code|script|style|textarea)\b[^<>\n]{0,300}>) | (?P<environment>\\begin[
      \t]*\{(?P<name>[A-Za-z]+\*?)\}) |
      (?P<definition>\\(?:(?:re|provide)?newcommand|providecommand|renewcommand|DeclareMathOperator|def|let)(?![A-Za-z]))
      | (?P<bracket>\\\\?[(\[]) | (?P<escape>\\.) | (?P<dollars>\$+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def _read_role(page: Page, match: re.Match[str]) -> Found:
    """Read the role of MyST, ``{math}`x` ``."""
    start = match.end()
    ticks = start - match.start() - len("{math}")
    close = page.next_ticks(ticks, start)
    if close is None or page.crosses_break(start, close):
        return Found(start)
    return _region(match.start(), start, close, close + ticks, page.text)


def _read_ticked(page: Page, match: re.Match[str]) -> Found:
    """Read GitHub's dollar with backticks, ``$`x`$``; where it is not one, the dollar is read as any other."""
    start = match.end()
    ticks = start - match.start() - 1
    close = page.next_ticks(ticks, start)
    if close is None or page.text[close + ticks : close + ticks + 1] != "$" or page.crosses_break(start, close):
        return read_dollars(page, re.compile(r"\$").match(page.text, match.start()) or match)
    return _region(match.start(), start, close, close + ticks + 1, page.text)


def _region(opens: int, start: int, end: int, closes: int, text: str) -> Found:
    return Found(closes, Region(opens, start, end, closes, False) if text[start:end].strip() else None)


def _read_code(page: Page, match: re.Match[str]) -> Found:
    """Step over inline code; backticks without a partner in their paragraph are prose."""
    ticks = len(match.group())
    close = page.next_ticks(ticks, match.end())
    if close is None or page.crosses_break(match.end(), close):
        return Found(match.end())
    return Found(close + ticks, hidden=True)


def _read_comment(page: Page, match: re.Match[str]) -> Found:
    """Step over an HTML comment."""
    close = page.next_html_end("-->", match.end())
    if close is None:
        return Found(match.end(), fault="This `<!--` opens a comment that nothing closes. Close it with `-->`.")
    return Found(close + len("-->"), hidden=True)


def _read_raw(page: Page, match: re.Match[str]) -> Found:
    """Step over HTML that shows code."""
    tag = "</" + match.group("tag").lower()
    close = page.next_html_end(tag, match.end())
    return Found(match.end()) if close is None else Found(page.text.index(">", close) + 1, hidden=True)


def _read_definition(page: Page, match: re.Match[str]) -> Found:
    """Step over a definition of a macro in running text, so that a dollar in its body opens nothing."""
    definition = read_definition(page.text, page.braces, match.start())
    return Found(match.end()) if definition is None else Found(definition.end, hidden=True)


# The rule of each opening. What opens first in the text wins; of two openings at a place, the first in `_OPENINGS`.
RULES: Mapping[str, Rule] = {
    "role": _read_role,
    "ticked": _read_ticked,
    "code": _read_code,
    "comment": _read_comment,
    "raw": _read_raw,
    "environment": read_environment,
    "definition": _read_definition,
    "bracket": read_bracket,
    "dollars": read_dollars,
}


def scan_markdown(text: str) -> Scan:
    """Find the formulas, headings, ignore comments and faults of a Markdown text."""
    text = with_plain_breaks(text)
    blocks = read_blocks(text)
    page = page_of(blocks.masked(text), strict=False)
    scan = scan_page(page, _OPENINGS, RULES)
    scan.regions += [block.region for block in blocks.blocks if block.region is not None]
    scan.regions.sort(key=lambda region: region.opens)
    scan.hidden += [(block.start, block.end) for block in blocks.blocks if block.region is None]
    scan.hidden.sort()
    fence = "This fence is never closed. Close it with a line of the same marks."
    scan.faults += [(start, end, fence) for start, end in blocks.unclosed[:MOST_FAULTS]]
    scan.faults.sort()
    for start, end in scan.hidden:
        codes = read_ignore(text[start:end]) if text.startswith("<!--", start) else None
        if codes is not None:
            scan.ignores.append((start, codes))
    scan.headings = read_headings(page.text, scan.regions, scan.hidden)
    return scan
