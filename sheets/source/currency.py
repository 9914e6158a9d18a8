"""Is what stands between two dollars a formula, or are they money, shell variables, or the wrong pair of dollars?

Formulas: `x`, ` x = 3 `, `5`, `2Ln`, `y = x if z is positive`. Not: `5 and ` of "$5 and $10", `HOME and ` of "$HOME and
$PATH", ` and ` of "3$ and $x$".
"""

from __future__ import annotations

import re

_SIGN = re.compile(r"[\\^_=<>≤≥≠≈≡∈∉⊂⊆∞∑∏∫√±×·⋅→←↦∇∂∀∃Α-Ωα-ω]")
_COMMAND = re.compile(r"\\(?:text\w*|mbox|hbox|operatorname\*?|math\w+|label|tag|intertext)\s*\{[^{}]*\}|\\[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)?[,;:.]?")
_OPERATOR_WORDS = frozenset(
    ["mod", "log", "ln", "exp", "sin", "cos", "tan", "max", "min", "in", "if", "or", "and", "div", "gcd", "det"]
)
_WORD_APART = re.compile(r"(?<!\w)[^\W\d_]{2,}")  # letters behind a digit, `2Ln`, are factors
_NOTHING = re.compile(r"[\s,.;:!?()'\"-]*")
_DIGITS = re.compile(r"[\d\s,.-]+")
_LONGEST = 5000


def words_in_a_row(content: str) -> int:
    """Count the longest run of plain words of two letters or more; commands and text in them do not count."""
    longest = run = 0
    for token in _COMMAND.sub(" . ", content[:_LONGEST]).split():
        run = run + 1 if _WORD.fullmatch(token) else 0
        longest = max(longest, run)
    return longest


def has_sign(content: str) -> bool:
    """Say whether the text has a command, a script, a relation or a letter of mathematics."""
    return _SIGN.search(content) is not None


def is_formula(content: str, before: str, after: str) -> bool:
    """Decide about the content of a pair of dollars, given the characters outside of them (empty at a text's end)."""
    stripped = content.strip()
    if not stripped:
        return False
    open_padded, close_padded = content[0].isspace(), content[-1].isspace()
    if (open_padded or close_padded) and _NOTHING.fullmatch(stripped):
        return False
    sign, words = has_sign(stripped), words_in_a_row(stripped)
    if stripped[0].isdigit() and not open_padded:
        if after.isdigit():
            return False
        if not sign and any(word not in _OPERATOR_WORDS for word in _WORD_APART.findall(stripped)):
            return False
    if not sign and stripped[0] in ",.;:!?)" and before.isalnum():
        return False
    closer_opens = close_padded and bool(after) and not after.isspace() and after not in ",.;:!?)]}-–—'\"*_"
    opener_closes = open_padded and bool(before) and not before.isspace() and before not in "([{-–—'\"*_>"
    if closer_opens or opener_closes:
        return sign and words < 2
    if open_padded and close_padded:
        return words < 2 if sign else re.search(r"[^\W\d_]{2,}", stripped) is None
    return words < 5 if sign else words < 3


def is_money(before: str, content: str) -> bool:
    """Say whether a dollar between these two looks like an amount, as in "$5" and "3$"."""
    return content[:1].isdigit() or before[-1:].isdigit()


def is_escaped_prose(content: str) -> bool:
    """Say whether `\\(...\\)` or `\\[...\\]` are only escaped brackets, as around a footnote's number or some words."""
    stripped = content.strip()
    if has_sign(stripped):
        return words_in_a_row(stripped) >= 8
    return _DIGITS.fullmatch(stripped) is not None or re.search(r"[^\W\d_]{3,}", stripped) is not None
