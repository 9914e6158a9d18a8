"""Scores of rankings, of classes taken together, and of clusterings; correlations of ranks."""

from __future__ import annotations

from dataclasses import replace

from sympy import Lambda, Max, Sum, symbols

from derivations.operators import at, indicator
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    UNIT,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
)

manning = "Manning, Raghavan and Schütze, Introduction to Information Retrieval"
fawcett = "Fawcett 2006, An Introduction to ROC Analysis"
score = Quantity("s", "the score")
places = Size("N", "places of the ranking", largest=4)
N = places.symbol
i, j = bound_index("i j")
u = symbols("u")
recall = Quantity("R", "recall of the first places", arguments=((),))
precisions = Quantity("P", "precisions of the first places", shape=(places,), domain=UNIT)
P = precisions.symbol
ranking = ("ranking", "retrieval", "average precision", "precision-recall")
average_precision = rule(
    "Average precision",
    score,
    Sum((recall.symbol(i) - recall.symbol(i - 1)) * at(P, i), (i, 1, N)),
    (recall, precisions),
    written(
        r"AP = \sum_{n=1}^N (R_n - R_{n-1}) P_n",
        r"\mathrm{AP} = \sum_n P_n (R_n - R_{n-1})",
        r"\mathrm{AP} = \sum_n (R_n - R_{n-1}) P_n",
    ),
    ranking,
    "the area under the steps of the precision-recall curve",
    Source(manning, "section 8.4"),
)
hits = Quantity("r", "whether the item of a place is relevant", shape=(places,), domain=BIT)
precision_at = rule(
    "Precision of the first places",
    score,
    Sum(at(hits.symbol, i), (i, 1, N)) / N,
    (hits,),
    written(
        r"\mathrm{Prec} = \frac{1}{k} \sum_{i=1}^k r_i",
        r"\mathrm{Prec} = \frac{\sum_{i=1}^k r_i}{k}",
        letters=(("k", "N"),),
    ),
    ("precision at", "precision@", *ranking),
    "the share of relevant items",
    Source(manning, "section 8.4"),
)
queries = Size("n", "queries", largest=4)
n = queries.symbol
first_ranks = Quantity("r", "place of the first relevant item", shape=(queries,), domain=integers(1, 9))
reciprocal_rank = rule(
    "Mean reciprocal rank",
    score,
    Sum(1 / at(first_ranks.symbol, i), (i, 1, n)) / n,
    (first_ranks,),
    (
        *written(r"\mathrm{MRR} = \frac{1}{n} \sum_{i=1}^n \frac{1}{r_i}"),
        *written(r"\mathrm{MRR} = \frac{1}{Q} \sum_{q=1}^Q \frac{1}{\mathrm{rank}_q}",
                 letters=(("rank", "r"), ("Q", "n"))),
    ),
    ("reciprocal rank", "mrr", "retrieval"),
    "the mean of the reciprocals",
    Source(manning, "section 8.8"),
)  # fmt: skip
gained, ideal = Quantity("D", "discounted gain", domain=POSITIVE), Quantity("J", "best gain", domain=POSITIVE)
normalised_gain = rule(
    "Normalised discounted cumulative gain",
    score,
    gained.symbol / ideal.symbol,
    (gained, ideal),
    written(
        r"\mathrm{nDCG} = \frac{\mathrm{DCG}}{\mathrm{IDCG}}",
        r"\mathrm{nDCG}_k = \mathrm{DCG} / \mathrm{IDCG}",
        letters=(("DCG", "D"), ("IDCG", "J")),
    ),
    ("dcg", "cumulative gain", "ranking"),
    "relative to the best ranking",
    Source(manning, "section 8.4"),
)
above = Size("m", "positive examples", largest=3)
below = Size("k", "negative examples", largest=3)
good = Quantity("p", "scores of the positives", shape=(above,))
bad = Quantity("q", "scores of the negatives", shape=(below,))
wins = indicator(at(good.symbol, i) > at(bad.symbol, j))
area = replace(
    rule(
        "Area under the ROC curve: the share of pairs in the right order",
        score,
        Sum(Sum(wins, (j, 1, below.symbol)), (i, 1, above.symbol)) / (above.symbol * below.symbol),
        (good, bad),
        written(
            r"\mathrm{AUC} = \frac{1}{m k} \sum_{i=1}^m \sum_{j=1}^k \mathbb{1}[p_i > q_j]",
            r"\mathrm{AUC} = \frac{\sum_{i=1}^m \sum_{j=1}^k \mathbb{1}(p_i > q_j)}{m k}",
        ),
        ("auc", "roc", "area under"),
        "how often a positive beats a negative",
        Source(fawcett, "section 7"),
    ),
    survivors=(
        ("the upper bound", "a score that is missing is above none"),
        ("the lower bound", "a score that is missing is above none"),
    ),
)
sensitivity = Quantity("a", "sensitivity", domain=UNIT)
specificity = Quantity("b", "specificity", domain=UNIT)
negative_ratio = rule(
    "Negative likelihood ratio of a test",
    score,
    (1 - sensitivity.symbol) / specificity.symbol,
    (sensitivity, specificity),
    (
        *written(r"LR^- = \frac{1 - \mathrm{sensitivity}}{\mathrm{specificity}}",
                 letters=(("sensitivity", "a"), ("specificity", "b"))),
        *written(r"LR_- = \frac{1 - \mathrm{TPR}}{\mathrm{TNR}}", letters=(("TPR", "a"), ("TNR", "b"))),
    ),
    ("likelihood ratio", "diagnostic", "sensitivity"),
    "how much rarer a negative test is among the ill",
    Source(fawcett, "section 2, from its rates"),
)  # fmt: skip
classes = Size("C", "classes", largest=4)
C = classes.symbol
hit = Quantity("T", "true positives of the classes", shape=(classes,), domain=POSITIVE)
wrong = Quantity("F", "false positives of the classes", shape=(classes,), domain=POSITIVE)
T, F = hit.symbol, wrong.symbol
micro_form = Sum(at(T, i), (i, 1, C)) / Sum(at(T, i) + at(F, i), (i, 1, C))
positives = (("TP", "T"), ("FP", "F"))
negatives = (("TP", "T"), ("FN", "F"))
micro = rule(
    "Micro-averaged precision or recall",
    score,
    micro_form,
    (hit, wrong),
    (
        *written(r"P_\mu = \frac{\sum_{c=1}^C \mathrm{TP}_c}{\sum_{c=1}^C (\mathrm{TP}_c + \mathrm{FP}_c)}",
                 letters=positives),
        *written(r"R_\mu = \frac{\sum_c \mathrm{TP}_c}{\sum_c \mathrm{TP}_c + \sum_c \mathrm{FN}_c}",
                 letters=negatives),
    ),
    ("micro", "micro-average", "multi-class", "multiclass"),
    "the counts of all classes taken together",
    Source(manning, "section 13.6"),
)  # fmt: skip
members = Size("n", "examples", smallest=2, largest=3)
within = Quantity("A", "mean distances within the clusters", shape=(members,), domain=POSITIVE)
apart = Quantity("B", "mean distances from the next cluster", shape=(members,), domain=POSITIVE)
near = Quantity("a", "mean distance within the cluster", value=Lambda((u,), at(within.symbol, u)))
far = Quantity("b", "mean distance from the next cluster", value=Lambda((u,), at(apart.symbol, u)))
member = free_index("i", members)
a, b = near.symbol(member.symbol), far.symbol(member.symbol)
silhouette = rule(
    "Silhouette of an example, distances as functions of it",
    score,
    (b - a) / Max(a, b, evaluate=False),
    (near, far, within, apart, member),
    written(
        r"s(i) = \frac{b(i) - a(i)}{\max(a(i), b(i))}",
        r"s(i) = \frac{b(i) - a(i)}{\max\{a(i), b(i)\}}",
    ),
    ("silhouette", "cluster"),
    "how much nearer the own cluster is",
    Source("Rousseeuw 1987, Silhouettes", "section 2"),
)
pairs = Size("n", "examples", smallest=2, largest=5)
gaps = Quantity("d", "differences of the ranks", shape=(pairs,))
spearman = rule(
    "Spearman's rank correlation without ties",
    score,
    1 - 6 * Sum(at(gaps.symbol, i) ** 2, (i, 1, pairs.symbol)) / (pairs.symbol * (pairs.symbol**2 - 1)),
    (gaps,),
    written(
        r"\rho = 1 - \frac{6 \sum_{i=1}^n d_i^2}{n (n^2 - 1)}",
        r"r_s = 1 - \frac{6 \sum_i d_i^2}{n^3 - n}",
    ),
    ("spearman", "rank correlation"),
    "the correlation of the ranks",
    Source("Spearman 1904, The Proof and Measurement of Association between Two Things", "the method of ranks"),
)
agreeing = Quantity("c", "pairs in the same order", domain=integers(0, 9))
opposed = Quantity("d", "pairs in opposite order", domain=integers(0, 9))
size = Quantity("n", "number of examples", domain=integers(2, 6))
pairs_of = size.symbol * (size.symbol - 1) / 2
kendall = rule(
    "Kendall's rank correlation",
    score,
    (agreeing.symbol - opposed.symbol) / pairs_of,
    (agreeing, opposed, size),
    (
        *written(
            r"\tau = \frac{C - D}{n (n - 1) / 2}",
            r"\tau = \frac{2 (C - D)}{n (n - 1)}",
            letters=(("C", "c"), ("D", "d")),
        ),
        *written(r"\tau = \frac{C - D}{\binom{n}{2}}", letters=(("C", "c"), ("D", "d"))),
    ),
    ("kendall", "rank correlation", "concordant"),
    "agreement less disagreement, over all pairs",
    Source("Kendall 1938, A New Measure of Rank Correlation", "section 2"),
)
between = Quantity("B", "scatter of the centres", domain=POSITIVE)
inside = Quantity("W", "scatter within the clusters", domain=POSITIVE)
groups = Quantity("k", "number of clusters", domain=integers(2, 4))
total = Quantity("n", "number of examples", domain=integers(5, 9))
calinski = rule(
    "Calinski-Harabasz index",
    score,
    (between.symbol / (groups.symbol - 1)) / (inside.symbol / (total.symbol - groups.symbol)),
    (between, inside, groups, total),
    written(
        r"CH = \frac{B / (k - 1)}{W / (n - k)}",
        r"CH = \frac{B}{W} \cdot \frac{n - k}{k - 1}",
    ),
    ("calinski", "variance ratio", "cluster"),
    "between the clusters, relative to within them",
    Source("Calinski and Harabasz 1974, A Dendrite Method for Cluster Analysis", "section 3"),
)

FORMULAS: tuple[Formula, ...] = (
    average_precision, precision_at, reciprocal_rank, normalised_gain, area, negative_ratio, micro, silhouette,
    spearman, kendall, calinski,
)  # fmt: skip
TOPIC = Topic("Rankings, clusterings and classes together", formulas=FORMULAS)
