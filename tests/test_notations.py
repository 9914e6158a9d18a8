"""Law 2: each notation of the catalogue, read by the reader of sheets, is the formula's statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from derivations.algebra.evaluate import Environment
from derivations.algebra.points import size_choices
from derivations.algebra.terms import Relation
from derivations.algebra.worlds import FloatWorld
from derivations.catalogue import TOPICS, formulas_of
from derivations.lowering import context_of, lower_statement
from derivations.vocabulary import Formula, Notation
from numerics.agreement import both_sides
from sheets.meaning.catalogued import names_for, notation_tree, read_claims


def environments_of(formula: Formula) -> Iterator[Environment]:
    """A few points of the formula at several distinct sizes, where what all notations share is evaluated once."""
    context = context_of(formula)
    for sizes in size_choices(context.sizes, 3):
        points = context.draw(sizes, 8, np.random.default_rng(0))
        if points.batch:
            yield points.environment(FloatWorld()).remembering()


def misread(
    formula: Formula, notation: Notation, statement: Relation, environments: Sequence[Environment]
) -> Iterator[str]:
    """Where an end of the chain that was read is not equal to its side of the statement."""
    read = read_claims(formula, notation_tree(notation), names_for(formula, dict(notation.letters)))
    for environment in environments:
        for ours, theirs in ((read[0].relation.left, statement.left), (read[-1].relation.right, statement.right)):
            a, b = both_sides(Relation("==", ours, theirs), environment)
            if not np.allclose(a, b, equal_nan=True):
                yield f"{notation.latex} reads as something else at {dict(environment.sizes)}"


@pytest.mark.parametrize("topic", TOPICS)
def test_notations_read_back(topic):
    """Every notation of the topic's formulas says what the statement says."""
    wrong = []
    for id, formula in formulas_of(topic).items():
        statement, environments = lower_statement(formula), list(environments_of(formula))
        assert environments, id
        for notation in formula.notations:
            try:
                wrong += [f"{id}: {fault}" for fault in misread(formula, notation, statement, environments)]
            except Exception as error:
                error.add_note(f"{id}: {notation.latex}")
                raise
    assert wrong == []
