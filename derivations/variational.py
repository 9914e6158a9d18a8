"""Variational inference with finitely many latent values: the evidence lower bound, and gradients of means.

An observation x has the likelihood h_z = p(x | z) under the latent value z, whose prior probability is π_z; the
evidence is p(x) = Σ π_z h_z. The encoder chooses a distribution q of the latent values. With many latent values nothing
changes but the number of terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Sum, log

from derivations.operators import (
    at,
    at_most,
    dot,
    equal,
    gradient,
    hadamard,
    mean,
    partial,
    slope,
    softmax,
    vector_sum,
)
from derivations.vocabulary import (
    POSITIVE,
    SIMPLEX,
    UNIT,
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
)

kingma = "Kingma and Welling 2014, Auto-encoding variational Bayes"
blei = "Blei, Kucukelbir and McAuliffe 2017, Variational inference: a review for statisticians"
williams = "Williams 1992, Simple statistical gradient-following algorithms for connectionist reinforcement learning"

values = Size("k", "latent values", largest=4)
k = values.symbol
prior = Quantity("pi", "prior of the latent value", shape=(values,), domain=SIMPLEX)
likelihood = Quantity("h", "likelihood of the observation under each latent value", shape=(values,), domain=UNIT)
encoder = Quantity("q", "distribution of the latent value that the encoder chooses", shape=(values,), domain=SIMPLEX)
pi, h, q = prior.symbol, likelihood.symbol, encoder.symbol
z = bound_index("z")


def summed(body: Any) -> Any:
    """The sum over all latent values."""
    return Sum(body, (z, 1, k))


evidence = Quantity("p", "evidence: the probability of the observation", value=dot(pi, h))
p = evidence.symbol
posterior = Quantity("r", "posterior of the latent value", shape=(values,), value=hadamard(pi, h) / dot(pi, h))
r = posterior.symbol
model = (prior, likelihood, evidence)
bound = summed(at(q, z) * log(at(pi, z) * at(h, z) / at(q, z)))
lower_bound = Quantity("L", "evidence lower bound", value=bound)
L = lower_bound.symbol


def divergence(first: Any, second: Any) -> Any:
    """The divergence of one distribution of the latent value from another."""
    return summed(at(first, z) * log(at(first, z) / at(second, z)))


def derive_two_forms() -> Iterator[Step]:
    """The logarithm of a product."""
    yield Step(
        summed(at(q, z) * (log(at(h, z)) + log(at(pi, z) / at(q, z)))), because="the joint is likelihood times prior"
    )
    yield Step(summed(at(q, z) * log(at(h, z))) - divergence(q, pi), because="split the sum")


two_forms = Formula(
    title="Evidence lower bound: reconstruction minus divergence from the prior",
    kind=Kind.IDENTITY,
    statement=equal(L, summed(at(q, z) * log(at(h, z))) - divergence(q, pi)),
    quantities=(lower_bound, encoder, prior, likelihood),
    assumptions=(),
    notations=(
        Notation(r"\mathcal{L} = \sum_{z=1}^k q_z \log h_z - \operatorname{KL}(q \| \pi)", (("calL", "L"),)),
        Notation(
            r"\sum_z q_z \log\frac{\pi_z h_z}{q_z} = \sum_z q_z \log h_z - \sum_z q_z \log\frac{q_z}{\pi_z}",
        ),
    ),
    words=("elbo", "evidence lower bound", "variational", "vae"),
    derivation=derive_two_forms,
    source=Source(kingma, "section 2.2, equations 2 and 3"),
)


def derive_decomposition() -> Iterator[Step]:
    """Bayes' rule inside the logarithm."""
    yield Step(summed(at(q, z) * log(p)), because="the probabilities sum to one")
    yield Step(
        summed(at(q, z) * log(at(pi, z) * at(h, z) / at(r, z))),
        because="Bayes' rule: the evidence is joint over posterior",
    )
    yield Step(L + divergence(q, r), because="multiply and divide by q, and split the logarithm")


decomposition = Formula(
    title="The evidence is the lower bound plus the divergence from the posterior",
    kind=Kind.IDENTITY,
    statement=equal(log(p), L + divergence(q, r)),
    quantities=(*model, posterior, encoder, lower_bound),
    assumptions=(),
    notations=(
        Notation(r"\log p = \mathcal{L} + \operatorname{KL}(q \| r)", (("calL", "L"),)),
        Notation(
            r"\log p = \sum_z q_z \log\frac{\pi_z \ell_z}{q_z} + \sum_z q_z \log\frac{q_z}{r_z}", (("l", "h"),)
        ),
    ),
    words=("elbo", "evidence lower bound", "posterior", "kl divergence", "vae"),
    derivation=derive_decomposition,
    source=Source(kingma, "section 2.2, equation 1"),
)


def derive_bound() -> Iterator[Step]:
    """Jensen's inequality."""
    yield Step(L, because="likelihood times prior is the joint")
    yield Step(
        log(summed(at(q, z) * (at(pi, z) * at(h, z) / at(q, z)))),
        because="Jensen's inequality for the concave logarithm",
        relation="<=",
    )
    yield Step(log(p), because="q cancels; the sum of the joint is the evidence")


evidence_lower_bound = Formula(
    title="Evidence lower bound",
    kind=Kind.BOUND,
    statement=at_most(summed(at(q, z) * log(at(h, z))) - divergence(q, pi), log(p)),
    quantities=(*model, encoder, lower_bound),
    assumptions=(),
    notations=(
        Notation(r"\sum_z q_z \log h_z - \operatorname{KL}(q \| \pi) \leq \log p"),
        Notation(
            r"\sum_{z=1}^k q_z \log h_z - \sum_{z=1}^k q_z \log\frac{q_z}{\pi_z} \leq "
            r"\log\left(\sum_{z=1}^k \pi_z h_z\right)"
        ),
    ),
    words=("elbo", "evidence lower bound", "variational", "jensen", "vae"),
    derivation=derive_bound,
    source=Source(kingma, "section 2.2"),
)


def derive_tight() -> Iterator[Step]:
    """Every term has the same logarithm."""
    yield Step(summed(at(r, z) * log(p)), because="joint over posterior is the evidence, for each latent value")
    yield Step(log(p), because="the posterior sums to one")


tight_at_posterior = Formula(
    title="The evidence lower bound is tight at the posterior",
    kind=Kind.IDENTITY,
    statement=equal(summed(at(r, z) * log(at(pi, z) * at(h, z) / at(r, z))), log(p)),
    quantities=(*model, posterior),
    assumptions=(),
    notations=(
        Notation(r"\sum_z r_z \log\frac{\pi_z h_z}{r_z} = \log p"),
        Notation(r"\sum_{z=1}^k r_z \log(\pi_z h_z) - \sum_{z=1}^k r_z \log r_z = \log p"),
    ),
    words=("elbo", "evidence lower bound", "posterior", "tight"),
    derivation=derive_tight,
    source=Source(blei, "section 2.2"),
)

scores = Quantity("theta", "scores of the latent values", shape=(values,))
theta = scores.symbol
policy = Quantity("q", "distribution of the latent values", shape=(values,), value=softmax(theta))
reward = Quantity("f", "a number for each latent value", shape=(values,))
s, f = policy.symbol, reward.symbol


def derive_score_function() -> Iterator[Step]:
    """The logarithmic derivative."""
    yield Step(vector_sum(gradient(at(s, z), theta) * at(f, z), z, 1, k), because="the gradient is linear")
    yield Step(
        vector_sum(at(s, z) * at(f, z) * gradient(log(at(s, z)), theta), z, 1, k),
        because="the gradient of q is q times the gradient of its logarithm",
    )


score_function = Formula(
    title="Score-function gradient of a mean (REINFORCE)",
    kind=Kind.GRADIENT,
    statement=equal(
        gradient(dot(s, f), theta), vector_sum(at(s, z) * at(f, z) * gradient(log(at(s, z)), theta), z, 1, k)
    ),
    quantities=(scores, policy, reward),
    assumptions=(),
    notations=(
        Notation(r"\nabla_\theta \sum_z q_z f_z = \sum_z q_z f_z \nabla_\theta \log q_z"),
        Notation(
            r"\nabla_\theta \sum_{a=1}^k \pi_a r_a = \sum_{a=1}^k \pi_a r_a \nabla_\theta \log(\pi_a)",
            (("pi", "q"), ("r", "f")),
        ),
    ),
    words=("score function", "reinforce", "gradient estimator", "likelihood ratio"),
    derivation=derive_score_function,
    source=Source(williams, "section 5"),
)

noise = Quantity("epsilon", "noise of any law", law=Law("epsilon"))
centre = Quantity("mu", "mean of the encoder")
spread = Quantity("sigma", "standard deviation of the encoder", domain=POSITIVE)
smooth = Quantity("g", "function of the latent value", arguments=((),))
epsilon, mu, sigma, g = noise.symbol, centre.symbol, spread.symbol, smooth.symbol
latent = Quantity("y", "re-parametrised latent value", value=mu + sigma * epsilon)
y = latent.symbol
pathwise = (noise, centre, spread, smooth, latent)


def derive_pathwise_mean() -> Iterator[Step]:
    """The law of the noise does not depend on the parameter."""
    yield Step(mean(partial(g(mu + sigma * epsilon), mu)), because="mean and derivative may swap")
    yield Step(mean(slope(g(y), y, y)), because="chain rule: the latent value moves with its mean")

pathwise_mean = Formula(
    title="Path-wise gradient by the mean of the encoder",
    kind=Kind.GRADIENT,
    statement=equal(partial(mean(g(mu + sigma * epsilon)), mu), mean(slope(g(y), y, y))),
    quantities=pathwise,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial}{\partial \mu} \mathbb{E}[g(\mu + \sigma \epsilon)] = "
            r"\mathbb{E}[g'(\mu + \sigma \epsilon)]"
        ),
        Notation(
            r"\frac{\partial}{\partial \mu} \mathbb{E}[f(\mu + \sigma \epsilon)] = \mathbb{E}[f'(z)]",
            (("f", "g"), ("z", "y")),
        ),
    ),
    words=("reparameterization", "path-wise", "gradient estimator", "vae"),
    derivation=derive_pathwise_mean,
    source=Source(kingma, "section 2.4"),
)


def derive_pathwise_spread() -> Iterator[Step]:
    """The law of the noise does not depend on the parameter."""
    yield Step(mean(partial(g(mu + sigma * epsilon), sigma)), because="mean and derivative may swap")
    yield Step(mean(slope(g(y), y, y) * epsilon), because="chain rule: the latent value moves with the noise")


pathwise_spread = Formula(
    title="Path-wise gradient by the standard deviation of the encoder",
    kind=Kind.GRADIENT,
    statement=equal(partial(mean(g(mu + sigma * epsilon)), sigma), mean(slope(g(y), y, y) * epsilon)),
    quantities=pathwise,
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial}{\partial \sigma} \mathbb{E}[g(\mu + \sigma \epsilon)] = "
            r"\mathbb{E}[g'(\mu + \sigma \epsilon) \epsilon]"
        ),
        Notation(
            r"\frac{\partial}{\partial \sigma} \mathbb{E}[f(\mu + \sigma \epsilon)] = \mathbb{E}[f'(z) \epsilon]",
            (("f", "g"), ("z", "y")),
        ),
    ),
    words=("reparameterization", "path-wise", "gradient estimator", "vae"),
    derivation=derive_pathwise_spread,
    source=Source(kingma, "section 2.4"),
)


def derive_mean() -> Iterator[Step]:
    """The mean is linear."""
    yield Step(mean(mu) + mean(sigma * epsilon), because="the mean of a sum is the sum of the means")
    yield Step(mu + sigma * mean(epsilon), because="constants come out of the mean")


reparametrised_mean = Formula(
    title="Mean of the re-parametrised latent value",
    kind=Kind.IDENTITY,
    statement=equal(mean(mu + sigma * epsilon), mu + sigma * mean(epsilon)),
    quantities=(noise, centre, spread),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\mu + \sigma \epsilon] = \mu + \sigma \mathbb{E}[\epsilon]"),
        Notation(r"\mathbb{E}[\mu + \sigma \eta] = \mu + \sigma \mathbb{E}[\eta]", (("eta", "epsilon"),)),
    ),
    words=("reparameterization", "mean", "vae"),
    derivation=derive_mean,
    source=Source(kingma, "section 2.4"),
)

TOPIC = Topic(
    "Variational inference",
    formulas=(
        two_forms,
        decomposition,
        evidence_lower_bound,
        tight_at_posterior,
        score_function,
        pathwise_mean,
        pathwise_spread,
        reparametrised_mean,
    ),
)
