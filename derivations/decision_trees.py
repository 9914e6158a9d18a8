"""Decision trees: impurities of a node, and what a split gains.

p are the shares of the classes in a node; entropies are in bits.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Sum, log

from derivations.operators import at, equal, largest_over
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    SIMPLEX,
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
    integers,
)

hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
quinlan = "Quinlan 1986, Induction of Decision Trees"
classes = Size("K", "classes", smallest=2, largest=4)
K = classes.symbol
k = bound_index("k")
shares = Quantity("p", "shares of the classes", shape=(classes,), domain=SIMPLEX)
impurity = Quantity("H", "impurity of the node")
p, H = shares.symbol, impurity.symbol
words = ("decision tree", "impurity", "split", "cart", "gini", "information gain", "entropy")


def derive_entropy() -> Iterator[Step]:
    """Change of base."""
    yield Step(-Sum(at(p, k) * log(at(p, k)), (k, 1, K)) / log(2), because="the entropy in nats over log 2")
    yield Step(-Sum(at(p, k) * (log(at(p, k)) / log(2)), (k, 1, K)), because="the logarithm to the base 2")


entropy = Formula(
    title="Entropy of a node in bits",
    kind=Kind.DEFINITION,
    statement=equal(H, -Sum(at(p, k) * (log(at(p, k)) / log(2)), (k, 1, K))),
    quantities=(impurity, shares),
    assumptions=(),
    notations=(
        Notation(r"H = -\sum_{k=1}^K p_k \log_2 p_k"),
        Notation(r"E = \sum_{i=1}^c -p_i \log_2(p_i)", letters=(("E", "H"), ("c", "K"))),
        Notation(r"H = \sum_k p_k \log_2 \frac{1}{p_k}"),
        Notation(r"H(S) = -\sum_k p_k \log_2 p_k"),
    ),
    words=words,
    derivation=derive_entropy,
    source=Source(quinlan, "section 4"),
)

half_share = Quantity("p", "share of the first class", domain=UNIT)
s = half_share.symbol


def derive_binary_entropy() -> Iterator[Step]:
    """Two terms."""
    yield Step((-s * log(s) - (1 - s) * log(1 - s)) / log(2), because="the entropy in nats over log 2")
    yield Step(-s * (log(s) / log(2)) - (1 - s) * (log(1 - s) / log(2)), because="the logarithm to the base 2")


binary_entropy = Formula(
    title="Entropy of two classes in bits",
    kind=Kind.DEFINITION,
    statement=equal(H, -s * (log(s) / log(2)) - (1 - s) * (log(1 - s) / log(2))),
    quantities=(impurity, half_share),
    assumptions=(),
    notations=(
        Notation(r"H(p) = -p \log_2 p - (1 - p) \log_2(1 - p)"),
        Notation(r"H = -(p \log_2 p + (1 - p) \log_2(1 - p))"),
    ),
    words=("binary entropy", *words),
    derivation=derive_binary_entropy,
    source=Source("MacKay, Information Theory, Inference, and Learning Algorithms", "equation 1.14"),
)


def derive_gini() -> Iterator[Step]:
    """Two draws of different classes."""
    yield Step(Sum(at(p, k) * (1 - at(p, k)), (k, 1, K)), because="the chance that a second draw has another class")
    yield Step(1 - Sum(at(p, k) ** 2, (k, 1, K)), because="the shares add up to 1")


gini = Formula(
    title="Gini impurity",
    kind=Kind.DEFINITION,
    statement=equal(H, 1 - Sum(at(p, k) ** 2, (k, 1, K))),
    quantities=(impurity, shares),
    assumptions=(),
    notations=(
        Notation(r"G = 1 - \sum_{k=1}^K p_k^2", letters=(("G", "H"),)),
        Notation(r"\mathrm{Gini} = \sum_{k=1}^K p_k (1 - p_k)", letters=(("Gini", "H"),)),
        Notation(r"G = \sum_{k \neq l} p_k p_l", letters=(("G", "H"),)),
        Notation(r"G = 1 - \sum_k p_k^2", letters=(("G", "H"),)),
        Notation(r"G = \sum_k p_k (1 - p_k)", letters=(("G", "H"),)),
        Notation(r"\mathrm{Gini} = 1 - \sum_{i=1}^c (p_i)^2", letters=(("Gini", "H"), ("c", "K"))),
    ),
    words=words,
    derivation=derive_gini,
    source=Source(hastie, "section 9.2.3"),
)


def derive_binary_gini() -> Iterator[Step]:
    """The other class has the rest."""
    yield Step(1 - s**2 - (1 - s) ** 2, because="one less both squares")
    yield Step(2 * s * (1 - s), because="multiply out")


binary_gini = Formula(
    title="Gini impurity of two classes",
    kind=Kind.DEFINITION,
    statement=equal(H, 2 * s * (1 - s)),
    quantities=(impurity, half_share),
    assumptions=(),
    notations=(
        Notation(r"G = 2p(1 - p)", letters=(("G", "H"),)),
        Notation(r"\mathrm{Gini} = 1 - p^2 - (1 - p)^2", letters=(("Gini", "H"),)),
        Notation(r"G = 1 - (p^2 + (1 - p)^2)", letters=(("G", "H"),)),
    ),
    words=words,
    derivation=derive_binary_gini,
    source=Source(hastie, "section 9.2.3"),
)


def derive_misclassification() -> Iterator[Step]:
    """The majority is predicted."""
    yield Step(1 - largest_over(at(p, k), k, 1, K), because="all but the largest class are mistaken")


misclassification = Formula(
    title="Misclassification impurity",
    kind=Kind.DEFINITION,
    statement=equal(H, 1 - largest_over(at(p, k), k, 1, K)),
    quantities=(impurity, shares),
    assumptions=(),
    notations=(
        Notation(r"E = 1 - \max_k p_k", letters=(("E", "H"),)),
        Notation(r"I = 1 - \max_{1 \leq k \leq K} p_k", letters=(("I", "H"),)),
    ),
    words=("misclassification", *words),
    derivation=derive_misclassification,
    source=Source(hastie, "section 9.2.3"),
    survivors=(("the lower bound 1 becomes 0", "there is no class before the first"),),
)

children = Size("m", "children", smallest=2, largest=4)
m = children.symbol
j = bound_index("j")
counts = Quantity("c", "numbers of samples in the children", shape=(children,), domain=integers(1, 20))
parent = Quantity("h_0", "impurity of the parent", domain=POSITIVE)
impurities = Quantity("h", "impurities of the children", shape=(children,), domain=POSITIVE)
whole = Quantity("n", "number of samples in the parent", value=Sum(at(counts.symbol, j), (j, 1, m)))
gain = Quantity("G", "gain of the split")
portions = Quantity("w", "shares of the children", shape=(children,), value=counts.symbol / whole.symbol)
c, h_0, h, n, G = counts.symbol, parent.symbol, impurities.symbol, whole.symbol, gain.symbol


def derive_gain() -> Iterator[Step]:
    """The impurity of the parent, less the mean impurity of its children."""
    yield Step(Sum(at(c, j) / n * (h_0 - at(h, j)), (j, 1, m)), because="the mean drop of the impurity")
    yield Step(h_0 - Sum(at(c, j) / n * at(h, j), (j, 1, m)), because="the shares add up to 1")


information_gain = Formula(
    title="Gain of a split: the drop of the mean impurity",
    kind=Kind.DEFINITION,
    statement=equal(G, h_0 - Sum(at(c, j) / n * at(h, j), (j, 1, m))),
    quantities=(gain, parent, counts, impurities, whole, portions),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{IG} = H_0 - \sum_{v=1}^V \frac{c_v}{n} H_v",
                 letters=(("IG", "G"), ("H_0", "h_0"), ("H", "h"), ("V", "m"), ("c", "c"))),
        Notation(r"G = H_0 - \sum_j w_j H_j",
                 letters=(("H_0", "h_0"), ("H", "h"), ("w", "w"))),
    ),
    words=words,
    derivation=derive_gain,
    source=Source(quinlan, "section 4"),
)  # fmt: skip

left_count, right_count = (
    Quantity(f"n_{side}", f"samples in the {name} child", domain=integers(1, 30))
    for side, name in (("L", "left"), ("R", "right"))
)
left_impurity, right_impurity = (
    Quantity(f"I_{side}", f"impurity of the {name} child", domain=NONNEGATIVE)
    for side, name in (("L", "left"), ("R", "right"))
)
root = Quantity("Q", "impurity of the parent", domain=NONNEGATIVE)
n_L, n_R, I_L, I_R, I_0 = (q.symbol for q in (left_count, right_count, left_impurity, right_impurity, root))
size = Quantity("n", "samples in the parent", value=n_L + n_R)


def derive_binary_gain() -> Iterator[Step]:
    """The mean drop."""
    yield Step((n_L * (I_0 - I_L) + n_R * (I_0 - I_R)) / n, because="the mean drop of the impurity")
    yield Step(I_0 - n_L / n * I_L - n_R / n * I_R, because="both shares add up to 1")


binary_gain = Formula(
    title="Gain of a binary split",
    kind=Kind.DEFINITION,
    statement=equal(G, I_0 - n_L / n * I_L - n_R / n * I_R),
    quantities=(gain, root, left_count, right_count, left_impurity, right_impurity, size),
    assumptions=(),
    notations=(
        Notation(r"G = I - \frac{n_L}{n} I_L - \frac{n_R}{n} I_R", letters=(("I", "Q"),)),
        Notation(r"\mathrm{IG} = I - \left(\frac{N_L}{N} I_L + \frac{N_R}{N} I_R\right)",
                 letters=(("IG", "G"), ("I", "Q"), ("N_L", "n_L"), ("N_R", "n_R"), ("N", "n"))),
    ),
    words=words,
    derivation=derive_binary_gain,
    source=Source(hastie, "section 9.2.3"),
)  # fmt: skip

cost = Quantity("J", "mean impurity of the children")


def derive_cost() -> Iterator[Step]:
    """The children's impurities, weighted by their sizes."""
    yield Step((n_L * I_L + n_R * I_R) / n, because="the mean impurity over all samples")
    yield Step(n_L / n * I_L + n_R / n * I_R, because="divide term by term")


split_cost = Formula(
    title="Cost of a binary split (CART)",
    kind=Kind.DEFINITION,
    statement=equal(cost.symbol, n_L / n * I_L + n_R / n * I_R),
    quantities=(cost, left_count, right_count, left_impurity, right_impurity, size),
    assumptions=(),
    notations=(
        Notation(r"J = \frac{m_L}{m} G_L + \frac{m_R}{m} G_R",
                 letters=(("m_L", "n_L"), ("m_R", "n_R"), ("m", "n"), ("G_L", "I_L"), ("G_R", "I_R"))),
        Notation(r"J = \frac{n_L H_L + n_R H_R}{n}", letters=(("H_L", "I_L"), ("H_R", "I_R"))),
    ),
    words=words,
    derivation=derive_cost,
    source=Source(hastie, "section 9.2.3"),
)  # fmt: skip

TOPIC = Topic(
    "Decision trees",
    formulas=(
        entropy,
        binary_entropy,
        gini,
        binary_gini,
        misclassification,
        information_gain,
        binary_gain,
        split_cost,
    ),
)
