"""Layers of normalizing flows whose Jacobian determinant is cheap: planar, radial and affine coupling layers.

In a coupling layer a mask m of zeros and ones marks the entries that pass through; scale and shift see these alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Determinant, Identity, Lambda, MatrixSymbol, Min, OneMatrix, Product, Sum, Symbol, exp, log, tanh

from derivations.operators import (
    at,
    at_least,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    evaluated,
    gradient,
    hadamard,
    jacobian,
    norm,
    partial,
)
from derivations.vocabulary import (
    BIT,
    POSITIVE,
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

rezende = "Rezende and Mohamed 2015, Variational Inference with Normalizing Flows"
dimensions = Size("n", "dimensions", largest=4)
n = dimensions.symbol
code = Quantity("z", "input of the layer", shape=(dimensions,))
direction = Quantity("u", "direction in which the layer moves points", shape=(dimensions,))
normal = Quantity("w", "normal of the planes that move alike", shape=(dimensions,))
bias = Quantity("b", "bias")
activation = Quantity("sigma", "a smooth activation function", arguments=((),))
z, u, w, b, sigma = code.symbol, direction.symbol, normal.symbol, bias.symbol, activation.symbol
a = MatrixSymbol("a", n, 1)
s = Symbol("s", real=True)
planar = Quantity("F", "planar layer", value=Lambda((a,), a + u * sigma(dot(w, a) + b)))
F = planar.symbol
moved = evaluated(F(z), n, 1)
preactivation = Quantity("h", "what the activation is applied to", value=dot(w, z) + b)
steepness = partial(sigma(preactivation.symbol), preactivation.symbol)
planar_layer = (planar, preactivation, code, direction, normal, bias, activation)
j = bound_index("j")


def derive_planar_jacobian() -> Iterator[Step]:
    """Differentiate both terms."""
    yield Step(Identity(n) + u * gradient(sigma(dot(w, z) + b), z).T, because="the identity, and a multiple of u")
    yield Step(Identity(n) + steepness * u * w.T, because="chain rule: the gradient of w . z + b is w")


planar_jacobian = Formula(
    title="Jacobian of a planar layer",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(moved, z), Identity(n) + steepness * u * w.T),
    quantities=planar_layer,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial F(z)}{\partial z} = I + \sigma'(w \cdot z + b) u w^\top"),
        Notation(r"\frac{\partial f(z)}{\partial z} = I + h'(w^T z + b) u w^T", letters=(("f", "F"), ("h", "sigma"))),
    ),
    words=("planar flow", "normalizing flow", "jacobian"),
    derivation=derive_planar_jacobian,
    source=Source(rezende, "section 4.1"),
)


def derive_planar_determinant() -> Iterator[Step]:
    """The matrix determinant lemma with A = I."""
    yield Step(Determinant(Identity(n) + steepness * u * w.T), because="the Jacobian is a rank-one change of I")
    yield Step(1 + steepness * dot(u, w), because="matrix determinant lemma")


planar_determinant = Formula(
    title="Determinant of a planar layer",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(jacobian(moved, z)), 1 + steepness * dot(u, w)),
    quantities=planar_layer,
    assumptions=(),
    notations=(
        Notation(r"\det \frac{\partial F(z)}{\partial z} = 1 + \sigma'(w \cdot z + b) u^\top w"),
        Notation(
            r"\det \frac{\partial f(z)}{\partial z} = 1 + u^T h'(w^T z + b) w", letters=(("f", "F"), ("h", "sigma"))
        ),
    ),
    words=("planar flow", "normalizing flow", "determinant"),
    derivation=derive_planar_determinant,
    source=Source(rezende, "equation 12"),
)

elsewhere = Quantity("y", "another input of the layer", shape=(dimensions,))
y = elsewhere.symbol
bounded = Quantity("F", "planar layer with the hyperbolic tangent", value=Lambda((a,), a + u * tanh(dot(w, a) + b)))
G = bounded.symbol
apart = evaluated(G(z), n, 1) - evaluated(G(y), n, 1)


def derive_planar_monotone() -> Iterator[Step]:
    """The slopes of tanh lie between 0 and 1."""
    change = tanh(dot(w, z) + b) - tanh(dot(w, y) + b)
    yield Step(
        dot(w, z - y) ** 2 + dot(u, w) * change * dot(w, z - y), because="along w the layer adds u . w times the tanh"
    )
    yield Step(
        (1 + Min(0, dot(u, w))) * dot(w, z - y) ** 2,
        because="tanh changes in the same direction as its argument, and by no more",
        relation=">=",
    )


planar_monotone = Formula(
    title="A planar layer with tanh is invertible if u . w > -1: it increases strictly along w",
    kind=Kind.BOUND,
    statement=at_least(dot(w, apart) * dot(w, z - y), (1 + Min(0, dot(u, w))) * dot(w, z - y) ** 2),
    quantities=(bounded, code, elsewhere, direction, normal, bias),
    assumptions=(),
    notations=(
        Notation(
            r"w^\top (F(z) - F(y)) \, w^\top (z - y) \geq (1 + \min(0, u^\top w)) \left(w^\top (z - y)\right)^2"
        ),
        Notation(
            r"\langle w, f(z) - f(y) \rangle \langle w, z - y \rangle "
            r"\geq (1 + \min\{0, \langle u, w \rangle\}) \langle w, z - y \rangle^2",
            letters=(("f", "F"),),
        ),
    ),
    words=("planar flow", "invertible", "normalizing flow", "monotone"),
    derivation=derive_planar_monotone,
    source=Source(rezende, "appendix A.1"),
)

width = Quantity("alpha", "width of the layer", domain=POSITIVE)
strength = Quantity("beta", "strength of the layer")
anchor = Quantity("z_0", "centre of the layer", shape=(dimensions,))
alpha, beta, z_0 = width.symbol, strength.symbol, anchor.symbol
radius = Quantity("r", "distance from the centre", value=norm(z - z_0))
r = radius.symbol
profile = Quantity("h", "how strongly points at a distance move", value=Lambda((s,), 1 / (alpha + s)))
h = profile.symbol
radial = Quantity("F", "radial layer", value=Lambda((a,), a + beta * h(norm(a - z_0)) * (a - z_0)))
fall = partial(h(r), r)


def derive_radial() -> Iterator[Step]:
    """A multiple of the identity and a rank-one change along z - z_0."""
    away = z - z_0
    yield Step(
        Determinant((1 + beta * h(r)) * Identity(n) + (beta * fall / r) * away * away.T),
        because="product rule; the gradient of r is (z - z_0) / r",
    )
    yield Step((1 + beta * h(r)) ** n * (1 + beta * fall * r / (1 + beta * h(r))), because="matrix determinant lemma")
    yield Step((1 + beta * h(r)) ** (n - 1) * (1 + beta * h(r) + beta * fall * r), because="multiply one factor out")


radial_determinant = Formula(
    title="Determinant of a radial layer",
    kind=Kind.IDENTITY,
    statement=equal(
        Determinant(jacobian(evaluated(radial.symbol(z), n, 1), z)),
        (1 + beta * h(r)) ** (n - 1) * (1 + beta * h(r) + beta * fall * r),
    ),
    quantities=(radial, profile, radius, code, anchor, width, strength),
    assumptions=(r > 0,),
    notations=(
        Notation(r"\det \frac{\partial F(z)}{\partial z} = (1 + \beta h(r))^{n-1} (1 + \beta h(r) + \beta h'(r) r)"),
        Notation(
            r"\det \frac{\partial f(z)}{\partial z} = [1 + \beta h(r)]^{d-1} [1 + \beta h(r) + h'(r) \beta r]",
            letters=(("f", "F"), ("d", "n")),
        ),
    ),
    words=("radial flow", "normalizing flow", "determinant"),
    derivation=derive_radial,
    source=Source(rezende, "equation 15"),
)

kept = Size("m", "entries that pass through", largest=3)
changed = Size("k", "entries that change", largest=4)
passing = Quantity("x_a", "entries that pass through", shape=(kept,))
changing = Quantity("x_b", "entries that change", shape=(changed,))
scale_weights = Quantity("U", "weights of the scale network", shape=(changed, kept))
c = MatrixSymbol("c", kept.symbol, 1)
log_scale = Quantity("s", "logarithms of the scales", value=Lambda((c,), entrywise(tanh, scale_weights.symbol * c)))
translation = Quantity("t", "the shift", shape=(changed,), arguments=((kept,),))
x_a, x_b, S, T = passing.symbol, changing.symbol, log_scale.symbol, translation.symbol
k = changed.symbol
scales = evaluated(S(x_a), k, 1)
coupled = Quantity(
    "y_b",
    "the entries after the layer",
    shape=(changed,),
    value=hadamard(x_b, entrywise(exp, scales)) + evaluated(T(x_a), k, 1),
)
coupling = (coupled, log_scale, scale_weights, translation, passing, changing)


def derive_coupling() -> Iterator[Step]:
    """The Jacobian is diagonal."""
    yield Step(
        log(Abs(Determinant(diagonal_matrix(entrywise(exp, scales))))),
        because="each changed entry depends on itself alone, with slope exp(s_j)",
    )
    yield Step(log(Product(exp(at(scales, j)), (j, 1, k))), because="a diagonal determinant is a product")
    yield Step(Sum(at(scales, j), (j, 1, k)), because="the logarithm of a product is a sum, and log undoes exp")


coupling_volume = Formula(
    title="Log-determinant of an affine coupling layer",
    kind=Kind.IDENTITY,
    statement=equal(log(Abs(Determinant(jacobian(coupled.symbol, x_b)))), Sum(at(scales, j), (j, 1, k))),
    quantities=coupling,
    assumptions=(),
    notations=(
        Notation(r"\log\left|\det \frac{\partial y_b}{\partial x_b}\right| = \sum_{j=1}^{k} s(x_a)_j"),
        Notation(
            r"\log\left|\det \frac{\partial y_2}{\partial x_2}\right| = \sum_j s_j(x_1)",
            letters=(("y_2", "y_b"), ("x_2", "x_b"), ("x_1", "x_a")),
        ),
    ),
    words=("coupling layer", "real nvp", "normalizing flow", "log-determinant"),
    derivation=derive_coupling,
    source=Source("Dinh, Sohl-Dickstein and Bengio 2017, Density estimation using Real NVP", "section 3.3"),
    survivors=(("the absolute value of determinant(dy_b/dx_b)", "exp(s_j) is positive, and so is the product"),),
)

mask = Quantity("m", "1 for the entries that pass through, else 0", shape=(dimensions,), domain=BIT)
point = Quantity("x", "input of the layer", shape=(dimensions,))
mask_weights = Quantity("U", "weights of the scale network", shape=(dimensions, dimensions))
masked_scale = Quantity("s", "logarithms of the scales", value=Lambda((a,), entrywise(tanh, mask_weights.symbol * a)))
masked_shift = Quantity("t", "the shift", shape=(dimensions,), arguments=((dimensions,),))
m, x, q, g = mask.symbol, point.symbol, masked_scale.symbol, masked_shift.symbol


def scale_of(at_point: Any) -> Any:
    """The logarithms of the scales that the masked entries of a point give."""
    return evaluated(q(hadamard(m, at_point)), n, 1)


def shift_of(at_point: Any) -> Any:
    """The shift that the masked entries of a point give."""
    return evaluated(g(hadamard(m, at_point)), n, 1)


free = OneMatrix(n, 1) - m
forward = Quantity(
    "F",
    "masked coupling layer",
    value=Lambda(
        (a,), hadamard(m, a) + hadamard(free, hadamard(a, entrywise(exp, scale_of(a))) + shift_of(a))
    ),
)
backward = Quantity(
    "F_inv",
    "the layer backwards",
    value=Lambda(
        (a,), hadamard(m, a) + hadamard(free, hadamard(a - shift_of(a), entrywise(exp, -scale_of(a))))
    ),
)
masked = (forward, masked_scale, mask_weights, masked_shift, mask, point)
G, G_inv = forward.symbol, backward.symbol
image = evaluated(G(x), n, 1)
after = Quantity("y", "output of the layer", shape=(dimensions,), value=image)
y = after.symbol
back = jacobian(evaluated(G_inv(y), n, 1), y)


def derive_masked() -> Iterator[Step]:
    """Kept entries have slope 1; the others do not mix."""
    slopes = m + hadamard(free, entrywise(exp, scale_of(x)))
    yield Step(
        log(Abs(Determinant(diagonal_matrix(slopes)), evaluate=False)),
        because="kept entries first, the Jacobian is triangular: slope 1 for these, exp(s_j) for the others",
    )
    yield Step(Sum((1 - at(m, j)) * at(scale_of(x), j), (j, 1, n)), because="a diagonal determinant is a product")


masked_volume = Formula(
    title="Log-determinant of a masked coupling layer",
    kind=Kind.IDENTITY,
    statement=equal(
        log(Abs(Determinant(jacobian(image, x)))), Sum((1 - at(m, j)) * at(scale_of(x), j), (j, 1, n))
    ),
    quantities=masked,
    assumptions=(),
    notations=(
        Notation(
            r"\log\left|\det \frac{\partial F(x)}{\partial x}\right| = \sum_{j=1}^{n} (1 - m_j) s_j(m \odot x)"
        ),
        Notation(
            r"\log\left|\det \frac{\partial f(x)}{\partial x}\right| = \sum_j (1 - b_j) s(b \odot x)_j",
            letters=(("f", "F"), ("b", "m")),
        ),
    ),
    words=("coupling layer", "real nvp", "mask", "log-determinant"),
    derivation=derive_masked,
    source=Source("Dinh, Sohl-Dickstein and Bengio 2017, Density estimation using Real NVP", "section 3.4"),
    survivors=(("the absolute value of determinant(dF(x)/dx)", "the slopes 1 and exp(s_j) are positive"),),
)


def derive_inverse_jacobian() -> Iterator[Step]:
    """Differentiate F_inv(F(x)) = x."""
    there = Determinant(jacobian(image, x))
    yield Step(Determinant(back * jacobian(image, x)) / there, because="determinant of a product, backwards")
    yield Step(
        Determinant(jacobian(evaluated(G_inv(image), n, 1), x)) / there, because="chain rule for the map back and forth"
    )
    yield Step(1 / there, because="the map back and forth is the identity")


inverse_jacobian = Formula(
    title="Jacobian determinant of an inverse map",
    kind=Kind.IDENTITY,
    statement=equal(Determinant(back), 1 / Determinant(jacobian(image, x))),
    quantities=(backward, after, *masked),
    assumptions=(),
    notations=(
        Notation(
            r"\det \frac{\partial F^{-1}(y)}{\partial y} = \left(\det \frac{\partial F(x)}{\partial x}\right)^{-1}",
            letters=(("F^-1", "F_inv"),),
        ),
        Notation(
            r"\det \frac{\partial g(y)}{\partial y} = \frac{1}{\det \frac{\partial f(x)}{\partial x}}",
            letters=(("g", "F_inv"), ("f", "F")),
        ),
    ),
    words=("normalizing flow", "inverse", "jacobian", "determinant"),
    derivation=derive_inverse_jacobian,
    source=Source(
        "Papamakarios et al. 2021, Normalizing Flows for Probabilistic Modeling and Inference", "section 2.1"
    ),
)

TOPIC = Topic(
    "Layers of normalizing flows",
    formulas=(
        planar_jacobian,
        planar_determinant,
        planar_monotone,
        radial_determinant,
        coupling_volume,
        masked_volume,
        inverse_jacobian,
    ),
)
