"""Kernels as inner products of features over a sample: quadratic forms, expansions, normalised kernels, predictions.

phi is any feature map, k its kernel; an input stands in each row of X. For the predictions K are the covariances of the
function at the inputs, and the noise has variance sigma^2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Inverse, Lambda, MatrixSymbol, Sum, Transpose, sqrt

from derivations.operators import at, at_least, dot, evaluated, norm, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
schoelkopf = "Schölkopf and Smola, Learning with Kernels"
rasmussen = "Rasmussen and Williams, Gaussian Processes for Machine Learning"
samples = Size("n", "samples", largest=3)
features = Size("d", "features", largest=2)
images = Size("m", "image features", largest=2)
n, d, m = samples.symbol, features.symbol, images.symbol
i, j = bound_index("i j")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
query = Quantity("x", "another input", shape=(features,))
other = Quantity("z", "one more input", shape=(features,))
numbers = Quantity("c", "a number for each input", shape=(samples,))
feature_map = Quantity("phi", "the feature map", shape=(images,), arguments=((features,),))
X, x, z, c, phi = (q.symbol for q in (inputs, query, other, numbers, feature_map))
u, v = MatrixSymbol("u", d, 1), MatrixSymbol("v", d, 1)
kernel = Quantity(
    "k", "inner product of features", value=Lambda((u, v), dot(evaluated(phi(u), m, 1), evaluated(phi(v), m, 1)))
)
k = kernel.symbol
of_kernel = (kernel, feature_map, inputs)


def image(of: Any) -> Any:
    """The features of an input."""
    return evaluated(phi(of), m, 1)


words = ("kernel", "feature map", "mercer", "gram matrix", "rkhs", "representer")
rows = (("x", "X"), ("X", "X"))
alphas = (("alpha", "c"), *rows)
form = Sum(at(c, i) * at(c, j) * k(row(X, i), row(X, j)), (j, 1, n), (i, 1, n))
combined = vector_sum(at(c, i) * image(row(X, i)), i, 1, n)
quadratic_form = identity(
    "The quadratic form of a kernel is a squared length in feature space",
    form,
    (
        (
            Sum(at(c, i) * dot(image(row(X, i)), combined), (i, 1, n)),
            "the kernel is an inner product; move the sum over j into it",
        ),
        (norm(combined) ** 2, "and the sum over i"),
    ),
    (*of_kernel, numbers),
    written(
        r"\sum_{i=1}^n \sum_{j=1}^n c_i c_j k(x_i, x_j) = \left\|\sum_{i=1}^n c_i \phi(x_i)\right\|^2",
        r"\sum_{i,j=1}^n c_i c_j k(x_i, x_j) = \left\|\sum_{i=1}^n c_i \phi(x_i)\right\|_2^2",
        letters=rows,
    )
    + written(
        r"\sum_{i,j} \alpha_i \alpha_j k(x_i, x_j) = \left\|\sum_i \alpha_i \phi(x_i)\right\|^2",
        letters=alphas,
    ),
    ("positive semi", "positive definite", *words),
    Source(schoelkopf, "section 2.2.1"),
)


def derive_positive() -> Iterator[Step]:
    """A squared length."""
    yield Step(norm(combined) ** 2, because="the quadratic form is a squared length in feature space")
    yield Step(0 * n, because="a squared length is not negative", relation=">=")


positive = Formula(
    title="The quadratic form of a kernel is not negative",
    kind=Kind.BOUND,
    statement=at_least(form, 0 * n),
    quantities=(*of_kernel, numbers),
    assumptions=(),
    notations=written(
        r"\sum_{i=1}^n \sum_{j=1}^n c_i c_j k(x_i, x_j) \geq 0",
        r"\sum_{i,j=1}^n c_i c_j k(x_i, x_j) \geq 0",
        letters=rows,
    )
    + written(r"\sum_{i,j} \alpha_i \alpha_j k(x_i, x_j) \geq 0", letters=alphas),
    words=("positive semi", "positive definite", *words),
    derivation=derive_positive,
    source=Source(schoelkopf, "definition 2.4"),
)
spanned = Quantity("w", "weights in feature space", shape=(images,), value=combined)
w = spanned.symbol
prediction = identity(
    "Prediction of weights that are a sum of features, by kernels",
    dot(w, image(x)),
    (
        (Sum(at(c, i) * dot(image(row(X, i)), image(x)), (i, 1, n)), "put the weights in"),
        (Sum(at(c, i) * k(row(X, i), x), (i, 1, n)), "inner products of features are kernels"),
    ),
    (spanned, *of_kernel, numbers, query),
    written(
        r"w^\top \phi(z) = \sum_{i=1}^n \alpha_i k(x_i, z)",
        r"\langle w, \phi(z) \rangle = \sum_i \alpha_i k(x_i, z)",
        letters=(*alphas, ("z", "x")),
    ),
    words,
    Source(schoelkopf, "section 4.2"),
)
gram = Quantity("K", "kernels of all pairs of inputs", shape=(samples, samples))
place, second = free_index("r", samples), free_index("l", samples)
gram_entry = identity(
    "Entry of the matrix of kernels",
    at(gram.symbol, place.symbol, second.symbol),
    ((k(row(X, place.symbol), row(X, second.symbol)), "the kernel of a pair of inputs"),),
    (gram, *of_kernel, place, second),
    written(r"K_{ij} = k(x_i, x_j)", r"[K]_{ij} = k(x_i, x_j)", letters=(*rows, ("i", "r"), ("j", "l"))),
    words,
    Source(bishop, "equation 6.6"),
    kind=Kind.DEFINITION,
)
features_of = Quantity("P", "features of the inputs, one in each row", shape=(samples, images))
product = Quantity("K", "kernels of all pairs", (samples, samples), value=features_of.symbol * features_of.symbol.T)
weights_of = Quantity("w", "weights in feature space", (images,), value=Transpose(features_of.symbol) * c)
squared_norm = identity(
    "Squared length of weights that are a sum of features",
    norm(weights_of.symbol) ** 2,
    (
        (dot(c, features_of.symbol * Transpose(features_of.symbol) * c), "the weights are P'c"),
        (dot(c, product.symbol * c), "P P' holds the kernels of all pairs"),
    ),
    (weights_of, product, features_of, numbers),
    written(
        r"\|w\|^2 = \alpha^\top K \alpha",
        r"\|w\|_2^2 = \alpha^\top K \alpha",
        r"w^\top w = \alpha^\top K \alpha",
        letters=(("alpha", "c"),),
    )
    + written(
        r"\|\Phi^\top \alpha\|^2 = \alpha^\top K \alpha",
        letters=(("alpha", "c"), ("Phi", "P")),
    ),
    words,
    Source(bishop, "section 6.1"),
)
evaluation = Quantity("f", "value of the function")
any_kernel = Quantity("k", "a kernel", arguments=((features,), (features,)))
kappa = any_kernel.symbol
expansion = rule(
    "A function as a sum of kernels (representer theorem)",
    evaluation,
    Sum(at(c, i) * kappa(row(X, i), x), (i, 1, n)),
    (any_kernel, inputs, numbers, query),
    written(
        r"f(z) = \sum_{i=1}^n \alpha_i k(x_i, z)",
        r"f^*(z) = \sum_{i=1}^n \alpha_i k(x_i, z)",
        r"\hat{f}(z) = \sum_{i=1}^n \alpha_i k(x_i, z)",
        letters=(*alphas, ("z", "x"), ("f_star", "f"), ("f_hat", "f"), ("f", "f")),
    ),
    words,
    "each input has its share of its own kernel",
    Source(schoelkopf, "theorem 4.2"),
)
cosine = Quantity("k_tilde", "the normalised kernel")
normalised = rule(
    "Normalised kernel: the cosine of the angle in feature space",
    cosine,
    k(x, z) / sqrt(k(x, x) * k(z, z)),
    (kernel, feature_map, query, other),
    written(
        r"\tilde{k}(x, z) = \frac{k(x, z)}{\sqrt{k(x, x) k(z, z)}}",
        r"\tilde{k}(x, z) = \frac{k(x, z)}{\sqrt{k(x, x)} \sqrt{k(z, z)}}",
    )
    + written(
        r"\tilde{k}(x, x') = \frac{k(x, x')}{\sqrt{k(x, x) k(x', x')}}",
        letters=(("x_prime", "z"),),
    ),
    ("normalis", "normaliz", "cosine", *words),
    "the inner product of features of length 1",
    Source(schoelkopf, "section 2.2"),
)
covariance = Quantity("K", "covariances of the function at the inputs", (samples, samples), POSITIVE_DEFINITE)
cross = Quantity("k_v", "covariances with the value at the query", shape=(samples,))
deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
noisy = covariance.symbol + deviation.symbol**2 * Identity(n)
process = ("gaussian process", "gaussian processes", "gp regression", "kriging")
spread = Quantity("v", "variance of the value at the query")
stars = (("k_star", "k_v"), ("x_star", "x"), ("sigma_n", "sigma"), ("k", "k"))
query_variance = rule(
    "Posterior variance of a Gaussian process, with the kernel of the query",
    spread,
    kappa(x, x) - dot(cross.symbol, Inverse(noisy) * cross.symbol),
    (any_kernel, query, cross, covariance, deviation),
    written(
        r"\sigma_*^2 = k(x_*, x_*) - k_*^\top (K + \sigma_n^2 I)^{-1} k_*",
        letters=(*stars, ("sigma_star^2", "v")),
    )
    + written(
        r"v = k(x_*, x_*) - k_*^\top (K + \sigma_n^2 I)^{-1} k_*",
        r"v_* = k(x_*, x_*) - k_*^\top \left(K + \sigma_n^2 I_n\right)^{-1} k_*",
        letters=(*stars, ("v_star", "v"), ("v", "v")),
    ),
    process,
    "the prior variance less what the targets explain",
    Source(rasmussen, "equation 2.26"),
)
target_variance = rule(
    "Predictive variance of a noisy target of a Gaussian process, with the kernel of the query",
    spread,
    kappa(x, x) + deviation.symbol**2 - dot(cross.symbol, Inverse(noisy) * cross.symbol),
    (any_kernel, query, cross, covariance, deviation),
    written(
        r"\sigma_*^2 = k(x_*, x_*) + \sigma_n^2 - k_*^\top (K + \sigma_n^2 I)^{-1} k_*",
        letters=(*stars, ("sigma_star^2", "v")),
    )
    + written(
        r"v_* = k(x_*, x_*) + \sigma_n^2 - k_*^\top (K + \sigma_n^2 I)^{-1} k_*",
        r"v_* = \sigma_n^2 + k(x_*, x_*) - k_*^\top (K + \sigma_n^2 I)^{-1} k_*",
        letters=(*stars, ("v_star", "v")),
    ),
    process,
    "the variance of the function's value and that of the noise",
    Source(rasmussen, "section 2.2"),
)

TOPIC = Topic(
    "Kernels over a sample",
    formulas=(
        quadratic_form,
        positive,
        prediction,
        gram_entry,
        squared_norm,
        expansion,
        normalised,
        query_variance,
        target_variance,
    ),
)
