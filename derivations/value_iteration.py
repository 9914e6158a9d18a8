"""Value iteration as a contraction: the operator of Bellman shortens distances, and its iterates come closer.

T maps values of states to their backup under a policy; P holds the probabilities of the next states, one row for each
state, and R the rewards. The probabilities of the states k steps on are rows that add up to 1 as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Identity, Inverse, Lambda, MatrixSymbol, Symbol

from derivations.operators import at, at_most, evaluated, norm_max
from derivations.stanzas import written
from derivations.vocabulary import (
    SIMPLEX,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    free_index,
    integers,
    interval,
)

puterman = "Puterman 1994, Markov Decision Processes"
states = Size("n", "states", largest=2)
n = states.symbol
moves = Quantity("P", "probabilities of the next states", shape=(states, states), domain=SIMPLEX)
rewards = Quantity("R", "expected rewards", shape=(states,))
discount = Quantity("gamma", "discount factor", domain=interval(0, 1))
P, R, gamma = moves.symbol, rewards.symbol, discount.symbol
solution = Inverse(Identity(n) - gamma * P) * R
c = Symbol("c")
X = MatrixSymbol("X", n, 1)
backup = Quantity("T", "the backup of values", shape=(states,), value=Lambda((X,), R + gamma * P * X))
linear = Quantity("T", "the backup without its rewards", shape=(states, states), value=gamma * P)
first = Quantity("V", "values of the states", shape=(states,))
second = Quantity("U", "other values of the states", shape=(states,))
V, U, T = first.symbol, second.symbol, backup.symbol
words = ("bellman", "value iteration", "policy evaluation", "contraction", "mdp", "value function", "reinforcement")
largest = gamma * norm_max(U - V)


def derive_contraction() -> Iterator[Step]:
    """A mean is at most the largest of its terms."""
    yield Step(gamma * norm_max(P * (U - V)), because="the rewards cancel")
    yield Step(largest, because="each row of P takes a mean", relation="<=")


contraction = Formula(
    title="The operator of Bellman is a contraction",
    kind=Kind.BOUND,
    statement=at_most(norm_max(evaluated(T(U), n, 1) - evaluated(T(V), n, 1)), largest),
    quantities=(backup, first, second, moves, rewards, discount),
    assumptions=(),
    notations=written(r"\|T(U) - T(V)\|_\infty \leq \gamma \|U - V\|_\infty")
    + written(r"\|\mathcal{T}(U) - \mathcal{T}(V)\|_\infty \leq \gamma \|U - V\|_\infty", letters=(("calT", "T"),)),
    words=words,
    derivation=derive_contraction,
    source=Source(puterman, "proposition 6.2.4"),
)
operator_contraction = Formula(
    title="The operator of Bellman is a contraction, by the part that acts on values: rewards cancel in a difference",
    kind=Kind.BOUND,
    statement=at_most(norm_max(linear.symbol * U - linear.symbol * V), largest),
    quantities=(linear, first, second, moves, discount),
    assumptions=(),
    notations=written(r"\|T U - T V\|_\infty \leq \gamma \|U - V\|_\infty")
    + written(r"\|\mathcal{T} U - \mathcal{T} V\|_\infty \leq \gamma \|U - V\|_\infty", letters=(("calT", "T"),))
    + written(r"\|T^\pi U - T^\pi V\|_\infty \leq \gamma \|U - V\|_\infty", letters=(("T^pi", "T"),))
    + written(r"\|B U - B V\|_\infty \leq \gamma \|U - V\|_\infty", letters=(("B", "T"),)),
    words=words,
    derivation=derive_contraction,
    source=Source(puterman, "proposition 6.2.4"),
)
count = Quantity("k", "number of backups", domain=integers(0, 3))
reach = Quantity("M", "probabilities of the states k steps on", shape=(states, states), domain=SIMPLEX)
start = Quantity("V_0", "values at the start", shape=(states,))
goal = Quantity("V_star", "the fixed point of the backup", shape=(states,))
k, M, V_0, V_star = count.symbol, reach.symbol, start.symbol, goal.symbol
iterate = Quantity("V_k", "values after k backups", shape=(states,), value=V_star + gamma**k * (M * (V_0 - V_star)))
error = norm_max(V_0 - V_star)


def derive_iterates() -> Iterator[Step]:
    """Each backup takes a mean of the errors and discounts it."""
    yield Step(norm_max(gamma**k * (M * (V_0 - V_star))), because="the errors are discounted means of the first ones")
    yield Step(gamma**k * error, because="a mean is at most the largest of its terms", relation="<=")


iterates = Formula(
    title="Value iteration converges geometrically",
    kind=Kind.BOUND,
    statement=at_most(norm_max(iterate.symbol - V_star), gamma**k * error),
    quantities=(iterate, start, goal, reach, count, discount),
    assumptions=(),
    notations=written(
        r"\|V_k - V^*\|_\infty \leq \gamma^k \|V_0 - V^*\|_\infty",
        r"\|V^* - V_k\|_\infty \leq \gamma^k \|V^* - V_0\|_\infty",
    )
    + written(r"\|V_n - V^\pi\|_\infty \leq \gamma^n \|V_0 - V^\pi\|_\infty",
              letters=(("V_n", "V_k"), ("n", "k"), ("V^pi", "V_star")))
    + written(r"\|v_k - v_*\|_\infty \leq \gamma^k \|v_0 - v_*\|_\infty",
              letters=(("v_k", "V_k"), ("v_0", "V_0"), ("v_star", "V_star")))
    + written(r"\|V^{(k)} - V^*\|_\infty \leq \gamma^k \|V^{(0)} - V^*\|_\infty",
              letters=(("V^k", "V_k"), ("V^0", "V_0"))),
    words=words,
    derivation=derive_iterates,
    source=Source(puterman, "theorem 6.3.1"),
)  # fmt: skip
once = Quantity("V_next", "values after a backup", shape=(states,), value=V_star + gamma * (P * (V - V_star)))


def derive_step() -> Iterator[Step]:
    """One backup."""
    yield Step(norm_max(gamma * (P * (V - V_star))), because="the fixed point is its own backup")
    yield Step(gamma * norm_max(V - V_star), because="a mean is at most the largest of its terms", relation="<=")


step_nearer = Formula(
    title="A backup brings the values nearer to the fixed point",
    kind=Kind.BOUND,
    statement=at_most(norm_max(once.symbol - V_star), gamma * norm_max(V - V_star)),
    quantities=(once, first, goal, moves, discount),
    assumptions=(),
    notations=written(
        r"\|V_{k+1} - V^*\|_\infty \leq \gamma \|V_k - V^*\|_\infty", letters=(("V_k+1", "V_next"), ("V_k", "V"))
    )
    + written(
        r"\|v_{k+1} - v_*\|_\infty \leq \gamma \|v_k - v_*\|_\infty",
        letters=(("v_k+1", "V_next"), ("v_k", "V"), ("v_star", "V_star")),
    ),
    words=words,
    derivation=derive_step,
    source=Source(puterman, "theorem 6.3.1"),
)
remaining = Quantity("V", "value of a state", value=Lambda((c,), at(solution, c)))
ceiling = Quantity("R_max", "largest size of a reward", value=norm_max(R))
state = free_index("s", states)
s, R_max = state.symbol, ceiling.symbol


def derive_bounded() -> Iterator[Step]:
    """The values solve the equation of Bellman."""
    yield Step(norm_max(R + gamma * (P * solution)), because="no entry is larger than the largest", relation="<=")
    yield Step(R_max / (1 - gamma), because="the largest value is at most R_max plus gamma times itself", relation="<=")


bounded_value = Formula(
    title="A value is at most the largest reward over 1 - gamma",
    kind=Kind.BOUND,
    statement=at_most(Abs(remaining.symbol(s)), R_max / (1 - gamma)),
    quantities=(remaining, moves, rewards, ceiling, discount, state),
    assumptions=(),
    notations=written(r"|V(s)| \leq \frac{R_{\max}}{1 - \gamma}", r"|V(s)| \leq R_{\max} / (1 - \gamma)")
    + written(r"|V^\pi(s)| \leq \frac{r_{\max}}{1 - \gamma}", letters=(("V^pi", "V"), ("r_max", "R_max"))),
    words=("bounded", *words),
    derivation=derive_bounded,
    source=Source(puterman, "section 6.1"),
)

TOPIC = Topic(
    "Value iteration",
    formulas=(contraction, operator_contraction, iterates, step_nearer, bounded_value),
)
