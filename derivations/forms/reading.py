"""From terms to index forms: what a term means when its sizes are not chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

from derivations.algebra import terms as t
from derivations.algebra.terms import Term
from derivations.forms.binding import closure
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Unprovable
from derivations.forms.forms import ONE, Factor, Form, name, number, single
from derivations.forms.grids import Grid, elementwise, remembered, scalar, times
from derivations.forms.operations.table import OPERATIONS
from derivations.forms.slopes import slope
from derivations.vocabulary import Quantity


@dataclass(frozen=True)
class Scope:
    """What the bound names stand for: running indices, and parameters, lets and variables of derivatives."""

    indices: Mapping[str, Form] = field(default_factory=dict)
    values: Mapping[str, Grid] = field(default_factory=dict)

    def with_index(self, label: str, form: Form) -> Scope:
        """The scope in which an index has that value."""
        return replace(self, indices={**self.indices, label: form})

    def with_values(self, values: Mapping[str, Grid]) -> Scope:
        """The scope in which names have these values."""
        return replace(self, values={**self.values, **values})


class Reading:
    """Reads the terms of one claim."""

    def __init__(self, calculus: Calculus, quantities: Mapping[str, Quantity], definitions: Mapping[str, Term]) -> None:
        """Terms whose names are these quantities, some of them defined."""
        self.calculus = calculus
        self.facts = calculus.facts
        self.quantities = quantities
        self.definitions = definitions
        self.variables = 0

    def value(self, term: Term, scope: Scope) -> Grid:
        """The array that a term is; raises `Unprovable` for what has no index form."""
        self.facts.spend()
        match term:
            case t.Number(value, None):
                return scalar(number(value))
            case t.Leaf(label):
                return self._leaf(label, scope)
            case t.Index(label):
                return self._index(label, scope)
            case t.Size(label):
                return scalar(self.facts.size(label))
            case t.Apply("inverse" | "determinant" as head, (t.Apply("times", (a, b)) as inside,)):
                return self._of_product(head, inside, self.value(a, scope), self.value(b, scope), scope)
            case t.Apply(head, arguments):
                return self._apply(head, [self.value(argument, scope) for argument in arguments])
            case t.Entry(base, indices):
                return self._entry(base, indices, scope)
            case t.Reduce():
                return self._reduce(term, scope)
            case t.Compare(operator, left, right):
                return elementwise(self._comparison(operator), self.value(left, scope), self.value(right, scope))
            case t.Cases(rows):
                return self._cases(rows, scope)
            case t.Call(function, arguments):
                return self._call(function, [self.value(argument, scope) for argument in arguments], scope)
            case t.Derivative():
                return self._derivative(term, scope)
            case t.Expectation(body, spaces):
                return self._expectation(self.value(body, scope), spaces)
            case t.Stack(rows):
                return self._stack(rows, scope)
            case t.Tabulate(body, indices, sizes):
                return self._tabulate(body, indices, sizes, scope)
            case t.Let(label, bound, body):
                return self.value(body, scope.with_values({label: self.value(bound, scope)}))
            case _:
                raise Unprovable(f"a {type(term).__name__.lower()} has no index form")

    def _leaf(self, label: str, scope: Scope) -> Grid:
        if label in scope.values:
            return scope.values[label]
        if label in self.definitions:
            return self.value(self.definitions[label], scope)
        quantity = self.quantities.get(label)
        if quantity is None or quantity.arguments is not None:
            raise Unprovable(f"{label} has no value")
        outcome: tuple[Form, ...] = ()
        if quantity.law is not None:
            axis = f"~{quantity.law.name}"
            support = quantity.law.uniform.name if quantity.law.uniform else f"outcomes of {quantity.law.name}"
            self.facts.smallest.setdefault(support, 1)
            self.facts.ranges.setdefault(axis, (ONE, self.facts.size(support)))
            outcome = (name(axis),)
            if quantity.domain.structure == "index":
                return scalar(name(axis))
        shape = tuple(self.facts.size(size.name) for size in quantity.shape)
        return Grid(shape, lambda place: self.calculus.entry(label, (*outcome, *place)))

    def _index(self, label: str, scope: Scope) -> Grid:
        if label in scope.indices:
            return scalar(scope.indices[label])
        if label not in self.facts.ranges:
            raise Unprovable(f"the index {label} has no range")
        return scalar(name(label))

    def _apply(self, head: str, arguments: list[Grid]) -> Grid:
        if head not in OPERATIONS:
            raise Unprovable(f"{head} has no index form")
        return OPERATIONS[head](self.calculus, *arguments)

    def _of_product(self, head: str, term: Term, a: Grid, b: Grid, scope: Scope) -> Grid:
        """The inverse or determinant of a product: of square matrices, those of its factors."""
        if a.rank == b.rank == 2 and len({size.key for size in (*a.shape, *b.shape)}) == 1:
            assert isinstance(term, t.Apply)
            left, right = (self.value(t.Apply(head, (factor,)), scope) for factor in term.arguments)
            return times(self.calculus, *((right, left) if head == "inverse" else (left, right)))
        return self._apply(head, [times(self.calculus, a, b)])

    def _entry(self, base: Term, indices: tuple[Term | None, ...], scope: Scope) -> Grid:
        grid = self.value(base, scope)
        quantity = self.quantities.get(base.name) if isinstance(base, t.Leaf) else None
        origins = quantity.origins if quantity is not None else ()
        if len(indices) > grid.rank:
            raise Unprovable("more subscripts than axes")
        wanted: list[Form | None] = [None if index is None else self._number(index, scope) for index in indices]
        for axis, origin in enumerate(origins[: len(wanted)]):
            form = wanted[axis]
            if form is not None and origin != 1:
                wanted[axis] = self.calculus.add(form, number(1 - origin))
        wanted += [None] * (grid.rank - len(wanted))
        for index, size in zip(wanted, grid.shape, strict=True):
            if index is not None:
                self._check_place(index, size)
        shape = tuple(size for size, index in zip(grid.shape, wanted, strict=True) if index is None)

        def entry(place: tuple[Form, ...]) -> Form:
            rest = iter(place)
            return grid.entry(tuple(next(rest) if index is None else index for index in wanted))

        return Grid(shape, entry)

    def _check_place(self, index: Form, size: Form) -> None:
        """Refuse a subscript that may lie outside its axis; what is no sum of indices and sizes is left to sampling."""
        plain = all(factor.head == "name" for monomial, _ in index.terms for factor, _ in monomial)
        for distance in (self.calculus.subtract(index, ONE), self.calculus.subtract(size, index)):
            least = self.facts.least(distance)
            if least is None and not plain:
                continue
            if least is None or least < 0:
                raise Unprovable("a subscript outside its range")

    def _number(self, term: Term, scope: Scope) -> Form:
        grid = self.value(term, scope)
        if grid.rank:
            raise Unprovable("an array in the place of a number")
        return grid.entry(())

    def _reduce(self, term: t.Reduce, scope: Scope) -> Grid:
        if term.lower is None or term.upper is None:
            if term.index not in self.facts.ranges:
                raise Unprovable(f"the index {term.index} has no range")
            low, high = self.facts.ranges[term.index]
        else:
            low, high = self._number(term.lower, scope), self._number(term.upper, scope)
        if not (self.facts.is_integer(low) and self.facts.is_integer(high)):
            raise Unprovable("a bound that is not an integer")
        shape, row = self._shape(term, low, high, scope)
        calculus, facts = self.calculus, self.facts

        def entry(place: tuple[Form, ...]) -> Form:
            index = facts.fresh(low, high)
            inner = scope.with_index(term.index, name(index))
            body = self.value(term.body, inner).entry(place)
            keep = ONE if term.condition is None else self._number(term.condition, inner)
            if term.operation == "sum":
                return calculus.sum_over(calculus.multiply(body, keep), index, low, high)
            if term.operation in ("product", "product_down") and not shape:
                kept = calculus.add(calculus.multiply(body, keep), calculus.subtract(ONE, keep))
                return calculus.product_over(kept, index, low, high)
            if term.condition is not None or shape:
                raise Unprovable(f"{term.operation} under a condition")
            facts.ranges[index] = (low, high)
            return closure(calculus, term.operation, "", (), (body,), (index,))

        return Grid(shape, remembered(entry), row)

    def _shape(self, term: t.Reduce, low: Form, high: Form, scope: Scope) -> tuple[tuple[Form, ...], bool]:
        grid = self.value(term.body, scope.with_index(term.index, name(self.facts.fresh(low, high))))
        return grid.shape, grid.row

    def _comparison(self, operator: str) -> Callable[[Form, Form], Form]:
        calculus = self.calculus
        return {
            "==": calculus.equal,
            "!=": lambda a, b: calculus.subtract(ONE, calculus.equal(a, b)),
            ">": lambda a, b: calculus.positive(calculus.subtract(a, b)),
            "<": lambda a, b: calculus.positive(calculus.subtract(b, a)),
            ">=": lambda a, b: calculus.subtract(ONE, calculus.positive(calculus.subtract(b, a))),
            "<=": lambda a, b: calculus.subtract(ONE, calculus.positive(calculus.subtract(a, b))),
        }[operator]

    def _cases(self, rows: tuple[tuple[Term, Term | None], ...], scope: Scope) -> Grid:
        if not rows or rows[-1][1] is not None:
            raise Unprovable("cases without an otherwise")
        result = self.value(rows[-1][0], scope)
        for term, condition in reversed(rows[:-1]):
            assert condition is not None
            truth = self.value(condition, scope)
            result = elementwise(self._chosen, truth, self.value(term, scope), result)
        return result

    def _chosen(self, truth: Form, a: Form, b: Form) -> Form:
        calculus = self.calculus
        return calculus.add(b, calculus.multiply(truth, calculus.subtract(a, b)))

    def _call(self, function: Term, arguments: list[Grid], scope: Scope) -> Grid:
        if isinstance(function, t.Leaf):
            defined = self.definitions.get(function.name)
            if defined is None:
                return self._arbitrary(function.name, arguments)
            function = defined
        if not isinstance(function, t.Function) or len(function.parameters) != len(arguments):
            raise Unprovable("a call of something that is not a function of so many arguments")
        return self.value(function.body, scope.with_values(dict(zip(function.parameters, arguments, strict=True))))

    def _arbitrary(self, label: str, arguments: list[Grid]) -> Grid:
        """The value of an arbitrary function: a factor that keeps its arguments, entry by entry."""
        quantity = self.quantities.get(label)
        if quantity is None or quantity.arguments is None:
            raise Unprovable(f"{label} is no function")
        shapes = [tuple(self.facts.size(size.name) for size in shape) for shape in quantity.arguments]
        if not quantity.shape and not any(shapes) and any(grid.rank for grid in arguments):
            return elementwise(lambda *forms: self._arbitrary(label, [*map(scalar, forms)]).entry(()), *arguments)
        if shapes != [grid.shape for grid in arguments]:
            raise Unprovable(f"{label} of arguments of another shape")
        shape = tuple(self.facts.size(size.name) for size in quantity.shape)
        spec = ",".join(str(len(axes)) for axes in (shape, *shapes))

        def entry(place: tuple[Form, ...]) -> Form:
            labels = [[self.facts.fresh(ONE, size) for size in axes] for axes in shapes]
            inside = [
                grid.entry(tuple(name(axis) for axis in axes)) for grid, axes in zip(arguments, labels, strict=True)
            ]
            flat = [axis for axes in labels for axis in axes]
            return closure(self.calculus, "call", f"{label}/{spec}/", place, inside, flat)

        return Grid(shape, remembered(entry))

    def _derivative(self, term: t.Derivative, scope: Scope) -> Grid:
        by = self.value(term.at if term.at is not None else t.Leaf(term.by), scope)
        quantity = self.quantities.get(term.by)
        if term.at is None and quantity is not None and quantity.law is not None:
            raise Unprovable("a derivative by a random quantity")
        self.variables += 1
        label = f"{term.by}'{self.variables}"
        shape = () if term.entrywise else by.shape
        variable = Grid(shape, lambda place: single(Factor("entry", label, place)), by.row and not term.entrywise)
        body = self.value(term.body, scope.with_values({term.by: variable}))
        if term.entrywise and body.rank:
            raise Unprovable("an entrywise derivative of an array")

        def entry(place: tuple[Form, ...]) -> Form:
            at = place[body.rank :]
            changed = slope(self.calculus, body.entry(place[: body.rank]), label, () if term.entrywise else at)
            back = {label: (lambda _: by.entry(at)) if term.entrywise else by.entry}
            return self.calculus.rebuild(changed, {}, back)

        row = not body.rank and by.rank == 1 and not term.gradient and not term.entrywise
        return Grid((*body.shape, *by.shape), remembered(entry), row)

    def _expectation(self, body: Grid, spaces: tuple[str, ...]) -> Grid:
        calculus, facts = self.calculus, self.facts

        def entry(place: tuple[Form, ...]) -> Form:
            form = body.entry(place)
            for axis in sorted(label for label in form.names if label.startswith("~")):
                if spaces and axis not in spaces:
                    continue
                low, high = facts.ranges[axis]
                outcome = facts.fresh(low, high)
                uniform = high.key != name(f"outcomes of {axis[1:]}").key
                weight = calculus.power(high, -1) if uniform else single(Factor("weight", axis, (name(outcome),)))
                moved = calculus.rebuild(form, {axis: name(outcome)})
                form = calculus.sum_over(calculus.multiply(weight, moved), outcome, low, high)
            return form

        return Grid(body.shape, remembered(entry), body.row)

    def _stack(self, rows: tuple[tuple[Term, ...], ...], scope: Scope) -> Grid:
        forms = [[self._number(term, scope) for term in row] for row in rows]
        calculus = self.calculus
        columns = len(forms[0])

        def at(i: Form, j: Form) -> Form:
            return calculus.add(
                *(
                    calculus.multiply(form, calculus.equal(i, number(r + 1)), calculus.equal(j, number(c + 1)))
                    for r, row in enumerate(forms)
                    for c, form in enumerate(row)
                )
            )

        if columns == 1:
            return Grid((number(len(forms)),), lambda place: at(place[0], ONE))
        if len(forms) == 1:
            return Grid((number(columns),), lambda place: at(ONE, place[0]), row=True)
        return Grid((number(len(forms)), number(columns)), lambda place: at(*place))

    def _tabulate(self, body: Term, indices: tuple[str, ...], sizes: tuple[Term, ...], scope: Scope) -> Grid:
        shape = tuple(self._number(size, scope) for size in sizes)

        def entry(place: tuple[Form, ...]) -> Form:
            inner = reduce(lambda found, pair: found.with_index(*pair), zip(indices, place, strict=True), scope)
            return self._number(body, inner)

        return Grid(shape, remembered(entry))
