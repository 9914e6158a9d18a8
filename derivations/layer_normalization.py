"""Layer and weight normalisation: what they compute, what they do not see, and the gradients of weight normalisation.

Layer normalisation takes its statistics over the units of each sample, the rows of a matrix of activities. Weight
normalisation writes a weight vector as w = g v / |v|, with a length g and a direction v that are learned.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Identity, Lambda, MatrixSymbol, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, equal, evaluated, gradient, norm, partial, row, total
from derivations.vocabulary import (
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
    free_index,
)

ba = "Ba, Kiros and Hinton 2016, Layer Normalization"
salimans = "Salimans and Kingma 2016, Weight Normalization"
samples = Size("s", "samples", largest=3)
units = Size("m", "units", smallest=2, largest=4)
m = units.symbol
j = bound_index("j")
sample, unit = free_index("t", samples), free_index("i", units)
t, i = sample.symbol, unit.symbol
layer = Quantity("z", "the activities, a sample in each row", shape=(samples, units))
guard = Quantity("delta", "a small number under the root", domain=POSITIVE)
z, delta = layer.symbol, guard.symbol
one_mean = Sum(at(z, t, j), (j, 1, m)) / m
means = Quantity("mu", "mean over the units of each sample", shape=(samples,))


def derive_mean() -> Iterator[Step]:
    """The sum over the number."""
    yield Step(total(row(z, t)) / m, because="the sum of the row over its length")
    yield Step(one_mean, because="entry by entry")


layer_mean = Formula(
    title="Mean of layer normalisation",
    kind=Kind.DEFINITION,
    statement=equal(at(means.symbol, t), one_mean),
    quantities=(means, layer, sample),
    assumptions=(),
    notations=(
        Notation(r"\mu_t = \frac{1}{m} \sum_{i=1}^m z_{ti}"),
        Notation(r"\mu_t = \frac{1}{H} \sum_{i=1}^H a_{ti}", letters=(("a", "z"), ("H", "m"))),
    ),
    words=("layer norm", "mean"),
    derivation=derive_mean,
    source=Source(ba, "equation 3"),
)

known_means = Quantity("mu", "mean over the units of each sample", shape=(samples,), value=z * OneMatrix(m, 1) / m)
mu = known_means.symbol
one_spread = Sum((at(z, t, j) - at(mu, t)) ** 2, (j, 1, m)) / m
deviations = Quantity("sigma", "deviation over the units of each sample", shape=(samples,))
away = row(z, t) - at(mu, t) * OneMatrix(m, 1)


def derive_deviation() -> Iterator[Step]:
    """The squared length of the deviations from the mean."""
    yield Step(sqrt(delta + norm(away) ** 2 / m), because="the variance is the mean squared deviation")
    yield Step(sqrt(delta + one_spread), because="entry by entry")


layer_deviation = Formula(
    title="Deviation of layer normalisation",
    kind=Kind.DEFINITION,
    statement=equal(at(deviations.symbol, t), sqrt(delta + one_spread)),
    quantities=(deviations, known_means, layer, guard, sample),
    assumptions=(),
    notations=(
        Notation(r"\sigma_t = \sqrt{\delta + \frac{1}{m} \sum_{i=1}^m (z_{ti} - \mu_t)^2}"),
        Notation(
            r"\sigma_t = \sqrt{\frac{1}{H} \sum_{i=1}^H (a_{ti} - \mu_t)^2 + \epsilon}",
            letters=(("a", "z"), ("H", "m"), ("epsilon", "delta")),
        ),
    ),
    words=("layer norm", "standard deviation", "variance"),
    derivation=derive_deviation,
    source=Source(ba, "equation 3"),
)

output = Quantity("z_tilde", "the normalised activities", shape=(samples, units))


def derive_output() -> Iterator[Step]:
    """Normalise one row."""
    yield Step(
        at(away, i) / sqrt(delta + norm(away) ** 2 / m), because="subtract the row's mean, divide by its deviation"
    )
    yield Step((at(z, t, i) - at(mu, t)) / sqrt(delta + one_spread), because="entry by entry")


layer_output = Formula(
    title="Activity after layer normalisation",
    kind=Kind.DEFINITION,
    statement=equal(at(output.symbol, t, i), (at(z, t, i) - at(mu, t)) / sqrt(delta + one_spread)),
    quantities=(output, known_means, layer, guard, sample, unit),
    assumptions=(),
    notations=(
        Notation(
            r"\tilde{z}_{ti} = \frac{z_{ti} - \mu_t}{\sqrt{\delta + \frac{1}{m} \sum_{j=1}^m (z_{tj} - \mu_t)^2}}"
        ),
        Notation(
            r"\hat{x}_{ti} = \frac{x_{ti} - \mu_t}{\sqrt{\frac{1}{H} \sum_{j=1}^H (x_{tj} - \mu_t)^2 + \epsilon}}",
            letters=(("x_hat", "z_tilde"), ("x", "z"), ("H", "m"), ("epsilon", "delta")),
        ),
    ),
    words=("layer norm", "normalize"),
    derivation=derive_output,
    source=Source(ba, "equation 4"),
)

inputs = Size("n", "inputs", largest=3)
n = inputs.symbol
direction = Quantity("v", "direction of the weights", shape=(inputs,))
length = Quantity("g", "length of the weights")
normalised = Quantity("w", "the weights", shape=(inputs,))
v, g = direction.symbol, length.symbol
weights = Quantity("w", "the weights", shape=(inputs,), value=g / norm(v) * v)
w = weights.symbol


def derive_weights() -> Iterator[Step]:
    """A unit vector, scaled."""
    yield Step(g / sqrt(dot(v, v)) * v, because="the length times the unit vector along v")
    yield Step(g / norm(v) * v, because="definition of the norm")


weight_normalisation = Formula(
    title="Weight normalisation",
    kind=Kind.DEFINITION,
    statement=equal(normalised.symbol, g / norm(v) * v),
    quantities=(normalised, direction, length),
    assumptions=(),
    notations=(
        Notation(r"w = \frac{g}{\|v\|} v"),
        Notation(r"\theta = g \frac{v}{\|v\|_2}", letters=(("theta", "w"),)),
    ),
    words=("weight norm", "reparameterization"),
    derivation=derive_weights,
    source=Source(salimans, "equation 2"),
)


def derive_length() -> Iterator[Step]:
    """The unit vector has length 1."""
    yield Step(sqrt(g**2 * dot(v, v) / norm(v) ** 2), because="the squared length is quadratic in the factor g / |v|")
    yield Step(Abs(g), because="cancel the squared norm; the root of a square is the absolute value")


weight_length = Formula(
    title="Weight normalisation fixes the length of the weights",
    kind=Kind.IDENTITY,
    statement=equal(norm(w), Abs(g)),
    quantities=(weights, direction, length),
    assumptions=(),
    notations=(
        Notation(r"\|w\| = |g|"),
        Notation(r"\left\| \frac{g}{\|v\|} v \right\|_2 = |g|"),
    ),
    words=("weight norm", "norm", "length"),
    derivation=derive_length,
    source=Source(salimans, "section 2"),
)

u = MatrixSymbol("u", n, 1)
reparameterised = Quantity("W", "the weights of a direction", value=Lambda((u,), g / norm(u) * u))
factor = Quantity("a", "a positive factor", domain=POSITIVE)
W, a = reparameterised.symbol, factor.symbol


def derive_scale() -> Iterator[Step]:
    """The factor cancels."""
    yield Step(g / (a * norm(v)) * (a * v), because="a norm takes a positive factor out")
    yield Step(evaluated(W(v), n, 1), because="cancel the factor")


scale_invariance = Formula(
    title="Weight normalisation does not see the scale of v",
    kind=Kind.IDENTITY,
    statement=equal(evaluated(W(a * v), n, 1), evaluated(W(v), n, 1)),
    quantities=(reparameterised, direction, length, factor),
    assumptions=(),
    notations=(
        Notation(r"w(a v) = w(v)", letters=(("w", "W"),)),
        Notation(r"\frac{g}{\|\alpha v\|} \alpha v = \frac{g}{\|v\|} v", letters=(("alpha", "a"),)),
    ),
    words=("weight norm", "scale-invariant", "invariance"),
    derivation=derive_scale,
    source=Source(salimans, "section 2"),
    survivors=(("the factor a is dropped", "1 is a positive factor too"),),
)

loss = Quantity("f", "the loss as a function of the weights", arguments=((inputs,),))
value = Quantity("L", "the loss", value=loss.symbol(w))
L = value.symbol
trained = (value, loss, weights, direction, length)


def derive_length_gradient() -> Iterator[Step]:
    """The weights are linear in their length."""
    yield Step(dot(gradient(L, w), v / norm(v)), because="chain rule: the derivative of the weights by g is v / |v|")
    yield Step(dot(gradient(L, w), v) / norm(v), because="take the norm out")


length_gradient = Formula(
    title="Weight normalisation: derivative by the length",
    kind=Kind.GRADIENT,
    statement=equal(partial(L, g), dot(gradient(L, w), v) / norm(v)),
    quantities=trained,
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial g} = \frac{\nabla_w L \cdot v}{\|v\|}"),
        Notation(r"\frac{\partial L}{\partial g} = \frac{v^\top \nabla_w L}{\|v\|_2}"),
    ),
    words=("weight norm", "gradient"),
    derivation=derive_length_gradient,
    source=Source(salimans, "equation 3"),
)


def derive_direction_gradient() -> Iterator[Step]:
    """The derivative of a unit vector is a projection."""
    projection = Identity(n) - v * v.T / norm(v) ** 2
    yield Step(g / norm(v) * projection * gradient(L, w), because="the Jacobian of v / |v| is (I - v v' / |v|^2) / |v|")
    yield Step(
        g / norm(v) * gradient(L, w) - g * partial(L, g) / norm(v) ** 2 * v, because="derivative by the length"
    )


direction_gradient = Formula(
    title="Weight normalisation: gradient by the direction",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, v), g / norm(v) * gradient(L, w) - g * partial(L, g) / norm(v) ** 2 * v),
    quantities=trained,
    assumptions=(),
    notations=(
        Notation(
            r"\nabla_v L = \frac{g}{\|v\|} \nabla_w L - \frac{g}{\|v\|^2} \frac{\partial L}{\partial g} v"
        ),
        Notation(r"\nabla_v L = \frac{g}{\|v\|_2} \left(I - \frac{v v^\top}{\|v\|_2^2}\right) \nabla_w L"),
    ),
    words=("weight norm", "gradient", "projection"),
    derivation=derive_direction_gradient,
    source=Source(salimans, "equations 3 and 4"),
)

TOPIC = Topic(
    "Layer and weight normalisation",
    formulas=(
        layer_mean,
        layer_deviation,
        layer_output,
        weight_normalisation,
        weight_length,
        scale_invariance,
        length_gradient,
        direction_gradient,
    ),
)
