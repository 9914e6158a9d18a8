"""What is known of the names in a form: domains, ranges, signs; and the budget of a proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from derivations.forms.forms import Factor, Form, Monomial, form_of, name, number, single
from derivations.vocabulary import Quantity


class Unprovable(Exception):
    """A term that has no index form, or a proof that needs more steps than its budget."""


@dataclass
class Facts:
    """Domains of quantities, ranges of indices and least values of sizes; `left` is what remains of the budget."""

    quantities: dict[str, Quantity]
    ranges: dict[str, tuple[Form, Form]] = field(default_factory=dict)
    smallest: dict[str, int] = field(default_factory=dict)
    fixed: dict[str, int] = field(default_factory=dict)
    left: int = 20_000
    fresh_names: int = 0

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises `Unprovable` when the budget is used up."""
        self.left -= steps
        if self.left < 0:
            raise Unprovable("the budget of the proof is used up")

    def fresh(self, low: Form, high: Form) -> str:
        """A new index with that range."""
        self.fresh_names += 1
        label = f"#{self.fresh_names}"
        self.ranges[label] = (low, high)
        return label

    def size(self, label: str) -> Form:
        """A size: a number where it can have only one value."""
        return number(self.fixed[label]) if label in self.fixed else name(label)

    def structure(self, factor: Factor) -> str:
        """The structure of the quantity of which the factor is an entry: one hot, orthogonal, …; or nothing."""
        quantity = self.quantities.get(factor.label) if factor.head == "entry" else None
        return "" if quantity is None else quantity.domain.structure

    def is_integer(self, form: Form) -> bool:
        """Whether it certainly has integer values."""
        return all(c.denominator == 1 and all(self._is_integer(f, e) for f, e in m) for m, c in form.terms)

    def _is_integer(self, factor: Factor, exponent: Fraction) -> bool:
        if exponent < 0 or exponent.denominator != 1:
            return False
        if factor.head == "entry":
            quantity = self.quantities.get(factor.label)
            if quantity is None:
                return False
            return quantity.domain.integer or quantity.domain.structure in ("index", "one hot")
        return factor.head in ("name", "delta", "positive", "floor")

    def is_nonnegative(self, factor: Factor, exponent: Fraction) -> bool:
        """Whether the power certainly has no negative value."""
        if exponent.denominator % 2 == 0 or exponent.numerator % 2 == 0:
            return True
        match factor.head:
            case "exp" | "abs" | "delta" | "positive" | "prime" | "pi" | "weight":
                return True
            case "name":
                least = self.least(single(factor))
                return least is not None and least >= 0
            case "entry":
                return self._low(factor) is not None or self.structure(factor) in ("simplex", "one hot", "index")
            case "sum" | "product" | "base":
                return self.is_nonnegative_form(factor.arguments[0])
            case "power":
                return self.is_nonnegative_form(factor.arguments[0])
            case _:
                return False

    def is_positive(self, factor: Factor) -> bool:
        """Whether it certainly is above zero."""
        if factor.head == "entry":
            quantity = self.quantities.get(factor.label)
            strict = quantity is not None and quantity.domain.strict and not quantity.domain.structure
            return strict and self._low(factor) is not None
        if factor.head == "base":
            return self.is_positive_form(factor.arguments[0])
        if factor.head == "name":
            least = self.least(single(factor))
            return least is not None and least > 0
        return factor.head in ("exp", "prime", "pi", "weight")

    def is_positive_form(self, form: Form) -> bool:
        """Whether it certainly is above zero: a positive term and others that are not negative, or 1 minus a share."""
        if not self.is_nonnegative_form(form):
            return False
        if any(c > 0 and all(self.is_positive(f) for f, _ in m) for m, c in form.terms if m):
            return True
        constant = sum((c for m, c in form.terms if not m), Fraction(0))
        shares = [(m, -c) for m, c in form.terms if m and c < 0]
        below = sum((c for _, c in shares), Fraction(0))
        return constant > below or (constant == below and any(self._is_strict_share(m) for m, _ in shares))

    def _is_strict_share(self, monomial: Monomial) -> bool:
        quantities = [self.quantities.get(f.label) for f, _ in monomial if f.head == "entry"]
        return any(q is not None and q.domain.strict and not q.domain.structure for q in quantities)

    def is_nonnegative_form(self, form: Form) -> bool:
        """Whether it certainly has no negative value: a sum of products of such factors, or one minus a share."""
        if all(c > 0 and all(self.is_nonnegative(f, e) for f, e in m) for m, c in form.terms):
            return bool(form.terms)
        constant = sum((c for m, c in form.terms if not m), Fraction(0))
        shares = {m: -c for m, c in form.terms if m and c < 0 and self._is_share(m)}
        others = [(m, c) for m, c in form.terms if m and m not in shares]
        rest = all(c > 0 and all(self.is_nonnegative(f, e) for f, e in m) for m, c in others)
        return rest and constant >= sum(shares.values())

    def _is_share(self, monomial: Monomial) -> bool:
        """Whether the value certainly lies between 0 and 1."""
        return all(exponent > 0 and self._is_fraction(factor) for factor, exponent in monomial)

    def _is_fraction(self, factor: Factor) -> bool:
        quantity = self.quantities.get(factor.label) if factor.head == "entry" else None
        if quantity is None:
            return factor.head in ("delta", "positive")
        domain = quantity.domain
        bounded = domain.low is not None and domain.low >= 0 and domain.high is not None and domain.high <= 1
        return bounded or domain.structure in ("simplex", "one hot")

    def _low(self, factor: Factor) -> Fraction | None:
        quantity = self.quantities.get(factor.label)
        low = None if quantity is None else quantity.domain.low
        diagonal = quantity is not None and quantity.domain.structure not in ("", "simplex", "diagonal")
        return low if low is not None and low >= 0 and not diagonal else None

    def least(self, form: Form, depth: int = 6) -> Fraction | None:
        """A lower bound of a linear form in indices, sizes and integers, if there is one."""
        total = Fraction(0)
        for monomial, coefficient in form.terms:
            if not monomial:
                total += coefficient
                continue
            ((factor, exponent), *others) = monomial
            if others or exponent != 1 or depth == 0:
                return None
            ends = self.ends(factor)
            if ends is not None:
                end = ends[0] if coefficient > 0 else ends[1]
                rest = form_of((m, c) for m, c in form.terms if m != monomial)
                moved = form_of([*rest.terms, *((m, c * coefficient) for m, c in end.terms)])
                return self.least(moved, depth - 1)
            low = self._least_value(factor)
            if low is None or coefficient < 0:
                return None
            total += coefficient * low
        return total

    def ends(self, factor: Factor) -> tuple[Form, Form] | None:
        """The first and last value of an index, if it is one."""
        if factor.head == "name":
            return self.ranges.get(factor.label)
        quantity = self.quantities.get(factor.label) if factor.head == "entry" else None
        if quantity is not None and quantity.domain.structure == "index":
            return number(1), self.size(quantity.domain.axis)
        return None

    def _least_value(self, factor: Factor) -> Fraction | None:
        if factor.head == "name":
            return Fraction(self.smallest.get(factor.label, 0))
        quantity = self.quantities.get(factor.label) if factor.head == "entry" else None
        return None if quantity is None or quantity.domain.structure else quantity.domain.low
