"""Sampling: acceptance of Metropolis and Hastings, detailed balance, importance weights, inverse functions.

Densities are positive functions of a number, known up to a factor; a proposal q(y | x) goes from x to y.
"""

from __future__ import annotations

from sympy import Lambda, Min, Sum, cos, log, pi, sin, sqrt, symbols

from derivations.operators import at
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, UNIT, Quantity, Size, Source, Topic, bound_index

bishop = "Bishop, Pattern Recognition and Machine Learning"
mackay = "MacKay 2003, Information Theory, Inference, and Learning Algorithms"
robert = "Robert and Casella, Monte Carlo Statistical Methods"
u_, v_ = symbols("u_ v_", real=True)
i = bound_index("i")
here = Quantity("x", "the present state")
there = Quantity("y", "the proposed state")
x, y = here.symbol, there.symbol
bump = Quantity("b", "what shapes the density", arguments=((),))
push = Quantity("c", "what shapes the proposal", arguments=((), ()))
density = Quantity("p", "density up to a factor", value=Lambda((u_,), 1 / (1 + bump.symbol(u_) ** 2)))
proposal = Quantity("q", "density of the proposal of the first state from the second",
                    value=Lambda((u_, v_), 1 / (1 + push.symbol(u_, v_) ** 2)))  # fmt: skip
p, q = density.symbol, proposal.symbol
chance = Quantity("A", "probability of acceptance")
words = ("metropolis", "hastings", "mcmc", "markov chain monte carlo", "acceptance", "sampling", "detailed balance")
both = (here, there, density, bump)
general = (*both, proposal, push)
stars = (("x", "x"), ("x_star", "y"))

acceptance = rule(
    "Probability of acceptance of Metropolis and Hastings",
    chance,
    Min(1, p(y) * q(x, y) / (p(x) * q(y, x))),
    general,
    (
        *written(r"A(x^\star, x) = \min\left(1, \frac{p(x^\star) q(x \mid x^\star)}{p(x) q(x^\star \mid x)}\right)",
                 letters=stars),
        *written(r"A(x', x) = \min\left\{1, \frac{\tilde{p}(x') q(x \mid x')}{\tilde{p}(x) q(x' \mid x)}\right\}",
                 letters=(("x_prime", "y"), ("p_tilde", "p"))),
        *written(r"\alpha = \min\left(1, \frac{\pi(x') q(x \mid x')}{\pi(x) q(x' \mid x)}\right)",
                 letters=(("x_prime", "y"), ("pi", "p"))),
        *written(r"\alpha(x, y) = \min\left(\frac{p(y) q(x \mid y)}{p(x) q(y \mid x)}, 1\right)"),
    ),
    words,
    "what flows back over what flows on, where it is less than 1",
    Source(bishop, "equation 11.44"),
)  # fmt: skip
symmetric_acceptance = rule(
    "Probability of acceptance of Metropolis, for a symmetric proposal",
    chance,
    Min(1, p(y) / p(x)),
    both,
    (
        *written(r"A(x^\star, x) = \min\left(1, \frac{p(x^\star)}{p(x)}\right)", letters=stars),
        *written(r"A = \min\left(1, \frac{\tilde{p}(x')}{\tilde{p}(x)}\right)",
                 letters=(("x_prime", "y"), ("p_tilde", "p"))),
        *written(r"\alpha = \min\left\{1, \pi(y) / \pi(x)\right\}", letters=(("pi", "p"),)),
    ),
    words,
    "the ratio of the densities, where it is less than 1",
    Source(bishop, "equation 11.33"),
)  # fmt: skip
flow_on = Quantity("A", "probability of acceptance of the first state from the second",
                   value=Lambda((u_, v_), Min(1, p(u_) * q(v_, u_) / (p(v_) * q(u_, v_)))))  # fmt: skip
A = flow_on.symbol
balance = identity(
    "Detailed balance of Metropolis and Hastings",
    p(x) * q(y, x) * A(y, x),
    (
        (Min(p(x) * q(y, x), p(y) * q(x, y)), "take the factor into the minimum"),
        (p(y) * q(x, y) * A(x, y), "the minimum is the same for both directions"),
    ),
    (*general, flow_on),
    written(r"p(x) q(y \mid x) A(y, x) = p(y) q(x \mid y) A(x, y)")
    + written(r"p(z) q(z' \mid z) A(z', z) = p(z') q(z \mid z') A(z, z')", letters=(("z", "x"), ("z_prime", "y"))),
    words,
    Source(bishop, "equation 11.45"),
)

draws = Size("L", "draws", largest=4)
L = draws.symbol
points = Quantity("z", "the draws", shape=(draws,))
summand = Quantity("f", "a function", arguments=((),))
other_bump = Quantity("d", "what shapes the proposal", arguments=((),))
other = Quantity("q", "density of the proposal", value=Lambda((u_,), 1 / (1 + other_bump.symbol(u_) ** 2)))
z, f, g = points.symbol, summand.symbol, other.symbol
estimate = Quantity("E", "estimate of the mean")
weight = p(at(z, i)) / g(at(z, i))
importance_words = ("importance sampling", "importance weight", "monte carlo", "sampling")
drawn = (points, density, bump, other, other_bump)
importance = rule(
    "Importance sampling",
    estimate,
    Sum(weight * f(at(z, i)), (i, 1, L)) / L,
    (*drawn, summand),
    (
        *written(r"\mathbb{E}[f] = \frac{1}{L} \sum_{l=1}^L \frac{p(z_l)}{q(z_l)} f(z_l)"),
        *written(r"\hat{\mu} = \frac{1}{n} \sum_{i=1}^n f(x_i) \frac{p(x_i)}{q(x_i)}",
                 letters=(("x", "z"), ("n", "L"))),
    ),
    importance_words,
    "the draws of the proposal, weighted with the ratio of the densities",
    Source(bishop, "equation 11.19"),
)  # fmt: skip
self_normalised = rule(
    "Importance sampling with normalised weights",
    estimate,
    Sum(weight * f(at(z, i)), (i, 1, L)) / Sum(weight, (i, 1, L)),
    (*drawn, summand),
    (
        *written(r"\mathbb{E}[f] = \frac{\sum_{l=1}^L \frac{p(z_l)}{q(z_l)} f(z_l)}"
                 r"{\sum_{l=1}^L \frac{p(z_l)}{q(z_l)}}"),
        *written(r"\hat{\mu} = \frac{\sum_{i=1}^n f(x_i) p(x_i) / q(x_i)}{\sum_{i=1}^n p(x_i) / q(x_i)}",
                 letters=(("x", "z"), ("n", "L"))),
    ),
    ("self-normal", "normalised", "normalized", *importance_words),
    "densities that are known up to a factor",
    Source(robert, "equation 3.10"),
)  # fmt: skip
monte_carlo = rule(
    "Monte Carlo estimate of a mean",
    estimate,
    Sum(f(at(z, i)), (i, 1, L)) / L,
    (points, summand),
    (
        *written(r"\hat{f} = \frac{1}{L} \sum_{l=1}^L f(z_l)"),
        *written(r"\hat{\mu} = \frac{1}{n} \sum_{i=1}^n f(x_i)", letters=(("x", "z"), ("n", "L"))),
        *written(r"\hat{f} = \frac{1}{L} \sum_{l=1}^L f(z^{(l)})"),
    ),
    ("monte carlo", "sampling"),
    "the mean over the draws",
    Source(bishop, "equation 11.2"),
)

uniform = Quantity("u", "a number drawn uniformly between 0 and 1", domain=UNIT)
second = Quantity("v", "another number drawn uniformly between 0 and 1", domain=UNIT)
u, v = uniform.symbol, second.symbol
rate = Quantity("lambda_", "rate", domain=POSITIVE)
scale = Quantity("s", "scale", domain=POSITIVE)
place = Quantity("m", "location")
draw = Quantity("y", "the draw")
inverse_words = ("inverse cdf", "inverse transform", "inversion", "inverse", "uniform", "sampling", "quantile")
exponential_draw = rule(
    "Draw of an exponential distribution by its inverse distribution function",
    draw,
    -log(1 - u) / rate.symbol,
    (uniform, rate),
    written(r"y = -\lambda^{-1} \ln(1 - u)", r"x = -\frac{1}{\lambda} \ln(1 - u)",
            r"F^{-1}(u) = -\frac{\ln(1 - u)}{\lambda}", letters=(("lambda", "lambda_"),)),
    inverse_words,
    "solve 1 - exp(-λ y) = u",
    Source(bishop, "section 11.1.1"),
)  # fmt: skip
logistic_draw = rule(
    "Draw of a logistic distribution by its inverse distribution function",
    draw,
    place.symbol + scale.symbol * log(u / (1 - u)),
    (uniform, scale, place),
    written(r"y = m + s \log \frac{u}{1 - u}", r"F^{-1}(u) = m + s (\ln u - \ln(1 - u))"),
    ("logistic", *inverse_words),
    "the log-odds, shifted and scaled",
    Source(robert, "section 2.1.2"),
)
gumbel_draw = rule(
    "Draw of a Gumbel distribution by its inverse distribution function",
    draw,
    -log(-log(u)),
    (uniform,),
    (*written(r"g = -\log(-\log u)"), *written(r"g_i = -\ln(-\ln(u_i))", letters=(("u_i", "u"),))),
    ("gumbel", *inverse_words),
    "solve exp(-exp(-y)) = u",
    Source("Jang, Gu and Poole 2017, Categorical Reparameterization with Gumbel-Softmax", "section 2.1"),
)
box_muller = rule(
    "Standard normal draw from two uniform ones (Box and Muller)",
    draw,
    sqrt(-2 * log(u)) * cos(2 * pi * v),
    (uniform, second),
    (
        *written(r"z_1 = \sqrt{-2 \ln u_1} \cos(2 \pi u_2)", letters=(("u_1", "u"), ("u_2", "v"))),
        *written(r"y = (-2 \ln u)^{1/2} \cos(2 \pi v)"),
    ),
    ("box-muller", "box and muller", "normal", *inverse_words),
    "the squared radius is exponential, the angle uniform",
    Source(robert, "example 2.8"),
)
box_muller_sine = rule(
    "Second standard normal draw from two uniform ones (Box and Muller)",
    draw,
    sqrt(-2 * log(u)) * sin(2 * pi * v),
    (uniform, second),
    (
        *written(r"z_2 = \sqrt{-2 \ln u_1} \sin(2 \pi u_2)", letters=(("u_1", "u"), ("u_2", "v"))),
        *written(r"y = (-2 \ln u)^{1/2} \sin(2 \pi v)"),
    ),
    ("box-muller", "box and muller", "normal", *inverse_words),
    "the squared radius is exponential, the angle uniform",
    Source(robert, "example 2.8"),
)

TOPIC = Topic(
    "Sampling",
    formulas=(
        acceptance,
        symmetric_acceptance,
        balance,
        monte_carlo,
        importance,
        self_normalised,
        exponential_draw,
        logistic_draw,
        gumbel_draw,
        box_muller,
        box_muller_sine,
    ),
)
