"""Mutants: each slip is made where it can be seen, named, and made once."""

from fractions import Fraction

import numpy as np
import pytest

from derivations.algebra.points import Context
from derivations.algebra.terms import Entry, Index, Leaf, Reduce, Size, Term, apply, number
from derivations.catalogue import TOPICS, formulas_of
from derivations.vocabulary import POSITIVE_DEFINITE, Quantity
from derivations.vocabulary import Size as Axis
from numerics.mutants import Place, mutants_of, slips
from numerics.ranks import Ranks
from numerics.verification import subject_of

n, m = Axis("n", "rows"), Axis("m", "columns")
context = Context(
    (
        Quantity("x", "a vector", shape=(n,)),
        Quantity("A", "a matrix", shape=(n, m)),
        Quantity("S", "a covariance", shape=(n, n), domain=POSITIVE_DEFINITE),
        Quantity("s", "a number"),
    ),
    (n, m),
)
place = Place(("i", "j"), Ranks.of(context), ("n", "m"))
x, A, S, s, t = Leaf("x"), Leaf("A"), Leaf("S"), Leaf("s"), Leaf("t")
half, fewer = number(Fraction(1, 2)), apply("subtract", Size("n"), number(1))


def made(term: Term) -> dict[str, Term]:
    return dict(slips(term, place))


@pytest.mark.parametrize(
    ("term", "name", "mutant"),
    [
        (apply("add", s, t), "the summand t changes its sign", apply("subtract", s, t)),
        (apply("add", s, t), "the summand s is dropped", t),
        (apply("add", s, t), "a factor 1/2 in front of s", apply("add", apply("times", half, s), t)),
        (apply("power", s, number(2)), "the exponent 2 becomes 3 in s^2", apply("power", s, number(3))),
        (apply("power", s, number(2)), "the exponent 2 becomes 1 in s^2", s),
        (apply("times", A, apply("transpose", A)), "the transpose of A is dropped", apply("times", A, A)),
        (apply("times", S, A), "the factors of S*A swap", apply("times", A, S)),
        (apply("tanh", s), "tanh becomes sigmoid in tanh(s)", apply("sigmoid", s)),
        (apply("binomial", s, t), "the arguments of binomial(s, t) swap", apply("binomial", t, s)),
        (Entry(x, (Index("i"),)), "the index i becomes j in x[i]", Entry(x, (Index("j"),))),
        (Entry(A, (Index("i"), Index("j"))), "the subscripts of A[i, j] swap", Entry(A, (Index("j"), Index("i")))),
        (apply("divide", s, Size("n")), "n becomes n - 1 in s/n", apply("divide", s, fewer)),
    ],
)
def test_a_slip_has_a_name(term: Term, name: str, mutant: Term) -> None:
    assert made(term)[name] == mutant


def test_the_bounds_of_a_sum_slip() -> None:
    total = Reduce("sum", "k", number(1), Size("n"), Entry(x, (Index("k"),)))
    text = "sum_{k=1..n}(x[k])"
    found = made(total)
    assert found[f"the lower bound 1 becomes 0 in {text}"] == Reduce("sum", "k", number(0), Size("n"), total.body)
    assert found[f"sum becomes product in {text}"] == Reduce("product", "k", number(1), Size("n"), total.body)
    assert {f"the upper bound n becomes n {step} 1 in {text}" for step in "+-"} <= set(found)
    assert "the index k becomes i in x[k]" in found


@pytest.mark.parametrize(
    ("term", "silent"),
    [
        (apply("times", s, A), "the factors of s*A swap"),
        (apply("transpose", S), "the transpose of S is dropped"),
        (Entry(S, (Index("i"), Index("j"))), "the subscripts of S[i, j] swap"),
        (apply("norm2", apply("subtract", x, A)), "the difference x - A is turned round"),
        (apply("power", apply("subtract", s, t), number(2)), "the difference s - t is turned round"),
        (apply("abs", apply("negate", s)), "the minus of -s is dropped"),
    ],
)
def test_slips_that_change_nothing_are_not_made(term: Term, silent: str) -> None:
    assert silent not in made(term)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_mutant_is_made_once_and_differs_from_the_statement(topic: str) -> None:
    for id in formulas_of(topic):
        subject = subject_of(id)
        relations = [mutant.relation for mutant in mutants_of(subject)]
        assert len(set(relations)) == len(relations) > 0, id
        assert subject.statement not in relations, id


def test_mutants_are_the_same_every_time() -> None:
    names = [[mutant.name for mutant in mutants_of(subject_of("softmax.jacobian_entry"))] for _ in range(2)]
    assert names[0] == names[1]


def test_ranks_without_evaluation() -> None:
    ranks = Ranks.of(context)
    cases = [
        (apply("times", A, apply("transpose", A)), 2),
        (apply("times", apply("transpose", x), x), 0),
        (apply("times", x, apply("transpose", x)), 2),
        (apply("times", S, x), 1),
        (apply("determinant", S), 0),
        (Entry(A, (Index("i"), None)), 1),
        (apply("diag", x), 2),
    ]
    assert np.array_equal([ranks.rank(term) for term, _ in cases], [rank for _, rank in cases])
