"""Losses of one prediction that forgive outliers or lean to one side: Huber, log-cosh, quantile; and Poisson counts.

The residual is r = y - ŷ. Huber's loss is a parabola up to the threshold δ, and linear beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Le, Max, Ne, Piecewise, Rational, cosh, exp, log, sign, tanh

from derivations.operators import equal, partial
from derivations.vocabulary import POSITIVE, UNIT, Formula, Kind, Notation, Quantity, Source, Step, Topic

hastie = Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "section 10.6")
koenker = Source("Koenker, Quantile Regression", "section 1.3")
half = Rational(1, 2)

target = Quantity("y", "target")
prediction = Quantity("y_hat", "prediction")
threshold = Quantity("delta", "threshold from which the loss is linear", domain=POSITIVE)
loss = Quantity("L", "loss")
y, y_hat, delta, L = target.symbol, prediction.symbol, threshold.symbol, loss.symbol
residual = Quantity("r", "residual")
r = residual.symbol
words = ("huber", "robust", "smooth l1", "outlier")


def huber_of(size: object, square: object) -> Piecewise:
    """Huber's loss of a residual, by its size and its square."""
    return Piecewise((half * square, Le(size, delta)), (delta * (size - half * delta), True))


def derive_huber() -> Iterator[Step]:
    """The definition."""
    yield Step(huber_of(Abs(y - y_hat), (y - y_hat) ** 2), because="a parabola, continued by its tangents")


huber = Formula(
    title="Huber loss",
    kind=Kind.DEFINITION,
    statement=equal(L, huber_of(Abs(y - y_hat), (y - y_hat) ** 2)),
    quantities=(loss, target, prediction, threshold),
    assumptions=(),
    notations=(
        Notation(
            r"L_\delta(y, \hat{y}) = \begin{cases} \frac{1}{2} (y - \hat{y})^2 & |y - \hat{y}| \leq \delta \\ "
            r"\delta (|y - \hat{y}| - \frac{1}{2} \delta) & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"L = \begin{cases} \frac{1}{2} (y - \hat{y})^2 & \text{if } |y - \hat{y}| \leq \delta \\ "
            r"\delta |y - \hat{y}| - \frac{1}{2} \delta^2 & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"L = \begin{cases} \frac{1}{2} (y - \hat{y})^2 & |y - \hat{y}| < \delta \\ "
            r"\delta |y - \hat{y}| - \frac{\delta^2}{2} & |y - \hat{y}| \geq \delta \end{cases}"
        ),
    ),
    words=words,
    derivation=derive_huber,
    source=Source("Huber 1964, Robust estimation of a location parameter", "section 1"),
)


def derive_huber_residual() -> Iterator[Step]:
    """The definition."""
    yield Step(huber_of(Abs(r), r**2), because="a parabola, continued by its tangents")


huber_residual = Formula(
    title="Huber loss of a residual",
    kind=Kind.DEFINITION,
    statement=equal(L, huber_of(Abs(r), r**2)),
    quantities=(loss, residual, threshold),
    assumptions=(),
    notations=(
        Notation(
            r"L_\delta(r) = \begin{cases} \frac{1}{2} r^2 & |r| \leq \delta \\ "
            r"\delta (|r| - \frac{1}{2} \delta) & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"L = \begin{cases} \frac{1}{2} r^2 & \text{if } |r| \leq \delta \\ "
            r"\delta |r| - \frac{1}{2} \delta^2 & \text{if } |r| > \delta \end{cases}"
        ),
        Notation(
            r"L = \begin{cases} \frac{r^2}{2} & |r| < \delta \\ "
            r"\delta |r| - \frac{\delta^2}{2} & \text{else} \end{cases}"
        ),
    ),
    words=words,
    derivation=derive_huber_residual,
    source=Source("Huber 1964, Robust estimation of a location parameter", "section 1"),
)

valued = Quantity("L", "Huber loss", value=huber_of(Abs(r), r**2))


def derive_huber_slope() -> Iterator[Step]:
    """One piece at a time."""
    yield Step(
        Piecewise((partial(half * r**2, r), Le(Abs(r), delta)), (partial(delta * (Abs(r) - half * delta), r), True)),
        because="off the threshold each residual has a neighbourhood within one piece",
    )
    yield Step(
        Piecewise((r, Le(Abs(r), delta)), (delta * sign(r), True)),
        because="the slope of the parabola is r; that of the absolute value is the sign",
    )


huber_slope = Formula(
    title="Derivative of the Huber loss: the residual, clipped",
    kind=Kind.GRADIENT,
    statement=equal(partial(valued.symbol, r), Piecewise((r, Le(Abs(r), delta)), (delta * sign(r), True))),
    quantities=(valued, residual, threshold),
    assumptions=(Ne(Abs(r), delta),),
    notations=(
        Notation(
            r"\frac{\partial L}{\partial r} = \begin{cases} r & |r| \leq \delta \\ "
            r"\delta \operatorname{sign}(r) & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"\frac{dL}{dr} = \begin{cases} r & \text{if } |r| < \delta \\ "
            r"\delta \operatorname{sgn}(r) & \text{if } |r| > \delta \end{cases}"
        ),
        Notation(r"\frac{\partial L}{\partial r} = \max(-\delta, \min(r, \delta))"),
    ),
    words=words,
    derivation=derive_huber_slope,
    source=hastie,
)


def derive_log_cosh() -> Iterator[Step]:
    """The definition."""
    yield Step(
        log((exp(y_hat - y) + exp(y - y_hat)) / 2), because="the hyperbolic cosine is a mean of two exponentials"
    )
    yield Step(log(cosh(y_hat - y)), because="the hyperbolic cosine of the residual")


log_cosh = Formula(
    title="Log-cosh loss",
    kind=Kind.DEFINITION,
    statement=equal(L, log(cosh(y_hat - y))),
    quantities=(loss, target, prediction),
    assumptions=(),
    notations=(
        Notation(r"L = \log(\cosh(\hat{y} - y))"),
        Notation(r"L = \log \cosh(y - \hat{y})"),
        Notation(r"L = \ln \frac{e^{\hat{y} - y} + e^{y - \hat{y}}}{2}"),
    ),
    words=("log-cosh", "logcosh", "hyperbolic cosine", "robust"),
    derivation=derive_log_cosh,
    source=Source("Green 1990, Bayesian reconstructions from emission tomography data", "section II"),
)

smooth = Quantity("L", "log-cosh loss", value=log(cosh(y_hat - y)))


def derive_log_cosh_slope() -> Iterator[Step]:
    """Chain rule."""
    yield Step(
        (exp(y_hat - y) - exp(y - y_hat)) / (exp(y_hat - y) + exp(y - y_hat)), because="chain rule: sinh over cosh"
    )
    yield Step(tanh(y_hat - y), because="definition of the hyperbolic tangent")


log_cosh_slope = Formula(
    title="Derivative of the log-cosh loss",
    kind=Kind.GRADIENT,
    statement=equal(partial(smooth.symbol, y_hat), tanh(y_hat - y)),
    quantities=(smooth, target, prediction),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial \hat{y}} = \tanh(\hat{y} - y)"),
        Notation(r"\frac{\partial L}{\partial \hat{y}} = -\tanh(y - \hat{y})"),
    ),
    words=("log-cosh", "logcosh", "hyperbolic cosine", "robust"),
    derivation=derive_log_cosh_slope,
    source=Source("Green 1990, Bayesian reconstructions from emission tomography data", "section II"),
)

level = Quantity("tau", "level of the quantile", domain=UNIT)
tau = level.symbol


def derive_quantile() -> Iterator[Step]:
    """One sign of the residual at a time."""
    yield Step(
        Piecewise((tau * (y - y_hat), y >= y_hat), ((1 - tau) * (y_hat - y), True)),
        because="below the target the slope is τ, above it 1 - τ",
    )
    yield Step(Max(tau * (y - y_hat), (tau - 1) * (y - y_hat)), because="the larger of the two lines")


quantile = Formula(
    title="Quantile loss (pinball loss)",
    kind=Kind.DEFINITION,
    statement=equal(L, Max(tau * (y - y_hat), (tau - 1) * (y - y_hat))),
    quantities=(loss, target, prediction, level),
    assumptions=(),
    notations=(
        Notation(r"L = \max(\tau (y - \hat{y}), (\tau - 1)(y - \hat{y}))"),
        Notation(
            r"L_\tau(y, \hat{y}) = \begin{cases} \tau (y - \hat{y}) & y \geq \hat{y} \\ "
            r"(1 - \tau)(\hat{y} - y) & \text{otherwise} \end{cases}"
        ),
        Notation(r"L = (y - \hat{y})(\tau - \mathbb{1}[y < \hat{y}])"),
    ),
    words=("quantile", "pinball"),
    derivation=derive_quantile,
    source=koenker,
)

rate = Quantity("y_hat", "predicted rate", domain=POSITIVE)
lam = rate.symbol


def derive_poisson() -> Iterator[Step]:
    """Without the term that no prediction changes."""
    yield Step(lam - y * log(lam), because="the negative log-likelihood of a count, without log y!")


poisson = Formula(
    title="Poisson loss",
    kind=Kind.DEFINITION,
    statement=equal(L, lam - y * log(lam)),
    quantities=(loss, target, rate),
    assumptions=(),
    notations=(
        Notation(r"L = \hat{y} - y \log \hat{y}"),
        Notation(r"L(\hat{y}, y) = \hat{y} - y \ln(\hat{y})"),
    ),
    words=("poisson", "count"),
    derivation=derive_poisson,
    source=Source("McCullagh and Nelder, Generalized Linear Models", "section 6.2"),
)

TOPIC = Topic(
    "Robust losses",
    formulas=(huber, huber_residual, huber_slope, log_cosh, log_cosh_slope, quantile, poisson),
)
