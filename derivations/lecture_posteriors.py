"""Posteriors and predictions by variances, products of normal densities, importance weights, model choice.

The noise has the variance sigma², the prior of the weights the mean mu_0 and the covariance Sigma_0. Diffusion is
stated by the scales of signal and noise, alpha_t and sigma_t.
"""

from __future__ import annotations

from sympy import Inverse, Lambda, Sum, log, pi, sqrt, symbols

from derivations.operators import at, dot
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Machine Learning: A Probabilistic Perspective"
petersen = "Petersen and Pedersen, The Matrix Cookbook"
kingma = "Kingma et al. 2021, Variational Diffusion Models"
samples = Size("n", "samples", largest=3)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
i = bound_index("i")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
targets = Quantity("y", "targets", shape=(samples,))
noise = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
centre = Quantity("mu_0", "prior mean", shape=(features,))
spread = Quantity("S_0", "prior covariance", (features, features), POSITIVE_DEFINITE)
X, y, sigma, mu_0, S_0 = (q.symbol for q in (inputs, targets, noise, centre, spread))
precision = X.T * X / sigma**2 + Inverse(S_0)
posterior = Quantity("S", "posterior covariance", (features, features), value=Inverse(precision))
S = posterior.symbol
words = ("bayesian linear regression", "bayesian regression", "posterior", "linear regression", "predictive")
letters = (("Sigma_0", "S_0"), ("Sigma_n", "S"))
covariance = rule(
    "Posterior covariance of the weights by the variance of the noise",
    Quantity("C", "posterior covariance", (features, features)),
    Inverse(precision),
    (inputs, noise, spread),
    (
        *written(r"\Sigma_n = (\sigma^{-2} X^\top X + \Sigma_0^{-1})^{-1}", letters=letters[:1]),
        *written(r"V_N = \left(V_0^{-1} + \frac{1}{\sigma^2} X^\top X\right)^{-1}", letters=(("V_0", "S_0"),)),
    ),
    words,
    "the precisions of prior and data add up",
    Source(murphy, "equation 7.57"),
)
mean = rule(
    "Posterior mean of the weights by the variance of the noise",
    Quantity("m", "posterior mean", shape=(features,)),
    S * (Inverse(S_0) * mu_0 + X.T * y / sigma**2),
    (inputs, targets, noise, centre, spread, posterior),
    (
        *written(r"\mu_n = \Sigma_n (\Sigma_0^{-1} \mu_0 + \sigma^{-2} X^\top y)", letters=letters),
        *written(r"w_N = V_N V_0^{-1} w_0 + \frac{1}{\sigma^2} V_N X^\top y",
                 letters=(("V_0", "S_0"), ("V_N", "S"), ("w_0", "mu_0"))),
    ),
    words,
    "the means, weighted with their precisions",
    Source(murphy, "equation 7.56"),
)  # fmt: skip
query = Quantity("x", "an input", shape=(features,))
weights = Quantity("m", "posterior mean", shape=(features,))
given = Quantity("S", "posterior covariance", (features, features), POSITIVE_DEFINITE)
x, m = query.symbol, weights.symbol
stars = (("x_star", "x"), ("mu_n", "m"), ("Sigma_n", "S"))
predicted = rule(
    "Predictive mean of Bayesian linear regression",
    Quantity("q", "predictive mean"),
    dot(x, m),
    (query, weights),
    (
        *written(r"\mu_* = x_*^\top \mu_n", letters=stars),
        *written(r"\hat{y} = m_N^\top x", letters=(("m_N", "m"),)),
    ),
    words,
    "the prediction at the posterior mean",
    Source(murphy, "equation 7.59"),
)
predicted_variance = rule(
    "Predictive variance of Bayesian linear regression by the variance of the noise",
    Quantity("v", "predictive variance"),
    sigma**2 + dot(x, given.symbol * x),
    (query, noise, given),
    (
        *written(r"\sigma_*^2 = \sigma^2 + x_*^\top \Sigma_n x_*", letters=stars),
        *written(r"\sigma_N^2(x) = \sigma^2 + x^\top V_N x", letters=(("V_N", "S"),)),
        *written(r"v = x^\top S x + \sigma^2"),
    ),
    words,
    "the noise, and what is not known of the weights",
    Source(murphy, "equation 7.60"),
)
first = Quantity("A", "covariance of the first", (features, features), POSITIVE_DEFINITE)
second = Quantity("B", "covariance of the second", (features, features), POSITIVE_DEFINITE)
one = Quantity("a", "mean of the first", shape=(features,))
two = Quantity("b", "mean of the second", shape=(features,))
A, B, a, b = first.symbol, second.symbol, one.symbol, two.symbol
both = Quantity("C", "covariance of the product", (features, features), value=Inverse(Inverse(A) + Inverse(B)))
product_words = ("product of two gaussians", "product of gaussians", "product of two normal", "product")
product_covariance = rule(
    "Covariance of the product of two normal densities",
    Quantity("C", "covariance of the product", (features, features)),
    Inverse(Inverse(A) + Inverse(B)),
    (first, second),
    (
        *written(r"\Sigma_c = (\Sigma_a^{-1} + \Sigma_b^{-1})^{-1}", letters=(("Sigma_a", "A"), ("Sigma_b", "B"))),
        *written(r"C = (A^{-1} + B^{-1})^{-1}"),
        *written(r"C = A (A + B)^{-1} B"),
    ),
    product_words,
    "the precisions add up",
    Source(petersen, "section 8.1.8"),
)
product_mean = rule(
    "Mean of the product of two normal densities in several dimensions",
    Quantity("c", "mean of the product", shape=(features,)),
    both.symbol * (Inverse(A) * a + Inverse(B) * b),
    (first, second, one, two, both),
    (
        *written(r"c = \Sigma_c (\Sigma_a^{-1} a + \Sigma_b^{-1} b)",
                 letters=(("Sigma_a", "A"), ("Sigma_b", "B"), ("Sigma_c", "C"))),
        *written(r"c = (A^{-1} + B^{-1})^{-1} (A^{-1} a + B^{-1} b)"),
        *written(r"c = C (A^{-1} a + B^{-1} b)"),
    ),
    product_words,
    "the means, weighted with their precisions",
    Source(petersen, "section 8.1.8"),
)  # fmt: skip

clean = Quantity("x", "the clean sample")
mixed = Quantity("x_t", "the noisy sample")
signal = Quantity("alpha_t", "scale of the signal", domain=POSITIVE)
level = Quantity("sigma_t", "scale of the noise", domain=POSITIVE)
standard = Quantity("epsilon", "standard normal noise")
c, x_t, a_t, s_t, eps = (q.symbol for q in (clean, mixed, signal, level, standard))
diffusion_words = ("diffusion", "score", "noise", "velocity", "forward process", "signal-to-noise")
scaled = rule(
    "Noisy sample by the scales of signal and noise",
    Quantity("x_t", "the noisy sample"),
    a_t * c + s_t * eps,
    (clean, signal, level, standard),
    written(r"x_t = \alpha_t x + \sigma_t \epsilon", r"z_t = \sigma_t \epsilon + \alpha_t x")
    + written(r"x_t = \alpha_t x_0 + \sigma_t \epsilon", letters=(("x_0", "x"),)),
    diffusion_words,
    "signal and noise are scaled and added",
    Source(kingma, "equation 1"),
)
velocity = rule(
    "Velocity by the scales of signal and noise",
    Quantity("v", "the velocity"),
    a_t * eps - s_t * c,
    (clean, signal, level, standard),
    written(r"v = \alpha_t \epsilon - \sigma_t x", r"v_t = -\sigma_t x + \alpha_t \epsilon")
    + written(r"v_t = \alpha_t \epsilon - \sigma_t x_0", letters=(("x_0", "x"),)),
    ("v-prediction", *diffusion_words),
    "the derivative by the angle",
    Source("Salimans and Ho 2022, Progressive Distillation for Fast Sampling of Diffusion Models", "appendix D"),
)
ratio = rule(
    "Signal-to-noise ratio by the scales of signal and noise",
    Quantity("r", "the ratio"),
    a_t**2 / s_t**2,
    (signal, level),
    written(r"\mathrm{SNR}(t) = \frac{\alpha_t^2}{\sigma_t^2}", r"\mathrm{SNR}(t) = \alpha_t^2 / \sigma_t^2"),
    ("snr", *diffusion_words),
    "variance of the signal over that of the noise",
    Source(kingma, "equation 2"),
)
bump = tuple(Quantity(name, "what shapes a density", arguments=((),)) for name in ("h", "g"))
u = symbols("u", real=True)
wanted = Quantity("p", "density", value=Lambda((u,), 1 / (1 + bump[0].symbol(u) ** 2)))
proposal = Quantity("q", "density of the proposal", value=Lambda((u,), 1 / (1 + bump[1].symbol(u) ** 2)))
draws = Quantity("z", "the draws", shape=(samples,))
place = free_index("k", samples)
k = place.symbol
z = draws.symbol
importance_words = ("importance", "importance sampling", "weight", "monte carlo", "effective sample size", "particle")
weight = rule(
    "Importance weight of a draw",
    Quantity("w", "the weight"),
    wanted.symbol(at(z, k)) / proposal.symbol(at(z, k)),
    (wanted, bump[0], proposal, bump[1], draws, place),
    (
        *written(r"w_i = \frac{p(x_i)}{q(x_i)}", letters=(("w_i", "w"), ("x", "z"), ("i", "k"))),
        *written(r"w_k = p(z_k) / q(z_k)", letters=(("w_k", "w"),)),
    ),
    importance_words,
    "the ratio of the densities at the draw",
    Source(bishop, "section 11.1.4"),
)
masses = Quantity("w", "the weights", shape=(samples,), domain=POSITIVE)
function = Quantity("f", "a function", arguments=((),))
w = masses.symbol
normalised = rule(
    "Mean by weighted draws",
    Quantity("I", "estimate"),
    Sum(at(w, i) * function.symbol(at(z, i)), (i, 1, n)) / Sum(at(w, i), (i, 1, n)),
    (masses, draws, function),
    (
        *written(r"\hat{I} = \frac{\sum_i w_i f(x_i)}{\sum_i w_i}", letters=(("x", "z"),)),
        *written(r"\hat{\mu} = \frac{\sum_{i=1}^n w_i f(x_i)}{\sum_{j=1}^n w_j}", letters=(("x", "z"),)),
    ),
    importance_words,
    "the weights, divided by their sum",
    Source(bishop, "section 11.1.4"),
)
best = Quantity("L", "the largest likelihood", domain=POSITIVE)
size = Quantity("k", "number of parameters", domain=POSITIVE)
criteria = ("aic", "bic", "akaike", "schwarz", "information criterion", "model selection", "model choice")
akaike = rule(
    "Akaike's information criterion",
    Quantity("A", "the criterion"),
    2 * size.symbol - 2 * log(best.symbol),
    (size, best),
    written(r"\mathrm{AIC} = 2k - 2 \ln L", r"\mathrm{AIC} = -2 \ln \hat{L} + 2k",
            letters=(("L", "L"), ("L_hat", "L"))),
    criteria,
    "twice the number of parameters, less twice the log-likelihood",
    Source("Akaike 1974, A new look at the statistical model identification", "section V"),
)  # fmt: skip
schwarz = rule(
    "Schwarz's (Bayesian) information criterion",
    Quantity("B", "the criterion"),
    size.symbol * log(n) - 2 * log(best.symbol),
    (size, best),
    written(r"\mathrm{BIC} = k \ln n - 2 \ln L", r"\mathrm{BIC} = -2 \ln \hat{L} + k \ln n",
            letters=(("L", "L"), ("L_hat", "L"))),
    criteria,
    "each parameter costs log n",
    Source("Schwarz 1978, Estimating the dimension of a model", "section 1"),
    other_sizes=(samples,),
)  # fmt: skip
moderated = rule(
    "Factor by which an uncertain score is moderated",
    Quantity("kappa", "the factor"),
    1 / sqrt(1 + pi * sigma**2 / 8),
    (noise,),
    written(r"\kappa(\sigma^2) = (1 + \pi \sigma^2 / 8)^{-1/2}", r"\kappa = \frac{1}{\sqrt{1 + \pi \sigma^2 / 8}}"),
    ("probit", "laplace", "moderated", "predictive", "logistic"),
    "a probit with the same slope at 0",
    Source(bishop, "equation 4.154"),
)

TOPIC = Topic(
    "Posteriors and predictions by variances",
    formulas=(
        covariance,
        mean,
        predicted,
        predicted_variance,
        product_covariance,
        product_mean,
        scaled,
        velocity,
        ratio,
        weight,
        normalised,
        akaike,
        schwarz,
        moderated,
    ),
)
