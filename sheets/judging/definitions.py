"""Claims held against the catalogue: the field's meaning of the thing, under the sheet's own letters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from derivations.algebra.points import Context
from derivations.algebra.terms import Entry, Leaf, Number, Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undefined
from derivations.lowering import context_of, lower_statement
from derivations.vocabulary import Formula, Kind
from numerics.agreement import Agreement, Outcome, agrees
from sheets.judging.assumptions import vanishes
from sheets.judging.edits import Edit
from sheets.judging.outcomes import QUICK, Judgement, Undoable, confirmed, quick_look
from sheets.judging.repair import is_trivial, repair
from sheets.judging.results import Settings, Verdict
from sheets.judging.statements import Statement, is_call, is_constant, is_name
from sheets.meaning.catalogued import Claim, meanings, names_for, notation_tree, read_claims
from sheets.meaning.features import uses
from sheets.meaning.matching import Candidate, is_named, nominate, tokens_of
from sheets.meaning.names import Unread, key_of
from sheets.meaning.reading import FIXED
from sheets.notation.tree import Node

ALIKE = 0.85  # similarity from which structure alone says that a formula means the same thing
CLOSE = 0.62  # … and from which it does so together with a word of the entry nearby
SAME = 0.97  # similarity of two spellings of one formula
SMALL = 6  # nodes below which nothing is looked up without a word nearby
TELLING = 11  # nodes below which structure says nothing
PLAIN_SLIPS = frozenset({"number", "sign", "range", "exponent"})
COMPOUND = 7  # … and where the left side computes something that the entry computes too
SPEAKING = 18  # nodes from which structure says enough without a word nearby


@dataclass(frozen=True)
class Refuted:
    """A nominated formula under which the claim fails: what was compared, and how it failed."""

    candidate: Candidate
    claim: Relation
    context: Context
    agreement: Agreement | None
    misfit: str = ""


def judge_definition(text: str, statement: Statement, nearby: str, settings: Settings) -> Judgement | None:
    """Hold a relation against the formulas of the catalogue that it may state; `None` when it states none of them."""
    if says_nothing(statement):
        return None
    tokens = tokens_of(statement.pair)
    if len(tokens) < SMALL and not is_named(nearby):
        return None
    refuted: list[Refuted] = []
    for candidate in nominate(statement.pair, nearby):
        size = max(len(tokens), len(candidate.known.tokens))
        if not (_likely(candidate, size) or (candidate.similarity >= SAME and size >= TELLING)):
            continue
        try:
            claim, context = compared(candidate, statement.pair)
        except ShapeError as error:
            if _speaks_of(candidate, statement, size):
                refuted.append(Refuted(candidate, Relation("==", Leaf(""), Leaf("")), Context(()), None, str(error)))
            continue
        except (Unread, KeyError):
            continue
        try:
            outcome = agrees(context, claim, QUICK, settings.seed)
            if outcome is Outcome.HOLDS:
                found = confirmed(context, claim, settings, candidate.known.identity)
                if found is not None:
                    return replace(found, letters=candidate.letters)
            if (
                outcome is Outcome.DOUBTFUL
                and _speaks_of(candidate, statement, size)
                and _same_left(candidate, statement, settings)
            ):
                agreement = quick_look(context, claim, settings)
                if agreement.outcome is Outcome.FAILS:
                    refuted.append(Refuted(candidate, claim, context, agreement))
        except Undefined as error:
            if _speaks_of(candidate, statement, size):
                refuted.append(Refuted(candidate, claim, context, None, str(error)))
        except Undoable:
            continue
    for failure in refuted:
        judgement = _mistaken(text, statement, failure, settings)
        if judgement is not None:
            return judgement
    return None


def assumes(formula: Formula) -> bool:
    """Whether an entry holds only for independent random quantities or a convex function."""
    laws = {quantity.law.name for quantity in formula.quantities if quantity.law is not None}
    return len(laws) > 1 or any(quantity.domain.structure == "convex" for quantity in formula.quantities)


def says_nothing(statement: Statement) -> bool:
    """Whether a relation only joins names or numbers, or repeats itself: nothing of the catalogue is stated so."""
    bare = [is_name(side) or is_constant(side) for side in (statement.left, statement.right)]
    return all(bare) or is_trivial(statement.pair)


def compared(candidate: Candidate, pair: Node) -> tuple[Relation, Context]:
    """The claim to evaluate: the sheet's relation in the entry's context, or for a definition its right side against
    the entry's."""
    formula = candidate.known.formula
    _check_roles(candidate, pair)
    read = _read(candidate, pair)
    statement = lower_statement(formula)
    if read.relation.operator != statement.operator and "==" in (read.relation.operator, statement.operator):
        raise Unread("another kind of relation than the entry's")
    if _only_names(formula, read.relation, statement):
        return Relation(statement.operator, read.relation.right, statement.right), read.context
    return read.relation, read.context


def _check_roles(candidate: Candidate, pair: Node) -> None:
    """Refuse a match in which the sheet's index would be a quantity of the entry that is none."""
    known = meanings(candidate.known.formula)
    quantities = {quantity.name: quantity for quantity in candidate.known.formula.quantities}
    for name, use in uses(pair).items():
        target = candidate.letters.get(name)
        if target is None or not use.index or use.bound or target not in known:
            continue
        if known[target].kind == "quantity" and not quantities[target].domain.integer:
            raise Unread(f"{name} is an index here, and none in the entry")


def _read(candidate: Candidate, pair: Node) -> Claim:
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


def _only_names(formula: Formula, read: Relation, statement: Relation) -> bool:
    """Whether the left side is a name (or an entry of one) that the right side defines."""
    base = statement.left.base if isinstance(statement.left, Entry) else statement.left
    if not isinstance(base, Leaf) or formula.kind is Kind.GRADIENT or read.left != statement.left:
        return False
    return isinstance(statement.left, Leaf) or formula.quantity(base.name).value is None


def _mistaken(text: str, statement: Statement, failure: Refuted, settings: Settings) -> Judgement | None:
    """A near miss of what the field means, with its correction; `None` when no small edit makes it that."""
    candidate = failure.candidate

    def verify(chain: Node) -> bool:
        return _verified(candidate, chain, settings)

    correction = repair(text, statement, verify)
    if correction is None or (_defines(statement) and "missing" in correction.edit.words):
        return None
    if not _knows_all(text, statement, correction.edit, candidate):
        return None
    if _defines(statement) and not _names_it(candidate, statement, correction.edit.kind):
        return None
    title = candidate.known.formula.title
    identity = candidate.known.identity
    if failure.agreement is None:
        message = f"This has no value ({failure.misfit}). In “{title}” {correction.edit.words}."
        code = "IDX101" if correction.edit.kind in ("range", "index") else "SHP101"
        return Judgement(
            Verdict.MALFORMED, code, identity, message, suggestion=correction.latex, unique=correction.unique
        )
    code = "IDX101" if correction.edit.kind in ("range", "index") else "DEF101"
    if statement.operator in ("<", "<=", ">", ">="):
        code = "INQ101"
    return Judgement(
        Verdict.WRONG,
        code,
        identity,
        f"In “{title}” {correction.edit.words}.",
        failure.agreement.counterexample,
        candidate.letters,
        failure.claim,
        correction.latex,
        correction.unique,
    )


def _knows_all(text: str, statement: Statement, edit: Edit, candidate: Candidate) -> bool:
    """Whether the entry has a quantity for each name of the relation, but for one on the right side that the edit takes
    for a slip of the pen: what has more names says something else."""
    own = meanings(candidate.known.formula)
    strangers = {
        name
        for name, use in uses(statement.pair).items()
        if name not in candidate.letters and name not in own and name not in FIXED and not use.bound and name != "sigma"
    }
    if not strangers:
        return True
    replaced = {key_of(node) for node in statement.right.walk() if (node.start, node.end) == (edit.start, edit.end)}
    return edit.kind == "letter" and strangers == replaced and not edit.replacement.strip().isdigit()


def _defines(statement: Statement) -> bool:
    """Whether the left side only names the thing: a name, or a name with the arguments that it carries along."""
    return is_name(statement.left) or is_call(statement.left)


def _names_it(candidate: Candidate, statement: Statement, kind: str) -> bool:
    """Whether the defined name is the entry's own, in any of its notations; a slip of another kind may be another
    definition."""
    if kind in PLAIN_SLIPS and candidate.named and candidate.similarity >= ALIKE:
        return True
    ours = {name for _, name in tokens_of(statement.left) if name}
    theirs = {
        name
        for notation in candidate.known.formula.notations
        for _, name in tokens_of(notation_tree(notation).children[0])
        if name
    }
    return bool({name.lower() for name in ours} & {name.lower() for name in theirs})


def _speaks_of(candidate: Candidate, statement: Statement, size: int) -> bool:
    """Whether a relation is about the entry's subject: large and alike, or fairly alike with a word of the entry
    nearby.

    No quantity of the entry may be missing: a formula with fewer quantities states a special case.
    """
    if not _likely(candidate, size) or size < (TELLING if _defines(statement) else COMPOUND):
        return False
    formula = candidate.known.formula
    wanted = leaves(lower_statement(formula).right) - {q.name for q in formula.quantities if q.is_index}
    return wanted <= set(candidate.letters.values())


def _likely(candidate: Candidate, size: int) -> bool:
    alike = candidate.similarity >= ALIKE and size >= SPEAKING
    return alike or (candidate.named and candidate.similarity >= CLOSE)


def _same_left(candidate: Candidate, statement: Statement, settings: Settings) -> bool:
    """Whether both left sides are the same thing: a name that is defined, or an expression of the same value."""
    formula = candidate.known.formula
    read = _read(candidate, statement.pair).relation
    known = lower_statement(formula)
    if _only_names(formula, read, known):
        change = any(node.kind == "accent" and node.value == "Delta" for node in statement.left.walk())
        their_change = any(
            node.kind == "accent" and node.value == "Delta" for node in candidate.known.chain.children[0].walk()
        )
        return known.operator == "==" and change == their_change
    return agrees(context_of(formula), Relation("==", read.left, known.left), QUICK, settings.seed) is Outcome.HOLDS


def _verified(candidate: Candidate, chain: Node, settings: Settings) -> bool:
    try:
        claim, context = compared(candidate, chain)
        if agrees(context, claim, QUICK, settings.seed) is not Outcome.HOLDS:
            return False
        return isinstance(claim.right, Number) or not vanishes(context, claim, settings)
    except (Unread, KeyError, *Undoable):
        return False
