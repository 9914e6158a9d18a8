"""Poisson regression, and least squares with a weight for each example (locally weighted regression)."""

from __future__ import annotations

from sympy import Rational, Sum, exp, factorial, log

from derivations.operators import at, diagonal_matrix, dot, entrywise, gradient, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    Kind,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

ng = "Ng, CS229 Lecture Notes"
nelder = "McCullagh and Nelder, Generalized Linear Models"
value = Quantity("v", "the value")
examples, inputs = Size("n", "examples", largest=4), Size("d", "inputs", largest=3)
n, d = examples.symbol, inputs.symbol
i = bound_index("i")
design = Quantity("X", "inputs, one in each row", shape=(examples, inputs))
theta_q = Quantity("theta", "parameters", shape=(inputs,))
counts = Quantity("y", "counts", shape=(examples,), domain=integers(0, 4))
positive_counts = Quantity("y", "counts", shape=(examples,), domain=integers(1, 4))
fitted = Quantity("mu", "fitted means", shape=(examples,), domain=POSITIVE)
X, theta = design.symbol, theta_q.symbol
score = dot(theta, row(X, i))
glm = ("poisson regression", "poisson", "log link", "glm", "generalized linear", "generalised linear")
rows = (("x", "X"),)
likelihood_form = Sum(at(counts.symbol, i) * score - exp(score) - log(factorial(at(counts.symbol, i))), (i, 1, n))
log_likelihood = rule(
    "Log-likelihood of Poisson regression",
    value,
    likelihood_form,
    (design, theta_q, counts),
    written(
        r"\ell(\theta) = \sum_{i=1}^n (y_i \theta^T x_i - e^{\theta^T x_i} - \log y_i!)",
        r"\ell = \sum_{i=1}^n [y_i \theta^T x_i - \exp(\theta^T x_i) - \log(y_i!)]",
        letters=rows,
    ),
    glm,
    "the rate is the exponential of the score",
    Source(nelder, "section 6.2"),
)
named_likelihood = Quantity("l", "log-likelihood", value=likelihood_form)
slope = identity(
    "Gradient of the log-likelihood of Poisson regression",
    gradient(named_likelihood.symbol, theta),
    (
        (X.T * (counts.symbol - entrywise(exp, X * theta)), "differentiate the sum, for all inputs at once"),
        (
            vector_sum((at(counts.symbol, i) - exp(score)) * row(X, i), i, 1, n),
            "the product, example by example",
        ),
    ),
    (named_likelihood, design, theta_q, counts),
    written(
        r"\nabla_\theta \ell = \sum_{i=1}^n (y_i - e^{\theta^T x_i}) x_i",
        letters=rows,
    )
    + written(r"\frac{\partial \ell}{\partial \theta} = \sum_{i=1}^n (y_i - \exp(\theta^T x_i)) x_i", letters=rows),
    glm,
    Source(nelder, "section 2.5"),
    kind=Kind.GRADIENT,
)
step_rate = Quantity("alpha", "step size", domain=POSITIVE)
target = Quantity("y", "a count", domain=integers(0, 4))
point = Quantity("x", "an input", shape=(inputs,))
following = Quantity("theta_next", "parameters after the step", shape=(inputs,))
online = rule(
    "Stochastic step of Poisson regression",
    following,
    theta + step_rate.symbol * (target.symbol - exp(dot(theta, point.symbol))) * point.symbol,
    (theta_q, step_rate, target, point),
    written(
        r"\theta := \theta + \alpha (y - e^{\theta^T x}) x",
        r"\theta \leftarrow \theta - \alpha (\exp(\theta^T x) - y) x",
    ),
    glm,
    "up the log-likelihood of one example",
    Source(ng, "problem set 1"),
)
deviance = rule(
    "Deviance of Poisson regression",
    value,
    2
    * Sum(
        at(positive_counts.symbol, i) * log(at(positive_counts.symbol, i) / at(fitted.symbol, i))
        - (at(positive_counts.symbol, i) - at(fitted.symbol, i)),
        (i, 1, n),
    ),
    (positive_counts, fitted),
    written(
        r"D = 2 \sum_{i=1}^n \left[y_i \log \frac{y_i}{\mu_i} - (y_i - \mu_i)\right]",
        r"D = 2 \sum_{i=1}^n \left\{y_i \log\left(\frac{y_i}{\mu_i}\right) - y_i + \mu_i\right\}",
    ),
    ("deviance", *glm),
    "twice what the log-likelihood lacks to that of the counts themselves",
    Source(nelder, "section 2.3"),
)
weights = Quantity("w", "weights of the examples", shape=(examples,), domain=POSITIVE)
targets = Quantity("y", "targets", shape=(examples,))
w, t = weights.symbol, targets.symbol
local = ("locally weighted", "weighted least squares", "weighted linear", "local regression", "loess")
weighted_cost = rule(
    "Weighted squared error, as a sum with 1/2",
    value,
    Sum(at(w, i) * (dot(theta, row(X, i)) - at(t, i)) ** 2, (i, 1, n)) / 2,
    (weights, design, theta_q, targets),
    written(
        r"J(\theta) = \frac{1}{2} \sum_{i=1}^n w_i (\theta^T x_i - y_i)^2",
        r"J = \frac{1}{2} \sum_{i=1}^n w_i (y_i - \theta^T x_i)^2",
        letters=rows,
    ),
    local,
    "near examples count more",
    Source(ng, "part I, section 4"),
)
table = Quantity("W", "diagonal matrix of the weights", shape=(examples, examples), value=diagonal_matrix(w))
W = table.symbol
matrix_cost = rule(
    "Weighted squared error in matrix form, with 1/2",
    value,
    dot(X * theta - t, W * (X * theta - t)) / 2,
    (weights, table, design, theta_q, targets),
    written(
        r"J(\theta) = \frac{1}{2} (X \theta - y)^T W (X \theta - y)",
        r"J(\theta) = \frac{1}{2} (y - X \theta)^T W (y - X \theta)",
    ),
    local,
    "near examples count more",
    Source(ng, "problem set 1"),
)
named_cost = Quantity("J", "weighted squared error", value=dot(X * theta - t, W * (X * theta - t)) / 2)
weighted_slope = identity(
    "Gradient of the weighted squared error, with 1/2",
    gradient(named_cost.symbol, theta),
    (
        (X.T * (W * X * theta) - X.T * (W * t), "differentiate the quadratic form"),
        (X.T * W * (X * theta - t), "collect"),
    ),
    (named_cost, weights, table, design, theta_q, targets),
    written(
        r"\nabla_\theta J = X^T W (X \theta - y)",
        r"\nabla_\theta J = -X^T W (y - X \theta)",
    ),
    local,
    Source(ng, "problem set 1"),
    kind=Kind.GRADIENT,
)
query = Quantity("x", "the query")
own = Quantity("x_i", "an input")
width = Quantity("tau", "bandwidth", domain=interval(Rational(1, 2), 3))
kernel_weight = rule(
    "Weight of an example in locally weighted regression",
    value,
    exp(-((own.symbol - query.symbol) ** 2) / (2 * width.symbol**2)),
    (own, query, width),
    written(
        r"w = \exp\left(-\frac{(x_i - x)^2}{2 \tau^2}\right)",
        r"w_i = e^{-(x_i - x)^2 / (2 \tau^2)}",
        r"w_i = \exp\left(-\frac{1}{2} \left(\frac{x_i - x}{\tau}\right)^2\right)",
    ),
    local,
    "a normal bell around the query",
    Source(ng, "part I, section 4"),
)

TOPIC = Topic(
    "Poisson regression and weighted least squares",
    formulas=(
        log_likelihood,
        slope,
        online,
        deviance,
        weighted_cost,
        matrix_cost,
        weighted_slope,
        kernel_weight,
    ),
)
