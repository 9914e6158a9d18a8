"""Dropout: what a random mask does to means and variances, as a penalty, and as an ensemble.

Each unit is kept with its probability pi. Inverted dropout divides what is kept by pi, so that nothing changes at test
time; plain dropout keeps the values, and the weights are multiplied by pi at test time. The entries of a mask are
independent.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Le, Piecewise, Sum, exp, log

from derivations.operators import at, dot, equal, hadamard, mean, sigmoid, tabulated, vector_mean
from derivations.vocabulary import (
    BIT,
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
    integers,
    position_in,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
srivastava = "Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting"
kept = Quantity("r", "1 if the unit is kept, else 0", domain=BIT, law=Law("r"))
activity = Quantity("h", "the activity of the unit")
r, h = kept.symbol, activity.symbol
chance = Quantity("pi", "probability that the unit is kept", value=mean(r))
pi = chance.symbol
unit = (kept, activity, chance)
sometimes = (pi > 0,)
drop_rate = (("a", "h"), ("epsilon", "r"), ("q", "pi"))


def derive_inverted_mean() -> Iterator[Step]:
    """The mean of the mask is pi."""
    yield Step(mean(r) / pi * h, because="the mean is linear")
    yield Step(h, because="the mask has the mean pi")


inverted_mean = Formula(
    title="Inverted dropout does not change the mean",
    kind=Kind.IDENTITY,
    statement=equal(mean(r / pi * h), h),
    quantities=unit,
    assumptions=sometimes,
    notations=(
        Notation(r"\mathbb{E}\left[\frac{r}{\pi} h\right] = h"),
        Notation(r"E\left[\frac{\epsilon a}{q}\right] = a", letters=drop_rate),
    ),
    words=("dropout", "inverted dropout", "mean", "expectation"),
    derivation=derive_inverted_mean,
    source=Source(srivastava, "section 10"),
)


def derive_inverted_variance() -> Iterator[Step]:
    """The mask is its own square."""
    yield Step(mean(r**2) / pi**2 * h**2 - 2 * mean(r) / pi * h**2 + h**2, because="expand the square")
    yield Step(h**2 / pi - h**2, because="0 and 1 are their own squares, so both means are pi")
    yield Step((1 - pi) / pi * h**2, because="one denominator")


inverted_variance = Formula(
    title="Variance of a unit under inverted dropout",
    kind=Kind.IDENTITY,
    statement=equal(mean((r / pi * h - h) ** 2), (1 - pi) / pi * h**2),
    quantities=unit,
    assumptions=sometimes,
    notations=(
        Notation(r"\operatorname{Var}\left[\frac{r}{\pi} h\right] = \frac{1 - \pi}{\pi} h^2"),
        Notation(
            r"\mathbb{E}\left[\left(\frac{\epsilon a}{q} - a\right)^2\right] = \frac{1 - q}{q} a^2", letters=drop_rate
        ),
    ),
    words=("dropout", "inverted dropout", "variance", "noise"),
    derivation=derive_inverted_variance,
    source=Source(srivastava, "section 10"),
)


def derive_plain_variance() -> Iterator[Step]:
    """The mask is its own square."""
    yield Step(mean(r**2) * h**2 - (pi * h) ** 2, because="the mean of the square less the square of the mean")
    yield Step(pi * (1 - pi) * h**2, because="0 and 1 are their own squares, so the mean square of the mask is pi")


plain_variance = Formula(
    title="Variance of a unit under dropout",
    kind=Kind.IDENTITY,
    statement=equal(mean((r * h - pi * h) ** 2), pi * (1 - pi) * h**2),
    quantities=unit,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}[r h] = \pi (1 - \pi) h^2"),
        Notation(r"\mathbb{E}[(\epsilon a - q a)^2] = q (1 - q) a^2", letters=drop_rate),
    ),
    words=("dropout", "variance", "bernoulli"),
    derivation=derive_plain_variance,
    source=Source(srivastava, "section 4"),
)

inputs = Size("n", "inputs", largest=2)
outputs = Size("m", "outputs", largest=3)
n, m = inputs.symbol, outputs.symbol
j = bound_index("j")
position = free_index("i", outputs)
i = position.symbol
outcomes = Size("q", "equally likely outcomes", smallest=3, largest=4)


def drawn(number: int) -> tuple[Quantity, Quantity]:
    """A uniformly drawn outcome, and in how many of the outcomes an input is kept."""
    name = f"I_{number}"
    outcome = Quantity(name, "an outcome", domain=position_in(outcomes), law=Law(name, uniform=outcomes))
    return outcome, Quantity(f"c_{number}", "in how many outcomes the input is kept", domain=integers(0, 4))


first, second = drawn(1), drawn(2)
bits = tuple(Piecewise((1, Le(outcome.symbol, count.symbol)), (0, True)) for outcome, count in (first, second))
mask = Quantity(
    "r",
    "the mask: 1 for inputs that are kept, else 0",
    shape=(inputs,),
    value=tabulated(Piecewise((bits[0], Eq(j, 1)), (bits[1], True)), j, n),
)
chances = Quantity("pi", "probability that each input is kept", shape=(inputs,), value=vector_mean(mask.symbol))
values = Quantity("x", "the inputs", shape=(inputs,))
layer = Quantity("theta", "weights of a layer, one row for each output", shape=(outputs, inputs))
masking = (chances, mask, *first, *second)
R, P, x, Theta = mask.symbol, chances.symbol, values.symbol, layer.symbol


def derive_rescaling() -> Iterator[Step]:
    """The mean goes through the sum to the mask."""
    yield Step(Sum(at(Theta, i, j) * mean(at(R, j)) * at(x, j), (j, 1, n)), because="the mean is linear")
    yield Step(Sum(at(P, j) * at(Theta, i, j) * at(x, j), (j, 1, n)), because="the mask has the mean pi")


weight_rescaling = Formula(
    title="Weight rescaling gives the mean of a linear layer under dropout",
    kind=Kind.IDENTITY,
    statement=equal(
        mean(Sum(at(Theta, i, j) * at(R, j) * at(x, j), (j, 1, n))),
        Sum(at(P, j) * at(Theta, i, j) * at(x, j), (j, 1, n)),
    ),
    quantities=(*masking, values, layer, position),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{E}\left[\sum_{j=1}^n \theta_{ij} r_j x_j\right] = \sum_{j=1}^n \pi_j \theta_{ij} x_j"
        ),
        Notation(
            r"\mathbb{E}\left[\sum_j w_{ij} z_j x_j\right] = \sum_j (p_j w_{ij}) x_j",
            letters=(("w", "theta"), ("z", "r"), ("p", "pi")),
        ),
    ),
    words=("dropout", "weight scaling", "weight rescaling", "expectation"),
    derivation=derive_rescaling,
    source=Source(goodfellow, "section 7.12"),
)

target = Quantity("y", "the target")
weights = Quantity("theta", "the weights of a unit", shape=(inputs,))
y, theta = target.symbol, weights.symbol
penalty = Sum(at(P, j) * (1 - at(P, j)) * at(theta, j) ** 2 * at(x, j) ** 2, (j, 1, n))


def derive_penalty() -> Iterator[Step]:
    """Split the error into its mean and what is left."""
    noise = Sum((at(R, j) - at(P, j)) * at(theta, j) * at(x, j), (j, 1, n))
    yield Step(
        (y - dot(theta, hadamard(P, x))) ** 2 + mean(noise**2),
        because="the mean of a square is the square of the mean plus the variance",
    )
    yield Step(
        (y - dot(theta, hadamard(P, x))) ** 2
        + Sum(mean((at(R, j) - at(P, j)) ** 2) * at(theta, j) ** 2 * at(x, j) ** 2, (j, 1, n)),
        because="the entries of the mask are independent: variances add up",
    )
    yield Step((y - dot(theta, hadamard(P, x))) ** 2 + penalty, because="a bit has the variance pi (1 - pi)")


squared_error = Formula(
    title="Dropout on a linear unit is a squared norm penalty",
    kind=Kind.IDENTITY,
    statement=equal(
        mean((y - dot(theta, hadamard(R, x))) ** 2), (y - dot(theta, hadamard(P, x))) ** 2 + penalty
    ),
    quantities=(*masking, target, weights, values),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{E}[(y - \theta^\top (r \odot x))^2] = (y - \theta^\top (\pi \odot x))^2 "
            r"+ \sum_{j=1}^n \pi_j (1 - \pi_j) \theta_j^2 x_j^2"
        ),
        Notation(
            r"\mathbb{E}\left[\left(t - \sum_j w_j z_j x_j\right)^2\right] = \left(t - \sum_j p_j w_j x_j\right)^2 "
            r"+ \sum_j p_j (1 - p_j) w_j^2 x_j^2",
            letters=(("t", "y"), ("w", "theta"), ("z", "r"), ("p", "pi")),
        ),
    ),
    words=("dropout", "linear regression", "ridge", "regularization"),
    derivation=derive_penalty,
    source=Source(srivastava, "section 9.1"),
)

score = Quantity("u", "the score under the mask", value=dot(theta, hadamard(R, x)))
u = score.symbol
for_class, against = exp(mean(log(sigmoid(u)))), exp(mean(log(sigmoid(-u))))


def derive_geometric() -> Iterator[Step]:
    """The normalised geometric mean depends on the mean log-odds."""
    yield Step(sigmoid(mean(log(sigmoid(u)) - log(sigmoid(-u)))), because="divide both by the numerator")
    yield Step(sigmoid(mean(u)), because="the log-odds of a logistic unit are its score")
    yield Step(sigmoid(dot(theta, hadamard(P, x))), because="the score is linear in the mask")


geometric_ensemble = Formula(
    title="Weight rescaling is the geometric mean of the ensemble, for a logistic unit",
    kind=Kind.IDENTITY,
    statement=equal(for_class / (for_class + against), sigmoid(dot(theta, hadamard(P, x)))),
    quantities=(score, *masking, weights, values),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{e^{\mathbb{E}[\log \sigma(u)]}}{e^{\mathbb{E}[\log \sigma(u)]} + e^{\mathbb{E}[\log \sigma(-u)]}} "
            r"= \sigma(\theta^\top (\pi \odot x))"
        ),
        Notation(
            r"\frac{\exp \mathbb{E}[\log \sigma(u)]}{\exp \mathbb{E}[\log \sigma(u)] "
            r"+ \exp \mathbb{E}[\log (1 - \sigma(u))]} = \sigma\left(\sum_j p_j w_j x_j\right)",
            letters=(("w", "theta"), ("p", "pi")),
        ),
    ),
    words=("dropout", "ensemble", "geometric", "weight scaling"),
    derivation=derive_geometric,
    source=Source(goodfellow, "section 7.12, equations 7.58 to 7.66"),
)

masked = Quantity("h_tilde", "the activity after inverted dropout", value=r / pi * h)
h_tilde = masked.symbol
by_letters = (("a_tilde_j", "h_tilde"), ("a_j", "h"), ("p", "pi"))
short_letters = (("a_tilde", "h_tilde"), ("a", "h"), ("p", "pi"))


def derive_masked_variance() -> Iterator[Step]:
    """The mask is its own square."""
    yield Step(mean(r**2) / pi**2 * h**2 - h**2, because="the mean square less the square of the mean")
    yield Step((1 - pi) / pi * h**2, because="0 and 1 are their own squares; one denominator")


masked_variance = Formula(
    title="Variance of a unit after inverted dropout, by its name",
    kind=Kind.IDENTITY,
    statement=equal(mean((h_tilde - mean(h_tilde)) ** 2), (1 - pi) / pi * h**2),
    quantities=(masked, *unit),
    assumptions=sometimes,
    notations=(
        Notation(r"\operatorname{Var}(\tilde{a}_j) = \frac{1 - p}{p} a_j^2", letters=by_letters),
        Notation(r"\operatorname{Var}(\tilde{a}) = \frac{1 - p}{p} a^2", letters=short_letters),
        Notation(r"\operatorname{Var}[\tilde{h}] = \left(\frac{1}{\pi} - 1\right) h^2"),
    ),
    words=("dropout", "inverted dropout", "variance", "keep prob"),
    derivation=derive_masked_variance,
    source=Source(srivastava, "section 10"),
)

TOPIC = Topic(
    "Dropout",
    formulas=(
        inverted_mean,
        inverted_variance,
        plain_variance,
        weight_rescaling,
        squared_error,
        geometric_ensemble,
        masked_variance,
    ),
)
