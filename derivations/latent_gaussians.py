"""Probabilistic PCA and factor analysis as the EM algorithm uses them: moments of the codes, likelihood, noise level.

W holds the loadings, sigma^2 the noise of probabilistic PCA, Psi the noise covariance of factor analysis.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Determinant, Identity, Inverse, Sum, Trace, Transpose, log, pi

from derivations.operators import at
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    POSITIVE_DIAGONAL,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
features = Size("D", "features", smallest=2, largest=4)
codes = Size("m", "code units", largest=2)
D, m = features.symbol, codes.symbol
i = bound_index("i")
loadings = Quantity("W", "the loadings", shape=(features, codes))
deviation = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
centre = Quantity("x_bar", "mean of the inputs", shape=(features,))
seen = Quantity("x", "an input", shape=(features,))
W, sigma, x_bar, x = (q.symbol for q in (loadings, deviation, centre, seen))
words = ("ppca", "probabilistic pca", "probabilistic principal component", "latent", "factor analysis", "em", "e-step")
inner = Transpose(W) * W + sigma**2 * Identity(m)
outer = W * Transpose(W) + sigma**2 * Identity(D)
named_inner = Quantity("M", "the matrix M", shape=(codes, codes))
inner_matrix = rule(
    "The matrix M of probabilistic PCA",
    named_inner,
    inner,
    (loadings, deviation),
    written(r"M = W^\top W + \sigma^2 I", r"M = W^T W + \sigma^2 I_m", r"M = \sigma^2 I + W^\top W"),
    words,
    "the precision of the codes given an input, times the noise variance",
    Source(bishop, "equation 12.41"),
)
small = Quantity("M", "the matrix M", shape=(codes, codes), value=inner)
large = Quantity("C", "covariance of the inputs", shape=(features, features), value=outer)
M, C = small.symbol, large.symbol
model = (small, loadings, deviation)
inverse_covariance = identity(
    "Inverse covariance of probabilistic PCA by the small matrix M",
    Inverse(C),
    (
        ((Identity(D) - W * Inverse(inner) * Transpose(W)) / sigma**2, "Woodbury identity"),
        (Identity(D) / sigma**2 - W * Inverse(M) * Transpose(W) / sigma**2, "multiply out"),
    ),
    (large, *model),
    written(
        r"C^{-1} = \sigma^{-2} I - \sigma^{-2} W M^{-1} W^\top",
        r"C^{-1} = \frac{1}{\sigma^2} (I - W M^{-1} W^\top)",
    ),
    words,
    Source(bishop, "equation 12.42"),
)
code_mean = Quantity("z_bar", "mean of the codes, the input given", shape=(codes,))
posterior_mean = rule(
    "Mean of the codes of an input in probabilistic PCA",
    code_mean,
    Inverse(M) * Transpose(W) * (x - x_bar),
    (seen, centre, *model),
    (
        *written(r"\mathbb{E}[z] = M^{-1} W^\top (x - \bar{x})", letters=(("z", "z_bar"),)),
        *written(r"\mathbb{E}[z_n] = M^{-1} W^\top (x_n - \bar{x})", letters=(("z_n", "z_bar"), ("x_n", "x"))),
        *written(r"\bar{z} = M^{-1} W^\top (x - \mu)", letters=(("mu", "x_bar"),)),
    ),
    words,
    "the code that explains the input best under the prior",
    Source(bishop, "equation 12.54"),
)
known_mean = Quantity("z_bar", "mean of the codes, the input given", shape=(codes,))
second_moment = Quantity("S_zz", "mean outer product of the codes, the input given", shape=(codes, codes))
z_bar = known_mean.symbol
posterior_square = rule(
    "Second moment of the codes of an input in probabilistic PCA",
    second_moment,
    sigma**2 * Inverse(M) + z_bar * Transpose(z_bar),
    (known_mean, *model),
    (
        *written(r"S_{zz} = \sigma^2 M^{-1} + \bar{z} \bar{z}^\top"),
        *written(r"\langle z z^\top \rangle = \sigma^2 M^{-1} + \bar{z} \bar{z}^\top"),
        *written(
            r"\mathbb{E}[z z^\top] = \sigma^2 M^{-1} + \mathbb{E}[z] \mathbb{E}[z]^\top", letters=(("z", "z_bar"),)
        ),
        *written(
            r"\mathbb{E}[z_n z_n^\top] = \sigma^2 M^{-1} + \mathbb{E}[z_n] \mathbb{E}[z_n]^\top",
            letters=(("z_n", "z_bar"),),
        ),
    ),
    words,
    "covariance and outer product of the mean",
    Source(bishop, "equation 12.55"),
)
spectrum = Size("D", "directions", smallest=3, largest=5)
eigenvalues = Quantity("lambda_", "eigenvalues of the sample covariance, largest first", (spectrum,), domain=POSITIVE)
cut = Quantity("M", "number of components", domain=integers(1, 2))
level = Quantity("v", "variance of the noise")
lam = eigenvalues.symbol
noise_level = rule(
    "Noise variance of probabilistic PCA by maximum likelihood: the mean of the left-out eigenvalues",
    level,
    Sum(at(lam, i), (i, cut.symbol + 1, D)) / (D - cut.symbol),
    (eigenvalues, cut),
    written(
        r"\sigma_{\mathrm{ML}}^2 = \frac{1}{D - M} \sum_{i=M+1}^D \lambda_i",
        r"\hat{\sigma}^2 = \frac{1}{D - M} \sum_{i=M+1}^{D} \lambda_i",
        r"\sigma_{\mathrm{ML}}^2 = \frac{\sum_{i=M+1}^D \lambda_i}{D - M}",
        letters=(("sigma_ML^2", "v"), ("sigma_hat^2", "v"), ("lambda", "lambda_")),
    ),
    ("eigenvalue", "discarded", "noise variance", *words),
    "the variance lost in each direction that is left out, on average",
    Source(bishop, "equation 12.46"),
)
distortion = Quantity("J", "the distortion")
left_out = rule(
    "Distortion of PCA: the sum of the eigenvalues that are left out",
    distortion,
    Sum(at(lam, i), (i, cut.symbol + 1, D)),
    (eigenvalues, cut),
    written(
        r"J = \sum_{i=M+1}^D \lambda_i",
        r"J = \sum_{i=M+1}^{D} \lambda_i",
        letters=(("lambda", "lambda_"),),
    ),
    ("distortion", "reconstruction error", "pca", "principal component", "eigenvalue"),
    "the variance in the directions that are left out",
    Source(bishop, "equation 12.18"),
)
count = Quantity("N", "number of inputs", domain=integers(1, 20))
scatter = Quantity("S", "sample covariance", shape=(features, features), domain=POSITIVE_DEFINITE)
fit = Quantity("C", "covariance of the model", shape=(features, features), domain=POSITIVE_DEFINITE)
value = Quantity("l", "log-likelihood at the sample mean")
N, S, K = count.symbol, scatter.symbol, fit.symbol
log_likelihood = replace(
    rule(
        "Log-likelihood of centred normal inputs from their sample covariance",
        value,
        -N / 2 * (D * log(2 * pi) + log(Determinant(K)) + Trace(Inverse(K) * S)),
        (count, scatter, fit),
        written(
            r"\ell = -\frac{N}{2} \{D \ln(2\pi) + \ln|C| + \operatorname{Tr}(C^{-1} S)\}",
            r"\ln p(X) = -\frac{N}{2} \left\{D \ln(2\pi) + \ln|C| + \operatorname{tr}(C^{-1} S)\right\}",
            r"\mathcal{L} = -\frac{N}{2} \left(D \log 2\pi + \log \det C + \operatorname{tr}(C^{-1} S)\right)",
            letters=(("ell", "l"), ("p", "l"), ("calL", "l")),
        ),
        ("log-likelihood", "log likelihood", "maximum likelihood", "gaussian", *words),
        "the mean squared Mahalanobis distance is the trace",
        Source(bishop, "equation 12.43"),
    ),
    survivors=(("the factors of C⁻¹*S swap", "the trace of a product does not depend on the order of two factors"),),
)
noise = Quantity("Psi", "covariance of the noise", shape=(features, features), domain=POSITIVE_DIAGONAL)
Psi = noise.symbol
named_gain = Quantity("G", "covariance of the codes, the input given", shape=(codes, codes))
gain_value = Inverse(Identity(m) + Transpose(W) * Inverse(Psi) * W)
factor_covariance = rule(
    "Covariance of the codes in factor analysis, the input given",
    named_gain,
    gain_value,
    (loadings, noise),
    (
        *written(r"G = (I + W^\top \Psi^{-1} W)^{-1}"),
        *written(r"G = (I + \Lambda^T \Psi^{-1} \Lambda)^{-1}", letters=(("Lambda", "W"),)),
    ),
    words,
    "prior precision and what the inputs tell",
    Source(bishop, "equation 12.68"),
)
gain = Quantity("G", "covariance of the codes, the input given", shape=(codes, codes), value=gain_value)
factor_mean = rule(
    "Mean of the codes in factor analysis, the input given",
    code_mean,
    gain.symbol * Transpose(W) * Inverse(Psi) * (x - x_bar),
    (gain, loadings, noise, seen, centre),
    (
        *written(r"\mathbb{E}[z] = G W^\top \Psi^{-1} (x - \bar{x})", letters=(("z", "z_bar"),)),
        *written(r"\mathbb{E}[z_n] = G W^\top \Psi^{-1} (x_n - \bar{x})", letters=(("z_n", "z_bar"), ("x_n", "x"))),
        *written(r"\bar{z} = G W^\top \Psi^{-1} (x - \mu)", letters=(("mu", "x_bar"),)),
    ),
    words,
    "the code that explains the input best under the prior",
    Source(bishop, "equation 12.66"),
)

TOPIC = Topic(
    "Moments of latent normal models",
    formulas=(
        inner_matrix,
        inverse_covariance,
        posterior_mean,
        posterior_square,
        noise_level,
        left_out,
        log_likelihood,
        factor_covariance,
        factor_mean,
    ),
)
