"""What the left side of a relation names, and what the field calls it."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache

from derivations.algebra.terms import Relation
from derivations.catalogue import formulas_of, id_of
from derivations.lowering import context_of, lower_statement
from derivations.vocabulary import Formula
from numerics.agreement import Outcome, agrees
from sheets.judging.comparisons import ALIKE, OPERATORS, TELLING, only_names, read
from sheets.judging.outcomes import QUICK
from sheets.judging.results import Settings
from sheets.judging.statements import Statement, is_call, is_constant, is_name
from sheets.meaning.catalogued import notation_tree
from sheets.meaning.matching import Candidate, spellings
from sheets.meaning.names import key_of, label_of
from sheets.meaning.parts import tokens_of
from sheets.meaning.steps import STEP
from sheets.notation.tree import EMPTY, Node

INTERCHANGED = (
    frozenset({"theta", "w", "beta", "x"}),
    frozenset({"eta", "alpha", "gamma"}),
)
"""Letters that schools use for one another: parameters, step sizes."""

MEASURES = frozenset({"P", "bbP", "E", "bbE", "Var", "bbV", "Cov"})
"""What computes something of its argument, and names nothing."""

LOSSES = frozenset({"l", "j", "e", "c", "call", "calj", "cale", "ell", "r", "f"})
"""Letters, in small, that every loss of the field is called by."""

SAME_LEFT = 0.9  # similarity of left sides that compute the same thing


def defines(statement: Statement) -> bool:
    """Whether the left side only names the thing: a name, a short thing's with a prime too, or a name with the
    arguments that it carries along."""
    left = statement.left
    short = len(tokens_of(statement.pair)) < TELLING
    return is_name(left) or (short and is_primed(left)) or (is_call(left) and head_of(left) not in MEASURES)


def is_primed(left: Node) -> bool:
    """Whether a side is a name with a prime, `q'`."""
    return left.kind == "script" and left.value != "" and is_name(left.children[0]) and left.children[2] is EMPTY


def may_state(candidate: Candidate, statement: Statement) -> bool:
    """Whether a relation whose right side has the value of the entry's may be its definition: something is computed,
    and the name on the left is not the field's name for something else of the same topic."""
    if not defines(statement):
        return True
    if is_name(statement.right) or is_constant(statement.right):
        return False
    ours = _names(statement.left)
    if ours & _defined_names(candidate.known.formula):
        return True
    topic = (id_of(candidate.known.formula) or "").partition(".")[0]
    if ours <= LOSSES or not in_its_letters(candidate, statement, named=False):
        return True
    siblings = (formula for formula in formulas_of(topic).values() if formula is not candidate.known.formula)
    return not any(ours & _named_things(formula) for formula in siblings)


def names_it(candidate: Candidate, statement: Statement) -> bool:
    """Whether the defined name is the entry's own, in any of its notations, in any case, or in the letter of another
    school."""
    ours, theirs = _names(statement.left), _defined_names(candidate.known.formula)
    return bool(ours & theirs) or bool({_usual(name) for name in ours} & {_usual(name) for name in theirs})


def has_its_name(candidate: Candidate, statement: Statement) -> bool:
    """Whether the defined name is the entry's own, in any of its notations and in any case."""
    return bool(_names(statement.left) & _defined_names(candidate.known.formula))


def is_telling(left: Node) -> bool:
    """Whether a name is more than a letter: it has a label or an accent, `F_{eff}`, `\\hat m_t`."""
    return any(node.kind == "accent" or (node.kind == "script" and label_of(node.children[1])) for node in left.walk())


def in_its_letters(candidate: Candidate, statement: Statement, named: bool = True) -> bool:
    """Whether a relation is written in the very letters in which the field writes the entry, on both sides (the left
    one does not count unless `named`): then it speaks of the entry, however short it is."""
    formula = candidate.known.formula
    if named and not (names_it(candidate, statement) if defines(statement) else alike_lefts(candidate, statement)):
        return False
    own = spellings(formula)
    usual = {(_usual(name), theirs) for name, theirs in own.items()}
    right = {name for _, name in tokens_of(statement.right, candidate.known.fused) if name in candidate.letters}
    any_function = {q.name for q in formula.quantities if q.arguments is not None and q.value is None}
    right = {name for name in right if candidate.letters[name] not in any_function}  # each author has another one
    return bool(right) and all((_usual(name), candidate.letters[name]) in usual for name in right)


def _usual(name: str) -> str:
    """A name with one letter for all that schools use for one another, without its step."""
    head, _, rest = name.lower().removeprefix("cal").removesuffix(f"_{STEP}").partition("_")
    family = next((min(letters) for letters in INTERCHANGED if head in letters), head)
    return f"{family}_{rest}" if rest else family


def same_left(candidate: Candidate, statement: Statement, settings: Settings) -> bool:
    """Whether both left sides are the same thing: a name that is defined, or an expression of the same value."""
    formula = candidate.known.formula
    claim = read(candidate, statement.pair).relation
    known = lower_statement(formula)
    if only_names(formula, claim, known):
        change = any(node.kind == "accent" and node.value == "Delta" for node in statement.left.walk())
        their_change = any(
            node.kind == "accent" and node.value == "Delta" for node in candidate.known.chain.children[0].walk()
        )
        return known.operator == "==" and change == their_change
    if candidate.named and candidate.similarity >= ALIKE and alike_lefts(candidate, statement):
        return True  # the slip may stand on the left
    return agrees(context_of(formula), Relation("==", claim.left, known.left), QUICK, settings.seed) is Outcome.HOLDS


def alike_lefts(candidate: Candidate, statement: Statement) -> bool:
    """Whether both left sides are built alike."""
    fused = candidate.known.fused
    sides = (statement.left, candidate.known.chain.children[0])
    ours, theirs = ([shape for shape, _ in tokens_of(side, fused)] for side in sides)
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= SAME_LEFT


def is_built_like(candidate: Candidate, statement: Statement) -> bool:
    """Whether a relation differs from a notation in its names alone."""
    shapes = [shape for shape, _ in tokens_of(statement.pair, candidate.known.fused)]
    return shapes == [shape for shape, _ in candidate.known.tokens]


def head_of(left: Node) -> str | None:
    """The name that a definition gives a meaning, without its arguments and scripts."""
    while left.kind in ("beside", "script", "call"):
        left = left.children[0]
    return key_of(left)


@cache
def _defined_names(formula: Formula) -> frozenset[str]:
    return frozenset().union(*(_names(notation_tree(notation).children[0]) for notation in formula.notations))


@cache
def _named_things(formula: Formula) -> frozenset[str]:
    """What the notations of an entry define by a name; the left side of an identity names nothing."""
    heads = (head_of(notation_tree(notation).children[0]) for notation in formula.notations)
    return frozenset(head.lower() for head in heads if head is not None)


def _names(left: Node) -> frozenset[str]:
    """The names of what a left side defines, in small letters (their case is a matter of taste): its head, or where
    that is an operator such as a mean, all below it."""
    head = head_of(left)
    if head is not None and head not in OPERATORS:
        return frozenset((head.lower(),))
    return frozenset(name.lower() for _, name in tokens_of(left) if name)
