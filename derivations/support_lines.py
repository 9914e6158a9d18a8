"""Soft-margin support vector machines with slacks: Lagrangian, its derivatives, the dual by matrices, steps down it.

An input stands in each row of X, the classes y_i are -1 and 1. alpha are the multipliers of the margins, mu those of
the slacks.
"""

from __future__ import annotations

from sympy import Max, Rational, Sum, sign

from derivations.operators import at, diagonal_matrix, dot, gradient, indicator, norm, row, total
from derivations.stanzas import identity, rule, written
from derivations.svm_dual import (
    X,
    b,
    bishop,
    features,
    i,
    inputs,
    k,
    kernel,
    labels,
    multipliers,
    n,
    offset,
    priced,
    query,
    samples,
    x,
    y,
)
from derivations.svm_dual import alpha as a
from derivations.vocabulary import NONNEGATIVE, POSITIVE, SIGN, Kind, Quantity, Source, Topic, free_index

shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
pegasos_paper = Source("Shalev-Shwartz et al. 2011, Pegasos", "section 2.1")
half = Rational(1, 2)
weights = Quantity("w", "the weights", shape=(features,))
slacks = Quantity("xi", "the slacks", shape=(samples,), domain=NONNEGATIVE)
prices = Quantity("mu", "multipliers of the slacks", shape=(samples,), domain=NONNEGATIVE)
cost = Quantity("C", "price of the slack", domain=POSITIVE)
w, xi, mu, C = weights.symbol, slacks.symbol, prices.symbol, cost.symbol
place = free_index("r", samples)
at_place = place.symbol
words = ("svm", "support vector", "soft margin", "soft-margin", "slack", "kkt", "lagrangian", "dual")
example = (("x", "X"), ("X", "X"))
one = (("x", "X"), ("X", "X"), ("i", "r"))
margins = Quantity("gamma", "geometric margins", shape=(samples,))
geometric_margins = identity(
    "Geometric margin of each example",
    at(margins.symbol, at_place),
    ((at(y, at_place) * (dot(w, row(X, at_place)) + b) / norm(w), "the signed distance from the hyperplane"),),
    (margins, inputs, labels, weights, offset, place),
    written(
        r"\gamma_i = y_i \frac{w^\top x_i + b}{\|w\|}",
        r"\gamma_i = \frac{y_i (w^\top x_i + b)}{\|w\|}",
        r"\gamma_i = y_i \left(\frac{w^\top}{\|w\|} x_i + \frac{b}{\|w\|}\right)",
        letters=one,
    )
    + written(r"\gamma^{(i)} = \frac{y^{(i)} (w^\top x^{(i)} + b)}{\|w\|_2}", letters=one),
    ("geometric margin", "margin", "hyperplane", "svm", "support vector"),
    Source(shalev, "section 15.1"),
    kind=Kind.DEFINITION,
)
shortfalls = Sum(at(a, i) * (at(y, i) * (dot(w, row(X, i)) + b) - 1 + at(xi, i)), (i, 1, n))
value = norm(w) ** 2 / 2 + C * Sum(at(xi, i), (i, 1, n)) - shortfalls - Sum(at(mu, i) * at(xi, i), (i, 1, n))
unnamed = Quantity("L", "the Lagrangian")
problem = (inputs, labels, weights, offset, slacks, cost, multipliers, prices)
soft_lagrangian = rule(
    "Lagrangian of the soft-margin support vector machine",
    unnamed,
    value,
    problem,
    written(
        r"L = \frac{1}{2} \|w\|^2 + C \sum_{i=1}^n \xi_i - \sum_{i=1}^n \alpha_i (y_i (w^\top x_i + b) - 1 + \xi_i) "
        r"- \sum_{i=1}^n \mu_i \xi_i",
        r"L(w, b, \xi, \alpha, \mu) = \frac{1}{2} \|w\|^2 + C \sum_i \xi_i "
        r"- \sum_i \alpha_i [y_i (w^\top x_i + b) - 1 + \xi_i] - \sum_i \mu_i \xi_i",
        r"L = \frac{1}{2} w^\top w + C \sum_i \xi_i + \sum_i \alpha_i (1 - \xi_i - y_i (w^\top x_i + b)) "
        r"- \sum_i \mu_i \xi_i",
        letters=example,
    ),
    words,
    "the objective less each constraint with its multiplier",
    Source(bishop, "equation 7.22"),
)
lagrangian = Quantity("L", "the Lagrangian", value=value)
L = lagrangian.symbol
by_slack = identity(
    "Derivative of the soft-margin Lagrangian by a slack",
    at(gradient(L, xi), at_place),
    ((C - at(a, at_place) - at(mu, at_place), "each slack stands in three terms"),),
    (lagrangian, *problem, place),
    written(
        r"\frac{\partial L}{\partial \xi_i} = C - \alpha_i - \mu_i",
        r"\nabla_{\xi_i} L = C - \mu_i - \alpha_i",
        letters=(("i", "r"),),
    ),
    words,
    Source(bishop, "equation 7.31"),
    kind=Kind.GRADIENT,
)
by_weights = identity(
    "Gradient of the soft-margin Lagrangian by the weights",
    gradient(L, w),
    ((w - priced, "the squared norm, and the score of each example"),),
    (lagrangian, *problem),
    written(
        r"\nabla_w L = w - \sum_{i=1}^n \alpha_i y_i x_i",
        r"\frac{\partial L}{\partial w} = w - \sum_i \alpha_i y_i x_i",
        letters=example,
    ),
    words,
    Source(bishop, "equation 7.29"),
    kind=Kind.GRADIENT,
)
signed = Quantity("Q", "signed inner products of the inputs", shape=(samples, samples))
second, Q = free_index("l", samples), signed.symbol
pairs = at(y, at_place) * at(y, second.symbol)
signed_products = identity(
    "Matrix of the dual of a support vector machine",
    at(Q, at_place, second.symbol),
    ((pairs * dot(row(X, at_place), row(X, second.symbol)), "the factor of two multipliers in the dual"),),
    (signed, inputs, labels, place, second),
    written(
        r"Q_{ij} = y_i y_j x_i^\top x_j",
        r"Q_{ij} = y_i y_j \langle x_i, x_j \rangle",
        letters=(*one, ("j", "l")),
    ),
    words,
    Source(shalev, "section 15.4"),
    kind=Kind.DEFINITION,
)
signed_kernels = identity(
    "Matrix of the dual of a kernel machine",
    at(Q, at_place, second.symbol),
    ((pairs * k(row(X, at_place), row(X, second.symbol)), "the factor of two multipliers in the dual"),),
    (signed, inputs, labels, kernel, place, second),
    written(
        r"Q_{ij} = y_i y_j k(x_i, x_j)",
        r"Q_{ij} = k(x_i, x_j) y_i y_j",
        letters=(*one, ("j", "l")),
    ),
    words,
    Source("Chang and Lin 2011, LIBSVM", "section 2.1"),
    kind=Kind.DEFINITION,
)
turned = diagonal_matrix(y) * X
known = Quantity("Q", "signed inner products of the inputs", (samples, samples), value=turned * turned.T)
objective = Quantity("W", "the dual objective")
dual_by_matrix = rule(
    "Dual objective of a support vector machine, by its matrix",
    objective,
    total(a) - half * dot(a, known.symbol * a),
    (known, inputs, labels, multipliers),
    written(
        r"W(\alpha) = \mathbf{1}^\top \alpha - \frac{1}{2} \alpha^\top Q \alpha",
        r"W(\alpha) = \sum_{i=1}^n \alpha_i - \frac{1}{2} \alpha^\top Q \alpha",
        r"W(\alpha) = \alpha^\top \mathbf{1} - \frac{1}{2} \alpha^\top Q \alpha",
    ),
    words,
    "the sum over all pairs as a quadratic form",
    Source(shalev, "section 15.4"),
)
dual_cost = rule(
    "Dual of a support vector machine as a cost, by its matrix",
    objective,
    half * dot(a, known.symbol * a) - total(a),
    (known, inputs, labels, multipliers),
    written(
        r"W(\alpha) = \frac{1}{2} \alpha^\top Q \alpha - \mathbf{1}^\top \alpha",
        r"W(\alpha) = \frac{1}{2} \alpha^\top Q \alpha - \sum_{i=1}^n \alpha_i",
    ),
    words,
    "what is largest is turned over, to be smallest",
    Source("Chang and Lin 2011, LIBSVM", "equation 2"),
)
decision = Quantity("f", "class of the query")
votes = Sum(at(a, i) * at(y, i) * dot(row(X, i), x), (i, 1, n)) + b
linear_decision = rule(
    "Decision of a support vector machine from its multipliers",
    decision,
    sign(votes),
    (inputs, labels, multipliers, query, offset),
    written(
        r"f(z) = \operatorname{sign}\left(\sum_{i=1}^n \alpha_i y_i x_i^\top z + b\right)",
        r"f(z) = \operatorname{sgn}\left(\sum_i \alpha_i y_i \langle x_i, z \rangle + b\right)",
        letters=(*example, ("z", "x")),
    ),
    words,
    "the sign of the score",
    Source(bishop, "equation 7.13"),
)
kernel_decision = rule(
    "Decision of a kernel machine",
    decision,
    sign(Sum(at(a, i) * at(y, i) * k(row(X, i), x), (i, 1, n)) + b),
    (inputs, labels, multipliers, kernel, query, offset),
    written(
        r"f(z) = \operatorname{sign}\left(\sum_{i=1}^n \alpha_i y_i k(x_i, z) + b\right)",
        r"f(z) = \operatorname{sgn}\left(b + \sum_i \alpha_i y_i k(x_i, z)\right)",
        letters=(*example, ("z", "x")),
    ),
    ("kernel trick", *words),
    "the sign of the score",
    Source(bishop, "equation 7.13"),
)
sample = Quantity("x", "an input", shape=(features,))
label = Quantity("y", "its class", domain=SIGN)
strength = Quantity("lamda", "strength of the penalty", domain=POSITIVE)
rate = Quantity("eta", "step size", domain=POSITIVE)
following = Quantity("w_next", "the weights after the step", shape=(features,))
s, c, lam, eta = sample.symbol, label.symbol, strength.symbol, rate.symbol
counted = (("w_t+1", "w_next"), ("w_t", "w"), ("eta_t", "eta"), ("lambda", "lamda"))
pegasos = rule(
    "Step of Pegasos",
    following,
    (1 - eta * lam) * w + eta * indicator(c * dot(w, s) < 1) * c * s,
    (weights, sample, label, strength, rate),
    written(
        r"w_{t+1} = (1 - \eta_t \lambda) w_t + \eta_t \mathbb{1}[y w_t^\top x < 1] y x",
        letters=counted,
    )
    + written(
        r"w_{t+1} = (1 - \eta_t \lambda) w_t + \eta_t \mathbb{1}[y_i w_t^\top x_i < 1] y_i x_i",
        r"w_{t+1} = (1 - \eta_t \lambda) w_t + \eta_t \mathbf{1}[y_i \langle w_t, x_i \rangle < 1] y_i x_i",
        letters=(*counted, ("x_i", "x"), ("y_i", "y")),
    ),
    ("pegasos", "hinge", "svm", "support vector", "subgradient"),
    "the penalty shrinks always; the example pulls where its margin is below 1",
    pegasos_paper,
)
hinge = Quantity("l", "hinge loss of the example", value=Max(0, 1 - c * dot(w, s)))
hinge_cases = identity(
    "Gradient of the hinge loss by the weights, by cases",
    gradient(hinge.symbol, w),
    ((-indicator(c * dot(w, s) < 1) * c * s, "where the margin is 1 or more the loss stays 0"),),
    (hinge, weights, sample, label),
    written(
        r"\nabla_w \ell = \begin{cases} -y x & \text{if } y w^\top x < 1 \\ 0 & \text{otherwise} \end{cases}",
        r"\frac{\partial \ell}{\partial w} = \begin{cases} -y x & y w^\top x < 1 \\ 0 & \text{otherwise} \end{cases}",
        r"\nabla_w \ell = -\mathbb{1}[y w^\top x < 1] y x",
        letters=(("ell", "l"), ("l", "l")),
    ),
    ("hinge", "subgradient", "svm", "support vector"),
    pegasos_paper,
    kind=Kind.GRADIENT,
)
perceptron_loss = Quantity("l", "perceptron loss of the example", value=Max(0, -c * dot(w, s)))
perceptron_cases = identity(
    "Gradient of the perceptron loss by the weights, by cases",
    gradient(perceptron_loss.symbol, w),
    ((-indicator(c * dot(w, s) < 0) * c * s, "an example on its side has no loss"),),
    (perceptron_loss, weights, sample, label),
    written(
        r"\nabla_w \ell = \begin{cases} -y x & \text{if } y w^\top x < 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\frac{\partial \ell}{\partial w} = \begin{cases} -y x & y w^\top x < 0 \\ 0 & \text{otherwise} \end{cases}",
        letters=(("ell", "l"), ("l", "l")),
    ),
    ("perceptron", "hinge", "subgradient", "svm", "support vector"),
    Source(bishop, "equation 4.54"),
    kind=Kind.GRADIENT,
)

TOPIC = Topic(
    "Soft margins line by line",
    formulas=(
        geometric_margins,
        soft_lagrangian,
        by_slack,
        by_weights,
        signed_products,
        signed_kernels,
        dual_by_matrix,
        dual_cost,
        linear_decision,
        kernel_decision,
        pegasos,
        hinge_cases,
        perceptron_cases,
    ),
)
