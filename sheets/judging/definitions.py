"""Claims held against the catalogue: the field's meaning of the thing, under the sheet's own letters."""

from __future__ import annotations

from dataclasses import replace

from derivations.algebra.points import Context
from derivations.algebra.terms import Leaf, Relation
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undefined
from derivations.vocabulary import Formula
from numerics.agreement import Outcome, agrees
from sheets.judging.comparisons import compared
from sheets.judging.naming import may_state, same_left
from sheets.judging.near_misses import SAME, SMALL, TELLING, Refuted, likely, mistaken, speaks_of
from sheets.judging.outcomes import QUICK, Judgement, Undoable, confirmed, quick_look
from sheets.judging.repair import is_trivial
from sheets.judging.results import Settings
from sheets.judging.statements import Statement, is_constant, is_name
from sheets.meaning.catalogued import meanings
from sheets.meaning.matching import Candidate, is_named, nominate, spellings, tokens_of
from sheets.meaning.names import Unread
from sheets.meaning.steps import with_steps


def judge_definition(text: str, statement: Statement, nearby: str, settings: Settings) -> Judgement | None:
    """Hold a relation against the formulas of the catalogue that it may state; `None` when it states none of them."""
    if says_nothing(statement):
        return None
    statement = Statement(with_steps(statement.pair), 0, statement.operator, statement.assumed)
    tokens = tokens_of(statement.pair)
    if len(tokens) < SMALL and not is_named(nearby):
        return None
    refuted: list[Refuted] = []
    crossed: set[str] = set()
    for candidate in nominate(statement.pair, nearby):
        size = max(len(tokens), len(candidate.known.tokens))
        if candidate.known.identity in crossed:
            continue
        if not (likely(candidate, statement, size) or (candidate.similarity >= SAME and size >= TELLING)):
            continue
        try:
            claim, context = compared(candidate, statement.pair)
        except ShapeError as error:
            if speaks_of(candidate, statement, size):
                refuted.append(Refuted(candidate, Relation("==", Leaf(""), Leaf("")), Context(()), None, str(error)))
            continue
        except (Unread, KeyError):
            continue
        try:
            outcome = agrees(context, claim, QUICK, settings.seed)
            if outcome is Outcome.HOLDS and (straight := _uncrossed(candidate, statement)) is not None:
                candidate = straight
                crossed.add(candidate.known.identity)
                claim, context = compared(candidate, statement.pair)
                outcome = agrees(context, claim, QUICK, settings.seed)
            if outcome is Outcome.HOLDS and may_state(candidate, statement):
                found = confirmed(context, claim, settings, candidate.known.identity)
                if found is not None:
                    return replace(found, letters=candidate.letters)
            if (
                outcome is Outcome.DOUBTFUL
                and speaks_of(candidate, statement, size)
                and same_left(candidate, statement, settings)
            ):
                agreement = quick_look(context, claim, settings)
                if agreement.outcome is Outcome.FAILS:
                    refuted.append(Refuted(candidate, claim, context, agreement))
        except Undefined as error:
            if speaks_of(candidate, statement, size):
                refuted.append(Refuted(candidate, claim, context, None, str(error)))
        except Undoable:
            continue
    surest = max((failure.candidate.similarity for failure in refuted if failure.candidate.named), default=0.0)
    for failure in refuted:
        if not failure.candidate.named and failure.candidate.similarity <= surest:
            continue  # the words nearby speak of another entry that is as like
        judgement = mistaken(text, statement, failure, settings)
        if judgement is not None:
            return judgement
    return None


def _uncrossed(candidate: Candidate, statement: Statement) -> Candidate | None:
    """The match with each letter as the field writes it, where a relation of the field's own letters was matched by
    exchanging some of them on its right side alone: `i ⊙ c + f ⊙ c̃` for `f ⊙ c + i ⊙ c̃`."""
    known = candidate.known
    own = spellings(known.formula)
    crossed = {name for name, theirs in candidate.letters.items() if name in own and own[name] != theirs}
    left = {name for _, name in tokens_of(statement.left, known.fused) if name}
    if not candidate.named or not crossed or crossed & left or not set(candidate.letters) <= set(own):
        return None
    roles = meanings(known.formula)
    if any(own[name] in roles and roles[own[name]].kind == "index" for name in crossed):
        return None
    return replace(candidate, letters={name: own[name] for name in candidate.letters})


def assumes(formula: Formula) -> bool:
    """Whether an entry holds only for independent random quantities or a convex function."""
    laws = {quantity.law.name for quantity in formula.quantities if quantity.law is not None}
    return len(laws) > 1 or any(quantity.domain.structure == "convex" for quantity in formula.quantities)


def says_nothing(statement: Statement) -> bool:
    """Whether a relation only joins names or numbers, or repeats itself: nothing of the catalogue is stated so."""
    bare = [is_name(side) or is_constant(side) for side in (statement.left, statement.right)]
    return all(bare) or is_trivial(statement.pair)
