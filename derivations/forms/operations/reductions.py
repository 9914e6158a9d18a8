"""What takes a whole array to a number: sums, norms, extremes; and softmax."""

from __future__ import annotations

from fractions import Fraction

from derivations.forms.binding import closure
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import Form
from derivations.forms.grids import Grid, elementwise, inner_product, remembered, summed_over
from derivations.forms.operations.entries import Operation, labelled
from derivations.forms.operations.powers import entry_power


def total(calculus: Calculus, a: Grid) -> Grid:
    """The sum of all entries."""
    return Grid((), remembered(lambda _: summed_over(calculus, a.shape, a.entry)))


def norm2(calculus: Calculus, a: Grid) -> Grid:
    """The Euclidean norm of an array, the absolute value of a number."""
    if not a.rank:
        return elementwise(calculus.absolute, a)
    square = inner_product(calculus, a, a)
    return Grid((), lambda _: calculus.power(square.entry(()), Fraction(1, 2)))


def norm1(calculus: Calculus, a: Grid) -> Grid:
    """The sum of the absolute values of the entries."""
    return total(calculus, elementwise(calculus.absolute, a))


def norm_p(calculus: Calculus, a: Grid, p: Grid) -> Grid:
    """The p-norm."""
    powers = entry_power(calculus, elementwise(calculus.absolute, a), p)
    return elementwise(lambda form: calculus.to_the(form, calculus.power(p.entry(()), -1)), total(calculus, powers))


def norm_max(calculus: Calculus, a: Grid) -> Grid:
    """The largest absolute value of the entries."""
    return extreme("max")(calculus, elementwise(calculus.absolute, a))


def spectral_norm(calculus: Calculus, a: Grid) -> Grid:
    """The largest singular value of a matrix, about which nothing else is known."""
    if a.rank != 2:
        raise Unprovable("a spectral norm of something that is not a matrix")
    return extreme("spectral")(calculus, a)


def extreme(head: str) -> Operation:
    """The operation that gives the largest (`max`) or smallest (`min`) entry, or another number of the whole array."""

    def operation(calculus: Calculus, a: Grid) -> Grid:
        def entry(_: tuple[Form, ...]) -> Form:
            form, labels = labelled(calculus, a)
            return closure(calculus, head, "", (), (form,), labels)

        return Grid((), remembered(entry)) if a.rank else a

    return operation


def softmax(calculus: Calculus, a: Grid) -> Grid:
    """exp(z) divided by its sum."""
    powers = elementwise(calculus.exp, a)
    return elementwise(calculus.divide, powers, total(calculus, powers))


def logsumexp(calculus: Calculus, a: Grid) -> Grid:
    """The logarithm of the sum of exp(z)."""
    return elementwise(calculus.log, total(calculus, elementwise(calculus.exp, a)))
