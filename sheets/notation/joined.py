"""Letters that stand side by side and are one name: `dW^{[l]}`, `TP`, the label of `N_{lstm}`, and a running index with
a prime, `s'`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheets.notation.tree import EMPTY, Node

Join = Callable[[Node, Node], Node | None]

COUNTS = frozenset({"TP", "FP", "TN", "FN"})
"""The counts of a confusion matrix."""


def with_joined_names(tree: Node) -> Node:
    """Each relation with such letters as single names."""
    return tree.transformed(_of_relation)


def _of_relation(node: Node) -> Node:
    if node.kind != "chain":
        return node
    node = node.transformed(lambda part: _joined(part, _count)) if _has_counts(node) else node
    if _is_of_slopes(node):
        node = node.transformed(_starred).transformed(lambda part: _joined(part, _slope))
    elif any(_is_gated(part) for part in node.walk()):
        node = node.transformed(_starred)
    node = _with_word_labels(node)
    primed = {name for part in node.walk() if part.kind == "big" for name in _primed_in(part.children[0])}
    return node.transformed(lambda part: _plain(part, primed)) if primed else node


def _with_word_labels(chain: Node) -> Node:
    """`N_{lstm}`: three letters or more below a name are a word, unless one of them stands elsewhere as an index."""
    labels = {label.start: label for part in chain.walk() if (label := _word_below(part)) is not None}
    if not labels:
        return chain
    inside = {id(part) for label in labels.values() for part in label.walk()}
    elsewhere = {part.value for part in chain.walk() if part.kind == "name" and id(part) not in inside}
    words = {start: label for start, label in labels.items() if not elsewhere & {part.value for part in label.walk()}}

    def change(node: Node) -> Node:
        if _word_below(node) is None or node.children[1].start not in words:
            return node
        base, label, sup = node.children
        word = "".join(part.value for part in label.walk() if part.kind == "name")
        return replace(node, children=(base, Node("name", word, (), label.start, label.end), sup))

    return chain.transformed(change) if words else chain


def _word_below(node: Node) -> Node | None:
    """The subscript of a script if it is a run of three small letters or more."""
    if node.kind != "script" or node.children[1].kind != "infix":
        return None
    label = node.children[1]
    letters = [part for part in label.walk() if part.kind != "infix"]
    plain = all(part.kind == "name" and len(part.value) == 1 and part.value.islower() for part in letters)
    runs = all(part.value == "juxt" for part in label.walk() if part.kind == "infix")
    return label if plain and runs and len(letters) >= 3 else None


def _joined(node: Node, join: Join) -> Node:
    """A product with a pair of neighbours made one, `(a d) W` read from the left included."""
    if node.kind != "infix" or node.value != "juxt":
        return node
    left, right = node.children
    if left.kind == "infix" and left.value == "juxt":
        made = join(left.children[1], right)
        return node if made is None else replace(node, children=(left.children[0], made))
    return join(left, right) or node


def _neighbours(node: Node) -> tuple[Node, Node] | None:
    """The two factors that meet at a product."""
    if node.kind != "infix" or node.value != "juxt":
        return None
    left, right = node.children
    return (left.children[1] if left.kind == "infix" and left.value == "juxt" else left), right


def _has_counts(chain: Node) -> bool:
    """Whether two counts of a confusion matrix stand in a relation: one alone may be a product."""
    pairs = [pair for part in chain.walk() if (pair := _neighbours(part)) is not None]
    upright = {part.value for part in chain.walk() if part.is_name(*COUNTS)}
    return len(upright | {made.value for pair in pairs if (made := _count(*pair)) is not None}) > 1


def _count(a: Node, b: Node) -> Node | None:
    if a.is_name() and b.is_name() and a.value + b.value in COUNTS:
        return Node("name", a.value + b.value, (), a.start, b.end)
    return None


def _is_of_slopes(chain: Node) -> bool:
    """Whether a d before a name makes it the slope of the loss by it, as some courses write: `dW = dZ A^T`, or the step
    `W := W - \\alpha\\,dW`. Each d stands so, and the left side is one, or the name that a slope is of; of several,
    one has a label of a layer, or something is transposed.

    Differentials of other things, `d(AB) = (dA)B + A\\,dB`, stay as they are.
    """
    if not any(part.is_name("d") for part in chain.walk()):
        return False
    pairs = [pair for part in chain.walk() if (pair := _neighbours(part)) is not None]
    slopes = [slope for mark, thing in pairs if (slope := _slope(mark, thing)) is not None]
    if not slopes or len(slopes) != sum(part.is_name("d") for part in chain.walk()):
        return False
    first = chain.children[0]
    if first.kind == "script" and (label := _neighbours(first.children[1])) is not None:
        return _slope(*label) is not None  # what is kept of a slope, `v_{dW}`
    left = _neighbours(first)
    if left is not None:
        marked = any(part.kind == "script" and _is_mark(part.children[2]) for part in chain.walk())
        return _slope(*left) is not None and (len(slopes) == 1 or marked)
    return any(_named_by(slope) == f"d{_named_by(first)}" for slope in slopes)


def _is_mark(sup: Node) -> bool:
    """Whether a superscript counts layers or samples, or transposes: slopes have such, differentials have none."""
    return sup.kind == "group" or sup.is_name("T", "top")


def _named_by(node: Node) -> str:
    while node.kind in ("script", "beside"):
        node = node.children[0]
    return node.value if node.kind == "name" else ""


def _slope(mark: Node, thing: Node) -> Node | None:
    if not mark.is_name("d"):
        return None
    if thing.kind in ("script", "beside"):
        made = _slope(mark, thing.children[0])
        return None if made is None else replace(thing, start=mark.start, children=(made, *thing.children[1:]))
    if thing.kind != "name" or len(thing.value) != 1:
        return None
    return Node("name", f"d{thing.value}", (), mark.start, thing.end)


def _is_gated(node: Node) -> bool:
    """Whether a star lets a gate through, `\\Gamma_u * c`: a letter that no convolution has."""
    if node.kind != "infix" or node.value != "*":
        return False
    gate = node.children[0]
    return gate.kind == "script" and gate.children[0].is_name("Gamma")


def _starred(node: Node) -> Node:
    """Between slopes and what they meet, and behind a gate, a star multiplies entry by entry."""
    return replace(node, value="⊙") if node.kind == "infix" and node.value == "*" else node


def _primed_in(sub: Node) -> list[str]:
    """The letters that run with a prime."""
    return [part.children[0].value for part in sub.walk() if _is_primed(part)]


def _is_primed(node: Node) -> bool:
    if node.kind != "script" or node.value != "1":
        return False
    base, sub, sup = node.children
    return base.is_name() and sub is EMPTY and sup is EMPTY


def _plain(node: Node, primed: set[str]) -> Node:
    if not _is_primed(node) or node.children[0].value not in primed:
        return node
    return Node("name", f"{node.children[0].value}_prime", (), node.start, node.end)
