"""Scores of a classifier from its confusion matrix: accuracy, precision, recall, F-scores, overlaps.

TP, FP, FN and TN count the true and false positives and negatives of a binary classifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Rational, sqrt

from derivations.operators import equal
from derivations.vocabulary import Domain, Formula, Kind, Notation, Quantity, Source, Step, Topic

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
fawcett = "Fawcett 2006, An Introduction to ROC Analysis"
half = Rational(1, 2)
COUNT = Domain("a positive integer", low=Fraction(1), high=Fraction(40), integer=True)
true_positives = Quantity("TP", "true positives", domain=COUNT)
false_positives = Quantity("FP", "false positives", domain=COUNT)
false_negatives = Quantity("FN", "false negatives", domain=COUNT)
true_negatives = Quantity("TN", "true negatives", domain=COUNT)
TP, FP, FN, TN = (q.symbol for q in (true_positives, false_positives, false_negatives, true_negatives))
score = Quantity("s", "the score")
s = score.symbol
positives = (true_positives, false_positives, false_negatives)
table = (*positives, true_negatives)
common = ("confusion matrix", "classifier", "classification", "metric", "accuracy", "precision", "recall")


def derive_accuracy() -> Iterator[Step]:
    """One less the share of mistakes."""
    yield Step(1 - (FP + FN) / (TP + TN + FP + FN), because="one less the share of mistakes")
    yield Step((TP + TN) / (TP + TN + FP + FN), because="a common denominator")


accuracy = Formula(
    title="Accuracy",
    kind=Kind.DEFINITION,
    statement=equal(s, (TP + TN) / (TP + TN + FP + FN)),
    quantities=(score, *table),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{Accuracy} = \frac{\mathrm{TP} + \mathrm{TN}}"
                 r"{\mathrm{TP} + \mathrm{TN} + \mathrm{FP} + \mathrm{FN}}", letters=(("Accuracy", "s"),)),
        Notation(r"A = \frac{\mathrm{TP} + \mathrm{TN}}{\mathrm{TP} + \mathrm{FP} + \mathrm{FN} + \mathrm{TN}}",
                 letters=(("A", "s"),)),
        Notation(r"\mathrm{ACC} = 1 - \frac{\mathrm{FP} + \mathrm{FN}}"
                 r"{\mathrm{TP} + \mathrm{TN} + \mathrm{FP} + \mathrm{FN}}", letters=(("ACC", "s"),)),
    ),
    words=("accuracy", *common),
    derivation=derive_accuracy,
    source=Source(fawcett, "section 2"),
)  # fmt: skip


def derive_error_rate() -> Iterator[Step]:
    """One less the accuracy."""
    yield Step(1 - (TP + TN) / (TP + TN + FP + FN), because="one less the accuracy")
    yield Step((FP + FN) / (TP + TN + FP + FN), because="a common denominator")


error_rate = Formula(
    title="Error rate",
    kind=Kind.DEFINITION,
    statement=equal(s, (FP + FN) / (TP + TN + FP + FN)),
    quantities=(score, *table),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{Error} = \frac{\mathrm{FP} + \mathrm{FN}}"
                 r"{\mathrm{TP} + \mathrm{TN} + \mathrm{FP} + \mathrm{FN}}", letters=(("Error", "s"),)),
        Notation(r"E = 1 - \frac{\mathrm{TP} + \mathrm{TN}}{\mathrm{TP} + \mathrm{TN} + \mathrm{FP} + \mathrm{FN}}",
                 letters=(("E", "s"),)),
    ),
    words=("error rate", "misclassification rate", *common),
    derivation=derive_error_rate,
    source=Source(murphy, "section 5.1.3"),
)  # fmt: skip


def derive_precision() -> Iterator[Step]:
    """One less the false discovery rate."""
    yield Step(1 - FP / (TP + FP), because="one less the share of false alarms among the alarms")
    yield Step(TP / (TP + FP), because="a common denominator")


precision = Formula(
    title="Precision",
    kind=Kind.DEFINITION,
    statement=equal(s, TP / (TP + FP)),
    quantities=(score, true_positives, false_positives),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{Precision} = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}", letters=(("Precision", "s"),)),
        Notation(r"P = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}", letters=(("P", "s"),)),
        Notation(r"\mathrm{PPV} = \mathrm{TP} / (\mathrm{TP} + \mathrm{FP})", letters=(("PPV", "s"),)),
        Notation(r"p = 1 - \frac{\mathrm{FP}}{\mathrm{TP} + \mathrm{FP}}", letters=(("p", "s"),)),
    ),
    words=("precision", "positive predictive value", *common),
    derivation=derive_precision,
    source=Source(fawcett, "section 2"),
)


def derive_recall() -> Iterator[Step]:
    """One less the miss rate."""
    yield Step(1 - FN / (TP + FN), because="one less the share of the positives that are missed")
    yield Step(TP / (TP + FN), because="a common denominator")


recall = Formula(
    title="Recall (sensitivity, true positive rate)",
    kind=Kind.DEFINITION,
    statement=equal(s, TP / (TP + FN)),
    quantities=(score, true_positives, false_negatives),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{Recall} = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}}", letters=(("Recall", "s"),)),
        Notation(r"R = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}}", letters=(("R", "s"),)),
        Notation(r"\mathrm{TPR} = \mathrm{TP} / (\mathrm{TP} + \mathrm{FN})", letters=(("TPR", "s"),)),
        Notation(r"\mathrm{Sensitivity} = 1 - \frac{\mathrm{FN}}{\mathrm{FN} + \mathrm{TP}}",
                 letters=(("Sensitivity", "s"),)),
    ),
    words=("recall", "sensitivity", "true positive rate", "tpr", *common),
    derivation=derive_recall,
    source=Source(fawcett, "section 2"),
)  # fmt: skip


def derive_specificity() -> Iterator[Step]:
    """One less the false positive rate."""
    yield Step(1 - FP / (TN + FP), because="one less the share of the negatives that raise an alarm")
    yield Step(TN / (TN + FP), because="a common denominator")


specificity = Formula(
    title="Specificity (true negative rate)",
    kind=Kind.DEFINITION,
    statement=equal(s, TN / (TN + FP)),
    quantities=(score, true_negatives, false_positives),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{Specificity} = \frac{\mathrm{TN}}{\mathrm{TN} + \mathrm{FP}}",
                 letters=(("Specificity", "s"),)),
        Notation(r"\mathrm{TNR} = 1 - \frac{\mathrm{FP}}{\mathrm{FP} + \mathrm{TN}}", letters=(("TNR", "s"),)),
        Notation(r"S = \mathrm{TN} / (\mathrm{TN} + \mathrm{FP})", letters=(("S", "s"),)),
    ),
    words=("specificity", "true negative rate", "tnr", *common),
    derivation=derive_specificity,
    source=Source(fawcett, "section 2"),
)  # fmt: skip


def derive_false_alarms() -> Iterator[Step]:
    """One less the specificity."""
    yield Step(1 - TN / (TN + FP), because="one less the specificity")
    yield Step(FP / (FP + TN), because="a common denominator")


false_positive_rate = Formula(
    title="False positive rate",
    kind=Kind.DEFINITION,
    statement=equal(s, FP / (FP + TN)),
    quantities=(score, true_negatives, false_positives),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{FPR} = \frac{\mathrm{FP}}{\mathrm{FP} + \mathrm{TN}}", letters=(("FPR", "s"),)),
        Notation(r"\mathrm{FPR} = 1 - \frac{\mathrm{TN}}{\mathrm{TN} + \mathrm{FP}}", letters=(("FPR", "s"),)),
    ),
    words=("false positive rate", "fpr", "false alarm", "roc", *common),
    derivation=derive_false_alarms,
    source=Source(fawcett, "section 2"),
)


def derive_balanced() -> Iterator[Step]:
    """Mean of the recalls of both classes."""
    yield Step(1 - half * (FN / (TP + FN) + FP / (TN + FP)), because="one less the mean of both error rates")
    yield Step(half * (TP / (TP + FN) + TN / (TN + FP)), because="each rate is one less its complement")


balanced_accuracy = Formula(
    title="Balanced accuracy",
    kind=Kind.DEFINITION,
    statement=equal(s, half * (TP / (TP + FN) + TN / (TN + FP))),
    quantities=(score, *table),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{BA} = \frac{1}{2} \left(\frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}} "
                 r"+ \frac{\mathrm{TN}}{\mathrm{TN} + \mathrm{FP}}\right)", letters=(("BA", "s"),)),
        Notation(r"B = 1 - \frac{1}{2} \left(\frac{\mathrm{FN}}{\mathrm{TP} + \mathrm{FN}} "
                 r"+ \frac{\mathrm{FP}}{\mathrm{TN} + \mathrm{FP}}\right)", letters=(("B", "s"),)),
    ),
    words=("balanced accuracy", *common),
    derivation=derive_balanced,
    source=Source("Brodersen, Ong, Stephan and Buhmann 2010, The Balanced Accuracy and Its Posterior Distribution",
                  "section 2"),
)  # fmt: skip


def derive_matthews() -> Iterator[Step]:
    """The correlation of label and prediction."""
    n = TP + TN + FP + FN
    alarms, hits = TP + FP, TP + FN
    yield Step(
        (TP / n - alarms * hits / n**2) / sqrt(alarms / n * (1 - alarms / n) * (hits / n) * (1 - hits / n)),
        because="covariance of label and prediction over their standard deviations",
    )
    yield Step(
        (TP * TN - FP * FN) / sqrt((TP + FP) * (TP + FN) * (TN + FP) * (TN + FN)), because="multiply by n^2"
    )


matthews = Formula(
    title="Matthews correlation coefficient",
    kind=Kind.DEFINITION,
    statement=equal(s, (TP * TN - FP * FN) / sqrt((TP + FP) * (TP + FN) * (TN + FP) * (TN + FN))),
    quantities=(score, *table),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{MCC} = \frac{\mathrm{TP} \cdot \mathrm{TN} - \mathrm{FP} \cdot \mathrm{FN}}"
                 r"{\sqrt{(\mathrm{TP} + \mathrm{FP})(\mathrm{TP} + \mathrm{FN})(\mathrm{TN} + \mathrm{FP})"
                 r"(\mathrm{TN} + \mathrm{FN})}}", letters=(("MCC", "s"),)),
        Notation(r"\phi = \frac{\mathrm{TP} \times \mathrm{TN} - \mathrm{FP} \times \mathrm{FN}}"
                 r"{\sqrt{(\mathrm{TP} + \mathrm{FP})(\mathrm{TP} + \mathrm{FN})(\mathrm{TN} + \mathrm{FP})"
                 r"(\mathrm{TN} + \mathrm{FN})}}", letters=(("phi", "s"),)),
    ),
    words=("matthews", "mcc", *common),
    derivation=derive_matthews,
    source=Source("Matthews 1975, Comparison of the Predicted and Observed Secondary Structure of T4 Phage Lysozyme",
                  "section 2"),
)  # fmt: skip

TOPIC = Topic(
    "Classification metrics",
    formulas=(
        accuracy,
        error_rate,
        precision,
        recall,
        specificity,
        false_positive_rate,
        balanced_accuracy,
        matthews,
    ),
)
