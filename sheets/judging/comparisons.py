"""A relation of a sheet held against an entry of the catalogue, in the entry's context."""

from __future__ import annotations

import re
from collections import Counter

from derivations.algebra.points import Context
from derivations.algebra.terms import Entry, Leaf, Number, Relation
from derivations.lowering import lower_statement
from derivations.vocabulary import Formula, Kind
from numerics.agreement import Outcome, agrees
from sheets.judging.assumptions import vanishes
from sheets.judging.outcomes import QUICK, Undoable
from sheets.judging.results import Settings
from sheets.meaning.catalogued import Claim, meanings, names_for, read_claims
from sheets.meaning.features import uses
from sheets.meaning.hypotheses import GREEK_SCALARS, is_matrix
from sheets.meaning.matching import Candidate
from sheets.meaning.names import Unread, key_of
from sheets.meaning.steps import with_steps
from sheets.notation.tree import Node

OPERATORS = {"bbE": "mean", "E": "mean", "Var": "variance", "bbV": "variance", "Cov": "covariance", "KL": "divergence"}
OF_LOSSES = frozenset({"l", "ell", "L", "calL", "J"})
LOSS = re.compile(
    r"loss|cost|objective|error|energy|likelihood|risk|lagrang|function|bound|surprise|entropy|divergence"
)
"""Letters that are losses where derivatives of them are taken, and words for what they may be then."""

COMPOUND = 7  # nodes below which a formula whose left side computes something says nothing by its structure
TELLING = 11  # … and below which any does
ALIKE = 0.85  # similarity from which structure alone says that a formula means the same thing


def compared(candidate: Candidate, pair: Node) -> tuple[Relation, Context]:
    """The claim to evaluate: the sheet's relation in the entry's context, or for a definition its right side against
    the entry's; where a name is bounded, what the entry bounds it by must be bounded by what the sheet says."""
    formula = candidate.known.formula
    pair = with_steps(pair)
    _check_roles(candidate, pair)
    left, known_left = pair.children[0], candidate.known.chain.children[0]
    if formula.kind is Kind.DEFINITION and _heads(left) != _heads(known_left):
        raise Unread("another operator on the left side than the entry's")
    if left.kind != known_left.kind and left.kind in ("prefix", "infix", "frac"):
        raise Unread("a left side that does not only name the entry's thing")
    if _power(left) != _power(known_left):
        raise Unread("another power on the left side than the entry's")
    claim = read(candidate, pair)
    statement = lower_statement(formula)
    if claim.relation.operator != statement.operator and "==" in (claim.relation.operator, statement.operator):
        raise Unread("another kind of relation than the entry's")
    if only_names(formula, claim.relation, statement):
        sides = (claim.relation.right, statement.right)
        first, second = sides if statement.operator == "==" else reversed(sides)
        return Relation(statement.operator, first, second), claim.context
    return claim.relation, claim.context


def verified(candidate: Candidate, chain: Node, settings: Settings) -> bool:
    """Whether a relation says what the entry says: it holds in the entry's context, and of more than zero; a bound has
    the entry's own right side."""
    try:
        claim, context = compared(candidate, chain)
        if agrees(context, claim, QUICK, settings.seed) is not Outcome.HOLDS:
            return False
        stated = lower_statement(candidate.known.formula)
        if claim.operator != "==":
            same = Relation("==", claim.right, stated.right)
            return claim.operator == stated.operator and agrees(context, same, QUICK, settings.seed) is Outcome.HOLDS
        return isinstance(claim.right, Number) or not vanishes(context, claim, settings)
    except (Unread, KeyError, *Undoable):
        return False


def only_names(formula: Formula, read: Relation, statement: Relation) -> bool:
    """Whether the left side is a name (or an entry of one) that the right side defines."""
    base = statement.left.base if isinstance(statement.left, Entry) else statement.left
    if not isinstance(base, Leaf) or formula.kind is Kind.GRADIENT or read.left != statement.left:
        return False
    return isinstance(statement.left, Leaf) or formula.quantity(base.name).value is None


def _power(left: Node) -> str:
    """The number to which the name on a left side is raised."""
    while left.kind in ("beside", "call"):
        left = left.children[0]
    if left.kind != "script" or key_of(left.children[0]) is None or left.children[2].kind not in ("number", "prefix"):
        return ""
    return "".join(part.value for part in left.children[2].walk())


def _heads(node: Node) -> Counter[str]:
    """The operators of a side: means, variances, divergences."""
    return Counter(OPERATORS[key] for part in node.walk() if (key := key_of(part)) in OPERATORS)


def _differentiated(pair: Node) -> set[str]:
    """The names of which a relation takes derivatives."""
    slopes = (node for node in pair.walk() if node.kind == "derivative")
    return {key for node in slopes if (key := key_of(node.children[0])) is not None}


def _check_roles(candidate: Candidate, pair: Node) -> None:
    """Refuse a match in which the sheet's index would be a quantity of the entry that is none, or its matrix a
    number."""
    known = meanings(candidate.known.formula)
    quantities = {quantity.name: quantity for quantity in candidate.known.formula.quantities}
    notated = uses(candidate.known.chain)
    labels = {candidate.known.letters.get(name, name) for name, use in notated.items() if use.index}
    for name in _differentiated(pair) & OF_LOSSES:
        meant = quantities.get(candidate.letters.get(name, ""))
        if meant is not None and meant.arguments is None and not LOSS.search(meant.meaning):
            raise Unread(f"{name} is a loss here, and none in the entry")
    for name, use in uses(pair).items():
        target = candidate.letters.get(name)
        if (
            target is not None
            and target in known
            and known[target].kind == "quantity"
            and not known[target].rank
            and is_matrix(name, use)
        ):
            raise Unread(f"{name} is a matrix here, and a number in the entry")
        of_matrix = target is not None and target in known and known[target].rank == 2
        if of_matrix and name in GREEK_SCALARS and not use.subscripts:
            raise Unread(f"{name} is a number here, and a matrix in the entry")
        if target is None or not use.index or use.bound or target not in known or target in labels:
            continue
        if known[target].kind == "quantity" and not quantities[target].domain.integer:
            raise Unread(f"{name} is an index here, and none in the entry")


def read(candidate: Candidate, pair: Node) -> Claim:
    """The sheet's relation under the entry's meanings; one letter that the entry does not know may be a slip of the
    pen."""
    formula = candidate.known.formula
    names = names_for(formula, candidate.letters)
    try:
        return read_claims(formula, pair, names)[0]
    except Unread as error:
        written = uses(pair).get(error.symbol)
        if written is None or written.exponent or written.index or candidate.similarity < ALIKE:
            raise
        return read_claims(formula, pair, names, (error.symbol,))[0]
