"""Normalizing flows: the density of x = F(z) for an invertible map F, and what happens when maps are composed.

In n dimensions the rule is held against cases in which the density of x is known by other means: z is standard normal
(or Cauchy) and F is affine, so that x is normal (or Cauchy). On the line it is derived from the distribution function.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Abs,
    Determinant,
    Inverse,
    Lambda,
    MatrixSymbol,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    exp,
    gamma,
    log,
    pi,
    sqrt,
    tanh,
)

from derivations.operators import at, dot, entrywise, equal, evaluated, jacobian, partial, slope
from derivations.vocabulary import (
    INVERTIBLE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

papamakarios = "Papamakarios et al. 2021, Normalizing Flows for Probabilistic Modeling and Inference"
half = Rational(1, 2)

place = Quantity("x", "a real number")
inverse_map = Quantity("g", "the inverse map, from x to z", arguments=((),))
base_distribution = Quantity("H", "distribution function of z", arguments=((),))
x, g, H = place.symbol, inverse_map.symbol, base_distribution.symbol
s = Symbol("s", real=True)
base_line = Quantity("p_Z", "density of z", value=Lambda((s,), partial(H(s), s)))
pushed_line = Quantity(
    "p_X",
    "density of x: the derivative of H(g(x)) where g rises, of 1 - H(g(x)) where it falls",
    value=Lambda((s,), Piecewise((partial(H(g(s)), s), partial(g(s), s) > 0), (-partial(H(g(s)), s), True))),
)


def derive_monotone() -> Iterator[Step]:
    """Differentiate the distribution function of x."""
    change = slope(H(s), s, g(x)) * partial(g(x), x)
    yield Step(
        Piecewise((change, partial(g(x), x) > 0), (-change, True)),
        because="P(X <= x) is H(g(x)) where g rises and 1 - H(g(x)) where it falls; chain rule",
    )
    yield Step(base_line.symbol(g(x)) * Abs(partial(g(x), x)), because="the sign makes the slope of g positive")


monotone = Formula(
    title="Change of variables on the line",
    kind=Kind.IDENTITY,
    statement=equal(pushed_line.symbol(x), base_line.symbol(g(x)) * Abs(partial(g(x), x))),
    quantities=(pushed_line, base_line, base_distribution, inverse_map, place),
    assumptions=(),
    notations=(
        Notation(r"p_X(x) = p_Z(g(x)) \left| \frac{\partial g(x)}{\partial x} \right|"),
        Notation(r"p_x(x) = p_z(g(x)) |g'(x)|", letters=(("p_x", "p_X"), ("p_z", "p_Z"))),
    ),
    words=("change of variables", "density", "monotone"),
    derivation=derive_monotone,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.27"),
)

dimensions = Size("n", "dimensions", largest=3)
n = dimensions.symbol
linear = Quantity("A", "an invertible matrix", shape=(dimensions, dimensions), domain=INVERTIBLE)
shift = Quantity("b", "a fixed vector", shape=(dimensions,))
code = Quantity("z", "a point of the base distribution", shape=(dimensions,))
A, b, z = linear.symbol, shift.symbol, code.symbol
a = MatrixSymbol("a", n, 1)
flow = Quantity("F", "an invertible map", value=Lambda((a,), A * a + b))
F = flow.symbol
image = Quantity("x", "the image of z", shape=(dimensions,), value=evaluated(F(z), n, 1))
v = image.symbol
standard = Quantity("p_Z", "standard normal density", value=Lambda((a,), exp(-half * dot(a, a)) / sqrt((2 * pi) ** n)))
away = dot(a - b, Inverse(A * A.T) * (a - b))
pushed = Quantity(
    "p_X",
    "density of x: normal with mean b and covariance A A'",
    value=Lambda((a,), exp(-half * away) / sqrt((2 * pi) ** n * Determinant(A * A.T))),
)
p_Z, p_X = standard.symbol, pushed.symbol
volume = Abs(Determinant(jacobian(evaluated(F(z), n, 1), z)))


def derive_density() -> Iterator[Step]:
    """Rewrite the normal density of x in terms of z."""
    yield Step(
        exp(-half * dot(z, z)) / sqrt((2 * pi) ** n * Determinant(A * A.T)),
        because="x - b = A z, so the quadratic form is z' A' (A A')^-1 A z = z' z",
    )
    yield Step(p_Z(z) / Abs(Determinant(A)), because="the determinant of A A' is the square of that of A")
    yield Step(p_Z(z) / volume, because="A is the Jacobian of F")


density = Formula(
    title="Change of variables",
    kind=Kind.IDENTITY,
    statement=equal(p_X(v), p_Z(z) / volume),
    quantities=(pushed, standard, flow, image, code, linear, shift),
    assumptions=(),
    notations=(
        Notation(r"p_X(x) = p_Z(z) \left| \det \frac{\partial F(z)}{\partial z} \right|^{-1}"),
        Notation(
            r"p_x(x) = p_u(u) \left| \det \frac{\partial T(u)}{\partial u} \right|^{-1}",
            letters=(("p_x", "p_X"), ("p_u", "p_Z"), ("u", "z"), ("T", "F")),
        ),
    ),
    words=("change of variables", "normalizing flow", "density", "pushforward"),
    derivation=derive_density,
    source=Source(papamakarios, "equation 2"),
)

location = Quantity("x", "a point", shape=(dimensions,))
y = location.symbol
tail = (n + 1) / 2
constant = gamma(tail) / pi**tail
cauchy = Quantity(
    "p_Z", "Cauchy density, whose tails never round to 0", value=Lambda((a,), constant * (1 + dot(a, a)) ** -tail)
)
pushed_cauchy = Quantity(
    "p_X",
    "density of x: Cauchy with centre b and scale matrix A A'",
    value=Lambda((a,), constant * (1 + away) ** -tail / sqrt(Determinant(A * A.T))),
)


def derive_log_density() -> Iterator[Step]:
    """The logarithm of the affine change of variables."""
    back = Inverse(A) * (y - b)
    yield Step(
        log(constant) - tail * log(1 + dot(back, back)) - half * log(Determinant(A * A.T)),
        because="the quadratic form of A A' is the squared length of A^-1 (x - b)",
    )
    yield Step(log(p_Z(back)) - half * log(Determinant(A) ** 2), because="the first terms are log p_Z")
    yield Step(log(p_Z(back)) - log(Abs(Determinant(A))), because="half the logarithm of a square")


linear_flow = Formula(
    title="Log-density of a linear flow",
    kind=Kind.IDENTITY,
    statement=equal(log(p_X(y)), log(p_Z(Inverse(A) * (y - b))) - log(Abs(Determinant(A)))),
    quantities=(pushed_cauchy, cauchy, location, linear, shift),
    assumptions=(),
    notations=(
        Notation(r"\log p_X(x) = \log p_Z(A^{-1}(x - b)) - \log|\det A|"),
        Notation(
            r"\log p_x(x) = \log p_u(W^{-1}(x - b)) + \log|\det W^{-1}|",
            letters=(("p_x", "p_X"), ("p_u", "p_Z"), ("W", "A")),
        ),
    ),
    words=("linear flow", "normalizing flow", "log-density", "log-likelihood"),
    derivation=derive_log_density,
    source=Source(papamakarios, "section 2.1"),
)

layers = [
    (
        Quantity(f"C_{k}", f"weights of layer {k}", shape=(dimensions, dimensions)),
        Quantity(f"B_{k}", f"linear part of layer {k}", shape=(dimensions, dimensions)),
    )
    for k in (1, 2, 3)
]
maps = [
    Quantity(f"F_{k}", f"map of layer {k}", value=Lambda((a,), B.symbol * a + entrywise(tanh, C.symbol * a)))
    for k, (C, B) in enumerate(layers, start=1)
]
F_1, F_2, F_3 = (layer.symbol for layer in maps)
start = Quantity("z_0", "input of the first layer", shape=(dimensions,))
z_0 = start.symbol
middle = Quantity("z_1", "output of the first layer", shape=(dimensions,), value=evaluated(F_1(z_0), n, 1))
late = Quantity("z_2", "output of the second layer", shape=(dimensions,), value=evaluated(F_2(middle.symbol), n, 1))
last = Quantity("z_3", "output of the third layer", shape=(dimensions,), value=evaluated(F_3(late.symbol), n, 1))
z_1, z_2, z_3 = middle.symbol, late.symbol, last.symbol


def derive_composition() -> Iterator[Step]:
    """Chain rule, then the determinant of a product."""
    third, second, one = jacobian(z_3, z_2), jacobian(z_2, z_1), jacobian(z_1, z_0)
    yield Step(Determinant(third * second * one), because="chain rule: the Jacobian of a composition is a product")
    yield Step(Determinant(third) * Determinant(second) * Determinant(one), because="determinant of a product")


composition = Formula(
    title="Determinant of the Jacobian of a composition",
    kind=Kind.IDENTITY,
    statement=equal(
        Determinant(jacobian(z_3, z_0)),
        Determinant(jacobian(z_3, z_2)) * Determinant(jacobian(z_2, z_1)) * Determinant(jacobian(z_1, z_0)),
    ),
    quantities=(start, middle, late, last, *maps, *(matrix for layer in layers for matrix in layer)),
    assumptions=(),
    notations=(
        Notation(
            r"\det \frac{\partial z_3}{\partial z_0} = \det \frac{\partial z_3}{\partial z_2} "
            r"\det \frac{\partial z_2}{\partial z_1} \det \frac{\partial z_1}{\partial z_0}"
        ),
        Notation(
            r"\det \frac{\partial F_3(F_2(F_1(z_0)))}{\partial z_0} = \det \frac{\partial F_1(z_0)}{\partial z_0} "
            r"\det \frac{\partial F_2(z_1)}{\partial z_1} \det \frac{\partial F_3(z_2)}{\partial z_2}"
        ),
    ),
    words=("normalizing flow", "composition", "jacobian", "determinant"),
    derivation=derive_composition,
    source=Source(papamakarios, "equation 7"),
)

depth = Size("K", "layers", smallest=3, largest=3)
jacobians = Quantity("J", "Jacobians of the layers, here linear", shape=(depth, dimensions, dimensions))
J, K = jacobians.symbol, depth.symbol
k = bound_index("k")


def layer(position: int) -> evaluated:
    """The Jacobian of one layer."""
    return evaluated(at(J, position), n, n)


through = layer(3) * layer(2) * layer(1)
composed = Quantity("P", "Jacobian of all layers", shape=(dimensions, dimensions), value=through)
output = Quantity("x", "output of the last layer", shape=(dimensions,), value=composed.symbol * z_0)
P, w = composed.symbol, output.symbol
layered = Quantity(
    "p_X",
    "density of x, by one change of variables for all layers",
    value=Lambda((a,), p_Z(Inverse(P) * a) / Abs(Determinant(P))),
)
volumes = Sum(log(Abs(Determinant(evaluated(at(J, k), n, n)))), (k, 1, K))


def derive_layers() -> Iterator[Step]:
    """One change of variables for the composition, split into layers."""
    yield Step(log(p_Z(z_0)) - log(Abs(Determinant(P))), because="change of variables for the composition")
    yield Step(
        log(p_Z(z_0)) - log(Abs(Determinant(layer(3)) * Determinant(layer(2)) * Determinant(layer(1)))),
        because="chain rule and determinant of a product",
    )
    yield Step(log(p_Z(z_0)) - volumes, because="the logarithm of a product is a sum")


log_density = Formula(
    title="Log-density of a normalizing flow",
    kind=Kind.IDENTITY,
    statement=equal(log(p_X(w)), log(p_Z(z_0)) - volumes),
    quantities=(layered, standard, output, composed, jacobians, start),
    assumptions=(Abs(Determinant(P)) > 0,),
    notations=(
        Notation(r"\log p_X(x) = \log p_Z(z_0) - \sum_{k=1}^{K} \log|\det J_k|"),
        Notation(
            r"\ln q_K(x) = \ln q_0(z_0) - \sum_{k=1}^{K} \ln|\det J_k|", letters=(("q_K", "p_X"), ("q_0", "p_Z"))
        ),
    ),
    words=("normalizing flow", "log-likelihood", "log-density", "jacobian"),
    derivation=derive_layers,
    source=Source("Rezende and Mohamed 2015, Variational Inference with Normalizing Flows", "equation 7"),
)

second_linear = Quantity("B", "an invertible matrix", shape=(dimensions, dimensions), domain=INVERTIBLE)
second_shift = Quantity("c", "a fixed vector", shape=(dimensions,))
B, c = second_linear.symbol, second_shift.symbol
first_back = Quantity("F_1_inv", "inverse of the first map z -> A z + b", value=Lambda((a,), Inverse(A) * (a - b)))
second_back = Quantity("F_2_inv", "inverse of the second map z -> B z + c", value=Lambda((a,), Inverse(B) * (a - c)))
whole_back = Quantity(
    "F_inv", "inverse of z -> B (A z + b) + c", value=Lambda((a,), Inverse(B * A) * (a - (B * b + c)))
)


def derive_inverse() -> Iterator[Step]:
    """The inverse of a product is the product of the inverses, reversed."""
    yield Step(Inverse(A) * Inverse(B) * (y - c - B * b), because="the inverse of B A is A^-1 B^-1")
    yield Step(Inverse(A) * (evaluated(second_back.symbol(y), n, 1) - b), because="B^-1 B b = b")
    yield Step(evaluated(first_back.symbol(second_back.symbol(y)), n, 1), because="the inverse of the first map")


inverse = Formula(
    title="Inverse of a composition",
    kind=Kind.IDENTITY,
    statement=equal(
        evaluated(whole_back.symbol(y), n, 1), evaluated(first_back.symbol(second_back.symbol(y)), n, 1)
    ),
    quantities=(whole_back, first_back, second_back, location, linear, shift, second_linear, second_shift),
    assumptions=(),
    notations=(
        Notation(
            r"F^{-1}(x) = F_1^{-1}(F_2^{-1}(x))",
            letters=(("F^-1", "F_inv"), ("F_1^-1", "F_1_inv"), ("F_2^-1", "F_2_inv")),
        ),
        Notation(
            r"g(x) = g_1(g_2(x))", letters=(("g", "F_inv"), ("g_1", "F_1_inv"), ("g_2", "F_2_inv"))
        ),
    ),
    words=("normalizing flow", "composition", "inverse"),
    derivation=derive_inverse,
    source=Source(papamakarios, "equation 6"),
)

TOPIC = Topic(
    "Normalizing flows", formulas=(monotone, density, linear_flow, composition, log_density, inverse)
)
