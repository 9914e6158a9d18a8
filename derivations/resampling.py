"""Bootstrap, jackknife and cross-validation: errors and biases by repeated estimates, criteria by fitted values.

theta_b are the estimates of B bootstrap samples, theta_(i) that without example i, theta_hat that of all. h_i is the
leverage of an example: the entry of the diagonal of the hat matrix.
"""

from __future__ import annotations

from sympy import Rational, Sum, exp, log, sqrt

from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Quantity, Size, Source, Topic, bound_index, integers, interval

efron = "Efron and Tibshirani, An Introduction to the Bootstrap"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, second edition"
james = "James, Witten, Hastie and Tibshirani, An Introduction to Statistical Learning"
value = Quantity("v", "the estimate")
samples = Size("B", "bootstrap samples", smallest=2, largest=5)
B = samples.symbol
estimates = Quantity("T", "estimates of the bootstrap samples", shape=(samples,))
T = estimates.symbol
b, c = bound_index("b c")
centre = Sum(at(T, c), (c, 1, B)) / B
bar = Quantity("T_bar", "mean of the estimates", value=centre)
boot = ("bootstrap", "resampl")
bootstrap_mean = rule(
    "Mean of the bootstrap estimates",
    value,
    Sum(at(T, b), (b, 1, B)) / B,
    (estimates,),
    written(
        r"\bar{\theta}^* = \frac{1}{B} \sum_{b=1}^B \hat{\theta}_b^*",
        letters=(("theta_hat_star", "T"),),
    )
    + written(r"\bar{T} = \frac{1}{B} \sum_{b=1}^B T_b"),
    boot,
    "the mean over the samples",
    Source(efron, "equation 6.6"),
)
bootstrap_error = rule(
    "Bootstrap estimate of a standard error",
    value,
    sqrt(Sum((at(T, b) - bar.symbol) ** 2, (b, 1, B)) / (B - 1)),
    (estimates, bar),
    written(
        r"\widehat{\operatorname{se}}_B = \sqrt{\frac{1}{B - 1} \sum_{b=1}^B (T_b - \bar{T})^2}",
        r"\mathrm{se} = \left(\frac{1}{B - 1} \sum_{b=1}^B (T_b - \bar{T})^2\right)^{1/2}",
    )
    + written(
        r"\mathrm{SE}_B = \sqrt{\frac{1}{B - 1} \sum_{b=1}^B \left(T_b - \frac{1}{B} \sum_{c=1}^B T_c\right)^2}",
    ),
    (*boot, "standard error"),
    "the standard deviation of the estimates",
    Source(efron, "equation 6.6"),
)
bootstrap_variance = rule(
    "Bootstrap estimate of a variance, with the divisor B",
    value,
    Sum((at(T, b) - centre) ** 2, (b, 1, B)) / B,
    (estimates, bar),
    written(
        r"\hat{v} = \frac{1}{B} \sum_{b=1}^B \left(T_b - \frac{1}{B} \sum_{r=1}^B T_r\right)^2",
        r"v_{\text{boot}} = \frac{1}{B} \sum_{b=1}^B (T_b - \bar{T})^2",
    )
    + written(
        r"\hat{v}_{\text{boot}} = \frac{1}{B} \sum_{b=1}^B \left(T_b^* - \frac{1}{B} \sum_{r=1}^B T_r^*\right)^2",
        letters=(("T_star", "T"),),
    ),
    boot,
    "the mean squared deviation of the estimates",
    Source("Wasserman, All of Statistics", "equation 8.3"),
)
whole = Quantity("theta_hat", "estimate from all examples")
centre_quantity = Quantity("t_bar", "mean of the repeated estimates")
bootstrap_bias = rule(
    "Bootstrap estimate of a bias",
    value,
    centre_quantity.symbol - whole.symbol,
    (centre_quantity, whole),
    written(
        r"\widehat{\text{bias}} = \bar{\theta}^* - \hat{\theta}",
        r"\mathrm{bias}_B = \bar{\theta}^* - \hat{\theta}",
        letters=(("theta_bar_star", "t_bar"),),
    ),
    (*boot, "bias"),
    "the mean of the samples' estimates less that of all examples",
    Source(efron, "equation 10.3"),
)
examples = Size("n", "examples", smallest=2, largest=5)
n = examples.symbol
i, j = bound_index("i j")
left_out = Quantity("t", "estimates without one example each", shape=(examples,))
t = left_out.symbol
average = Sum(at(t, j), (j, 1, n)) / n
left_mean = Quantity("t_bar", "mean of the estimates without one example", value=average)
knife = ("jackknife", "leave-one-out", "leave one out")
jackknife_mean = rule(
    "Mean of the jackknife estimates",
    value,
    Sum(at(t, i), (i, 1, n)) / n,
    (left_out,),
    written(
        r"\hat{\theta}_{(\cdot)} = \frac{1}{n} \sum_{i=1}^n \hat{\theta}_{(i)}",
        letters=(("theta_hat", "t"),),
    )
    + written(r"\bar{T} = \frac{1}{n} \sum_{i=1}^n T_{(i)}", letters=(("T", "t"),)),
    knife,
    "the mean over the examples left out",
    Source(efron, "equation 11.5"),
)
jackknife_bias = rule(
    "Jackknife estimate of a bias",
    value,
    (n - 1) * (left_mean.symbol - whole.symbol),
    (left_mean, whole, left_out),
    written(
        r"\widehat{\text{bias}} = (n - 1) (\bar{\theta} - \hat{\theta})",
        r"b_{\text{jack}} = (n - 1) (\bar{\theta} - \hat{\theta})",
        letters=(("theta_bar", "t_bar"),),
    )
    + written(r"b_{\text{jack}} = (n - 1) (\bar{T}_n - T_n)", letters=(("T_bar_n", "t_bar"), ("T_n", "theta_hat"))),
    (*knife, "bias"),
    "a bias of order 1/n changes by 1/(n (n - 1)) when one example is left out",
    Source(efron, "equation 11.5"),
)
jackknife_variance = rule(
    "Jackknife estimate of a variance",
    value,
    (n - 1) / n * Sum((at(t, i) - left_mean.symbol) ** 2, (i, 1, n)),
    (left_mean, left_out),
    written(
        r"\hat{v} = \frac{n - 1}{n} \sum_{i=1}^n (t_{i} - \bar{t})^2",
        r"v_{\text{jack}} = \frac{n - 1}{n} \sum_{i=1}^n (t_{(i)} - \bar{t})^2",
    )
    + written(
        r"\hat{v}_{\text{jack}} = \frac{n - 1}{n} \sum_{i=1}^n (\hat{\theta}_{(i)} - \bar{\theta})^2",
        letters=(("theta_hat", "t"), ("theta_bar", "t_bar")),
    ),
    knife,
    "the squared deviations, enlarged since the estimates are alike",
    Source(efron, "equation 11.5"),
)
count = Quantity("n", "number of examples", domain=integers(1, 12))
drawn = rule(
    "Probability that an example is in a bootstrap sample",
    value,
    1 - (1 - 1 / count.symbol) ** count.symbol,
    (count,),
    written(
        r"P = 1 - \left(1 - \frac{1}{n}\right)^n",
        r"P = 1 - (1 - 1/n)^n",
        r"p = 1 - \left(\frac{n - 1}{n}\right)^n",
    ),
    (*boot, "bagging", "out-of-bag", "out of bag"),
    "one less the chance to be missed n times",
    Source(james, "exercise 5.2"),
)
missed = rule(
    "Probability that an example is missing in a bootstrap sample",
    value,
    (1 - 1 / count.symbol) ** count.symbol,
    (count,),
    written(
        r"P = \left(1 - \frac{1}{n}\right)^n", r"p = \left(\frac{n - 1}{n}\right)^n", r"p_{\text{oob}} = (1 - 1/n)^n"
    ),
    (*boot, "bagging", "out-of-bag", "out of bag"),
    "to be missed n times",
    Source(james, "exercise 5.2"),
)
training = Quantity("e", "training error", domain=POSITIVE)
outside = Quantity("E", "error outside of the samples", domain=POSITIVE)
corrected = rule(
    "The .632 estimate of the prediction error",
    value,
    Rational(368, 1000) * training.symbol + Rational(632, 1000) * outside.symbol,
    (training, outside),
    written(r"E_{.632} = 0.368 e + 0.632 E")
    + written(r"\mathrm{Err} = 0.632 \, \mathrm{Err}_1 + 0.368 \, \mathrm{err}",
              letters=(("Err_1", "E"), ("err", "e"))),
    ("bootstrap", ".632", "632"),
    "about 0.632 of the examples are in a bootstrap sample",
    Source(hastie, "equation 7.57"),
)  # fmt: skip
folds = Size("k", "folds", largest=5)
k = folds.symbol
fold_errors = Quantity("E", "errors on the folds", shape=(folds,))
a = bound_index("a")
crossed = ("cross-validation", "cross validation", "validation", "k-fold", "loocv", "leave-one-out", "folds")
cross_validated = rule(
    "Error by cross-validation in k folds",
    value,
    Sum(at(fold_errors.symbol, a), (a, 1, k)) / k,
    (fold_errors,),
    written(r"\mathrm{CV}_{(k)} = \frac{1}{k} \sum_{i=1}^k \mathrm{MSE}_i", letters=(("MSE", "E"),))
    + written(r"\mathrm{CV} = \frac{1}{K} \sum_{k=1}^K E_k", letters=(("K", "k"),)),
    crossed,
    "the mean over the folds",
    Source(james, "equation 5.3"),
)
targets = Quantity("y", "targets", shape=(examples,))
fitted = Quantity("y_hat", "fitted values", shape=(examples,))
leverages = Quantity("h", "leverages", shape=(examples,), domain=interval(0, Rational(7, 8)))
y, y_hat, h = targets.symbol, fitted.symbol, leverages.symbol
shortcut = rule(
    "Error by leave-one-out cross-validation from the leverages",
    value,
    Sum(((at(y, i) - at(y_hat, i)) / (1 - at(h, i))) ** 2, (i, 1, n)) / n,
    (targets, fitted, leverages),
    written(
        r"\mathrm{CV}_{(n)} = \frac{1}{n} \sum_{i=1}^n \left(\frac{y_i - \hat{y}_i}{1 - h_i}\right)^2",
        r"\mathrm{LOOCV} = \frac{1}{n} \sum_{i=1}^n \frac{(y_i - \hat{y}_i)^2}{(1 - h_i)^2}",
    ),
    crossed,
    "the residual of an example left out is its residual over one less its leverage",
    Source(james, "equation 5.2"),
)  # fmt: skip
trace = Quantity("nu", "trace of the smoother", domain=UNIT)
general = rule(
    "Generalised cross-validation",
    value,
    Sum(((at(y, i) - at(y_hat, i)) / (1 - trace.symbol / n)) ** 2, (i, 1, n)) / n,
    (targets, fitted, trace),
    written(
        r"\mathrm{GCV} = \frac{1}{n} \sum_{i=1}^n \left(\frac{y_i - \hat{y}_i}{1 - \nu / n}\right)^2",
        r"\mathrm{GCV} = \frac{\frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2}{(1 - \nu / n)^2}",
    ),
    ("generalised cross-validation", "generalized cross-validation", "gcv"),
    "each leverage is replaced by their mean",
    Source(hastie, "equation 7.52"),
)
deviation_limit = Quantity("epsilon", "deviation", domain=POSITIVE)
number = Quantity("n", "number of examples", domain=integers(1, 9))
massart = rule(
    "Bound of Dvoretzky, Kiefer and Wolfowitz",
    value,
    2 * exp(-2 * number.symbol * deviation_limit.symbol**2),
    (number, deviation_limit),
    written(r"\delta = 2 e^{-2 n \epsilon^2}", r"p = 2 \exp(-2 n \epsilon^2)"),
    ("dkw", "dvoretzky", "massart", "kolmogorov", "empirical distribution"),
    "the exponent of Hoeffding's inequality",
    Source("Massart 1990, The Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality", "theorem 1"),
)
band_level = Quantity("alpha", "level", domain=UNIT)
band = rule(
    "Half width of a confidence band of the distribution function",
    value,
    sqrt(log(2 / band_level.symbol) / (2 * number.symbol)),
    (number, band_level),
    written(
        r"\epsilon_n = \sqrt{\frac{1}{2n} \log\left(\frac{2}{\alpha}\right)}",
        r"\epsilon = \sqrt{\frac{\ln(2 / \alpha)}{2 n}}",
    ),
    ("dkw", "dvoretzky", "confidence band", "empirical distribution"),
    "solve the bound for the deviation",
    Source("Wasserman, All of Statistics", "theorem 7.5"),
)

TOPIC = Topic(
    "Resampling",
    formulas=(
        bootstrap_mean,
        bootstrap_error,
        bootstrap_variance,
        bootstrap_bias,
        jackknife_mean,
        jackknife_bias,
        jackknife_variance,
        drawn,
        missed,
        corrected,
        cross_validated,
        shortcut,
        general,
        massart,
        band,
    ),
)
