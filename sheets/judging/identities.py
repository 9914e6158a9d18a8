"""Claims that need no catalogue: any formula whose symbols can be typed is tested on its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from derivations.algebra.points import Context
from derivations.algebra.terms import Apply, Derivative, Expectation, Function, Number, Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undefined
from numerics.agreement import Agreement, Outcome, agrees
from sheets.judging.assumptions import (
    MOST_SYMBOLS,
    Tacit,
    named_assumption,
    size_assumption,
    tacit_assumption,
    vanishes,
)
from sheets.judging.calculations import miscalculated
from sheets.judging.doubts import is_doubtful
from sheets.judging.edits import INDEXING, Edit
from sheets.judging.outcomes import QUICK, Judgement, Undoable, confirmed, quick_look
from sheets.judging.repair import Correction, repair
from sheets.judging.results import Settings, Verdict
from sheets.judging.schools import is_of_a_school
from sheets.judging.statements import Statement, is_calculation, is_constant
from sheets.judging.strokes import Stroke, Strokes
from sheets.meaning.features import bound_in, uses
from sheets.meaning.hypotheses import Guess, Known, first_obstacle, guesses, retyped
from sheets.meaning.joints import speaks_of_densities
from sheets.meaning.names import key_of
from sheets.notation.tree import Node

READINGS = 6  # typed readings that are looked at
MANY_READINGS = 16  # … before a formula without a correction is called wrong
SLACK = 2  # how much dearer than the cheapest a reading may be to be sensible

OF_MATRICES = frozenset({"exp", "log", "sqrt", "sin", "cos", "tanh"})
"""Functions that of a square matrix may be meant entry by entry or as a series."""

TURNED = frozenset({"relation", "sign", "condition"})
"""Edits after which a false bound between densities is the bound that is meant."""

OUTSIDE = "outside its range"  # what is said of a subscript without an entry
MOSTLY = 0.9  # share of points that fail where an equation is false, and not merely one case of a distinction

OPEN = "it does not hold for all values of its symbols; it may be a condition or use what is not on the sheet"


def judge_identity(text: str, statement: Statement, known: Known, nearby: str, settings: Settings) -> Judgement:
    """Test a relation on its own, under the sensible readings of its symbols.

    It is right if a sensible reading makes it true; wrong only if all of them fail, with a certified point, and a
    small edit makes it true; otherwise it is unchecked, since a false equation may be a condition.
    """
    readings = sensible(statement.pair, known)
    if not readings:
        code, reason = first_obstacle(statement.pair, known)
        return Judgement(Verdict.UNCHECKED, code, reason=reason)
    failures: list[Guess] = []
    valueless: list[Guess] = []
    misfit = obstacle = ""
    for guess in readings:
        claim, context = guess.claim.relation, guess.claim.context
        try:
            outcome = _first_look(context, claim, settings)
            if outcome is Outcome.DOUBTFUL and (other := _other_layout(context, claim, settings)) is not None:
                claim, outcome = other, Outcome.HOLDS
            if outcome is Outcome.HOLDS and not _says_how(context, claim, settings):
                obstacle = obstacle or "nothing says how the one depends on the other"
                continue
            if outcome is Outcome.HOLDS:
                if statement.left == statement.right:
                    return Judgement(Verdict.WEAK, "WEK101", message="Both sides are the same, so this says nothing.")
                found = confirmed(context, claim, settings)
                if found is not None:
                    return found
            if outcome is Outcome.DOUBTFUL and _says_how(context, claim, settings):
                failures.append(guess)
            elif outcome is Outcome.DOUBTFUL:
                obstacle = obstacle or "nothing says how the one depends on the other"
            elif not failures:
                valueless.append(guess)
                obstacle = obstacle or outcome.value
        except ShapeError as error:
            misfit = misfit or str(error)
        except Undefined as error:
            valueless += [guess] if OUTSIDE in str(error) else []
            obstacle = obstacle or str(error)
        except Undoable as error:
            if not failures:
                obstacle = obstacle or str(error) or type(error).__name__
    if failures and not obstacle:
        return _failed(text, statement, failures, known, nearby, settings)
    reason = obstacle or misfit or "no reading could be evaluated"
    found = _without_value(text, statement, valueless, known, settings) if valueless and not failures else None
    return found or Judgement(Verdict.UNCHECKED, "UNK103", reason=reason)


def _first_look(context: Context, claim: Relation, settings: Settings) -> Outcome:
    """Floating point decides, except where decimal literals stand for all that rounds to them."""
    nodes = (node for side in (claim.left, claim.right) for node in side.walk())
    if any(isinstance(node, Number) and node.decimals is not None for node in nodes):
        found = quick_look(context, claim, settings).outcome
        return Outcome.DOUBTFUL if found is Outcome.FAILS else found
    return agrees(context, claim, QUICK, settings.seed)


def _other_layout(context: Context, claim: Relation, settings: Settings) -> Relation | None:
    """The claim with a Jacobian laid out with the variable's entries as rows, if it holds so."""
    if not isinstance(claim.left, Derivative) or claim.left.entrywise:
        return None
    other = Relation(claim.operator, Apply("transpose", (claim.left,)), claim.right)
    try:
        return other if agrees(context, other, QUICK, settings.seed) is Outcome.HOLDS else None
    except Undoable:
        return None


def _says_how(context: Context, claim: Relation, settings: Settings) -> bool:
    """Whether a derivative on the left is not zero throughout, as it is of something that the sheet does not define
    by the variable."""
    if not any(isinstance(node, Derivative) for node in claim.left.walk()):
        return True
    if isinstance(claim.right, Number):
        return True
    return not vanishes(context, claim, settings)


def sensible(chain: Node, known: Known) -> list[Guess]:
    """The typed readings that are about as conventional as the best one."""
    found: list[Guess] = []
    for cost, claims in islice(guesses(chain, known), READINGS):
        if found and cost > found[0].cost + SLACK:
            break
        found.append(claims[0])
    return found


def _failed(
    text: str,
    statement: Statement,
    failures: list[Guess],
    known: Known,
    nearby: str,
    settings: Settings,
) -> Judgement:
    guess = failures[0]
    context, claim = guess.claim.context, guess.claim.relation
    if not leaves(claim.left) | leaves(claim.right) and not context.sizes:
        return miscalculated(text, statement, guess, "EQV101", "The left side is", settings)
    if _is_determined(context, claim):
        what = "By what the sheet says before, the left side is"
        return miscalculated(text, statement, guess, "CON101", what, settings)
    if _is_condition(statement) and not _is_of_a_derivative(claim):
        tacit = _tacit(failures[:1], nearby, settings)
        if tacit is not None and tacit.understood and (held := confirmed(tacit.context, claim, settings)):
            return replace(held, assumption=tacit.words)
        slip = _slip_of_a_constant(text, statement, failures, known, settings)
        return slip or Judgement(Verdict.DEFINITION, reason="a condition on its symbols")
    for failed in failures[:3]:
        condition = named_assumption(statement, failed.claim.context, failed.claim.relation, nearby, settings)
        if condition is not None:
            return condition
    if not _refutable(guess) or not guess.whole or is_doubtful(statement.pair, context, nearby):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=OPEN)
    speaks_of_one = _speaks_of_one_thing(statement, context, claim)
    tacit = size_assumption(context, claim, settings) or (_tacit(failures, nearby, settings) if speaks_of_one else None)
    if tacit is not None:
        held = confirmed(tacit.context, claim, settings) if tacit.understood else None
        if held is not None:
            return replace(held, assumption=tacit.words)
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=f"it holds only where {tacit.words}")

    correction = _correction(text, statement, failures[:2], known, settings)
    if correction is not None and _is_of_a_derivative(claim) and is_of_a_school(correction.edit, statement, nearby):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=OPEN)
    is_equation = statement.operator in ("=", ":=", "equiv")
    if correction is None and context.definitions and _is_of_a_derivative(claim):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=OPEN)
    turned = correction is not None and correction.edit.kind in TURNED and speaks_of_densities(statement.pair)
    undone = correction is not None and (is_equation or speaks_of_one or turned)
    if not undone and not (speaks_of_one and not _holds_otherwise(statement, known, settings)):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=OPEN)
    return _wrong(statement, guess, correction, settings)


def _wrong(statement: Statement, guess: Guess, correction: Correction | None, settings: Settings) -> Judgement:
    """The verdict on a false claim, with its certified point and its correction if there is one."""
    agreement = quick_look(guess.claim.context, guess.claim.relation, settings)
    if agreement.outcome is not Outcome.FAILS:
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=agreement.outcome.value)
    if correction is None and statement.operator == "=" and not _fails_mostly(guess, agreement, settings):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason="it holds on a part of its domain")
    return Judgement(
        Verdict.WRONG,
        _code(statement, correction.edit.kind if correction is not None else ""),
        message=_message(statement, correction.edit.words if correction is not None else ""),
        counterexample=agreement.counterexample,
        claim=guess.claim.relation,
        suggestion=correction.latex if correction is not None else None,
        unique=correction is not None and correction.unique,
    )


def _fails_mostly(guess: Guess, agreement: Agreement, settings: Settings) -> bool:
    """Whether an equation fails nearly everywhere; what holds where an axis has one entry alone is no exception."""
    sizes = tuple(replace(size, smallest=max(2, size.smallest)) for size in guess.claim.context.sizes)
    if all(size.smallest <= size.largest for size in sizes):
        agreement = quick_look(replace(guess.claim.context, sizes=sizes), guess.claim.relation, settings)
    return agreement.failing >= MOSTLY * agreement.points


def _correction(
    text: str,
    statement: Statement,
    readings: list[Guess],
    known: Known,
    settings: Settings,
    may_vanish: bool = False,
) -> Correction | None:
    """The smallest edit after which one of the readings holds, of the same names; that zero is zero counts where it
    may."""
    names = set(uses(statement.pair))

    def verify(stroke: Stroke) -> bool:
        chain = stroke.chain
        if set(uses(chain)) != names:
            return False
        again = [reading for tried in readings if (reading := retyped(chain, tried, known)) is not None]
        return any(_holds(reading, settings, may_vanish) for reading in again)

    densities = speaks_of_densities(statement.pair)
    conditions = [node.children[1] for node in statement.pair.walk() if node.kind == "given" and node.value == "|"]

    def sensible_edit(edit: Edit) -> bool:
        if edit.kind == "letter" and edit.replacement.strip().isdigit():
            return False  # a letter was meant to be there
        inside = any(part.start <= edit.start and edit.end <= part.end for part in conditions)
        return not (densities and inside)  # on what a variable depends is for the author to assume

    correction = repair(Strokes(text, statement.pair), verify)
    return correction if correction is not None and sensible_edit(correction.edit) else None


def _without_value(
    text: str, statement: Statement, readings: list[Guess], known: Known, settings: Settings
) -> Judgement | None:
    """A relation that has no value at any point, and becomes true with one small edit: an index that leaves its range,
    the root or logarithm of something negative."""
    if statement.operator not in ("=", ":=", "equiv") or not all(_refutable(reading) for reading in readings):
        return None
    correction = _correction(text, statement, readings[:2], known, settings)
    if correction is None or correction.edit.kind == "letter":
        return None
    if correction.edit.kind == "range" and correction.edit.words.endswith("= 1"):
        return None  # there may be an entry 0
    of_index = correction.edit.kind in INDEXING
    what = "an index leaves its range" if of_index else "it has no value for any real symbols"
    message = f"This cannot be evaluated, since {what}; it holds when {correction.edit.words}."
    code = "IDX101" if of_index else "EQV101"
    return Judgement(Verdict.MALFORMED, code, message=message, suggestion=correction.latex, unique=correction.unique)


def _is_condition(statement: Statement) -> bool:
    """Whether a relation that fails in general rather restricts its symbols: it compares with a constant, or says of
    one letter what it is like."""
    return any(is_constant(side) for side in statement.chain.children) or _is_property(statement)


COMPUTING = frozenset({"derivative", "nabla", "jacobian", "big", "call", "frac", "root", "binom", "floor", "ceil"})


def _is_of_a_derivative(claim: Relation) -> bool:
    """Whether a relation says what the derivative of something is, other than that it vanishes."""
    return isinstance(claim.left, Derivative) and not (isinstance(claim.right, Number) and claim.right.value == 0)


def _slip_of_a_constant(
    text: str, statement: Statement, failures: list[Guess], known: Known, settings: Settings
) -> Judgement | None:
    """A relation with a constant may be a condition; it is a slip where one stroke makes it true of all numbers, as
    for `sin² x + cos x = 1`."""
    context = failures[0].claim.context
    plain = all(not q.shape and q.arguments is None and q.law is None for q in context.quantities)
    if statement.operator != "=" or not plain or not _computes(statement):
        return None
    correction = _correction(text, statement, failures[:1], known, settings, may_vanish=True)
    if correction is None or correction.edit.cost > 2:
        return None
    return _wrong(statement, failures[0], correction, settings)


def _speaks_of_one_thing(statement: Statement, context: Context, claim: Relation) -> bool:
    """Whether a relation can only claim that two computations agree: both sides compute from the same quantities, and
    from nothing that is unknown (an arbitrary function, a random quantity)."""
    left, right = leaves(claim.left), leaves(claim.right)
    same = left == right or (right < left and _is_of_a_derivative(claim))
    if not left or not same or statement.operator == "approx" or speaks_of_densities(statement.pair):
        return False
    if _sums_probabilities(statement.pair):
        return False
    unknown = any(quantity.arguments is not None or quantity.law is not None for quantity in context.quantities)
    if unknown or len(context.quantities) > MOST_SYMBOLS:
        return False
    return _computes(statement)


def _sums_probabilities(pair: Node) -> bool:
    """Whether a sum runs over the values of a p or q, which then perhaps add up to 1."""
    sums = [node for node in pair.walk() if node.kind == "big" and node.value == "sum"]
    return any(
        part.kind in ("beside", "script")
        and part.children[0].is_name("p", "q", "P", "Q")
        and any(key_of(inner) in bound_in(node) for inner in part.children[1].walk())
        for node in sums
        for part in node.walk()
    )


def _computes(statement: Statement) -> bool:
    """Whether a side does more than to join names."""
    return is_calculation(statement) or any(
        node.kind in COMPUTING or (node.kind == "infix" and node.value in "+-")
        for side in (statement.left, statement.right)
        for node in side.walk()
    )


def _tacit(failures: list[Guess], nearby: str, settings: Settings) -> Tacit | None:
    """The familiar property under which some reading of a claim holds."""
    is_bound = failures[0].claim.relation.operator != "=="
    claims = (failed.claim for failed in failures[: 1 if is_bound else 3])
    found = (tacit_assumption(claim.context, claim.relation, nearby, settings) for claim in claims)
    return next((tacit for tacit in found if tacit is not None), None)


def _holds_otherwise(statement: Statement, known: Known, settings: Settings) -> bool:
    """Whether any typed reading makes the relation true, however far from convention, or cannot be evaluated."""
    for _, readings in islice(guesses(statement.pair, known), MANY_READINGS):
        try:
            claim = readings[0].claim
            if agrees(claim.context, claim.relation, QUICK, settings.seed) is not Outcome.DOUBTFUL:
                return True
        except Undoable:
            continue
    return False


def _is_determined(context: Context, claim: Relation) -> bool:
    """Whether the sheet's own definitions give both sides a value: `f(3) = 11` after `f(x) = x² + 1`."""
    free = {quantity.name for quantity in context.quantities}
    wanted = leaves(claim.left) | leaves(claim.right)
    if not wanted or context.sizes:
        return False
    for name in wanted:
        if name not in context.definitions:
            return False
        meant = context.definitions[name]
        own = set(meant.parameters) if isinstance(meant, Function) else set()
        if (leaves(meant.body if isinstance(meant, Function) else meant) - own) & free:
            return False
    return isinstance(claim.right, Number)


def _code(statement: Statement, kind: str) -> str:
    if statement.operator in ("<", "<=", ">", ">="):
        return "INQ101"
    if kind in INDEXING:
        return "IDX101"
    return "DRV101" if statement.step else "EQV101"


def _message(statement: Statement, words: str) -> str:
    sides = "The inequality fails" if statement.operator in ("<", "<=", ">", ">=") else "The two sides differ"
    return f"{sides}; it holds when {words}." if words else f"{sides}."


def _holds(guess: Guess, settings: Settings, may_vanish: bool = False) -> bool:
    """Whether a corrected claim holds, and says something: a claim that zero is zero does not, as a rule."""
    context, claim = guess.claim.context, guess.claim.relation
    try:
        if agrees(context, claim, QUICK, settings.seed) is not Outcome.HOLDS:
            return False
        return may_vanish or not vanishes(context, claim, settings)
    except Undoable:
        return False


def _refutable(guess: Guess) -> bool:
    """Whether a false relation is a mistake rather than a condition on the functions in it."""
    squares = {q.name for q in guess.claim.context.quantities if len(q.shape) == 2 and q.shape[0] == q.shape[1]}
    if any(
        isinstance(node, Apply) and node.operation in OF_MATRICES and leaves(node) <= squares and leaves(node)
        for side in (guess.claim.relation.left, guess.claim.relation.right)
        for node in side.walk()
    ):
        return False
    arbitrary = any(quantity.arguments is not None for quantity in guess.claim.context.quantities)
    if arbitrary:
        nodes = [*guess.claim.relation.left.walk(), *guess.claim.relation.right.walk()]
        return any(isinstance(node, (Derivative, Expectation)) for node in nodes)
    return True


def _is_property(statement: Statement) -> bool:
    """Whether a relation only says of one letter what it is like: `S^T = -S`, `P^2 = P`, `A^{-1} = A^T`."""
    sides = (statement.left, statement.right)
    names = set(uses(statement.pair))
    plain = all(
        node.kind in ("name", "accent", "script", "prefix", "number", "empty", "group")
        for s in sides
        for node in s.walk()
    )
    return plain and len(names - {"T", "top"}) == 1
