"""The same term has the same value in every world, and exact worlds see what floating point cannot."""

from fractions import Fraction

import numpy as np
import pytest
from flint import ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from derivations.algebra.evaluate import Environment, evaluate
from derivations.algebra.points import Context, Points
from derivations.algebra.terms import Call, Function, Leaf, Relation, Term, apply, number
from derivations.algebra.values import Algebra, ShapeError
from derivations.algebra.worlds import BallWorld, FloatWorld, PrimeFieldWorld, RationalWorld, Undefined, World
from derivations.vocabulary import POSITIVE, POSITIVE_DEFINITE, SIMPLEX, Quantity, Size
from numerics.certificates import Verdict, certify

rows, columns = Size("n", "rows", largest=4), Size("m", "columns", largest=4)
x, y, u, v = Leaf("x"), Leaf("y"), Leaf("u"), Leaf("v")
A, S, p = Leaf("A"), Leaf("S"), Leaf("p")
context = Context(
    (
        Quantity("x", "a number"),
        Quantity("y", "a positive number", domain=POSITIVE),
        Quantity("u", "a vector", shape=(rows,)),
        Quantity("v", "another vector", shape=(columns,)),
        Quantity("A", "a matrix", shape=(rows, columns)),
        Quantity("S", "a covariance", shape=(rows, rows), domain=POSITIVE_DEFINITE),
        Quantity("p", "probabilities", shape=(rows,), domain=SIMPLEX),
    ),
    (rows, columns),
)

atoms = st.one_of(
    st.sampled_from([x, y, apply("dot", u, apply("times", A, v)), apply("determinant", S), apply("total", p)]),
    st.fractions(-3, 3, max_denominator=6).map(lambda value: number(value)),
)
rational_terms = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(apply, st.sampled_from(["add", "subtract", "times", "divide", "maximum", "minimum"]), inner, inner),
        st.builds(apply, st.just("power"), inner, st.integers(-2, 3).map(number)),
        inner.map(lambda term: apply("abs", term)),
        inner.map(lambda term: apply("negate", term)),
        inner.map(lambda term: Call(Function(("t",), apply("times", Leaf("t"), Leaf("t"))), (term,))),
    ),
    max_leaves=6,
)


def drawn(seed: int) -> Points:
    return context.draw({"n": 3, "m": 2}, 1, np.random.default_rng(seed), simple=True)


def scalar(term: Term, environment: Environment) -> object:
    value = Algebra(environment.world).scalars(evaluate(term, environment))
    return value.data.reshape(-1)[0]


@given(rational_terms, st.integers(0, 50))
def test_rational_terms_agree_in_floats_rationals_and_balls(term: Term, seed: int) -> None:
    points = drawn(seed)
    try:
        exact = scalar(term, points.environment(RationalWorld()))
    except Undefined:
        with np.errstate(all="ignore"):
            assert not abs(scalar(term, points.environment(FloatWorld()))) < 1e6
        return
    wanted = Fraction(int(exact.p), int(exact.q))
    if abs(wanted) > 10**12:
        return
    with np.errstate(all="ignore"):
        close = scalar(term, points.environment(FloatWorld()))
    # Cancellation may cost digits; a wrong operation costs all of them.
    assert close == pytest.approx(float(wanted), rel=1e-6, abs=1e-6)
    with ctx.workprec(BallWorld.bits):
        ball = scalar(term, points.environment(BallWorld()))
        assert ball.contains(fmpq(exact.p, exact.q))
        assert ball.rad() < 1e-40


@given(st.integers(0, 50))
def test_a_rational_identity_holds_in_a_prime_field(seed: int) -> None:
    points = drawn(seed)
    world = PrimeFieldWorld()
    woodbury = apply("times", apply("inverse", S), apply("times", S, u))
    left = evaluate(woodbury, points.environment(world)).data
    right = evaluate(u, points.environment(world)).data
    assert (left == right).all()
    exact = scalar(apply("divide", x, y), points.environment(RationalWorld()))
    wanted = world.scalar(Fraction(int(exact.p), int(exact.q)))
    assert scalar(apply("divide", x, y), points.environment(world)) == wanted


FUNCTIONS = ("exp", "sin", "cos", "tanh", "sigmoid", "softplus", "sinh", "cosh", "erf", "relu", "heaviside", "floor")


@pytest.mark.parametrize("operation", FUNCTIONS)
def test_elementary_functions_agree_in_floats_and_balls(operation: str) -> None:
    term = apply(operation, x)
    for seed in range(20):
        points = drawn(seed)
        with ctx.workprec(BallWorld.bits):
            ball = float(scalar(term, points.environment(BallWorld())))
        assert scalar(term, points.environment(FloatWorld())) == pytest.approx(ball, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("world", [FloatWorld(), RationalWorld()], ids=lambda world: world.name)
def test_a_world_refuses_shapes_that_do_not_fit(world: World) -> None:
    environment = drawn(0).environment(world)
    for term in (
        apply("times", u, v),
        apply("times", A, u),
        apply("times", u, A),
        apply("add", u, v),
        apply("add", A, u),
        apply("inverse", A),
        apply("dot", u, v),
        apply("trace", A),
    ):
        with pytest.raises(ShapeError):
            evaluate(term, environment)


def test_domains_hold_exactly() -> None:
    environment = drawn(4).environment(RationalWorld())
    assert scalar(apply("total", p), environment) == 1
    covariance = evaluate(S, environment).data[0]
    assert (covariance == covariance.T).all()
    assert scalar(apply("determinant", S), environment) > 0


def test_a_fault_below_rounding_is_certified() -> None:
    square = apply("add", apply("power", apply("sin", x), number(2)), apply("power", apply("cos", x), number(2)))
    assert certify(drawn(1), Relation("==", square, number(1))).verdict is Verdict.OVERLAP
    tiny = number(1 + Fraction(1, 10**30))
    assert certify(drawn(1), Relation("==", square, tiny)).verdict is Verdict.VIOLATED
    assert certify(drawn(1), Relation("<=", square, tiny)).verdict is Verdict.HOLDS
    assert certify(drawn(1), Relation("==", y, apply("times", y, tiny))).verdict is Verdict.VIOLATED


def test_certification_says_where_a_vector_claim_fails() -> None:
    swapped = Relation("==", apply("times", apply("transpose", A), u), v)
    certificate = certify(drawn(2), swapped)
    assert certificate.verdict is Verdict.VIOLATED
    assert certificate.world == "exact rationals"
    assert [name for name, _ in certificate.indices] == ["entry 1"]
