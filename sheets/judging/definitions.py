"""Claims held against the catalogue: the field's meaning of the thing, under the sheet's own letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from derivations.algebra.points import Context
from derivations.algebra.terms import Leaf, Relation, leaves
from derivations.algebra.values import ShapeError
from derivations.lowering import lower_statement
from derivations.vocabulary import Kind
from numerics.agreement import Agreement, Outcome, agrees
from sheets.judging.identities import Undoable
from sheets.judging.outcomes import QUICK, Judgement, confirmed, quick_look
from sheets.judging.repair import is_trivial, repair
from sheets.judging.results import Settings, Verdict
from sheets.judging.statements import Statement
from sheets.meaning.catalogued import meanings, names_for, read_claims
from sheets.meaning.features import uses
from sheets.meaning.matching import Candidate, nominate, rewritten
from sheets.meaning.names import Unread, key_of
from sheets.notation.tree import Node

ALIKE = 0.8  # similarity from which structure alone says that a formula means the same thing
CLOSE = 0.62  # … and from which it does so together with a word of the entry nearby


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
    refuted: list[Refuted] = []
    for candidate in nominate(statement.pair, nearby):
        try:
            claim, context = compared(candidate, statement.pair)
        except ShapeError as error:
            refuted.append(Refuted(candidate, Relation("==", Leaf(""), Leaf("")), Context(()), None, str(error)))
            continue
        except (Unread, KeyError):
            continue
        try:
            outcome = agrees(context, claim, QUICK, settings.seed)
            if outcome is Outcome.HOLDS and not is_trivial(statement.pair):
                found = confirmed(context, claim, settings, candidate.known.identity)
                if found is not None:
                    return replace(found, letters=candidate.letters)
            if outcome is Outcome.DOUBTFUL and _speaks_of(candidate, statement):
                agreement = quick_look(context, claim, settings)
                if agreement.outcome is Outcome.FAILS:
                    refuted.append(Refuted(candidate, claim, context, agreement))
        except Undoable:
            continue
    for failure in refuted:
        judgement = _mistaken(text, statement, failure, settings)
        if judgement is not None:
            return judgement
    return None


def compared(candidate: Candidate, pair: Node) -> tuple[Relation, Context]:
    """The claim to evaluate: the sheet's relation in the entry's context, or for a definition its right side against the entry's."""
    formula = candidate.known.formula
    names = names_for(formula, candidate.letters)
    read = read_claims(formula, pair, names)[0]
    statement = lower_statement(formula)
    if read.relation.operator != statement.operator and "==" in (read.relation.operator, statement.operator):
        raise Unread("another kind of relation than the entry's")
    if _only_names(formula.kind, read.relation, statement):
        return Relation(statement.operator, read.relation.right, statement.right), read.context
    return read.relation, read.context


def _only_names(kind: Kind, read: Relation, statement: Relation) -> bool:
    """Whether the left side is a name that the right side defines."""
    return isinstance(statement.left, Leaf) and isinstance(read.left, Leaf) and kind is not Kind.GRADIENT


def _mistaken(text: str, statement: Statement, failure: Refuted, settings: Settings) -> Judgement | None:
    """A near miss of what the field means, corrected; `None` when the likeness is too weak to say so."""
    candidate = failure.candidate
    if not _speaks_of(candidate, statement):
        return None

    def verify(chain: Node) -> bool:
        return _verified(candidate, chain, settings)

    correction = repair(text, statement, verify, settings.time_limit)
    if correction is None and not (candidate.named and candidate.similarity >= CLOSE and _same_left(candidate, statement)):
        return None
    if failure.agreement is None and correction is None:
        return None
    spellings = _spellings(text, statement)
    suggestion = correction.latex if correction is not None else rewritten(candidate, spellings)
    if failure.agreement is None:
        assert correction is not None
        message = f"The shapes do not fit ({failure.misfit}); they do when {correction.edit.words}."
        return Judgement(
            Verdict.MALFORMED, "SHP101", candidate.known.identity, message, suggestion=correction.latex, unique=correction.unique
        )
    code, message = "DEF101", f"This is not the {_title(candidate)}."
    if correction is not None:
        message = f"The {_title(candidate)} has this form when {correction.edit.words}."
        code = "IDX101" if correction.edit.kind in ("range", "index") else "DEF101"
        if statement.operator in ("<", "<=", ">", ">="):
            code = "INQ101"
    return Judgement(
        Verdict.WRONG,
        code,
        candidate.known.identity,
        message,
        failure.agreement.counterexample,
        candidate.letters,
        failure.claim,
        suggestion,
        correction.unique if correction is not None else False,
    )


def _title(candidate: Candidate) -> str:
    title = candidate.known.formula.title
    return title[0].lower() + title[1:] if title[:2] != title[:2].upper() else title


def _speaks_of(candidate: Candidate, statement: Statement) -> bool:
    """Whether a relation is about the entry's subject: alike in structure, or fairly alike with a word of the entry nearby.

    No quantity of the entry may be missing: a formula with fewer quantities states a special case.
    """
    if not (candidate.similarity >= ALIKE or (candidate.named and candidate.similarity >= CLOSE)):
        return False
    formula = candidate.known.formula
    wanted = leaves(lower_statement(formula).right) - {q.name for q in formula.quantities if q.is_index}
    return wanted <= set(candidate.letters.values())


def _same_left(candidate: Candidate, statement: Statement) -> bool:
    """Whether the left side is written with the entry's own letters."""
    ours = set(uses(statement.left))
    return bool(ours) and all(candidate.letters.get(name) in meanings(candidate.known.formula) for name in ours)


def _verified(candidate: Candidate, chain: Node, settings: Settings) -> bool:
    try:
        claim, context = compared(candidate, chain)
        return agrees(context, claim, QUICK, settings.seed) is Outcome.HOLDS
    except (Unread, KeyError, *Undoable):
        return False


def _spellings(text: str, statement: Statement) -> Mapping[str, str]:
    """How the sheet writes each of its names."""
    found: dict[str, str] = {}
    for node in statement.pair.walk():
        key = key_of(node)
        if key is not None and node.end > node.start:
            found.setdefault(key, text[node.start : node.end])
    return found


