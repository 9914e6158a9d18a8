"""Batch normalisation backward, with the errors as letters: g_i is the slope of the loss by the output y_i.

The batch has the mean mu and the variance v, x_hat are the normalised values, and y = gamma x_hat + beta.
"""

from __future__ import annotations

from sympy import Rational, Sum, sqrt

from derivations.batch_normalization import (
    epsilon,
    gain,
    gamma,
    guard,
    i,
    inputs,
    m,
    mean,
    mu,
    normalised,
    outputs,
    shift,
    v,
    variance,
    x,
    x_hat,
    y,
)
from derivations.batch_normalization import examples as batch
from derivations.operators import at, dot, gradient, partial
from derivations.stanzas import identity
from derivations.vocabulary import Kind, Notation, Quantity, Source, Topic, bound_index, free_index

source = Source("Ioffe and Szegedy 2015, Batch Normalization", "section 3")
words = ("batch norm", "batchnorm", "normalization", "normalisation", "backward", "backprop")
errors = Quantity("g", "slopes of the loss by the outputs", shape=(batch,))
loss = Quantity("L", "loss", value=dot(errors.symbol, y))
g, L = errors.symbol, loss.symbol
example = free_index("k", batch)
k = example.symbol
j = bound_index("j")
network = (inputs, guard, gain, shift, mean, variance, normalised, outputs, errors, loss)
root = sqrt(v + epsilon)
SCHOOLS = (
    ("v", r"\mu", (("N", "m"),)),
    (r"\sigma^2", r"\mu", (("N", "m"), ("sigma^2", "v"))),
    (r"\sigma_B^2", r"\mu_B", (("N", "m"), ("sigma_B^2", "v"), ("mu_B", "mu"))),
)


def schools(*spellings: str) -> tuple[Notation, ...]:
    """Spellings with `<v>` for the variance and `<mu>` for the mean."""
    return tuple(
        Notation(spelling.replace("<v>", square).replace("<mu>", centre), letters)
        for spelling in spellings
        for square, centre, letters in SCHOOLS
    )


gain_slope = identity(
    "Batch normalisation, backward: the scale, with the errors as letters",
    partial(L, gamma),
    (
        (Sum(at(g, i) * at(partial(y, gamma), i), (i, 1, m)), "chain rule over all outputs"),
        (Sum(at(g, i) * at(x_hat, i), (i, 1, m)), "each output is the scaled normalised value, moved"),
    ),
    network,
    (
        Notation(r"\frac{\partial L}{\partial \gamma} = \sum_{i=1}^N g_i \hat{x}_i", (("N", "m"),)),
        Notation(r"\frac{\partial L}{\partial \gamma} = \sum_i \delta_i \hat{x}_i", (("delta", "g"),)),
    ),
    words,
    source,
    Kind.GRADIENT,
)
half = Rational(-1, 2) * (v + epsilon) ** Rational(-3, 2)
variance_slope = identity(
    "Batch normalisation, backward: the variance, with the errors as letters",
    partial(L, v),
    (
        (Sum(at(g, i) * gamma * at(partial(x_hat, v), i), (i, 1, m)), "chain rule over all normalised values"),
        (half * Sum(gamma * at(g, i) * (at(x, i) - mu), (i, 1, m)), "x_hat_i is (x_i - mu)(v + epsilon)^(-1/2)"),
    ),
    network,
    schools(
        r"\frac{\partial L}{\partial <v>} = -\frac{1}{2} (<v> + \epsilon)^{-3/2} \sum_{i=1}^N \gamma g_i (x_i - <mu>)",
        r"\frac{\partial L}{\partial <v>} = -\frac{\gamma}{2} (<v> + \epsilon)^{-3/2} \sum_{i=1}^N g_i (x_i - <mu>)",
        r"\frac{\partial L}{\partial <v>} = \sum_{i=1}^N \gamma g_i (x_i - <mu>) "
        r"\left(-\frac{1}{2}\right) (<v> + \epsilon)^{-3/2}",
    ),
    (*words, "variance"),
    source,
    Kind.GRADIENT,
)
passed, along = Sum(at(g, j), (j, 1, m)), Sum(at(g, j) * at(x_hat, j), (j, 1, m))
input_slope = identity(
    "Batch normalisation, backward: the input in one formula, with the errors as letters",
    at(gradient(L, x), k),
    (
        (
            gamma / root * (at(g, k) - passed / m - at(x_hat, k) / m * along),
            "directly, through the mean, and through the variance",
        ),
        (
            gamma / (m * root) * (m * at(g, k) - passed - at(x_hat, k) * along),
            "1/N in front of all",
        ),
    ),
    (*network, example),
    schools(
        r"\frac{\partial L}{\partial x_k} = \frac{\gamma}{N \sqrt{<v> + \epsilon}} "
        r"\left(N g_k - \sum_{j=1}^N g_j - \hat{x}_k \sum_{j=1}^N g_j \hat{x}_j\right)",
        r"\frac{\partial L}{\partial x_k} = \frac{\gamma}{\sqrt{<v> + \epsilon}} "
        r"\left(g_k - \frac{1}{N} \sum_{j=1}^N g_j - \frac{\hat{x}_k}{N} \sum_{j=1}^N g_j \hat{x}_j\right)",
        r"\frac{\partial L}{\partial x_k} = \frac{1}{N} \gamma (<v> + \epsilon)^{-1/2} "
        r"\left(N g_k - \sum_{j=1}^N g_j - \hat{x}_k \sum_{j=1}^N g_j \hat{x}_j\right)",
    ),
    words,
    source,
    Kind.GRADIENT,
)

TOPIC = Topic(
    "Errors through batch normalisation",
    formulas=(gain_slope, variance_slope, input_slope),
)
