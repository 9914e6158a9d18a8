"""Evaluation of a policy in matrix form: the Bellman equation as a linear system, its solution, its contraction.

P holds the probabilities of the next states under the policy, one row for each state; R the expected rewards.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse

from derivations.operators import at_most, norm_max
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    SIMPLEX,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    interval,
)

sutton = "Sutton and Barto, Reinforcement Learning: An Introduction, second edition"
puterman = "Puterman 1994, Markov Decision Processes"
states = Size("n", "states", largest=3)
n = states.symbol
moves = Quantity("P", "probabilities of the next states", shape=(states, states), domain=SIMPLEX)
rewards = Quantity("R", "expected rewards", shape=(states,))
discount = Quantity("gamma", "discount factor", domain=interval(0, 1))
P, R, gamma = moves.symbol, rewards.symbol, discount.symbol
solution = Inverse(Identity(n) - gamma * P) * R
values = Quantity("V", "values of the states", shape=(states,), value=solution)
named = Quantity("V", "values of the states", shape=(states,))
V = values.symbol
words = ("bellman", "policy evaluation", "value function", "markov", "mdp", "closed form")
letters = (("V_pi", "V"), ("P_pi", "P"), ("R_pi", "R"), ("r_pi", "R"), ("v_pi", "V"))

bellman = identity(
    "Bellman equation of a policy, in matrix form",
    V,
    (
        ((Identity(n) - gamma * P) * V + gamma * P * V, "add and subtract"),
        (R + gamma * P * V, "the values solve the linear system"),
    ),
    (values, moves, rewards, discount),
    (
        *written(r"V = R + \gamma P V"),
        *written(r"V^\pi = R^\pi + \gamma P^\pi V^\pi", letters=(("V^pi", "V"), ("R^pi", "R"), ("P^pi", "P"))),
        *written(r"v_\pi = r_\pi + \gamma P_\pi v_\pi", letters=letters),
    ),
    words,
    Source(sutton, "section 4.1, as a linear system"),
)
closed_form = rule(
    "Values of a policy, as the solution of a linear system",
    named,
    solution,
    (moves, rewards, discount),
    (
        *written(r"V = (I - \gamma P)^{-1} R"),
        *written(r"V^\pi = (I - \gamma P^\pi)^{-1} R^\pi", letters=(("R^pi", "R"), ("P^pi", "P"))),
        *written(r"v_\pi = (I - \gamma P_\pi)^{-1} r_\pi", letters=letters),
    ),
    words,
    "solve the Bellman equation",
    Source(puterman, "theorem 6.1.1"),
)
first = Quantity("V", "values of the states", shape=(states,))
second = Quantity("U", "other values of the states", shape=(states,))
W, U = first.symbol, second.symbol
backed_up, other = R + gamma * P * W, R + gamma * P * U


def derive_contraction() -> Iterator[Step]:
    """A mean is at most the largest of its terms."""
    yield Step(gamma * norm_max(P * (W - U)), because="the rewards cancel")
    yield Step(gamma * norm_max(W - U), because="each row of P takes a mean", relation="<=")


operator = Quantity("T_V", "backed-up values", shape=(states,), value=backed_up)
operator_other = Quantity("T_U", "backed-up other values", shape=(states,), value=other)
contraction = Formula(
    title="The Bellman operator of a policy is a contraction",
    kind=Kind.BOUND,
    statement=at_most(norm_max(operator.symbol - operator_other.symbol), gamma * norm_max(W - U)),
    quantities=(operator, operator_other, first, second, moves, rewards, discount),
    assumptions=(),
    notations=written(
        r"\|(R + \gamma P V) - (R + \gamma P U)\|_\infty \leq \gamma \|V - U\|_\infty",
        r"\|R + \gamma P V - R - \gamma P U\|_\infty \leq \gamma \|V - U\|_\infty",
    ),
    words=(*words, "contraction"),
    derivation=derive_contraction,
    source=Source(puterman, "proposition 6.2.4"),
)

TOPIC = Topic("Policy evaluation", formulas=(bellman, closed_form, contraction))
