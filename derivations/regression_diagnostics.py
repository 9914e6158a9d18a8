"""Diagnostics of linear regression by the sums of squares RSS and TSS, n examples, p inputs.

RSS is the residual sum of squares, TSS the total one; h is the leverage of an example, e its residual.
"""

from __future__ import annotations

from sympy import Sum, sqrt

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Quantity, Size, Source, Topic, bound_index, free_index, integers, interval

james = "James, Witten, Hastie and Tibshirani, An Introduction to Statistical Learning"
value = Quantity("v", "the criterion")
residual = Quantity("R", "residual sum of squares", domain=POSITIVE)
total = Quantity("T", "total sum of squares", domain=POSITIVE)
inputs = Quantity("p", "number of inputs", domain=integers(1, 4))
count = Quantity("n", "number of examples", domain=integers(7, 14))
spread = Quantity("sigma", "standard deviation of the noise", domain=POSITIVE)
R, T, p, n, sigma = (quantity.symbol for quantity in (residual, total, inputs, count, spread))
sums = (("RSS", "R"), ("TSS", "T"))
fits = ("regression", "r-squared", "r squared", "r^2", "determination", "goodness of fit", "residual",
        "model selection", "subset selection", "multiple regression")  # fmt: skip
determination = rule(
    "Coefficient of determination by both sums of squares",
    value,
    1 - R / T,
    (residual, total),
    written(
        r"R^2 = 1 - \frac{\mathrm{RSS}}{\mathrm{TSS}}",
        r"R^2 = \frac{\mathrm{TSS} - \mathrm{RSS}}{\mathrm{TSS}}",
        r"R^2 = 1 - \mathrm{RSS} / \mathrm{TSS}",
        letters=sums,
    )
    + written(r"R^2 = 1 - \frac{\mathrm{SS}_{\text{res}}}{\mathrm{SS}_{\text{tot}}}",
              letters=(("SS_res", "R"), ("SS_tot", "T"))),
    fits,
    "one less the unexplained share",
    Source(james, "equation 3.17"),
)  # fmt: skip
adjusted = rule(
    "Adjusted coefficient of determination by both sums of squares",
    value,
    1 - (R / (n - p - 1)) / (T / (n - 1)),
    (residual, total, count, inputs),
    written(
        r"R^2_{\text{adj}} = 1 - \frac{\mathrm{RSS} / (n - p - 1)}{\mathrm{TSS} / (n - 1)}",
        r"R^2_{\text{adj}} = 1 - \frac{n - 1}{n - p - 1} \frac{\mathrm{RSS}}{\mathrm{TSS}}",
        letters=sums,
    ),
    ("adjusted", *fits),
    "variances instead of sums of squares",
    Source(james, "equation 6.4"),
)
statistic = rule(
    "F statistic of a regression",
    value,
    ((T - R) / p) / (R / (n - p - 1)),
    (residual, total, count, inputs),
    written(
        r"F = \frac{(\mathrm{TSS} - \mathrm{RSS}) / p}{\mathrm{RSS} / (n - p - 1)}",
        r"F = \frac{\mathrm{TSS} - \mathrm{RSS}}{p} \cdot \frac{n - p - 1}{\mathrm{RSS}}",
        letters=sums,
    ),
    ("f statistic", "f-statistic", "f-test", "f test", *fits),
    "the explained mean square over the residual one",
    Source(james, "equation 3.23"),
)
smaller = Quantity("R_0", "residual sum of squares of the smaller model", domain=POSITIVE)
dropped = Quantity("q", "number of inputs that the smaller model lacks", domain=integers(1, 4))
nested = rule(
    "F statistic of two nested regressions",
    value,
    ((smaller.symbol - R) / dropped.symbol) / (R / (n - p - 1)),
    (residual, smaller, dropped, count, inputs),
    written(
        r"F = \frac{(\mathrm{RSS}_0 - \mathrm{RSS}) / q}{\mathrm{RSS} / (n - p - 1)}",
        letters=(("RSS_0", "R_0"), ("RSS", "R")),
    )
    + written(r"F = \frac{\mathrm{RSS}_0 - \mathrm{RSS}_1}{q} \cdot \frac{n - p - 1}{\mathrm{RSS}_1}",
              letters=(("RSS_0", "R_0"), ("RSS_1", "R"))),
    ("f statistic", "f-statistic", "nested", "partial", *fits),
    "what the further inputs explain, over the residual mean square",
    Source(james, "equation 3.24"),
)  # fmt: skip
standard_line = rule(
    "Residual standard error of a line",
    value,
    sqrt(R / (n - 2)),
    (residual, count),
    written(r"\mathrm{RSE} = \sqrt{\frac{\mathrm{RSS}}{n - 2}}", r"\hat{\sigma} = \sqrt{\mathrm{RSS} / (n - 2)}",
            letters=sums[:1]),
    ("residual standard error", "rse", *fits),
    "two parameters are fitted",
    Source(james, "equation 3.15"),
)  # fmt: skip
standard_error = rule(
    "Residual standard error of a regression",
    value,
    sqrt(R / (n - p - 1)),
    (residual, count, inputs),
    written(r"\mathrm{RSE} = \sqrt{\frac{\mathrm{RSS}}{n - p - 1}}",
            r"\hat{\sigma} = \sqrt{\frac{1}{n - p - 1} \mathrm{RSS}}", letters=sums[:1]),
    ("residual standard error", "rse", *fits),
    "p slopes and the intercept are fitted",
    Source(james, "equation 3.25"),
)  # fmt: skip
explained = Quantity("r", "coefficient of determination of an input by the others", domain=interval(-1, 1))
inflation = rule(
    "Variance inflation factor",
    value,
    1 / (1 - explained.symbol**2),
    (explained,),
    written(r"\mathrm{VIF}_j = \frac{1}{1 - R_j^2}", r"\mathrm{VIF} = 1 / (1 - R_j^2)", letters=(("R_j", "r"),))
    + written(r"\mathrm{VIF} = \frac{1}{1 - R^2}", letters=(("R", "r"),)),
    ("vif", "variance inflation", "collinear", "multicollinear"),
    "the variance against that of an input uncorrelated with the others",
    Source(james, "section 3.3.3"),
)
examples = Size("n", "examples", smallest=2, largest=5)
N = examples.symbol
j, a = bound_index("j a")
here = free_index("i", examples)
i = here.symbol
points = Quantity("x", "inputs", shape=(examples,))
x = points.symbol
centre = Sum(at(x, a), (a, 1, N)) / N
mean = Quantity("x_bar", "mean input", value=centre)
x_bar = mean.symbol
squares = Sum((at(x, j) - x_bar) ** 2, (j, 1, N))
line = ("leverage", "simple linear regression", "simple regression", "standard error", "outlier", "hat matrix",
        "regression")  # fmt: skip
leverage = rule(
    "Leverage of an example for a line",
    value,
    1 / N + (at(x, i) - x_bar) ** 2 / squares,
    (points, mean, here),
    written(
        r"h_i = \frac{1}{n} + \frac{(x_i - \bar{x})^2}{\sum_{j=1}^n (x_j - \bar{x})^2}",
        r"h_{ii} = \frac{1}{n} + \frac{(x_i - \bar{x})^2}{\sum_{k=1}^n (x_k - \bar{x})^2}",
    ),
    line,
    "the diagonal of the hat matrix",
    Source(james, "equation 3.37"),
)
offset_error = rule(
    "Squared standard error of the intercept of a line",
    value,
    sigma**2 * (1 / N + x_bar**2 / squares),
    (points, mean, spread),
    written(
        r"\operatorname{SE}^2 = \sigma^2 \left[\frac{1}{n} + \frac{\bar{x}^2}{\sum_{i=1}^n (x_i - \bar{x})^2}\right]",
        r"\operatorname{Var}(\hat{\beta}_0) = \sigma^2 "
        r"\left(\frac{1}{n} + \frac{\bar{x}^2}{\sum_{i=1}^n (x_i - \bar{x})^2}\right)",
    ),
    ("intercept", *line),
    "the variance of the mean target and that of the slope, as far as the mean is from zero",
    Source(james, "equation 3.8"),
)
slope_error = rule(
    "Squared standard error of the slope of a line",
    value,
    sigma**2 / squares,
    (points, mean, spread),
    written(
        r"\operatorname{SE}^2 = \frac{\sigma^2}{\sum_{i=1}^n (x_i - \bar{x})^2}",
        r"\operatorname{Var}(\hat{\beta}_1) = \frac{\sigma^2}{\sum_{i=1}^n (x_i - \bar{x})^2}",
    ),
    ("slope", *line),
    "the slope is a weighted sum of the targets",
    Source(james, "equation 3.8"),
)
own_leverage = Quantity("h", "leverage", domain=interval(0, 1))
raw = Quantity("e", "residual")
h, e = own_leverage.symbol, raw.symbol
studentised = rule(
    "Studentised residual",
    value,
    e / (sigma * sqrt(1 - h)),
    (raw, spread, own_leverage),
    written(
        r"r_i = \frac{e_i}{\hat{\sigma} \sqrt{1 - h_i}}",
        r"t_i = \frac{e_i}{\sqrt{\hat{\sigma}^2 (1 - h_i)}}",
        letters=(("e_i", "e"), ("sigma_hat", "sigma"), ("h_i", "h")),
    ),
    ("studentised", "studentized", "standardized residual", "standardised residual", "outlier", "leverage"),
    "a residual in its standard deviations",
    Source(james, "section 3.3.3"),
)
cook = rule(
    "Cook's distance from the studentised residual",
    value,
    e**2 / p * h / (1 - h),
    (raw, inputs, own_leverage),
    written(
        r"D_i = \frac{r_i^2}{p} \frac{h_i}{1 - h_i}",
        r"D_i = \frac{r_i^2 h_i}{p (1 - h_i)}",
        letters=(("r_i", "e"), ("h_i", "h")),
    ),
    ("cook", "influence", "influential", "leverage"),
    "how far all fitted values move when the example is left out",
    Source("Cook 1977, Detection of Influential Observation in Linear Regression", "equation 5"),
)

TOPIC = Topic(
    "Diagnostics of regression",
    formulas=(
        determination,
        adjusted,
        statistic,
        nested,
        standard_line,
        standard_error,
        inflation,
        leverage,
        offset_error,
        slope_error,
        studentised,
        cook,
    ),
)
