"""Normal densities by name as lecture notes set up a model: priors, classes, marginals, and outputs of linear maps.

N(x | mean, covariance) is the density of vectors; alpha and beta are precisions, Lambda is a precision matrix.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Determinant, Identity, Inverse, Lambda, MatrixSymbol, Rational, Symbol, exp, pi, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.named_normals import A, W, bishop, c, normal_density, sigma, value
from derivations.named_normals import latent as codes
from derivations.named_normals import level as deviation
from derivations.named_normals import loads as loadings
from derivations.named_normals import middle as centre
from derivations.named_normals import observed as seen
from derivations.named_normals import table as linear_map
from derivations.named_normals import x as code
from derivations.named_normals import y as point
from derivations.operators import dot, row
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
)

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
n, m = seen.symbol, codes.symbol
on_seen = normal_density(seen)
u, s, V = MatrixSymbol("u", m, 1), Symbol("s"), MatrixSymbol("V", m, m)
centred: Any = u - s * OneMatrix(m, 1)
scale: Any = (2 * pi) ** (-m / 2) / sqrt(Determinant(V))
on_codes = Quantity(
    "calN",
    "density of the normal distribution whose mean has equal entries",
    value=Lambda((u, s, V), scale * exp(-Rational(1, 2) * dot(centred, Inverse(V) * centred))),
)
x, z = point.symbol, code.symbol
normal_words = ("gaussian", "normal", "prior", "precision")
precision = Quantity("P", "precision matrix", shape=(seen, seen), domain=POSITIVE_DEFINITE)
by_precision = rule(
    "Normal density by the precision matrix",
    value,
    on_seen.symbol(x, c, Inverse(precision.symbol)),
    (point, centre, precision, on_seen),
    written(
        r"p(x) = \mathcal{N}(x | \mu, \Lambda^{-1})",
        r"p(x) = \mathcal{N}(x; \mu, \Lambda^{-1})",
        letters=(("x", "y"), ("Lambda", "P")),
    ),
    normal_words,
    "the covariance is the inverse of the precision",
    Source(bishop, "equation 2.113"),
)
standard = rule(
    "Standard normal density of a code",
    value,
    on_codes.symbol(z, 0, Identity(m)),
    (code, on_codes),
    written(r"p(z) = \mathcal{N}(z | 0, I)", r"p(z) = \mathcal{N}(z; 0, I)", letters=(("z", "x"),)),
    ("latent", "prior", "pca", "factor analysis", "autoencoder", "standard normal", "gaussian"),
    "mean zero, and variance one in each direction",
    Source(bishop, "equation 12.31"),
)
alpha = Quantity("alpha", "precision of the prior", domain=POSITIVE)
weight_words = ("prior", "bayesian", "weights", "ridge", "regression", "map")
weight_prior = rule(
    "Normal prior of the weights, of zero mean and one precision for all",
    value,
    on_codes.symbol(z, 0, Identity(m) / alpha.symbol),
    (code, alpha, on_codes),
    (
        *written(
            r"p(w) = \mathcal{N}(w | 0, \alpha^{-1} I)",
            r"p(w | \alpha) = \mathcal{N}(w | 0, \alpha^{-1} I)",
            r"p(w) = \mathcal{N}\left(w; 0, \frac{1}{\alpha} I\right)",
            letters=(("w", "x"),),
        ),
    ),
    weight_words,
    "each weight has the variance 1/alpha",
    Source(bishop, "equation 3.52"),
)
spread = Quantity("tau", "standard deviation of the prior", domain=POSITIVE)
weight_prior_of_variance = rule(
    "Normal prior of the weights, of zero mean and one variance for all",
    value,
    on_codes.symbol(z, 0, spread.symbol**2 * Identity(m)),
    (code, spread, on_codes),
    written(r"p(w) = \mathcal{N}(w | 0, \tau^2 I)", r"p(w) = \mathcal{N}(w; 0, \tau^2 I)", letters=(("w", "x"),)),
    weight_words,
    "each weight has the variance tau^2",
    Source(murphy, "section 11.3"),
)
classes = Size("K", "classes", largest=2)
which = free_index("k", classes)
means = Quantity("m", "means of the classes, one in each row", shape=(classes, seen))
shared = Quantity("V", "covariance of all classes", shape=(seen, seen), domain=POSITIVE_DEFINITE)
class_words = ("class-conditional", "class conditional", "discriminant", "generative", "gaussian classes", "lda")
class_letters = (("x", "y"), ("mu", "m"), ("Sigma", "V"))
class_density = rule(
    "Normal density of the inputs of a class, with one covariance for all classes",
    value,
    on_seen.symbol(x, row(means.symbol, which.symbol), shared.symbol),
    (point, means, shared, which, on_seen),
    written(
        r"p(x | \mathcal{C}_k) = \mathcal{N}(x | \mu_k, \Sigma)",
        r"p(x \mid y = k) = \mathcal{N}(x; \mu_k, \Sigma)",
        r"f_k(x) = \mathcal{N}(x | \mu_k, \Sigma)",
        letters=class_letters,
    ),
    class_words,
    "the density around the mean of the class",
    Source(bishop, "equation 4.64"),
)
blocks = (("x_a", "y"), ("mu_a", "mu"), ("Sigma_aa", "V"))
numbered = (("x_1", "y"), ("mu_1", "mu"), ("Sigma_11", "V"))
block_marginal = rule(
    "Marginal density of a part of a normal vector",
    value,
    on_seen.symbol(x, c, shared.symbol),
    (point, centre, shared, on_seen),
    (
        Notation(r"p(x_a) = \mathcal{N}(x_a | \mu_a, \Sigma_{aa})", blocks),
        Notation(r"p(x_a) = \mathcal{N}(x_a; \mu_a, \Sigma_{aa})", blocks),
        Notation(r"p(x_1) = \mathcal{N}(x_1 | \mu_1, \Sigma_{11})", numbered),
    ),
    ("marginal", "partitioned", "jointly gaussian", "blocks"),
    "the mean and the covariance of the part",
    Source(bishop, "equation 2.98"),
)
output_words = ("latent", "pca", "factor analysis", "principal component", "linear gaussian")
code_letters = (("x", "y"), ("z", "x"))
principal_output = replace(
    rule(
    "Density of an input of probabilistic PCA, the code given",
    value,
    on_seen.symbol(x, W * z + c, sigma**2 * Identity(n)),
    (point, code, loadings, centre, deviation, on_seen),
    written(
        r"p(x | z) = \mathcal{N}(x | W z + \mu, \sigma^2 I)",
        r"p(x | z) = \mathcal{N}(x; \mu + W z, \sigma^2 I)",
        letters=code_letters,
    ),
    output_words,
    "a linear map of the code with equal noise in each direction",
    Source(bishop, "equation 12.32"),
    ),
    survivors=(("n becomes m in identity(n)", "the covariance has a shape only where both sizes are equal"),),
)  # fmt: skip
uniqueness = Quantity("Psi", "covariance of the noise", shape=(seen, seen), domain=POSITIVE_DEFINITE)
factor_output = rule(
    "Density of an input of factor analysis, the code given",
    value,
    on_seen.symbol(x, W * z + c, uniqueness.symbol),
    (point, code, loadings, centre, uniqueness, on_seen),
    (
        Notation(r"p(x | z) = \mathcal{N}(x | W z + \mu, \Psi)", code_letters),
        Notation(r"p(x | z) = \mathcal{N}(x; \mu + \Lambda z, \Psi)", (*code_letters, ("Lambda", "W"))),
    ),
    output_words,
    "a linear map of the code with noise of its own in each direction",
    Source(bishop, "equation 12.64"),
)
beta = Quantity("beta", "precision of the noise", domain=POSITIVE)
target_words = ("regression", "likelihood", "bayesian", "noise", "design matrix")
targets_density = replace(
    rule(
    "Density of the targets of linear regression, by the precision of the noise",
    value,
    on_seen.symbol(x, A * z, Identity(n) / beta.symbol),
    (point, code, linear_map, beta, on_seen),
    written(
        r"p(t | w) = \mathcal{N}(t | \Phi w, \beta^{-1} I)",
        r"p(t | X, w, \beta) = \mathcal{N}(t | X w, \beta^{-1} I)",
        letters=(("t", "y"), ("w", "x"), ("Phi", "A"), ("X", "A")),
    ),
    target_words,
    "independent noise around the predictions",
    Source(bishop, "equation 3.10"),
    ),
    survivors=(("n becomes m in identity(n)", "the covariance has a shape only where both sizes are equal"),),
)  # fmt: skip
targets_density_of_variance = replace(
    rule(
    "Density of the targets of linear regression, by the variance of the noise",
    value,
    on_seen.symbol(x, A * z, sigma**2 * Identity(n)),
    (point, code, linear_map, deviation, on_seen),
    written(
        r"p(y | X, w) = \mathcal{N}(y | X w, \sigma^2 I)",
        r"p(y \mid X, \theta) = \mathcal{N}(y; X \theta, \sigma^2 I)",
        letters=(("w", "x"), ("theta", "x"), ("X", "A")),
    ),
    target_words,
    "independent noise around the predictions",
    Source(murphy, "equation 11.1"),
    ),
    survivors=(("n becomes m in identity(n)", "the covariance has a shape only where both sizes are equal"),),
)  # fmt: skip

TOPIC = Topic(
    "Normal models set up by name",
    formulas=(
        by_precision,
        standard,
        weight_prior,
        weight_prior_of_variance,
        class_density,
        block_marginal,
        principal_output,
        factor_output,
        targets_density,
        targets_density_of_variance,
    ),
)
