"""Derivatives by dual numbers agree with torch's automatic differentiation, whatever the term."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from flint import ctx
from hypothesis import given
from hypothesis import strategies as st

from derivations.algebra.evaluate import evaluate
from derivations.algebra.points import Context, Points
from derivations.algebra.terms import Derivative, Entry, Index, Leaf, Reduce, Term, apply, number
from derivations.algebra.worlds import BallWorld, FloatWorld, RationalWorld
from derivations.vocabulary import POSITIVE_DEFINITE, Quantity, Size

rows = Size("n", "rows", largest=4)
u, w, A, S, s = Leaf("u"), Leaf("w"), Leaf("A"), Leaf("S"), Leaf("s")
context = Context(
    (
        Quantity("u", "a vector", shape=(rows,)),
        Quantity("w", "another vector", shape=(rows,)),
        Quantity("A", "a matrix", shape=(rows, rows)),
        Quantity("S", "a covariance", shape=(rows, rows), domain=POSITIVE_DEFINITE),
        Quantity("s", "a number"),
    ),
    (rows,),
)

TORCH: dict[str, Callable[..., torch.Tensor]] = {
    "add": torch.add,
    "subtract": torch.sub,
    "hadamard": torch.mul,
    "maximum": torch.maximum,
    "negate": torch.neg,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": torch.nn.functional.softplus,
    "erf": torch.erf,
    "softmax": lambda a: torch.softmax(a, -1),
    "transform": lambda A, a: torch.einsum("bij,bj->bi", A, a),
}
UNARY = ("sin", "cos", "tanh", "sigmoid", "softplus", "erf", "negate", "softmax")


def value_in_torch(term: Term, values: dict[str, torch.Tensor]) -> torch.Tensor:
    """The value of a vector term of this file, in torch."""
    match term:
        case Leaf(name):
            return values[name]
    operation = "transform" if term.operation == "times" else term.operation
    return TORCH[operation](*(value_in_torch(argument, values) for argument in term.arguments))


vectors = st.recursive(
    st.sampled_from([u, w]),
    lambda inner: st.one_of(
        st.builds(apply, st.sampled_from(["add", "subtract", "hadamard", "maximum"]), inner, inner),
        st.builds(apply, st.sampled_from(UNARY), inner),
        inner.map(lambda term: apply("times", A, term)),
    ),
    max_leaves=5,
)


def drawn(batch: int = 5, seed: int = 0) -> Points:
    return context.draw({"n": 3}, batch, np.random.default_rng(seed))


def tensors(points: Points) -> dict[str, torch.Tensor]:
    values = points.environment(FloatWorld()).values
    return {name: torch.from_numpy(np.array(value.data)).requires_grad_(True) for name, value in values.items()}


@given(vectors)
def test_jacobians_agree_with_autograd(term: Term) -> None:
    points = drawn()
    ours = evaluate(Derivative(term, "u"), points.environment(FloatWorld())).data
    values = tensors(points)
    result = value_in_torch(term, values)
    rows = [
        torch.autograd.grad(result[:, k].sum(), values["u"], retain_graph=True, allow_unused=True)[0]
        if result.requires_grad
        else None
        for k in range(3)
    ]
    theirs = torch.stack([torch.zeros_like(values["u"]) if row is None else row for row in rows], dim=1)
    scale = max(1.0, float(theirs.abs().max()))
    np.testing.assert_allclose(np.broadcast_to(ours, theirs.shape), theirs.numpy(), atol=1e-10 * scale)


@given(vectors)
def test_nested_duals_give_hessians(term: Term) -> None:
    points = drawn(batch=3)
    energy = apply("total", apply("sin", term))
    ours = evaluate(Derivative(Derivative(energy, "u"), "u"), points.environment(FloatWorld())).data
    ours = np.broadcast_to(ours, (3, 3, 3))
    values = tensors(points)
    for k in range(3):
        fixed = {name: tensor.detach()[k : k + 1] for name, tensor in values.items()}
        theirs = torch.autograd.functional.hessian(
            lambda point, fixed=fixed: torch.sin(value_in_torch(term, {**fixed, "u": point[None]})).sum(),
            values["u"].detach()[k],
        )
        scale = max(1.0, float(theirs.abs().max()))
        np.testing.assert_allclose(ours[k], theirs.numpy(), atol=1e-9 * scale)


def test_matrix_gradients_agree_with_autograd() -> None:
    points = drawn()
    quadratic = apply("dot", u, apply("times", apply("inverse", S), w))
    volume = apply("log", apply("determinant", S))
    slope = Derivative(apply("add", quadratic, volume), "S", gradient=True)
    ours = evaluate(slope, points.environment(FloatWorld())).data
    values = tensors(points)
    energy = torch.einsum("bi,bij,bj->b", values["u"], torch.linalg.inv(values["S"]), values["w"])
    (energy + torch.logdet(values["S"])).sum().backward()
    gradient = values["S"].grad
    assert gradient is not None
    np.testing.assert_allclose(ours, gradient.numpy(), atol=1e-10)


def test_a_derivative_at_a_point_is_taken_before_the_point_is_put_in() -> None:
    cube = apply("power", Leaf("t"), number(3))
    at_double = Derivative(cube, "t", at=apply("times", number(2), s))
    ours = evaluate(at_double, drawn().environment(FloatWorld())).data
    values = tensors(drawn())
    np.testing.assert_allclose(ours, 12 * values["s"].detach().numpy() ** 2, rtol=1e-12)


def test_derivatives_of_indexed_sums_are_exact() -> None:
    """d/du_k of the sum of u_i u_{i+1} over i < n, by hand."""
    i = Index("i")
    body = apply("times", Entry(u, (i,)), Entry(u, (apply("add", i, number(1)),)))
    energy = Reduce("sum", "i", number(1), number(2), body)
    environment = drawn(batch=1).environment(RationalWorld())
    (a, b, c) = environment.values["u"].data[0]
    assert list(evaluate(Derivative(energy, "u"), environment).data[0]) == [b, a + c, b]


@pytest.mark.parametrize("function", ["exp", "tanh", "sigmoid", "softplus", "erf", "sqrt", "log"])
def test_slopes_in_balls_contain_those_in_floats(function: str) -> None:
    term = Derivative(apply(function, apply("exp", s)), "s")
    points = drawn(batch=1, seed=2)
    with ctx.workprec(BallWorld.bits):
        ball = float(evaluate(term, points.environment(BallWorld())).data.reshape(-1)[0])
    assert float(evaluate(term, points.environment(FloatWorld())).data.reshape(-1)[0]) == pytest.approx(ball, rel=1e-12)
