"""The EM algorithm for probabilistic PCA and factor analysis line by line, and the variance of one entry.

The codes z_n are random, one in each row of Z, as the E-step leaves them; their expectations are those of the E-step.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Inverse, Sum, Trace, Transpose

from derivations.latent_gaussians import bishop
from derivations.operators import at, dot, equal, norm, row, vector_mean, vector_sum
from derivations.stanzas import rule
from derivations.vocabulary import (
    POSITIVE_DIAGONAL,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

samples = Size("N", "samples", largest=4)
features = Size("D", "features", smallest=2, largest=3)
codes = Size("M", "code units", largest=2)
N, D, M = samples.symbol, features.symbol, codes.symbol
n, j = bound_index("n j")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
centre = Quantity("x_bar", "mean of the inputs", shape=(features,))
latent = Quantity("Z", "the codes, one in each row, as the E-step leaves them", (samples, codes), law=Law("z"))
X, x_bar, Z = inputs.symbol, centre.symbol, latent.symbol
away = row(X, n) - x_bar
code = row(Z, n)
code_mean = vector_mean(code)
square = vector_mean(code * Transpose(code))
words = (
    "m-step",
    "m step",
    "maximization step",
    "maximisation step",
    "em algorithm",
    "em:",
    "ppca",
    "probabilistic pca",
)
letters = (("x", "X"), ("z", "Z"))
new_loads = Quantity("W", "the loadings after the step", shape=(features, codes))
spelled = (
    r"\left[\sum_{n=1}^N (x_n - \bar{x}) \mathbb{E}[z_n]^T\right] \left[\sum_{n=1}^N \mathbb{E}[z_n z_n^T]\right]^{-1}",
    r"\left(\sum_{n=1}^N (x_n - \bar{x}) \mathbb{E}[z_n]^T\right) \left(\sum_{n=1}^N \mathbb{E}[z_n z_n^T]\right)^{-1}",
)
loadings_update = rule(
    "M-step of probabilistic PCA and of factor analysis: new loadings",
    new_loads,
    vector_sum(away * Transpose(code_mean), n, 1, N) * Inverse(vector_sum(square, n, 1, N)),
    (inputs, centre, latent),
    (
        *(Notation(rf"W_{{\text{{new}}}} = {form}", (*letters, ("W_new", "W"))) for form in spelled),
        Notation(rf"W = {spelled[0]}", letters),
    ),
    (*words, "factor analysis", "loadings"),
    "the normal equations of the regression of the inputs on the codes, in expectation",
    Source(bishop, "equation 12.56"),
)
loads = Quantity("W", "the loadings", shape=(features, codes))
W = loads.symbol
level = Quantity("v", "variance of the noise after the step")
trace = Trace(square * Transpose(W) * W)
noise_update = replace(
    rule(
    "M-step of probabilistic PCA: new variance of the noise",
    level,
    Sum(norm(away) ** 2 - 2 * dot(code_mean, Transpose(W) * away) + trace, (n, 1, N)) / (N * D),
    (inputs, centre, latent, loads),
    (
        Notation(
            r"\sigma_{\text{new}}^2 = \frac{1}{N D} \sum_{n=1}^N \{\|x_n - \bar{x}\|^2 "
            r"- 2 \mathbb{E}[z_n]^T W_{\text{new}}^T (x_n - \bar{x}) "
            r"+ \operatorname{Tr}(\mathbb{E}[z_n z_n^T] W_{\text{new}}^T W_{\text{new}})\}",
            (*letters, ("W_new", "W"), ("sigma_new^2", "v")),
        ),
        Notation(
            r"\sigma^2 = \frac{1}{N D} \sum_{n=1}^N \left[\|x_n - \bar{x}\|^2 "
            r"- 2 \mathbb{E}[z_n]^T W^T (x_n - \bar{x}) + \operatorname{Tr}(\mathbb{E}[z_n z_n^T] W^T W)\right]",
            (*letters, ("sigma^2", "v")),
        ),
    ),
    (*words, "noise"),
    "the mean squared residual of an entry, in expectation",
    Source(bishop, "equation 12.57"),
    ),
    survivors=(
        ("the factors of E", "cyclic property of the trace"),
    ),
)  # fmt: skip
uniqueness = Quantity("Psi", "variances of the noise", shape=(features, features), domain=POSITIVE_DIAGONAL)
which = free_index("i", features)
variance = Quantity("v", "variance of an entry of the input")
i, Psi = which.symbol, uniqueness.symbol
explained = Sum(at(W, i, j) ** 2, (j, 1, M)) + at(Psi, i, i)
communality = Formula(
    title="Variance of an entry in factor analysis: communality and uniqueness",
    kind=Kind.DEFINITION,
    statement=equal(variance.symbol, explained),
    quantities=(variance, loads, uniqueness, which),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{var}[x_i] = \sum_{j=1}^M W_{ij}^2 + \Psi_{ii}"),
        Notation(r"\operatorname{Var}(x_i) = \psi_{ii} + \sum_{k=1}^L \lambda_{ik}^2",
                 (("lambda", "W"), ("psi", "Psi"), ("L", "M"))),
    ),
    words=("communality", "uniqueness", "uniquenesses", "factor analysis", "loadings"),
    derivation=lambda: iter((
        Step(norm(row(W, i)) ** 2 + at(Psi, i, i), because="the diagonal of W W' + Psi"),
        Step(explained, because="the squared length as a sum"),
    )),
    source=Source(bishop, "section 12.2.4"),
)  # fmt: skip

TOPIC = Topic("EM for factors", formulas=(loadings_update, noise_update, communality))
