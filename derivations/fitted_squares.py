"""Least squares: how the squared error splits, leverages, and leaving one sample out.

An input stands in each row of X, which has full column rank.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, Sum, Transpose

from derivations import least_squares as plain
from derivations.least_squares_gradients import coordinate, slope_sum
from derivations.least_squares_gradients import example as rows
from derivations.least_squares_gradients import total_loss as squared_loss
from derivations.linear_regression import X, features, hastie, i, inputs, n, regression, samples, targets, y
from derivations.linear_regression import hat_value as H_value
from derivations.operators import at, dot, equal, gradient, norm, row, tabulated
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
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

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
bach = "Bach, Learning Theory from First Principles"
j = coordinate.symbol
m = bound_index("m")


def derive_total_entry() -> Iterator[Step]:
    """Each square falls by the chain rule."""
    errors = dot(plain.w, row(plain.X, i)) - at(plain.y, i)
    yield Step(
        Sum(2 * errors * at(gradient(dot(plain.w, row(plain.X, i)), plain.w), j), (i, 1, plain.n)),
        because="chain rule on each square",
    )
    yield Step(2 * slope_sum, because="the prediction for input i has the derivative x_ij by weight j")


total_entry = Formula(
    title="Derivative of the residual sum of squares by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(plain.L, plain.w), j), 2 * slope_sum),
    quantities=(squared_loss, *plain.data, plain.weights, coordinate),
    assumptions=(),
    notations=(
        *written(
            r"\frac{\partial L}{\partial w_j} = 2 \sum_{i=1}^n (w^\top x_i - y_i) x_{ij}",
            r"\frac{\partial L}{\partial w_j} = -2 \sum_{i=1}^n (y_i - w^\top x_i) x_{ij}",
            r"\frac{\partial L}{\partial w_j} = \sum_{i=1}^n 2 (w^\top x_i - y_i) x_{ij}",
            r"\frac{\partial}{\partial w_j} \sum_{i=1}^n (w^\top x_i - y_i)^2 "
            r"= 2 \sum_{i=1}^n (w^\top x_i - y_i) x_{ij}",
            letters=rows,
        ),
        Notation(
            r"\frac{\partial \mathrm{RSS}}{\partial \beta_j} = -2 \sum_{i=1}^n (y_i - x_i^\top \beta) x_{ij}",
            (("x", "X"), ("beta", "w"), ("RSS", "L")),
        ),
    ),
    words=("least squares", "linear regression", "squared error", "squared loss", "rss", "residual sum"),
    derivation=derive_total_entry,
    source=Source(hastie, "section 3.2"),
)

any_weights = Quantity("w", "any weights", shape=(features,))
w = any_weights.symbol
gram = Transpose(X) * X
best = Quantity("w_hat", "the least-squares weights", (features,), value=Inverse(gram) * Transpose(X) * y)
w_hat = best.symbol
fitted = Quantity("y_hat", "the fitted values", shape=(samples,), value=X * w_hat)
y_hat = fitted.symbol
hat = Quantity("H", "the hat matrix", shape=(samples, samples), value=H_value)
H = hat.symbol
fit = (best, inputs, targets)
terms = ("hat matrix", "residual", "pythagor", "projection", *regression)
beta_letters = (("beta_hat", "w_hat"),)

split = identity(
    "Squared length of the targets: fitted values and residuals",
    norm(y) ** 2,
    (
        (norm(y_hat) ** 2 + 2 * dot(y_hat, y - y_hat) + norm(y - y_hat) ** 2, "expand the square of fit and residual"),
        (norm(y_hat) ** 2 + norm(y - y_hat) ** 2, "the residuals are orthogonal to the fitted values"),
    ),
    (fitted, *fit),
    written(
        r"\|y\|^2 = \|\hat{y}\|^2 + \|y - \hat{y}\|^2",
        r"\|y\|_2^2 = \|\hat{y}\|_2^2 + \|y - \hat{y}\|_2^2",
        r"y^\top y = \hat{y}^\top \hat{y} + (y - \hat{y})^\top (y - \hat{y})",
        r"\|y\|^2 = \|X\hat{w}\|^2 + \|y - X\hat{w}\|^2",
    )
    + written(r"\|y\|^2 = \|X\hat{\beta}\|^2 + \|y - X\hat{\beta}\|^2", letters=beta_letters),
    terms,
    Source(hastie, "section 3.2"),
)
named_residuals = Quantity("e", "the residuals", shape=(samples,), value=y - y_hat)
split_residuals = identity(
    "Squared length of the targets: fitted values and residuals, as a letter",
    norm(y) ** 2,
    (
        (norm(y_hat) ** 2 + 2 * dot(y_hat, y - y_hat) + norm(y - y_hat) ** 2, "expand the square of fit and residual"),
        (norm(y_hat) ** 2 + norm(named_residuals.symbol) ** 2, "the residuals are orthogonal to the fitted values"),
    ),
    (named_residuals, fitted, *fit),
    written(
        r"\|y\|^2 = \|\hat{y}\|^2 + \|e\|^2",
        r"y^\top y = \hat{y}^\top \hat{y} + e^\top e",
    )
    + written(r"\|y\|^2 = \|\hat{y}\|^2 + \|r\|^2", letters=(("r", "e"),))
    + written(r"\|y\|^2 = \|\hat{y}\|^2 + \|\hat{\epsilon}\|^2", letters=(("epsilon_hat", "e"),)),
    terms,
    Source(hastie, "section 3.2"),
)
remaining = identity(
    "Squared length of the residuals: what the fitted values leave",
    norm(y - y_hat) ** 2,
    (
        (norm(y) ** 2 - 2 * dot(y, y_hat) + norm(y_hat) ** 2, "expand the square"),
        (norm(y) ** 2 - norm(y_hat) ** 2, "targets and fitted values have the product of the fitted values"),
    ),
    (fitted, *fit),
    written(
        r"\|y - \hat{y}\|^2 = \|y\|^2 - \|\hat{y}\|^2",
        r"\|y - \hat{y}\|_2^2 = \|y\|_2^2 - \|\hat{y}\|_2^2",
        r"\sum_{i=1}^n (y_i - \hat{y}_i)^2 = \sum_{i=1}^n y_i^2 - \sum_{i=1}^n \hat{y}_i^2",
    ),
    terms,
    Source(hastie, "section 3.2"),
)
by_estimate = identity(
    "Least sum of squares from the least-squares weights",
    norm(y - X * w_hat) ** 2,
    (
        (dot(y, y) - 2 * dot(w_hat, Transpose(X) * y) + dot(w_hat, gram * w_hat), "expand the square"),
        (dot(y, y) - dot(w_hat, Transpose(X) * y), "X'X w is X'y by the normal equations"),
    ),
    fit,
    written(
        r"\|y - X\hat{w}\|^2 = y^\top y - \hat{w}^\top X^\top y",
        r"\|y - X\hat{w}\|^2 = y^\top y - y^\top X \hat{w}",
        r"\|y - X\hat{w}\|^2 = y^\top y - \hat{w}^\top X^\top X \hat{w}",
        r"\|y - X\hat{w}\|^2 = y^\top (y - X\hat{w})",
        r"\|X\hat{w} - y\|_2^2 = \|y\|_2^2 - \|X \hat{w}\|_2^2",
    )
    + written(
        r"(y - X\hat{\beta})^\top (y - X\hat{\beta}) = y^\top y - \hat{\beta}^\top X^\top y", letters=beta_letters
    ),
    terms,
    Source(hastie, "section 3.2"),
)
total_error = Quantity("R", "the least sum of squares")
named_squares = rule(
    "Residual sum of squares, as a letter, from the least-squares weights",
    total_error,
    dot(y, y) - dot(w_hat, Transpose(X) * y),
    fit,
    written(
        r"\mathrm{RSS} = y^\top y - \hat{w}^\top X^\top y",
        r"\mathrm{RSS} = y^\top y - y^\top X \hat{w}",
        letters=(("RSS", "R"),),
    )
    + written(
        r"\mathrm{RSS} = y^\top y - \hat{\beta}^\top X^\top y",
        r"\mathrm{SSE} = y^\top y - \hat{\beta}^\top X^\top y",
        letters=(("RSS", "R"), ("SSE", "R"), *beta_letters),
    ),
    ("rss", "sse", "residual sum", *terms),
    "the normal equations take one of the two products away",
    Source(hastie, "section 3.2"),
)
by_projection = identity(
    "Least sum of squares as a quadratic form of the targets",
    norm(y - X * w_hat) ** 2,
    (
        (norm((Identity(n) - H) * y) ** 2, "the hat matrix turns the targets into the fitted values"),
        (dot(y, (Identity(n) - H) * y), "I - H is symmetric and idempotent"),
    ),
    (hat, *fit),
    written(
        r"\|y - X\hat{w}\|^2 = y^\top (I - H) y",
        r"\|y - X\hat{w}\|_2^2 = y^\top (I - X (X^\top X)^{-1} X^\top) y",
        r"\|y - X\hat{w}\|^2 = \|(I - H) y\|^2",
    )
    + written(
        r"(y - X\hat{\beta})^\top (y - X\hat{\beta}) = y^\top (I - H) y",
        r"\|y - X\hat{\beta}\|^2 = y^\top (I - P) y",
        letters=(("P", "H"), ("H", "H"), *beta_letters),
    ),
    terms,
    Source(hastie, "section 3.2"),
)
around = norm(X * (w - w_hat)) ** 2
optimality = ("excess", "minimis", "minimiz", *terms)
excess = identity(
    "How far the squared error of any weights lies above the least",
    norm(y - X * w) ** 2 - norm(y - X * w_hat) ** 2,
    (
        (around - 2 * dot(y - X * w_hat, X * (w - w_hat)), "the square around the fit"),
        (around, "the residuals of the fit are orthogonal to the inputs"),
    ),
    (any_weights, *fit),
    written(
        r"\|y - Xw\|^2 - \|y - X\hat{w}\|^2 = \|X(w - \hat{w})\|^2",
        r"\|Xw - y\|^2 - \|X\hat{w} - y\|^2 = (w - \hat{w})^\top X^\top X (w - \hat{w})",
    ),
    optimality,
    Source(bach, "section 3.3"),
)
around_fit = identity(
    "Squared error of any weights: the least, and a quadratic form around the fit",
    norm(y - X * w) ** 2,
    (
        (
            norm(y - X * w_hat) ** 2 - 2 * dot(y - X * w_hat, X * (w - w_hat)) + around,
            "the square around the fit",
        ),
        (norm(y - X * w_hat) ** 2 + around, "the residuals of the fit are orthogonal to the inputs"),
    ),
    (any_weights, *fit),
    written(
        r"\|y - Xw\|^2 = \|y - X\hat{w}\|^2 + \|X(w - \hat{w})\|^2",
        r"\|Xw - y\|_2^2 = \|X\hat{w} - y\|_2^2 + \|Xw - X\hat{w}\|_2^2",
    )
    + written(
        r"\|y - X\beta\|^2 = \|y - X\hat{\beta}\|^2 + (\beta - \hat{\beta})^\top X^\top X (\beta - \hat{\beta})",
        letters=(("beta", "w"), *beta_letters),
    ),
    optimality,
    Source(bach, "section 3.3"),
)
sample = free_index("i", samples)
at_sample = sample.symbol
leverage = Quantity("h", "leverage of each sample", shape=(samples,))
influence = ("leverage", "hat matrix", "influence", "leave-one-out", *regression)
own = dot(row(X, at_sample), Inverse(gram) * row(X, at_sample))
leverages = identity(
    "Leverage of a sample",
    at(leverage.symbol, at_sample),
    ((own, "an entry on the diagonal of the hat matrix"),),
    (leverage, inputs, sample),
    written(
        r"h_i = x_i^\top (X^\top X)^{-1} x_i",
        r"h_i = x_i^\top \left(X^\top X\right)^{-1} x_i",
        letters=(("x", "X"), ("X", "X")),
    ),
    influence,
    Source(hastie, "section 7.10"),
    kind=Kind.DEFINITION,
)
leverage_entry = identity(
    "Leverage of a sample as an entry of the hat matrix",
    at(H, at_sample, at_sample),
    ((own, "row i of X stands on both sides"),),
    (hat, inputs, sample),
    written(
        r"H_{ii} = x_i^\top (X^\top X)^{-1} x_i",
        r"h_{ii} = x_i^\top (X^\top X)^{-1} x_i",
        letters=(("x", "X"), ("X", "X"), ("h", "H"), ("H", "H")),
    ),
    influence,
    Source(hastie, "section 7.10"),
)
many, few = Size("n", "samples", smallest=4, largest=4), Size("d", "features", largest=1)
column = Quantity("X", "the inputs, one in each row", shape=(many, few))
goals = Quantity("y", "the targets", shape=(many,))
x, g, N = column.symbol, goals.symbol, many.symbol
smooth = x * Inverse(Transpose(x) * x) * Transpose(x)
shares = Quantity("h", "leverage of each sample", shape=(many,), value=tabulated(at(smooth, m, m), m, N))
guesses = Quantity("y_hat", "the fitted values", shape=(many,), value=smooth * g)
cross_validated = Quantity("V", "mean squared error where each sample is left out of its own fit")
TOPIC = Topic(
    "Least squares: how the error splits",
    formulas=(
        total_entry,
        split,
        split_residuals,
        remaining,
        by_estimate,
        named_squares,
        by_projection,
        excess,
        around_fit,
        leverages,
        leverage_entry,
         ),
)
