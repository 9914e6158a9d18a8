"""Edits of numbers and letters, and of what stands above and below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheets.judging.edits.edit import MEMBERS, NO_LETTERS, Edit, spaced, with_caret
from sheets.meaning.names import key_of
from sheets.notation.tree import EMPTY, Node


def number(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Another number, or a letter in its place."""
    if not node.value.isdigit() or len(node.value) > 4:
        return
    value = int(node.value)
    raised = text[: node.start].rstrip("{ ")[-1:] == "^"
    candidates = dict.fromkeys([value + 1, value - 1, 2 * value, value // 2 if value % 2 == 0 else value + 1, 1, 2, 0])
    for candidate in candidates:
        followed = text[node.end :].lstrip()
        factor = candidate == 1 and not raised and (followed[:1].isalpha() or followed[:1] == "\\")
        if factor and not followed.startswith(("\\cdot", "\\times", "\\right")):
            yield Edit(node.start, node.end, "", "number", f"the factor {value} goes")
            continue
        subtracted = candidate == 0 and value == 1 and text[: node.start].rstrip()[-1:] in "+-"
        useless = subtracted or (raised and candidate in (0, 1))
        if candidate != value and not useless:
            yield Edit(node.start, node.end, str(candidate), "number", f"{value} becomes {candidate}")
    if raised:
        opposite = f"-{value}" if text[: node.start].rstrip()[-1:] == "{" else f"{{-{value}}}"
        yield Edit(node.start, node.end, opposite, "exponent", f"the exponent {value} becomes -{value}", cost=2)
    else:
        yield Edit(node.start, node.end, f"\\sqrt{{{value}}}", "exponent", f"{value} becomes its root", cost=3)
    for name in names:
        yield Edit(node.start, node.end, name, "letter", f"{value} becomes {name}", cost=3)


def letter(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Another letter or a number in its place, and its square, root, inverse, complement or opposite."""
    written = text[node.start : node.end]
    if not written or key_of(node) is None or key_of(node) in NO_LETTERS:
        return
    for name in names:
        if name != written:
            yield Edit(node.start, node.end, spaced(name), "letter", f"{written} becomes {name}", cost=2)
    if not text[node.end :].lstrip().startswith(("_", "^")):
        for change in ("- 1", "+ 1"):
            words = f"{written} becomes {written} {change}"
            yield Edit(node.start, node.end, f"({written} {change})", "number", words, cost=3)
    for number in ("1", "2"):
        yield Edit(node.start, node.end, number, "letter", f"{written} becomes {number}", cost=3)
    yield Edit(node.start, node.end, f"(1 - {written})", "complement", f"{written} becomes 1 - {written}", cost=3)
    if not text[node.end :].lstrip().startswith(("_", "^")):
        yield from _raised(node, written, names)
    yield Edit(node.start, node.end, f"\\sqrt{{{written}}}", "exponent", f"{written} becomes its root", cost=3)
    if text[: node.start].rstrip()[-1:] in OPENING:
        yield Edit(node.start, node.start, "-", "sign", f"{written} changes its sign", cost=2)


def _raised(node: Node, written: str, names: Sequence[str]) -> Iterator[Edit]:
    yield Edit(node.end, node.end, "^2", "exponent", f"{written} is squared", cost=2)
    yield Edit(node.end, node.end, "^{-1}", "inverse", f"{written} is inverted", cost=3)
    for step in (name for name in names if name in STEPS and name != written):
        words = f"{written} is raised to the power {step}"
        yield Edit(node.end, node.end, f"^{{{step}}}", "exponent", words, cost=3)


STEPS = ("t", "k", "n")
"""Letters that count steps, and so are exponents of rates."""

OPENING = ("", "=", "(", "[", "{", ",", "&", "<", ">")
"""Characters behind which a minus is a sign, and no difference."""


def transposed(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """A matrix transposed."""
    written = text[node.start : node.end]
    primed = text[node.end : node.end + 1] == "'"
    if written and not primed and (node.kind == "group" or (key_of(node) or "T") not in NO_LETTERS):
        yield Edit(node.end, node.end, "^T", "transpose", f"{written} is transposed", cost=2)


def script(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Superscripts that go or change, and indices that are shifted or exchanged."""
    base, sub, sup = node.children
    written = text[base.start : base.end]
    if sup is not EMPTY and sup.kind != "group" and not (sup.kind == "name" and sup.value in MEMBERS):
        start, end = with_caret(text, sup, "^")
        what = text[sup.start : sup.end]
        kind = "transpose" if sup.is_name("T", "top") else "exponent"
        yield Edit(start, end, "", kind, f"the superscript {what} of {written} goes", cost=2)
        if sup.is_name("T", "top"):
            yield Edit(start, end, "^{-1}", "transpose", f"the transpose of {written} becomes its inverse", cost=3)
        if sup.kind == "prefix":
            yield Edit(start, end, "^T", "transpose", f"the inverse of {written} becomes its transpose", cost=3)
            yield Edit(start, end, "", "inverse", f"{written} is not inverted", cost=2)
        if sup.kind in ("name", "infix") and not sup.is_name("T", "top", "star", "plus"):
            body = text[sup.start : sup.end]
            yield Edit(start, end, f"^{{{body} + 1}}", "exponent", f"the exponent {body} becomes {body} + 1", cost=2)
            yield Edit(start, end, f"^{{{body} - 1}}", "exponent", f"the exponent {body} becomes {body} - 1", cost=2)
    elif sub is not EMPTY:
        whole = text[node.start : node.end]
        yield from _raised(node, whole, names)
        yield Edit(node.start, node.end, f"\\sqrt{{{whole}}}", "exponent", f"{whole} becomes its root", cost=3)
    if sub is not EMPTY and sub.kind == "name":
        start, end = with_caret(text, sub, "_")
        index = text[sub.start : sub.end]
        for shifted in (f"{index}-1", f"{index}+1"):
            words = f"the index {index} of {written} becomes {shifted}"
            yield Edit(start, end, f"_{{{shifted}}}", "index", words, cost=2)
    if sub is not EMPTY and sub.kind == "infix" and sub.value in "+-":
        yield Edit(
            sub.start,
            sub.end,
            text[sub.children[0].start : sub.children[0].end],
            "index",
            "the index is not shifted",
        )
    if sub is not EMPTY and sub.kind == "infix" and sub.value == "juxt":
        a, b = (text[child.start : child.end] for child in sub.children)
        yield Edit(
            sub.children[0].start, sub.children[1].end, f"{b}{a}", "index", "the two indices change places", cost=2
        )
        for c in (name for name in names if len(name) == 1):
            words = f"the label {a}{b} becomes {c}{c}"
            yield Edit(sub.children[0].start, sub.children[1].end, f"{c}{c}", "label", words, cost=2)
    if sub is not EMPTY and sub.kind == "list" and len(sub.children) == 2:
        a, b = (text[child.start : child.end] for child in sub.children)
        yield Edit(
            sub.children[0].start, sub.children[1].end, f"{b},{a}", "index", "the two indices change places", cost=2
        )
