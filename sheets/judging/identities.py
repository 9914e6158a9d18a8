"""Claims that need no catalogue: any formula whose symbols can be typed is tested on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from derivations.algebra.evaluate import Unbound
from derivations.algebra.points import Context
from derivations.algebra.terms import Apply, Call, Derivative, Expectation, Number, Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undecided, Undefined, Unsupported
from derivations.vocabulary import CONVEX, ORTHOGONAL, REAL, SYMMETRIC, Law, Quantity
from numerics.agreement import Outcome, agrees
from sheets.judging.outcomes import QUICK, Judgement, confirmed, quick_look
from sheets.judging.repair import is_trivial, repair
from sheets.judging.results import Settings, Verdict
from sheets.judging.statements import Statement, is_constant
from sheets.meaning.features import uses
from sheets.meaning.hypotheses import Guess, Known, first_obstacle, guesses, retyped
from sheets.meaning.names import key_of
from sheets.notation.tree import Node

READINGS = 6  # typed readings that are looked at
SLACK = 2  # how much dearer than the cheapest a reading may be to be sensible

OPEN = "it does not hold for all values of its symbols; it may be a condition or use what is not on the sheet"
Undoable = (Undefined, Undecided, Unsupported, Unbound, ShapeError, OverflowError, ValueError, ArithmeticError)


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
    obstacle = ""
    for guess in readings:
        claim, context = guess.claim.relation, guess.claim.context
        try:
            outcome = _first_look(context, claim, settings)
            if outcome is Outcome.DOUBTFUL and (other := _other_layout(context, claim, settings)) is not None:
                claim, outcome = other, Outcome.HOLDS
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
                obstacle = obstacle or outcome.value
        except Undoable as error:
            if not failures:
                obstacle = obstacle or str(error) or type(error).__name__
    if obstacle or not failures:
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=obstacle or "no reading could be evaluated")
    return _failed(text, statement, failures, known, nearby, settings)


def _first_look(context: Context, claim: Relation, settings: Settings) -> Outcome:
    """Floating point decides, except where decimal literals stand for all that rounds to them."""
    decimals = any(
        isinstance(node, Number) and node.decimals for side in (claim.left, claim.right) for node in side.walk()
    )
    if decimals:
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
    return agrees(context, Relation("==", claim.left, Number(Fraction(0))), QUICK, settings.seed) is not Outcome.HOLDS


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
    lettered = leaves(guess.claim.relation.left) | leaves(guess.claim.relation.right)
    if not lettered and not guess.claim.context.sizes:
        return _miscalculated(statement, guess, settings)
    if any(is_constant(side) for side in statement.chain.children):
        return Judgement(Verdict.DEFINITION, reason="a condition on its symbols")
    if _is_property(statement):
        return Judgement(Verdict.DEFINITION, reason="a condition on its symbols")
    for failed in failures[:3]:
        condition = _missing_assumption(statement, failed, nearby, settings)
        if condition is not None:
            return condition
    if not _refutable(guess):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=OPEN)

    names = set(uses(statement.pair))

    def verify(chain: Node) -> bool:
        if set(uses(chain)) != names:
            return False
        readings = [reading for failed in failures[:2] if (reading := retyped(chain, failed, known)) is not None]
        return any(_holds(reading, settings) for reading in readings)

    correction = repair(text, statement, verify)
    if correction is None or (statement.operator not in ("=", ":=", "equiv") and correction.edit.kind != "relation"):
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=OPEN)
    agreement = quick_look(guess.claim.context, guess.claim.relation, settings)
    if agreement.outcome is not Outcome.FAILS:
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=agreement.outcome.value)
    code = _code(statement, correction.edit.kind)
    return Judgement(
        Verdict.WRONG,
        code,
        message=_message(statement, correction.edit.words),
        counterexample=agreement.counterexample,
        claim=guess.claim.relation,
        suggestion=correction.latex,
        unique=correction.unique,
    )


def _miscalculated(statement: Statement, guess: Guess, settings: Settings) -> Judgement:
    """A calculation without letters that does not come out: the digits are computed again."""
    agreement = quick_look(guess.claim.context, guess.claim.relation, settings)
    if agreement.outcome is not Outcome.FAILS or agreement.counterexample is None:
        return Judgement(Verdict.UNCHECKED, "UNK103", reason=agreement.outcome.value)
    value = agreement.counterexample.certificate.sides[0]
    return Judgement(
        Verdict.WRONG,
        "EQV101",
        message=f"The left side is {value}.",
        counterexample=agreement.counterexample,
        claim=guess.claim.relation,
    )


def _code(statement: Statement, kind: str) -> str:
    if statement.operator in ("<", "<=", ">", ">="):
        return "INQ101"
    if kind in ("range", "index"):
        return "IDX101"
    return "DRV101" if statement.step else "EQV101"


def _message(statement: Statement, words: str) -> str:
    sides = "The inequality fails" if statement.operator in ("<", "<=", ">", ">=") else "The two sides differ"
    return f"{sides}; it holds when {words}."


def _holds(guess: Guess, settings: Settings) -> bool:
    """Whether a corrected claim holds, and says something: a claim that zero is zero does not."""
    context, claim = guess.claim.context, guess.claim.relation
    try:
        if agrees(context, Relation("==", claim.left, Number(Fraction(0))), QUICK, settings.seed) is Outcome.HOLDS:
            return False
        return agrees(guess.claim.context, guess.claim.relation, QUICK, settings.seed) is Outcome.HOLDS
    except Undoable:
        return False


def _refutable(guess: Guess) -> bool:
    """Whether a false relation is a mistake rather than a condition on the functions in it."""
    arbitrary = any(quantity.arguments is not None for quantity in guess.claim.context.quantities)
    if arbitrary:
        nodes = [*guess.claim.relation.left.walk(), *guess.claim.relation.right.walk()]
        return any(isinstance(node, (Derivative, Expectation)) for node in nodes)
    return True


def _missing_assumption(statement: Statement, guess: Guess, nearby: str, settings: Settings) -> Judgement | None:
    """True only for independent random quantities, or only for a convex function."""
    context, claim = guess.claim.context, guess.claim.relation
    random = [quantity for quantity in context.quantities if quantity.law is not None]
    if len(random) > 1:
        apart = _with(context, {q.name: replace(q, law=Law(f"w{k}")) for k, q in enumerate(random)})
        names = " and ".join(quantity.name for quantity in random)
        found = _conditional(
            apart, claim, f"{names} are independent", ("independent", "iid", "i.i.d"), nearby, settings
        )
        if found is not None:
            return found
    for quantity in context.quantities:
        if len(quantity.shape) == 2 and quantity.shape[0] == quantity.shape[1] and quantity.domain == REAL:
            for domain in (SYMMETRIC, ORTHOGONAL):
                if domain is SYMMETRIC and is_trivial(_without_transposes(statement.pair, quantity.name)):
                    continue  # it says that the matrix is normal or symmetric: a property, and no claim
                held = _with(context, {quantity.name: replace(quantity, domain=domain)})
                found = _conditional(held, claim, f"{quantity.name} is {domain.name}", (domain.name,), nearby, settings)
                if found is not None:
                    return found
    functions = [quantity for quantity in context.quantities if quantity.arguments is not None]
    if (
        len(functions) == 1
        and any(isinstance(node, Call) for node in claim.left.walk())
        and claim.operator in ("<=", ">=")
    ):
        bent = _with(context, {functions[0].name: replace(functions[0], domain=CONVEX)})
        return _conditional(bent, claim, f"{functions[0].name} is convex", ("convex",), nearby, settings)
    return None


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


def _without_transposes(pair: Node, name: str) -> Node:
    """The relation with the transposes of one matrix taken off."""

    def change(node: Node) -> Node:
        marked = node.kind == "script" and node.children[2].is_name("T", "top") and key_of(node.children[0]) == name
        return node.children[0] if marked else node

    return pair.transformed(change)


def _with(context: Context, changed: Mapping[str, Quantity]) -> Context:
    return replace(context, quantities=tuple(changed.get(quantity.name, quantity) for quantity in context.quantities))


def _conditional(
    context: Context, claim: Relation, assumption: str, words: tuple[str, ...], nearby: str, settings: Settings
) -> Judgement | None:
    try:
        found = confirmed(context, claim, settings)
    except Undoable:
        return None
    if found is None:
        return None
    if any(word in nearby for word in words):
        return replace(found, assumption=assumption)
    message = f"This holds only if {assumption}, which the sheet does not say."
    return Judgement(Verdict.CONDITIONAL, "DOM101", message=message, assumption=assumption, evidence=found.evidence)
