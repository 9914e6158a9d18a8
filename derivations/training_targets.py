"""Targets that training makes itself: contrastive pairs, a teacher's probabilities, mixed examples, averaged weights.

The contrastive loss names one positive key among negatives by a softmax with temperature τ. Distillation compares a
student with a teacher, both softened by the temperature; the factor τ² keeps the gradients' size.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import KroneckerDelta, Sum, exp, log

from derivations.operators import at, dot, equal, gradient, jacobian, row, softmax
from derivations.vocabulary import (
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
    free_index,
    interval,
)

oord = "Oord, Li and Vinyals 2018, Representation learning with contrastive predictive coding"
hinton = "Hinton, Vinyals and Dean 2015, Distilling the knowledge in a neural network"
zhang = Source("Zhang, Cisse, Dauphin and Lopez-Paz 2018, mixup: beyond empirical risk minimization", "section 1")
lin = Source("Lin, Goyal, Girshick, He and Dollar 2017, Focal loss for dense object detection", "section 3")

width = Size("d", "entries of an embedding", largest=4)
negatives = Size("K", "negative keys", largest=3)
query = Quantity("q", "embedding of the query", shape=(width,))
positive = Quantity("k_plus", "embedding of the positive key", shape=(width,))
others = Quantity("k", "embeddings of the negative keys, a row for each", shape=(negatives, width))
temperature = Quantity("tau", "temperature", domain=interval(Fraction(1, 2), 3))
loss = Quantity("L", "loss")
q, k_plus, keys, tau, L = (quantity.symbol for quantity in (query, positive, others, temperature, loss))
i, m = bound_index("i m")
words = ("contrastive", "infonce", "info-nce", "nce", "self-supervised")
agreement, rivals = exp(dot(q, k_plus) / tau), Sum(exp(dot(q, row(keys, i)) / tau), (i, 1, negatives.symbol))


def derive_contrastive() -> Iterator[Step]:
    """The definition."""
    yield Step(log(agreement + rivals) - dot(q, k_plus) / tau, because="cross-entropy of the positive key")
    yield Step(-log(agreement / (agreement + rivals)), because="the logarithm of a quotient")


contrastive = Formula(
    title="InfoNCE: contrastive loss of a query with one positive key",
    kind=Kind.DEFINITION,
    statement=equal(L, -log(agreement / (agreement + rivals))),
    quantities=(loss, query, positive, others, temperature),
    assumptions=(),
    notations=(
        Notation(
            r"L = -\log \frac{\exp(q \cdot k_+ / \tau)}"
            r"{\exp(q \cdot k_+ / \tau) + \sum_{i=1}^K \exp(q \cdot k_i / \tau)}"
        ),
        Notation(
            r"L = -\log \frac{\exp(q^\top k_+ / \tau)}"
            r"{\exp(q^\top k_+ / \tau) + \sum_{i=1}^K \exp(q^\top k_i / \tau)}"
        ),
    ),
    words=words,
    derivation=derive_contrastive,
    source=Source(oord, "equation 4"),
)

batch = Size("N", "pairs of the batch", largest=4)
similarities = Quantity("s", "similarities of queries (rows) and keys (columns)", shape=(batch, batch))
anchor = free_index("j", batch)
s, N, j = similarities.symbol, batch.symbol, anchor.symbol
in_batch = exp(at(s, j, j) / tau) / Sum(exp(at(s, j, i) / tau), (i, 1, N))


def derive_in_batch() -> Iterator[Step]:
    """The definition."""
    yield Step(-log(in_batch), because="the own key is the positive one, those of the other examples are negative")


in_batch_loss = Formula(
    title="InfoNCE within a batch: loss of one query",
    kind=Kind.DEFINITION,
    statement=equal(L, -log(in_batch)),
    quantities=(loss, similarities, temperature, anchor),
    assumptions=(),
    notations=(
        Notation(r"L_j = -\log \frac{\exp(s_{jj} / \tau)}{\sum_{i=1}^N \exp(s_{ji} / \tau)}"),
        Notation(r"L_i = -\log \frac{\exp(s_{ii} / \tau)}{\sum_{k=1}^N \exp(s_{ik} / \tau)}", (("i", "j"),)),
    ),
    words=(*words, "clip", "simclr"),
    derivation=derive_in_batch,
    source=Source(oord, "equation 4"),
)


def derive_mean_in_batch() -> Iterator[Step]:
    """The mean of the losses."""
    yield Step(mean_in_batch_value, because="the mean over the queries of the batch")


mean_in_batch_value = -Sum(log(exp(at(s, m, m) / tau) / Sum(exp(at(s, m, i) / tau), (i, 1, N))), (m, 1, N)) / N

mean_in_batch = Formula(
    title="InfoNCE within a batch: mean over the queries",
    kind=Kind.DEFINITION,
    statement=equal(L, mean_in_batch_value),
    quantities=(loss, similarities, temperature),
    assumptions=(),
    notations=(
        Notation(
            r"L = -\frac{1}{N} \sum_{i=1}^N \log \frac{\exp(s_{ii} / \tau)}{\sum_{j=1}^N \exp(s_{ij} / \tau)}"
        ),
        Notation(
            r"L = \frac{1}{N} \sum_{i=1}^N -\log \frac{\exp(s_{ii} / \tau)}{\sum_{j=1}^N \exp(s_{ij} / \tau)}"
        ),
    ),
    words=(*words, "clip", "simclr"),
    derivation=derive_mean_in_batch,
    source=Source(oord, "equation 4"),
)

classes = Size("C", "classes", largest=4)
teacher = Quantity("p", "probabilities of the teacher", shape=(classes,), domain=SIMPLEX)
student = Quantity("q", "probabilities of the student", shape=(classes,), domain=SIMPLEX)
C, p, r = classes.symbol, teacher.symbol, student.symbol
divergence = Sum(at(p, i) * log(at(p, i) / at(r, i)), (i, 1, C))


def derive_distillation() -> Iterator[Step]:
    """The definition."""
    yield Step(tau**2 * divergence, because="the divergence of the student from the teacher, times τ²")


distillation = Formula(
    title="Distillation loss: divergence of softened probabilities, times the squared temperature",
    kind=Kind.DEFINITION,
    statement=equal(L, tau**2 * divergence),
    quantities=(loss, teacher, student, temperature),
    assumptions=(),
    notations=(
        Notation(r"L = \tau^2 \sum_{i=1}^C p_i \log \frac{p_i}{q_i}"),
        Notation(r"L = T^2 \sum_{i} p_i \log \frac{p_i}{q_i}", (("T", "tau"),)),
        Notation(r"L = \tau^2 \sum_{i=1}^C p_i (\log p_i - \log q_i)"),
    ),
    words=("distillation", "teacher", "student", "temperature"),
    derivation=derive_distillation,
    source=Source(hinton, "section 2"),
)

logits = Quantity("z", "scores of the student", shape=(classes,))
z = logits.symbol
softened = Quantity("q", "softened probabilities of the student", shape=(classes,), value=softmax(z / tau))
cross = Quantity("L", "cross-entropy", value=-Sum(at(p, i) * log(at(softened.symbol, i)), (i, 1, C)))
one_class = free_index("j", classes)


def derive_softened_slope() -> Iterator[Step]:
    """The scores enter divided by the temperature."""
    yield Step(
        -Sum(at(p, i) / at(softened.symbol, i) * at(jacobian(softened.symbol, z), i, j), (i, 1, C)),
        because="chain rule through each probability of the student",
    )
    yield Step(
        -Sum(at(p, i) * (KroneckerDelta(i, j) - at(softened.symbol, j)), (i, 1, C)) / tau,
        because="Jacobian of the softmax, times the slope of z/τ",
    )
    yield Step((at(softened.symbol, j) - at(p, j)) / tau, because="the probabilities of the teacher add up to 1")


softened_slope = Formula(
    title="Distillation: derivative of the softened cross-entropy by a score",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(cross.symbol, z), j), (at(softened.symbol, j) - at(p, j)) / tau),
    quantities=(cross, softened, teacher, logits, temperature, one_class),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial z_j} = \frac{1}{\tau} (q_j - p_j)"),
        Notation(r"\frac{\partial L}{\partial z_i} = \frac{1}{T} (q_i - p_i)", (("i", "j"), ("T", "tau"))),
        Notation(r"\frac{\partial L}{\partial z_i} = \frac{q_i - p_i}{\tau}", (("i", "j"),)),
    ),
    words=("distillation", "teacher", "student", "temperature"),
    derivation=derive_softened_slope,
    source=Source(hinton, "equation 2"),
)

share = Quantity("lamda", "share of the first example", domain=UNIT)
first, second = (Quantity(f"x_{letter}", "input of an example", shape=(width,)) for letter in "ij")
mixed = Quantity("x_tilde", "mixed input", shape=(width,))
lamda, x_i, x_j = share.symbol, first.symbol, second.symbol
scale = (("lambda", "lamda"),)


def derive_mixup() -> Iterator[Step]:
    """A point between the two."""
    yield Step(x_j + lamda * (x_i - x_j), because="the point at share λ of the way from the second to the first")
    yield Step(lamda * x_i + (1 - lamda) * x_j, because="sort the terms")


mixup = Formula(
    title="Mixup: a convex combination of two examples",
    kind=Kind.DEFINITION,
    statement=equal(mixed.symbol, lamda * x_i + (1 - lamda) * x_j),
    quantities=(mixed, share, first, second),
    assumptions=(),
    notations=(
        Notation(r"\tilde{x} = \lambda x_i + (1 - \lambda) x_j", scale),
        Notation(
            r"\tilde{y} = \lambda y_i + (1 - \lambda) y_j",
            (*scale, ("y_tilde", "x_tilde"), ("y_i", "x_i"), ("y_j", "x_j")),
        ),
        Notation(
            r"\tilde{x} = \lambda x_1 + (1 - \lambda) x_2", (*scale, ("x_1", "x_i"), ("x_2", "x_j"))
        ),
    ),
    words=("mixup", "mix-up", "augmentation"),
    derivation=derive_mixup,
    source=zhang,
)

probability = Quantity("p_t", "probability of the true class", domain=UNIT)
balance = Quantity("alpha_t", "weight of the true class", domain=POSITIVE)
focus = Quantity("gamma", "focusing parameter", domain=POSITIVE)
p_t, alpha_t, gamma = probability.symbol, balance.symbol, focus.symbol


def derive_focal() -> Iterator[Step]:
    """The definition."""
    yield Step(-alpha_t * (1 - p_t) ** gamma * log(p_t), because="easy examples count less, classes have weights")


balanced_focal = Formula(
    title="Focal loss with class weights",
    kind=Kind.DEFINITION,
    statement=equal(L, -alpha_t * (1 - p_t) ** gamma * log(p_t)),
    quantities=(loss, probability, balance, focus),
    assumptions=(),
    notations=(
        Notation(r"\mathrm{FL}(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)"),
        Notation(r"L = -\alpha (1 - p)^\gamma \log p", (("alpha", "alpha_t"), ("p", "p_t"))),
    ),
    words=("focal",),
    derivation=derive_focal,
    source=lin,
)

TOPIC = Topic(
    "Targets that training makes itself",
    formulas=(
        contrastive,
        in_batch_loss,
        mean_in_batch,
        distillation,
        softened_slope,
        mixup,
        balanced_focal,
    ),
)
