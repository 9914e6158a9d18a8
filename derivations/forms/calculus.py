"""Arithmetic of index forms: sums, products, powers and functions, each brought into normal form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from derivations.forms.content import content_of
from derivations.forms.facts import Facts
from derivations.forms.forms import ONE, UNIT, ZERO, Factor, Form, Monomial, form_of, monomial_of, number, single
from derivations.forms.logarithms import exp_of, log_of
from derivations.forms.powers import LARGEST_POWER, power_of, symbolic_power_of
from derivations.forms.rebuilding import reopened
from derivations.forms.signs import absolute_of, equal_of, floor_of, positive_of, sign_of
from derivations.forms.special import special_product
from derivations.forms.sums import product_over, sum_over

WEIGHT = 50  # factors that are written in the time of one step
Entries = Callable[[tuple[Form, ...]], Form]


class Calculus:
    """The operations on forms about which the same facts are known."""

    def __init__(self, facts: Facts) -> None:
        """Forms whose names mean what the facts say."""
        self.facts = facts

    def add(self, *forms: Form) -> Form:
        """The sum."""
        if len(forms) == 1:
            return forms[0]
        self.facts.spend(sum([len(form.terms) for form in forms]) // WEIGHT)
        return form_of([term for form in forms for term in form.terms])

    def scale(self, form: Form, factor: Fraction | int) -> Form:
        """A multiple."""
        if factor == 1:
            return form
        return Form(tuple((m, c * factor) for m, c in form.terms)) if factor else ZERO

    def subtract(self, a: Form, b: Form) -> Form:
        """The difference."""
        return self.add(a, self.scale(b, -1))

    def multiply(self, *forms: Form) -> Form:
        """The product, multiplied out."""
        if not forms:
            return ONE
        result, *others = forms
        for form in others:
            if len(result.terms) == 1 and not result.terms[0][0]:
                result = self._multiple(form, result.terms[0][1])
                continue
            self.facts.spend(form.weight // WEIGHT)
            if len(result.terms) == 1:
                ((monomial, coefficient),) = result.terms
                if len(form.terms) == 1:
                    result = self._one_by_one(monomial, coefficient, *form.terms[0])
                    continue
            terms: list[tuple[Monomial, Fraction]] = []
            for a, ca in result.terms:
                for b, cb in form.terms:
                    terms += self._one_by_one(a, ca, b, cb).terms
            result = form_of(terms)
        return result

    def _multiple(self, form: Form, factor: Fraction) -> Form:
        """A multiple, as a product of which one factor is a number."""
        terms = form.terms
        self.facts.spend(form.weight // WEIGHT + len(terms) + sum([len(b) // 4 for b, _ in terms]))
        return self.scale(form, factor)

    def _one_by_one(self, a: Monomial, ca: Fraction, b: Monomial, cb: Fraction) -> Form:
        """The product of two terms, which is a step, and more for long ones."""
        self.facts.spend(1 + (len(a) + len(b)) // 4)
        return self.scale(self._product(a, b), ca if cb == 1 else ca * cb)

    def _product(self, a: Monomial, b: Monomial) -> Form:
        if not a or not b:
            return Form((((a or b), UNIT),))
        exponents = dict(a)
        for factor, exponent in b:
            before = exponents.get(factor)
            exponents[factor] = exponent if before is None else before + exponent
        return self.monomial(exponents)

    def monomial(self, exponents: Mapping[Factor, Fraction]) -> Form:
        """A product of powers of factors, with the rules of the special ones."""
        if not all(exponents.values()):
            exponents = {factor: exponent for factor, exponent in exponents.items() if exponent}
        changed = special_product(self, exponents)
        return changed if changed is not None else Form(((monomial_of(exponents), UNIT),))

    def divide(self, a: Form, b: Form) -> Form:
        """The quotient."""
        return self.multiply(a, self.power(b, Fraction(-1)))

    def power(self, form: Form, exponent: Fraction | int) -> Form:
        """A rational power; a sum is multiplied out where the exponent is a small natural number."""
        return power_of(self, form, exponent)

    def content(self, form: Form, signed: bool) -> tuple[Form, Form]:
        """A form as a monomial times a form without common factors and denominators, its coefficients whole, or 1;
        `signed` also turns the sign of the first to plus."""
        return content_of(self, form, signed)

    def exp(self, form: Form) -> Form:
        """The exponential: a product over the terms."""
        return exp_of(self, form)

    def log(self, form: Form) -> Form:
        """The logarithm: a sum over the factors whose sign is known."""
        return log_of(self, form)

    def to_the(self, base: Form, exponent: Form) -> Form:
        """A power with any exponent; formal where the base may be zero."""
        return symbolic_power_of(self, base, exponent)

    def absolute(self, form: Form) -> Form:
        """The absolute value."""
        return absolute_of(self, form)

    def sign(self, form: Form) -> Form:
        """-1, 0 or 1."""
        return sign_of(self, form)

    def positive(self, form: Form) -> Form:
        """1 where the form is positive, else 0."""
        return positive_of(self, form)

    def equal(self, a: Form, b: Form) -> Form:
        """1 where the two are equal, else 0."""
        return equal_of(self, a, b)

    def floor(self, form: Form) -> Form:
        """The largest integer that is not above."""
        return floor_of(self, form)

    def sine(self, form: Form, cosine: bool) -> Form:
        """The sine or cosine, by the addition theorem over the terms."""
        ((monomial, coefficient), *others) = form.terms or (((), Fraction(0)),)
        if not coefficient:
            return ONE if cosine else ZERO
        if others:
            first, rest = Form(((monomial, coefficient),)), form_of(others)
            a, b = self.sine(first, cosine), self.sine(rest, True)
            c, d = self.sine(first, not cosine), self.sine(rest, False)
            return self.add(self.multiply(a, b), self.scale(self.multiply(c, d), -1 if cosine else 1))
        factor = Factor("cos" if cosine else "sin", arguments=(Form(((monomial, abs(coefficient)),)),))
        return self.scale(single(factor), 1 if cosine or coefficient > 0 else -1)

    def entry(self, label: str, indices: Sequence[Form]) -> Form:
        """An entry of a quantity that is drawn, with the structure of its domain."""
        factor = Factor("entry", label, tuple(indices))
        structure = self.facts.structure(factor)
        if structure == "diagonal" and len(indices) == 2:
            i, j = indices
            return self.multiply(self.equal(i, j), single(Factor("entry", label, (i, i))))
        if structure == "identity":
            return self.equal(*indices)
        if structure in ("symmetric", "positive definite"):
            factor = Factor("entry", label, tuple(sorted(indices, key=lambda index: index.key)))
        return single(factor)

    def gamma(self, form: Form) -> Form:
        """The gamma function; whole numbers in the argument become factors in front."""
        offset = sum((c for m, c in form.terms if not m), Fraction(0))
        rest = self.subtract(form, number(offset))
        if not rest.terms or not self.facts.is_integer(rest) or offset.denominator != 1 or abs(offset) > LARGEST_POWER:
            return self.function("gamma", form)
        result = single(Factor("gamma", arguments=(self.add(rest, ONE),)))
        for k in range(1, int(offset)):
            result = self.multiply(result, self.add(rest, number(k)))
        for k in range(int(offset), 1):
            result = self.divide(result, self.add(rest, number(k)))
        return result

    def function(self, head: str, form: Form) -> Form:
        """A function about which nothing else is known."""
        return single(Factor(head, arguments=(form,)))

    def sum_over(self, form: Form, index: str, low: Form, high: Form) -> Form:
        """The sum while an index (a new name) runs from low to high."""
        return sum_over(self, form, index, low, high)

    def product_over(self, form: Form, index: str, low: Form, high: Form) -> Form:
        """The product while an index (a new name) runs from low to high."""
        return product_over(self, form, index, low, high)

    def rebuild(self, form: Form, names: Mapping[str, Form], leaves: Mapping[str, Entries] | None = None) -> Form:
        """The form with names, and entries of quantities, replaced."""
        leaves = leaves or {}
        return self._changed(form, names, leaves, frozenset((*names, *(f"@{leaf}" for leaf in leaves))))

    def _changed(
        self, form: Form, names: Mapping[str, Form], leaves: Mapping[str, Entries], touched: frozenset[str]
    ) -> Form:
        self.facts.spend(form.weight // WEIGHT)
        if touched.isdisjoint(form.names):
            return form
        if len(form.terms) == 1 and len(form.terms[0][0]) == 1:
            ((((factor, exponent),), coefficient),) = form.terms
            self.facts.spend(1)
            return self._multiple(self.power(self._rebuilt(factor, names, leaves, touched), exponent), coefficient)
        total = []
        for monomial, coefficient in form.terms:
            self.facts.spend(len(monomial))
            changed = [pair for pair in monomial if not touched.isdisjoint(pair[0].names)]
            if not changed:
                total.append(Form(((monomial, coefficient),)))
                continue
            result = Form(((tuple([pair for pair in monomial if touched.isdisjoint(pair[0].names)]), coefficient),))
            for factor, exponent in changed:
                rebuilt = self._rebuilt(factor, names, leaves, touched)
                result = self.multiply(result, self.power(rebuilt, exponent))
            total.append(result)
        return self.add(*total)

    def _rebuilt(
        self, factor: Factor, names: Mapping[str, Form], leaves: Mapping[str, Entries], touched: frozenset[str]
    ) -> Form:
        if factor.head == "name":
            return names[factor.label]
        if factor.bound:
            return reopened(self, factor, lambda form: self._changed(form, names, leaves, touched))
        arguments = [self._changed(argument, names, leaves, touched) for argument in factor.arguments]
        if factor.head == "entry" and factor.label in leaves:
            return leaves[factor.label](tuple(arguments))
        return self.made(factor, arguments)

    def made(self, factor: Factor, arguments: Sequence[Form]) -> Form:
        """A factor without bound indices, with other arguments."""
        match factor.head:
            case "exp":
                return self.exp(arguments[0])
            case "log":
                return self.log(arguments[0])
            case "sin" | "cos":
                return self.sine(arguments[0], factor.head == "cos")
            case "abs":
                return self.absolute(arguments[0])
            case "sign":
                return self.sign(arguments[0])
            case "positive":
                return self.positive(arguments[0])
            case "delta":
                return self.equal(arguments[0], arguments[1])
            case "floor":
                return self.floor(arguments[0])
            case "base":
                return arguments[0]
            case "power":
                return self.to_the(arguments[0], arguments[1])
            case "entry":
                return self.entry(factor.label, arguments)
            case "gamma":
                return self.gamma(arguments[0])
            case _:
                return single(Factor(factor.head, factor.label, tuple(arguments), (), factor.outside))
