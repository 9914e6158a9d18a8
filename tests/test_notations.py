"""Law 2: each notation of the catalogue, read by the reader of sheets, is the formula's statement."""

from __future__ import annotations

import numpy as np
import pytest

from derivations.algebra.points import size_choices
from derivations.algebra.terms import Relation
from derivations.algebra.worlds import FloatWorld
from derivations.catalogue import FORMULAS
from derivations.lowering import context_of, lower_statement
from numerics.agreement import both_sides
from sheets.meaning.catalogued import names_for, notation_tree, read_claims

CASES = [
    pytest.param(formula, notation, id=f"{name}-{position}")
    for name, formula in FORMULAS.items()
    for position, notation in enumerate(formula.notations)
]


@pytest.mark.parametrize(("formula", "notation"), CASES)
def test_notations_read_back(formula, notation):
    """Both ends of the chain that was read equal the sides of the statement, at several distinct sizes."""
    read = read_claims(formula, notation_tree(notation), names_for(formula, dict(notation.letters)))
    statement, context = lower_statement(formula), context_of(formula)
    compared = 0
    for sizes in size_choices(context.sizes, 3):
        points = context.draw(sizes, 8, np.random.default_rng(0))
        if not points.batch:
            continue
        environment = points.environment(FloatWorld())
        for ours, theirs in ((read[0].relation.left, statement.left), (read[-1].relation.right, statement.right)):
            a, b = both_sides(Relation("==", ours, theirs), environment)
            assert np.allclose(a, b, equal_nan=True), f"{notation.latex} reads as something else at {sizes}"
            compared += points.batch
    assert compared
