"""What a model is called with: tensors, sizes, weights and drawn functions, as the evaluator knows them."""

import numpy as np
import pytest
import torch

from derivations.algebra.evaluate import evaluate
from derivations.algebra.points import Context, Points
from derivations.algebra.terms import Call, Derivative, Expectation, Leaf
from derivations.algebra.worlds import FloatWorld
from derivations.operators import equal
from derivations.vocabulary import (
    CONVEX,
    Cited,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    integers,
)
from numerics.exhaustive import grid
from numerics.inputs import arguments_of, chosen_device, permuted
from numerics.models import batch_jacobian

n, m = Size("n", "inputs"), Size("m", "outputs")
point = Quantity("x", "a point", shape=(n,))
scale = Quantity("s", "a number")
map_ = Quantity("F", "a map", shape=(m,), arguments=((n,), ()))
bowl = Quantity("f", "a convex function", arguments=((n,),), domain=CONVEX)
noise = Quantity("e", "noise", shape=(n,), law=Law("e"))
quantities = (point, scale, map_, bowl, noise)
stated = Formula(
    title="Inputs",
    kind=Kind.IDENTITY,
    statement=equal(scale.symbol, scale.symbol + 0 * n.symbol * m.symbol),
    quantities=quantities,
    assumptions=(),
    notations=(Notation("x"),),
    words=("inputs",),
    derivation=Cited("this test"),
    source=Source("this test", "here"),
)


@pytest.fixture
def points() -> Points:
    return Context(quantities, (n, m)).draw({"n": 3, "m": 2}, 7, np.random.default_rng(0))


def test_arrays_sizes_and_weights(points: Points) -> None:
    given = arguments_of(lambda x, e, n, weights_e: None, stated, points, "cpu")
    assert given["n"] == 3
    assert given["x"].shape == (7, 3)
    assert given["e"].shape == (7, 4, 3)
    assert given["x"].dtype == torch.float64
    environment = points.environment(FloatWorld())
    mean = evaluate(Expectation(Leaf("e")), environment).data
    np.testing.assert_allclose(torch.einsum("bk,bki->bi", given["weights_e"], given["e"]).numpy(), mean)


def test_a_drawn_map_is_the_one_that_the_evaluator_knows(points: Points) -> None:
    given = arguments_of(lambda F, x, s: None, stated, points, "cpu")
    environment = points.environment(FloatWorld())
    value = Call(Leaf("F"), (Leaf("x"), Leaf("s")))
    np.testing.assert_allclose(given["F"](given["x"], given["s"]).numpy(), evaluate(value, environment).data)
    slopes = batch_jacobian(lambda x: given["F"](x, given["s"]), given["x"])
    np.testing.assert_allclose(slopes.detach().numpy(), evaluate(Derivative(value, "x"), environment).data)


def test_a_convex_function_takes_random_arguments(points: Points) -> None:
    given = arguments_of(lambda f, e: None, stated, points, "cpu")
    ours = evaluate(Call(Leaf("f"), (Leaf("e"),)), points.environment(FloatWorld()))
    np.testing.assert_allclose(given["f"](given["e"]).numpy(), ours.data)
    with pytest.raises(TypeError, match="f takes 1 arguments and was called with 2"):
        given["f"](given["e"], given["e"])


def test_the_same_points_in_another_order(points: Points) -> None:
    order = np.array([3, 1, 0, 2, 6, 5, 4])
    there = arguments_of(lambda x, F, s: None, stated, points, "cpu")
    back = arguments_of(lambda x, F, s: None, stated, permuted(points, order), "cpu")
    np.testing.assert_array_equal(back["x"].numpy(), there["x"].numpy()[order])
    values = [given["F"](given["x"], given["s"]).numpy() for given in (there, back)]
    np.testing.assert_allclose(values[1], values[0][order])


def test_devices_are_named() -> None:
    assert chosen_device("cpu") == "cpu"
    assert chosen_device("auto") in ("cpu", "cuda")
    with pytest.raises(ValueError, match="the device 'gpu' is none of auto, cpu, cuda"):
        chosen_device("gpu")


def test_a_grid_holds_every_point_once() -> None:
    side = Size("n", "entries", smallest=0, largest=3)
    bits = Quantity("b", "bits", shape=(side,), domain=integers(0, 1))
    count = Quantity("a", "a count", domain=integers(1, 5))
    every = grid(Context((bits, count), (side,), assumptions=()))
    assert every is not None
    assert [points.batch for points in every] == [5, 10, 20, 40]
    seen = {
        (points.sizes["n"], *points.lattices["b"].numerators[k], points.lattices["a"].numerators[k])
        for points in every
        for k in range(points.batch)
    }
    assert len(seen) == 75


def test_a_grid_without_free_quantities_has_a_point_for_each_size() -> None:
    every = grid(Context((), (Size("n", "entries", smallest=1, largest=3),)))
    assert every is not None
    assert [(points.batch, points.sizes["n"]) for points in every] == [(1, 1), (1, 2), (1, 3)]


def test_a_grid_that_is_endless_or_too_large_is_refused() -> None:
    assert grid(Context((scale,))) is None
    assert grid(Context((Quantity("a", "a count", domain=integers(0, 99)),)), most=50) is None
