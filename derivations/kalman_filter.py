"""The Kalman filter and the smoother of Rauch, Tung and Striebel: linear normal models of a sequence.

The state moves by z_n = A z_(n-1) + noise of covariance Gamma and is observed as x_n = C z_n + noise of covariance
Sigma; mu and V are mean and covariance of the state before the step. P is the covariance of the prediction.
"""

from __future__ import annotations

from sympy import Identity, Inverse

from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE_DEFINITE, Quantity, Size, Source, Topic

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Machine Learning: A Probabilistic Perspective"
sarkka = "Särkkä 2013, Bayesian Filtering and Smoothing"
states = Size("d", "entries of the state", largest=3)
outputs = Size("n", "entries of the observation", largest=2)
controls = Size("l", "entries of the control", largest=2)
motion = Quantity("A", "matrix of the motion", shape=(states, states))
control_matrix = Quantity("B", "matrix of the control", shape=(states, controls))
control = Quantity("u", "control", shape=(controls,))
view = Quantity("C", "matrix of the observation", shape=(outputs, states))
drift = Quantity("Gamma", "covariance of the noise of the motion", (states, states), POSITIVE_DEFINITE)
noise = Quantity("Sigma", "covariance of the noise of the observation", (outputs, outputs), POSITIVE_DEFINITE)
mean = Quantity("mu", "mean of the state before the step", shape=(states,))
spread = Quantity("V", "covariance of the state before the step", (states, states), POSITIVE_DEFINITE)
predicted = Quantity("P", "covariance of the predicted state", (states, states), POSITIVE_DEFINITE)
guess = Quantity("m", "mean of the predicted state", shape=(states,))
seen = Quantity("x", "the observation", shape=(outputs,))
A, B, u, C, Gamma, Sigma = (q.symbol for q in (motion, control_matrix, control, view, drift, noise))
mu, V, P, m, x = (q.symbol for q in (mean, spread, predicted, guess, seen))
d = states.symbol
best_gain = P * C.T * Inverse(C * P * C.T + Sigma)
gain = Quantity("K", "Kalman gain", shape=(states, outputs), value=best_gain)
any_gain = Quantity("K", "a gain", shape=(states, outputs))
K = gain.symbol
surprise_covariance = Quantity("S", "covariance of the innovation", (outputs, outputs), value=C * P * C.T + Sigma)
words = ("kalman", "filter", "linear dynamical system", "state space", "state-space", "lds")
engineering = (("F", "A"), ("H", "C"), ("Q", "Gamma"), ("R", "Sigma"))
output_mean = Quantity("e", "mean of the prediction", shape=(states,))
output_covariance = Quantity("Q", "covariance", shape=(states, states))

predicted_mean = rule(
    "Mean of the predicted state of the Kalman filter",
    output_mean,
    A * mu,
    (motion, mean),
    (
        *written(r"\hat{x}_{k|k-1} = F_k \hat{x}_{k-1|k-1}", letters=(("F_k", "A"), ("x_hat_k-1|k-1", "mu"))),
        *written(r"\hat{x}_k^- = A \hat{x}_{k-1}", letters=(("x_hat_k-1", "mu"),)),
        *written(r"\mu_{t|t-1} = A \mu_{t-1}", letters=(("mu_t-1", "mu"),)),
    ),
    ("prediction", "predict", *words),
    "the mean moves with the state",
    Source(murphy, "equation 18.26"),
)
controlled_mean = rule(
    "Mean of the predicted state of the Kalman filter, with a control",
    output_mean,
    A * mu + B * u,
    (motion, mean, control_matrix, control),
    (
        *written(
            r"\hat{x}_{k|k-1} = F \hat{x}_{k-1|k-1} + B u_k",
            letters=(("F", "A"), ("x_hat_k-1|k-1", "mu"), ("u_k", "u")),
        ),
        *written(r"\hat{x}_k^- = A \hat{x}_{k-1} + B u_k", letters=(("x_hat_k-1", "mu"), ("u_k", "u"))),
        *written(
            r"\bar{\mu}_t = A_t \mu_{t-1} + B_t u_t",
            letters=(("A_t", "A"), ("B_t", "B"), ("mu_t-1", "mu"), ("u_t", "u")),
        ),
    ),
    ("prediction", "predict", "control", *words),
    "the mean moves with the state, and the control adds to it",
    Source("Thrun, Burgard and Fox 2005, Probabilistic Robotics", "table 3.1"),
)
predicted_covariance = rule(
    "Covariance of the predicted state of the Kalman filter",
    output_covariance,
    A * V * A.T + Gamma,
    (motion, spread, drift),
    (
        *written(r"P_{n-1} = A V_{n-1} A^\top + \Gamma", letters=(("V_n-1", "V"),)),
        *written(
            r"P_{k|k-1} = F_k P_{k-1|k-1} F_k^\top + Q_k",
            letters=(("F_k", "A"), ("P_k-1|k-1", "V"), ("Q_k", "Gamma")),
        ),
        *written(r"P_k^- = A P_{k-1} A^\top + Q", letters=(("P_k-1", "V"), ("Q", "Gamma"))),
        *written(
            r"\bar{\Sigma}_t = A_t \Sigma_{t-1} A_t^\top + R_t",
            letters=(("A_t", "A"), ("Sigma_t-1", "V"), ("R_t", "Gamma")),
        ),
        *written(r"P = A V A^\top + \Gamma"),
    ),
    ("prediction", "predict", *words),
    "covariance of a linear map, and of independent noise",
    Source(bishop, "equation 13.88"),
)
innovation = rule(
    "Innovation: the observation less its prediction",
    Quantity("y", "innovation", shape=(outputs,)),
    x - C * m,
    (view, seen, guess),
    (
        *written(
            r"\tilde{y}_k = z_k - H_k \hat{x}_{k|k-1}", letters=(("z_k", "x"), ("H_k", "C"), ("x_hat_k|k-1", "m"))
        ),
        *written(r"r_t = y_t - C \mu_{t|t-1}", letters=(("y_t", "x"), ("mu_t|t-1", "m"))),
        *written(r"y = z - H x", letters=(("z", "x"), ("H", "C"), ("x", "m"))),
    ),
    ("innovation", "residual", *words),
    "what the prediction did not see",
    Source(murphy, "equation 18.33"),
)
innovation_covariance = rule(
    "Covariance of the innovation of the Kalman filter",
    Quantity("S", "covariance of the innovation", (outputs, outputs)),
    C * P * C.T + Sigma,
    (view, predicted, noise),
    (
        *written(
            r"S_k = H_k P_{k|k-1} H_k^\top + R_k",
            letters=(("H_k", "C"), ("P_k|k-1", "P"), ("R_k", "Sigma")),
        ),
        *written(r"S = C P C^\top + \Sigma"),
        *written(r"S_t = C \Sigma_{t|t-1} C^\top + R", letters=(("Sigma_t|t-1", "P"), ("R", "Sigma"))),
    ),
    ("innovation", *words),
    "covariance of a linear map, and of independent noise",
    Source(murphy, "equation 18.35"),
)
best = rule(
    "Kalman gain",
    Quantity("K", "Kalman gain", shape=(states, outputs)),
    best_gain,
    (view, predicted, noise, surprise_covariance),
    (
        *written(r"K_n = P_{n-1} C^\top (C P_{n-1} C^\top + \Sigma)^{-1}", letters=(("P_n-1", "P"),)),
        *written(
            r"K_k = P_{k|k-1} H_k^\top (H_k P_{k|k-1} H_k^\top + R_k)^{-1}",
            letters=(("P_k|k-1", "P"), ("H_k", "C"), ("R_k", "Sigma")),
        ),
        *written(
            r"K_k = P_k^- H^\top (H P_k^- H^\top + R)^{-1}",
            letters=(("P_k^minus", "P"), ("H", "C"), ("R", "Sigma")),
        ),
        *written(r"K = P C^\top S^{-1}"),
        *written(
            r"K_k = P_{k|k-1} H_k^\top S_k^{-1}", letters=(("P_k|k-1", "P"), ("H_k", "C"), ("S_k", "S"))
        ),
    ),
    ("gain", *words),
    "covariance of state and observation times the inverse covariance of the observation",
    Source(bishop, "equation 13.92"),
)
updated_mean = rule(
    "Update of the mean of the Kalman filter, from the mean before the step",
    output_mean,
    A * mu + K * (x - C * A * mu),
    (motion, mean, seen, view, gain, predicted, noise),
    (
        *written(
            r"\mu_n = A \mu_{n-1} + K_n (x_n - C A \mu_{n-1})",
            letters=(("mu_n-1", "mu"), ("K_n", "K"), ("x_n", "x")),
        ),
        *written(r"\mu' = A \mu + K (x - C A \mu)"),
    ),
    ("update", "correction", *words),
    "the prediction, corrected by the gain times the innovation",
    Source(bishop, "equation 13.89"),
)
corrected_mean = rule(
    "Update of the mean of the Kalman filter, from the prediction",
    output_mean,
    m + K * (x - C * m),
    (guess, seen, view, gain, predicted, noise),
    (
        *written(
            r"\hat{x}_{k|k} = \hat{x}_{k|k-1} + K_k (z_k - H_k \hat{x}_{k|k-1})",
            letters=(("x_hat_k|k-1", "m"), ("K_k", "K"), ("z_k", "x"), ("H_k", "C")),
        ),
        *written(
            r"\hat{x}_k = \hat{x}_k^- + K_k (z_k - H \hat{x}_k^-)",
            letters=(("x_hat_k^minus", "m"), ("K_k", "K"), ("z_k", "x"), ("H", "C")),
        ),
        *written(
            r"\mu_t = \bar{\mu}_t + K_t (z_t - C_t \bar{\mu}_t)",
            letters=(("mu_bar_t", "m"), ("K_t", "K"), ("z_t", "x"), ("C_t", "C")),
        ),
        *written(r"\hat{x} = m + K (x - C m)"),
    ),
    ("update", "correction", *words),
    "the prediction, corrected by the gain times the innovation",
    Source(murphy, "equation 18.31"),
)
updated_covariance = rule(
    "Update of the covariance of the Kalman filter",
    output_covariance,
    (Identity(d) - K * C) * P,
    (view, gain, predicted, noise, surprise_covariance),
    (
        *written(r"V_n = (I - K_n C) P_{n-1}", letters=(("K_n", "K"), ("P_n-1", "P"))),
        *written(
            r"P_{k|k} = (I - K_k H_k) P_{k|k-1}", letters=(("K_k", "K"), ("H_k", "C"), ("P_k|k-1", "P"))
        ),
        *written(r"P_k = (I - K_k H) P_k^-", letters=(("K_k", "K"), ("H", "C"), ("P_k^minus", "P"))),
        *written(r"V = P - K C P"),
        *written(
            r"P_{k|k} = P_{k|k-1} - K_k S_k K_k^\top", letters=(("K_k", "K"), ("S_k", "S"), ("P_k|k-1", "P"))
        ),
    ),
    ("update", "correction", *words),
    "covariance of a normal vector, some entries given",
    Source(bishop, "equation 13.90"),
)
left = Identity(d) - any_gain.symbol * C
joseph = rule(
    "Covariance of the state after a correction by any gain (Joseph form)",
    output_covariance,
    left * P * left.T + any_gain.symbol * Sigma * any_gain.symbol.T,
    (view, any_gain, predicted, noise),
    (
        *written(
            r"\Sigma_t = (I - K_t C_t) \bar{\Sigma}_t (I - K_t C_t)^\top + K_t Q_t K_t^\top",
            letters=(("K_t", "K"), ("C_t", "C"), ("Sigma_bar_t", "P"), ("Q_t", "Sigma")),
        ),
        *written(r"V = (I - K C) \cdot P \cdot (I - K C)^\top + K \Sigma K^\top"),
    ),
    ("joseph", *words),
    "errors of the prediction and of the observation are independent",
    Source("Bucy and Joseph 1968, Filtering for Stochastic Processes with Applications to Guidance", "chapter 16"),
)
corrected = (Identity(d) - best_gain * C) * P
after = Quantity("V", "covariance of the state after the step", (states, states), value=corrected)
information_form = identity(
    "Update of the precision of the Kalman filter (information form)",
    Inverse(after.symbol),
    (
        (Inverse(P - best_gain * C * P), "multiply out"),
        (Inverse(P) + C.T * Inverse(Sigma) * C, "Woodbury's identity"),
    ),
    (after, view, predicted, noise),
    (
        *written(r"V^{-1} = P^{-1} + C^\top \Sigma^{-1} C"),
        *written(
            r"P_{k|k}^{-1} = P_{k|k-1}^{-1} + H_k^\top R_k^{-1} H_k",
            letters=(("P_k|k", "V"), ("P_k|k-1", "P"), ("H_k", "C"), ("R_k", "Sigma")),
        ),
    ),
    ("information filter", "precision", *words),
    Source(murphy, "equation 18.37"),
)
ahead = Quantity("P", "covariance of the predicted state", (states, states), value=A * V * A.T + Gamma)
back = Quantity("J", "gain of the smoother", shape=(states, states), value=V * A.T * Inverse(ahead.symbol))
later_mean = Quantity("s", "smoothed mean of the next state", shape=(states,))
later_spread = Quantity("W", "smoothed covariance of the next state", shape=(states, states))
J, s, W = back.symbol, later_mean.symbol, later_spread.symbol
smoothing = ("smoother", "smoothing", "rauch", "rts", *words)
smoother_gain = rule(
    "Gain of the smoother of Rauch, Tung and Striebel",
    Quantity("J", "gain of the smoother", shape=(states, states)),
    V * A.T * Inverse(ahead.symbol),
    (motion, spread, drift, ahead),
    (
        *written(r"J_n = V_n A^\top P_n^{-1}", letters=(("V_n", "V"), ("P_n", "P"))),
        *written(
            r"C_k = P_{k|k} F^\top P_{k+1|k}^{-1}", letters=(("P_k|k", "V"), ("F", "A"), ("P_k+1|k", "P"))
        ),
        *written(
            r"G_k = P_k A^\top (A P_k A^\top + Q)^{-1}", letters=(("P_k", "V"), ("Q", "Gamma"))
        ),
    ),
    smoothing,
    "covariance of state and next state times the inverse covariance of the next state",
    Source(bishop, "equation 13.102"),
)
smoothed_mean = rule(
    "Smoothed mean of a state",
    output_mean,
    mu + J * (s - A * mu),
    (motion, mean, later_mean, back, ahead, spread, drift),
    (
        *written(
            r"\hat{\mu}_n = \mu_n + J_n (\hat{\mu}_{n+1} - A \mu_n)",
            letters=(("mu_n", "mu"), ("J_n", "J"), ("mu_hat_n+1", "s")),
        ),
        *written(r"s' = \mu + J (s - A \mu)"),
    ),
    smoothing,
    "the filtered mean, corrected by what the later observations say of the next state",
    Source(bishop, "equation 13.100"),
)
smoothed_covariance = rule(
    "Smoothed covariance of a state",
    output_covariance,
    V + J * (W - ahead.symbol) * J.T,
    (motion, spread, later_spread, back, ahead, drift),
    (
        *written(
            r"\hat{V}_n = V_n + J_n (\hat{V}_{n+1} - P_n) J_n^\top",
            letters=(("V_n", "V"), ("J_n", "J"), ("V_hat_n+1", "W"), ("P_n", "P")),
        ),
        *written(
            r"P_{k|N} = P_{k|k} + C_k (P_{k+1|N} - P_{k+1|k}) C_k^\top",
            letters=(("P_k|k", "V"), ("C_k", "J"), ("P_k+1|N", "W"), ("P_k+1|k", "P")),
        ),
    ),
    smoothing,
    "the filtered covariance, corrected by what the later observations say of the next state",
    Source(bishop, "equation 13.101"),
)

TOPIC = Topic(
    "Kalman filter",
    formulas=(
        predicted_mean,
        controlled_mean,
        predicted_covariance,
        innovation,
        innovation_covariance,
        best,
        updated_mean,
        corrected_mean,
        updated_covariance,
        joseph,
        information_form,
        smoother_gain,
        smoothed_mean,
        smoothed_covariance,
    ),
)
