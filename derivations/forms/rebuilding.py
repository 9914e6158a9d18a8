"""A factor that binds indices, after a change of what stands in it: brought into normal form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derivations.forms.binding import closure, split
from derivations.forms.forms import Factor, Form, name
from derivations.forms.matrices import determinant_of, inverse_of
from derivations.forms.sums import product_over, sum_over, summed

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus


def reopened(calculus: Calculus, factor: Factor, change: Callable[[Form], Form]) -> Form:
    """The factor with a change of all that stands in it."""
    outside, ranges, inside = split(factor)
    outside = tuple(change(form) for form in outside)
    ends = [(change(low), change(high)) for low, high in ranges]
    labels = tuple(calculus.facts.fresh(low, high) for low, high in ends)
    names = {old: name(new) for old, new in zip(factor.bound, labels, strict=True)}
    forms = [change(calculus.rebuild(form, names)) for form in inside]
    match factor.head:
        case "sum" if ends == ranges:
            return summed(calculus, forms[0], labels)
        case "sum":
            for label, (low, high) in zip(labels, ends, strict=True):
                forms[0] = sum_over(calculus, forms[0], label, low, high)
            return forms[0]
        case "product":
            return product_over(calculus, forms[0], labels[0], *ends[0])
        case "inverse":
            return inverse_of(calculus, forms[0], labels, outside)
        case "determinant":
            return determinant_of(calculus, forms[0], labels)
        case _:
            return closure(calculus, factor.head, factor.label, outside, forms, labels)
