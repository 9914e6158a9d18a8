"""How the scores of classifiers and rankings follow from one another.

Rates are between 0 and 1; TP, FP, FN and TN count the true and false positives and negatives.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Sum, sqrt

from derivations.classification_metrics import (
    FN,
    FP,
    TP,
    common,
    false_negatives,
    false_positives,
    fawcett,
    score,
    true_positives,
)
from derivations.operators import at, largest_over
from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Quantity, Size, Source, Topic, bound_index, integers

guo = "Guo et al. 2017, On Calibration of Modern Neural Networks"
mann = "Mann and Whitney 1947, On a Test of Whether One of Two Random Variables Is Stochastically Larger"
rijsbergen = "van Rijsbergen, Information Retrieval"
hit, alarm = Quantity("TPR", "true positive rate", domain=UNIT), Quantity("FPR", "false positive rate", domain=UNIT)
calm = Quantity("TNR", "true negative rate", domain=UNIT)
rate = Quantity("r", "a rate", domain=UNIT)
beta = Quantity("beta", "weight of the recall", domain=POSITIVE)
b = beta.symbol
weighted_counts = rule(
    "F-beta score from counts",
    score,
    (1 + b**2) * TP / ((1 + b**2) * TP + b**2 * FN + FP),
    (beta, true_positives, false_negatives, false_positives),
    written(
        r"F_\beta = \frac{(1 + \beta^2) \mathrm{TP}}{(1 + \beta^2) \mathrm{TP} + \beta^2 \mathrm{FN} + \mathrm{FP}}",
        r"F_\beta = \frac{(1 + \beta^2) \cdot \mathrm{TP}}"
        r"{(1 + \beta^2) \cdot \mathrm{TP} + \beta^2 \cdot \mathrm{FN} + \mathrm{FP}}",
    ),
    ("f-beta", "f-score", "f score", "f-measure", "f measure", *common),
    "precision and recall in counts, with the recall counted beta times",
    Source(rijsbergen, "chapter 7"),
)
NAMES = (("TNR", "FPR"), ("FNR", "TPR"), ("Specificity", "FPR"), ("FDR", "PPV"), ("FPR", "TNR"), ("Error", "Accuracy"))
complement = rule(
    "A rate is one less its complement",
    score,
    1 - rate.symbol,
    (rate,),
    tuple(
        notation
        for left, right in NAMES
        for notation in written(rf"\mathrm{{{left}}} = 1 - \mathrm{{{right}}}", letters=((right, "r"),))
    ),
    ("false positive rate", "true positive rate", "specificity", "sensitivity", "miss rate", *common),
    "both shares make up the whole",
    Source(fawcett, "section 2"),
)
youden = rule(
    "Youden's index from both rates",
    score,
    hit.symbol - alarm.symbol,
    (hit, alarm),
    written(r"J = \mathrm{TPR} - \mathrm{FPR}", r"J = \text{TPR} - \text{FPR}"),
    ("youden", "informedness", "roc"),
    "how far the point lies above the diagonal",
    Source("Youden 1950, Index for Rating Diagnostic Tests", "equation 1"),
)
youden_of_class = rule(
    "Youden's index from sensitivity and specificity",
    score,
    hit.symbol + calm.symbol - 1,
    (hit, calm),
    (
        *written(r"J = \mathrm{TPR} + \mathrm{TNR} - 1"),
        *written(
            r"J = \mathrm{Sensitivity} + \mathrm{Specificity} - 1",
            r"J = \text{sensitivity} + \text{specificity} - 1",
            letters=(("Sensitivity", "TPR"), ("Specificity", "TNR"), ("sensitivity", "TPR"), ("specificity", "TNR")),
        ),
    ),
    ("youden", "informedness", "roc"),
    "one less both error rates",
    Source("Youden 1950, Index for Rating Diagnostic Tests", "equation 1"),
)
balanced = rule(
    "Balanced accuracy from both rates",
    score,
    (hit.symbol + calm.symbol) / 2,
    (hit, calm),
    (
        *written(r"\mathrm{BA} = \frac{\mathrm{TPR} + \mathrm{TNR}}{2}"),
        *written(
            r"\text{Balanced accuracy} = \frac{\text{Sensitivity} + \text{Specificity}}{2}",
            r"\mathrm{BA} = \frac{1}{2} (\mathrm{Sensitivity} + \mathrm{Specificity})",
            letters=(("Sensitivity", "TPR"), ("Specificity", "TNR")),
        ),
    ),
    ("balanced accuracy", *common),
    "the mean of both rates",
    Source("Brodersen, Ong, Stephan and Buhmann 2010, The Balanced Accuracy", "section 2"),
)
classes = Size("K", "classes", largest=3)
hits = Quantity("TP", "true positives of each class", shape=(classes,), domain=POSITIVE)
alarms = Quantity("FP", "false positives of each class", shape=(classes,), domain=POSITIVE)
each = Quantity("AP", "average precision of each class", shape=(classes,), domain=UNIT)
K = classes.symbol
k, m = bound_index("k m")
macro_precision = rule(
    "Macro-averaged precision or recall",
    score,
    Sum(at(hits.symbol, k) / (at(hits.symbol, k) + at(alarms.symbol, k)), (k, 1, K)) / K,
    (hits, alarms),
    (
        *written(
            r"P_{macro} = \frac{1}{K} \sum_{k=1}^K \frac{\mathrm{TP}_k}{\mathrm{TP}_k + \mathrm{FP}_k}",
            r"\text{macro-precision} = \frac{1}{K} \sum_{k=1}^{K} \frac{\mathrm{TP}_k}{\mathrm{TP}_k + \mathrm{FP}_k}",
        ),
        *written(
            r"R_{macro} = \frac{1}{K} \sum_{k=1}^K \frac{\mathrm{TP}_k}{\mathrm{TP}_k + \mathrm{FN}_k}",
            letters=(("FN", "FP"),),
        ),
    ),
    ("macro", "multiclass", "multi-class"),
    "every class counts alike",
    Source("Manning, Raghavan and Schütze, Introduction to Information Retrieval", "section 13.6"),
)
mean_precision = rule(
    "Mean average precision",
    score,
    Sum(at(each.symbol, k), (k, 1, K)) / K,
    (each,),
    written(
        r"\mathrm{mAP} = \frac{1}{K} \sum_{k=1}^K \mathrm{AP}_k",
        r"\mathrm{MAP} = \frac{1}{K} \sum_{k=1}^K \mathrm{AP}_k",
        r"\text{mAP} = \frac{1}{K} \sum_{k=1}^K \text{AP}_k",
    ),
    ("average precision", "mean average precision", "detection", "retrieval"),
    "the mean over the classes or queries",
    Source("Everingham et al. 2010, The Pascal Visual Object Classes Challenge", "section 4.2"),
)
first, second = (Quantity(f"n_{place}", "examples of a class", domain=integers(1, 30)) for place in (1, 2))
wins = Quantity("U", "statistic of Mann and Whitney", domain=POSITIVE)
ranks = Quantity("R_1", "sum of the ranks of the first class", domain=POSITIVE)
ranked = ("mann-whitney", "wilcoxon", "auc", "rank sum", "roc")
area = rule(
    "Area under the ROC curve from the statistic of Mann and Whitney",
    score,
    wins.symbol / (first.symbol * second.symbol),
    (wins, first, second),
    (
        *written(r"\mathrm{AUC} = \frac{U}{n_1 n_2}", r"\mathrm{AUC} = \frac{U_1}{n_1 n_2}",
                 letters=(("U_1", "U"), ("U", "U"))),
        *written(r"\mathrm{AUC} = \frac{U}{n_+ n_-}", letters=(("n_plus", "n_1"), ("n_minus", "n_2"))),
    ),
    ranked,
    "the share of pairs in the right order",
    Source(mann, "section 2"),
)  # fmt: skip
statistic = rule(
    "Statistic of Mann and Whitney from ranks",
    Quantity("V", "the statistic"),
    ranks.symbol - first.symbol * (first.symbol + 1) / 2,
    (ranks, first),
    written(
        r"U = R_1 - \frac{n_1 (n_1 + 1)}{2}",
        r"U_1 = R_1 - \frac{n_1 (n_1 + 1)}{2}",
    ),
    ranked,
    "the ranks, less what they would be at the bottom",
    Source(mann, "section 2"),
)
f_score = Quantity("F_1", "F1 score", domain=UNIT)
overlap = rule(
    "The intersection over union from the F1 score",
    score,
    f_score.symbol / (2 - f_score.symbol),
    (f_score,),
    written(
        r"J = \frac{F_1}{2 - F_1}",
        r"\mathrm{IoU} = \frac{F_1}{2 - F_1}",
    ),
    ("iou", "jaccard", "f1", "f_1", "overlap"),
    "the Dice coefficient is the F1 score",
    Source(rijsbergen, "chapter 7"),
)
bins = Size("M", "bins", largest=3)
sizes = Quantity("B", "number of predictions in each bin", shape=(bins,), domain=POSITIVE)
right, sure = Quantity("acc", "accuracy of a bin", arguments=((),)), Quantity("conf", "confidence", arguments=((),))
examples = Quantity("n", "predictions", domain=POSITIVE)
B = sizes.symbol
gap = Abs(right.symbol(at(B, m)) - sure.symbol(at(B, m)))
calibrations = ("calibration", "ece", "reliability diagram")
largest_gap = replace(
    rule(
        "Maximum calibration error over bins",
        score,
        largest_over(gap, m, 1, bins.symbol),
        (sizes, right, sure),
        written(
            r"\mathrm{MCE} = \max_m |\mathrm{acc}(B_m) - \mathrm{conf}(B_m)|",
            r"\mathrm{MCE} = \max_{m} \left|\text{acc}(B_m) - \text{conf}(B_m)\right|",
        ),
        (*calibrations, "mce"),
        "the largest gap",
        Source(guo, "equation 5"),
    ),
    survivors=(("the lower bound 1 becomes 0", "there is no bin 0 that could be the largest"),),
)
squared = Quantity("MSE", "mean squared error", domain=POSITIVE)
root = rule(
    "Root mean squared error",
    score,
    sqrt(squared.symbol),
    (squared,),
    written(r"\mathrm{RMSE} = \sqrt{\mathrm{MSE}}", r"\text{RMSE} = \sqrt{\text{MSE}}"),
    ("rmse", "root mean squared", "root mean square"),
    "in the units of the target",
    Source("Hyndman and Koehler 2006, Another Look at Measures of Forecast Accuracy", "section 2.1"),
)

TOPIC = Topic(
    "Relations of scores",
    formulas=(
        weighted_counts,
        complement,
        youden,
        youden_of_class,
        balanced,
        macro_precision,
        mean_precision,
        area,
        statistic,
        overlap,
        largest_gap,
        root,
    ),
)
