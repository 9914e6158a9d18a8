"""Objectives, densities and steps in the spelling of the book Deep Learning, and a few of its relatives.

Steps of adaptive methods give the change of the parameters; products and quotients of vectors are taken entry by entry.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Abs, Identity, Inverse, Max, exp, pi, sign, sqrt

from derivations.operators import at, dot, entrywise, hadamard, norm, norm1
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
    integers,
    interval,
)

book = "Goodfellow, Bengio and Courville, Deep Learning"
value = Quantity("L", "the value")
number, centre = Quantity("x", "a number", domain=interval(-4, 4)), Quantity("m", "the centre", domain=interval(-4, 4))
tightness = Quantity("b", "precision", domain=interval(0, 4))
x, m, b = number.symbol, centre.symbol, tightness.symbol
by_precision = rule(
    "Density of the normal distribution by its precision",
    value,
    sqrt(b / (2 * pi)) * exp(-b * (x - m) ** 2 / 2),
    (number, centre, tightness),
    (
        *written(r"p(x) = \sqrt{\frac{\beta}{2 \pi}} \exp\left(-\frac{1}{2} \beta (x - \mu)^2\right)",
                 r"\mathcal{N}(x; \mu, \beta^{-1}) = \sqrt{\frac{\beta}{2 \pi}} "
                 r"\exp\left(-\frac{1}{2} \beta (x - \mu)^2\right)",
                 letters=(("beta", "b"), ("mu", "m"))),
    ),
    ("gaussian", "normal distribution", "precision"),
    "the precision is the reciprocal of the variance",
    Source(book, "equation 3.22"),
)  # fmt: skip
spread = Quantity("sigma", "standard deviation", domain=interval(Fraction(1, 2), 4))
s = spread.symbol
by_root = rule(
    "Density of the normal distribution, the factor under a root",
    value,
    sqrt(1 / (2 * pi * s**2)) * exp(-((x - m) ** 2) / (2 * s**2)),
    (number, centre, spread),
    written(
        r"p(x) = \sqrt{\frac{1}{2 \pi \sigma^2}} \exp\left(-\frac{1}{2 \sigma^2} (x - \mu)^2\right)",
        r"\mathcal{N}(x; \mu, \sigma^2) = \sqrt{\frac{1}{2 \pi \sigma^2}} "
        r"\exp\left(-\frac{1}{2 \sigma^2} (x - \mu)^2\right)",
        letters=(("mu", "m"),),
    ),
    ("gaussian", "normal distribution"),
    "a bell of area 1",
    Source(book, "equation 3.21"),
)
samples = Quantity("k", "number of samples", domain=integers(1, 9))
standard_error = rule(
    "Standard error of the mean",
    value,
    s / sqrt(samples.symbol),
    (spread, samples),
    (
        *written(r"SE(\hat{\mu}_m) = \frac{\sigma}{\sqrt{m}}", letters=(("m", "k"),)),
        *written(r"SE = \sigma / \sqrt{n}", letters=(("n", "k"),)),
    ),
    ("standard error", "confidence interval"),
    "the root of the variance of a mean",
    Source(book, "equation 5.46"),
)
offset_of, scatter = Quantity("B", "bias of the estimator"), Quantity("V", "variance of the estimator", domain=POSITIVE)
mean_squared = rule(
    "Mean squared error of an estimator from its bias and variance",
    value,
    offset_of.symbol**2 + scatter.symbol,
    (offset_of, scatter),
    written(
        r"\mathrm{MSE} = \mathrm{Bias}^2 + \mathrm{Var}",
        r"\mathrm{MSE} = \mathrm{Var} + \mathrm{Bias}^2",
        letters=(("Bias", "B"), ("Var", "V")),
    ),
    ("bias", "trade-off", "tradeoff", "mean squared error"),
    "the mean of the square is the squared mean and the variance",
    Source(book, "equation 5.54"),
)
members = Quantity("k", "number of models", domain=integers(1, 9))
shared = Quantity("c", "covariance of two errors")
bagged = rule(
    "Expected squared error of an average of models",
    value,
    scatter.symbol / members.symbol + (members.symbol - 1) / members.symbol * shared.symbol,
    (members, scatter, shared),
    written(
        r"E = \frac{1}{k} v + \frac{k - 1}{k} c",
        r"E = \frac{v}{k} + \frac{(k - 1) c}{k}",
        r"\mathbb{E}\left[\left(\frac{1}{k} \sum_i \epsilon_i\right)^2\right] = \frac{1}{k} v + \frac{k - 1}{k} c",
        r"\mathbb{E}\left[\left(\frac{1}{k} \sum_{i=1}^k \epsilon_i\right)^2\right] = \frac{v}{k} + \frac{k - 1}{k} c",
        letters=(("v", "V"),),
    ),
    ("bagging", "ensemble", "model averaging", "averaging"),
    "k variances and k (k - 1) covariances, over k squared",
    Source(book, "equation 7.50"),
)
parameters = Size("n", "parameters", largest=3)
n = parameters.symbol
weights = Quantity("w", "parameters", shape=(parameters,))
plain = Quantity("J", "the objective without penalty")
strength = Quantity("alpha", "strength of the penalty", domain=POSITIVE)
w, J, alpha = weights.symbol, plain.symbol, strength.symbol
penalties = ("weight decay", "regulari", "norm penalty", "l2", "ridge")
decayed = rule(
    "Objective with half the squared norm as penalty",
    value,
    alpha / 2 * dot(w, w) + J,
    (weights, plain, strength),
    (
        *written(r"\tilde{J} = \frac{\alpha}{2} w^\top w + J", r"\tilde{J} = J + \frac{\alpha}{2} \|w\|_2^2"),
        *written(r"L = L_0 + \frac{\lambda}{2} \|w\|^2", letters=(("L_0", "J"), ("lambda", "alpha"))),
    ),
    penalties,
    "the objective, and the squared length",
    Source(book, "equation 7.2"),
)
undivided = rule(
    "Objective with the squared norm as penalty",
    value,
    J + alpha * dot(w, w),
    (weights, plain, strength),
    (
        *written(r"J = \mathrm{MSE}_{\mathrm{train}} + \lambda w^\top w",
                 letters=(("MSE_train", "J"), ("lambda", "alpha"))),
        *written(r"L = L_0 + \lambda \|w\|_2^2", letters=(("L_0", "J"), ("lambda", "alpha"))),
    ),
    penalties,
    "the objective, and the squared length",
    Source(book, "equation 5.18"),
)  # fmt: skip
absolute = rule(
    "Objective with the sum of absolute values as penalty",
    value,
    alpha * norm1(w) + J,
    (weights, plain, strength),
    (
        *written(r"\tilde{J} = \alpha \|w\|_1 + J", r"\tilde{J} = J + \alpha \sum_{i=1}^n |w_i|"),
        *written(r"L = L_0 + \lambda \|w\|_1", letters=(("L_0", "J"), ("lambda", "alpha"))),
    ),
    ("l1", "lasso", "sparse", "norm penalty", "regulari"),
    "the objective, and the absolute values",
    Source(book, "equation 7.19"),
)
best = Quantity("u", "minimiser without penalty", shape=(parameters,))
bends = Quantity("H", "curvatures", shape=(parameters,), domain=POSITIVE)
entry = free_index("i", parameters)
i = entry.symbol
thresholded = rule(
    "Minimiser with the sum of absolute values as penalty, for a diagonal Hessian",
    value,
    sign(at(best.symbol, i)) * Max(Abs(at(best.symbol, i)) - alpha / at(bends.symbol, i), 0, evaluate=False),
    (best, bends, strength, entry),
    (
        *written(
            r"w_i = \operatorname{sign}(w_i^*) \max\left\{|w_i^*| - \frac{\alpha}{H_{i}}, 0\right\}",
            r"w_i = \operatorname{sign}(w_i^*) \max\left(|w_i^*| - \alpha / H_i, 0\right)",
            letters=(("w_star", "u"), ("w^star", "u")),
        ),
    ),
    ("l1", "soft threshold", "sparse", "regulari"),
    "pulled towards 0, and held there",
    Source(book, "equation 7.23"),
)
rows = Size("k", "equations", largest=3)
matrix, goal = Quantity("A", "the matrix", shape=(rows, parameters)), Quantity("b", "right side", shape=(rows,))
found = Quantity("z", "the minimiser", shape=(parameters,))
A = matrix.symbol
constrained = rule(
    "Least squares on a ball, by the multiplier of the constraint on the squared norm",
    found,
    Inverse(A.T * A + 2 * alpha * Identity(n)) * A.T * goal.symbol,
    (matrix, goal, strength),
    (
        *written(r"x = (A^\top A + 2 \lambda I)^{-1} A^\top b", letters=(("lambda", "alpha"),)),
        *written(r"x^* = (A^T A + 2 \lambda I)^{-1} A^T b", letters=(("lambda", "alpha"),)),
    ),
    ("constrained", "kkt", "lagrang", "constraint", "least squares"),
    "the gradient of the Lagrangian vanishes",
    Source(book, "section 4.5"),
)
slope = Quantity("g", "the gradient", shape=(parameters,))
squares = Quantity("r", "accumulated squares", shape=(parameters,), domain=POSITIVE)
speed = Quantity("s", "first moment", shape=(parameters,))
rate, guard = Quantity("epsilon", "step size", domain=POSITIVE), Quantity("delta", "small constant", domain=POSITIVE)
change = Quantity("D", "change of the parameters", shape=(parameters,))
g, r, e, delta = slope.symbol, squares.symbol, rate.symbol, guard.symbol
named = (("r_hat", "r"), ("s_hat", "s"))
inside = rule(
    "Change of the parameters by RMSProp, the constant under the root",
    change,
    hadamard(entrywise(lambda u: -e / sqrt(delta + u), r), g),
    (slope, squares, rate, guard),
    written(
        r"\Delta \theta = -\frac{\epsilon}{\sqrt{\delta + r}} \odot g",
        r"\Delta \theta = -\frac{\epsilon}{\sqrt{r + \delta}} \odot g",
    ),
    ("rmsprop", "adaptive learning", "accumulate"),
    "each entry over the root of its squares",
    Source(book, "algorithm 8.5"),
)
outside = rule(
    "Change of the parameters by AdaGrad, the constant beside the root",
    change,
    hadamard(entrywise(lambda u: -e / (delta + sqrt(u)), r), g),
    (slope, squares, rate, guard),
    written(
        r"\Delta \theta = -\frac{\epsilon}{\delta + \sqrt{r}} \odot g",
        r"\Delta \theta = -\frac{\epsilon}{\sqrt{r} + \delta} \odot g",
    ),
    ("adagrad", "adaptive learning", "accumulate"),
    "each entry over the root of its squares",
    Source(book, "algorithm 8.4"),
)
corrected = rule(
    "Change of the parameters by Adam",
    change,
    hadamard(entrywise(lambda u: -e / (sqrt(u) + delta), r), speed.symbol),
    (speed, squares, rate, guard),
    written(
        r"\Delta \theta = -\epsilon \frac{\hat{s}}{\sqrt{\hat{r}} + \delta}",
        r"\Delta \theta = -\frac{\epsilon}{\sqrt{\hat{r}} + \delta} \odot \hat{s}",
        letters=named,
    ),
    ("adam", "moment", "bias-corrected"),
    "the first moment over the root of the second",
    Source(book, "algorithm 8.7"),
)
code, seen = Size("q", "units of the code", largest=3), Quantity("x", "an input", shape=(parameters,))
hidden = Quantity("h", "the code", shape=(code,))
dictionary = Quantity("W", "the dictionary", shape=(parameters, code))
fit = Quantity("beta", "weight of the fit", domain=POSITIVE)
sparse_coding = rule(
    "Objective of sparse coding",
    value,
    alpha * norm1(hidden.symbol) + fit.symbol * norm(seen.symbol - dictionary.symbol * hidden.symbol) ** 2,
    (hidden, seen, dictionary, strength, fit),
    (
        *written(r"J(h) = \lambda \|h\|_1 + \beta \|x - W h\|_2^2",
                 r"J = \beta \|x - W h\|^2 + \lambda \|h\|_1", letters=(("lambda", "alpha"),)),
    ),
    ("sparse coding", "dictionary", "sparse"),
    "few active units, a small error",
    Source(book, "equation 13.17"),
)  # fmt: skip
FORMULAS: tuple[Formula, ...] = (
    by_precision, by_root, standard_error, mean_squared, bagged, decayed, undivided, absolute, thresholded, constrained,
    inside, outside, corrected, sparse_coding,
)  # fmt: skip
TOPIC = Topic("Objectives and steps of the book Deep Learning", formulas=FORMULAS)
