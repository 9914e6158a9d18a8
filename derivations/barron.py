"""Barron's theorem: what a network of m sigmoid units costs, from the Fourier transform of its target.

A target g(x) = Σ p_j cos(ω_j·x) + q_j sin(ω_j·x) has a spectrum with finitely many frequencies; C_g = Σ |ω_j| |ĝ_j| is
its regularity constant, with |ĝ_j|^2 = p_j^2 + q_j^2. The rate 1/m comes from the sampling of units: g is a mixture of
functions g_j (given by their values at d points), and m of them drawn from the mixture have an average near g.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Sum, cos, sin, sqrt

from derivations.operators import at, at_most, dot, equal, gradient, norm, row, sigmoid, smallest_over, vector_sum
from derivations.vocabulary import (
    SIMPLEX,
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

barron = "Barron 1993, Universal approximation bounds for superpositions of a sigmoidal function"
units = Size("m", "units", largest=4)
features = Size("n", "inputs", largest=3)
m, n = units.symbol, features.symbol
point = Quantity("x", "input", shape=(features,))
weights = Quantity("theta", "weights, one row for each unit", shape=(units, features))
biases = Quantity("b", "biases of the units", shape=(units,))
amplitudes = Quantity("beta", "weights of the output", shape=(units,))
offset = Quantity("b_0", "bias of the output")
output = Quantity("f", "output of the network")
x, theta, b, beta, b_0, f = (q.symbol for q in (point, weights, biases, amplitudes, offset, output))
j, k = bound_index("j k")
superposition = Sum(at(beta, j) * sigmoid(dot(row(theta, j), x) + at(b, j)), (j, 1, m)) + b_0


def derive_network() -> Iterator[Step]:
    """The definition."""
    yield Step(superposition, because="a sum of sigmoid units, and one constant")


network = Formula(
    title="A network with one hidden layer of sigmoid units",
    kind=Kind.DEFINITION,
    statement=equal(f, superposition),
    quantities=(output, point, weights, biases, amplitudes, offset),
    assumptions=(),
    notations=(
        Notation(r"f_m(x) = \sum_{j=1}^m \beta_j \sigma(\theta_j \cdot x + b_j) + b_0", letters=(("f_m", "f"),)),
        Notation(
            r"y = c_0 + \sum_{k=1}^n c_k \sigma(a_k^\top x + b_k)",
            letters=(("y", "f"), ("c_0", "b_0"), ("c", "beta"), ("a", "theta"), ("n", "m")),
        ),
    ),
    words=("barron", "sigmoid", "hidden layer", "network"),
    derivation=derive_network,
    source=Source(barron, "equation 1"),
)

spectrum = Size("m", "frequencies", largest=3)
frequencies = Quantity("omega", "frequencies, one row each", shape=(spectrum, features))
cosines = Quantity("p", "coefficients of the cosines", shape=(spectrum,))
sines = Quantity("q", "coefficients of the sines", shape=(spectrum,))
omega, p, q = frequencies.symbol, cosines.symbol, sines.symbol


def wave(index: Any) -> Any:
    """The phase of a frequency at the input."""
    return dot(row(omega, index), x)


g = Sum(at(p, j) * cos(wave(j)) + at(q, j) * sin(wave(j)), (j, 1, m))
target = Quantity("g", "a function with finitely many frequencies", value=g)
constant = Quantity(
    "C",
    "regularity constant of the function",
    value=Sum(norm(row(omega, j)) * sqrt(at(p, j) ** 2 + at(q, j) ** 2), (j, 1, m)),
)
G, C = target.symbol, constant.symbol
rotated = vector_sum((at(q, j) * cos(wave(j)) - at(p, j) * sin(wave(j))) * row(omega, j), j, 1, m)


def derive_fourier() -> Iterator[Step]:
    """Each wave on its own."""
    yield Step(
        vector_sum(gradient(at(p, j) * cos(wave(j)) + at(q, j) * sin(wave(j)), x), j, 1, m),
        because="the gradient of a sum",
    )
    yield Step(rotated, because="a wave turns by a quarter, and its frequency is the inner derivative: times i omega")


fourier_gradient = Formula(
    title="The gradient multiplies the Fourier coefficients by i times the frequency",
    kind=Kind.GRADIENT,
    statement=equal(gradient(G, x), rotated),
    quantities=(point, frequencies, cosines, sines, target),
    assumptions=(),
    notations=(
        Notation(r"\nabla_x g = \sum_{j=1}^m \omega_j (q_j \cos(\omega_j \cdot x) - p_j \sin(\omega_j \cdot x))"),
        Notation(
            r"\nabla_x f = \sum_{k=1}^m (b_k \cos(\omega_k^\top x) - a_k \sin(\omega_k^\top x)) \omega_k",
            letters=(("f", "g"), ("a", "p"), ("b", "q")),
        ),
    ),
    words=("barron", "fourier", "gradient", "frequency"),
    derivation=derive_fourier,
    source=Source(barron, "section I"),
)


def derive_gradient_bound() -> Iterator[Step]:
    """The triangle inequality, and the amplitude of a wave."""
    amplitude = sqrt((at(q, j) * cos(wave(j)) - at(p, j) * sin(wave(j))) ** 2)
    yield Step(Sum(norm(row(omega, j)) * amplitude, (j, 1, m)), because="triangle inequality", relation="<=")
    yield Step(C, because="no value of a wave is above its amplitude", relation="<=")


gradient_bound = Formula(
    title="Barron's constant bounds the gradient",
    kind=Kind.BOUND,
    statement=at_most(norm(gradient(G, x)), C),
    quantities=(point, frequencies, cosines, sines, target, constant),
    assumptions=(),
    notations=(
        Notation(r"\|\nabla_x g\| \leq C"),
        Notation(r"\|\nabla_x f\|_2 \leq \sum_{j=1}^m \|\omega_j\|_2 \sqrt{p_j^2 + q_j^2}", letters=(("f", "g"),)),
    ),
    words=("barron", "fourier", "gradient", "regularity"),
    derivation=derive_gradient_bound,
    source=Source(barron, "section I"),
)

places = Size("d", "points at which functions are compared", largest=3)
mixed = Size("K", "functions of the mixture", largest=3)
members = Quantity("v", "values of the functions, one row for each", shape=(mixed, places))
shares = Quantity("a", "shares of the mixture", shape=(mixed,), domain=SIMPLEX)
K, v, a = mixed.symbol, members.symbol, shares.symbol
i = bound_index("i")
mixture = Quantity("g", "the mixture", shape=(places,), value=v.T * a)
h = mixture.symbol
spread = Sum(at(a, i) * norm(row(v, i)) ** 2, (i, 1, K)) - norm(h) ** 2


def pairs_of(body: Any) -> Any:
    """The mean over two independent draws j and k from the mixture."""
    return Sum(at(a, j) * at(a, k) * body, (j, 1, K), (k, 1, K))


def derive_two_draws() -> Iterator[Step]:
    """The variance of a mean of independent draws."""
    yield Step(
        pairs_of(norm(row(v, j) - h) ** 2 + norm(row(v, k) - h) ** 2) / 4,
        because="expand the square: the deviations of the two draws are uncorrelated",
    )
    yield Step(Sum(at(a, i) * norm(row(v, i) - h) ** 2, (i, 1, K)) / 2, because="both draws are alike")
    yield Step(spread / 2, because="mean square less square of the mean")


two_draws = Formula(
    title="Two sampled units halve the squared distance of one from their mixture",
    kind=Kind.IDENTITY,
    statement=equal(pairs_of(norm((row(v, j) + row(v, k)) / 2 - h) ** 2), spread / 2),
    quantities=(members, shares, mixture),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{j=1}^{K} \sum_{k=1}^{K} a_j a_k \left\| \frac{v_j + v_k}{2} - g \right\|^2 "
            r"= \frac{1}{2} \left(\sum_{i=1}^{K} a_i \|v_i\|^2 - \|g\|^2\right)"
        ),
        Notation(
            r"\sum_{j,k} a_j a_k \left\| \frac{1}{2} (v_j + v_k) - g \right\|_2^2 "
            r"= \frac{1}{2} \sum_i a_i \|v_i\|_2^2 - \frac{1}{2} \|g\|_2^2"
        ),
    ),
    words=("barron", "maurey", "sampling", "convex hull"),
    derivation=derive_two_draws,
    source=Source(barron, "lemma 1"),
)


def derive_best_pair() -> Iterator[Step]:
    """The best of all pairs is no worse than the mean pair."""
    yield Step(
        pairs_of(norm((row(v, j) + row(v, k)) / 2 - h) ** 2), because="no mean is below the least value", relation="<="
    )
    yield Step(spread / 2, because="two sampled units")


distance = norm((row(v, j) + row(v, k)) / 2 - h) ** 2
best_pair = Formula(
    title="Some two units of a mixture have an average at half the squared distance: the rate 1/m",
    kind=Kind.BOUND,
    statement=at_most(smallest_over(smallest_over(distance, k, 1, K), j, 1, K), spread / 2),
    quantities=(members, shares, mixture),
    assumptions=(),
    notations=(
        Notation(
            r"\min_{1 \leq j \leq K} \min_{1 \leq k \leq K} \left\| \frac{v_j + v_k}{2} - g \right\|^2 "
            r"\leq \frac{1}{2} \left(\sum_{i=1}^{K} a_i \|v_i\|^2 - \|g\|^2\right)"
        ),
        Notation(
            r"\min_j \min_k \left\| \frac{1}{2} (v_j + v_k) - g \right\|_2^2 "
            r"\leq \frac{1}{2} \sum_i a_i \|v_i\|_2^2 - \frac{1}{2} \|g\|_2^2"
        ),
    ),
    words=("barron", "maurey", "approximation rate", "convex hull"),
    derivation=derive_best_pair,
    source=Source(barron, "lemma 1"),
    survivors=(("the lower bound 1 becomes 0 in min", "a minimum passes over what is not there"),),
)

TOPIC = Topic("Barron's theorem", formulas=(network, fourier_gradient, gradient_bound, two_draws, best_pair))
