"""Small edits of a formula, each with the words that say what it does: slips read backwards.

An edit is a change of the formula's own text, so that a correction stays in the sheet's letters and layout. The same
edits, applied to right formulas, are the slips that the accuracy benchmark plants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sheets.meaning.features import WORDS_FIXED
from sheets.meaning.names import key_of
from sheets.meaning.reading import FIXED
from sheets.notation.tree import EMPTY, Node


@dataclass(frozen=True)
class Edit:
    """Replace `text[start:end]` of the formula by `replacement`; `kind` names the slip it undoes, `cost` how large it
    is."""

    start: int
    end: int
    replacement: str
    kind: str
    words: str
    cost: int = 1

    def applied(self, text: str) -> str:
        """The text after the edit."""
        return text[: self.start] + self.replacement + text[self.end :]


NO_LETTERS = (
    WORDS_FIXED
    | set(FIXED)
    | {"T", "top", "star", "plus", "minus", "max", "min", "Var", "Cov", "KL", "d", "delta", "I"}
)
"""Names that are no letters: a slip does not put them in the place of one."""

MEMBERS = frozenset(["i", "j", "k", "l", "s", "t"])
"""Letters that as a superscript more often count members of a family than they are powers."""

OF_VALUES = frozenset({"exponent", "inverse", "complement", "transpose", "factor"})
"""Kinds of edits that nobody would make in a subscript or in the range of a sum."""

Rule = Callable[[str, Node, Sequence[str]], Iterator[Edit]]


def edits(text: str, root: Node) -> list[Edit]:
    """Every edit of the part of the text that a node covers, cheapest first, in reading order."""
    names = _names(text, root)
    found = [edit for node in root.walk() for rule in RULES.get(node.kind, ()) for edit in rule(text, node, names)]
    found += _of_sides(text, root)
    inside = [(part.start, part.end) for node in root.walk() for part in _places(node) if part is not EMPTY]
    found = [
        edit
        for edit in found
        if edit.kind not in OF_VALUES or not any(a <= edit.start and edit.end <= b for a, b in inside)
    ]
    unique = {(edit.start, edit.end, edit.replacement): edit for edit in reversed(found) if edit.applied(text) != text}
    return sorted(unique.values(), key=lambda edit: (edit.cost, edit.start, edit.end, edit.replacement))


def _places(node: Node) -> tuple[Node, ...]:
    """The parts of a node that say which, and not how much: subscripts and the range of a sum."""
    if node.kind == "big":
        return node.children[:2]
    return (node.children[1],) if node.kind == "script" else ()


def _names(text: str, root: Node) -> tuple[str, ...]:
    """The spellings of the quantities of a formula, each once."""
    spellings: dict[str, str] = {}
    for node in root.walk():
        key = key_of(node)
        if key is not None and key not in NO_LETTERS and node.kind in ("name", "accent") and node.end > node.start:
            spellings.setdefault(key, text[node.start : node.end])
    return tuple(spellings.values())


def _between(text: str, node: Node, signs: Sequence[str]) -> tuple[int, int, str] | None:
    """Where the sign of an infix node stands in the text."""
    left, right = node.children
    for sign in signs:
        at = text.find(sign, left.end, right.start)
        if at >= 0:
            return at, at + len(sign), sign
    return None


def _sign(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    if node.value not in "+-":
        return
    found = _between(text, node, ("+", "-", "−"))
    if found is not None:
        start, end, sign = found
        other = "-" if sign == "+" else "+"
        yield Edit(start, end, other, "sign", f"the sign {sign} becomes {other}")


def _drop_term(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    if node.value not in "+-":
        return
    left, right = node.children
    yield Edit(left.end, right.end, "", "term", f"the term {text[right.start : right.end].strip()} goes", cost=3)
    if node.value == "+":
        yield Edit(left.start, right.start, "", "term", f"the term {text[left.start : left.end].strip()} goes", cost=3)


def _factor_out(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """`a - bc` becomes `a(1 - bc)`, `ab + c` becomes `a(b - c)`: a factor that was kept in one term only."""
    if node.value not in "+-":
        return
    left, right = node.children
    rest = text[right.start : right.end]
    words = "the first factor multiplies the whole bracket"
    if left.kind in ("name", "script", "accent"):
        yield Edit(
            node.start, node.end, f"{text[left.start : left.end]}(1 {node.value} {rest})", "factor", words, cost=3
        )
    first, inner = _first_factor(text, left)
    if first:
        for sign in "+-":
            yield Edit(node.start, node.end, f"{first} ({inner} {sign} {rest})", "factor", words, cost=3)


def _first_factor(text: str, node: Node) -> tuple[str, str]:
    """The first factor of a product and the text after it."""
    at = node
    while at.kind == "infix" and at.value in ("juxt", "·", "×", "*"):
        at = at.children[0]
    return (
        ("", "")
        if at is node
        else (text[at.start : at.end], text[at.end : node.end].strip().removeprefix("\\cdot").strip())
    )


def _swap(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """The factors of a product, or the terms of a difference or quotient, in the other order."""
    left, right = node.children
    if node.value in ("juxt", "·", "×", "*", "-", "/", "⊙"):
        a, b = text[left.start : left.end], text[right.start : right.end]
        gap = text[left.end : right.start] or " "
        yield Edit(left.start, right.end, f"{b}{gap}{a}", "order", f"{a.strip()} and {b.strip()} change places", cost=2)
    if node.value == "juxt" and left.kind == "infix" and left.value == "juxt":
        middle = left.children[1]
        a, b = text[middle.start : middle.end], text[right.start : right.end]
        gap = text[middle.end : right.start] or " "
        yield Edit(
            middle.start, right.end, f"{b}{gap}{a}", "order", f"{a.strip()} and {b.strip()} change places", cost=2
        )


def _moved_transpose(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """`X^T X` for `X X^T`, and back."""
    if node.value != "juxt":
        return
    left, right = node.children
    for marked, plain in ((left, right), (right, left)):
        if marked.kind == "script" and marked.children[2].is_name("T", "top") and _alike(marked.children[0], plain):
            a, b = text[left.start : left.end], text[right.start : right.end]
            words = "the transpose moves to the other factor"
            yield Edit(
                left.start, right.end, f"{b}{text[left.end : right.start] or ' '}{a}", "transpose", words, cost=2
            )


def _alike(a: Node, b: Node) -> bool:
    return key_of(a) is not None and key_of(a) == key_of(b)


def _drop_factor(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    if node.value not in ("juxt", "·", "×", "*", "/", "⊙"):
        return
    left, right = node.children
    yield Edit(left.end, right.end, "", "factor", f"the factor {text[right.start : right.end].strip()} goes", cost=3)
    if node.value != "/":
        yield Edit(
            left.start, right.start, "", "factor", f"the factor {text[left.start : left.end].strip()} goes", cost=3
        )


def _sign_off(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    if node.value == "-":
        operand = node.children[0]
        yield Edit(node.start, operand.start, "", "sign", "the minus sign goes")


def _number(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    if not node.value.isdigit() or len(node.value) > 4:
        return
    value = int(node.value)
    candidates = dict.fromkeys([value + 1, value - 1, 2 * value, value // 2 if value % 2 == 0 else value + 1, 1, 2, 0])
    for candidate in candidates:
        if candidate != value and candidate >= 0:
            yield Edit(node.start, node.end, str(candidate), "number", f"{value} becomes {candidate}")
    for name in names:
        yield Edit(node.start, node.end, name, "letter", f"{value} becomes {name}", cost=3)


def _letter(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    written = text[node.start : node.end]
    if not written or key_of(node) is None or key_of(node) in NO_LETTERS:
        return
    for name in names:
        if name != written:
            yield Edit(node.start, node.end, _spaced(name), "letter", f"{written} becomes {name}", cost=2)
    for number in ("1", "2"):
        yield Edit(node.start, node.end, number, "letter", f"{written} becomes {number}", cost=3)
    yield Edit(node.start, node.end, f"(1 - {written})", "complement", f"{written} becomes 1 - {written}", cost=3)
    yield Edit(node.end, node.end, "^2", "exponent", f"{written} is squared", cost=2)
    yield Edit(node.end, node.end, "^{-1}", "inverse", f"{written} is inverted", cost=3)
    if text[: node.start].rstrip()[-1:] in OPENING:
        yield Edit(node.start, node.start, "-", "sign", f"{written} changes its sign", cost=3)


OPENING = ("", "=", "(", "[", "{", ",", "&", "<", ">")
"""Characters behind which a minus is a sign, and no difference."""


def _spaced(name: str) -> str:
    return name + " " if name.startswith("\\") and name[-1].isalpha() else name


def _transposed(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    written = text[node.start : node.end]
    if written and (node.kind == "group" or (key_of(node) or "T") not in NO_LETTERS):
        yield Edit(node.end, node.end, "^T", "transpose", f"{written} is transposed", cost=2)


def _script(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    base, sub, sup = node.children
    written = text[base.start : base.end]
    if sup is not EMPTY and sup.kind != "group" and not (sup.kind == "name" and sup.value in MEMBERS):
        start, end = _with_caret(text, sup, "^")
        what = text[sup.start : sup.end]
        yield Edit(start, end, "", "exponent", f"the superscript {what} of {written} goes", cost=2)
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
        yield Edit(node.end, node.end, "^2", "exponent", f"{text[node.start : node.end]} is squared", cost=2)
    if sub is not EMPTY and sub.kind == "name":
        start, end = _with_caret(text, sub, "_")
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
    if sub is not EMPTY and sub.kind == "list" and len(sub.children) == 2:
        a, b = (text[child.start : child.end] for child in sub.children)
        yield Edit(
            sub.children[0].start, sub.children[1].end, f"{b},{a}", "index", "the two indices change places", cost=2
        )


def _with_caret(text: str, script: Node, mark: str) -> tuple[int, int]:
    """The extent of a script with its mark and its braces."""
    start = text.rfind(mark, 0, max(script.start, 1) if script.start else 1)
    end = script.end
    if "{" in text[start : script.start + 1]:
        close = _closing(text, text.index("{", start))
        end = max(end, close + 1)
    return start, end


def _closing(text: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at
    return len(text) - 1


def _big(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    sub, sup, body = node.children
    if sub.kind == "chain" and sub.value == "=" and sub.children[1].kind == "number":
        first = sub.children[1]
        for value in {"0": ("1",), "1": ("0", "2"), "2": ("1",)}.get(first.value, ()):
            words = f"the {_spoken(node)} starts at {text[sub.children[0].start : sub.children[0].end]} = {value}"
            yield Edit(first.start, first.end, value, "range", words, cost=0)
    if sup is not EMPTY:
        bound = text[sup.start : sup.end]
        if sup.kind == "infix" and sup.value in "+-" and sup.children[1].kind == "number":
            inner = text[sup.children[0].start : sup.children[0].end]
            yield Edit(sup.start, sup.end, inner, "range", f"the {_spoken(node)} ends at {inner}", cost=0)
        else:
            for shifted in (f"{bound}-1", f"{bound}+1"):
                start, end = _with_caret(text, sup, "^")
                yield Edit(start, end, f"^{{{shifted}}}", "range", f"the {_spoken(node)} ends at {shifted}", cost=1)
    opposite = {
        "sum": ("\\sum", "\\prod"),
        "prod": ("\\prod", "\\sum"),
        "max": ("\\max", "\\min"),
        "min": ("\\min", "\\max"),
    }.get(node.value)
    if opposite is not None and text.startswith(opposite[0], node.start):
        yield Edit(
            node.start, node.start + len(opposite[0]), opposite[1], "function", f"{opposite[0]} becomes {opposite[1]}"
        )
    if body is not EMPTY and node.value == "sum":
        yield Edit(node.start, node.start, "-", "sign", "the sum changes its sign", cost=2)


def _spoken(node: Node) -> str:
    return {"sum": "sum", "prod": "product", "max": "maximum", "min": "minimum"}.get(node.value, "range")


_NEIGHBOURS = {
    "sin": ("cos",),
    "cos": ("sin",),
    "tanh": ("\\sigma",),
    "log": ("exp",),
    "exp": ("log",),
    "tr": ("det",),
    "det": ("tr",),
}


def _function(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    head, argument = node.children
    written = text[node.start : head.end] if head.kind == "name" else ""
    for other in _NEIGHBOURS.get(node.value, ()):
        spelled = other if other.startswith("\\") else f"\\{other}"
        if written.strip().startswith("\\"):
            end = node.start + len(written.rstrip())
            yield Edit(node.start, end, spelled, "function", f"{node.value} becomes {other.lstrip(chr(92))}", cost=2)
    yield Edit(node.start, node.start, "-", "sign", f"{node.value} changes its sign", cost=2)
    if argument.kind == "group":
        inner = argument.children[0]
        if inner is not EMPTY and inner.kind != "prefix":
            yield Edit(inner.start, inner.start, "-", "sign", f"the argument of {node.value} changes its sign", cost=2)
    yield Edit(node.end, node.end, "^2", "exponent", f"{node.value} is squared", cost=2)


def _call(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    group = node.children[1]
    inner = group.children[0] if group.children else EMPTY
    if inner is EMPTY:
        return
    if inner.kind == "list" and inner.value in (",",) and len(inner.children) == 2:
        a, b = (text[child.start : child.end] for child in inner.children)
        yield Edit(inner.start, inner.end, f"{b}, {a}", "order", "the two arguments change places", cost=2)
    elif inner.kind != "prefix":
        yield Edit(inner.start, inner.start, "-", "sign", "the argument changes its sign", cost=2)
    yield Edit(node.end, node.end, "^2", "exponent", f"{text[node.start : node.end]} is squared", cost=2)


def _fraction(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    upper, lower = node.children
    a, b = text[upper.start : upper.end], text[lower.start : lower.end]
    yield Edit(
        upper.start, lower.end, f"{b}{text[upper.end : lower.start]}{a}", "order", "the fraction is turned over", cost=2
    )
    if upper.kind == "number" and upper.value == "1":
        yield Edit(node.start, node.end, b, "factor", f"the factor is {b} and not 1/{b}", cost=2)
        yield Edit(node.start, node.end, "", "factor", f"the factor 1/{b} goes", cost=2)


def _wrapped(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Floor and ceiling for each other."""
    pairs = {
        "floor": (("\\lfloor", "\\lceil"), ("\\rfloor", "\\rceil")),
        "ceil": (("\\lceil", "\\lfloor"), ("\\rceil", "\\rfloor")),
    }
    (a, b), (c, d) = pairs[node.kind]
    inside = text[node.start : node.end]
    replaced = inside.replace(a, b, 1)
    at = replaced.rfind(c)
    if at >= 0:
        yield Edit(
            node.start,
            node.end,
            replaced[:at] + d + replaced[at + len(c) :],
            "function",
            f"{node.kind} is the wrong rounding",
        )
    inner = node.children[0]
    yield Edit(node.start, node.end, text[inner.start : inner.end], "function", "there is no rounding", cost=3)


def _group(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    yield from _transposed(text, node, names)
    yield Edit(node.end, node.end, "^2", "exponent", "the bracket is squared", cost=2)
    yield Edit(node.end, node.end, "^{-1}", "inverse", "the bracket is inverted", cost=3)


def _cases(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    values = [row.children[0] for row in node.children if row.children]
    if len(values) == 2:
        first, second = values
        a, b = text[first.start : first.end], text[second.start : second.end]
        middle = text[first.end : second.start]
        yield Edit(first.start, second.end, f"{b}{middle}{a}", "order", "the two cases change places", cost=2)


def _of_sides(text: str, root: Node) -> Iterator[Edit]:
    """Edits of a whole side: a factor, a sign, a one more or less."""
    if root.kind != "chain":
        return
    names = _names(text, root)
    for position, side in enumerate(root.children[1:]):
        if side is EMPTY:
            continue
        where = "the right side" if len(root.children) == 2 else f"side {position + 2}"
        body = text[side.start : side.end]
        grouped = f"({body})" if side.kind in ("infix", "prefix") and side.value in ("+", "-", "") else body
        yield Edit(side.start, side.end, f"-{grouped}", "sign", f"{where} changes its sign")
        for factor, words in (("2", "twice"), ("\\frac{1}{2}", "half")):
            yield Edit(side.start, side.end, f"{factor} {grouped}", "factor", f"{where} is {words} as large")
        for change in ("+ 1", "- 1"):
            yield Edit(side.end, side.end, f" {change}", "number", f"{change.replace(' ', '')} is missing on {where}")
        for term in _terms(side):
            for name in (*names, *_jacobians(text, root, names)):
                yield Edit(
                    term.start, term.start, f"{_spaced(name)} ", "factor", f"the factor {name} is missing", cost=3
                )
                yield Edit(term.end, term.end, f" {name}", "factor", f"the factor {name} is missing", cost=3)


def _jacobians(text: str, root: Node, names: Sequence[str]) -> list[str]:
    """In a chain rule, the Jacobian of each map."""
    if not any(node.kind == "jacobian" for node in root.walk()):
        return []
    return [f"\\cdot \\partial {name}" for name in names]


def _terms(node: Node) -> list[Node]:
    if node.kind == "infix" and node.value in "+-":
        return [*_terms(node.children[0]), node.children[1]]
    return [node]


def _relation(text: str, node: Node, names: Sequence[str]) -> Iterator[Edit]:
    opposites = {
        "\\leq": "\\geq",
        "\\geq": "\\leq",
        "\\le": "\\ge",
        "\\ge": "\\le",
        "<": ">",
        ">": "<",
        "≤": "≥",
        "≥": "≤",
    }
    for left, right in zip(node.children, node.children[1:], strict=False):
        between = text[left.end : right.start]
        for sign in ("\\leq", "\\geq", "\\le", "\\ge", "<", ">", "≤", "≥"):
            at = between.find(sign)
            if at >= 0:
                start = left.end + at
                yield Edit(
                    start, start + len(sign), opposites[sign], "relation", f"{sign} becomes {opposites[sign]}", cost=0
                )
                break


RULES: dict[str, tuple[Rule, ...]] = {
    "chain": (_relation,),
    "infix": (_sign, _moved_transpose, _swap, _drop_factor, _drop_term, _factor_out),
    "prefix": (_sign_off,),
    "number": (_number,),
    "name": (_letter, _transposed),
    "accent": (_letter, _transposed),
    "script": (_script,),
    "big": (_big,),
    "call": (_function,),
    "beside": (_call,),
    "frac": (_fraction,),
    "floor": (_wrapped,),
    "ceil": (_wrapped,),
    "group": (_group,),
    "cases": (_cases,),
}
"""The edits of each kind of node. Reading this table is knowing what the tool can correct."""
