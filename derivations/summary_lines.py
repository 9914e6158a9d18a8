"""Lines that summaries of learning, statistics and information theory share: estimators, schedules, updates.

Each stands for itself; logarithms are natural except where the base 2 is written.
"""

from __future__ import annotations

from sympy import Rational, Sum, Transpose, exp, log, pi

from derivations.operators import at, dot, softmax
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    SYMMETRIC,
    UNIT,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

cover = "Cover and Thomas, Elements of Information Theory"
casella = "Casella and Berger, Statistical Inference"
bishop = "Bishop, Pattern Recognition and Machine Learning"
ho = "Ho, Jain and Abbeel 2020, Denoising Diffusion Probabilistic Models"
half = Rational(1, 2)
value = Quantity("v", "the value")
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
i = bound_index("i")

curvature = Quantity("B", "the approximate Hessian", shape=(dimensions, dimensions), domain=SYMMETRIC)
better = Quantity("B_next", "the same after the update", shape=(dimensions, dimensions))
change = Quantity("s", "the move", shape=(dimensions,))
response = Quantity("y", "the change of the gradient", shape=(dimensions,))
B, s, y = curvature.symbol, change.symbol, response.symbol
missing = y - B * s
rank_one = rule(
    "Symmetric rank-one update of the approximate Hessian (SR1)",
    better,
    B + 1 / dot(missing, s) * missing * Transpose(missing),
    (curvature, change, response),
    (
        Notation(
            r"B_{k+1} = B_k + \frac{(y_k - B_k s_k)(y_k - B_k s_k)^\top}{(y_k - B_k s_k)^\top s_k}",
            (("B_k", "B"), ("y_k", "y"), ("s_k", "s")),
        ),
        Notation(r"B \leftarrow B + \frac{(y - B s)(y - B s)^\top}{(y - B s)^\top s}"),
    ),
    ("sr1", "rank-one", "rank one", "quasi-newton", "secant"),
    "the least change that gives the observed answer",
    Source("Nocedal and Wright, Numerical Optimization, second edition", "equation 6.24"),
)

spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
sigma = spread.symbol
normal_bits = rule(
    "Entropy of the normal distribution in bits",
    value,
    half * log(2 * pi * exp(1) * sigma**2) / log(2),
    (spread,),
    written(
        r"h(X) = \frac{1}{2} \log_2(2 \pi e \sigma^2)",
        r"h = \log_2(\sigma \sqrt{2 \pi e})",
    ),
    ("differential entropy", "entropy of the normal", "gaussian", "normal", "bits"),
    "minus the mean log-density",
    Source(cover, "example 8.1.2"),
)
entropy = Quantity("h", "differential entropy")
entropy_power = rule(
    "Entropy power of a number",
    value,
    exp(2 * entropy.symbol) / (2 * pi * exp(1)),
    (entropy,),
    (
        Notation(r"N = \frac{1}{2 \pi e} e^{2 h}"),
        Notation(r"N(X) = \frac{e^{2 h}}{2 \pi e}"),
    ),
    ("entropy power",),
    "the variance of the normal distribution with this entropy",
    Source(cover, "equation 17.109"),
)

sample = Size("n", "sample", largest=4)
n = sample.symbol
numbers = Quantity("x", "the sample", shape=(sample,), domain=POSITIVE)
x = numbers.symbol
exponential_estimate = rule(
    "Maximum-likelihood estimate of the rate of an exponential distribution",
    value,
    n / Sum(at(x, i), (i, 1, n)),
    (numbers,),
    written(
        r"\hat{\lambda} = \frac{n}{\sum_{i=1}^n x_i}",
        r"\hat{\lambda} = \left(\frac{1}{n} \sum_{i=1}^n x_i\right)^{-1}",
    ),
    ("exponential", "maximum likelihood", "mle"),
    "where the score n / lambda - sum x_i vanishes",
    Source(casella, "section 7.2"),
)
average = Quantity("x_bar", "mean of the sample", domain=POSITIVE)
second = Quantity("s", "standard deviation of the sample", domain=POSITIVE)
moments = ("method of moments", "moment estimat", "gamma")
shape_by_moments = rule(
    "Shape of a gamma distribution by the method of moments",
    value,
    average.symbol**2 / second.symbol**2,
    (average, second),
    written(r"\hat{k} = \frac{\bar{x}^2}{s^2}", r"\hat{\alpha} = \left(\frac{\bar{x}}{s}\right)^2"),
    moments,
    "the squared mean over the variance, k^2 theta^2 / (k theta^2)",
    Source(casella, "section 7.2.1"),
)
scale_by_moments = rule(
    "Scale of a gamma distribution by the method of moments",
    value,
    second.symbol**2 / average.symbol,
    (average, second),
    written(r"\hat{\theta} = \frac{s^2}{\bar{x}}", r"\hat{\beta} = s^2 / \bar{x}"),
    moments,
    "the variance over the mean, k theta^2 / (k theta)",
    Source(casella, "section 7.2.1"),
)

units = Size("D", "units", largest=3)
patterns = Size("P", "patterns", largest=3)
stored = Quantity("X", "patterns, one in each column", shape=(units, patterns))
state = Quantity("xi", "the state", shape=(units,))
steepness = Quantity("beta", "inverse temperature", domain=POSITIVE)
X, xi, beta = stored.symbol, state.symbol, steepness.symbol
retrieval = rule(
    "Update of a modern Hopfield network",
    Quantity("xi_next", "the state after the update", shape=(units,)),
    X * softmax(beta * Transpose(X) * xi),
    (stored, state, steepness),
    (
        Notation(r"\xi^{new} = X \operatorname{softmax}(\beta X^\top \xi)"),
        Notation(r"\xi \leftarrow X \operatorname{softmax}(\beta X^\top \xi)"),
    ),
    ("modern hopfield", "hopfield", "dense associative"),
    "the patterns, weighted with the softmax of their overlaps",
    Source("Ramsauer et al. 2021, Hopfield Networks is All You Need", "equation 3"),
)
noise_rate = Quantity("b", "noise rate of the step", domain=UNIT)
kept = rule(
    "Share of the variance that one step of the forward process keeps",
    value,
    1 - noise_rate.symbol,
    (noise_rate,),
    (
        Notation(r"\alpha_t = 1 - \beta_t", (("beta_t", "b"),)),
        Notation(r"\alpha = 1 - \beta", (("beta", "b"),)),
    ),
    ("diffusion", "ddpm", "forward process"),
    "what the noise leaves",
    Source(ho, "section 2"),
)
low = Quantity("b_1", "noise rate of the first step", domain=UNIT)
high = Quantity("b_T", "noise rate of the last step", domain=UNIT)
step = Quantity("t", "number of the step", domain=integers(1, 6))
last = Quantity("T", "number of steps", domain=integers(2, 9))
linear_noise = rule(
    "Linear schedule of the noise rates",
    value,
    low.symbol + (step.symbol - 1) / (last.symbol - 1) * (high.symbol - low.symbol),
    (low, high, step, last),
    (
        Notation(
            r"\beta_t = \beta_1 + \frac{t - 1}{T - 1} (\beta_T - \beta_1)", (("beta_1", "b_1"), ("beta_T", "b_T"))
        ),
        Notation(
            r"\beta_t = \beta_{\min} + \frac{t - 1}{T - 1} (\beta_{\max} - \beta_{\min})",
            (("beta_min", "b_1"), ("beta_max", "b_T")),
        ),
    ),
    ("noise schedule", "linear schedule", "diffusion", "ddpm"),
    "equal steps between both rates",
    Source(ho, "section 4"),
)

centre = Quantity("m", "a centre", shape=(dimensions,))
moved = Quantity("m_next", "the centre after the step", shape=(dimensions,))
point = Quantity("x", "the input", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
online = rule(
    "Online update of the nearest centre",
    moved,
    centre.symbol + rate.symbol * (point.symbol - centre.symbol),
    (centre, point, rate),
    (
        Notation(r"\mu_k \leftarrow \mu_k + \eta (x_n - \mu_k)", (("mu_k", "m"), ("x_n", "x"))),
        Notation(r"\mu \leftarrow \mu + \eta (x - \mu)", (("mu", "m"),)),
        Notation(r"w \leftarrow w + \eta (x - w)", (("w", "m"),)),
    ),
    ("k-means", "online", "competitive", "vector quanti", "self-organi", "som", "lvq"),
    "a part of the way to the input",
    Source(bishop, "equation 9.5"),
)
neighbours = Quantity("K", "number of neighbours", domain=integers(1, 6))
inputs = Quantity("N", "number of inputs", domain=integers(1, 9))
volume = Quantity("V", "volume that holds the neighbours", domain=POSITIVE)
own = Quantity("c", "number of neighbours of the class", domain=integers(0, 6))
near = ("nearest neighbour", "nearest neighbor", "k-nn", "knn", "nearest-neighbour")
neighbour_density = rule(
    "Density by nearest neighbours",
    value,
    neighbours.symbol / (inputs.symbol * volume.symbol),
    (neighbours, inputs, volume),
    written(r"p(x) = \frac{K}{N V}", r"p(x) = K / (N V)"),
    near,
    "the share of the inputs in the volume, by the volume",
    Source(bishop, "equation 2.246"),
)
neighbour_share = rule(
    "Probability of a class by nearest neighbours",
    value,
    own.symbol / neighbours.symbol,
    (neighbours, own),
    (
        Notation(r"p(C_k | x) = \frac{K_k}{K}", (("K_k", "c"),)),
        Notation(r"P(y = c | x) = \frac{k_c}{k}", (("k_c", "c"), ("k", "K"))),
    ),
    near,
    "the share of the class among the neighbours",
    Source(bishop, "equation 2.256"),
)

TOPIC = Topic(
    "Lines of summaries",
    formulas=(
        rank_one,
        normal_bits,
        entropy_power,
        exponential_estimate,
        shape_by_moments,
        scale_by_moments,
        retrieval,
        kept,
        linear_noise,
        online,
        neighbour_density,
        neighbour_share,
    ),
)
