"""Names and numbers, and what stands above and below them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivations.algebra.terms import Entry, Index, Number, Size, Term, apply, number
from sheets.meaning.brackets import read_norm
from sheets.meaning.conditions import condition
from sheets.meaning.names import Meaning, Unread, key_of, numbers_e
from sheets.meaning.reading import Reading, call, head_key, indices, is_expectation, is_function, resolve, symbol
from sheets.meaning.steps import STEP
from sheets.notation.tree import EMPTY, Node

TRANSPOSES = frozenset({"T", "top", "dagger"})


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
    if base.is_name("e") and sup is not EMPTY and _is_euler(reading, node):
        return apply("exp", reading.term(sup))
    if base.is_name("I") and reading.meaning("I") is None and not _is_of_a_step(reading, node):
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
    if base.is_name("pi") and sub is EMPTY:
        return power(reading, apply("pi"), sup)
    if base.kind == "name" and reading.meaning(base.value) is None:
        raise Unread(f"{key_of(base)} has no meaning here", "UNK102", key_of(base) or "")
    term = reading.term(base)
    if sub is not EMPTY:
        term = Entry(term, indices(reading, sub))
    return power(reading, term, sup)


def _is_of_a_step(reading: Reading, script: Node) -> bool:
    """Whether an I numbered by a step is a letter of the formula, an input gate `I_t`, and no identity matrix."""
    base, sub, sup = script.children
    return any(part.is_name(STEP) for part in sub.walk()) and resolve(reading, base, sub, sup) is not None


def _is_euler(reading: Reading, script: Node) -> bool:
    """Whether an e with a superscript is the number: it is no letter of the formula, or a vector of it that would be
    raised to a power."""
    if numbers_e(script):
        return False
    meaning = reading.meaning("e")
    return meaning is None or (meaning.rank > 0 and not script.children[2].is_name(*TRANSPOSES))


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
    if is_function(reading, head) or is_expectation(head, group) or head_key(head) in reading.specials:
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


def _delta(reading: Reading, sub: Node) -> Term:
    if sub.kind == "chain":
        return apply("indicator", condition(reading, sub))
    found = indices(reading, sub)
    if len(found) != 2 or found[0] is None or found[1] is None:
        raise Unread("a Kronecker delta without two indices")
    return apply("delta", found[0], found[1])


def _identity(reading: Reading, sub: Node) -> Term:
    """The identity matrix, or its entry `I_{kj}`; its size is decided by what it meets."""
    if (sub.kind == "infix" and sub.value == "juxt") or sub.kind == "list":
        return _delta(reading, sub)
    if sub is not EMPTY:
        try:
            return apply("identity", reading.term(sub))
        except Unread:
            pass
    return apply("identity", Size(reading.fresh_name("identity")))


def _ones(reading: Reading, sub: Node) -> Term:
    """The vector of ones; without a subscript its size is decided by what it meets."""
    return apply("ones", reading.term(sub) if sub is not EMPTY else Size(reading.fresh_name("ones")))


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
