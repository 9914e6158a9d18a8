"""Shrinkage by weight decay in one eigendirection, and the number of gradient steps that shrink as much.

The risk is h (theta - theta*)^2 / 2 with the curvature h, the penalty mu theta^2 / 2; the minimiser of both is
theta* h / (h + mu). Gradient descent from 0 has left (1 - eta h)^k of the error after k steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, log

from derivations.operators import at_most, equal, gradient, norm, partial
from derivations.vocabulary import POSITIVE, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"

dimensions = Size("d", "weights", largest=2)
weights = Quantity("theta", "the weights", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
theta, eta, mu = weights.symbol, rate.symbol, strength.symbol
decayed = theta - eta * gradient(mu / 2 * norm(theta) ** 2, theta)


def derive_decay() -> Iterator[Step]:
    """Only the penalty moves the weights."""
    yield Step(norm((1 - eta * mu) * theta), because="the gradient of the penalty is mu theta")
    yield Step((1 - eta * mu) * norm(theta), because="the factor is not negative")


decay = Formula(
    title="Where the gradient of the risk vanishes, a step with weight decay shrinks the weights by 1 - eta mu",
    kind=Kind.IDENTITY,
    statement=equal(norm(decayed), (1 - eta * mu) * norm(theta)),
    quantities=(weights, rate, strength),
    assumptions=(eta * mu <= 1,),
    notations=(
        Notation(r"\|\theta - \eta \mu \theta\| = (1 - \eta\mu) \|\theta\|"),
        Notation(
            r"\|w - \epsilon \alpha w\|_2 = (1 - \epsilon\alpha) \|w\|_2",
            (("w", "theta"), ("epsilon", "eta"), ("alpha", "mu")),
        ),
    ),
    words=("weight decay", "shrink", "step size", "regularization"),
    derivation=derive_decay,
    source=Source(goodfellow, "section 7.1.1"),
)

curvature = Quantity("h", "curvature of the risk", domain=POSITIVE)
optimum = Quantity("theta_star", "minimiser of the risk")
h, theta_star = curvature.symbol, optimum.symbol
shrunk = Quantity("theta_hat", "minimiser of the risk with penalty", value=h / (h + mu) * theta_star)
theta_hat = shrunk.symbol
quadratic = (shrunk, optimum, curvature, strength)
written = (("lambda", "h"),)
long = (("w_tilde", "theta_hat"), ("w_star", "theta_star"), ("lambda", "h"), ("alpha", "mu"))


def derive_stiff() -> Iterator[Step]:
    """The factor is 1 - mu / (h + mu)."""
    yield Step(mu / (h + mu) * Abs(theta_star), because="h / (h + mu) lacks mu / (h + mu) to 1")
    yield Step(mu / h * Abs(theta_star), because="a smaller denominator", relation="<=")


stiff_direction = Formula(
    title="Weight decay hardly acts in directions of large curvature",
    kind=Kind.BOUND,
    statement=at_most(Abs(theta_hat - theta_star), mu / h * Abs(theta_star)),
    quantities=quadratic,
    assumptions=(),
    notations=(
        Notation(r"|\hat{\theta} - \theta^*| \leq \frac{\mu}{\lambda} |\theta^*|", written),
        Notation(r"|\tilde{w} - w^*| \leq \frac{\alpha}{\lambda} |w^*|", long),
    ),
    words=("weight decay", "eigenvalue", "regularization", "vanishing effect"),
    derivation=derive_stiff,
    source=Source(goodfellow, "section 7.1.1"),
)


def derive_flat() -> Iterator[Step]:
    """Drop the curvature from the denominator."""
    yield Step(h / (h + mu) * Abs(theta_star), because="the factor is positive")
    yield Step(h / mu * Abs(theta_star), because="a smaller denominator", relation="<=")


flat_direction = Formula(
    title="Weight decay shrinks to almost 0 in directions of small curvature",
    kind=Kind.BOUND,
    statement=at_most(Abs(theta_hat), h / mu * Abs(theta_star)),
    quantities=quadratic,
    assumptions=(),
    notations=(
        Notation(r"|\hat{\theta}| \leq \frac{\lambda}{\mu} |\theta^*|", written),
        Notation(r"|\tilde{w}| \leq \frac{\lambda}{\alpha} |w^*|", long),
    ),
    words=("weight decay", "eigenvalue", "regularization", "shrinking effect"),
    derivation=derive_flat,
    source=Source(goodfellow, "section 7.1.1"),
)


def derive_factor_slope() -> Iterator[Step]:
    """Quotient rule."""
    yield Step(1 / (h + mu) - h / (h + mu) ** 2, because="quotient rule")
    yield Step(mu / (h + mu) ** 2, because="one fraction")


factor_slope = Formula(
    title="The larger the curvature, the less weight decay shrinks",
    kind=Kind.GRADIENT,
    statement=equal(partial(h / (h + mu), h), mu / (h + mu) ** 2),
    quantities=(curvature, strength),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial}{\partial \lambda} \frac{\lambda}{\lambda + \mu} = \frac{\mu}{(\lambda + \mu)^2}", written
        ),
        Notation(r"\frac{d}{d h} \frac{h}{h + \alpha} = \frac{\alpha}{(h + \alpha)^2}", (("alpha", "mu"),)),
    ),
    words=("weight decay", "curvature", "shrinkage", "eigenvalue"),
    derivation=derive_factor_slope,
    source=Source(goodfellow, "section 7.1.1"),
)

matching = Quantity(
    "k", "steps of gradient descent that leave as much as weight decay", value=-log(1 + h / mu) / log(1 - eta * h)
)
k = matching.symbol
descent = (matching, curvature, strength, rate)
slow = (eta * h < 1,)
steps = (("tau", "k"), ("epsilon", "eta"), ("alpha", "mu"), ("lambda", "h"))


def derive_matching_steps() -> Iterator[Step]:
    """Solve for the number of steps."""
    yield Step(1 / (1 + h / mu), because="the power of 1 - eta h with the exponent log(c) / log(1 - eta h) is c")
    yield Step(mu / (h + mu), because="multiply by mu")


matching_steps = Formula(
    title="After how many steps gradient descent has left as much of an error as weight decay",
    kind=Kind.IDENTITY,
    statement=equal((1 - eta * h) ** k, mu / (h + mu)),
    quantities=descent,
    assumptions=slow,
    notations=(
        Notation(r"(1 - \eta\lambda)^k = \frac{\mu}{\lambda + \mu}", written),
        Notation(r"(1 - \epsilon\lambda)^\tau = \frac{\alpha}{\lambda + \alpha}", steps),
    ),
    words=("early stopping", "weight decay", "number of steps"),
    derivation=derive_matching_steps,
    source=Source(goodfellow, "section 7.8, equation 7.43"),
)


def derive_matching_slope() -> Iterator[Step]:
    """Differentiate the logarithm."""
    yield Step(h / mu**2 / (1 + h / mu) / log(1 - eta * h), because="the derivative of log(1 + h / mu) by mu")
    yield Step(h / (mu * (h + mu) * log(1 - eta * h)), because="one fraction; it is negative, since 1 - eta h < 1")


matching_slope = Formula(
    title="The stronger the penalty, the earlier the stop that matches it",
    kind=Kind.GRADIENT,
    statement=equal(partial(k, mu), h / (mu * (h + mu) * log(1 - eta * h))),
    quantities=descent,
    assumptions=slow,
    notations=(
        Notation(
            r"\frac{\partial k}{\partial \mu} = \frac{\lambda}{\mu (\lambda + \mu) \log(1 - \eta\lambda)}", written
        ),
        Notation(
            r"\frac{\partial \tau}{\partial \alpha} = "
            r"\frac{\lambda}{\alpha (\lambda + \alpha) \ln(1 - \epsilon\lambda)}",
            steps,
        ),
    ),
    words=("early stopping", "weight decay", "number of steps", "regularization"),
    derivation=derive_matching_slope,
    source=Source(goodfellow, "section 7.8, equation 7.43"),
)


def derive_matching_bound() -> Iterator[Step]:
    """Two inequalities of the logarithm."""
    yield Step(h / mu / -log(1 - eta * h), because="log(1 + t) is at most t", relation="<=")
    yield Step(1 / (eta * mu), because="-log(1 - t) is at least t; the curvature cancels", relation="<=")


matching_bound = Formula(
    title="At most 1/(eta mu) steps match weight decay",
    kind=Kind.BOUND,
    statement=at_most(k, 1 / (eta * mu)),
    quantities=descent,
    assumptions=slow,
    notations=(
        Notation(r"-\frac{\log(1 + \lambda / \mu)}{\log(1 - \eta\lambda)} \leq \frac{1}{\eta\mu}", written),
        Notation(r"\tau \leq \frac{1}{\epsilon\alpha}", steps),
    ),
    words=("early stopping", "weight decay", "number of steps"),
    derivation=derive_matching_bound,
    source=Source(goodfellow, "section 7.8, equation 7.44"),
)

TOPIC = Topic(
    "Shrinkage and early stopping in one direction",
    formulas=(
        decay,
        stiff_direction,
        flat_direction,
        factor_slope,
        matching_steps,
        matching_slope,
        matching_bound,
    ),
)
