"""Statistics of tests: shares, pairs, tables of counts, variances, groups, correlations and ranks.

Bars are means, s is a standard deviation with the divisor n - 1, p_hat a share.
"""

from __future__ import annotations

from sympy import Sum, log, sqrt

from derivations.confidence_intervals import casella, centre, count, share, spread, upper, value
from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

wasserman = "Wasserman, All of Statistics"
agresti = "Agresti, Categorical Data Analysis"
x_bar, q, sigma, n, p = (quantity.symbol for quantity in (centre, upper, spread, count, share))
testing = ("statistic", "hypothesis", "null")
supposed = Quantity("p_0", "supposed share", domain=UNIT)
p_0 = supposed.symbol
share_test = rule(
    "Statistic of the z-test of a share",
    value,
    (p - p_0) / sqrt(p_0 * (1 - p_0) / n),
    (share, supposed, count),
    written(
        r"z = \frac{\hat{p} - p_0}{\sqrt{p_0 (1 - p_0) / n}}",
        r"Z = \frac{\hat{p} - p_0}{\sqrt{\frac{p_0 (1 - p_0)}{n}}}",
        r"z = \frac{\sqrt{n} (\hat{p} - p_0)}{\sqrt{p_0 (1 - p_0)}}",
    ),
    ("proportion", "share", *testing),
    "the distance from the supposed share in its standard errors",
    Source(agresti, "equation 1.11"),
)
first_count = Quantity("n_1", "size of the first sample", domain=integers(2, 20))
second_count = Quantity("n_2", "size of the second sample", domain=integers(2, 20))
first_ones = Quantity("x_1", "successes of the first sample", domain=POSITIVE)
second_ones = Quantity("x_2", "successes of the second sample", domain=POSITIVE)
first_share = Quantity("p_hat_1", "share of the first sample", domain=UNIT)
second_share = Quantity("p_hat_2", "share of the second sample", domain=UNIT)
n_1, n_2, x_1, x_2 = (quantity.symbol for quantity in (first_count, second_count, first_ones, second_ones))
pooled_share = rule(
    "Pooled share of two samples",
    value,
    (x_1 + x_2) / (n_1 + n_2),
    (first_ones, second_ones, first_count, second_count),
    written(r"\hat{p} = \frac{x_1 + x_2}{n_1 + n_2}", r"\hat{p} = (x_1 + x_2) / (n_1 + n_2)"),
    ("pooled", "pooling", "proportion", "two-sample", "two sample", *testing),
    "the successes of both over the sizes of both",
    Source(agresti, "section 3.2"),
)
difference = first_share.symbol - second_share.symbol
two_shares = rule(
    "Statistic of the z-test of two shares",
    value,
    difference / sqrt(p * (1 - p) * (1 / n_1 + 1 / n_2)),
    (first_share, second_share, share, first_count, second_count),
    written(
        r"z = \frac{\hat{p}_1 - \hat{p}_2}{\sqrt{\hat{p} (1 - \hat{p}) (1 / n_1 + 1 / n_2)}}",
        r"z = \frac{\hat{p}_1 - \hat{p}_2}{\sqrt{\hat{p} (1 - \hat{p}) \left(\frac{1}{n_1} + \frac{1}{n_2}\right)}}",
    ),
    ("proportion", "two-sample", "two sample", "a/b", *testing),
    "the difference of the shares in its standard errors under one share",
    Source(agresti, "section 3.2"),
)
pair_mean = Quantity("d_bar", "mean difference of the pairs")
pair_spread = Quantity("s_d", "standard deviation of the differences", domain=POSITIVE)
paired = rule(
    "Statistic of the paired t-test",
    value,
    pair_mean.symbol / (pair_spread.symbol / sqrt(n)),
    (pair_mean, pair_spread, count),
    written(r"t = \frac{\bar{d}}{s_d / \sqrt{n}}", r"t = \frac{\sqrt{n} \bar{d}}{s_d}"),
    ("paired", "pairs", *testing),
    "the mean difference in its standard errors",
    Source(casella, "section 8.3"),
)
first_spread = Quantity("s_1", "standard deviation of the first sample", domain=POSITIVE)
second_spread = Quantity("s_2", "standard deviation of the second sample", domain=POSITIVE)
s_1, s_2 = first_spread.symbol, second_spread.symbol
first_error, second_error = s_1**2 / n_1, s_2**2 / n_2
welch_freedom = rule(
    "Degrees of freedom of Welch's test (Welch and Satterthwaite)",
    value,
    (first_error + second_error) ** 2 / (first_error**2 / (n_1 - 1) + second_error**2 / (n_2 - 1)),
    (first_spread, second_spread, first_count, second_count),
    written(
        r"\nu = \frac{(s_1^2 / n_1 + s_2^2 / n_2)^2}"
        r"{\frac{(s_1^2 / n_1)^2}{n_1 - 1} + \frac{(s_2^2 / n_2)^2}{n_2 - 1}}",
        r"\nu = \frac{\left(\frac{s_1^2}{n_1} + \frac{s_2^2}{n_2}\right)^2}"
        r"{\frac{s_1^4}{n_1^2 (n_1 - 1)} + \frac{s_2^4}{n_2^2 (n_2 - 1)}}",
    ),
    ("welch", "satterthwaite", "degrees of freedom", *testing),
    "match mean and variance of the estimated squared error with those of a chi-squared law",
    Source("Welch 1947, The Generalization of Student's Problem", "equation 28"),
)
variance_ratio = rule(
    "Statistic of the F-test of two variances",
    value,
    s_1**2 / s_2**2,
    (first_spread, second_spread),
    written(r"F = \frac{s_1^2}{s_2^2}", r"F = s_1^2 / s_2^2"),
    ("f-test", "f test", "f statistic", "f-statistic", "equality of variances", "variances", *testing),
    "the ratio of both variances",
    Source(casella, "section 5.3"),
)
sample_spread = Quantity("s", "standard deviation of the sample", domain=POSITIVE)
sigma_0 = Quantity("sigma_0", "supposed standard deviation", domain=POSITIVE)
variance_test = rule(
    "Statistic of the chi-squared test of a variance",
    value,
    (n - 1) * sample_spread.symbol**2 / sigma_0.symbol**2,
    (count, sample_spread, sigma_0),
    written(r"\chi^2 = \frac{(n - 1) s^2}{\sigma_0^2}", r"T = (n - 1) s^2 / \sigma_0^2")
    + written(r"\chi^2 = \frac{(n - 1) S^2}{\sigma^2}", letters=(("S", "s"), ("sigma", "sigma_0"))),
    ("chi-squared", "chi-square", *testing),
    "the sum of squared deviations over the supposed variance",
    Source(casella, "theorem 5.3.1"),
)
rows, columns = Size("r", "rows", largest=3), Size("c", "columns", largest=3)
r, c = rows.symbol, columns.symbol
i, j = bound_index("i j")
seen = Quantity("S", "counts seen", shape=(rows, columns), domain=POSITIVE)
expected = Quantity("E", "counts expected", shape=(rows, columns), domain=POSITIVE)
S, E = seen.symbol, expected.symbol
tables = ("contingency", "independence", "chi-squared", "chi-square", "expected", *testing)
table_test = rule(
    "Chi-squared statistic of a table of counts",
    value,
    Sum((at(S, i, j) - at(E, i, j)) ** 2 / at(E, i, j), (i, 1, r), (j, 1, c)),
    (seen, expected),
    written(
        r"\chi^2 = \sum_{i=1}^{r} \sum_{j=1}^{c} \frac{(O_{ij} - E_{ij})^2}{E_{ij}}",
        r"\chi^2 = \sum_{i, j} \frac{(O_{ij} - E_{ij})^2}{E_{ij}}",
        letters=(("O", "S"),),
    ),
    tables,
    "squared deviations over the expected counts",
    Source(agresti, "equation 3.10"),
)
row_sums = Quantity("R", "sums of the rows", shape=(rows,), domain=POSITIVE)
column_sums = Quantity("C", "sums of the columns", shape=(columns,), domain=POSITIVE)
total_count = Quantity("N", "sum of the table", domain=POSITIVE)
a, b = free_index("i", rows), free_index("j", columns)
expected_count = rule(
    "Count expected in a cell of a table under independence",
    value,
    at(row_sums.symbol, a.symbol) * at(column_sums.symbol, b.symbol) / total_count.symbol,
    (row_sums, column_sums, total_count, a, b),
    written(r"E_{ij} = \frac{R_i C_j}{N}", r"E_{ij} = R_i C_j / N"),
    tables,
    "the product of both shares, times the number of all",
    Source(agresti, "section 3.2.1"),
)  # fmt: skip
mcnemar_first = Quantity("b", "pairs that changed one way", domain=integers(1, 9))
mcnemar_second = Quantity("c", "pairs that changed the other way", domain=integers(1, 9))
mcnemar = rule(
    "McNemar's statistic",
    value,
    (mcnemar_first.symbol - mcnemar_second.symbol) ** 2 / (mcnemar_first.symbol + mcnemar_second.symbol),
    (mcnemar_first, mcnemar_second),
    written(r"\chi^2 = \frac{(b - c)^2}{b + c}", r"\chi^2 = (b - c)^2 / (b + c)")
    + written(r"M = \frac{(n_{12} - n_{21})^2}{n_{12} + n_{21}}", letters=(("n_12", "b"), ("n_21", "c"))),
    ("mcnemar", "paired", "matched pairs", *testing),
    "the squared score of one half among the pairs that changed",
    Source(agresti, "section 10.1"),
)
between = Quantity("B", "sum of squares between the groups", domain=POSITIVE)
within = Quantity("W", "sum of squares within the groups", domain=POSITIVE)
groups = Quantity("k", "number of groups", domain=integers(2, 4))
size = Quantity("N", "number of all", domain=integers(5, 12))
anova = rule(
    "F statistic of the analysis of variance",
    value,
    (between.symbol / (groups.symbol - 1)) / (within.symbol / (size.symbol - groups.symbol)),
    (between, within, groups, size),
    written(
        r"F = \frac{\mathrm{SSB} / (k - 1)}{\mathrm{SSW} / (N - k)}",
        r"F = \frac{\mathrm{SSB} (N - k)}{\mathrm{SSW} (k - 1)}",
        letters=(("SSB", "B"), ("SSW", "W")),
    ),
    ("anova", "analysis of variance", *testing),
    "the mean squares between the groups over those within",
    Source(casella, "section 11.2"),
)
correlation = Quantity("r", "correlation", domain=interval(-1, 1))
rho = correlation.symbol
correlation_test = rule(
    "Statistic of the t-test of a correlation",
    value,
    rho * sqrt(n - 2) / sqrt(1 - rho**2),
    (correlation, count),
    written(
        r"t = \frac{r \sqrt{n - 2}}{\sqrt{1 - r^2}}",
        r"t = r \sqrt{\frac{n - 2}{1 - r^2}}",
    ),
    ("correlation", "pearson", *testing),
    "the slope of the standardised numbers in its standard errors",
    Source(casella, "section 11.3"),
)
fisher_transform = rule(
    "Fisher's transformation of a correlation",
    value,
    log((1 + rho) / (1 - rho)) / 2,
    (correlation,),
    written(
        r"z = \frac{1}{2} \ln \frac{1 + r}{1 - r}",
        r"z = \frac{1}{2} \ln\left(\frac{1 + r}{1 - r}\right)",
        r"z = \frac{1}{2} (\ln(1 + r) - \ln(1 - r))",
    ),
    ("fisher", "correlation", "transform"),
    "the inverse hyperbolic tangent",
    Source(wasserman, "section 14.2"),
)  # fmt: skip
pairs = Size("n", "pairs", smallest=2, largest=5)
ranks = Quantity("d", "differences of the ranks", shape=(pairs,))
spearman = rule(
    "Spearman's rank correlation without ties",
    value,
    1 - 6 * Sum(at(ranks.symbol, i) ** 2, (i, 1, pairs.symbol)) / (pairs.symbol * (pairs.symbol**2 - 1)),
    (ranks,),
    written(
        r"r_s = 1 - \frac{6 \sum_{i=1}^n d_i^2}{n (n^2 - 1)}",
        r"\rho = 1 - \frac{6 \sum_i d_i^2}{n (n^2 - 1)}",
        r"\rho = 1 - \frac{6 \sum_{i=1}^n d_i^2}{n^3 - n}",
    ),
    ("spearman", "rank"),
    "one less the squared differences over their mean under chance",
    Source("Spearman 1904, The Proof and Measurement of Association between Two Things", "page 86"),
)

TOPIC = Topic(
    "Statistics of tests",
    formulas=(
        share_test,
        pooled_share,
        two_shares,
        paired,
        welch_freedom,
        variance_ratio,
        variance_test,
        table_test,
        expected_count,
        mcnemar,
        anova,
        correlation_test,
        fisher_transform,
        spearman,
    ),
)
