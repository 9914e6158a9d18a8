"""Linear factor analysis: the marginal of the observation; `latent_posterior` has the posterior of the latent vector.

The model is x = mu + W z + eta with z ~ N(0, I) and eta ~ N(0, Sigma), independent. Statements about means and
covariances need only the first two moments; see `gaussian_vectors`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Determinant, Inverse, Lambda, MatMul, Rational, Trace, Transpose, exp, log, pi, sqrt

from derivations.gaussian_vectors import white_vector
from derivations.operators import dot, equal, gradient, vector_mean
from derivations.vocabulary import (
    LOWER_TRIANGULAR,
    ORTHOGONAL,
    POSITIVE_DEFINITE,
    POSITIVE_DIAGONAL,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

latent = Size("m", "latent dimensions", largest=3)
observed = Size("n", "observed dimensions", largest=4)
m, n = latent.symbol, observed.symbol

loadings = Quantity("W", "factor loadings", shape=(observed, latent))
centre = Quantity("mu", "mean of the observation", shape=(observed,))
square = (observed, observed)
noise = Quantity("Sigma", "covariance of the noise, diagonal in factor analysis", square, POSITIVE_DEFINITE)
point = Quantity("x", "an observation", shape=(observed,))
code = Quantity("z", "a latent vector", shape=(latent,))
W, mu, Sigma, x, z = (q.symbol for q in (loadings, centre, noise, point, code))

random_code, latent_axis, latent_sign = white_vector("z", latent)
white, noise_axis, noise_sign = white_vector("epsilon", observed)
factor = Quantity("L", "a triangular factor of a covariance", shape=square, domain=LOWER_TRIANGULAR)
L, epsilon = factor.symbol, white.symbol
random_noise = Quantity("eta", "noise with mean 0 and covariance Sigma", shape=(observed,), value=L * epsilon)
factored_noise = Quantity("Sigma", "covariance of the noise", shape=square, value=L * L.T)
eta = random_noise.symbol
observation = Quantity("x", "a random observation", shape=(observed,), value=mu + W * z + eta)
deviation = x - mu
spread = Quantity("C", "covariance of the observation", shape=square, value=vector_mean(deviation * deviation.T))
C = spread.symbol
randomness = (latent_axis, latent_sign, noise_axis, noise_sign)
model = (random_code, white, factor, random_noise, factored_noise, observation)

bishop_factors = Source("Bishop, Pattern Recognition and Machine Learning", "section 12.2.4")


def derive_marginal_mean() -> Iterator[Step]:
    """The mean is linear."""
    yield Step(mu + W * vector_mean(z) + vector_mean(eta), because="the mean is linear")
    yield Step(mu, because="z and the noise have mean 0")


marginal_mean = Formula(
    title="Mean of the observation in factor analysis",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(x), mu),
    quantities=(loadings, centre, *model, *randomness),
    assumptions=(),
    notations=(Notation(r"\mathbb{E}[x] = \mu"), Notation(r"\mathbb{E}[\mu + W z + \eta] = \mu")),
    words=("factor analysis", "mean"),
    derivation=derive_marginal_mean,
    source=bishop_factors,
)


def derive_marginal_covariance() -> Iterator[Step]:
    """Expand the outer product; the cross terms vanish."""
    signal = W * z
    yield Step(vector_mean((signal + eta) * (signal + eta).T), because="x - mu = W z + eta")
    yield Step(
        W * vector_mean(z * z.T) * W.T + vector_mean(eta * eta.T),
        because="z and the noise are independent with mean 0, so the cross terms vanish",
    )
    yield Step(W * W.T + Sigma, because="z has covariance I, the noise has covariance Sigma")


marginal_covariance = Formula(
    title="Covariance of the observation in factor analysis",
    kind=Kind.IDENTITY,
    statement=equal(C, W * W.T + Sigma),
    quantities=(loadings, centre, *model, spread, *randomness),
    assumptions=(),
    notations=(
        Notation(r"\Sigma_x = W W^\top + \Sigma", letters=(("Sigma_x", "C"),)),
        Notation(r"\operatorname{Cov}[x] = W W^\top + \Psi", letters=(("Psi", "Sigma"),)),
        Notation(r"\mathbb{E}[(x - \mu)(x - \mu)^\top] = W W^\top + \Sigma"),
        Notation(
            r"\mathbb{E}[(x - \mu)(x - \mu)^T] = \Lambda \Lambda^T + \Psi", letters=(("Lambda", "W"), ("Psi", "Sigma"))
        ),
    ),
    words=("factor analysis", "covariance", "marginal"),
    derivation=derive_marginal_covariance,
    source=bishop_factors,
)

rotation = Quantity("Q", "an orthogonal matrix", shape=(latent, latent), domain=ORTHOGONAL)
Q = rotation.symbol


def derive_rotation() -> Iterator[Step]:
    """Q Q' = I."""
    yield Step(W * Q * Q.T * W.T, because="the transpose of a product is the product of the transposes, reversed")
    yield Step(W * W.T, because="Q is orthogonal: Q Q' = I")


rotated_loadings = Formula(
    title="Loadings are identified only up to a rotation",
    kind=Kind.IDENTITY,
    statement=equal(MatMul(W * Q, Transpose(W * Q), evaluate=False), W * W.T),
    quantities=(loadings, rotation),
    assumptions=(),
    notations=(
        Notation(r"(W Q)(W Q)^\top = W W^\top"),
        Notation(r"W Q Q^T W^T = W W^T"),
        Notation(r"W R R^T W^T = W W^T", letters=(("R", "Q"),)),
    ),
    words=("identifiability", "rotation", "orthogonal", "factor analysis"),
    derivation=derive_rotation,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 12.39"),
)

density = Quantity(
    "p",
    "density of the observation",
    value=Lambda(
        (x,),
        exp(-Rational(1, 2) * dot(x - mu, Inverse(W * W.T + Sigma) * (x - mu)))
        / sqrt((2 * pi) ** n * Determinant(W * W.T + Sigma)),
    ),
)
p = density.symbol
misfit = dot(x - mu, Inverse(W * W.T + Sigma) * (x - mu))


def derive_log_likelihood() -> Iterator[Step]:
    """The logarithm of a normal density."""
    yield Step(
        -Rational(1, 2) * log((2 * pi) ** n * Determinant(W * W.T + Sigma)) - misfit / 2,
        because="x is normal with mean mu and covariance W W' + Sigma",
    )
    yield Step(
        -n / 2 * log(2 * pi) - Rational(1, 2) * log(Determinant(W * W.T + Sigma)) - misfit / 2,
        because="the logarithm of a product",
    )


log_likelihood = Formula(
    title="Log-likelihood of one observation in factor analysis",
    kind=Kind.IDENTITY,
    statement=equal(
        log(p(x)), -n / 2 * log(2 * pi) - Rational(1, 2) * log(Determinant(W * W.T + Sigma)) - misfit / 2
    ),
    quantities=(density, loadings, noise, centre, point),
    assumptions=(),
    notations=(
        Notation(
            r"\log p(x) = -\frac{n}{2} \log(2\pi) - \frac{1}{2} \log\det(W W^\top + \Sigma) "
            r"- \frac{1}{2} (x - \mu)^\top (W W^\top + \Sigma)^{-1} (x - \mu)"
        ),
        Notation(
            r"\ln p(x) = -\frac{1}{2} \left\{ D \ln(2\pi) + \ln |W W^T + \Psi| "
            r"+ (x - \mu)^T (W W^T + \Psi)^{-1} (x - \mu) \right\}",
            letters=(("D", "n"), ("Psi", "Sigma")),
        ),
    ),
    words=("factor analysis", "log-likelihood", "likelihood"),
    derivation=derive_log_likelihood,
    source=bishop_factors,
)

few_codes, few = Size("m", "latent dimensions", largest=1), Size("n", "observed dimensions", largest=2)
few_loadings = Quantity("W", "factor loadings", shape=(few, few_codes))
few_noise = Quantity("Sigma", "covariance of the noise", shape=(few, few), domain=POSITIVE_DIAGONAL)
sample = Quantity("S", "covariance of the sample", shape=(few, few), domain=POSITIVE_DEFINITE)
A, S = few_loadings.symbol, sample.symbol
modelled = Quantity("C", "covariance of the model", shape=(few, few), value=A * A.T + few_noise.symbol)
M = modelled.symbol
likelihood = Quantity(
    "l", "mean log-likelihood, without its constant", value=-log(Determinant(M)) / 2 - Trace(S * Inverse(M)) / 2
)
l_mean = likelihood.symbol


def derive_likelihood_gradient() -> Iterator[Step]:
    """Chain rule through the covariance of the model."""
    by_covariance = Inverse(M) * S * Inverse(M) / 2 - Inverse(M) / 2
    yield Step(
        (by_covariance + Transpose(by_covariance)) * A,
        because="the derivative by C, and C = W W' + Sigma: a change of W acts on both sides",
    )
    yield Step(Inverse(M) * S * Inverse(M) * W - Inverse(M) * A, because="both covariances are symmetric")


likelihood_gradient = Formula(
    title="Gradient of the log-likelihood by the loadings: its zeros, S C^-1 W = W, are given only implicitly",
    kind=Kind.GRADIENT,
    statement=equal(gradient(l_mean, A), Inverse(M) * S * Inverse(M) * A - Inverse(M) * A),
    quantities=(likelihood, modelled, sample, few_loadings, few_noise),
    assumptions=(),
    notations=(
        Notation(r"\nabla_W \ell = C^{-1} S C^{-1} W - C^{-1} W"),
        Notation(r"\frac{\partial l}{\partial W} = C^{-1} (S C^{-1} - I) W"),
    ),
    words=("factor analysis", "maximum likelihood", "gradient", "closed form"),
    derivation=derive_likelihood_gradient,
    source=Source("Tipping and Bishop 1999, Probabilistic Principal Component Analysis", "appendix A, equation 13"),
)

TOPIC = Topic(
    "Factor analysis",
    formulas=(marginal_mean, marginal_covariance, rotated_loadings, log_likelihood, likelihood_gradient),
)
