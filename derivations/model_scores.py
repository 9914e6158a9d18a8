"""Further scores of classifiers and models: shares of the confusion matrix, calibration, ranking, criteria of choice.

TP, FP, FN and TN count the true and false positives and negatives. The threshold of least cost stands here as well.
"""

from __future__ import annotations

from sympy import Abs, Sum, log, sqrt

from derivations.classification_metrics import (
    FN,
    FP,
    TN,
    TP,
    common,
    false_negatives,
    false_positives,
    fawcett,
    score,
    true_negatives,
    true_positives,
)
from derivations.operators import at
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    SIMPLEX,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
)

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
samples = Size("n", "samples", largest=5)
n = samples.symbol
i = bound_index("i")
s = score.symbol

negative_predictive = rule(
    "Negative predictive value",
    score,
    TN / (TN + FN),
    (true_negatives, false_negatives),
    (
        *written(r"\mathrm{NPV} = \frac{\mathrm{TN}}{\mathrm{TN} + \mathrm{FN}}", letters=(("NPV", "s"),)),
        *written(r"\mathrm{NPV} = \mathrm{TN} / (\mathrm{TN} + \mathrm{FN})", letters=(("NPV", "s"),)),
    ),
    ("negative predictive value", "npv", *common),
    "the share of the negatives among those that are called negative",
    Source(fawcett, "section 2"),
)
miss_rate = rule(
    "False negative rate (miss rate)",
    score,
    FN / (FN + TP),
    (false_negatives, true_positives),
    (
        *written(r"\mathrm{FNR} = \frac{\mathrm{FN}}{\mathrm{FN} + \mathrm{TP}}", letters=(("FNR", "s"),)),
        *written(r"\mathrm{FNR} = 1 - \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}}", letters=(("FNR", "s"),)),
    ),
    ("false negative rate", "miss rate", "fnr", *common),
    "the share of the positives that are missed",
    Source(fawcett, "section 2"),
)
false_discovery = rule(
    "False discovery rate",
    score,
    FP / (FP + TP),
    (false_positives, true_positives),
    (
        *written(r"\mathrm{FDR} = \frac{\mathrm{FP}}{\mathrm{FP} + \mathrm{TP}}", letters=(("FDR", "s"),)),
        *written(r"\mathrm{FDR} = 1 - \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}", letters=(("FDR", "s"),)),
    ),
    ("false discovery rate", "fdr", *common),
    "the share of the negatives among those that are called positive",
    Source(murphy, "section 5.1.3"),
)
youden = rule(
    "Youden's index",
    score,
    TP / (TP + FN) - FP / (FP + TN),
    (true_positives, false_negatives, false_positives, true_negatives),
    (
        *written(
            r"J = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}} - \frac{\mathrm{FP}}{\mathrm{FP} + \mathrm{TN}}",
            r"J = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}} + \frac{\mathrm{TN}}{\mathrm{TN} + \mathrm{FP}} - 1",
            letters=(("J", "s"),),
        ),
    ),
    ("youden", "informedness", *common),
    "sensitivity and specificity, less 1",
    Source("Youden 1950, Index for rating diagnostic tests", "page 33"),
)

wrong_alarm = Quantity("c_FP", "cost of a false positive", domain=POSITIVE)
missed_case = Quantity("c_FN", "cost of a false negative", domain=POSITIVE)
alarm_cost, miss_cost = wrong_alarm.symbol, missed_case.symbol
threshold = rule(
    "Threshold of least expected cost: call positive from this probability on",
    score,
    alarm_cost / (alarm_cost + miss_cost),
    (wrong_alarm, missed_case),
    (
        *written(
            r"p^* = \frac{c_{FP}}{c_{FP} + c_{FN}}",
            r"\tau = \frac{c_{FP}}{c_{FN} + c_{FP}}",
            r"t^* = \frac{1}{1 + c_{FN} / c_{FP}}",
            letters=(("p_star", "s"), ("tau", "s"), ("t_star", "s")),
        ),
        *written(
            r"p^* = \frac{C_{FP}}{C_{FP} + C_{FN}}", letters=(("p_star", "s"), ("C_FP", "c_FP"), ("C_FN", "c_FN"))
        ),
    ),
    ("cost", "threshold", "cost-sensitive", "asymmetric", "bayes decision", "decision theory"),
    "there both errors cost the same on average: (1 - p) c_FP = p c_FN",
    Source("Elkan 2001, The Foundations of Cost-Sensitive Learning", "section 2, theorem 1"),
)

forecasts = Quantity("p", "predicted probabilities", shape=(samples,), domain=UNIT)
labels = Quantity("y", "labels, 0 or 1", shape=(samples,), domain=BIT)
p, y = forecasts.symbol, labels.symbol
brier = rule(
    "Brier score",
    score,
    Sum((at(p, i) - at(y, i)) ** 2, (i, 1, n)) / n,
    (forecasts, labels),
    (
        *written(
            r"\mathrm{BS} = \frac{1}{n} \sum_{i=1}^n (p_i - y_i)^2",
            r"\mathrm{BS} = \frac{1}{n} \sum_{i=1}^n (y_i - p_i)^2",
            letters=(("BS", "s"),),
        ),
        *written(r"B = \frac{1}{N} \sum_{t=1}^N (f_t - o_t)^2",
                 letters=(("B", "s"), ("N", "n"), ("f", "p"), ("o", "y"))),
    ),
    ("brier", "calibration", "proper scoring", "probabilistic forecast"),
    "the mean squared error of the probabilities",
    Source(murphy, "section 5.1.6"),
)  # fmt: skip

bins = Size("M", "bins", largest=4)
shares = Quantity("w", "shares of the samples in the bins", shape=(bins,), domain=SIMPLEX)
hits = Quantity("a", "accuracies of the bins", shape=(bins,), domain=UNIT)
beliefs = Quantity("c", "mean confidences of the bins", shape=(bins,), domain=UNIT)
w, a, c = shares.symbol, hits.symbol, beliefs.symbol
b = bound_index("b")
calibration_error = rule(
    "Expected calibration error",
    score,
    Sum(at(w, b) * Abs(at(a, b) - at(c, b)), (b, 1, bins.symbol)),
    (shares, hits, beliefs),
    written(
        r"\mathrm{ECE} = \sum_{m=1}^M w_m |a_m - c_m|",
        r"\mathrm{ECE} = \sum_{b=1}^M w_b |c_b - a_b|",
        letters=(("ECE", "s"),),
    ),
    ("calibration", "ece", "reliability", "confidence"),
    "the mean gap between confidence and accuracy",
    Source("Guo et al. 2017, On Calibration of Modern Neural Networks", "equation 3"),
)

ranks = Size("k", "ranks", largest=5)
grades = Quantity("r", "relevances, best rank first", shape=(ranks,), domain=integers(0, 3))
r = grades.symbol
gain = rule(
    "Discounted cumulative gain",
    score,
    Sum(at(r, i) / log(i + 1, 2), (i, 1, ranks.symbol)),
    (grades,),
    written(
        r"\mathrm{DCG} = \sum_{i=1}^k \frac{r_i}{\log_2(i + 1)}",
        r"\mathrm{DCG}_k = \sum_{i=1}^{k} \frac{r_i}{\log_2(i + 1)}",
        letters=(("DCG", "s"), ("DCG_k", "s")),
    ),
    ("dcg", "ndcg", "ranking", "relevance", "discounted cumulative gain"),
    "relevance counts less at lower ranks",
    Source("Järvelin and Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques", "section 2"),
)
share_explained = Quantity("R", "share of the variance that is explained", domain=UNIT)
sample_count = Quantity("n", "number of samples", domain=integers(8, 40))
predictors = Quantity("p", "number of predictors", domain=integers(1, 5))
adjusted = rule(
    "Adjusted coefficient of determination",
    score,
    1 - (1 - share_explained.symbol) * (sample_count.symbol - 1) / (sample_count.symbol - predictors.symbol - 1),
    (share_explained, sample_count, predictors),
    written(
        r"\bar{R}^2 = 1 - (1 - R^2) \frac{n - 1}{n - p - 1}",
        r"R_{\mathrm{adj}}^2 = 1 - \frac{(1 - R^2)(n - 1)}{n - p - 1}",
        letters=(("R_bar^2", "s"), ("R_adj^2", "s"), ("R^2", "R")),
    ),
    ("adjusted", "r-squared", "coefficient of determination", "goodness of fit"),
    "both variances with their degrees of freedom",
    Source("Theil 1961, Economic Forecasts and Policy", "page 213"),
)
parameters = Quantity("k", "number of parameters", domain=integers(1, 9))
data_size = Quantity("n", "number of samples", domain=integers(3, 40))
likelihood = Quantity("L", "largest value of the likelihood", domain=POSITIVE)
k, L = parameters.symbol, likelihood.symbol
criteria = ("information criterion", "model selection", "akaike", "bayesian information criterion", "aic", "bic")
akaike = rule(
    "Akaike's information criterion",
    score,
    2 * k - 2 * log(L),
    (parameters, likelihood),
    (
        *written(r"\mathrm{AIC} = 2k - 2 \ln L", r"\mathrm{AIC} = -2 \ln(L) + 2 k", letters=(("AIC", "s"),)),
        *written(r"\mathrm{AIC} = 2k - 2 \ln \hat{L}", letters=(("AIC", "s"), ("L_hat", "L"))),
    ),
    criteria,
    "the log-likelihood, less one for each parameter, times -2",
    Source(hastie, "section 7.5"),
)
bayesian = rule(
    "Bayesian information criterion",
    score,
    k * log(data_size.symbol) - 2 * log(L),
    (parameters, data_size, likelihood),
    (
        *written(r"\mathrm{BIC} = k \ln n - 2 \ln L", r"\mathrm{BIC} = -2 \ln L + k \ln(n)", letters=(("BIC", "s"),)),
        *written(r"\mathrm{BIC} = k \ln(n) - 2 \ln(\hat{L})", letters=(("BIC", "s"), ("L_hat", "L"))),
    ),
    criteria,
    "the log-likelihood, less half the logarithm of n for each parameter, times -2",
    Source(hastie, "equation 7.35"),
)
truths = Quantity("y", "targets, none of them 0", shape=(samples,), domain=POSITIVE)
guesses = Quantity("y_hat", "predictions", shape=(samples,))
percentage_error = rule(
    "Mean absolute percentage error",
    score,
    100 / n * Sum(Abs((at(truths.symbol, i) - at(guesses.symbol, i)) / at(truths.symbol, i)), (i, 1, n)),
    (truths, guesses),
    written(
        r"\mathrm{MAPE} = \frac{100}{n} \sum_{i=1}^n \left| \frac{y_i - \hat{y}_i}{y_i} \right|",
        r"\mathrm{MAPE} = \frac{100}{n} \sum_{i=1}^n \frac{|y_i - \hat{y}_i|}{|y_i|}",
        letters=(("MAPE", "s"),),
    ),
    ("mape", "percentage error", "forecast"),
    "errors as shares of the targets, in percent",
    Source("Hyndman and Athanasopoulos, Forecasting: Principles and Practice", "section 5.8"),
)
geometric_mean = rule(
    "Geometric mean of sensitivity and specificity",
    score,
    sqrt(TP / (TP + FN) * (TN / (TN + FP))),
    (true_positives, false_negatives, true_negatives, false_positives),
    written(
        r"G = \sqrt{\frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}} \cdot \frac{\mathrm{TN}}{\mathrm{TN} + \mathrm{FP}}}",
        r"G = \sqrt{\frac{\mathrm{TP} \mathrm{TN}}{(\mathrm{TP} + \mathrm{FN}) (\mathrm{TN} + \mathrm{FP})}}",
        letters=(("G", "s"),),
    ),
    ("g-mean", "geometric mean", "imbalanced", *common),
    "the root of the product of both rates",
    Source("Kubat and Matwin 1997, Addressing the curse of imbalanced training sets", "section 2"),
)

TOPIC = Topic(
    "Further scores of classifiers and models",
    formulas=(
        negative_predictive,
        miss_rate,
        false_discovery,
        youden,
        geometric_mean,
        threshold,
        brier,
        calibration_error,
        gain,
        adjusted,
        akaike,
        bayesian,
        percentage_error,
    ),
)
