"""Losses of pairs, of overlaps and of residuals, in forms that cheat sheets carry, and derivatives of some of them.

Scores are f with labels y of 1 or -1; residuals are r or u; p are predicted shares, g the targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Le, Max, Piecewise, Sum, exp, log, sqrt

from derivations.operators import at, at_most, dot, indicator, row, sigmoid, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    NONNEGATIVE,
    POSITIVE,
    SIGN,
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

shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"
lin = "Lin et al. 2017, Focal Loss for Dense Object Detection"
oord = "van den Oord, Li and Vinyals 2018, Representation Learning with Contrastive Predictive Coding"
salehi = "Salehi, Erdogmus and Gholipour 2017, Tversky Loss Function for Image Segmentation"
koenker = "Koenker, Quantile Regression"
features = Size("d", "features", largest=3)
loss = Quantity("L", "the loss")
slope = Quantity("v", "the derivative")
label, score = Quantity("y", "label", domain=SIGN), Quantity("f", "score")
y, f = label.symbol, score.symbol
weights, point = Quantity("w", "weights", shape=(features,)), Quantity("x", "input", shape=(features,))
w, x = weights.symbol, point.symbol
push = Quantity("u", "gradient by the weights", shape=(features,))
hinge_gradient = rule(
    "Gradient of the hinge loss of a linear score by the weights",
    push,
    -y * indicator(y * dot(w, x) < 1) * x,
    (label, weights, point),
    written(
        r"\nabla_w \ell = \begin{cases} -y x & y w^\top x < 1 \\ 0 & \text{otherwise} \end{cases}",
        r"\nabla_w L = \begin{cases} -y x & \text{if } y w^\top x < 1 \\ 0 & \text{else} \end{cases}",
        r"\nabla_w L = -y x \, \mathbb{1}[y w^\top x < 1]",
        r"\frac{\partial L}{\partial w} = \begin{cases} 0 & y w^\top x \geq 1 \\ -y x & \text{otherwise} \end{cases}",
    ),
    ("hinge", "svm", "support vector", "pegasos"),
    "only where the margin is missed",
    Source(shalev, "section 15.5"),
)


def surrogate(title: str, right: object, why: str, notations: tuple[Notation, ...], words: tuple[str, ...]) -> Formula:
    """A loss that bounds the zero-one loss from above."""

    def derive() -> Iterator[Step]:
        yield Step(right, because=why, relation="<=")

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_most(indicator(Le(y * f, 0)), right),
        quantities=(label, score),
        assumptions=(),
        notations=notations,
        words=("surrogate", "zero-one", "0-1", "upper bound", *words),
        derivation=derive,
        source=Source(shalev, "section 12.3"),
    )


exponential_bound = surrogate(
    "The exponential loss bounds the zero-one loss",
    exp(-y * f),
    "an exponential is positive, and at least 1 where the margin is not positive",
    written(
        r"\mathbb{1}[y f \leq 0] \leq e^{-y f}",
        r"\mathbb{1}(y f \leq 0) \leq \exp(-y f)",
    ),
    ("exponential loss", "adaboost", "boosting"),
)
logistic_bound = surrogate(
    "The logistic loss in bits bounds the zero-one loss",
    log(1 + exp(-y * f)) / log(2),
    "1 at the margin 0, more below it and positive above",
    written(
        r"\mathbb{1}[y f \leq 0] \leq \log_2(1 + e^{-y f})",
        r"\mathbb{1}(y f \leq 0) \leq \log_2(1 + \exp(-y f))",
    ),
    ("logistic loss",),
)
chance, hit = Quantity("p", "predicted probability", domain=UNIT), Quantity("y", "class", domain=BIT)
p, c = chance.symbol, hit.symbol
of_true_class = rule(
    "Predicted probability of the true class",
    loss,
    Piecewise((p, Eq(c, 1)), (1 - p, True)),
    (chance, hit),
    written(
        r"p_t = \begin{cases} p & y = 1 \\ 1 - p & \text{otherwise} \end{cases}",
        r"p_t = \begin{cases} p & \text{if } y = 1 \\ 1 - p & \text{if } y = 0 \end{cases}",
        r"p_t = y p + (1 - y)(1 - p)",
    ),
    ("focal", "true class", "cross entropy", "cross-entropy"),
    "of the class that is there",
    Source(lin, "equation 2"),
)
focus, part = (
    Quantity("gamma", "focusing exponent", domain=POSITIVE),
    Quantity("alpha", "class weight", domain=POSITIVE),
)
gamma, alpha = focus.symbol, part.symbol
focal_slope = rule(
    "Derivative of the focal loss",
    slope,
    gamma * (1 - p) ** (gamma - 1) * log(p) - (1 - p) ** gamma / p,
    (chance, focus),
    (
        *written(
            r"\frac{d FL}{d p_t} = \gamma (1 - p_t)^{\gamma - 1} \log p_t - \frac{(1 - p_t)^\gamma}{p_t}",
            r"\frac{\partial \mathrm{FL}}{\partial p_t} = \gamma (1 - p_t)^{\gamma - 1} \log p_t "
            r"- \frac{(1 - p_t)^\gamma}{p_t}",
            letters=(("p_t", "p"),),
        ),
        *written(r"\frac{dL}{dp} = \gamma (1 - p)^{\gamma - 1} \ln p - \frac{(1 - p)^\gamma}{p}"),
    ),
    ("focal",),
    "product rule",
    Source(lin, "appendix B"),
)
balanced = rule(
    "Balanced cross-entropy",
    loss,
    -alpha * log(p),
    (part, chance),
    written(
        r"\mathrm{CE}(p_t) = -\alpha_t \log(p_t)",
        r"CE(p_t) = -\alpha_t \log(p_t)",
        r"\mathrm{CE} = -\alpha_t \log p_t",
        letters=(("p_t", "p"), ("alpha_t", "alpha")),
    ),
    ("focal", "class imbalance", "balanced cross", "weighted cross"),
    "each class by its weight",
    Source(lin, "equation 3"),
)
count = Size("K", "other keys", largest=3)
query, positive = Quantity("q", "query", shape=(features,)), Quantity("k_p", "positive key", shape=(features,))
keys = Quantity("k", "keys", shape=(count, features))
shares = Quantity("p", "softmax of the scores", shape=(count,), domain=UNIT)
heat = Quantity("tau", "temperature", domain=POSITIVE)
q, tau = query.symbol, heat.symbol
i = bound_index("i")
contrastive = ("contrastive", "infonce", "info-nce", "self-supervised", "moco")
query_gradient = rule(
    "Gradient of the InfoNCE loss by the query",
    Quantity("u", "gradient by the query", shape=(features,)),
    (vector_sum(at(shares.symbol, i) * row(keys.symbol, i), i, 1, count.symbol) - positive.symbol) / tau,
    (heat, shares, keys, positive),
    written(
        r"\frac{\partial \mathcal{L}_q}{\partial q} = \frac{1}{\tau} \left(\sum_i p_i k_i - k_+\right)",
        r"\nabla_q \mathcal{L} = \frac{1}{\tau} \left(\sum_{i} p_i k_i - k_+\right)",
        r"\frac{\partial L}{\partial q} = \frac{\sum_i p_i k_i - k_+}{\tau}",
        letters=(("k_plus", "k_p"),),
    ),
    contrastive,
    "the mean key, less the right one, over the temperature",
    Source(oord, "section 2.3"),
)
residual, edge = Quantity("r", "residual"), Quantity("delta", "where it turns linear", domain=POSITIVE)
r, delta = residual.symbol, edge.symbol
pseudo_huber = rule(
    "Pseudo-Huber loss",
    loss,
    delta**2 * (sqrt(1 + (r / delta) ** 2) - 1),
    (edge, residual),
    written(
        r"L_\delta(r) = \delta^2 \left(\sqrt{1 + (r / \delta)^2} - 1\right)",
        r"L = \delta^2 \left(\sqrt{1 + \left(\frac{r}{\delta}\right)^2} - 1\right)",
        r"L_\delta(a) = \delta^2 \left(\sqrt{1 + (a / \delta)^2} - 1\right)",
        letters=(("a", "r"), ("r", "r")),
    ),
    ("pseudo-huber", "charbonnier", "robust", "huber"),
    "a smooth bend from square to line",
    Source("Hartley and Zisserman, Multiple View Geometry", "appendix 6.8"),
)
bare_huber = rule(
    "Pseudo-Huber loss without the factor of the width",
    loss,
    sqrt(1 + (r / delta) ** 2) - 1,
    (edge, residual),
    written(
        r"L = \sqrt{1 + (r / \delta)^2} - 1",
        r"L_\delta(r) = \sqrt{1 + \left(\frac{r}{\delta}\right)^2} - 1",
    ),
    ("pseudo-huber", "charbonnier", "robust", "huber"),
    "a smooth bend from square to line",
    Source("Barron 2019, A General and Adaptive Robust Loss Function", "section 1"),
)
level = Quantity("tau", "quantile", domain=UNIT)
t = level.symbol
check = rule(
    "Check function of quantile regression",
    loss,
    r * (t - indicator(r < 0)),
    (level, residual),
    written(
        r"\rho_\tau(u) = u (\tau - \mathbb{1}[u < 0])",
        r"\rho_\tau(u) = \max(\tau u, (\tau - 1) u)",
        r"\rho_\tau(u) = \begin{cases} \tau u & u \geq 0 \\ (\tau - 1) u & u < 0 \end{cases}",
        r"\rho_\tau(u) = (\tau - \mathbb{1}(u < 0)) u",
        letters=(("u", "r"),),
    ),
    ("quantile", "pinball", "check function"),
    "residuals above and below count differently",
    Source(koenker, "equation 1.12"),
)
pixels = Size("N", "pixels", largest=3)
shown = Quantity("p", "predicted shares", shape=(pixels,), domain=UNIT)
truth = Quantity("g", "targets", shape=(pixels,), domain=UNIT)
guard = Quantity("epsilon", "a small number", domain=POSITIVE)
both = Sum(at(shown.symbol, i) * at(truth.symbol, i), (i, 1, pixels.symbol))
ours, theirs = (Sum(at(side.symbol, i), (i, 1, pixels.symbol)) for side in (shown, truth))
segmentation = ("dice", "segmentation", "overlap", "jaccard", "iou")
dice = rule(
    "Dice loss",
    loss,
    1 - 2 * both / (ours + theirs),
    (shown, truth),
    written(
        r"L = 1 - \frac{2 \sum_i p_i g_i}{\sum_i p_i + \sum_i g_i}",
        r"L_{Dice} = 1 - \frac{2 \sum_{i=1}^N p_i g_i}{\sum_{i=1}^N p_i + \sum_{i=1}^N g_i}",
        r"L = 1 - \frac{2 \sum_i p_i g_i}{\sum_i (p_i + g_i)}",
    ),
    segmentation,
    "one less the overlap",
    Source(salehi, "section 2.1"),
)
guarded_dice = rule(
    "Dice loss with a small number against empty masks",
    loss,
    1 - (2 * both + guard.symbol) / (ours + theirs + guard.symbol),
    (shown, truth, guard),
    written(
        r"L = 1 - \frac{2 \sum_i p_i g_i + \epsilon}{\sum_i p_i + \sum_i g_i + \epsilon}",
        r"L_{Dice} = 1 - \frac{2 \sum_{i=1}^N p_i g_i + \epsilon}{\sum_{i=1}^N p_i + \sum_{i=1}^N g_i + \epsilon}",
    ),
    segmentation,
    "one less the overlap",
    Source(salehi, "section 2.1"),
)
soft_jaccard = rule(
    "Soft Jaccard loss",
    loss,
    1 - both / (ours + theirs - both),
    (shown, truth),
    written(
        r"L = 1 - \frac{\sum_i p_i g_i}{\sum_i p_i + \sum_i g_i - \sum_i p_i g_i}",
        r"L_{IoU} = 1 - \frac{\sum_i p_i g_i}{\sum_i (p_i + g_i - p_i g_i)}",
    ),
    segmentation,
    "one less the intersection over the union",
    Source("Rahman and Wang 2016, Optimizing Intersection-Over-Union in Deep Neural Networks", "equation 3"),
)
first, second = Quantity("a", "score of the first"), Quantity("b", "score of the second")
gap = Quantity("m", "margin", domain=NONNEGATIVE)
ranking = rule(
    "Margin ranking loss",
    loss,
    Max(0, -y * (first.symbol - second.symbol) + gap.symbol, evaluate=False),
    (label, first, second, gap),
    written(
        r"L = \max(0, -y (x_1 - x_2) + m)",
        r"L = \max(0, -y \cdot (x_1 - x_2) + \text{margin})",
        r"L = \max\{0, m - y (x_1 - x_2)\}",
        letters=(("x_1", "a"), ("x_2", "b"), ("margin", "m"), ("m", "m")),
    ),
    ("ranking loss", "margin ranking", "ranking", "pairwise"),
    "the right one leads by the margin",
    Source("Herbrich, Graepel and Obermayer 2000, Large Margin Rank Boundaries for Ordinal Regression", "section 3"),
)
preferred = rule(
    "Bayesian personalised ranking: loss of a pair",
    loss,
    -log(sigmoid(first.symbol - second.symbol)),
    (first, second),
    written(
        r"L = -\ln \sigma(s_i - s_j)",
        r"L_{BPR} = -\log \sigma(s_i - s_j)",
        letters=(("s_i", "a"), ("s_j", "b")),
    ),
    ("bpr", "personalised ranking", "personalized ranking", "ranknet", "pairwise"),
    "the probability that the first is preferred",
    Source("Rendle et al. 2009, BPR: Bayesian Personalized Ranking from Implicit Feedback", "section 4.1"),
)
target, mean = Quantity("y", "target"), Quantity("mu", "predicted mean")
spread = Quantity("sigma", "predicted standard deviation", domain=POSITIVE)
s = spread.symbol
normal = rule(
    "Negative log-likelihood of a normal output, without the constant",
    loss,
    (target.symbol - mean.symbol) ** 2 / (2 * s**2) + log(s**2) / 2,
    (target, mean, spread),
    written(
        r"L = \frac{(y - \mu)^2}{2 \sigma^2} + \frac{1}{2} \log \sigma^2",
        r"L = \frac{(y - \mu)^2}{2 \sigma^2} + \log \sigma",
        r"L = \frac{1}{2} \left(\log \sigma^2 + \frac{(y - \mu)^2}{\sigma^2}\right)",
        r"L = \frac{1}{2} \log \sigma^2 + \frac{(y - \mu)^2}{2 \sigma^2}",
    ),
    ("nll", "heteroscedastic", "gaussian", "uncertainty", "negative log-likelihood", "negative log likelihood"),
    "squares over the variance, and its logarithm",
    Source(
        "Nix and Weigend 1994, Estimating the Mean and Variance of the Target Probability Distribution", "section 2"
    ),
)

TOPIC = Topic(
    "Losses of pairs, overlaps and residuals",
    formulas=(
        hinge_gradient,
        exponential_bound,
        logistic_bound,
        of_true_class,
        focal_slope,
        balanced,
        query_gradient,
        pseudo_huber,
        bare_huber,
        check,
        dice,
        guarded_dice,
        soft_jaccard,
        ranking,
        preferred,
        normal,
    ),
)
