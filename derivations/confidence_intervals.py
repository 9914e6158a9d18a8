"""Ends of confidence intervals, levels of many tests, and the sizes of samples that a power needs.

Bars are means, s is a standard deviation with the divisor n - 1, p_hat a share; z and t are quantiles of the standard
normal and of Student's distribution.
"""

from __future__ import annotations

from sympy import sqrt

from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Source,
    Topic,
    integers,
)

casella = "Casella and Berger, Statistical Inference"
wasserman = "Wasserman, All of Statistics"
agresti = "Agresti, Categorical Data Analysis"
value = Quantity("v", "the statistic")
centre = Quantity("x_bar", "mean of the sample")
upper = Quantity("q", "quantile", domain=POSITIVE)
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
count = Quantity("n", "size of the sample", domain=integers(3, 30))
share = Quantity("p_hat", "share in the sample", domain=UNIT)
x_bar, q, sigma, n, p = (quantity.symbol for quantity in (centre, upper, spread, count, share))
interval_words = ("confidence interval", "interval", "confidence", "margin")
means = (centre, upper, spread, count)
score = (("z", "q"),)
student = (("t_star", "q"), ("s", "sigma"))
lower_end = rule(
    "Lower end of the confidence interval of a mean",
    value,
    x_bar - q * sigma / sqrt(n),
    means,
    written(r"L = \bar{x} - z \frac{\sigma}{\sqrt{n}}", r"L = \bar{x} - z \sigma / \sqrt{n}",
            letters=score)
    + written(r"L = \bar{x} - t^* \frac{s}{\sqrt{n}}", letters=student),
    interval_words,
    "a quantile of standard errors below the mean",
    Source(casella, "section 9.2"),
)  # fmt: skip
upper_end = rule(
    "Upper end of the confidence interval of a mean",
    value,
    x_bar + q * sigma / sqrt(n),
    means,
    written(r"U = \bar{x} + z \frac{\sigma}{\sqrt{n}}", r"U = \bar{x} + z \sigma / \sqrt{n}",
            letters=score)
    + written(r"U = \bar{x} + t^* \frac{s}{\sqrt{n}}", letters=student),
    interval_words,
    "a quantile of standard errors above the mean",
    Source(casella, "section 9.2"),
)  # fmt: skip
share_lower = rule(
    "Lower end of the Wald interval of a share",
    value,
    p - q * sqrt(p * (1 - p) / n),
    (share, upper, count),
    written(r"L = \hat{p} - z \sqrt{\frac{\hat{p} (1 - \hat{p})}{n}}",
            r"L = \hat{p} - z \sqrt{\hat{p} (1 - \hat{p}) / n}", letters=score),
    (*interval_words, "proportion", "wald", "share", "binomial"),
    "a quantile of standard errors below the share",
    Source(agresti, "equation 1.13"),
)  # fmt: skip
share_upper = rule(
    "Upper end of the Wald interval of a share",
    value,
    p + q * sqrt(p * (1 - p) / n),
    (share, upper, count),
    written(r"U = \hat{p} + z \sqrt{\frac{\hat{p} (1 - \hat{p})}{n}}",
            r"U = \hat{p} + z \sqrt{\hat{p} (1 - \hat{p}) / n}", letters=score),
    (*interval_words, "proportion", "wald", "share", "binomial"),
    "a quantile of standard errors above the share",
    Source(agresti, "equation 1.13"),
)  # fmt: skip
wilson_centre = rule(
    "Centre of Wilson's interval of a share",
    value,
    (p + q**2 / (2 * n)) / (1 + q**2 / n),
    (share, upper, count),
    written(
        r"\tilde{p} = \frac{\hat{p} + \frac{z^2}{2n}}{1 + \frac{z^2}{n}}",
        r"\tilde{p} = \frac{n \hat{p} + z^2 / 2}{n + z^2}",
        letters=(("z", "q"),),
    ),
    ("wilson", "score interval", *interval_words),
    "the middle of both roots of the squared score equation",
    Source(agresti, "equation 1.14"),
)
level = Quantity("alpha", "level of a test", domain=UNIT)
tests = Quantity("m", "number of tests", domain=integers(1, 9))
alpha, m = level.symbol, tests.symbol
many = ("multiple", "family-wise", "familywise", "bonferroni", "sidak", "šidák", "comparisons", "many tests")
bonferroni = rule(
    "Bonferroni's level of each of m tests",
    value,
    alpha / m,
    (level, tests),
    written(r"\alpha' = \frac{\alpha}{m}", r"\alpha_{\text{adj}} = \alpha / m", r"\alpha^* = \frac{\alpha}{m}"),
    many,
    "the levels add up",
    Source(wasserman, "section 10.7"),
)
sidak = rule(
    "Sidak's level of each of m independent tests",
    value,
    1 - (1 - alpha) ** (1 / m),
    (level, tests),
    written(r"\alpha_{\text{adj}} = 1 - (1 - \alpha)^{1/m}", r"\alpha' = 1 - \sqrt[m]{1 - \alpha}"),
    many,
    "the chance of no error in m tests is the power m",
    Source("Sidak 1967, Rectangular Confidence Regions", "theorem 1"),
)
family_error = rule(
    "Probability of an error among m independent tests",
    value,
    1 - (1 - alpha) ** m,
    (level, tests),
    written(r"P = 1 - (1 - \alpha)^m", r"\mathrm{FWER} = 1 - (1 - \alpha)^m", r"\bar{\alpha} = 1 - (1 - \alpha)^m"),
    many,
    "one less the chance that none errs",
    Source(wasserman, "section 10.7"),
)
power_quantile = Quantity("q_2", "quantile of the power", domain=POSITIVE)
effect = Quantity("delta", "difference to be seen", domain=POSITIVE)
power_size = rule(
    "Size of a sample for a given power",
    value,
    (q + power_quantile.symbol) ** 2 * sigma**2 / effect.symbol**2,
    (upper, power_quantile, spread, effect),
    written(
        r"n = \frac{(z_\alpha + z_\beta)^2 \sigma^2}{\delta^2}",
        r"n = \left(\frac{(z_\alpha + z_\beta) \sigma}{\delta}\right)^2",
        letters=(("z_alpha", "q"), ("z_beta", "q_2")),
    ),
    ("sample size",),
    "both quantiles of standard errors are the difference",
    Source(wasserman, "section 10.1"),
)
two_power_size = rule(
    "Size of each of two samples for a given power",
    value,
    2 * (q + power_quantile.symbol) ** 2 * sigma**2 / effect.symbol**2,
    (upper, power_quantile, spread, effect),
    written(
        r"n = \frac{2 (z_\alpha + z_\beta)^2 \sigma^2}{\delta^2}",
        r"n = 2 \left(\frac{(z_\alpha + z_\beta) \sigma}{\delta}\right)^2",
        letters=(("z_alpha", "q"), ("z_beta", "q_2")),
    ),
    ("sample size", "per group", "two groups"),
    "the difference of two means has twice the variance",
    Source(wasserman, "section 10.1"),
)

TOPIC = Topic(
    "Confidence intervals, many tests, and sizes of samples",
    formulas=(
        lower_end,
        upper_end,
        share_lower,
        share_upper,
        wilson_centre,
        bonferroni,
        sidak,
        family_error,
        power_size,
        two_power_size,
    ),
)
