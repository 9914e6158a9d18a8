"""Indices are named axes: sums whose bounds move, gathers with computed subscripts, sample spaces, empty ranges."""

import numpy as np
import pytest

from derivations.algebra.evaluate import Environment, Unbound, evaluate
from derivations.algebra.terms import (
    Cases,
    Compare,
    Entry,
    Expectation,
    Index,
    Leaf,
    Number,
    Reduce,
    Size,
    Term,
    apply,
    number,
)
from derivations.algebra.values import Value
from derivations.algebra.worlds import FloatWorld, RationalWorld, Undefined

i, j, t = Index("i"), Index("j"), Index("t")
n = Size("n")
x, W = Leaf("x"), Leaf("W")
generator = np.random.default_rng(0)
vector = generator.normal(size=(3, 4))
matrix = generator.normal(size=(3, 4, 4))


def environment(**ranges: tuple[int, int]) -> Environment:
    values = {"x": Value(vector, rank=1), "W": Value(matrix, rank=2)}
    return Environment(FloatWorld(), values=values, sizes={"n": 4}, ranges=ranges)


def total(index: str, low: Term, high: Term, body: Term, condition: Term | None = None) -> Reduce:
    return Reduce("sum", index, low, high, body, condition)


def test_a_sum_whose_bound_is_a_free_index_is_masked() -> None:
    value = evaluate(total("j", number(1), i, Entry(x, (j,))), environment(i=(1, 4)))
    assert value.axes == ("i",)
    np.testing.assert_allclose(value.data, np.cumsum(vector, axis=1))


def test_a_sum_whose_lower_bound_moves_is_masked() -> None:
    value = evaluate(total("j", apply("add", i, number(1)), n, Entry(x, (j,))), environment(i=(1, 4)))
    wanted = vector.sum(axis=1, keepdims=True) - np.cumsum(vector, axis=1)
    np.testing.assert_allclose(value.data, wanted, atol=1e-12)


def test_a_condition_masks_positions() -> None:
    value = evaluate(total("j", number(1), n, Entry(W, (i, j)), Compare("!=", i, j)), environment(i=(1, 4)))
    off_diagonal = matrix.sum(axis=2) - np.diagonal(matrix, axis1=1, axis2=2)
    np.testing.assert_allclose(value.data, off_diagonal, atol=1e-12)


def test_products_and_extremes_over_an_index() -> None:
    body = Entry(x, (i,))
    for operation, wanted in (("product", np.prod), ("max", np.max), ("min", np.min)):
        value = evaluate(Reduce(operation, "i", number(1), n, body), environment())
        np.testing.assert_allclose(value.data, wanted(vector, axis=1))


def test_sums_and_products_over_nothing_are_neutral() -> None:
    for operation, neutral in (("sum", 0), ("product", 1)):
        value = evaluate(Reduce(operation, "i", number(3), number(2), Entry(x, (i,))), environment())
        assert value.data.tolist() == [neutral]
    with pytest.raises(Undefined):
        evaluate(Reduce("max", "i", number(3), number(2), Entry(x, (i,))), environment())


def test_two_sums_over_one_letter_do_not_meet() -> None:
    inner = total("i", number(1), number(2), Entry(x, (i,)))
    value = evaluate(total("i", number(1), n, apply("times", Entry(x, (i,)), inner)), environment())
    np.testing.assert_allclose(value.data, vector.sum(axis=1) * vector[:, :2].sum(axis=1))


def test_subscripts_may_be_computed() -> None:
    reversed_index = apply("subtract", apply("add", n, number(1)), i)
    value = evaluate(Entry(x, (reversed_index,)), environment(i=(1, 4)))
    np.testing.assert_allclose(value.data, vector[:, ::-1])
    both = evaluate(Entry(W, (j, apply("subtract", apply("add", n, number(1)), i))), environment(i=(1, 4), j=(1, 4)))
    laid = np.transpose(both.data, (0, 1 + both.axes.index("i"), 1 + both.axes.index("j")))
    np.testing.assert_allclose(laid, np.transpose(matrix[:, :, ::-1], (0, 2, 1)))


def test_a_subscript_may_differ_from_point_to_point() -> None:
    chosen = np.array([3, 1, 4])
    here = environment().bind({"c": Value(chosen, kind="integer")})
    value = evaluate(Entry(x, (Leaf("c"),)), here)
    np.testing.assert_allclose(value.data, vector[np.arange(3), chosen - 1])


def test_a_subscript_outside_its_range_has_no_value() -> None:
    value = evaluate(Entry(x, (apply("add", i, number(1)),)), environment(i=(1, 4)))
    np.testing.assert_allclose(value.data[:, :3], vector[:, 1:])
    assert np.isnan(value.data[:, 3]).all()
    exact = Environment(
        RationalWorld(), values={"x": Value(RationalWorld().integers(np.ones((1, 2), dtype=np.int64)), rank=1)}
    )
    with pytest.raises(Undefined):
        evaluate(Entry(x, (number(3),)), exact)


def test_an_axis_that_starts_at_zero() -> None:
    here = Environment(FloatWorld(), values={"x": Value(vector, rank=1)}, origins={"x": (0,)}, ranges={"t": (0, 3)})
    np.testing.assert_allclose(evaluate(Entry(x, (t,)), here).data, vector)


def test_rows_of_a_matrix_are_columns() -> None:
    value = evaluate(apply("dot", Entry(W, (i, None)), x), environment(i=(1, 4)))
    np.testing.assert_allclose(value.data, np.einsum("bij,bj->bi", matrix, vector))


def test_cases_choose_entry_by_entry() -> None:
    off = Cases(((Entry(x, (i,)), Compare("==", i, j)), (number(0), None)))
    value = evaluate(off, environment(i=(1, 4), j=(1, 4)))
    np.testing.assert_allclose(value.data, np.eye(4) * vector[:, :, None])


def test_an_expectation_is_a_weighted_sum_over_its_own_space() -> None:
    sample = Value(vector, axes=("~a",))
    other = Value(vector[:, :2], axes=("~b",))
    weights = np.array([[0.1, 0.2, 0.3, 0.4]])
    here = Environment(
        FloatWorld(),
        values={"X": sample, "Y": other},
        weights={"~a": Value(weights, axes=("~a",)), "~b": Value(np.full((1, 2), 0.5), axes=("~b",))},
    )
    X, Y = Leaf("X"), Leaf("Y")
    mean_x, mean_y = vector @ weights[0], vector[:, :2].mean(axis=1)
    np.testing.assert_allclose(evaluate(Expectation(X), here).data, mean_x)
    np.testing.assert_allclose(evaluate(Expectation(apply("times", X, Y)), here).data, mean_x * mean_y)
    conditional = evaluate(Expectation(apply("times", X, Y), ("~a",)), here)
    assert conditional.axes == ("~b",)
    np.testing.assert_allclose(evaluate(Expectation(Number(number(3).value)), here).data, [3])


def test_an_index_that_nothing_binds_is_refused() -> None:
    with pytest.raises(Unbound):
        evaluate(Entry(x, (i,)), environment())
