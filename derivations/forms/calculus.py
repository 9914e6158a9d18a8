"""Arithmetic of index forms: sums, products, powers and functions, each brought into normal form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

from derivations.forms.facts import Facts, Unprovable
from derivations.forms.forms import ONE, ZERO, Factor, Form, Monomial, form_of, monomial_of, number, single
from derivations.forms.rebuilding import reopened
from derivations.forms.special import special_product
from derivations.forms.sums import product_over, sum_over

LARGEST_POWER = 6  # of a sum that is multiplied out
LARGEST_EXPONENT = 64  # of a number
WEIGHT = 50  # factors that are written in the time of one step
Entries = Callable[[tuple[Form, ...]], Form]


class Calculus:
    """The operations on forms about which the same facts are known."""

    def __init__(self, facts: Facts) -> None:
        """Forms whose names mean what the facts say."""
        self.facts = facts

    def add(self, *forms: Form) -> Form:
        """The sum."""
        return forms[0] if len(forms) == 1 else form_of(term for form in forms for term in form.terms)

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
            self.facts.spend(form.weight // WEIGHT)
            terms: list[tuple[Monomial, Fraction]] = []
            for a, ca in result.terms:
                for b, cb in form.terms:
                    self.facts.spend(1 + (len(a) + len(b)) // 4)
                    scale = ca if cb == 1 else ca * cb
                    product = self._product(a, b).terms
                    terms += product if scale == 1 else ((m, c * scale) for m, c in product)
            result = form_of(terms)
        return result

    def _product(self, a: Monomial, b: Monomial) -> Form:
        if not a or not b:
            return Form((((a or b), Fraction(1)),))
        exponents = dict(a)
        for factor, exponent in b:
            exponents[factor] = exponents.get(factor, Fraction(0)) + exponent
        return self.monomial(exponents)

    def monomial(self, exponents: Mapping[Factor, Fraction]) -> Form:
        """A product of powers of factors, with the rules of the special ones."""
        exponents = {factor: exponent for factor, exponent in exponents.items() if exponent}
        changed = special_product(self, exponents)
        return changed if changed is not None else Form(((monomial_of(exponents), Fraction(1)),))

    def divide(self, a: Form, b: Form) -> Form:
        """The quotient."""
        return self.multiply(a, self.power(b, Fraction(-1)))

    def power(self, form: Form, exponent: Fraction | int) -> Form:
        """A rational power; a sum is multiplied out where the exponent is a small natural number."""
        exponent = Fraction(exponent)
        if exponent == 0:
            return ONE
        if exponent == 1:
            return form
        if not form.terms:
            if exponent < 0:
                raise Unprovable("division by zero")
            return ZERO
        if len(form.terms) == 1:
            return self._power_of_monomial(form, exponent)
        content, primitive = self.content(form, exponent.denominator == 1)
        if primitive == ONE:
            return self._power_of_monomial(content, exponent)
        whole = exponent.numerator // exponent.denominator
        if whole > LARGEST_POWER:
            raise Unprovable("a power that is too large to multiply out")
        result = self.power(content, exponent)
        if whole >= 1:
            result = self.multiply(result, *([primitive] * whole))
            exponent -= whole
        return self.multiply(result, single(Factor("base", arguments=(primitive,)), exponent)) if exponent else result

    def _power_of_monomial(self, form: Form, exponent: Fraction) -> Form:
        ((monomial, coefficient),) = form.terms
        result = self._power_of_number(coefficient, exponent)
        for factor, own in monomial:
            inner = factor.arguments[0] if factor.head == "base" else single(factor)
            root = own.denominator % 2 == 0  # it has a value only where the base is not negative
            if exponent.denominator == 1 or root or self.facts.is_nonnegative(factor, Fraction(1)):
                power = self.power(inner, own * exponent) if factor.head == "base" else None
                result = self.multiply(result, power or self.monomial({factor: own * exponent}))
            elif self.facts.is_nonnegative(factor, own):
                result = self.multiply(result, self.power(self.absolute(inner), own * exponent))
            else:
                base = Factor("base", arguments=(single(factor, own),))
                result = self.multiply(result, single(base, exponent))
        return result

    def _power_of_number(self, value: Fraction, exponent: Fraction) -> Form:
        if abs(exponent) > LARGEST_EXPONENT:
            raise Unprovable("a power of a number that is too large")
        if exponent.denominator == 1:
            return number(value ** int(exponent))
        if value < 0:
            raise Unprovable("a root of a negative number")
        result = ONE
        for part, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, count in _primes(part):
                factor = Factor("prime", str(prime))
                result = self.multiply(result, self.monomial({factor: exponent * count * sign}))
        return result

    def content(self, form: Form, signed: bool) -> tuple[Form, Form]:
        """A form as a monomial times a form without common factors and denominators, its coefficients whole, or 1;
        `signed` also turns the sign of the first to plus."""
        if len(form.terms) == 1:
            return form, ONE
        least: dict[Factor, Fraction] = {}
        for position, (monomial, _) in enumerate(form.terms):
            here = dict(monomial)
            for factor in {*least, *here}:
                own = here.get(factor, Fraction(0))
                least[factor] = min(least.get(factor, own if position == 0 else Fraction(0)), own)
        common = {f: e for f, e in least.items() if e}
        coefficients = [c for _, c in form.terms]
        scale = Fraction(gcd(*(c.numerator for c in coefficients)), lcm(*(c.denominator for c in coefficients)))
        primitive = form
        if common or scale != 1:
            primitive = self.add(*(self._divided(m, c / scale, common) for m, c in form.terms))
        if signed and primitive.terms and primitive.terms[0][1] < 0:
            primitive, scale = self.scale(primitive, -1), -scale
        outer = Form(((monomial_of(common), scale),))
        if any(factor.head == "base" for factor in common):  # multiplied out, the rest may have a content of its own
            if not primitive.terms:
                raise Unprovable("a quotient that vanishes")
            again, primitive = self.content(primitive, signed)
            outer = self.multiply(outer, again)
        return outer, primitive

    def _divided(self, monomial: Monomial, coefficient: Fraction, divisor: Mapping[Factor, Fraction]) -> Form:
        exponents = dict(monomial)
        for factor, exponent in divisor.items():
            exponents[factor] = exponents.get(factor, Fraction(0)) - exponent
        return self.scale(self.monomial(exponents), coefficient)

    def exp(self, form: Form) -> Form:
        """The exponential: a product over the terms."""
        result = ONE
        for monomial, coefficient in form.terms:
            logs = [f for f, e in monomial if f.head == "log" and e == 1]
            if logs:
                rest = form_of([(tuple(pair for pair in monomial if pair[0] != logs[0]), coefficient)])
                result = self.multiply(result, self.to_the(logs[0].arguments[0], rest))
            else:
                factor = Factor("exp", arguments=(Form(((monomial, Fraction(1)),)),))
                result = self.multiply(result, single(factor, coefficient))
        return result

    def log(self, form: Form) -> Form:
        """The logarithm: a sum over the factors whose sign is known."""
        if not form.terms:
            raise Unprovable("the logarithm of zero")
        content, primitive = self.content(form, False)
        ((monomial, coefficient),) = content.terms
        total, inside = [], primitive
        if coefficient < 0:
            coefficient, inside = -coefficient, self.scale(inside, -1)
        for part, sign in ((coefficient.numerator, 1), (coefficient.denominator, -1)):
            for prime, count in _primes(part):
                total.append(self.scale(single(Factor("log", arguments=(number(prime),))), count * sign))
        for factor, exponent in monomial:
            if not self.facts.is_nonnegative(factor, exponent):
                inside = self.multiply(inside, single(factor, exponent))
            elif factor.head == "exp":
                total.append(self.scale(factor.arguments[0], exponent))
            elif factor.head == "base" and (exponent.denominator % 2 == 0 or exponent.numerator % 2):
                total.append(self.scale(self._log_of_base(factor.arguments[0]), exponent))
            elif exponent.denominator % 2 and not self.facts.is_nonnegative(factor, Fraction(1)):
                inner = factor.arguments[0] if factor.head == "base" else single(factor)
                total.append(self.scale(self.log(self.absolute(inner)), exponent))
            elif factor.head == "power":
                base, symbolic = factor.arguments
                total.append(self.scale(self.multiply(symbolic, self.log(base)), exponent))
            elif factor.head == "prime":
                total.append(self.scale(single(Factor("log", arguments=(number(int(factor.label)),))), exponent))
            else:
                total.append(self.scale(single(Factor("log", arguments=(single(factor),))), exponent))
        if inside != ONE:
            total.append(single(Factor("log", arguments=(inside,))))
        return self.add(*total)

    def _log_of_base(self, form: Form) -> Form:
        factor = form.factor
        return self.log(form) if factor is None else single(Factor("log", arguments=(form,)))

    def to_the(self, base: Form, exponent: Form) -> Form:
        """A power with any exponent; formal where the base may be zero."""
        constant = exponent.constant
        if constant is not None:
            return self.power(base, constant)
        result = ONE
        for monomial, coefficient in exponent.terms:
            if not monomial:
                result = self.multiply(result, self.power(base, coefficient))
                continue
            unit = Form(((monomial, Fraction(1)),))
            whole = coefficient.denominator == 1 and self.facts.is_integer(unit)
            result = self.multiply(result, *self._symbolic(base, unit, coefficient, whole))
        return result

    def _symbolic(self, base: Form, unit: Form, coefficient: Fraction, whole: bool) -> Iterable[Form]:
        """The factors of `base**(coefficient * unit)`."""
        if not base.terms:
            raise Unprovable("a symbolic power of zero")
        content, primitive = self.content(base, whole)
        ((monomial, scale),) = content.terms
        if primitive != ONE:
            if not whole and not self.facts.is_nonnegative_form(primitive):
                raise Unprovable("a real power of a number that may be negative")
            yield self.monomial({Factor("power", arguments=(primitive, unit)): coefficient})
        if scale < 0:
            if not whole:
                raise Unprovable("a real power of a negative number")
            yield self.monomial({Factor("power", arguments=(number(-1), unit)): coefficient})
        for part, sign in ((abs(scale.numerator), 1), (scale.denominator, -1)):
            for prime, count in _primes(part):
                yield self.monomial({Factor("power", arguments=(number(prime), unit)): coefficient * count * sign})
        for factor, exponent in monomial:
            if not whole and not self.facts.is_nonnegative(factor, Fraction(1)):
                raise Unprovable("a real power of a number that may be negative")
            if factor.head == "exp":
                yield self.exp(self.multiply(factor.arguments[0], self.scale(unit, coefficient * exponent)))
            elif factor.head == "base":
                yield from self._symbolic(factor.arguments[0], unit, coefficient * exponent, whole)
            elif factor.head == "power":
                inner, symbolic = factor.arguments
                yield self.to_the(inner, self.multiply(symbolic, self.scale(unit, coefficient * exponent)))
            elif exponent.denominator != 1 and whole:
                yield self.to_the(single(factor), self.scale(unit, coefficient * exponent))
            else:
                yield self.monomial({Factor("power", arguments=(single(factor), unit)): coefficient * exponent})

    def absolute(self, form: Form) -> Form:
        """The absolute value."""
        if not form.terms:
            return ZERO
        if self.facts.is_nonnegative_form(form):
            return form
        content, primitive = self.content(form, True)
        ((monomial, coefficient),) = content.terms
        result = number(abs(coefficient))
        for factor, exponent in monomial:
            if self.facts.is_nonnegative(factor, exponent):
                result = self.multiply(result, single(factor, exponent))
            else:
                result = self.multiply(result, self.monomial({Factor("abs", arguments=(single(factor),)): exponent}))
        if primitive != ONE and not self.facts.is_nonnegative_form(primitive):
            primitive = self.monomial({Factor("abs", arguments=(primitive,)): Fraction(1)})
        return self.multiply(result, primitive)

    def sign(self, form: Form) -> Form:
        """-1, 0 or 1."""
        constant = form.constant
        if constant is not None:
            return number((constant > 0) - (constant < 0))
        content, primitive = self.content(form, True)
        ((monomial, coefficient),) = content.terms
        result = number(1 if coefficient > 0 else -1)
        for factor, exponent in monomial:
            if exponent.denominator != 1:
                raise Unprovable("the sign of a root")
            certain = factor.head in ("exp", "prime", "pi")
            if not certain:
                parity = Fraction(int(exponent) % 2 or 2)
                result = self.multiply(result, self.monomial({_sign_of(single(factor)): parity}))
        if primitive != ONE:
            result = self.multiply(result, self.monomial({_sign_of(primitive): Fraction(1)}))
        return result

    def positive(self, form: Form) -> Form:
        """1 where the form is positive, else 0."""
        constant = form.constant
        if constant is not None:
            return number(int(constant > 0))
        if self.facts.is_integer(form):
            low, high = self.facts.least(form), self.facts.least(self.scale(form, -1))
            if low is not None and low >= 1:
                return ONE
            if high is not None and high >= 0:
                return ZERO
            other = self.subtract(ONE, form)  # of integers, either d or 1 - d is positive
            if other.key < form.key:
                return self.subtract(ONE, single(Factor("positive", arguments=(other,))))
            return single(Factor("positive", arguments=(form,)))
        content, primitive = self.content(form, False)
        ((monomial, coefficient),) = content.terms
        kept = ONE if self.facts.is_positive_form(primitive) else primitive
        for factor, exponent in monomial:
            if not self.facts.is_positive(factor):
                inner = factor.arguments[0] if factor.head == "base" else single(factor)
                odd = exponent.denominator == 1 and exponent.numerator % 2 == 1
                kept = self.multiply(kept, inner if odd else self.power(inner, abs(exponent)))
        if coefficient < 0:
            kept = self.scale(kept, -1)
        return single(Factor("positive", arguments=(kept,))) if kept.constant is None else self.positive(kept)

    def equal(self, a: Form, b: Form) -> Form:
        """1 where the two are equal, else 0."""
        difference = self.subtract(a, b)
        constant = difference.constant
        if constant is not None:
            return number(int(constant == 0))
        if not (self.facts.is_integer(a) and self.facts.is_integer(b)):
            above, below = self.positive(difference), self.positive(self.scale(difference, -1))
            return self.subtract(ONE, self.add(above, below))
        low, high = self.facts.least(difference), self.facts.least(self.scale(difference, -1))
        if (low is not None and low > 0) or (high is not None and high > 0):
            return ZERO
        left, right = sorted((a, b), key=lambda form: form.key)
        return single(Factor("delta", arguments=(left, right)))

    def floor(self, form: Form) -> Form:
        """The largest integer that is not above."""
        whole = form_of(
            (m, c) for m, c in form.terms if c.denominator == 1 and self.facts.is_integer(Form(((m, Fraction(1)),)))
        )
        rest = self.subtract(form, whole)
        constant = rest.constant
        if constant is not None:
            return self.add(whole, number(constant.numerator // constant.denominator))
        return self.add(whole, single(Factor("floor", arguments=(rest,))))

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
        self.facts.spend(form.weight // WEIGHT)
        touched = {*names, *(f"@{leaf}" for leaf in leaves)}
        if not touched & form.names:
            return form
        total = []
        for monomial, coefficient in form.terms:
            self.facts.spend(len(monomial))
            plain = {f: e for f, e in monomial if not touched & f.names}
            result = self.scale(Form(((monomial_of(plain), Fraction(1)),)), coefficient)
            for factor, exponent in monomial:
                if factor not in plain:
                    rebuilt = self._rebuilt(factor, names, leaves)
                    result = self.multiply(result, self.power(rebuilt, exponent))
            total.append(result)
        return self.add(*total)

    def _rebuilt(self, factor: Factor, names: Mapping[str, Form], leaves: Mapping[str, Entries]) -> Form:
        if factor.head == "name":
            return names[factor.label]
        if factor.bound:
            return reopened(self, factor, lambda form: self.rebuild(form, names, leaves))
        arguments = [self.rebuild(argument, names, leaves) for argument in factor.arguments]
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


def _sign_of(form: Form) -> Factor:
    return Factor("sign", arguments=(form,))


def _primes(value: int) -> list[tuple[int, int]]:
    """The prime factors of a natural number below a million with their exponents; of a larger one, itself."""
    found: list[tuple[int, int]] = []
    prime = 2
    while value > 1:
        if prime * prime > value or value > 10**6:
            prime = value
        count = 0
        while value % prime == 0:
            value //= prime
            count += 1
        if count:
            found.append((prime, count))
        prime += 1
    return found
