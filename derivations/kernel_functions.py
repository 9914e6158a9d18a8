"""Kernels one by one, what holds for every kernel, and estimators that average with kernels.

A kernel of two inputs is the inner product of their features: phi is any feature map.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, cos, exp, pi, sin, sqrt, tanh

from derivations.kernels import bishop, features, first, inputs, primed, schoelkopf, value, width, x, z
from derivations.operators import at, at_most, dot, evaluated, norm, norm1
from derivations.stanzas import rule, written
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
)

rasmussen = "Rasmussen and Williams, Gaussian Processes for Machine Learning"
words = ("kernel", "covariance function", "gaussian process", "svm", "similarity")
sigma = width.symbol
scale = Quantity("r", "length scale", domain=POSITIVE)
amplitude = Quantity("s", "standard deviation of the process", domain=POSITIVE)
slope = Quantity("a", "scale of the inner product", domain=POSITIVE)
shift = Quantity("c", "offset")
period = Quantity("p", "period", domain=POSITIVE)
shape = Quantity("alpha", "mixture of scales", domain=POSITIVE)
ell, s, a, c, p, alpha = (q.symbol for q in (scale, amplitude, slope, shift, period, shape))
plain = (("l", "r"), ("sigma_f", "s"))
letters = (*plain, *primed)
capital = (("K", "k"), *primed)

linear = rule(
    "Linear kernel",
    value,
    dot(x, z),
    inputs,
    (
        *written(r"k(x, z) = x^\top z", r"k(x, z) = \langle x, z \rangle"),
        *written(r"K(x, x') = x^T x'", letters=capital),
    ),
    ("linear kernel", *words),
    "the inputs are their own features",
    Source(bishop, "section 6.1"),
)
laplacian = rule(
    "Laplacian kernel",
    value,
    exp(-norm1(x - z) / sigma),
    (*inputs, width),
    (
        *written(r"k(x, z) = \exp\left(-\frac{\|x - z\|_1}{\sigma}\right)", r"k(x, z) = e^{-\|x - z\|_1 / \sigma}"),
        *written(r"K(x, x') = \exp\left(-\frac{\|x - x'\|_1}{\sigma}\right)", letters=capital),
    ),
    ("laplacian kernel", "laplace kernel", *words),
    "similarity falls exponentially with the distance",
    Source(schoelkopf, "section 2.3"),
)
exponential = rule(
    "Exponential kernel (Ornstein-Uhlenbeck)",
    value,
    exp(-norm(x - z) / ell),
    (*inputs, scale),
    (
        *written(r"k(x, z) = \exp\left(-\frac{\|x - z\|}{\ell}\right)", letters=plain),
        *written(r"k(x, x') = e^{-\|x - x'\| / \ell}", letters=letters),
    ),
    ("exponential kernel", "ornstein", "matérn", "matern", *words),
    "similarity falls exponentially with the distance",
    Source(rasmussen, "equation 4.18"),
)
sigmoidal = rule(
    "Sigmoid kernel",
    value,
    tanh(a * dot(x, z) + c),
    (*inputs, slope, shift),
    (
        *written(r"k(x, z) = \tanh(a x^\top z + c)"),
        *written(r"K(x, x') = \tanh(\kappa x^T x' + c)", letters=(("kappa", "a"), *capital)),
    ),
    ("sigmoid kernel", "tanh kernel", "hyperbolic tangent kernel", *words),
    "a unit whose weights are the other input",
    Source(schoelkopf, "equation 2.69"),
)
squared_exponential = rule(
    "Squared exponential kernel with an amplitude",
    value,
    s**2 * exp(-(norm(x - z) ** 2) / (2 * ell**2)),
    (*inputs, amplitude, scale),
    (
        *written(r"k(x, z) = \sigma_f^2 \exp\left(-\frac{\|x - z\|^2}{2 \ell^2}\right)", letters=plain),
        *written(r"k(x, x') = \sigma_f^2 \exp\left(-\frac{1}{2 \ell^2} \|x - x'\|^2\right)", letters=letters),
        *written(r"k(x, x') = s^2 e^{-\frac{\|x - x'\|^2}{2 r^2}}", letters=primed),
    ),
    ("squared exponential", "rbf", "length scale", "lengthscale", "signal variance", *words),
    "a bell curve of the distance",
    Source(rasmussen, "equation 2.31"),
)
three_halves = rule(
    "Matérn kernel with parameter 3/2",
    value,
    (1 + sqrt(3) * norm(x - z) / ell) * exp(-sqrt(3) * norm(x - z) / ell),
    (*inputs, scale),
    (
        *written(
            r"k(x, z) = \left(1 + \frac{\sqrt{3} \|x - z\|}{\ell}\right) "
            r"\exp\left(-\frac{\sqrt{3} \|x - z\|}{\ell}\right)",
            r"k(x, z) = \left(1 + \sqrt{3} \|x - z\| / \ell\right) e^{-\sqrt{3} \|x - z\| / \ell}",
            letters=plain,
        ),
    ),
    ("matérn", "matern", *words),
    "a process that is differentiable once",
    Source(rasmussen, "equation 4.17"),
)
rational = rule(
    "Rational quadratic kernel",
    value,
    (1 + norm(x - z) ** 2 / (2 * alpha * ell**2)) ** (-alpha),
    (*inputs, scale, shape),
    (
        *written(r"k(x, z) = \left(1 + \frac{\|x - z\|^2}{2 \alpha \ell^2}\right)^{-\alpha}", letters=plain),
        *written(r"k(x, x') = \left(1 + \frac{\|x - x'\|^2}{2 \alpha \ell^2}\right)^{-\alpha}", letters=letters),
    ),
    ("rational quadratic", *words),
    "squared exponential kernels of all length scales, mixed",
    Source(rasmussen, "equation 4.19"),
)
numbers = (("x", "t"), ("x_prime", "u"))
spot = Quantity("t", "a point on the line")
other = Quantity("u", "another point on the line")
line_gaussian = rule(
    "Gaussian kernel of two numbers",
    value,
    exp(-((spot.symbol - other.symbol) ** 2) / (2 * sigma**2)),
    (spot, other, width),
    (
        *written(r"k(x, x') = \exp\left(-\frac{(x - x')^2}{2 \sigma^2}\right)", letters=numbers),
        *written(r"k(x, x') = e^{-\frac{(x - x')^2}{2 \sigma^2}}", letters=numbers),
        *written(r"k(x, y) = \exp\left(-\frac{(x - y)^2}{2 \sigma^2}\right)", letters=(("x", "t"), ("y", "u"))),
    ),
    ("gaussian kernel", "rbf", *words),
    "a bell curve of the distance",
    Source(bishop, "equation 6.23"),
)
line_exponential = rule(
    "Squared exponential kernel of two numbers",
    value,
    s**2 * exp(-((spot.symbol - other.symbol) ** 2) / (2 * ell**2)),
    (spot, other, amplitude, scale),
    (
        *written(
            r"k(x, x') = \sigma_f^2 \exp\left(-\frac{(x - x')^2}{2 \ell^2}\right)", letters=(*numbers, *plain)
        ),
        *written(
            r"k(x, x') = \sigma_f^2 \exp\left(-\frac{1}{2 \ell^2} (x - x')^2\right)", letters=(*numbers, *plain)
        ),
    ),
    ("squared exponential", "rbf", "length scale", "lengthscale", "signal variance", *words),
    "a bell curve of the distance",
    Source(rasmussen, "equation 2.31"),
)
periodic = rule(
    "Periodic kernel",
    value,
    exp(-2 * sin(pi * (spot.symbol - other.symbol) / p) ** 2 / ell**2),
    (spot, other, scale, period),
    (
        *written(
            r"k(x, x') = \exp\left(-\frac{2 \sin^2(\pi (x - x') / p)}{\ell^2}\right)",
            r"k(x, x') = \exp\left(-\frac{2}{\ell^2} \sin^2\left(\frac{\pi (x - x')}{p}\right)\right)",
            letters=(("x", "t"), ("x_prime", "u"), ("l", "r")),
        ),
    ),
    ("periodic kernel", "period", *words),
    "the squared exponential kernel of two points on a circle",
    Source(rasmussen, "equation 4.31"),
)

codes = Size("q", "features of the map", largest=3)
feature_map = Quantity("phi", "a feature map", shape=(codes,), arguments=((features,),))


def image(point: object) -> object:
    """The features of an input."""
    return evaluated(feature_map.symbol(point), codes.symbol, 1)


names = Quantity("k_xz", "kernel of x and z", value=dot(image(x), image(z)))
own = Quantity("k_xx", "kernel of x with itself", value=dot(image(x), image(x)))
others = Quantity("k_zz", "kernel of z with itself", value=dot(image(z), image(z)))
k_xz, k_xx, k_zz = names.symbol, own.symbol, others.symbol
kernel_parts = (names, own, others, feature_map, *inputs)


def derive_cauchy_schwarz() -> Iterator[Step]:
    """Cauchy-Schwarz inequality of the features."""
    yield Step(norm(image(x)) ** 2 * norm(image(z)) ** 2, because="Cauchy-Schwarz inequality", relation="<=")
    yield Step(k_xx * k_zz, because="the squared length is the kernel of an input with itself")


cauchy_schwarz = Formula(
    title="Cauchy-Schwarz inequality for kernels",
    kind=Kind.BOUND,
    statement=at_most(k_xz**2, k_xx * k_zz),
    quantities=kernel_parts,
    assumptions=(),
    notations=(
        Notation(
            r"k_{12}^2 \leq k_{11} k_{22}", letters=(("k_12", "k_xz"), ("k_11", "k_xx"), ("k_22", "k_zz"))
        ),
        Notation(r"\langle \phi(x), \phi(z) \rangle^2 \leq \|\phi(x)\|^2 \|\phi(z)\|^2"),
    ),
    words=("cauchy-schwarz", "positive definite", *words),
    derivation=derive_cauchy_schwarz,
    source=Source(schoelkopf, "proposition 2.7"),
)

samples = Size("n", "samples", largest=4)
weights = Quantity("k", "kernels of the query with the inputs", shape=(samples,), domain=POSITIVE)
targets = Quantity("y", "targets", shape=(samples,))
estimate = Quantity("f", "estimate at the query")
i = bound_index("i")
n, k, y = samples.symbol, weights.symbol, targets.symbol
nadaraya_watson = rule(
    "Kernel regression (Nadaraya-Watson)",
    estimate,
    Sum(at(k, i) * at(y, i), (i, 1, n)) / Sum(at(k, i), (i, 1, n)),
    (weights, targets),
    (
        *written(
            r"\hat{f} = \frac{\sum_{i=1}^n k_i y_i}{\sum_{i=1}^n k_i}",
            r"\hat{f} = \frac{\sum_i k_i y_i}{\sum_j k_j}",
            letters=(("f_hat", "f"),),
        ),
    ),
    ("nadaraya", "kernel regression", "kernel smooth", "locally weighted"),
    "the mean of the targets, weighted by similarity",
    Source(bishop, "equation 6.45"),
)
bump = Quantity("K", "the kernel", arguments=((),))
points = Quantity("x", "the sample", shape=(samples,))
query = Quantity("q", "a point")
bandwidth = Quantity("h", "bandwidth", domain=POSITIVE)
K, xs, q, h = bump.symbol, points.symbol, query.symbol, bandwidth.symbol
density = Quantity("f", "estimated density at the point")
kernel_density = rule(
    "Kernel density estimate (Parzen)",
    density,
    Sum(K((q - at(xs, i)) / h), (i, 1, n)) / (n * h),
    (bump, points, query, bandwidth),
    (
        *written(
            r"\hat{f} = \frac{1}{n h} \sum_{i=1}^n K\left(\frac{q - x_i}{h}\right)",
            r"\hat{f} = \frac{1}{n h} \sum_{i=1}^n K((q - x_i) / h)",
            letters=(("f_hat", "f"),),
        ),
        *written(
            r"\hat{f} = \frac{1}{n} \sum_{i=1}^n \frac{1}{h} K\left(\frac{q - x_i}{h}\right)",
            letters=(("f_hat", "f"),),
        ),
    ),
    ("kernel density", "parzen", "density estimat", "bandwidth", "kde"),
    "a bump of width h at each sample",
    Source("Wasserman, All of Statistics", "equation 20.21"),
)
frequency = Quantity("omega", "a random frequency", shape=(features,))
phase = Quantity("b", "a random phase")
width_of_map = Quantity("D", "number of features", domain=POSITIVE)
output = Quantity("f", "value of the feature")
random_feature = rule(
    "Random Fourier feature",
    output,
    sqrt(2 / width_of_map.symbol) * cos(dot(frequency.symbol, x) + phase.symbol),
    (first, frequency, phase, width_of_map),
    written(
        r"z(x) = \sqrt{\frac{2}{D}} \cos(\omega^\top x + b)",
        r"\phi(x) = \sqrt{2 / D} \cos(\omega^\top x + b)",
        letters=(("z", "f"), ("phi", "f")),
    ),
    ("random fourier", "random feature", "rahimi", "shift-invariant"),
    "products of two such features have the kernel as mean",
    Source("Rahimi and Recht 2007, Random Features for Large-Scale Kernel Machines", "algorithm 1"),
)

TOPIC = Topic(
    "Kernels one by one",
    formulas=(
        linear,
        laplacian,
        exponential,
        sigmoidal,
        squared_exponential,
        three_halves,
        rational,
        line_gaussian,
        line_exponential,
        periodic,
        cauchy_schwarz,
        nadaraya_watson,
        kernel_density,
        random_feature,
    ),
)
