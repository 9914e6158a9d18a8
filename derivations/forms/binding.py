"""Factors that bind indices: giving the indices their canonical names, and new names again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from derivations.forms.forms import Factor, Form, name, single

if TYPE_CHECKING:
    from derivations.forms.calculus import Calculus


def closure(
    calculus: Calculus, head: str, label: str, outside: Sequence[Form], inside: Sequence[Form], labels: Sequence[str]
) -> Form:
    """A factor that binds the labels, in this order, in the forms inside; their ranges stand after those outside."""
    base = max((form.height for form in inside), default=0)
    bound = tuple(f"${base + k}" for k in range(len(labels)))
    names = {label: name(new) for label, new in zip(labels, bound, strict=True)}
    renamed = [calculus.rebuild(form, names) for form in inside]
    ends = [end for label in labels for end in calculus.facts.ranges[label]]
    outer = (*outside, *ends)
    return single(Factor(head, label, (*outer, *renamed), bound, len(outer)))


def split(factor: Factor) -> tuple[tuple[Form, ...], list[tuple[Form, Form]], tuple[Form, ...]]:
    """What stands outside, the ranges of the bound indices, and what stands inside under their canonical names."""
    start = factor.outside - 2 * len(factor.bound)
    ends = factor.arguments[start : factor.outside]
    ranges = list(zip(ends[::2], ends[1::2], strict=True))
    return factor.arguments[:start], ranges, factor.arguments[factor.outside :]


def opened(calculus: Calculus, factor: Factor) -> tuple[tuple[str, ...], list[Form]]:
    """New names for the indices that a factor binds, and what stands inside under them."""
    _, ranges, inside = split(factor)
    labels = tuple(calculus.facts.fresh(low, high) for low, high in ranges)
    names = {old: name(new) for old, new in zip(factor.bound, labels, strict=True)}
    return labels, [calculus.rebuild(form, names) for form in inside]
