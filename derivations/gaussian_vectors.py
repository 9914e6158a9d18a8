"""Random vectors under affine maps, re-parametrisation, and conditioning of a jointly normal vector.

Means and covariances need only the first two moments: the white vectors here are the simplest with mean 0 and
covariance I, a signed axis of length sqrt(n), each of the 2 n equally likely.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, MatAdd, MatMul, sqrt

from derivations.operators import column, equal, vector_mean
from derivations.vocabulary import (
    LOWER_TRIANGULAR,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    position_in,
)

signs = Size("b", "signs", smallest=2, largest=2)


def drawn_position(name: str, meaning: str, size: Size) -> Quantity:
    """A position of an axis, each with the same probability."""
    return Quantity(name, meaning, domain=position_in(size), law=Law(name, uniform=size))


def white_vector(name: str, size: Size) -> tuple[Quantity, Quantity, Quantity]:
    """A random vector with mean 0 and covariance I, with the axis along which it lies and the way it points."""
    axis = drawn_position(f"axis_{name}", f"axis along which {name} lies", size)
    sign = drawn_position(f"sign_{name}", f"1 or 2: which way {name} points", signs)
    value = sqrt(size.symbol) * (2 * sign.symbol - 3) * column(Identity(size.symbol), axis.symbol)
    vector = Quantity(name, "a random vector with mean 0 and covariance I", shape=(size,), value=value)
    return vector, axis, sign


inputs = Size("n", "inputs", largest=4)
outputs = Size("m", "outputs", largest=3)
weight = Quantity("A", "a matrix", shape=(outputs, inputs))
shift = Quantity("b", "a fixed vector", shape=(outputs,))
random_input = Quantity("x", "a random vector", shape=(inputs,), law=Law("x"))
A, offset, x = weight.symbol, shift.symbol, random_input.symbol
away = x - vector_mean(x)
spread = Quantity("Sigma", "covariance of x", shape=(inputs, inputs), value=vector_mean(away * away.T))
image = Quantity("y", "an affine image of x", shape=(outputs,), value=A * x + offset)
Sigma, y = spread.symbol, image.symbol
image_away = y - vector_mean(y)
image_spread = Quantity("C", "covariance of y", shape=(outputs, outputs), value=vector_mean(image_away * image_away.T))


def derive_affine_covariance() -> Iterator[Step]:
    """The shift cancels, the matrix comes out on both sides."""
    yield Step(vector_mean(A * away * (A * away).T), because="y - E y = A (x - E x): the shift cancels")
    yield Step(A * vector_mean(away * away.T) * A.T, because="the mean is linear")
    yield Step(A * Sigma * A.T, because="definition of the covariance of x")


affine_covariance = Formula(
    title="Covariance of an affine map",
    kind=Kind.IDENTITY,
    statement=equal(image_spread.symbol, A * Sigma * A.T),
    quantities=(image_spread, image, weight, shift, spread, random_input),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_y = A \Sigma A^\top", letters=(("Sigma_y", "C"),)),
        Notation(r"\operatorname{Cov}(A x + b) = A \operatorname{Cov}(x) A^T"),
    ),
    words=("covariance", "affine", "linear"),
    derivation=derive_affine_covariance,
    source=Source("Petersen and Pedersen, The Matrix Cookbook", "section 6.2"),
)

noise, noise_axis, noise_sign = white_vector("epsilon", inputs)
factor = Quantity("L", "square root of the covariance", shape=(inputs, inputs), domain=LOWER_TRIANGULAR)
centre = Quantity("mu", "mean", shape=(inputs,))
L, mu, epsilon = factor.symbol, centre.symbol, noise.symbol
sample = Quantity("z", "the re-parametrised random vector", shape=(inputs,), value=mu + L * epsilon)
z = sample.symbol
sample_spread = Quantity("Sigma", "covariance of z", (inputs, inputs), value=vector_mean((z - mu) * (z - mu).T))


def derive_reparametrised_covariance() -> Iterator[Step]:
    """The covariance of an affine map of white noise."""
    yield Step(L * vector_mean(epsilon * epsilon.T) * L.T, because="z - mu = L epsilon, and the mean is linear")
    yield Step(L * L.T, because="epsilon has covariance I")


reparametrised_covariance = Formula(
    title="Covariance of the re-parametrised vector",
    kind=Kind.IDENTITY,
    statement=equal(sample_spread.symbol, L * L.T),
    quantities=(sample_spread, sample, centre, factor, noise, noise_axis, noise_sign),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Cov}(\mu + L \epsilon) = L L^\top"),
        Notation(r"\Sigma = L L^T"),
    ),
    words=("reparameterization", "re-parametrisation", "covariance", "cholesky"),
    derivation=derive_reparametrised_covariance,
    source=Source("Kingma and Welling 2014, Auto-encoding variational Bayes", "section 2.4"),
)

wanted = Size("k", "wanted entries", largest=3)
given = Size("l", "given entries", largest=3)
factors = Size("r", "factors", largest=2)
wanted_loadings = Quantity("U", "loadings of the wanted entries", shape=(wanted, factors))
given_loadings = Quantity("V", "loadings of the given entries", shape=(given, factors))
U, V = wanted_loadings.symbol, given_loadings.symbol
wanted_spread = Quantity(
    "S_aa", "covariance of the wanted entries", (wanted, wanted), value=U * U.T + Identity(wanted.symbol)
)
cross_spread = Quantity("S_ab", "covariance of the wanted with the given entries", (wanted, given), value=U * V.T)
given_spread = Quantity(
    "S_bb", "covariance of the given entries", (given, given), value=V * V.T + Identity(given.symbol)
)
wanted_centre = Quantity("mu_a", "mean of the wanted entries", shape=(wanted,))
given_centre = Quantity("mu_b", "mean of the given entries", shape=(given,))
given_value = Quantity("x_b", "the given entries", shape=(given,))
conditional_centre = Quantity("m", "mean of the wanted entries, the others given", shape=(wanted,))
conditional_spread = Quantity("S", "covariance of the wanted entries, the others given", shape=(wanted, wanted))
S_aa, S_ab, S_bb = wanted_spread.symbol, cross_spread.symbol, given_spread.symbol
blocks = (wanted_spread, cross_spread, given_spread, wanted_loadings, given_loadings)
letters = (("Sigma_a|b", "S"), ("mu_a|b", "m"), ("Sigma_aa", "S_aa"), ("Sigma_ab", "S_ab"), ("Sigma_bb", "S_bb"))
numbered = (
    *(("Sigma_1|2", "S"), ("mu_1|2", "m"), ("Sigma_11", "S_aa"), ("Sigma_12", "S_ab"), ("Sigma_22", "S_bb")),
    *(("mu_1", "mu_a"), ("mu_2", "mu_b"), ("x_2", "x_b")),
)
joint_precision = Inverse(S_aa - S_ab * Inverse(S_bb) * S_ab.T)
cross_precision = MatMul(-1, joint_precision, S_ab, Inverse(S_bb), evaluate=False)


def derive_conditional_covariance() -> Iterator[Step]:
    """The inverse of a block of the joint precision is the Schur complement."""
    yield Step(Inverse(joint_precision), because="the quadratic term in x_a of the joint density")
    yield Step(S_aa - S_ab * Inverse(S_bb) * S_ab.T, because="that block is the inverse of the Schur complement")


conditional_covariance = Formula(
    title="Covariance of a normal vector, some entries given",
    kind=Kind.DEFINITION,
    statement=equal(conditional_spread.symbol, S_aa - S_ab * Inverse(S_bb) * S_ab.T),
    quantities=(conditional_spread, *blocks),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_{a|b} = \Sigma_{aa} - \Sigma_{ab} \Sigma_{bb}^{-1} \Sigma_{ab}^\top", letters=letters),
        Notation(r"\Sigma_{1|2} = \Sigma_{11} - \Sigma_{12} \Sigma_{22}^{-1} \Sigma_{12}^T", letters=numbered),
    ),
    words=("conditional", "gaussian", "schur complement", "covariance"),
    derivation=derive_conditional_covariance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 2.82"),
)


def derive_conditional_mean() -> Iterator[Step]:
    """Complete the square in x_a."""
    change = given_value.symbol - given_centre.symbol
    pull = MatMul(-1, Inverse(joint_precision), cross_precision, change, evaluate=False)
    yield Step(
        MatAdd(wanted_centre.symbol, pull, evaluate=False), because="the linear term in x_a of the joint density"
    )
    yield Step(wanted_centre.symbol + S_ab * Inverse(S_bb) * change, because="the blocks of the precision cancel")


conditional_mean = Formula(
    title="Mean of a normal vector, some entries given",
    kind=Kind.DEFINITION,
    statement=equal(
        conditional_centre.symbol,
        wanted_centre.symbol + S_ab * Inverse(S_bb) * (given_value.symbol - given_centre.symbol),
    ),
    quantities=(conditional_centre, wanted_centre, given_centre, given_value, *blocks),
    assumptions=(),
    notations=(
        Notation(r"\mu_{a|b} = \mu_a + \Sigma_{ab} \Sigma_{bb}^{-1} (x_b - \mu_b)", letters=letters),
        Notation(r"\mu_{1|2} = \mu_1 + \Sigma_{12} \Sigma_{22}^{-1} (x_2 - \mu_2)", letters=numbered),
    ),
    words=("conditional", "gaussian", "posterior", "mean"),
    derivation=derive_conditional_mean,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 2.81"),
)

TOPIC = Topic(
    "Random vectors",
    formulas=(affine_covariance, reparametrised_covariance, conditional_mean, conditional_covariance),
)
