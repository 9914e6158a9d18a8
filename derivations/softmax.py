"""The softmax: its value, its invariance under a shift, its Jacobian, and how that vanishes.

Logits z are any real vector with one entry for each class; p is their softmax. Linear scores are z_i = x·θ_i, with the
weights of class i as row θ_i of a matrix Θ. The losses stand in `softmax_regression`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Eq, Integer, KroneckerDelta, Piecewise, Sum, exp
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import (
    at,
    at_most,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    jacobian,
    row,
    softmax,
    total,
)
from derivations.vocabulary import (
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
)

classes = Size("k", "classes", largest=5)
features = Size("n", "features", largest=4)
logits = Quantity("z", "scores before the softmax", shape=(classes,))
probabilities = Quantity("p", "class probabilities", shape=(classes,), value=softmax(logits.symbol))
shift = Quantity("c", "constant that is added to every score")

k = classes.symbol
z, p, c = logits.symbol, probabilities.symbol, shift.symbol
first = free_index("i", classes)
second = free_index("j", classes)
i, j = first.symbol, second.symbol
m, r = bound_index("m r")
winner = free_index("c", classes)
c_winner = winner.symbol
normaliser = Sum(exp(at(z, m)), (m, 1, k))

inputs = Quantity("x", "input", shape=(features,))
class_weights = Quantity("Theta", "weights, one row for each class", shape=(classes, features))
x, Theta = inputs.symbol, class_weights.symbol
linear_probabilities = Quantity("p", "class probabilities of linear scores", shape=(classes,), value=softmax(Theta * x))

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.3.4")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.2.2.3")
hat = (("y_hat", "p"),)
sigma_max = (("sigma^max", "p"),)


def derive_value() -> Iterator[Step]:
    """Exponentials, then their sum."""
    yield Step(exp(at(z, i)) / normaliser, because="exponentiate the scores and divide by their sum")


value = Formula(
    title="Softmax",
    kind=Kind.DEFINITION,
    statement=equal(at(p, i), exp(at(z, i)) / normaliser),
    quantities=(logits, probabilities, first),
    assumptions=(),
    notations=(
        Notation(r"p_i = \frac{\exp(z_i)}{\sum_{l=1}^k \exp(z_l)}"),
        Notation(r"\hat{y}_i = \frac{e^{o_i}}{\sum_{j} e^{o_j}}", letters=(*hat, ("o", "z"))),
        Notation(r"\operatorname{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j=1}^k e^{z_j}}"),
        Notation(r"a_j = \frac{e^{z_j}}{\sum_{k=1}^C e^{z_k}}", letters=(("a", "p"), ("C", "k"), ("j", "i"))),
        Notation(r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"),
        Notation(
            r"a_i^{[L]} = \frac{e^{z_i^{[L]}}}{\sum_{j=1}^C e^{z_j^{[L]}}}", (("a^L", "p"), ("z^L", "z"), ("C", "k"))
        ),
    ),
    words=("softmax", "class probabilities"),
    derivation=derive_value,
    source=goodfellow,
)


def derive_linear_value() -> Iterator[Step]:
    """The softmax of the scores z_i = x·θ_i."""
    scores = Theta * x
    yield Step(exp(at(scores, i)) / Sum(exp(at(scores, m)), (m, 1, k)), because="definition of the softmax")
    yield Step(
        exp(dot(x, row(Theta, i))) / Sum(exp(dot(x, row(Theta, m))), (m, 1, k)),
        because="each score is the inner product of the input with a row of the weights",
    )


linear_value = Formula(
    title="Softmax of linear scores",
    kind=Kind.DEFINITION,
    statement=equal(
        at(linear_probabilities.symbol, i),
        exp(dot(x, row(Theta, i))) / Sum(exp(dot(x, row(Theta, m))), (m, 1, k)),
    ),
    quantities=(inputs, class_weights, linear_probabilities, first),
    assumptions=(),
    notations=(
        Notation(
            r"\sigma_i^{\max} = \frac{\exp[x \cdot \theta_i]}{\sum_{j=1}^k \exp[x \cdot \theta_j]}",
            letters=(*sigma_max, ("theta", "Theta")),
        ),
        Notation(
            r"y_i = \frac{\exp(w_i^\top x)}{\sum_j \exp(w_j^\top x)}",
            letters=(("y", "p"), ("w", "Theta")),
        ),
    ),
    words=("softmax", "multiclass logistic regression"),
    derivation=derive_linear_value,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eqs. 4.104 and 4.105"),
)


def derive_sum() -> Iterator[Step]:
    """The sum of the numerators is the denominator."""
    denominator = Sum(exp(at(z, r)), (r, 1, k))
    yield Step(Sum(exp(at(z, m)) / denominator, (m, 1, k)), because="definition of the softmax")
    yield Step(normaliser / denominator, because="the numerators share their denominator")
    yield Step(Integer(1), because="the sum of the numerators is the denominator")


sum_to_one = Formula(
    title="Class probabilities sum to one",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(p, m), (m, 1, k)), Integer(1)),
    quantities=(logits, probabilities),
    assumptions=(),
    notations=(
        Notation(r"\sum_{l=1}^k p_l = 1"),
        Notation(r"\sum_i \hat{y}_i = 1", letters=hat),
        Notation(r"\sum_{i=1}^k \operatorname{softmax}(z)_i = 1"),
    ),
    words=("softmax", "class probabilities", "sum to one"),
    derivation=derive_sum,
    source=goodfellow,
)


def derive_shift() -> Iterator[Step]:
    """The factor exp(c) cancels."""
    shifted = z + c * OneMatrix(k, 1)
    yield Step(
        exp(c) * exp(at(z, i)) / Sum(exp(at(shifted, m)), (m, 1, k)),
        because="the exponential of a sum is the product of the exponentials",
    )
    yield Step(exp(c) * exp(at(z, i)) / (exp(c) * normaliser), because="exp(c) is the same in every term of the sum")
    yield Step(at(softmax(z), i), because="cancel exp(c)")


shift_invariance = Formula(
    title="The softmax does not change when a constant is added to all scores",
    kind=Kind.IDENTITY,
    statement=equal(at(softmax(z + c * OneMatrix(k, 1)), i), at(softmax(z), i)),
    quantities=(logits, shift, first),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{softmax}(z + c)_i = \operatorname{softmax}(z)_i"),
        Notation(r"\operatorname{softmax}(z + c \mathbf{1})_i = \operatorname{softmax}(z)_i"),
        Notation(r"\frac{e^{z_i + c}}{\sum_{j=1}^k e^{z_j + c}} = \frac{e^{z_i}}{\sum_{j=1}^k e^{z_j}}"),
    ),
    words=("softmax", "invariance", "overparameterized"),
    derivation=derive_shift,
    source=goodfellow,
    survivors=(
        ("the summand c*ones(k)", "any multiple of the vector of ones leaves the softmax as it is"),
        ("a factor 2 in front of c*ones(k)", "any multiple of the vector of ones leaves the softmax as it is"),
        ("a factor 1/2 in front of c*ones(k)", "any multiple of the vector of ones leaves the softmax as it is"),
        ("the factor c is dropped", "1 is a constant too"),
        ("the factor ones(k) is dropped", "a number added to a vector is added to each entry"),
    ),
)


common = Quantity("c", "a vector that is added to the weights of every class", shape=(features,))
shifted_weights = Theta + OneMatrix(k, 1) * common.symbol.T


def derive_weight_shift() -> Iterator[Step]:
    """Every score moves by the same number."""
    moved = Theta * x + dot(common.symbol, x) * OneMatrix(k, 1)
    yield Step(at(softmax(moved), i), because="each score grows by the inner product of c with the input")
    yield Step(at(softmax(Theta * x), i), because="the softmax does not see a constant that all scores share")


weight_shift = Formula(
    title="Softmax regression is over-parameterised: a vector can be added to the weights of all classes",
    kind=Kind.IDENTITY,
    statement=equal(at(softmax(shifted_weights * x), i), at(softmax(Theta * x), i)),
    quantities=(inputs, class_weights, common, first),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{softmax}((\Theta + \mathbf{1} c^\top) x)_i = \operatorname{softmax}(\Theta x)_i"),
        Notation(
            r"\frac{e^{x \cdot (\theta_i + c)}}{\sum_{j=1}^k e^{x \cdot (\theta_j + c)}} = "
            r"\frac{e^{x \cdot \theta_i}}{\sum_{j=1}^k e^{x \cdot \theta_j}}",
            letters=(("theta", "Theta"),),
        ),
    ),
    words=("softmax", "over-parameterized", "invariance", "weights"),
    derivation=derive_weight_shift,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 10.3.3"),
    survivors=tuple(
        (f"{change} ones(k)*cᵀ", "any multiple of the common vector, also none, leaves the softmax as it is")
        for change in ("the summand", "a factor 2 in front of", "a factor 1/2 in front of")
    ),
)


def derive_entry() -> Iterator[Step]:
    """Quotient rule on exp(z_i) over the normaliser."""
    yield Step(
        KroneckerDelta(i, j) * exp(at(z, i)) / normaliser - exp(at(z, i)) * exp(at(z, j)) / normaliser**2,
        because="quotient rule: the numerator depends on z_j only for i = j, the normaliser always",
    )
    yield Step(at(p, i) * (KroneckerDelta(i, j) - at(p, j)), because="each quotient is a class probability")


jacobian_entry = Formula(
    title="Entry of the Jacobian of the softmax",
    kind=Kind.GRADIENT,
    statement=equal(at(jacobian(p, z), i, j), at(p, i) * (KroneckerDelta(i, j) - at(p, j))),
    quantities=(logits, probabilities, first, second),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)"),
        Notation(
            r"\frac{\partial \hat{y}_i}{\partial a_j} = \hat{y}_i (\mathbb{1}[i = j] - \hat{y}_j)",
            letters=(*hat, ("a", "z")),
        ),
    ),
    words=("softmax", "jacobian"),
    derivation=derive_entry,
    source=bishop,
)


def derive_cases() -> Iterator[Step]:
    """Kronecker's delta written out."""
    yield Step(at(p, i) * (KroneckerDelta(i, j) - at(p, j)), because="entry of the Jacobian of the softmax")
    yield Step(
        Piecewise((at(p, i) * (1 - at(p, i)), Eq(i, j)), (-at(p, i) * at(p, j), True)),
        because="the delta is 1 on the diagonal, where p_j is p_i, and 0 elsewhere",
    )


jacobian_cases = Formula(
    title="Entries of the Jacobian of the softmax, on and off the diagonal",
    kind=Kind.GRADIENT,
    statement=equal(
        at(jacobian(p, z), i, j),
        Piecewise((at(p, i) * (1 - at(p, i)), Eq(i, j)), (-at(p, i) * at(p, j), True)),
    ),
    quantities=(logits, probabilities, first, second),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial p_i}{\partial z_j} = \begin{cases} p_i (1 - p_i) & \text{if } i = j \\ "
            r"-p_i p_j & \text{if } i \neq j \end{cases}"
        ),
        Notation(
            r"\nabla_{x_j} \sigma_i^{\max} = \begin{cases} \sigma_i^{\max}(1 - \sigma_i^{\max}), & i = j \\ "
            r"-\sigma_i^{\max} \sigma_j^{\max}, & i \neq j \end{cases}",
            letters=(*sigma_max, ("x", "z")),
        ),
    ),
    words=("softmax", "jacobian", "derivative"),
    derivation=derive_cases,
    source=bishop,
    survivors=(("the index i becomes j", "in the row for i = j the two indices are the same"),),
)


def derive_matrix() -> Iterator[Step]:
    """The quotient rule in vectors."""
    powers = entrywise(exp, z)
    yield Step(
        diagonal_matrix(powers) / total(powers) - powers * powers.T / total(powers) ** 2,
        because="quotient rule: the exponentials have a diagonal Jacobian, their sum has them as its gradient",
    )
    yield Step(diagonal_matrix(p) - p * p.T, because="each quotient is the vector of class probabilities")


jacobian_matrix = Formula(
    title="Jacobian of the softmax",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(p, z), diagonal_matrix(p) - p * p.T),
    quantities=(logits, probabilities),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial p}{\partial z} = \operatorname{diag}(p) - p p^\top"),
        Notation(r"\frac{\partial}{\partial z} \operatorname{softmax}(z) = \operatorname{diag}(p) - p p^T"),
        Notation(
            r"\frac{\partial \hat{y}}{\partial o} = \operatorname{diag}(\hat{y}) - \hat{y} \hat{y}^\top",
            letters=(*hat, ("o", "z")),
        ),
    ),
    words=("softmax", "jacobian"),
    derivation=derive_matrix,
    source=bishop,
)

lead = Sum(exp(at(z, m) - at(z, c_winner)), (m, 1, k)) - 1


def derive_saturation() -> Iterator[Step]:
    """Every entry holds two of the probabilities that are not the largest, or one of them and its complement."""
    yield Step(
        1 - at(p, c_winner), because="each entry has a factor p_i or 1 - p_i that is at most 1 - p_c", relation="<="
    )
    yield Step(lead / (lead + 1), because="the softmax, numerator and denominator divided by exp(z_c)")
    yield Step(lead, because="the denominator is at least 1", relation="<=")


saturation = Formula(
    title="Saturation of the softmax: where one score leads, all derivatives are small",
    kind=Kind.BOUND,
    statement=at_most(Abs(at(jacobian(p, z), i, j)), lead),
    quantities=(logits, probabilities, first, second, winner),
    assumptions=(),
    notations=(
        Notation(r"\left|\frac{\partial p_i}{\partial z_j}\right| \leq \sum_{m=1}^k e^{z_m - z_c} - 1"),
        Notation(r"|p_i (\delta_{ij} - p_j)| \leq \sum_{l=1}^K \exp(z_l - z_c) - 1", letters=(("K", "k"),)),
    ),
    words=("softmax", "saturation", "vanishing gradient", "scaling", "large inputs"),
    derivation=derive_saturation,
    source=goodfellow,
    survivors=(("the subscripts of dp/dz[i, j] swap", "the Jacobian of the softmax is symmetric"),),
)

TOPIC = Topic(
    "Softmax",
    formulas=(
        value,
        linear_value,
        sum_to_one,
        shift_invariance,
        weight_shift,
        jacobian_entry,
        jacobian_cases,
        jacobian_matrix,
        saturation,
    ),
)
