"""What a formula shows of its names: how each is used, before anybody decides what it is."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from sheets.meaning.names import key_of, label_of, numbers_e
from sheets.meaning.probability import SPECIALS
from sheets.meaning.reading import FIXED, is_expectation
from sheets.meaning.sums import REDUCTIONS
from sheets.notation.tree import EMPTY, Node

INDEX_LETTERS = frozenset(["i", "j", "k", "l", "m", "n", "r", "s", "t", "c", "q", "u", "v", "a", "b", "d", "p"])
WORDS_FIXED = frozenset({"pi", "e", "infinity", "bbR", "bbE", "bbP", "bb1", "dots", "emptyset"})


@dataclass
class Use:
    """How a name is used in a formula."""

    subscripts: int = 0  # the most index letters under it
    called: int = 0
    function: bool = False  # a word that can only be a function: `swish`
    bare: int = 0
    plain: int = 0  # uses without a subscript
    brackets: list[Node] = field(default_factory=list)
    transposed: bool = False
    inverted: bool = False
    square: bool = False  # under a determinant or a trace
    between: bool = False  # a capital letter that a vector is multiplied by, `x^T A`
    normed: bool = False
    primed: bool = False
    dotted: bool = False
    nabla: bool = False
    bound: bool = False  # runs in a sum
    index: bool = False  # stands in a subscript
    limit: bool = False  # a bound of a sum, an argument of a binomial coefficient or factorial
    random: bool = False
    exponent: bool = False
    differentiated: bool = False


def merged_use(a: Use, b: Use) -> Use:
    """How a name is used in two formulas together."""
    merged = Use(
        max(a.subscripts, b.subscripts),
        a.called + b.called,
        a.function or b.function,
        a.bare + b.bare,
        a.plain + b.plain,
        a.brackets + b.brackets,
    )
    for item in fields(Use):
        if isinstance(getattr(merged, item.name), bool):
            setattr(merged, item.name, getattr(a, item.name) or getattr(b, item.name))
    return merged


def uses(node: Node) -> dict[str, Use]:
    """The uses of each name in a tree, by canonical key (labels included)."""
    found: dict[str, Use] = {}
    _collect(node, found, frozenset(), random=False)
    weights = sum(_is_weight(part) for part in node.walk())
    if "pi" in found and sum(part.is_name("pi") for part in node.walk()) > weights:
        del found["pi"]  # the number stands there too
    return found


def bound_in(node: Node) -> frozenset[str]:
    """The names that run in a big operator's subscript."""
    sub = node.children[0]
    names: set[str] = set()
    for child in sub.walk():
        if child.kind == "chain":
            left = child.children[0]
            names.update(key for item in (left.children if left.kind == "list" else (left,)) if (key := key_of(item)))
            if child.value in ("<", "!=", ">") and (key := key_of(child.children[1])):
                names.add(key)
    if sub.kind in ("name", "accent") and (key := key_of(sub)):
        names.add(key)
    if sub.kind == "list":
        names.update(key for item in sub.children if (key := key_of(item)))
    return frozenset(names)


def running_in(node: Node) -> frozenset[str]:
    """The names that run in any big operator of a tree."""
    return frozenset().union(*(bound_in(part) for part in node.walk() if part.kind == "big"))


@dataclass(frozen=True)
class Scope:
    """What decides which subscripts of a tree are labels: the names that run in it, which are none, and those that have
    subscripts of their own, which are: the k of `d_k` beside `k_j`."""

    running: frozenset[str]
    carrying: frozenset[str]

    def has_label(self, sub: Node) -> bool:
        """Whether a subscript is part of a name."""
        carries = sub.kind == "name" and sub.value in self.carrying - self.running
        return carries or is_label(sub, self.running)


def scope_of(node: Node) -> Scope:
    """What decides which subscripts of a tree are labels."""
    scripts = (part.children for part in node.walk() if part.kind == "script")
    carrying = frozenset(base.value for base, sub, _ in scripts if base.kind == "name" and sub is not EMPTY)
    return Scope(running_in(node), carrying)


def _is_index(name: str) -> bool:
    """Whether a name counts the entries of an array by convention, or was made to (`x@`)."""
    return name in INDEX_LETTERS or name.endswith("@")


def _is_weight(node: Node) -> bool:
    """Whether π carries a subscript, as the weight of a part, and is not the number."""
    return node.kind == "script" and node.children[0].is_name("pi") and node.children[1] is not EMPTY


def is_label(sub: Node, bound: frozenset[str]) -> bool:
    """Whether a subscript is part of the name: digits, words, capitals, letters that are no index."""
    label = label_of(sub)
    if label is None:
        return False
    if sub.kind == "name":
        return sub.value not in bound and not _is_index(sub.value)
    if sub.kind == "number":
        return True
    if sub.kind == "infix":
        return not all(
            len(name.value) == 1 and (name.value in INDEX_LETTERS or name.value in bound)
            for name in sub.walk()
            if name.kind == "name"
        )
    if sub.kind == "list":
        return sub.value == ":" or not any(
            child.kind == "name" and _is_index(child.value) for child in sub.children
        )
    return sub.kind == "given"


def _use(found: dict[str, Use], key: str) -> Use:
    return found.setdefault(key, Use())


def _collect(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    handler = _HANDLERS.get(node.kind)
    if handler is not None:
        handler(node, found, bound, random)
        return
    for child in node.children:
        _collect(child, found, bound, random)


def _name(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    key = key_of(node)
    if key is None:
        for child in node.children:
            _collect(child, found, bound, random)
        return
    if key in WORDS_FIXED:
        return
    use = _use(found, key)
    use.bare += 1
    use.plain += 1
    use.random |= random
    use.bound |= key in bound


def _script(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    base, sub, sup = node.children
    key = key_of(base)
    if base.kind in ("norm", "abs"):
        for part in (base, sub):
            if not part.is_name("F", "infinity", "max", "Fro"):
                _collect(part, found, bound, random)
        _superscript(sup, None, found, bound, random)
        return
    if key is None:
        _collect(base, found, bound, random)
        _subscript(sub, found, bound)
        _superscript(sup, None, found, bound, random)
        return
    fixed = key in WORDS_FIXED - {"e", "bbE", "bbP", "bb1"} and not _is_weight(node)
    if fixed or (key == "e" and not numbers_e(node)):
        _superscript(sup, None, found, bound, random)
        return
    if key in ("bbE", "bbP", "bb1") or (key == "delta" and _counts(sub, bound) == 2):
        for name in sub.walk():
            if name.kind == "name" and key == "delta":
                _use(found, name.value).index = True
        return
    key += "_prime" * int(node.value or 0)
    sup_label = label_of(sup)
    if sup_label == "star":
        key, sup = f"{key}_star", EMPTY
    elif (
        sup_label is not None
        and sup.kind == "name"
        and len(sup.value) > 1
        and sup.value not in ("top", "dagger", "plus", "prime")
    ):
        key, sup = f"{key}^{sup_label}", EMPTY
    if sub is not EMPTY and is_label(sub, bound):
        key, sub = f"{key}_{label_of(sub)}", EMPTY
    use = _use(found, key)
    use.bare += 1
    use.random |= random
    member = sup.kind == "group" and sup.value in ("(", "[") and label_of(sup.children[0]) is not None
    if sub is EMPTY and member:
        use.subscripts = max(use.subscripts, 1)
    elif sub is EMPTY:
        use.plain += 1
    elif sub.is_name("plus", "minus"):
        sub = EMPTY
    else:
        use.subscripts = max(use.subscripts, _counts(sub, bound) + member)
        _subscript(sub, found, bound)
    if member:
        _subscript(sup, found, bound)
        return
    _superscript(sup, use, found, bound, random)


def _counts(sub: Node, bound: frozenset[str]) -> int:
    if sub.kind == "list":
        return sum(_counts(child, bound) for child in sub.children)
    if sub.kind == "infix" and sub.value == "juxt":
        return _counts(sub.children[0], bound) + _counts(sub.children[1], bound)
    return 1


def _subscript(sub: Node, found: dict[str, Use], bound: frozenset[str]) -> None:
    for node in sub.walk():
        if node.kind == "name" and node.value not in WORDS_FIXED:
            use = _use(found, node.value)
            use.index = True
            use.bound |= node.value in bound


def _superscript(sup: Node, use: Use | None, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    if sup is EMPTY:
        return
    if sup.is_name("T", "top", "dagger"):
        if use is not None:
            use.transposed = True
        return
    if sup.kind == "prefix" and sup.children[0].kind == "number" and sup.children[0].value == "1":
        if use is not None:
            use.inverted = True
        return
    if sup.is_name("star", "plus", "minus", "prime", "degree"):
        return
    if sup.kind == "prefix" and sup.children[0].is_name("T", "top") and use is not None:
        use.transposed = use.inverted = True
        return
    for node in sup.walk():
        if node.kind == "name" and node.value not in WORDS_FIXED:
            _use(found, node.value).exponent = True
    _collect(sup, found, bound, random)


def _big(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    sub, sup, body = node.children
    runs = node.value in REDUCTIONS or node.value in ("union", "int", "argmin", "argmax", "lim")
    running: frozenset[str] = bound_in(node) if runs else frozenset()
    for name in running:
        _use(found, name).bound = True
    inner = bound | running
    for part in (sub, sup):
        for bound_by in part.walk():
            if bound_by.kind == "name" and bound_by.value not in running and bound_by.value not in WORDS_FIXED:
                _use(found, bound_by.value).limit = True
    _collect(body, found, inner, random)


def _beside(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    head, group = node.children
    base = head.children[0] if head.kind == "script" else head
    key = key_of(base)
    if key in ("bbE", "bbP", "P", "Pr") or is_expectation(head, group):
        _collect(group, found, bound, random=True)
        return
    if head.kind == "script" and head.value and key is not None:
        _use(found, key).primed = True
        head = replace(head, value="")
    _collect(head, found, bound, random)
    if key is not None:
        use = _use(found, key) if head.kind != "script" else _last_use(head, found, bound)
        use.called += 1
        use.brackets.append(group)
    _collect(group, found, bound, random)


def _last_use(head: Node, found: dict[str, Use], bound: frozenset[str]) -> Use:
    base, sub, _ = head.children
    key = key_of(base) or ""
    if sub is not EMPTY and is_label(sub, bound):
        key = f"{key}_{label_of(sub)}"
    return _use(found, key)


def _call(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    head, argument = node.children
    inner = random or node.value in ("Var", "Cov", "P")
    _collect(argument, found, bound, inner)
    if node.value not in FIXED and node.value not in SPECIALS:
        use = _use(found, node.value)
        use.called += 1
        use.function = True
        use.primed |= head.kind == "script" and bool(int(head.value or 0))
        use.brackets.append(argument)
    if node.value in ("det", "tr"):
        _mark(argument, found, "square")


def _mark(node: Node, found: dict[str, Use], attribute: str) -> None:
    for name in node.walk():
        key = key_of(name)
        if key is not None and key in found:
            setattr(found[key], attribute, True)


def _norm(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    _collect(node.children[0], found, bound, random)
    if node.kind == "norm":
        _mark(node.children[0], found, "normed")


def _infix(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    if node.value == "juxt" and node.children[0].is_name("bbE"):
        _collect(node.children[1], found, bound, random=True)
        return
    for child in node.children:
        _collect(child, found, bound, random)
    if node.value == "juxt":
        _mark_matrix(node, found)
    if node.value in ("·", "⊙"):
        for child in node.children:
            for name in child.walk():
                if name.kind in ("infix", "frac", "big", "call", "beside"):
                    break
                key = key_of(name)
                if key is not None and key in found:
                    found[key].dotted = True


def _mark_matrix(product: Node, found: dict[str, Use]) -> None:
    """Mark the A of `x^T A`: a capital letter behind a small one that is transposed."""
    left, right = product.children
    if left.kind == "infix" and left.value == "juxt":
        left = left.children[1]
    if left.kind != "script" or not left.children[2].is_name("T", "top") or not right.is_name():
        return
    vector = key_of(left.children[0])
    if vector is not None and not vector[:1].isupper() and right.value in found:
        found[right.value].between = len(right.value) == 1 and right.value.isupper()


def _binom(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    for child in node.children:
        _collect(child, found, bound, random)
        _mark(child, found, "limit")


def _postfix(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    _binom(node, found, bound, random)


def _nabla(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    for child in node.children:
        _collect(child, found, bound, random)
    body = node.children[1]
    head = body.children[0] if body.kind == "beside" else body
    key = key_of(head)
    if key is not None and key in found:
        found[key].nabla = True


def _derivative(node: Node, found: dict[str, Use], bound: frozenset[str], random: bool) -> None:
    for child in node.children:
        _collect(child, found, bound, random)
    for variable in node.children[1:]:
        _mark(variable, found, "differentiated")


_HANDLERS = {
    "name": _name,
    "accent": _name,
    "script": _script,
    "big": _big,
    "beside": _beside,
    "call": _call,
    "norm": _norm,
    "infix": _infix,
    "binom": _binom,
    "postfix": _postfix,
    "nabla": _nabla,
    "jacobian": _nabla,
    "derivative": _derivative,
}
