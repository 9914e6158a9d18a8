"""Values with parameters: steps down value errors, semi-gradients, linear values, least squares, off-policy updates.

States and actions are numbers; v(s, w) and q(s, a, w) are any differentiable functions of the parameters w. Features
are the rows of a table; those of step t + 1 stand in a table of their own.
"""

from __future__ import annotations

from sympy import Inverse, Product, Sum

from derivations.operators import at, dot, gradient, row, vector_sum
from derivations.reinforcement import alpha, discount, gamma, rate, sutton
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

silver = "Silver 2015, Lectures on Reinforcement Learning"
hasselt = "van Hasselt 2010, Double Q-learning"
dimensions = Size("d", "parameters", largest=3)
samples = Size("n", "samples", smallest=2, largest=4)
d, n = dimensions.symbol, samples.symbol
i = bound_index("i")
weights = Quantity("w", "parameters", shape=(dimensions,))
new_weights = Quantity("W", "the parameters after the step", shape=(dimensions,))
guess = Quantity("v", "approximate value of a state", arguments=((), (dimensions,)))
merit = Quantity("q", "approximate value of an action in a state", arguments=((), (), (dimensions,)))
state, next_state = Quantity("s", "the state"), Quantity("s_b", "the next state")
action, next_action = Quantity("a", "the action"), Quantity("a_b", "the next action")
reward = Quantity("r", "the reward")
target = Quantity("y", "the target")
w, v, q, s, s2, a, a2, r, y = (
    one.symbol for one in (weights, guess, merit, state, next_state, action, next_action, reward, target)
)
its_value = Quantity("V_now", "value of the state", value=v(s, w))
next_value = Quantity("V_next", "value of the next state", value=v(s2, w))
its_merit = Quantity("Q_now", "value of the action", value=q(s, a, w))
next_merit = Quantity("Q_next", "value of the next action", value=q(s2, a2, w))
words = ("function approximation", "semi-gradient", "value error", "approximat", "parameteri")
once = (("S", "s"), ("S_prime", "s_b"), ("R", "r"))
stepped = (("w_t", "w"), ("w", "w"), ("S_t", "s"), ("S_t+1", "s_b"), ("R_t+1", "r"))
hat = (("v_hat", "v"),)
q_hat = (("q_hat", "q"), ("A", "a"), ("A_prime", "a_b"))
towards_target = rule(
    "Step of the parameters towards a target value",
    new_weights,
    w + alpha * (y - its_value.symbol) * gradient(v(s, w), w),
    (weights, guess, state, target, rate, its_value),
    (
        Notation(r"w_{t+1} = w_t + \alpha [U_t - \hat{v}(S_t, w_t)] \nabla_w \hat{v}(S_t, w_t)",
                 (("U_t", "y"), *hat, *stepped[:3])),
        Notation(r"w \leftarrow w + \alpha (G_t - \hat{v}(S_t, w)) \nabla_w \hat{v}(S_t, w)",
                 (("G_t", "y"), *hat, ("S_t", "s"))),
    ),
    (*words, "gradient monte carlo", "monte carlo"),
    "a step down half the squared error; the target is held fixed",
    Source(sutton, "equation 9.7"),
)  # fmt: skip
semi_gradient = rule(
    "Semi-gradient TD(0)",
    new_weights,
    w + alpha * (r + gamma * next_value.symbol - its_value.symbol) * gradient(v(s, w), w),
    (weights, guess, state, next_state, reward, rate, discount, its_value, next_value),
    (
        Notation(r"w \leftarrow w + \alpha [R + \gamma \hat{v}(S', w) - \hat{v}(S, w)] \nabla_w \hat{v}(S, w)",
                 (*hat, *once)),
        Notation(r"w_{t+1} = w_t + \alpha \left(R_{t+1} + \gamma \hat{v}(S_{t+1}, w_t) - \hat{v}(S_t, w_t)\right) "
                 r"\nabla_w \hat{v}(S_t, w_t)", (*hat, *stepped)),
    ),
    (*words, "td(0)", "temporal difference", "temporal-difference"),
    "the target holds the parameters fixed",
    Source(sutton, "section 9.3"),
)  # fmt: skip
semi_gradient_sarsa = rule(
    "Semi-gradient SARSA",
    new_weights,
    w + alpha * (r + gamma * next_merit.symbol - its_merit.symbol) * gradient(q(s, a, w), w),
    (weights, merit, state, next_state, action, next_action, reward, rate, discount, its_merit, next_merit),
    (
        Notation(r"w \leftarrow w + \alpha [R + \gamma \hat{q}(S', A', w) - \hat{q}(S, A, w)] "
                 r"\nabla_w \hat{q}(S, A, w)",
                 (*q_hat, *once)),
        Notation(r"w_{t+1} = w_t + \alpha \left(R_{t+1} + \gamma \hat{q}(S_{t+1}, A_{t+1}, w_t) - "
                 r"\hat{q}(S_t, A_t, w_t)\right) \nabla_w \hat{q}(S_t, A_t, w_t)",
                 (("q_hat", "q"), ("A_t", "a"), ("A_t+1", "a_b"), *stepped)),
    ),
    (*words, "sarsa", "control"),
    "the target holds the parameters fixed",
    Source(sutton, "section 10.1"),
)  # fmt: skip
error = Quantity("e", "temporal difference error")
by_error = rule(
    "Step of the critic's parameters by the temporal difference error",
    new_weights,
    w + alpha * error.symbol * gradient(v(s, w), w),
    (weights, guess, state, error, rate),
    (
        Notation(r"w \leftarrow w + \alpha \delta \nabla_w \hat{v}(S, w)",
                 (("delta", "e"), ("v_hat", "v"), ("S", "s"))),
        Notation(r"w_{t+1} = w_t + \alpha \delta_t \nabla_w \hat{v}(S_t, w_t)",
                 (("delta_t", "e"), ("v_hat", "v"), ("S_t", "s"), ("w_t", "w"), ("w", "w"))),
        Notation(r"w \leftarrow w + \alpha^w \delta \nabla_w \hat{v}(S, w)",
                 (("delta", "e"), ("v_hat", "v"), ("S", "s"), ("alpha^w", "alpha"))),
    ),
    (*words, "critic", "actor-critic"),
    "a step up the value, times the error",
    Source(sutton, "section 13.5"),
)  # fmt: skip
places = Quantity("s", "states", shape=(samples,))
shares = Quantity("m", "weights of the states", shape=(samples,), domain=POSITIVE)
truths = Quantity("u", "values of the states", shape=(samples,))
loss = Quantity("L", "the value error")
value_error = rule(
    "Mean squared value error",
    loss,
    Sum(at(shares.symbol, i) * (at(truths.symbol, i) - v(at(places.symbol, i), w)) ** 2, (i, 1, n)),
    (shares, truths, places, guess, weights),
    (
        Notation(r"\overline{VE}(w) = \sum_{i=1}^n \mu_i [v_i - \hat{v}(s_i, w)]^2",
                 (("mu", "m"), ("v", "u"), ("v_hat", "v"))),
        Notation(r"J(w) = \sum_i d_i (V_i - \hat{v}(s_i, w))^2", (("d", "m"), ("V", "u"), ("v_hat", "v"))),
    ),
    words,
    "squared errors, weighted by how often the states are visited",
    Source(sutton, "equation 9.1"),
)  # fmt: skip
now = Quantity("x", "features of the state", shape=(dimensions,))
later = Quantity("z", "features of the next state", shape=(dimensions,))
x, z = now.symbol, later.symbol
linear = ("linear", *words, "lstd", "td(0)")
linear_step = rule(
    "Semi-gradient TD(0) for a linear value",
    new_weights,
    w + alpha * (r + gamma * dot(w, z) - dot(w, x)) * x,
    (weights, now, later, reward, rate, discount),
    (
        Notation(r"w_{t+1} = w_t + \alpha \left(R_{t+1} + \gamma w_t^\top x_{t+1} - w_t^\top x_t\right) x_t",
                 (("w_t", "w"), ("R_t+1", "r"), ("x_t+1", "z"), ("x_t", "x"))),
        Notation(r"w \leftarrow w + \alpha \left(r + \gamma x'^\top w - x^\top w\right) x", (("x_prime", "z"),)),
    ),
    linear,
    "the gradient of a linear value is the vector of features",
    Source(sutton, "equation 9.9"),
)  # fmt: skip
table = Quantity("X", "features of the states", shape=(samples, dimensions))
next_table = Quantity("Z", "features of the next states", shape=(samples, dimensions))
gains = Quantity("r", "the rewards", shape=(samples,))
X, Z, R = table.symbol, next_table.symbol, gains.symbol
moment_matrix = Quantity("A", "matrix of the system", shape=(dimensions, dimensions))
moment_vector = Quantity("b", "right side of the system", shape=(dimensions,))
outer = row(X, i) * (row(X, i) - gamma * row(Z, i)).T
least = ("lstd", "least-squares td", "least squares td", "least-squares temporal", "least squares temporal")
system = rule(
    "Matrix of least-squares temporal differences",
    moment_matrix,
    vector_sum(outer, i, 1, n),
    (table, next_table, discount),
    (
        Notation(r"A = \sum_{i=1}^n x_i (x_i - \gamma x_i')^\top", (("x", "X"), ("x_prime", "Z"))),
        Notation(r"A = \sum_{i=1}^n \phi_i (\phi_i - \gamma \phi'_i)^\top", (("phi", "X"), ("phi_prime", "Z"))),
        Notation(r"A = X^\top (X - \gamma X')", (("X_prime", "Z"),)),
    ),
    least,
    "what multiplies the parameters in the sum of the steps",
    Source(sutton, "equation 9.20, without the small multiple of the identity"),
)
right_side = rule(
    "Right side of least-squares temporal differences",
    moment_vector,
    vector_sum(at(R, i) * row(X, i), i, 1, n),
    (table, gains),
    (
        Notation(r"b = \sum_{i=1}^n r_i x_i", (("x", "X"),)),
        Notation(r"b = \sum_{i=1}^n x_i r_i", (("x", "X"),)),
        Notation(r"b = X^\top r"),
    ),
    least,
    "the features, weighted by the rewards",
    Source(sutton, "equation 9.20"),
)
solved = Quantity("w", "the parameters", shape=(dimensions,))
system_matrix = Quantity("A", "matrix of the system", shape=(dimensions, dimensions))
system_vector = Quantity("b", "right side of the system", shape=(dimensions,))
fixed_point = rule(
    "Parameters of least-squares temporal differences",
    solved,
    Inverse(system_matrix.symbol) * system_vector.symbol,
    (system_matrix, system_vector),
    (*written(r"w = A^{-1} b"), Notation(r"\theta = A^{-1} b", (("theta", "w"),))),
    least,
    "solve A w = b",
    Source(sutton, "equation 9.21"),
)
sampled = Quantity("c", "probabilities of the actions under the policy", shape=(samples,), domain=POSITIVE)
behaviour = Quantity("b", "probabilities of the actions under the behaviour", shape=(samples,), domain=POSITIVE)
correction = Quantity("rho", "importance sampling ratio")
ratio_of_episode = rule(
    "Importance sampling ratio of the actions of an episode",
    correction,
    Product(at(sampled.symbol, i) / at(behaviour.symbol, i), (i, 1, n)),
    (sampled, behaviour),
    (
        Notation(r"\rho = \prod_{k=1}^n \frac{\pi_k}{b_k}", (("pi", "c"),)),
        Notation(r"\rho = \frac{\prod_{k=1}^n \pi_k}{\prod_{k=1}^n \mu_k}", (("pi", "c"), ("mu", "b"))),
    ),
    ("importance sampling", "off-policy", "behaviour policy", "behavior policy"),
    "the moves have the same probability under both policies",
    Source(sutton, "equation 5.3"),
)
plain = Quantity("V", "value of a state", arguments=((),))
ratio = Quantity("rho", "importance sampling ratio", domain=POSITIVE)
updated = Quantity("y", "the value after the update")
V, rho = plain.symbol, ratio.symbol
off_policy = rule(
    "TD update of a value, with the target weighted by the importance sampling ratio",
    updated,
    V(s) + alpha * (rho * (r + gamma * V(s2)) - V(s)),
    (plain, state, next_state, reward, ratio, rate, discount),
    (
        Notation(r"V(S_t) \leftarrow V(S_t) + \alpha \left(\rho_t (R_{t+1} + \gamma V(S_{t+1})) - V(S_t)\right)",
                 (("rho_t", "rho"), *stepped[2:])),
        Notation(r"V(s) \leftarrow V(s) + \alpha [\rho (r + \gamma V(s')) - V(s)]", (("s_prime", "s_b"),)),
    ),
    ("importance sampling", "off-policy"),
    "the target, corrected for the other policy",
    Source(silver, "lecture 5"),
)  # fmt: skip
off_policy_error = rule(
    "TD update of a value, with the error weighted by the importance sampling ratio",
    updated,
    V(s) + alpha * rho * (r + gamma * V(s2) - V(s)),
    (plain, state, next_state, reward, ratio, rate, discount),
    (
        Notation(r"V(S_t) \leftarrow V(S_t) + \alpha \rho_t [R_{t+1} + \gamma V(S_{t+1}) - V(S_t)]",
                 (("rho_t", "rho"), *stepped[2:])),
        Notation(r"V(s) \leftarrow V(s) + \alpha \rho (r + \gamma V(s') - V(s))", (("s_prime", "s_b"),)),
    ),
    ("importance sampling", "off-policy"),
    "the step, corrected for the other policy",
    Source(sutton, "equation 7.9, for one step"),
)  # fmt: skip
one_table = Quantity("Q", "first estimate of the values of actions", arguments=((), ()))
other_table = Quantity("P", "second estimate of the values of actions", arguments=((), ()))
Q, P = one_table.symbol, other_table.symbol
double = rule(
    "Update of double Q-learning, with the next action as a letter",
    updated,
    Q(s, a) + alpha * (r + gamma * P(s2, a2) - Q(s, a)),
    (one_table, other_table, state, action, next_state, next_action, reward, rate, discount),
    (
        Notation(r"Q_A(s, a) \leftarrow Q_A(s, a) + \alpha (r + \gamma Q_B(s', a^*) - Q_A(s, a))",
                 (("Q_A", "Q"), ("Q_B", "P"), ("s_prime", "s_b"), ("a_star", "a_b"))),
        Notation(r"Q_1(S, A) \leftarrow Q_1(S, A) + \alpha [R + \gamma Q_2(S', A^*) - Q_1(S, A)]",
                 (("Q_1", "Q"), ("Q_2", "P"), *once, ("A", "a"), ("A_star", "a_b"))),
    ),
    ("double q-learning", "double q learning", "maximization bias", "maximisation bias"),
    "one estimate chooses the action, the other one says its value",
    Source(hasselt, "algorithm 1"),
)  # fmt: skip

FORMULAS: tuple[Formula, ...] = (
    towards_target, semi_gradient, semi_gradient_sarsa, by_error, value_error, linear_step, system, right_side,
    fixed_point, ratio_of_episode, off_policy, off_policy_error, double,
)  # fmt: skip
TOPIC = Topic("Values with parameters", formulas=FORMULAS)
