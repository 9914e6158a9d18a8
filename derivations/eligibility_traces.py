"""Returns of n steps, averages of them, and eligibility traces, for tables of values and for parameters.

The reward that follows step t is written R_{t+1} or r_t: each is a formula of its own. States are numbers.
"""

from __future__ import annotations

from sympy import Eq, Lambda, Sum, symbols

from derivations.operators import at, gradient, indicator
from derivations.reinforcement import V, alpha, discount, gamma, lam, rate, sutton, trace_decay, updated, value
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    Formula,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    position_in,
)

silver = "Silver 2015, Lectures on Reinforcement Learning"
mnih = "Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning"
steps = Size("T", "steps", smallest=4, largest=4)
moment = Quantity("t", "a step", domain=integers(1, 2))
ahead = Quantity("n", "how many steps are looked ahead", domain=integers(1, 2))
rewards = Quantity("r", "rewards", shape=(steps,))
states = Quantity("s", "states", shape=(steps,))
r, s, t, n = rewards.symbol, states.symbol, moment.symbol, ahead.symbol
k = bound_index("k")
words = ("n-step", "multi-step", "bootstrap", "td(")
renamed = (("R", "r"), ("S", "s"))
tail = gamma**n * V(at(s, t + n))

many_steps = rule(
    "Return of n steps, with the reward after the step",
    updated,
    Sum(gamma ** (k - 1) * at(r, t + k), (k, 1, n)) + tail,
    (rewards, states, value, moment, ahead, discount),
    (
        *written(
            r"G_{t:t+n} = \sum_{k=1}^{n} \gamma^{k-1} R_{t+k} + \gamma^n V(S_{t+n})",
            r"G_t^{(n)} = \sum_{k=0}^{n-1} \gamma^k R_{t+k+1} + \gamma^n V(S_{t+n})",
            r"G_{t:t+n} = \sum_{i=t+1}^{t+n} \gamma^{i-t-1} R_i + \gamma^n V(S_{t+n})",
            letters=renamed,
        ),
    ),
    words,
    "the rewards of n steps, then the value of the state",
    Source(sutton, "equation 7.1"),
)
many_steps_now = rule(
    "Return of n steps, its own reward included",
    updated,
    Sum(gamma**k * at(r, t + k), (k, 0, n - 1)) + tail,
    (rewards, states, value, moment, ahead, discount),
    written(
        r"R_t^{(n)} = \sum_{k=0}^{n-1} \gamma^k r_{t+k} + \gamma^n V(s_{t+n})",
        r"\hat{R}_t = \sum_{k=t}^{t+n-1} \gamma^{k-t} r_k + \gamma^n V(s_{t+n})",
    ),
    (*words, "a3c", "actor-critic"),
    "the rewards of n steps, then the value of the state",
    Source(mnih, "section 4"),
)
advantage_of_steps = rule(
    "Advantage from n steps",
    updated,
    Sum(gamma**k * at(r, t + k), (k, 0, n - 1)) + tail - V(at(s, t)),
    (rewards, states, value, moment, ahead, discount),
    written(
        r"A_t = \sum_{k=0}^{n-1} \gamma^k r_{t+k} + \gamma^n V(s_{t+n}) - V(s_t)",
        r"A_t = -V(s_t) + \sum_{k=0}^{n-1} \gamma^k r_{t+k} + \gamma^n V(s_{t+n})",
    ),
    (*words, "advantage", "a3c", "actor-critic"),
    "the return of n steps, less the value of this state",
    Source(mnih, "section 4"),
)
two_steps = rule(
    "Return of two steps",
    updated,
    at(r, t + 1) + gamma * at(r, t + 2) + gamma**2 * V(at(s, t + 2)),
    (rewards, states, value, moment, discount),
    (
        *written(
            r"G_t^{(2)} = R_{t+1} + \gamma R_{t+2} + \gamma^2 V(S_{t+2})",
            r"G_{t:t+2} = R_{t+1} + \gamma \left(R_{t+2} + \gamma V(S_{t+2})\right)",
            letters=renamed,
        ),
    ),
    words,
    "two rewards, then the value of the state",
    Source(sutton, "section 7.1"),
)
errors = Quantity("delta", "temporal difference errors", shape=(steps,))
delta = errors.symbol
truncated = rule(
    "Advantage from n steps as a sum of errors",
    updated,
    Sum(gamma**k * at(delta, t + k), (k, 0, n - 1)),
    (errors, moment, ahead, discount),
    (
        *written(r"\hat{A}_t^{(n)} = \sum_{l=0}^{n-1} \gamma^l \delta_{t+l}"),
        *written(r"\hat{A}_t^{(n)} = \sum_{l=0}^{n-1} \gamma^l \delta_{t+l}^V", letters=(("delta^V", "delta"),)),
        *written(r"A_t = \sum_{l=t}^{t+n-1} \gamma^{l-t} \delta_l"),
    ),
    ("gae", "advantage"),
    "all values but the first and the last cancel",
    Source("Schulman et al. 2016, High-Dimensional Continuous Control Using Generalized Advantage Estimation",
           "equation 14"),
)  # fmt: skip
reward, later, place, next_place = (
    Quantity("R", "the reward"),
    Quantity("H", "the return of the next step"),
    Quantity("p", "the state"),
    Quantity("q", "the next state"),
)
mixed = rule(
    "Lambda-return, from the next one",
    updated,
    reward.symbol + gamma * ((1 - lam) * V(next_place.symbol) + lam * later.symbol),
    (reward, later, next_place, value, discount, trace_decay),
    (
        *written(
            r"G_t^\lambda = R_{t+1} + \gamma \left[(1 - \lambda) V(S_{t+1}) + \lambda G_{t+1}^\lambda\right]",
            r"G_t^\lambda = R_{t+1} + \gamma (1 - \lambda) V(S_{t+1}) + \gamma \lambda G_{t+1}^\lambda",
            letters=(("R_t+1", "R"), ("S_t+1", "q"), ("G_t+1^lambda", "H"), ("lambda", "lambda_")),
        ),
    ),
    ("lambda-return", "λ-return", "td(λ)", "td(lambda)", "lambda return"),
    "the next return, mixed with the value of the next state",
    Source(sutton, "exercise 12.1"),
)
goal = Quantity("g", "the return")
act = Quantity("a", "the action")
quality = Quantity("Q", "value of an action in a state", arguments=((), ()))
times = Quantity("N", "how often it was visited", domain=integers(1, 9))
RETURNS = (r"G_t^{(n)}", r"G_t^\lambda")
KEYS = ("G_t^n", "G_t^lambda")


def towards(before: str, letters: tuple[tuple[str, str], ...]) -> tuple[Notation, ...]:
    """A value that moves towards a return of n steps, or an average of them."""
    return tuple(
        Notation(rf"{before} \leftarrow {before} + \alpha \left({latex} - {before}\right)", ((key, "g"), *letters))
        for latex, key in zip(RETURNS, KEYS, strict=True)
    )


at_state = (("S_t", "p"),)
at_pair = (("S_t", "p"), ("A_t", "a"))
of_state, of_pair = value.symbol(place.symbol), quality.symbol(place.symbol, act.symbol)
to_return = rule(
    "Update of a value towards a return of n steps",
    updated,
    of_state + alpha * (goal.symbol - of_state),
    (goal, place, value, rate),
    towards("V(S_t)", at_state),
    (*words, "lambda", "forward view"),
    "move the share alpha of the way to the return",
    Source(sutton, "equation 7.2"),
)
action_to_return = rule(
    "Update of the value of an action towards a return",
    updated,
    of_pair + alpha * (goal.symbol - of_pair),
    (goal, place, act, quality, rate),
    (
        *towards("Q(S_t, A_t)", at_pair),
        Notation(r"Q(S_t, A_t) \leftarrow Q(S_t, A_t) + \alpha (G_t - Q(S_t, A_t))", (("G_t", "g"), *at_pair)),
    ),
    (*words, "sarsa", "monte carlo", "monte-carlo", "control"),
    "move the share alpha of the way to the return",
    Source(sutton, "equation 7.5"),
)
counted_value = rule(
    "Monte Carlo update of a value, by the number of visits",
    updated,
    of_state + 1 / times.symbol * (goal.symbol - of_state),
    (goal, place, value, times),
    (
        Notation(r"V(S_t) \leftarrow V(S_t) + \frac{1}{N} (G_t - V(S_t))", (("G_t", "g"), *at_state)),
        Notation(r"V(s) \leftarrow V(s) + \frac{1}{n} (G - V(s))", (("G", "g"), ("s", "p"), ("n", "N"))),
    ),
    ("monte carlo", "monte-carlo", "every-visit", "first-visit", "incremental"),
    "the mean of the returns so far",
    Source(silver, "lecture 4"),
)
sites = Size("m", "states", smallest=2, largest=3)
u = symbols("u")
MARKS = Quantity("A", "table of the traces", shape=(sites,))
HEIGHTS = Quantity("B", "table of the values", shape=(sites,))
visited = Quantity("z", "the state that is visited", domain=position_in(sites))
site = free_index("x", sites)
marks = Quantity("E", "trace of a state", value=Lambda((u,), at(MARKS.symbol, u)))
heights = Quantity("V", "value of a state", value=Lambda((u,), at(HEIGHTS.symbol, u)))
E, x = marks.symbol, site.symbol
shock = Quantity("e", "temporal difference error")
trace_words = ("trace", "eligibility", "td(λ)", "td(lambda)", "backward view")
decayed = (("lambda", "lambda_"),)
accumulating = rule(
    "Accumulating eligibility trace of a state",
    updated,
    gamma * lam * E(x) + indicator(Eq(visited.symbol, x)),
    (marks, visited, site, discount, trace_decay, MARKS),
    (
        *written(
            r"E_t(s) = \gamma \lambda E_{t-1}(s) + \mathbf{1}(S_t = s)",
            r"E_t(s) = \gamma \lambda E_{t-1}(s) + \mathbb{1}_{S_t = s}",
            letters=(("E_t-1", "E"), ("S_t", "z"), ("s", "x"), *decayed),
        ),
        *written(
            r"e_t(s) = \begin{cases} \gamma \lambda e_{t-1}(s) + 1 & \text{if } s = s_t \\ "
            r"\gamma \lambda e_{t-1}(s) & \text{otherwise} \end{cases}",
            letters=(("e_t-1", "E"), ("s_t", "z"), ("s", "x"), *decayed),
        ),
    ),
    trace_words,
    "traces fade; a visit adds 1",
    Source(silver, "lecture 4"),
)
by_trace = rule(
    "Update of all values by their eligibility traces",
    updated,
    heights.symbol(x) + alpha * shock.symbol * E(x),
    (heights, marks, shock, site, rate, HEIGHTS, MARKS),
    (
        *written(r"V(s) \leftarrow V(s) + \alpha \delta_t E_t(s)",
                 letters=(("s", "x"), ("delta_t", "e"), ("E_t", "E"))),
        *written(r"V_{t+1}(s) = V_t(s) + \alpha \delta_t e_t(s)",
                 letters=(("s", "x"), ("delta_t", "e"), ("e_t", "E"), ("V_t", "V"))),
    ),
    trace_words,
    "each state takes its share of the error",
    Source(silver, "lecture 4"),
)  # fmt: skip
dimensions = Size("d", "parameters", largest=3)
traces = Quantity("z", "eligibility trace", shape=(dimensions,))
weights = Quantity("w", "parameters", shape=(dimensions,))
features = Quantity("x", "features of the state", shape=(dimensions,))
approximation = Quantity("F", "approximate value of a state", arguments=((), (dimensions,)))
new_trace = Quantity("Z", "the trace after the step", shape=(dimensions,))
new_weights = Quantity("W", "the parameters after the step", shape=(dimensions,))
z, w, F = traces.symbol, weights.symbol, approximation.symbol
trace_vector = rule(
    "Eligibility trace of the parameters",
    new_trace,
    gamma * lam * z + gradient(F(place.symbol, w), w),
    (traces, approximation, place, weights, discount, trace_decay),
    (
        *written(r"z_t = \gamma \lambda z_{t-1} + \nabla_w \hat{v}(S_t, w)",
                 letters=(("z_t-1", "z"), ("v_hat", "F"), ("S_t", "p"), *decayed)),
        *written(r"z \leftarrow \gamma \lambda z + \nabla_w \hat{v}(S, w)",
                 letters=(("v_hat", "F"), ("S", "p"), *decayed)),
    ),
    trace_words,
    "traces fade; the gradient of the value adds",
    Source(sutton, "equation 12.5"),
)  # fmt: skip
linear_trace = rule(
    "Eligibility trace of the parameters, for a linear value",
    new_trace,
    gamma * lam * z + features.symbol,
    (traces, features, discount, trace_decay),
    (
        *written(r"z_t = \gamma \lambda z_{t-1} + x_t", letters=(("z_t-1", "z"), ("x_t", "x"), *decayed)),
        *written(r"z \leftarrow \gamma \lambda z + x", letters=decayed),
    ),
    trace_words,
    "the gradient of a linear value is the vector of features",
    Source(sutton, "section 12.2"),
)
trace_step = rule(
    "Update of the parameters by their eligibility trace",
    new_weights,
    w + alpha * shock.symbol * z,
    (weights, shock, traces, rate),
    (
        *written(r"w_{t+1} = w_t + \alpha \delta_t z_t", letters=(("w_t", "w"), ("delta_t", "e"), ("z_t", "z"))),
        *written(r"w \leftarrow w + \alpha \delta z", letters=(("delta", "e"),)),
    ),
    trace_words,
    "each parameter takes its share of the error",
    Source(sutton, "equation 12.7"),
)

FORMULAS: tuple[Formula, ...] = (
    many_steps, many_steps_now, advantage_of_steps, two_steps, truncated, mixed, to_return, action_to_return,
    counted_value, accumulating, by_trace, trace_vector, linear_trace, trace_step,
)  # fmt: skip
TOPIC = Topic("Returns of n steps and eligibility traces", formulas=FORMULAS)
