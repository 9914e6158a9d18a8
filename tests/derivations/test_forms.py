"""Index forms: what they show for all sizes, and that they show nothing false."""

import pytest

from derivations.algebra.points import Context
from derivations.algebra.terms import (
    Compare,
    Derivative,
    Entry,
    Expectation,
    Index,
    Leaf,
    Reduce,
    Relation,
    Size,
    Tabulate,
    Term,
    apply,
    number,
)
from derivations.catalogue import TOPICS, formulas_of
from derivations.forms.claims import Budget, is_shown
from derivations.proof import ALL_SIZES, ALL_VALUES, Outcome, attempt, prove
from derivations.vocabulary import (
    ONE_HOT,
    ORTHOGONAL,
    POSITIVE,
    POSITIVE_DEFINITE,
    SIGN,
    Law,
    Quantity,
    free_index,
)
from derivations.vocabulary import Size as Axis
from numerics.agreement import Outcome as Sampled
from numerics.agreement import sample
from numerics.mutants import mutants_of
from numerics.verification import subject_of

n, m = Axis("n", "rows"), Axis("m", "columns")
context = Context(
    (
        Quantity("x", "a vector", shape=(n,)),
        Quantity("y", "a one-hot vector", shape=(n,), domain=ONE_HOT),
        Quantity("A", "a matrix", shape=(n, m)),
        Quantity("B", "a square matrix", shape=(n, n)),
        Quantity("S", "a covariance", shape=(n, n), domain=POSITIVE_DEFINITE),
        Quantity("Q", "a rotation", shape=(n, n), domain=ORTHOGONAL),
        Quantity("u", "a random vector", shape=(n,), law=Law("u")),
        Quantity("v", "another random vector", shape=(n,), law=Law("v")),
        Quantity("s", "a number"),
        Quantity("r", "a positive number", domain=POSITIVE),
        Quantity("e", "a sign", domain=SIGN),
        free_index("i", n),
    ),
    (n, m),
)
x, y, A, B, S, Q, u, v, s, r, e = (Leaf(label) for label in ("x", "y", "A", "B", "S", "Q", "u", "v", "s", "r", "e"))
i, k = Index("i"), Index("k")
one, two, rows = number(1), number(2), Size("n")


def add(a: Term, b: Term) -> Term:
    return apply("add", a, b)


def times(*factors: Term) -> Term:
    first, *others = factors
    for other in others:
        first = apply("times", first, other)
    return first


def turned(a: Term) -> Term:
    return apply("transpose", a)


def inverse(a: Term) -> Term:
    return apply("inverse", a)


def total(body: Term, low: Term = one, high: Term = rows) -> Term:
    return Reduce("sum", "k", low, high, body)


def entry(base: Term, *indices: Term) -> Term:
    return Entry(base, indices)


def quadratic(a: Term) -> Term:
    return apply("dot", x, times(a, x))


SHOWN = {
    "the transpose of a product": (turned(times(B, A)), times(turned(A), turned(B))),
    "a trace turns": (apply("trace", times(A, turned(A), B)), apply("trace", times(turned(A), B, A))),
    "a sum of squares": (apply("power", apply("norm2", x), two), total(apply("power", entry(x, k), two))),
    "a gradient": (Derivative(quadratic(B), "x", gradient=True), times(add(B, turned(B)), x)),
    "symmetry": (Derivative(quadratic(S), "x", gradient=True), times(two, S, x)),
    "a rotation": (apply("norm2", times(Q, x)), apply("norm2", x)),
    "the inverse of a product": (inverse(times(B, S)), times(inverse(S), inverse(B))),
    "an inverse pushed through": (
        times(inverse(add(apply("identity", Size("n")), times(A, turned(A)))), A),
        times(A, inverse(add(apply("identity", Size("m")), times(turned(A), A)))),
    ),
    "a softmax sums to one": (total(entry(apply("softmax", x), k)), one),
    "its gradient": (
        Entry(Derivative(apply("logsumexp", x), "x", gradient=True), (i,)),
        entry(apply("softmax", x), i),
    ),
    "a one-hot vector": (apply("dot", y, y), one),
    "linearity of the mean": (
        Expectation(times(s, add(u, v))),
        times(s, add(Expectation(u), Expectation(v))),
    ),
    "independence": (Expectation(apply("dot", u, v)), apply("dot", Expectation(u), Expectation(v))),
    "a delta": (total(times(apply("delta", i, k), entry(x, k))), entry(x, i)),
    "an array written out": (Tabulate(entry(A, Index("b"), Index("a")), ("a", "b"), (Size("m"), Size("n"))), turned(A)),
    "the last term apart": (
        total(entry(x, k)),
        add(total(entry(x, k), one, apply("subtract", Size("n"), one)), entry(x, Size("n"))),
    ),
    "a known sum": (total(k), apply("divide", times(Size("n"), add(Size("n"), one)), two)),
    "signs": (apply("power", e, two), one),
    "cases": (apply("relu", s), apply("divide", add(s, apply("abs", s)), two)),
    "logarithms": (apply("log", times(r, r)), times(two, apply("log", r))),
    "exponentials": (
        apply("sigmoid", s),
        apply("divide", add(one, apply("tanh", apply("divide", s, two))), two),
    ),
    "the slope of a determinant": (
        Derivative(apply("log", apply("determinant", S)), "S"),
        turned(inverse(S)),
    ),
}

NOT_SHOWN = {
    "a product does not commute": (times(B, S), times(S, B)),
    "a transpose": (B, turned(B)),
    "a root of a square": (apply("sqrt", apply("power", s, two)), s),
    "a logarithm of what may be negative": (apply("log", apply("power", s, two)), times(two, apply("log", s))),
    "dependence": (Expectation(apply("dot", u, u)), apply("dot", Expectation(u), Expectation(u))),
    "a term too many": (total(entry(x, k)), add(total(entry(x, k)), entry(x, one))),
    "an entry outside": (total(times(number(0), entry(x, k)), one, add(Size("n"), one)), number(0)),
    "an index of another axis": (entry(x, Size("m")), entry(x, Size("m"))),
    "sizes that do not fit": (times(A, A), times(A, A)),
    "a matrix of another shape": (times(A, turned(A)), times(turned(A), A)),
    "a comparison": (apply("indicator", Compare(">", s, number(0))), one),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_holds_for_all_sizes_is_shown(name: str) -> None:
    left, right = SHOWN[name]
    assert is_shown(context, Relation("==", left, right), Budget(20_000))


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_is_false_or_undefined_is_not_shown(name: str) -> None:
    left, right = NOT_SHOWN[name]
    assert not is_shown(context, Relation("==", left, right), Budget(20_000))


@pytest.mark.parametrize("topic", TOPICS)
def test_no_mutant_that_sampling_refutes_is_shown(topic: str) -> None:
    """A few mutants of each formula, with a small budget."""
    for id in formulas_of(topic):
        subject = subject_of(id)
        mutants = mutants_of(subject) if subject.defined is None else []
        for mutant in mutants[:: max(1, len(mutants) // 2)]:
            if is_shown(subject.context, mutant.relation, Budget(600)):
                found = sample(subject.context, mutant.relation, 512, strict_domain=True)
                assert found.outcome is Sampled.HOLDS, f"{id}: {mutant.name}"


def test_scopes_are_said() -> None:
    general = prove(context, Relation("==", *SHOWN["a trace turns"]))
    assert (general.outcome, general.scope, general.is_general) == (Outcome.EQUAL, ALL_SIZES, True)
    scalar = Context((Quantity("s", "a number"),))
    assert prove(scalar, Relation("==", times(s, s), apply("power", s, two))).scope == ALL_VALUES
    special = prove(context, Relation("==", apply("determinant", times(turned(x), x)), apply("dot", x, x)))
    assert special.scope == ALL_SIZES
    sylvester = Relation(
        "==",
        apply("determinant", add(apply("identity", Size("n")), times(A, turned(A)))),
        apply("determinant", add(apply("identity", Size("m")), times(turned(A), A))),
    )
    found = prove(context, sylvester)
    assert (found.outcome, found.is_general) == (Outcome.EQUAL, False)
    assert found.scope.startswith("sizes n = ")


def test_a_budget_is_counted_in_steps() -> None:
    claim = Relation("==", *SHOWN["an inverse pushed through"])
    used = []
    for _ in range(2):
        budget = Budget(20_000)
        assert attempt(context, claim, budget).outcome is Outcome.EQUAL
        used.append(20_000 - budget.left)
    assert used[0] == used[1] > 0
    assert attempt(context, claim, Budget(used[0] // 4)).outcome is Outcome.UNDECIDED
    assert attempt(context, claim, Budget(0)).outcome is Outcome.UNDECIDED
