"""Kernels: polynomials and bell curves as inner products of features, centring, kernel ridge regression.

K is the matrix of the kernels of all pairs of inputs.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, Lambda, MatrixSymbol, Sum, Transpose, exp
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, equal, evaluated, norm
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
schoelkopf = "Schölkopf and Smola, Learning with Kernels"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
features = Size("d", "features", largest=3)
d = features.symbol
i, j = bound_index("i j")
first = Quantity("x", "an input", shape=(features,))
second = Quantity("z", "another input", shape=(features,))
value = Quantity("k", "value of the kernel")
width = Quantity("sigma", "width of the kernel", domain=POSITIVE)
rate = Quantity("gamma", "inverse width of the kernel", domain=POSITIVE)
constant = Quantity("c", "constant of the kernel", domain=POSITIVE)
degree = Quantity("p", "degree of the kernel", domain=integers(1, 4))
x, z, k, sigma, gamma, c, p = (q.symbol for q in (first, second, value, width, rate, constant, degree))
inputs = (first, second)
primed = (("x_prime", "z"),)
words = ("kernel", "feature map", "rbf", "polynomial kernel")


def derive_gaussian() -> Iterator[Step]:
    """Expand the squared distance."""
    yield Step(
        exp((2 * dot(x, z) - dot(x, x) - dot(z, z)) / (2 * sigma**2)), because="the squared distance, multiplied out"
    )
    yield Step(exp(-(norm(x - z) ** 2) / (2 * sigma**2)), because="collect the square")


gaussian = Formula(
    title="Gaussian kernel",
    kind=Kind.DEFINITION,
    statement=equal(k, exp(-(norm(x - z) ** 2) / (2 * sigma**2))),
    quantities=(value, *inputs, width),
    assumptions=(),
    notations=(
        Notation(r"k(x, z) = \exp\left(-\frac{\|x - z\|^2}{2\sigma^2}\right)"),
        Notation(r"K(x, x') = e^{-\frac{\|x - x'\|^2}{2\sigma^2}}", letters=(("K", "k"), *primed)),
        Notation(r"k(x, x') = \exp(-\|x - x'\|^2 / 2\sigma^2)", letters=primed),
        Notation(r"k(x, z) = e^{-\frac{1}{2\sigma^2} (x - z)^\top (x - z)}"),
    ),
    words=("gaussian kernel", "squared exponential", *words),
    derivation=derive_gaussian,
    source=Source(bishop, "equation 6.23"),
)


def derive_rbf() -> Iterator[Step]:
    """Expand the squared distance."""
    yield Step(exp(gamma * (2 * dot(x, z) - dot(x, x) - dot(z, z))), because="the squared distance, multiplied out")
    yield Step(exp(-gamma * norm(x - z) ** 2), because="collect the square")


rbf = Formula(
    title="Radial basis function kernel",
    kind=Kind.DEFINITION,
    statement=equal(k, exp(-gamma * norm(x - z) ** 2)),
    quantities=(value, *inputs, rate),
    assumptions=(),
    notations=(
        Notation(r"k(x, z) = \exp(-\gamma \|x - z\|^2)"),
        Notation(r"K(x, x') = e^{-\gamma \|x - x'\|_2^2}", letters=(("K", "k"), *primed)),
    ),
    words=("radial basis", *words),
    derivation=derive_rbf,
    source=Source(schoelkopf, "section 2.3"),
)


def derive_polynomial() -> Iterator[Step]:
    """The inner product as a sum."""
    yield Step((Sum(at(x, i) * at(z, i), (i, 1, d)) + c) ** p, because="the inner product of the inputs, as a sum")
    yield Step((dot(x, z) + c) ** p, because="the sum of products is the inner product")


polynomial = Formula(
    title="Polynomial kernel",
    kind=Kind.DEFINITION,
    statement=equal(k, (dot(x, z) + c) ** p),
    quantities=(value, *inputs, constant, degree),
    assumptions=(),
    notations=(
        Notation(r"k(x, z) = (x^\top z + c)^p"),
        Notation(r"K(x, x') = (x \cdot x' + c)^d", letters=(("K", "k"), ("d", "p"), *primed)),
    ),
    words=words,
    derivation=derive_polynomial,
    source=Source(bishop, "section 6.2"),
)


def derive_square() -> Iterator[Step]:
    """The square of a sum."""
    yield Step(Sum(at(x, i) * at(z, i), (i, 1, d)) * Sum(at(x, j) * at(z, j), (j, 1, d)), because="twice the same sum")
    yield Step(
        Sum((at(x, i) * at(x, j)) * (at(z, i) * at(z, j)), (j, 1, d), (i, 1, d)), because="multiply term by term"
    )


quadratic_features = Formula(
    title="The squared inner product is the inner product of all products of two features",
    kind=Kind.IDENTITY,
    statement=equal(dot(x, z) ** 2, Sum((at(x, i) * at(x, j)) * (at(z, i) * at(z, j)), (j, 1, d), (i, 1, d))),
    quantities=inputs,
    assumptions=(),
    notations=(
        Notation(r"(x^\top z)^2 = \sum_{i=1}^d \sum_{j=1}^d (x_i x_j)(z_i z_j)"),
        Notation(r"(x^T z)^2 = \left(\sum_{i=1}^n x_i z_i\right) \left(\sum_{j=1}^n x_j z_j\right)",
                 letters=(("n", "d"),)),
        Notation(r"(x \cdot z)^2 = \sum_{i,j=1}^d x_i x_j z_i z_j"),
    ),
    words=words,
    derivation=derive_square,
    source=Source("Ng and Ma, CS229 Lecture Notes", "section 5.3"),
)

plane = Size("d", "features", smallest=2, largest=2)
flat = (Quantity("x", "an input", shape=(plane,)), Quantity("z", "another input", shape=(plane,)))
x1, x2, z1, z2 = at(x, 1), at(x, 2), at(z, 1), at(z, 2)


def derive_plane() -> Iterator[Step]:
    """The square of a sum of two."""
    yield Step((x1 * z1 + x2 * z2) ** 2, because="the inner product of two numbers each")
    yield Step(x1**2 * z1**2 + 2 * x1 * x2 * z1 * z2 + x2**2 * z2**2, because="multiply out")


plane_features = Formula(
    title="The quadratic kernel in the plane",
    kind=Kind.IDENTITY,
    statement=equal(dot(x, z) ** 2, x1**2 * z1**2 + 2 * x1 * x2 * z1 * z2 + x2**2 * z2**2),
    quantities=flat,
    assumptions=(),
    notations=(
        Notation(r"(x^\top z)^2 = x_1^2 z_1^2 + 2 x_1 z_1 x_2 z_2 + x_2^2 z_2^2"),
        Notation(r"(x_1 z_1 + x_2 z_2)^2 = x_1^2 z_1^2 + 2 x_1 x_2 z_1 z_2 + x_2^2 z_2^2"),
    ),
    words=words,
    derivation=derive_plane,
    source=Source(bishop, "equation 6.12"),
)

images = Size("m", "image features", largest=3)
feature_map = Quantity("phi", "the feature map", shape=(images,), arguments=((features,),))
phi = feature_map.symbol
m = images.symbol
u, v = MatrixSymbol("u", d, 1), MatrixSymbol("v", d, 1)
kernel = Quantity(
    "k", "inner product of features", value=Lambda((u, v), dot(evaluated(phi(u), m, 1), evaluated(phi(v), m, 1)))
)
of = kernel.symbol


def derive_distance() -> Iterator[Step]:
    """Multiply the square out."""
    a, b = evaluated(phi(x), m, 1), evaluated(phi(z), m, 1)
    yield Step(dot(a, a) - 2 * dot(a, b) + dot(b, b), because="multiply the square out")
    yield Step(of(x, x) - 2 * of(x, z) + of(z, z), because="inner products of features are kernels")


feature_distance = Formula(
    title="Distance in feature space from kernels",
    kind=Kind.IDENTITY,
    statement=equal(
        norm(evaluated(phi(x), m, 1) - evaluated(phi(z), m, 1)) ** 2, of(x, x) - 2 * of(x, z) + of(z, z)
    ),
    quantities=(feature_map, kernel, *inputs),
    assumptions=(),
    notations=(
        Notation(r"\|\phi(x) - \phi(z)\|^2 = k(x, x) - 2 k(x, z) + k(z, z)"),
        Notation(r"\|\phi(x) - \phi(x')\|^2 = k(x, x) + k(x', x') - 2 k(x, x')", letters=primed),
    ),
    words=("kernel trick", "feature space", *words),
    derivation=derive_distance,
    source=Source(schoelkopf, "section 2.2"),
)

samples = Size("n", "samples", smallest=2, largest=3)
n = samples.symbol
gram = Quantity("K", "kernels of all pairs of inputs", shape=(samples, samples), domain=POSITIVE_DEFINITE)
targets = Quantity("y", "the targets", shape=(samples,))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
coefficients = Quantity("alpha", "coefficients of the inputs", shape=(samples,))
K, y, mu, alpha = gram.symbol, targets.symbol, strength.symbol, coefficients.symbol
lam = (("lambda", "mu"),)
ridge_words = ("kernel ridge", "ridge", "representer", "dual", *words)
similarity = Quantity("q", "kernels of a query with the inputs", shape=(samples,))
score = Quantity("f", "prediction for the query")
q, f = similarity.symbol, score.symbol
solved = Inverse(K + mu * Identity(n)) * y


def derive_coefficients() -> Iterator[Step]:
    """The gradient K (K alpha - y) + mu K alpha vanishes."""
    yield Step(Inverse(K * K + mu * K) * K * y, because="minimise |K a - y|^2 + mu a'K a: (K K + mu K) a = K y")
    yield Step(solved, because="K K + mu K is K (K + mu I)")


kernel_ridge = Formula(
    title="Coefficients of kernel ridge regression",
    kind=Kind.DEFINITION,
    statement=equal(alpha, solved),
    quantities=(coefficients, gram, targets, strength),
    assumptions=(),
    notations=(
        Notation(r"\alpha = (K + \lambda I)^{-1} y", letters=lam),
        Notation(r"\hat{\alpha} = \left(K + \lambda I_n\right)^{-1} y", letters=(*lam, ("alpha_hat", "alpha"))),
        Notation(r"a = (K + \lambda I_N)^{-1} t", letters=(*lam, ("a", "alpha"), ("t", "y"), ("N", "n"))),
    ),
    words=ridge_words,
    derivation=derive_coefficients,
    source=Source(bishop, "equation 6.8"),
)


def derive_prediction() -> Iterator[Step]:
    """Each input votes with its coefficient."""
    yield Step(Sum(at(q, i) * at(solved, i), (i, 1, n)), because="the kernels of the query with the inputs vote")
    yield Step(dot(q, solved), because="the sum of products is an inner product")


kernel_ridge_prediction = Formula(
    title="Prediction of kernel ridge regression",
    kind=Kind.DEFINITION,
    statement=equal(f, dot(q, solved)),
    quantities=(score, similarity, gram, targets, strength),
    assumptions=(),
    notations=(
        Notation(r"f = q^\top (K + \lambda I)^{-1} y", letters=lam),
        Notation(r"\hat{y} = k^T (K + \lambda I_N)^{-1} t",
                 letters=(*lam, ("y_hat", "f"), ("k", "q"), ("t", "y"), ("N", "n"))),
    ),
    words=ridge_words,
    derivation=derive_prediction,
    source=Source(bishop, "equation 6.9"),
)

ones = OneMatrix(n, 1)
share = Quantity("O", "the matrix with all entries 1/n", shape=(samples, samples), value=ones * Transpose(ones) / n)
centring = Quantity("H", "the centring matrix", (samples, samples), value=Identity(n) - ones * Transpose(ones) / n)
O_n, H = share.symbol, centring.symbol
centred = Quantity("K_c", "kernels of the centred features", shape=(samples, samples))
K_c = centred.symbol


def derive_centred() -> Iterator[Step]:
    """Take the mean feature away on both sides."""
    yield Step(H * K * H, because="the centring matrix takes the mean away on both sides")
    yield Step(K - O_n * K - K * O_n + O_n * K * O_n, because="multiply out")


centred_kernel = Formula(
    title="Centred kernel matrix",
    kind=Kind.DEFINITION,
    statement=equal(K_c, K - O_n * K - K * O_n + O_n * K * O_n),
    quantities=(centred, gram, share, centring),
    assumptions=(),
    notations=(
        Notation(r"\tilde{K} = K - O K - K O + O K O", letters=(("K_tilde", "K_c"),)),
        Notation(r"\tilde{K} = H K H", letters=(("K_tilde", "K_c"),)),
        Notation(r"\tilde{K} = \left(I - \frac{1}{n} \mathbf{1} \mathbf{1}^\top\right) K "
                 r"\left(I - \frac{1}{n} \mathbf{1} \mathbf{1}^\top\right)", letters=(("K_tilde", "K_c"),)),
    ),
    words=("kernel pca", "centred", "centering", "centring", *words),
    derivation=derive_centred,
    source=Source(bishop, "equation 12.85"),
)  # fmt: skip

TOPIC = Topic(
    "Kernels",
    formulas=(
        gaussian,
        rbf,
        polynomial,
        quadratic_features,
        plane_features,
        feature_distance,
        kernel_ridge,
        kernel_ridge_prediction,
        centred_kernel,
    ),
)
