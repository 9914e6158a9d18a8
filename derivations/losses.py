"""Losses of one example: squared, zero-one, logarithmic, hinge, focal; what they bound, what they are likelihoods of.

The prediction is v, the target y; those of classification take the probability of the true class, or a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Eq, KroneckerDelta, Le, Max, Piecewise, Product, Rational, Sum, exp, log, pi, sqrt

from derivations.operators import at, at_least, at_most, dot, equal, gradient, indicator, norm
from derivations.vocabulary import (
    NONNEGATIVE,
    SIGN,
    SIMPLEX,
    UNIT,
    Domain,
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
    integers,
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
half = Rational(1, 2)
j = bound_index("j")
outputs = Size("m", "outputs", largest=3)
prediction = Quantity("v", "prediction", shape=(outputs,))
target = Quantity("y", "target", shape=(outputs,))
loss = Quantity("L", "loss")
m, v, y, L = outputs.symbol, prediction.symbol, target.symbol, loss.symbol
own_letters = (("l", "L"),)


def derive_squared_gradient() -> Iterator[Step]:
    """Expand the square: only two terms depend on v."""
    yield Step(gradient(dot(v, v) / 2 - dot(y, v), v), because="expand the square; the squared norm of y is constant")
    yield Step(v - y, because="the gradient of half the squared norm of v is v, that of an inner product y")


squared_gradient = Formula(
    title="Gradient of the squared loss",
    kind=Kind.GRADIENT,
    statement=equal(gradient(norm(y - v) ** 2 / 2, v), v - y),
    quantities=(prediction, target),
    assumptions=(),
    notations=(
        Notation(r"\nabla_v \frac{1}{2}\|y - v\|^2 = v - y"),
        Notation(
            r"\frac{\partial}{\partial \hat{y}} \frac{1}{2}\|y - \hat{y}\|_2^2 = \hat{y} - y",
            letters=(("y_hat", "v"),),
        ),
    ),
    words=("squared loss", "gradient"),
    derivation=derive_squared_gradient,
    source=Source(hastie, "section 10.10.2"),
)

mse = Quantity("L", "mean squared error", value=Sum((at(v, j) - at(y, j)) ** 2, (j, 1, m)) / m)


def derive_mse_gradient() -> Iterator[Step]:
    """A sum of squares is a squared norm."""
    yield Step(gradient(norm(v - y) ** 2, v) / m, because="the sum of squares is a squared norm")
    yield Step(2 / m * (v - y), because="gradient of the squared loss, twice")


mse_gradient = Formula(
    title="Gradient of the mean squared error",
    kind=Kind.GRADIENT,
    statement=equal(gradient(mse.symbol, v), 2 / m * (v - y)),
    quantities=(mse, prediction, target),
    assumptions=(),
    notations=(
        Notation(r"\nabla_v L = \frac{2}{m}(v - y)"),
        Notation(
            r"\frac{\partial}{\partial \hat{y}} \frac{1}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i)^2 "
            r"= \frac{2}{n}(\hat{y} - y)",
            letters=(("y_hat", "v"), ("n", "m")),
        ),
    ),
    words=("mean squared error", "mse", "gradient"),
    derivation=derive_mse_gradient,
    source=Source(goodfellow, "section 5.1.4"),
)

guess, truth = (Quantity(name, "a class", domain=integers(1, 4)) for name in ("v", "y"))


def derive_zero_one() -> Iterator[Step]:
    """One less the indicator of a hit."""
    yield Step(1 - indicator(Eq(guess.symbol, truth.symbol)), because="one mistake, unless the class is right")
    yield Step(
        Piecewise((0, Eq(guess.symbol, truth.symbol)), (1, True), evaluate=False), because="the indicator by cases"
    )


zero_one = Formula(
    title="Zero-one loss",
    kind=Kind.DEFINITION,
    statement=equal(L, Piecewise((0, Eq(guess.symbol, truth.symbol)), (1, True), evaluate=False)),
    quantities=(loss, guess, truth),
    assumptions=(),
    notations=(
        Notation(
            r"l_y(v) = \begin{cases} 0, & v = y \\ 1, & \text{else} \end{cases}", letters=own_letters
        ),
        Notation(r"L(\hat{y}, y) = \mathbb{1}[\hat{y} \neq y]", letters=(("y_hat", "v"),)),
    ),
    words=("zero-one loss", "0-1 loss", "misclassification"),
    derivation=derive_zero_one,
    source=Source(hastie, "section 2.4"),
)

soft_target = Quantity("y", "soft target", shape=(outputs,), domain=SIMPLEX)
forecast = Quantity("v", "predicted probabilities", shape=(outputs,), domain=SIMPLEX)
soft_entropy = -Sum(at(y, j) * log(at(y, j)), (j, 1, m))
soft_cross_entropy = -Sum(at(y, j) * log(at(v, j)), (j, 1, m))


def derive_soft_target() -> Iterator[Step]:
    """Gibbs' inequality."""
    yield Step(
        soft_entropy + Sum(at(y, j) * log(at(y, j) / at(v, j)), (j, 1, m)),
        because="-log v = -log y + log y/v: entropy plus divergence",
    )
    yield Step(soft_entropy, because="the divergence is not negative", relation=">=")


soft_target_bound = Formula(
    title="Cross-entropy with soft targets is at least the entropy of the targets",
    kind=Kind.BOUND,
    statement=at_least(soft_cross_entropy, soft_entropy),
    quantities=(soft_target, forecast),
    assumptions=(),
    notations=(
        Notation(r"-\sum_{j=1}^m y_j \log v_j \geq -\sum_{j=1}^m y_j \log y_j"),
        Notation(
            r"-\sum_k t_k \ln \hat{y}_k \geq -\sum_k t_k \ln t_k", letters=(("t", "y"), ("y_hat", "v"))
        ),
    ),
    words=("cross-entropy", "soft targets", "entropy", "log loss"),
    derivation=derive_soft_target,
    source=Source("Cover and Thomas, Elements of Information Theory", "theorem 2.6.3"),
)

class_loss = Quantity("L", "entry y: the loss where the class is y", shape=(outputs,))
true_class = free_index("y", outputs)
c = true_class.symbol


def derive_log_loss() -> Iterator[Step]:
    """The cross-entropy of a one-hot target has one term."""
    yield Step(
        -Sum(KroneckerDelta(j, c) * log(at(forecast.symbol, j)), (j, 1, m)), because="cross-entropy, one-hot target"
    )
    yield Step(-log(at(forecast.symbol, c)), because="only the term of the class y is left")


log_loss = Formula(
    title="Log loss of a class",
    kind=Kind.DEFINITION,
    statement=equal(at(class_loss.symbol, c), -log(at(forecast.symbol, c))),
    quantities=(class_loss, forecast, true_class),
    assumptions=(),
    notations=(
        Notation(r"l_y(v) = -\log v_y", letters=own_letters),
        Notation(r"L_k = \log\frac{1}{\hat{y}_k}", letters=(("y_hat", "v"), ("k", "y"))),
    ),
    words=("log loss", "cross-entropy", "negative log-likelihood"),
    derivation=derive_log_loss,
    source=Source(hastie, "section 2.6.3"),
)

wide = Domain("at least 1/2: the density of a narrower one rounds to 0, which has no logarithm", low=Fraction(1, 2))
deviation = Quantity("sigma", "standard deviation of the noise", domain=wide)
sigma = deviation.symbol
density = Quantity(
    "p",
    "density of the target, with normal noise around the prediction",
    value=Product(
        exp(-((at(y, j) - at(v, j)) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi)), (j, 1, m)
    ),
)


def derive_gaussian() -> Iterator[Step]:
    """The logarithm of a product of densities."""
    yield Step(
        Sum((at(y, j) - at(v, j)) ** 2 / (2 * sigma**2) + log(sigma * sqrt(2 * pi)), (j, 1, m)),
        because="the logarithm of a product is the sum of the logarithms",
    )
    yield Step(
        norm(y - v) ** 2 / (2 * sigma**2) + m / 2 * log(2 * pi * sigma**2),
        because="the sum of squares is a squared norm; the log of a root is half the log",
    )


gaussian_likelihood = Formula(
    title="The squared loss is the log-likelihood of isotropic normal noise",
    kind=Kind.IDENTITY,
    statement=equal(-log(density.symbol), norm(y - v) ** 2 / (2 * sigma**2) + m / 2 * log(2 * pi * sigma**2)),
    quantities=(density, prediction, target, deviation),
    assumptions=(),
    notations=(
        Notation(r"-\log p = \frac{1}{2\sigma^2}\|y - v\|^2 + \frac{m}{2}\log(2\pi\sigma^2)"),
        Notation(
            r"-\ln p = \frac{1}{2\sigma^2} \sum_{i=1}^{n} (y_i - f_i)^2 + n \ln \sigma + \frac{n}{2} \ln(2\pi)",
            letters=(("f", "v"), ("n", "m")),
        ),
    ),
    words=("negative log-likelihood", "gaussian", "squared loss"),
    derivation=derive_gaussian,
    source=Source(goodfellow, "equation 5.64"),
)

score = Quantity("s", "score")
label = Quantity("y", "label, -1 or 1", domain=SIGN)
s, z = score.symbol, label.symbol


def derive_hinge() -> Iterator[Step]:
    """A margin below 1 costs what it lacks."""
    lacking = Piecewise((1 - z * s, Le(z * s, 1)), (0, True), evaluate=False)
    yield Step(lacking, because="what the margin y s lacks to 1, if anything")
    yield Step(Max(0, 1 - z * s, evaluate=False), because="the larger of the two cases")


hinge = Formula(
    title="Hinge loss",
    kind=Kind.DEFINITION,
    statement=equal(L, Max(0, 1 - z * s, evaluate=False)),
    quantities=(loss, score, label),
    assumptions=(),
    notations=(
        Notation(r"L = \max(0, 1 - y s)"),
        Notation(r"\ell(y, f) = \max\{0, 1 - y f\}", letters=(("l", "L"), ("f", "s"))),
        Notation(r"L = (1 - t y)_+", letters=(("t", "y"), ("y", "s"))),
    ),
    words=("hinge loss", "margin", "svm"),
    derivation=derive_hinge,
    source=Source(hastie, "equation 12.25"),
)


def derive_hinge_bound() -> Iterator[Step]:
    """Where the sign is wrong the margin lacks at least 1."""
    yield Step(
        indicator(Le(z * s, 0)) * (1 - z * s), because="where y s is not positive, 1 - y s is at least 1", relation="<="
    )
    yield Step(Max(0, 1 - z * s, evaluate=False), because="elsewhere the hinge is not negative", relation="<=")


hinge_bound = Formula(
    title="The hinge loss bounds the zero-one loss",
    kind=Kind.BOUND,
    statement=at_most(indicator(Le(z * s, 0)), Max(0, 1 - z * s, evaluate=False)),
    quantities=(score, label),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{1}[y s \leq 0] \leq \max(0, 1 - y s)"),
        Notation(r"\mathbb{1}(y f \leq 0) \leq (1 - y f)_+", letters=(("f", "s"),)),
    ),
    words=("hinge loss", "surrogate", "zero-one loss"),
    derivation=derive_hinge_bound,
    source=Source("Shalev-Shwartz and Ben-David, Understanding Machine Learning", "section 12.3"),
)

chance = Quantity("p", "predicted probability of the true class", domain=UNIT)
focus = Quantity("gamma", "focusing exponent", domain=NONNEGATIVE)
p, gamma = chance.symbol, focus.symbol


def derive_focal() -> Iterator[Step]:
    """The log loss, weighted by the probability that is missing."""
    yield Step(exp(gamma * log(1 - p)) * -log(p), because="the log loss of the true class, times (1 - p)^gamma")
    yield Step(-((1 - p) ** gamma) * log(p), because="a power by the exponential of its logarithm")


focal = Formula(
    title="Focal loss",
    kind=Kind.DEFINITION,
    statement=equal(L, -((1 - p) ** gamma) * log(p)),
    quantities=(loss, chance, focus),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{FL}(p_t) = -(1 - p_t)^\gamma \log(p_t)", letters=(("FL", "L"), ("p_t", "p"))),
        Notation(r"L = -(1 - \hat{y})^\gamma \log \hat{y}", letters=(("y_hat", "p"),)),
    ),
    words=("focal loss", "class imbalance"),
    derivation=derive_focal,
    source=Source("Lin, Goyal, Girshick, He and Dollár 2017, Focal Loss for Dense Object Detection", "equation 4"),
)

TOPIC = Topic(
    "Losses",
    formulas=(
        squared_gradient,
        mse_gradient,
        zero_one,
        log_loss,
        soft_target_bound,
        gaussian_likelihood,
        hinge,
        hinge_bound,
        focal,
    ),
)
