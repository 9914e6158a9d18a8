"""Statistics of samples: standard errors, test statistics, pooled variances, sizes of samples and of effects.

x_bar is the mean of a sample of n numbers, s their standard deviation with the divisor n - 1.
"""

from __future__ import annotations

from sympy import Lambda, Sum, Symbol, log, sqrt

from derivations.moments import Var, variance_function
from derivations.operators import at, mean
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

casella = "Casella and Berger, Statistical Inference"
wasserman = "Wasserman, All of Statistics"
statistic = Quantity("t", "a statistic")
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
sampled = Quantity("s", "standard deviation of the sample", domain=POSITIVE)
count = Quantity("n", "size of the sample", domain=integers(2, 30))
average = Quantity("x_bar", "mean of the sample")
supposed = Quantity("mu", "supposed mean")
sigma, s, n, x_bar, mu = (quantity.symbol for quantity in (spread, sampled, count, average, supposed))
errors = ("standard error", "standard deviation of the mean", "sampling distribution", "clt", "central limit")
testing = ("test", "statistic", "hypothesis", "standardis", "standardiz", "z-score", "student", "central limit")
standard_error = rule(
    "Standard error of a mean",
    statistic,
    sigma / sqrt(n),
    (spread, count),
    written(
        r"\mathrm{SE} = \frac{\sigma}{\sqrt{n}}",
        r"\sigma_{\bar{x}} = \frac{\sigma}{\sqrt{n}}",
        r"\mathrm{SE} = \sqrt{\frac{\sigma^2}{n}}",
        r"\mathrm{SE}(\bar{x}) = \sigma / \sqrt{n}",
    )
    + written(r"\mathrm{SE} = \frac{s}{\sqrt{n}}", letters=(("s", "sigma"),)),
    errors,
    "the variance of a mean falls like one over the number",
    Source(casella, "theorem 5.2.6"),
)
z_statistic = rule(
    "Standardised mean of a sample (z statistic)",
    statistic,
    (x_bar - mu) / (sigma / sqrt(n)),
    (average, supposed, spread, count),
    (
        *written(
            r"z = \frac{\bar{x} - \mu}{\sigma / \sqrt{n}}",
            r"z = \frac{\sqrt{n} (\bar{x} - \mu)}{\sigma}",
            r"z = \sqrt{n} \frac{\bar{x} - \mu}{\sigma}",
        ),
        Notation(r"t = \frac{\bar{x} - \mu_0}{s / \sqrt{n}}", (("mu_0", "mu"), ("s", "sigma"))),
        Notation(r"T = \frac{\bar{X}_n - \mu}{S / \sqrt{n}}", (("X_bar_n", "x_bar"), ("S", "sigma"))),
        Notation(r"Z_n = \frac{\sqrt{n} (\bar{X}_n - \mu)}{\sigma}", (("X_bar_n", "x_bar"),)),
    ),
    testing,
    "the distance from the supposed mean in standard errors",
    Source(casella, "section 8.2"),
)
value = Quantity("x", "a number")
z_score = rule(
    "Standard score of a number",
    statistic,
    (value.symbol - mu) / sigma,
    (value, supposed, spread),
    (
        *written(r"z = \frac{x - \mu}{\sigma}", r"z = (x - \mu) / \sigma"),
        Notation(r"z = \frac{x - \bar{x}}{s}", (("x_bar", "mu"), ("s", "sigma"))),
    ),
    ("z-score", "z score", "standard score", "standardis", "standardiz"),
    "the distance from the mean in standard deviations",
    Source(wasserman, "section 2.4"),
)
share = Quantity("p", "probability or share", domain=UNIT)
p = share.symbol
share_error = rule(
    "Standard error of a share",
    statistic,
    sqrt(p * (1 - p) / n),
    (share, count),
    (
        *written(r"\mathrm{SE} = \sqrt{\frac{p (1 - p)}{n}}"),
        Notation(r"\mathrm{SE}(\hat{p}) = \sqrt{\frac{\hat{p} (1 - \hat{p})}{n}}", (("p_hat", "p"),)),
        Notation(r"\mathrm{SE} = \sqrt{\hat{p} (1 - \hat{p}) / n}", (("p_hat", "p"),)),
    ),
    (*errors, "proportion", "bernoulli", "binomial", "accuracy", "confidence interval"),
    "the variance of one trial is p (1 - p)",
    Source(wasserman, "example 6.8"),
)
upper = Quantity("q", "quantile of the standard normal distribution", domain=POSITIVE)
margin = Quantity("e", "half the length of an interval", domain=POSITIVE)
confident = ("confidence interval", "margin of error", "sample size", "confidence")
half_length = rule(
    "Margin of error of a mean",
    statistic,
    upper.symbol * sigma / sqrt(n),
    (upper, spread, count),
    (
        Notation(r"E = z \frac{\sigma}{\sqrt{n}}", (("z", "q"),)),
        Notation(r"\mathrm{ME} = \frac{z \sigma}{\sqrt{n}}", (("z", "q"),)),
    ),
    confident,
    "a quantile times the standard error",
    Source(wasserman, "theorem 6.16"),
)
sample_size = rule(
    "Size of a sample for a given margin of error",
    statistic,
    (upper.symbol * sigma / margin.symbol) ** 2,
    (upper, spread, margin),
    (
        Notation(r"n = \left(\frac{z \sigma}{E}\right)^2", (("z", "q"), ("E", "e"))),
        Notation(r"n = \frac{z^2 \sigma^2}{E^2}", (("z", "q"), ("E", "e"))),
    ),
    confident,
    "the margin of error, solved for n",
    Source(wasserman, "theorem 6.16"),
)
share_size = rule(
    "Size of a sample for a given margin of error of a share",
    statistic,
    upper.symbol**2 * p * (1 - p) / margin.symbol**2,
    (upper, share, margin),
    (
        Notation(r"n = \frac{z^2 p (1 - p)}{E^2}", (("z", "q"), ("E", "e"))),
        Notation(r"n = p (1 - p) \left(\frac{z}{E}\right)^2", (("z", "q"), ("E", "e"))),
    ),
    (*confident, "proportion"),
    "the margin of error, solved for n",
    Source(wasserman, "theorem 6.16"),
)
second_count = Quantity("m", "size of the second sample", domain=integers(2, 30))
second_spread = Quantity("r", "standard deviation of the second sample", domain=POSITIVE)
second_average = Quantity("y_bar", "mean of the second sample")
m, r, y_bar = second_count.symbol, second_spread.symbol, second_average.symbol
numbered_pair = (("s_1", "s"), ("s_2", "r"), ("n_1", "n"), ("n_2", "m"))
two_samples = ("two-sample", "two samples", "pooled", "welch", "t-test", "t test", "unpaired", "effect size", "a/b")
pooled = rule(
    "Pooled variance of two samples",
    statistic,
    ((n - 1) * s**2 + (m - 1) * r**2) / (n + m - 2),
    (sampled, second_spread, count, second_count),
    (
        Notation(r"s_p^2 = \frac{(n_1 - 1) s_1^2 + (n_2 - 1) s_2^2}{n_1 + n_2 - 2}", numbered_pair),
        Notation(r"s^2 = \frac{(n - 1) s_x^2 + (m - 1) s_y^2}{n + m - 2}", (("s_x", "s"), ("s_y", "r"))),
    ),
    two_samples,
    "both sums of squares over their degrees of freedom",
    Source(casella, "exercise 8.41"),
)
welch = rule(
    "Statistic of Welch's test",
    statistic,
    (x_bar - y_bar) / sqrt(s**2 / n + r**2 / m),
    (average, second_average, sampled, second_spread, count, second_count),
    (
        Notation(
            r"t = \frac{\bar{x}_1 - \bar{x}_2}{\sqrt{\frac{s_1^2}{n_1} + \frac{s_2^2}{n_2}}}",
            (("x_bar_1", "x_bar"), ("x_bar_2", "y_bar"), *numbered_pair),
        ),
        Notation(
            r"t = \frac{\bar{x} - \bar{y}}{\sqrt{s_x^2 / n + s_y^2 / m}}",
            (("s_x", "s"), ("s_y", "r")),
        ),
    ),
    two_samples,
    "the variances of independent means add up",
    Source("Welch 1947, The Generalization of Student's Problem", "equation 1"),
)
pooled_spread = Quantity("s", "pooled standard deviation", domain=POSITIVE)
pooled_test = rule(
    "Statistic of the t-test with pooled variance",
    statistic,
    (x_bar - y_bar) / (pooled_spread.symbol * sqrt(1 / n + 1 / m)),
    (average, second_average, pooled_spread, count, second_count),
    (
        Notation(
            r"t = \frac{\bar{x}_1 - \bar{x}_2}{s_p \sqrt{\frac{1}{n_1} + \frac{1}{n_2}}}",
            (("x_bar_1", "x_bar"), ("x_bar_2", "y_bar"), ("s_p", "s"), ("n_1", "n"), ("n_2", "m")),
        ),
        Notation(r"t = \frac{\bar{x} - \bar{y}}{s_p \sqrt{1 / n + 1 / m}}", (("s_p", "s"),)),
    ),
    two_samples,
    "the variances of independent means add up",
    Source(casella, "exercise 8.41"),
)
cohen = rule(
    "Cohen's d",
    statistic,
    (x_bar - y_bar) / s,
    (average, second_average, sampled),
    (
        Notation(
            r"d = \frac{\bar{x}_1 - \bar{x}_2}{s_p}", (("x_bar_1", "x_bar"), ("x_bar_2", "y_bar"), ("s_p", "s"))
        ),
        Notation(r"d = \frac{\bar{x} - \bar{y}}{s}"),
    ),
    ("effect size", "cohen"),
    "the difference in standard deviations",
    Source("Cohen 1988, Statistical Power Analysis for the Behavioral Sciences", "equation 2.5.1"),
)
cells = Size("k", "cells", largest=4)
k = cells.symbol
i = bound_index("i")
observed = Quantity("o", "observed counts", shape=(cells,), domain=POSITIVE)
expected = Quantity("e", "expected counts", shape=(cells,), domain=POSITIVE)
o, e = observed.symbol, expected.symbol
counts = (("O", "o"), ("E", "e"))
pearson = rule(
    "Pearson's chi-squared statistic",
    statistic,
    Sum((at(o, i) - at(e, i)) ** 2 / at(e, i), (i, 1, k)),
    (observed, expected),
    (
        Notation(r"\chi^2 = \sum_{i=1}^k \frac{(O_i - E_i)^2}{E_i}", counts),
        Notation(r"X^2 = \sum_i \frac{(O_i - E_i)^2}{E_i}", counts),
        Notation(r"\chi^2 = \sum_{i} \frac{(n_i - e_i)^2}{e_i}", (("n", "o"),)),
    ),
    ("goodness of fit", "chi-square", "chi-squared", "chi square", "contingency", "pearson"),
    "squared differences, by the expected counts",
    Source(wasserman, "section 10.3"),
)
likelihood_ratio = rule(
    "Likelihood-ratio statistic of counts (G-test)",
    statistic,
    2 * Sum(at(o, i) * log(at(o, i) / at(e, i)), (i, 1, k)),
    (observed, expected),
    written(
        r"G = 2 \sum_{i=1}^k O_i \ln \frac{O_i}{E_i}",
        r"G = 2 \sum_i O_i (\ln O_i - \ln E_i)",
        letters=counts,
    ),
    ("g-test", "likelihood ratio", "goodness of fit"),
    "twice the difference of the log-likelihoods of a multinomial",
    Source("Sokal and Rohlf, Biometry", "section 17.2"),
)

u = Symbol("u")
target = Quantity("theta", "the parameter")
estimator = Quantity("T", "an estimator of the parameter", law=Law("x"))
theta, T = target.symbol, estimator.symbol
squared_error = Quantity("MSE", "mean squared error", value=Lambda((u,), mean((u - theta) ** 2)))
bias_function = Quantity("B", "bias", value=Lambda((u,), mean(u) - theta))
MSE, B = squared_error.symbol, bias_function.symbol
named = (("theta_hat", "T"),)
decomposition = identity(
    "Mean squared error of an estimator: variance plus squared bias, by name",
    MSE(T),
    (
        (mean((T - mean(T)) ** 2) + (mean(T) - theta) ** 2, "split the error at the mean; the mixed term vanishes"),
        (Var(T) + B(T) ** 2, "the variance and the bias, by name"),
    ),
    (squared_error, variance_function, bias_function, estimator, target),
    (
        Notation(
            r"\operatorname{MSE}(\hat{\theta}) = "
            r"\operatorname{Var}(\hat{\theta}) + \operatorname{bias}(\hat{\theta})^2",
            (*named, ("bias", "B")),
        ),
        Notation(
            r"\operatorname{MSE}(\hat{\theta}) = "
            r"\operatorname{Bias}(\hat{\theta})^2 + \operatorname{Var}(\hat{\theta})",
            (*named, ("Bias", "B")),
        ),
        Notation(
            r"\mathrm{MSE}[\hat{\theta}] = \operatorname{Var}[\hat{\theta}] + (\operatorname{bias}[\hat{\theta}])^2",
            (*named, ("bias", "B")),
        ),
    ),
    ("mse", "mean squared error", "bias", "estimat"),
    Source(wasserman, "theorem 6.9"),
)
bias = rule(
    "Bias of an estimator",
    Quantity("b", "bias"),
    mean(T) - theta,
    (estimator, target),
    (
        Notation(r"\operatorname{bias}(\hat{\theta}) = \mathbb{E}[\hat{\theta}] - \theta", named),
        Notation(r"b = \mathbb{E}[\hat{\theta} - \theta]", named),
        Notation(r"\operatorname{Bias}[\hat{\theta}] = \mathbb{E}[\hat{\theta}] - \theta", named),
    ),
    ("bias", "unbiased", "estimat"),
    "how far the mean of the estimator lies from the parameter",
    Source(wasserman, "section 6.3"),
)

TOPIC = Topic(
    "Inference from samples",
    formulas=(
        standard_error,
        z_statistic,
        z_score,
        share_error,
        half_length,
        sample_size,
        share_size,
        pooled,
        welch,
        pooled_test,
        cohen,
        pearson,
        likelihood_ratio,
        decomposition,
        bias,
    ),
)
