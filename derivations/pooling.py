"""Pooling: the largest value or the mean of a window, in one and two dimensions, and their derivatives.

A window of r positions that starts at position i covers i, i + 1, …, i + r - 1; in two dimensions it is r × r. The
stride is 1, and windows lie inside the input. Where the largest value is differentiated, one position alone has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, Eq, KroneckerDelta, Le, Sum

from derivations.operators import at, equal, gradient, indicator, largest_over
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

window = Size("r", "window", largest=3)
starts = Size("m", "starts of windows", largest=2)
starts_across = Size("q", "starts of windows across", largest=2)
positions = Size("n", "positions", smallest=4, largest=6)
rows = Size("h", "rows", smallest=4, largest=5)
columns = Size("w", "columns", smallest=4, largest=5)

signal = Quantity("x", "input", shape=(positions,))
image = Quantity("x", "input", shape=(rows, columns))
start = free_index("i", starts)
start_across = free_index("j", starts_across)
position = free_index("j", positions)
pooled = Quantity("x^max", "largest value of each window", shape=(starts,))
pooled_image = Quantity("x^max", "largest value of each window", shape=(starts, starts_across))
averaged = Quantity("x_bar", "mean of each window", shape=(starts,))

x, X, r = signal.symbol, image.symbol, window.symbol
i, i_across, j = start.symbol, start_across.symbol, position.symbol
k, o = bound_index("k l")

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 9.3")
largest = largest_over(at(x, i + k), k, 0, r - 1)
mean_value = Sum(at(x, i + k), (k, 0, r - 1)) / r
winners = Sum(indicator(Eq(at(x, i + o), largest)), (o, 0, r - 1))
inside = And(Le(i, j), Le(j, i + r - 1))


def derive_max_value() -> Iterator[Step]:
    """What max pooling is."""
    yield Step(largest, because="definition of max pooling")


max_value = Formula(
    title="Max pooling",
    kind=Kind.DEFINITION,
    statement=equal(at(pooled.symbol, i), largest),
    quantities=(signal, start, pooled),
    assumptions=(),
    notations=(
        Notation(r"x_i^{\max} = \max\{x_{i+k} : 0 \leq k < r\}"),
        Notation(r"x_i^{\max} = \max_{0 \leq k < r} x_{i+k}"),
        Notation(r"y_i = \max_{k=0}^{r-1} x_{i+k}", letters=(("y", "x^max"),)),
    ),
    words=("pooling", "max pooling"),
    derivation=derive_max_value,
    source=goodfellow,
    other_sizes=(window,),
)


def derive_max_gradient() -> Iterator[Step]:
    """The position that has the largest value passes its change on, the others none."""
    taken = indicator(Eq(at(x, i + k), largest_over(at(x, i + o), o, 0, r - 1)))
    yield Step(
        Sum(taken * KroneckerDelta(j, i + k), (k, 0, r - 1)),
        because="near x the maximum is the entry x_{i+k} that is largest",
    )
    yield Step(indicator(And(Eq(at(x, j), largest), inside)), because="only k = j - i remains, if j is in the window")


max_gradient = Formula(
    title="Gradient of max pooling",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(largest, x), j), indicator(And(Eq(at(x, j), largest), inside))),
    quantities=(signal, start, position),
    assumptions=(Eq(winners, 1),),
    notations=(
        Notation(
            r"\frac{\partial}{\partial x_j} \max_{0 \leq k < r} x_{i+k} = \begin{cases} "
            r"1, & x_j = \max_{0 \leq k < r} x_{i+k}, i \leq j < i + r \\ 0, & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"\frac{\partial \max_{k=0}^{r-1} x_{i+k}}{\partial x_j} = \mathbb{1}[x_j = \max_{k=0}^{r-1} x_{i+k}] "
            r"\mathbb{1}[i \leq j \leq i + r - 1]"
        ),
    ),
    words=("pooling", "max pooling", "gradient", "backpropagation"),
    derivation=derive_max_gradient,
    source=goodfellow,
    other_sizes=(window, starts),
)


def derive_max_value_2d() -> Iterator[Step]:
    """What max pooling of an image is."""
    yield Step(largest_2d, because="definition of max pooling")


largest_2d = largest_over(largest_over(at(X, i + k, i_across + o), o, 0, r - 1), k, 0, r - 1)

max_value_2d = Formula(
    title="Max pooling in two dimensions",
    kind=Kind.DEFINITION,
    statement=equal(at(pooled_image.symbol, i, i_across), largest_2d),
    quantities=(image, start, start_across, pooled_image),
    assumptions=(),
    notations=(
        Notation(r"x_{ij}^{\max} = \max\{x_{i+k, j+l} : 0 \leq k < r, 0 \leq l < r\}"),
        Notation(
            r"y_{i,j} = \max_{0 \leq k < r} \max_{0 \leq l < r} x_{i+k, j+l}",
            letters=(("y", "x^max"),),
        ),
    ),
    words=("pooling", "max pooling"),
    derivation=derive_max_value_2d,
    source=goodfellow,
    other_sizes=(window,),
)


def derive_average_value() -> Iterator[Step]:
    """What average pooling is."""
    yield Step(mean_value, because="definition of average pooling")


average_value = Formula(
    title="Average pooling",
    kind=Kind.DEFINITION,
    statement=equal(at(averaged.symbol, i), mean_value),
    quantities=(signal, start, averaged),
    assumptions=(),
    notations=(
        Notation(r"\bar{x}_i = \frac{1}{r} \sum_{k=0}^{r-1} x_{i+k}"),
        Notation(r"y_i = \frac{1}{r} \sum_{k=0}^{r-1} x_{i+k}", letters=(("y", "x_bar"),)),
    ),
    words=("pooling", "average pooling", "mean pooling"),
    derivation=derive_average_value,
    source=goodfellow,
    other_sizes=(window,),
)


def derive_average_gradient() -> Iterator[Step]:
    """Each entry of the window has the same share."""
    yield Step(Sum(KroneckerDelta(j, i + k), (k, 0, r - 1)) / r, because="differentiate the sum term by term")
    yield Step(indicator(inside) / r, because="one term is x_j if j is in the window, else none")


average_gradient = Formula(
    title="Gradient of average pooling",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(mean_value, x), j), indicator(inside) / r),
    quantities=(signal, start, position),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial}{\partial x_j} \frac{1}{r} \sum_{k=0}^{r-1} x_{i+k} = \begin{cases} "
            r"\frac{1}{r}, & i \leq j < i + r \\ 0, & \text{otherwise} \end{cases}"
        ),
        Notation(
            r"\frac{\partial}{\partial x_j} \left( \frac{1}{r} \sum_{k=0}^{r-1} x_{i+k} \right) = "
            r"\frac{1}{r} \mathbb{1}[i \leq j \leq i + r - 1]"
        ),
    ),
    words=("pooling", "average pooling", "gradient", "backpropagation"),
    derivation=derive_average_gradient,
    source=goodfellow,
    other_sizes=(window, starts),
)

TOPIC = Topic("Pooling", formulas=(max_value, max_gradient, max_value_2d, average_value, average_gradient))
