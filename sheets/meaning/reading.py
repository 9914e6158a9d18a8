"""Elaboration: a notation tree and the meanings of its names give a term. The table of rules stands in `rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import reduce
from typing import Any

from derivations.algebra.terms import (
    Apply,
    Call,
    Cases,
    Compare,
    Derivative,
    Entry,
    Function,
    Index,
    Leaf,
    Number,
    Relation,
    Size,
    Stack,
    Term,
    apply,
    number,
)
from sheets.meaning.names import Meaning, Names, Unread, key_of, script_keys
from sheets.notation.tree import EMPTY, Node

FIXED: Mapping[str, str] = {
    "log": "log",
    "exp": "exp",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "det": "determinant",
    "tr": "trace",
    "diag": "diag",
    "sign": "sign",
    "softmax": "softmax",
    "logsumexp": "logsumexp",
    "logit": "logit",
    "artanh": "artanh",
    "sigmoid": "sigmoid",
    "relu": "relu",
    "softplus": "softplus",
    "erf": "erf",
    "vec": "vec",
    "rot": "rotate",
    "abs": "abs",
}
"""Functions whose name fixes their meaning."""

ENTRYWISE = frozenset(
    ["log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sigmoid", "relu", "softplus", "erf", "abs", "sign"]
)
COMPARISONS: Mapping[str, str] = {
    "=": "==",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    ":=": "==",
    "equiv": "==",
}
TRANSPOSES = frozenset({"T", "top", "dagger"})


Rule = Callable[["Reading", Node], Term]
Special = Callable[["Reading", Node, Node], Term]  # a head with its scripts, and its bracket or operand
PREFIXES = frozenset({"bbE", "Var", "Cov"})


@dataclass
class Reading:
    """One attempt to read a formula: the meanings of its names, the indices bound so far, and which names are defined.

    `implicit` is the argument of maps that are written without one (`∂(G ∘ F) = …`).
    """

    names: Names
    rules: Mapping[str, Rule]
    specials: Mapping[str, Special]
    bound: frozenset[str] = frozenset()
    implicit: Term | None = None
    defined: frozenset[str] = frozenset()
    fresh: list[int] = field(default_factory=lambda: [0])

    def term(self, node: Node) -> Term:
        """The term of a node; raises `Unread`."""
        rule = self.rules.get(node.kind)
        if rule is None:
            raise Unread(f"a {node.kind} has no meaning here")
        return rule(self, node)

    def binding(self, *indices: str) -> Reading:
        """The reading inside the scope of bound indices."""
        names = {key: meaning for key, meaning in self.names.items() if key not in indices}
        return replace(self, names=names, bound=self.bound | frozenset(indices))

    def free(self, leaf: str) -> bool:
        """Whether a quantity depends on nothing: it is drawn, and not defined."""
        return leaf not in self.defined and "@" not in leaf

    def fresh_name(self, stem: str) -> str:
        """A name that no sheet can write."""
        self.fresh[0] += 1
        return f"{stem}@{self.fresh[0]}"

    def meaning(self, key: str) -> Meaning | None:
        """What a name means, indices bound here included."""
        if key in self.bound:
            return Meaning("index", key)
        return self.names.get(key)


# ── names and numbers ──


def read_number(reading: Reading, node: Node) -> Term:
    """The term of a number node."""
    whole, _, digits = node.value.partition(".")
    return Number(Fraction(f"{whole or 0}.{digits or 0}"), len(digits) if digits else None)


def read_name(reading: Reading, node: Node) -> Term:
    """The term of a name node."""
    key = key_of(node)
    if key is None:
        raise Unread("a name that cannot be read")
    meaning = reading.meaning(key)
    if meaning is not None:
        return symbol(reading, meaning)
    if key == "I":
        return _identity(reading, EMPTY)
    if key == "bb1":
        return _ones(reading, EMPTY)
    if key == "pi":
        return apply("pi")
    if key == "e":
        return apply("exp", number(1))
    raise Unread(f"{key} has no meaning here", "UNK102", key)


def symbol(reading: Reading, meaning: Meaning) -> Term:
    """The term of a name with a known meaning."""
    if meaning.kind == "index":
        return Index(meaning.leaf)
    if meaning.kind == "size":
        return Size(meaning.leaf)
    if meaning.kind == "function":
        if reading.implicit is not None:
            return call(meaning, (reading.implicit,))
        if meaning.parameters:
            return call(meaning, ())
        raise Unread(f"the function {meaning.leaf} stands without an argument")
    return Leaf(meaning.leaf)


def call(meaning: Meaning, arguments: tuple[Term, ...]) -> Term:
    """A function applied to arguments."""
    if meaning.operation:
        return Apply(meaning.operation, arguments)
    if meaning.parameters and len(arguments) < len(meaning.parameters):
        arguments = _completed(meaning.parameters, arguments)
    return Call(Leaf(meaning.leaf), arguments)


def _completed(parameters: tuple[str, ...], arguments: tuple[Term, ...]) -> tuple[Term, ...]:
    """Arguments left out stand for the parameters themselves; those that are written are matched by name where they
    can be."""
    written = {term.name for term in arguments if isinstance(term, Leaf)}
    if len(written) == len(arguments) and written <= set(parameters):
        return tuple(Leaf(parameter) for parameter in parameters)
    return (*arguments, *(Leaf(parameter) for parameter in parameters[len(arguments) :]))


# ── scripts ──


def resolve(reading: Reading, base: Node, sub: Node, sup: Node) -> tuple[Meaning, Node, Node] | None:
    """The meaning of a scripted name, and the scripts that are not part of the name."""
    key = key_of(base)
    if base.kind == "script" and base.children[2].is_name("star"):
        inner = resolve(reading, *base.children)
        return None if inner is None or inner[1] is not EMPTY or inner[2] is not EMPTY else (inner[0], sub, sup)
    if key is None:
        return None
    for candidate, uses_sub, uses_sup in script_keys(key, sub, sup):
        meaning = reading.meaning(candidate)
        if meaning is not None:
            return meaning, EMPTY if uses_sub else sub, EMPTY if uses_sup else sup
    return None


def read_script(reading: Reading, node: Node) -> Term:
    """The term of a script node."""
    base, sub, sup = node.children
    primes = int(node.value or 0)
    if base.kind == "beside":
        split = _product_with_scripts(reading, node)
        if split is not None:
            return split
    if base.is_name("delta") and sub is not EMPTY and resolve(reading, base, sub, sup) is None:
        return _delta(reading, sub)
    if base.is_name("bb1") and sub.kind != "chain":
        return power(reading, _ones(reading, sub), sup)
    if base.is_name("bb1") or (base.kind == "number" and base.value == "1" and sub.kind == "chain"):
        return apply("indicator", condition(reading, sub))
    if base.is_name("e") and reading.meaning("e") is None and sup is not EMPTY:
        return apply("exp", reading.term(sup))
    if base.is_name("I") and reading.meaning("I") is None:
        return _identity(reading, sub)
    primed = _primed(reading, base, primes)
    if primed is not None:
        return read_script(reading, Node("script", "", (primed, sub, sup), node.start, node.end))
    found = resolve(reading, base, sub, sup)
    if found is not None:
        meaning, sub, sup = found
        if primes:
            raise Unread("a prime on something that is not applied")
        if meaning.kind == "function" and reading.implicit is not None and sub is EMPTY:
            return power(reading, symbol(reading, meaning), sup)
        if meaning.kind == "function" and not meaning.operation:
            return _member(reading, meaning, sub, sup)
        term = symbol(reading, meaning)
        return _powered(reading, subscripted(reading, term, meaning, sub, sup), meaning, sup)
    if sub.is_name("plus") and base.kind in ("group", "name"):
        return power(reading, apply("relu", reading.term(base)), sup)
    if base.kind in ("norm", "abs"):
        return power(reading, read_norm(reading, base, sub), sup)
    if primes:
        raise Unread("a prime on an expression")
    if base.kind == "name" and reading.meaning(base.value) is None:
        raise Unread(f"{key_of(base)} has no meaning here", "UNK102", key_of(base) or "")
    term = reading.term(base)
    if sub is not EMPTY:
        term = Entry(term, indices(reading, sub))
    return power(reading, term, sup)


def _member(reading: Reading, meaning: Meaning, sub: Node, sup: Node) -> Term:
    """A sequence written as a function of its index: `r_{l-1}`, `r^l`."""
    script, other = (sub, sup) if sub is not EMPTY else (sup, EMPTY)
    if script is EMPTY:
        return symbol(reading, meaning)
    arguments = indices(reading, script)
    if any(argument is None for argument in arguments):
        raise Unread(f"an argument of {meaning.leaf} is missing")
    value = call(meaning, tuple(argument for argument in arguments if argument is not None))
    return power(reading, value, other)


def _primed(reading: Reading, base: Node, primes: int) -> Node | None:
    """A primed letter that is a name of its own: `o'`."""
    key = key_of(base)
    primed = f"{key}{'_prime' * primes}"
    if not primes or key is None or reading.meaning(primed) is None:
        return None
    return Node("name", primed, (), base.start, base.end)


def _product_with_scripts(reading: Reading, node: Node) -> Term | None:
    """`p(1-p)^{n}` read as a product: the scripts belong to the bracket."""
    base, sub, sup = node.children
    head, group = base.children
    if is_function(reading, head) or is_expectation(head, group) or _head_key(head) in reading.specials:
        return None
    return apply("times", reading.term(head), read_script(reading, replace(node, children=(group, sub, sup))))


def subscripted(reading: Reading, term: Term, meaning: Meaning, sub: Node, sup: Node) -> Term:
    """Entries of an array: superscript families first, then subscripts."""
    found: tuple[Term | None, ...] = ()
    if sub is not EMPTY:
        found = indices(reading, sub)
    family = _family(reading, meaning, sup, len(found))
    if family is not None:
        found = (family, *found)
    if not found:
        return term
    if len(found) > meaning.rank:
        raise Unread(f"{meaning.leaf} has more indices than axes")
    return Entry(term, found)


def _family(reading: Reading, meaning: Meaning, sup: Node, used: int) -> Term | None:
    """A superscript that counts the members of a family: `x^{(i)}`, `h^{t-1}`."""
    if sup is EMPTY or meaning.rank <= used:
        return None
    inner = sup
    bracketed = inner.kind == "group"
    while inner.kind == "group":
        inner = inner.children[0]
    if inner.kind == "name" and inner.value in TRANSPOSES and not bracketed and inner.value not in reading.bound:
        return None
    try:
        term = reading.term(inner)
    except Unread:
        return None
    has_index = any(isinstance(part, Index) for part in term.walk())
    return term if has_index or bracketed else None


def _powered(reading: Reading, term: Term, meaning: Meaning, sup: Node) -> Term:
    if sup is EMPTY:
        return term
    if isinstance(term, Entry) and _family(reading, meaning, sup, 0) is not None and len(term.indices) <= meaning.rank:
        first = term.indices[0]
        inner = sup
        while inner.kind == "group":
            inner = inner.children[0]
        if first is not None and first == reading.term(inner):
            return term
    return power(reading, term, sup)


def power(reading: Reading, term: Term, sup: Node) -> Term:
    """A superscript that is no part of a name: a transpose, an inverse, a power."""
    if sup is EMPTY:
        return term
    if sup.kind == "name" and sup.value in TRANSPOSES and reading.meaning(sup.value) is None:
        return apply("transpose", term)
    if sup.kind == "name" and sup.value in ("T", "top"):
        return apply("transpose", term)
    if sup.kind == "prefix" and sup.value == "-":
        inner = sup.children[0]
        if inner.kind == "number" and inner.value == "1":
            return apply("inverse", term)
        if inner.kind == "name" and inner.value in ("T", "top"):
            return apply("transpose", apply("inverse", term))
    if sup.kind == "infix" and sup.value == "juxt" and _is_inverse_transpose(sup):
        return apply("transpose", apply("inverse", term))
    if sup.is_name("plus"):
        return apply("relu", term)
    if sup.kind == "name" and sup.value in ("star", "minus", "dagger"):
        raise Unread(f"the superscript {sup.value} has no meaning here")
    return apply("power", term, reading.term(sup))


def _is_inverse_transpose(sup: Node) -> bool:
    left, right = sup.children
    return left.kind == "prefix" and right.kind == "name" and right.value in ("T", "top")


def indices(reading: Reading, sub: Node) -> tuple[Term | None, ...]:
    """The index terms of a subscript: `i`, `ij`, `i,j`, `i+1`, `i\\bullet`."""
    if sub.kind == "list" and sub.value == ",":
        return tuple(index for child in sub.children for index in indices(reading, child))
    if sub.kind == "infix" and sub.value == "juxt":
        return indices(reading, sub.children[0]) + indices(reading, sub.children[1])
    if sub.kind == "group":
        return indices(reading, sub.children[0])
    if sub.kind == "name" and sub.value in ("bullet", "dot", "colon", "star"):
        return (None,)
    return (reading.term(sub),)


def _delta(reading: Reading, sub: Node) -> Term:
    if sub.kind == "chain":
        return apply("indicator", condition(reading, sub))
    found = indices(reading, sub)
    if len(found) != 2 or found[0] is None or found[1] is None:
        raise Unread("a Kronecker delta without two indices")
    return apply("delta", found[0], found[1])


def _identity(reading: Reading, sub: Node) -> Term:
    """The identity matrix; its size is decided by what it meets."""
    if sub is not EMPTY:
        try:
            return apply("identity", reading.term(sub))
        except Unread:
            pass
    return apply("identity", Size(reading.fresh_name("identity")))


def _ones(reading: Reading, sub: Node) -> Term:
    """The vector of ones; without a subscript its size is decided by what it meets."""
    return apply("ones", reading.term(sub) if sub is not EMPTY else Size(reading.fresh_name("ones")))


# ── calls and products ──


def is_function(reading: Reading, node: Node) -> bool:
    """Whether a head is a function under this reading."""
    if node.kind == "script":
        if int(node.value or 0):
            return True
        found = resolve(reading, *node.children)
        return found is not None and found[0].kind == "function"
    if node.kind == "group":
        return any(child.kind == "infix" and child.value == "∘" for child in node.children)
    key = key_of(node)
    meaning = reading.meaning(key) if key is not None else None
    return meaning is not None and meaning.kind == "function"


def arguments_of(reading: Reading, node: Node) -> tuple[Term, ...]:
    """The arguments in a bracket, also behind a semicolon or a bar."""
    if node.kind in ("group", "set"):
        return arguments_of(reading, node.children[0]) if node.children else ()
    if node.kind == "list" and node.value in (",", ";"):
        return tuple(term for child in node.children for term in arguments_of(reading, child))
    if node.kind == "given":
        left, right = (arguments_of(reading, child) for child in node.children)
        return right + left if _all_indices(reading, node) else left + right  # a table has its conditions first
    if node is EMPTY:
        return ()
    return (reading.term(node),)


def _all_indices(reading: Reading, node: Node) -> bool:
    """Whether a bracket lists indices alone: `P(s' | s, a)` is an entry of a table."""
    names = [key_of(part) for part in node.walk() if part.kind not in ("given", "list")]
    meanings = [reading.meaning(name) if name is not None else None for name in names]
    return all(meaning is not None and meaning.kind == "index" for meaning in meanings)


def read_beside(reading: Reading, node: Node) -> Term:
    """The term of a beside node."""
    head, group = node.children
    special = reading.specials.get(_head_key(head))
    if special is None and is_expectation(head, group):
        special = reading.specials["bbE"]
    if special is not None and reading.meaning(_head_key(head)) is None:
        return special(reading, head, group)
    if head.kind == "script" and int(head.value or 0):
        return _prime_call(reading, head, group)
    if is_function(reading, head):
        return _function_call(reading, head, group)
    known = resolve(reading, *head.children) if head.kind == "script" else None
    known = known or resolve(reading, head, EMPTY, EMPTY)
    if known is not None and known[0].kind == "quantity" and known[0].leaf in reading.defined and _only_names(group):
        return reading.term(head)
    if head.kind == "jacobian" and _unapplied(reading, head.children[1]):
        return replace(reading, implicit=reading.term(group)).term(head)
    if group.children and group.children[0].kind == "list":
        if group.value == "[" and head.kind in ("name", "accent", "script"):
            return _bracket_index(reading, head, group)
        raise Unread(
            f"{_head_key(head)} is applied to several arguments and is no known function", "UNK102", _head_key(head)
        )
    meaning = reading.meaning(_head_key(head))
    if group.value == "[" and meaning is not None and meaning.rank and head.kind in ("name", "accent"):
        return _bracket_index(reading, head, group)
    return apply("times", reading.term(head), reading.term(group))


def is_expectation(head: Node, group: Node) -> bool:
    """Whether a plain E before a bracket is the expectation: `E[…]`, `E(X)`."""
    base = head.children[0] if head.kind == "script" else head
    if not base.is_name("E") or group.kind != "group":
        return False
    return group.value == "[" or any(
        node.kind == "name" and len(node.value) == 1 and node.value.isupper() for node in group.walk()
    )


def _only_names(group: Node) -> bool:
    """Whether a bracket holds nothing but names: arguments that a defined quantity carries along."""
    return all(node.kind in ("name", "accent", "group", "list", "given", "script", "empty") for node in group.walk())


def _unapplied(reading: Reading, body: Node) -> bool:
    """Whether a map stands without its argument: `∂(G ∘ F)` before a bracket."""
    return is_function(reading, body) if body.kind != "beside" else False


def _head_key(node: Node) -> str:
    while node.kind == "script":
        node = node.children[0]
    return key_of(node) or ""


def _bracket_index(reading: Reading, head: Node, group: Node) -> Term:
    return Entry(reading.term(head), indices(reading, group.children[0]))


def _function_call(reading: Reading, head: Node, group: Node) -> Term:
    if head.kind == "group":
        inner = replace(reading, implicit=reading.term(group))
        return inner.term(head.children[0])
    if head.kind == "script":
        found = resolve(reading, *head.children)
        assert found is not None
        meaning, sub, sup = found
        value = call(meaning, arguments_of(reading, group))
        if sup.kind == "prefix" and sub is EMPTY:
            return _inverse_call(meaning, arguments_of(reading, group))
        if sub is not EMPTY:
            value = Entry(value, indices(reading, sub))
        return power(reading, value, sup)
    meaning = reading.names[key_of(head) or ""]
    return call(meaning, arguments_of(reading, group))


INVERSES: Mapping[str, str] = {"sigmoid": "logit", "tanh": "artanh", "exp": "log", "log": "exp"}


def _inverse_call(meaning: Meaning, arguments: tuple[Term, ...]) -> Term:
    """`σ^{-1}(t)`: the inverse of a function of one argument whose inverse is known."""
    if meaning.operation not in INVERSES or len(arguments) != 1:
        raise Unread("the inverse of a function")
    return Apply(INVERSES[meaning.operation], arguments)


def _prime_call(reading: Reading, head: Node, group: Node) -> Term:
    """`f'(a)`: the derivative of the function at the argument, entry by entry for arrays."""
    base, sub, sup = head.children
    primes = int(head.value)
    key = key_of(base)
    meaning = reading.meaning(key) if key else None
    if key is not None and meaning is None and reading.meaning(key + "_prime" * primes) is not None:
        return apply("times", reading.term(replace(head, value="")), reading.term(group))
    if meaning is None or meaning.kind != "function":
        raise Unread(f"the derivative of {key}, which is no known function", "UNK102", key or "")
    if sub is not EMPTY:
        raise Unread("a subscript on the derivative of a function")
    value = slope(reading, meaning, reading.term(group), primes)
    return power(reading, value, sup)


def slope(reading: Reading, meaning: Meaning, argument: Term, order: int = 1) -> Term:
    """The derivative of a function of one argument, at that argument."""
    variable = reading.fresh_name("u")
    body = call(meaning, (Leaf(variable),))
    if order == 1:
        return Derivative(body, variable, at=argument, entrywise=True)
    if order > 3:
        raise Unread("a derivative of order above 3")
    inner = slope(reading, meaning, Leaf(variable), order - 1)
    return Derivative(inner, variable, at=argument, entrywise=True)


def read_call(reading: Reading, node: Node) -> Term:
    """A named function such as log, det or diag; the head carries its scripts."""
    head, argument = node.children
    name, primes, sub, sup = node.value, 0, EMPTY, EMPTY
    if head.kind == "script":
        _, sub, sup = head.children
        primes = int(head.value or 0)
    if reading.meaning(name) is not None:
        return read_beside(reading, Node("beside", "", (replace(head), argument), node.start, node.end))
    special = reading.specials.get(name)
    if special is not None:
        return special(reading, head, argument)
    if name == "log" and sub is not EMPTY:
        return apply("divide", apply("log", reading.term(argument)), apply("log", reading.term(sub)))
    if name not in FIXED:
        raise Unread(f"the function {name} is not known here")
    meaning = Meaning("function", name, operation=FIXED[name])
    if primes:
        return power(reading, slope(reading, meaning, reading.term(argument), primes), sup)
    if sup.kind == "prefix":
        raise Unread(f"the inverse of {name}")
    arguments = arguments_of(reading, argument)
    if len(arguments) > 1 and name == "diag":
        return apply("diag", Stack(tuple((argument,) for argument in arguments)))
    if len(arguments) != 1:
        raise Unread(f"{name} of {len(arguments)} arguments")
    value = Apply(FIXED[name], arguments)
    if sub is not EMPTY and name in ("softmax", "relu", "sigmoid"):
        return power(reading, Entry(value, indices(reading, sub)), sup)
    return power(reading, value, sup)


def read_group(reading: Reading, node: Node) -> Term:
    """The term of a group node."""
    body = node.children[0]
    if body.kind == "list" and body.value == ",":
        if node.value == "[" and len(body.children) == 2:
            return apply("pair", reading.term(body.children[0]), reading.term(body.children[1]))
        entries = tuple(reading.term(child) for child in body.children)
        if node.value == "(" and any(isinstance(entry, Number) for entry in entries):
            return Stack((entries,))  # numbers in brackets are a vector; letters may be arguments
        raise Unread("a tuple has no meaning here")
    if body.kind == "chain":
        if node.value == "[":
            return apply("indicator", condition(reading, body))
        raise Unread("a relation in brackets has no meaning here")
    return reading.term(body)


def factors_of(node: Node) -> list[Node]:
    """The factors of a juxtaposed run, in order."""
    if node.kind == "infix" and node.value == "juxt":
        return [*factors_of(node.children[0]), node.children[1]]
    return [node]


def read_infix(reading: Reading, node: Node) -> Term:
    """The term of a infix node."""
    if node.value == "juxt":
        return _run(reading, factors_of(node))
    left, right = node.children
    if node.value == "∘":
        if reading.implicit is None:
            raise Unread("a composition without an argument")
        return replace(reading, implicit=reading.term(right)).term(left)
    operation = INFIX.get(node.value)
    if operation is None:
        raise Unread(f"the sign {node.value} has no meaning here")
    if node.value == "/" and right.kind == "infix" and right.value == "juxt":
        return apply("divide", reading.term(left), reading.term(right))
    return apply(operation, reading.term(left), reading.term(right))


INFIX: Mapping[str, str] = {
    "+": "add",
    "-": "subtract",
    "·": "centred_dot",
    "×": "times",
    "/": "divide",
    "⊙": "hadamard",
    "*": "times",
    "÷": "divide",
    "mod": "modulo",
    "⊗": "outer",
}


def _run(reading: Reading, factors: list[Node]) -> Term:
    """Juxtaposed factors: a product, unless an operator such as an expectation or a composed map stands among them."""
    for position, factor in enumerate(factors):
        rest = factors[position + 1 :]
        if not rest:
            break
        special = reading.specials.get(_head_key(factor)) if factor.kind in ("name", "script") else None
        if special is not None and reading.meaning(_head_key(factor)) is None and _head_key(factor) in PREFIXES:
            body = rest[0]
            for other in rest[1:]:
                body = Node("infix", "juxt", (body, other), body.start, other.end)
            value = special(reading, factor, body)
            return apply("times", _run(reading, factors[:position]), value) if position else value
        if factor.kind == "group" and rest[0].kind == "group" and is_function(reading, factor):
            value = _function_call(reading, factor, rest[0])
            terms = [reading.term(f) for f in factors[:position]] + [value] + [reading.term(f) for f in rest[1:]]
            return _multiplied(terms)
    return _multiplied([reading.term(factor) for factor in factors])


def _multiplied(terms: list[Term]) -> Term:
    result = terms[0]
    for term in terms[1:]:
        result = apply("times", result, term)
    return result


def read_prefix(reading: Reading, node: Node) -> Term:
    """The term of a prefix node."""
    term = reading.term(node.children[0])
    if node.value == "-":
        return apply("negate", term)
    if node.value == "+":
        return term
    raise Unread(f"the sign {node.value} has no meaning here")


def read_postfix(reading: Reading, node: Node) -> Term:
    """The term of a postfix node."""
    return apply("factorial", reading.term(node.children[0]))


def read_fraction(reading: Reading, node: Node) -> Term:
    """The term of a fraction node."""
    return apply("divide", reading.term(node.children[0]), reading.term(node.children[1]))


def read_root(reading: Reading, node: Node) -> Term:
    """The term of a root node."""
    radicand = reading.term(node.children[0])
    if len(node.children) == 1:
        return apply("sqrt", radicand)
    return apply("power", radicand, apply("divide", number(1), reading.term(node.children[1])))


def read_binomial(reading: Reading, node: Node) -> Term:
    """The term of a binomial node."""
    return apply("binomial", reading.term(node.children[0]), reading.term(node.children[1]))


def read_norm(reading: Reading, node: Node, sub: Node = EMPTY) -> Term:
    """The term of a norm or absolute value, with the subscript that names the norm."""
    body = reading.term(node.children[0])
    if node.kind == "abs" and sub is EMPTY:
        return apply("bars", body)
    if sub is EMPTY:
        return apply("plain_norm", body)
    if sub.kind == "number" and sub.value == "2":
        return apply("two_norm", body)
    if sub.is_name("F", "Fro", "fro"):
        return apply("frobenius", body)
    if sub.kind == "number" and sub.value == "1":
        return apply("norm1", body)
    if sub.is_name("infinity", "max"):
        return apply("norm_max", body)
    return apply("norm_p", body, reading.term(sub))


def read_floor(reading: Reading, node: Node) -> Term:
    """The term of a floor node."""
    return apply(node.kind, reading.term(node.children[0]))


def read_angle(reading: Reading, node: Node) -> Term:
    """The term of a angle node."""
    body = node.children[0]
    if body.kind == "list" and len(body.children) == 2:
        return apply("dot", reading.term(body.children[0]), reading.term(body.children[1]))
    raise Unread("angle brackets that hold no two factors")


def read_accent(reading: Reading, node: Node) -> Term:
    """The term of a accent node."""
    key = key_of(node)
    if key is not None and reading.meaning(key) is not None:
        return read_name(reading, node)
    if node.children[0].kind == "script":
        base, sub, sup = node.children[0].children
        inner = replace(node, children=(base,))
        return read_script(reading, replace(node.children[0], children=(inner, sub, sup)))
    raise Unread(f"{key} has no meaning here", "UNK102", key or "")


# ── conditions and cases ──


def condition(reading: Reading, node: Node) -> Term:
    """The truth value of a relation, a chain of them, or several."""
    if node.kind == "chain":
        truths = []
        for operator, left, right in links(node):
            if operator not in COMPARISONS:
                raise Unread(f"the relation {operator} as a condition")
            truths.append(Compare(COMPARISONS[operator], reading.term(left), reading.term(right)))
        result: Term = truths[0]
        for truth in truths[1:]:
            result = apply("and", result, truth)
        return result
    if node.kind == "group":
        return condition(reading, node.children[0])
    if node.kind == "infix" and node.value == "juxt":
        left, right = node.children
        if right.is_name("even", "odd"):
            remainder = apply("modulo", reading.term(left), number(2))
            return Compare("==", remainder, number(0 if right.value == "even" else 1))
    raise Unread("a condition that is no relation")


def links(chain: Node) -> list[tuple[str, Node, Node]]:
    """The steps of a chain: operator, left, right."""
    operators = chain.value.split()
    return [(op, chain.children[k], chain.children[k + 1]) for k, op in enumerate(operators)]


def read_cases(reading: Reading, node: Node) -> Term:
    """The term of a cases node."""
    rows = []
    for row in node.children:
        cells = [cell for cell in row.children if cell.kind != "statements" or cell.children]
        if len(cells) == 1 and cells[0].kind == "statements":
            cells = [child for child in cells[0].children if child.kind != "text"]
        value = reading.term(cells[0])
        truths = [condition(reading, found) for cell in cells[1:] for found in _conditions_in(cell)]
        rows.append((value, reduce(lambda a, b: apply("and", a, b), truths) if truths else None))
    return Cases(tuple(rows))


def _conditions_in(cell: Node) -> list[Node]:
    if cell.kind in ("chain", "group", "infix"):
        return [cell]
    if cell.kind in ("statements", "list"):
        return [found for child in cell.children for found in _conditions_in(child)]
    return []


def read_cases_group(reading: Reading, node: Node) -> Term:
    """`\\{` before an array is a case distinction."""
    body = node.children[0]
    if body.kind == "matrix" and body.value == "array":
        return read_cases(reading, body)
    if body.kind in ("infix", "prefix", "frac", "big", "call"):
        return reading.term(body)  # braces as the outermost brackets of a long formula
    raise Unread("a set has no meaning here")


def read_matrix(reading: Reading, node: Node) -> Term:
    """The term of a matrix node."""
    rows = []
    for row in node.children:
        if any(cell.kind == "dots" for cell in row.children):
            raise Unread("a matrix with dots")
        rows.append(tuple(reading.term(cell) for cell in row.children))
    if len({len(row) for row in rows}) != 1:
        raise Unread("a matrix with rows of different length")
    stacked = Stack(tuple(rows))
    return apply("determinant", stacked) if node.value == "vmatrix" else stacked


def read_at(reading: Reading, node: Node) -> Term:
    """`f|_{x = a}`: a value or derivative at a point."""
    body, sub, _ = node.children
    if sub.kind != "chain" or sub.value != "=":
        raise Unread("an evaluation without a point")
    key = key_of(sub.children[0])
    meaning = reading.meaning(key) if key else None
    if meaning is None or meaning.kind != "quantity":
        raise Unread("an evaluation at something that is no quantity")
    point = reading.term(sub.children[1])
    return Call(Function((meaning.leaf,), reading.term(body)), (point,))


SIGNIFICANT = 3  # digits from which a decimal among others looks rounded


def _side(term: Term) -> Term:
    """A side whose short decimals are exact, unless it is one literal: results are rounded, and so is what is computed
    on from them."""
    literal = term.arguments[0] if isinstance(term, Apply) and term.operation == "negate" else term
    return term if isinstance(literal, Number) else _exact(term)


def _exact(term: Term) -> Term:
    if isinstance(term, Number):
        digits = abs(int(term.value * 10**term.decimals)) if term.decimals else 0
        return term if len(str(digits)) >= SIGNIFICANT else replace(term, decimals=None)

    def through(value: Any) -> Any:
        if isinstance(value, Term):
            return _exact(value)
        return tuple(through(item) for item in value) if isinstance(value, tuple) else value

    changes: dict[str, Any] = {item.name: through(getattr(term, item.name)) for item in fields(term)}
    return replace(term, **changes)


def claims(reading: Reading, chain: Node) -> list[Relation]:
    """The claims of a chain, one a step."""
    found = []
    for operator, left, right in links(chain):
        name = {"=:": "==", "approx": "=="}.get(operator, COMPARISONS.get(operator))
        if name is None:
            raise Unread(f"the relation {operator} is not checked yet")
        found.append(Relation(name, _side(reading.term(left)), _side(reading.term(right))))
    return found
