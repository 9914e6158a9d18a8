"""A wrong statement, model, step or bound is caught, and said in words that name it."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from sympy import Piecewise, exp, log, zeta
from torch import Tensor

from derivations import softmax
from derivations.operators import at, at_most, dot, equal, gradient, norm
from derivations.vocabulary import (
    POSITIVE,
    Cited,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    free_index,
    integers,
    interval,
)
from numerics.catalogue import MODELS
from numerics.models import Model
from numerics.results import Settings, Standing, Verification, Witness
from numerics.subject import Subject
from numerics.verification import subject_of, verify_all, verify_subject

size = Size("n", "features", largest=4)
point = Quantity("x", "a point", shape=(size,))
other = Quantity("y", "another point", shape=(size,))
position = free_index("i", size)
length = Quantity("r", "a length")
number = Quantity("t", "a positive number", domain=POSITIVE)
x, y, i, t = point.symbol, other.symbol, position.symbol, number.symbol
nowhere = Cited("this test")


def formula(
    statement: Any,
    *quantities: Quantity,
    derivation: Any = nowhere,
    kind: Kind = Kind.IDENTITY,
    assumptions: tuple[Any, ...] = (),
) -> Formula:
    return Formula(
        title="Planted",
        kind=kind,
        statement=statement,
        quantities=quantities,
        assumptions=assumptions,
        notations=(Notation("x"),),
        words=("planted",),
        derivation=derivation,
        source=Source("this test", "here"),
    )


def checked(stated: Formula, model: Model) -> Verification:
    return verify_subject(Subject("planted.formula", stated, model), Settings(device="cpu", samples=512, time_limit=0))


def witnesses(found: Verification) -> list[Witness]:
    return [objection.witness for objection in found.objections]


def entry_of_gradient(x: Tensor) -> Tensor:
    """The gradient of the squared norm, by automatic differentiation."""
    x = x.requires_grad_(True)
    (slope,) = torch.autograd.grad((x**2).sum(), x)
    return slope


def squared_sum(x: Tensor, y: Tensor) -> Tensor:
    return ((x + y) ** 2).sum(dim=1)


right = formula(
    equal(at(gradient(dot(x, x), x), i), 2 * at(x, i)),
    point,
    position,
    derivation=lambda: iter([Step(2 * at(x, i), because="product rule")]),
    kind=Kind.GRADIENT,
)
half_way = dot(x, x + y) + dot(y, x + y)
expanded = dot(x, x) + 2 * dot(x, y) + dot(y, y)


def square(*steps: Step) -> Formula:
    """The square of a sum of vectors, with the derivation given."""
    return formula(equal(dot(x + y, x + y), expanded), point, other, derivation=lambda: iter(steps))


def test_a_right_formula_is_verified() -> None:
    found = checked(right, entry_of_gradient)
    assert found.standing is Standing.VERIFIED
    assert found.messages == ()
    assert found.numeric.points >= 512
    assert found.power.made == found.power.killed > 5
    assert found.to_json()["status"] == "verified"


def test_a_slip_in_the_statement_is_certified() -> None:
    stated = formula(equal(at(gradient(dot(x, x), x), i), at(x, i)), point, position)
    found = checked(stated, entry_of_gradient)
    assert found.standing is Standing.REFUTED
    assert witnesses(found) == [Witness.STATEMENT, Witness.MODEL]
    first = found.messages[0]
    assert first.startswith("Planted: the two sides are not equal: ")
    assert " at n = " in first
    assert ", x = (" in first
    assert ", i = " in first
    assert first.endswith("\n  statement: Eq(at(gradient(dot(x, x), x), i), at(x, i))")


def test_a_wrong_model_is_named_with_the_entry_that_differs() -> None:
    def halved(x: Tensor) -> Tensor:
        return entry_of_gradient(x) / 2

    found = checked(replace(right, derivation=nowhere), halved)
    assert witnesses(found) == [Witness.MODEL]
    (message,) = found.messages
    assert message.startswith("Planted: the model gives ")
    assert " and the left side " in message
    assert message.endswith("\n  statement: Eq(at(gradient(dot(x, x), x), i), 2*at(x, i))\n  model:     halved")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (lambda x: x.sum(dim=1), "the model returns the shape (128,) where the statement has (128, 2)"),
        (lambda x: (x, x), "the model returns 2 values where the statement asks for 1"),
        (lambda z: z, "the model takes z, which nothing draws; it can take n, x"),
    ],
    ids=["shape", "sides", "parameter"],
)
def test_a_model_that_does_not_fit_is_told_what_was_wanted(model: Model, said: str) -> None:
    (message,) = checked(replace(right, derivation=nowhere), model).messages
    assert said in message


def test_a_wrong_step_is_named_with_both_lines() -> None:
    slipped = dot(x, x + y) - dot(y, x + y)
    found = checked(square(Step(slipped, because="sign slip"), Step(expanded, because="undo it")), squared_sum)
    assert [step.status.value for step in found.steps] == ["refuted", "refuted"]
    first, second = found.messages
    assert first.startswith("Planted, step 1 (sign slip): the two sides are not equal: ")
    assert first.endswith("\n  before: dot(x + y, x + y)\n  after:  dot(x, x + y) - dot(y, x + y)")
    assert second.startswith("Planted, step 2 (undo it): the two sides are not equal: ")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "Planted: the derivation has no steps"),
        ([Step(dot(x + y, x + y), because="as it is")], "Planted, step 1 (as it is): it repeats the line before"),
        ([Step(half_way, because="bound", relation="<=")], "Planted, step 1 (bound): a step with '<=' cannot lead to"),
        ([Step(dot(x, 2 * x + y), because="slip")], "Planted, step 1 (slip): the two sides are not equal"),
        ([Step(zeta(dot(x, y)), because="head")], "Planted, step 1 (head): the step has no meaning here: zeta in"),
    ],
    ids=["none", "repeated", "bound", "slip", "head"],
)
def test_a_derivation_leads_from_left_to_right(steps: list[Step], said: str) -> None:
    found = checked(square(*steps), squared_sum)
    assert witnesses(found) == [Witness.DERIVATION]
    assert found.messages[0].startswith(said)


def test_a_sound_derivation_is_confirmed_exactly() -> None:
    found = checked(square(Step(half_way, because="linear"), Step(expanded, because="linear again")), squared_sum)
    assert found.messages == ()
    assert [step.status.value for step in found.steps] == ["confirmed", "confirmed"]
    assert all(step.exact > 0 for step in found.steps)


def test_a_derivation_ends_at_the_right_side() -> None:
    steps = [Step(dot(x, x), because="sum")]
    stated = formula(equal(length.symbol, norm(x)), length, point, derivation=lambda: iter(steps))
    found = checked(stated, lambda x: torch.linalg.vector_norm(x, dim=1))
    (message,) = found.messages
    assert message.startswith("Planted, step 1 (sum), which should be the right side of the statement: the two sides")


def test_a_bound_that_fails_far_out_is_found() -> None:
    stated = formula(at_most(dot(x, x), 1000), point, kind=Kind.BOUND)
    found = checked(stated, lambda x: ((x**2).sum(dim=1), torch.full_like(x[:, 0], 1000.0)))
    assert witnesses(found) == [Witness.BOUND]
    assert found.messages[0].startswith("Planted: the two sides do not satisfy <=: ")


def test_a_tight_bound_says_how_tight() -> None:
    stated = formula(at_most(dot(x, y), norm(x) * norm(y)), point, other, kind=Kind.BOUND)

    def both(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return torch.einsum("bi,bi->b", x, y), torch.linalg.vector_norm(x, dim=1) * torch.linalg.vector_norm(y, dim=1)

    found = checked(stated, both)
    assert found.standing is Standing.VERIFIED
    assert found.numeric.tightness == pytest.approx(0.0, abs=1e-9)


def test_survivors_need_a_reason() -> None:
    stated = replace(softmax.shift_invariance, survivors=(("nothing like it", "no reason"),))
    found = checked(stated, MODELS[softmax.shift_invariance])
    assert found.standing is Standing.UNDECIDED
    assert witnesses(found) == [Witness.MUTANTS, Witness.MUTANTS]
    few, unused = found.messages
    assert "mutants are refuted, and nothing explains the others.\n  survives: " in few
    assert unused.endswith("the explanation of 'nothing like it' fits no surviving mutant; remove it.")


def test_a_domain_without_points_confirms_nothing() -> None:
    negative = Quantity("s", "a negative number", domain=interval(-3, -1))
    s = negative.symbol
    stated = formula(equal(log(exp(t) * exp(s)), t + s), number, negative, assumptions=(t < s,))
    found = checked(stated, lambda t, s: t + s)
    assert found.standing is Standing.UNDECIDED
    assert "too few sampled points lie inside the domain (0)" in found.messages[0]


def test_counting_is_exhaustive() -> None:
    count = Quantity("a", "a count", domain=integers(0, 20))
    a = count.symbol
    stated = formula(equal(a * (a + 1), a**2 + a), count, kind=Kind.COUNTING)
    found = checked(stated, lambda a: a * a + a)
    assert found.numeric.exhaustive
    assert found.numeric.points == 21
    late = checked(stated, lambda a: torch.where(a == 20, a, a * a + a))
    assert late.messages[0].startswith("Planted: the model gives 20 and the left side 420 at a = 20.")


def test_a_step_of_a_count_is_tried_at_every_point() -> None:
    count = Quantity("a", "a count", domain=integers(0, 20))
    a = count.symbol
    steps = [Step(Piecewise((a**2, a < 20), (a, True)), because="slip at the end"), Step(a * a, because="again")]
    stated = formula(equal(a * (a + 1) - a, a**2), count, kind=Kind.COUNTING, derivation=lambda: iter(steps))
    (first, *_) = checked(stated, lambda a: a * a).messages
    assert first.startswith("Planted, step 1 (slip at the end): the two sides are not equal: 400 and 20 at a = 20.")


def test_unknown_formulas_are_answered_with_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"no formula softmax\.jacobian_entri; the nearest are softmax\.jacobian_entry"):
        subject_of("softmax.jacobian_entri")


def test_results_do_not_depend_on_the_number_of_jobs() -> None:
    ids = ["softmax.jacobian_entry", "softmax.value", "softmax.shift_invariance"]

    def without_time(jobs: int) -> list[dict[str, Any]]:
        settings = Settings(samples=256, device="cpu", jobs=jobs, time_limit=60)
        return [{**found.to_json(), "seconds": 0} for found in verify_all(ids, settings)]

    assert without_time(1) == without_time(2)
