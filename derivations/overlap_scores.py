"""F-scores and overlaps: harmonic means of precision and recall, the indices of Jaccard and Dice, Cohen's kappa.

P is the precision, R the recall; TP, FP and FN count the true and false positives and the false negatives.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum

from derivations.classification_metrics import FN, FP, TP, common, positives, score
from derivations.operators import at, dot, equal, norm
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

rijsbergen = "van Rijsbergen 1979, Information Retrieval"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
s = score.symbol
precision = Quantity("P", "precision", domain=UNIT)
recall = Quantity("R", "recall", domain=UNIT)
balance = Quantity("beta", "how much more recall counts", domain=POSITIVE)
P, R, beta = precision.symbol, recall.symbol, balance.symbol
scores = ("f1", "f-score", "f-measure", "f_1", "harmonic mean", "precision and recall")


def derive_f1() -> Iterator[Step]:
    """The harmonic mean."""
    yield Step(1 / ((1 / P + 1 / R) / 2), because="the reciprocal of the mean of the reciprocals")
    yield Step(2 * P * R / (P + R), because="multiply by 2 P R")


f1 = Formula(
    title="F1 score",
    kind=Kind.DEFINITION,
    statement=equal(s, 2 * P * R / (P + R)),
    quantities=(score, precision, recall),
    assumptions=(),
    notations=(
        Notation(r"F_1 = 2 \cdot \frac{P \cdot R}{P + R}", letters=(("F_1", "s"),)),
        Notation(r"F_1 = \frac{2 \cdot \mathrm{Precision} \cdot \mathrm{Recall}}{\mathrm{Precision} + \mathrm{Recall}}",
                 letters=(("F_1", "s"), ("Precision", "P"), ("Recall", "R"))),
        Notation(r"F = \frac{2PR}{P + R}", letters=(("F", "s"),)),
        Notation(r"F_1 = \frac{2}{\frac{1}{P} + \frac{1}{R}}", letters=(("F_1", "s"),)),
        Notation(r"F_1 = \frac{2}{\mathrm{recall}^{-1} + \mathrm{precision}^{-1}}",
                 letters=(("F_1", "s"), ("precision", "P"), ("recall", "R"))),
        Notation(r"F_1 = 2 \times \frac{\text{Precision} \times \text{Recall}}{\text{Precision} + \text{Recall}}",
                 letters=(("F_1", "s"), ("Precision", "P"), ("Recall", "R"))),
    ),
    words=scores,
    derivation=derive_f1,
    source=Source(murphy, "section 5.1.4"),
)  # fmt: skip


def derive_f_beta() -> Iterator[Step]:
    """The weighted harmonic mean."""
    yield Step((1 + beta**2) / (1 / P + beta**2 / R), because="recall has beta^2 times the weight of precision")
    yield Step((1 + beta**2) * P * R / (beta**2 * P + R), because="multiply by P R")


f_beta = Formula(
    title="F-beta score",
    kind=Kind.DEFINITION,
    statement=equal(s, (1 + beta**2) * P * R / (beta**2 * P + R)),
    quantities=(score, precision, recall, balance),
    assumptions=(),
    notations=(
        Notation(r"F_\beta = (1 + \beta^2) \cdot \frac{P \cdot R}{\beta^2 \cdot P + R}", letters=(("F_beta", "s"),)),
        Notation(r"F_\beta = \frac{(1 + \beta^2) \cdot \mathrm{Precision} \cdot \mathrm{Recall}}"
                 r"{\beta^2 \cdot \mathrm{Precision} + \mathrm{Recall}}",
                 letters=(("F_beta", "s"), ("Precision", "P"), ("Recall", "R"))),
        Notation(r"F_\beta = \frac{1 + \beta^2}{\frac{1}{P} + \frac{\beta^2}{R}}", letters=(("F_beta", "s"),)),
        Notation(r"F = \frac{(\beta^2 + 1) P R}{\beta^2 P + R}", letters=(("F", "s"),)),
    ),
    words=("f-beta", "f_beta", *scores),
    derivation=derive_f_beta,
    source=Source(rijsbergen, "chapter 7"),
)  # fmt: skip


def derive_dice() -> Iterator[Step]:
    """The harmonic mean of precision and recall."""
    yield Step(2 / ((TP + FP) / TP + (TP + FN) / TP), because="the harmonic mean of precision and recall")
    yield Step(2 * TP / (2 * TP + FP + FN), because="multiply by the overlap")


dice = Formula(
    title="Dice coefficient: the F1 score in counts",
    kind=Kind.DEFINITION,
    statement=equal(s, 2 * TP / (2 * TP + FP + FN)),
    quantities=(score, *positives),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{Dice} = \frac{2 \mathrm{TP}}{2 \mathrm{TP} + \mathrm{FP} + \mathrm{FN}}",
                 letters=(("Dice", "s"),)),
        Notation(r"F_1 = \frac{2 \cdot \mathrm{TP}}{2 \cdot \mathrm{TP} + \mathrm{FP} + \mathrm{FN}}",
                 letters=(("F_1", "s"),)),
        Notation(r"F_1 = \frac{\mathrm{TP}}{\mathrm{TP} + \frac{1}{2}(\mathrm{FP} + \mathrm{FN})}",
                 letters=(("F_1", "s"),)),
    ),
    words=("dice", "overlap", "segmentation", *scores, *common),
    derivation=derive_dice,
    source=Source("Dice 1945, Measures of the Amount of Ecologic Association Between Species", "page 298"),
)  # fmt: skip


def derive_jaccard() -> Iterator[Step]:
    """Both sets, less the overlap that counts twice."""
    yield Step(1 / ((TP + FP) / TP + (TP + FN) / TP - 1), because="the union is both sets less the overlap")
    yield Step(TP / (TP + FP + FN), because="multiply by the overlap")


jaccard = Formula(
    title="Intersection over union (Jaccard index)",
    kind=Kind.DEFINITION,
    statement=equal(s, TP / (TP + FP + FN)),
    quantities=(score, *positives),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{IoU} = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP} + \mathrm{FN}}",
                 letters=(("IoU", "s"),)),
        Notation(r"J = \mathrm{TP} / (\mathrm{TP} + \mathrm{FN} + \mathrm{FP})", letters=(("J", "s"),)),
    ),
    words=("iou", "intersection over union", "jaccard", "segmentation", *common),
    derivation=derive_jaccard,
    source=Source(murphy, "section 5.1.4"),
)

overlap = Quantity("J", "intersection over union", value=TP / (TP + FP + FN))
dice_of = Quantity("D", "Dice coefficient", value=2 * TP / (2 * TP + FP + FN))
J, D = overlap.symbol, dice_of.symbol


def derive_dice_of_overlap() -> Iterator[Step]:
    """Divide by the union."""
    yield Step(2 * TP / (TP + (TP + FP + FN)), because="the Dice coefficient in counts")
    yield Step(2 * J / (1 + J), because="divide by the union")


dice_of_overlap = Formula(
    title="The Dice coefficient from the intersection over union",
    kind=Kind.IDENTITY,
    statement=equal(D, 2 * J / (1 + J)),
    quantities=(dice_of, overlap, *positives),
    assumptions=(),
    notations=(
        Notation(r"D = \frac{2J}{1 + J}"),
        Notation(r"\mathrm{Dice} = \frac{2 \cdot \mathrm{IoU}}{1 + \mathrm{IoU}}",
                 letters=(("Dice", "D"), ("IoU", "J"))),
        Notation(r"F_1 = \frac{2 \mathrm{IoU}}{\mathrm{IoU} + 1}", letters=(("F_1", "D"), ("IoU", "J"))),
    ),
    words=("dice", "iou", "jaccard", "intersection over union"),
    derivation=derive_dice_of_overlap,
    source=Source(murphy, "section 5.1.4"),
)


def derive_overlap_of_dice() -> Iterator[Step]:
    """Solve for the overlap."""
    yield Step(2 * TP / (2 * (2 * TP + FP + FN) - 2 * TP), because="twice the union as both sizes, less the overlap")
    yield Step(D / (2 - D), because="divide by the sizes of both sets")


overlap_of_dice = Formula(
    title="The intersection over union from the Dice coefficient",
    kind=Kind.IDENTITY,
    statement=equal(J, D / (2 - D)),
    quantities=(dice_of, overlap, *positives),
    assumptions=(),
    notations=(
        Notation(r"J = \frac{D}{2 - D}"),
        Notation(r"\mathrm{IoU} = \frac{\mathrm{Dice}}{2 - \mathrm{Dice}}", letters=(("Dice", "D"), ("IoU", "J"))),
    ),
    words=("dice", "iou", "jaccard", "intersection over union"),
    derivation=derive_overlap_of_dice,
    source=Source(murphy, "section 5.1.4"),
)

pixels = Size("n", "pixels", largest=4)
n = pixels.symbol
i = bound_index("i")
forecast = Quantity("p", "predicted probabilities", shape=(pixels,), domain=UNIT)
truth = Quantity("g", "targets", shape=(pixels,), domain=UNIT)
p, g = forecast.symbol, truth.symbol
both = Sum(at(p, i) * at(g, i), (i, 1, n))


def derive_soft_dice() -> Iterator[Step]:
    """Inner products instead of counts."""
    yield Step(2 * dot(p, g) / (Sum(at(p, i), (i, 1, n)) + Sum(at(g, i), (i, 1, n))), because="the soft overlap")
    yield Step(2 * both / (Sum(at(p, i), (i, 1, n)) + Sum(at(g, i), (i, 1, n))), because="the inner product as a sum")


soft_dice = Formula(
    title="Soft Dice coefficient",
    kind=Kind.DEFINITION,
    statement=equal(s, 2 * both / (Sum(at(p, i), (i, 1, n)) + Sum(at(g, i), (i, 1, n)))),
    quantities=(score, forecast, truth),
    assumptions=(),
    notations=(
        Notation(r"D = \frac{2 \sum_{i=1}^N p_i g_i}{\sum_{i=1}^N p_i + \sum_{i=1}^N g_i}",
                 letters=(("D", "s"), ("N", "n"))),
        Notation(r"\mathrm{Dice} = \frac{2 \sum_i p_i g_i}{\sum_i (p_i + g_i)}", letters=(("Dice", "s"),)),
    ),
    words=("dice loss", "soft dice", "segmentation"),
    derivation=derive_soft_dice,
    source=Source("Sudre et al. 2017, Generalised Dice Overlap as a Deep Learning Loss Function", "section 2.1"),
)  # fmt: skip


def derive_soft_dice_squares() -> Iterator[Step]:
    """Squared lengths in the denominator."""
    yield Step(2 * dot(p, g) / (norm(p) ** 2 + norm(g) ** 2), because="the soft overlap over both squared lengths")
    yield Step(2 * both / (Sum(at(p, i) ** 2, (i, 1, n)) + Sum(at(g, i) ** 2, (i, 1, n))), because="as sums")


soft_dice_squares = Formula(
    title="Soft Dice coefficient with squares",
    kind=Kind.DEFINITION,
    statement=equal(s, 2 * both / (Sum(at(p, i) ** 2, (i, 1, n)) + Sum(at(g, i) ** 2, (i, 1, n)))),
    quantities=(score, forecast, truth),
    assumptions=(),
    notations=(
        Notation(r"D = \frac{2 \sum_{i=1}^N p_i g_i}{\sum_{i=1}^N p_i^2 + \sum_{i=1}^N g_i^2}",
                 letters=(("D", "s"), ("N", "n"))),
        Notation(r"\mathrm{Dice} = \frac{2 \sum_i p_i g_i}{\sum_i p_i^2 + \sum_i g_i^2}", letters=(("Dice", "s"),)),
    ),
    words=("dice loss", "soft dice", "segmentation"),
    derivation=derive_soft_dice_squares,
    source=Source("Milletari, Navab and Ahmadi 2016, V-Net", "section 3"),
)  # fmt: skip

agreement = Quantity("p_o", "observed agreement", domain=UNIT)
by_chance = Quantity("p_e", "agreement by chance", domain=UNIT)
p_o, p_e = agreement.symbol, by_chance.symbol


def derive_kappa() -> Iterator[Step]:
    """One less the ratio of disagreements."""
    yield Step(1 - (1 - p_o) / (1 - p_e), because="one less the observed disagreement over that by chance")
    yield Step((p_o - p_e) / (1 - p_e), because="a common denominator")


kappa = Formula(
    title="Cohen's kappa",
    kind=Kind.DEFINITION,
    statement=equal(s, (p_o - p_e) / (1 - p_e)),
    quantities=(score, agreement, by_chance),
    assumptions=(),
    notations=(
        Notation(r"\kappa = \frac{p_o - p_e}{1 - p_e}", letters=(("kappa", "s"),)),
        Notation(r"\kappa = 1 - \frac{1 - p_o}{1 - p_e}", letters=(("kappa", "s"),)),
    ),
    words=("kappa", "cohen"),
    derivation=derive_kappa,
    source=Source("Cohen 1960, A Coefficient of Agreement for Nominal Scales", "equation 1"),
)

TOPIC = Topic(
    "F-scores and overlaps",
    formulas=(
        f1,
        f_beta,
        dice,
        jaccard,
        dice_of_overlap,
        overlap_of_dice,
        soft_dice,
        soft_dice_squares,
        kappa,
    ),
)
