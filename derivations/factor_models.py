"""Factors of tables: recommender models and their steps, non-negative factors, independent components, projections.

A step of stochastic gradient descent is taken for one rating; the error is the rating less its prediction.
"""

from __future__ import annotations

from sympy import Identity, Inverse

from derivations.operators import at, dot, entrywise, mean, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
)

koren = "Koren, Bell and Volinsky 2009, Matrix Factorization Techniques for Recommender Systems"
lee = "Lee and Seung 2001, Algorithms for Non-negative Matrix Factorization"
hyvarinen = "Hyvärinen and Oja 2000, Independent Component Analysis: Algorithms and Applications"
bishop = "Bishop, Pattern Recognition and Machine Learning"
factors = Size("d", "factors", largest=3)
mine = Quantity("p", "factors of the user", shape=(factors,))
its = Quantity("q", "factors of the item", shape=(factors,))
changed = Quantity("W", "factors after the step", shape=(factors,))
average, mine_bias, its_bias = (
    Quantity("m", "mean rating"),
    Quantity("b", "bias of the user"),
    Quantity("c", "bias of the item"),
)
rating, guess = Quantity("r", "the rating"), Quantity("y", "the prediction")
error = Quantity("e", "error of the prediction")
rate = Quantity("gamma", "step size", domain=POSITIVE)
decay = Quantity("lambda_", "weight of the penalty", domain=POSITIVE)
p, q, e, gamma, lam, b = (one.symbol for one in (mine, its, error, rate, decay, mine_bias))
words = (
    "matrix factorization",
    "matrix factorisation",
    "recommender",
    "collaborative filtering",
    "latent factor",
    "rating",
)
named = (("p_u", "p"), ("q_i", "q"), ("b_u", "b"), ("b_i", "c"), ("e_ui", "e"), ("lambda", "lambda_"))
prediction = rule(
    "Predicted rating with biases",
    guess,
    average.symbol + b + its_bias.symbol + dot(q, p),
    (average, mine_bias, its_bias, its, mine),
    (
        *written(r"\hat{r}_{ui} = \mu + b_u + b_i + q_i^\top p_u", r"\hat{r}_{ui} = \mu + b_i + b_u + p_u^\top q_i",
                 letters=(*named, ("mu", "m"))),
        *written(r"\hat{y} = \mu + b_u + c_j + u \cdot v",
                 letters=(("mu", "m"), ("b_u", "b"), ("c_j", "c"), ("u", "p"), ("v", "q"))),
    ),
    words,
    "what user and item like on the whole, and how they fit",
    Source(koren, "equation 4"),
)  # fmt: skip
factor_step = rule(
    "Step of the factors of a user or an item for one rating",
    changed,
    p + gamma * (e * q - lam * p),
    (mine, its, error, rate, decay),
    (
        *written(r"p_u \leftarrow p_u + \gamma (e_{ui} q_i - \lambda p_u)",
                 r"p_u \leftarrow p_u + \gamma (e_{ui} \cdot q_i - \lambda \cdot p_u)", letters=named),
        *written(r"q_i \leftarrow q_i + \gamma (e_{ui} p_u - \lambda q_i)",
                 letters=(("q_i", "p"), ("p_u", "q"), *named[4:])),
    ),
    words,
    "a step down half the squared error and the penalty",
    Source(koren, "stochastic gradient descent"),
)  # fmt: skip
new_bias = Quantity("z", "the bias after the step")
bias_step = rule(
    "Step of the bias of a user or an item for one rating",
    new_bias,
    b + gamma * (e - lam * b),
    (mine_bias, error, rate, decay),
    written(
        r"b_u \leftarrow b_u + \gamma (e_{ui} - \lambda b_u)",
        r"b_u \leftarrow b_u + \gamma (e_{ui} - \lambda \cdot b_u)",
        letters=named,
    ),
    words,
    "a step down half the squared error and the penalty",
    Source("Koren 2008, Factorization Meets the Neighborhood", "section 2.3"),
)
rating_error = rule(
    "Error of a predicted rating",
    error,
    rating.symbol - dot(q, p),
    (rating, its, mine),
    written(
        r"e_{ui} = r_{ui} - q_i^\top p_u",
        r"e_{ui} = r_{ui} - p_u^\top q_i",
        letters=(("r_ui", "r"), *named[:2]),
    ),
    words,
    "the rating less its prediction",
    Source(koren, "stochastic gradient descent"),
)
users, items = Size("n", "users", largest=3), Size("k", "items", largest=3)
table = Quantity("R", "ratings", shape=(users, items))
tall = Quantity("P", "factors of all users", shape=(users, factors))
wide = Quantity("Q", "factors of all items", shape=(items, factors))
loss = Quantity("L", "the objective")
R, U, V = table.symbol, tall.symbol, wide.symbol
objective = rule(
    "Objective of matrix factorisation with a penalty",
    loss,
    norm(R - U * V.T) ** 2 + lam * (norm(U) ** 2 + norm(V) ** 2),
    (table, tall, wide, decay),
    (
        *written(r"L = \|R - P Q^\top\|_F^2 + \lambda (\|P\|_F^2 + \|Q\|_F^2)", letters=named[5:]),
        *written(r"J(U, V) = \|R - U V^\top\|_F^2 + \lambda \|U\|_F^2 + \lambda \|V\|_F^2",
                 letters=(("U", "P"), ("V", "Q"), *named[5:])),
    ),
    words,
    "squared errors and squared factors",
    Source(koren, "equation 2, with all ratings known"),
)  # fmt: skip
shown = Quantity("V", "table without negative entries", shape=(users, items), domain=POSITIVE)
left = Quantity("W", "left factor", shape=(users, factors), domain=POSITIVE)
right = Quantity("H", "right factor", shape=(factors, items), domain=POSITIVE)
row_at, column_at = free_index("a", factors), free_index("j", items)
user_at = free_index("i", users)
entry = Quantity("h", "the entry after the step")
A, W, H = shown.symbol, left.symbol, right.symbol
nonnegative = ("non-negative matrix", "nonnegative matrix", "nmf", "multiplicative update")
right_update = rule(
    "Multiplicative update of the right factor",
    entry,
    at(H, row_at.symbol, column_at.symbol)
    * at(W.T * A, row_at.symbol, column_at.symbol)
    / at(W.T * W * H, row_at.symbol, column_at.symbol),
    (shown, left, right, row_at, column_at),
    written(
        r"H_{aj} \leftarrow H_{aj} \frac{(W^\top V)_{aj}}{(W^\top W H)_{aj}}",
        r"H_{a j} \leftarrow \frac{H_{a j} (W^\top V)_{a j}}{(W^\top W H)_{a j}}",
    ),
    nonnegative,
    "a gradient step whose size keeps all entries positive",
    Source(lee, "theorem 1"),
)
left_update = rule(
    "Multiplicative update of the left factor",
    entry,
    at(W, user_at.symbol, row_at.symbol)
    * at(A * H.T, user_at.symbol, row_at.symbol)
    / at(W * H * H.T, user_at.symbol, row_at.symbol),
    (shown, left, right, user_at, row_at),
    written(
        r"W_{ia} \leftarrow W_{ia} \frac{(V H^\top)_{ia}}{(W H H^\top)_{ia}}",
        r"W_{i a} \leftarrow \frac{W_{i a} (V H^\top)_{i a}}{(W H H^\top)_{i a}}",
    ),
    nonnegative,
    "a gradient step whose size keeps all entries positive",
    Source(lee, "theorem 1"),
)
mixing = Quantity("W", "separating matrix", shape=(factors, factors))
mixing_change = Quantity("D", "change of the separating matrix", shape=(factors, factors))
sources = Quantity("y", "estimated sources", shape=(factors,))
curve = Quantity("phi", "non-linearity", arguments=((),))
S = mixing.symbol
components = ("independent component", "ica", "blind source", "infomax", "kurtosis")
natural = rule(
    "Natural gradient step of independent component analysis",
    mixing_change,
    gamma * ((Identity(factors.symbol) - entrywise(curve.symbol, sources.symbol) * sources.symbol.T) * S),
    (mixing, sources, curve, rate),
    (
        *written(r"\Delta W = \eta (I - \phi(y) y^\top) W", letters=(("eta", "gamma"),)),
        *written(r"\Delta W = \eta \left[I - \phi(y) y^\top\right] W", letters=(("eta", "gamma"),)),
    ),
    components,
    "the gradient of the likelihood, times W'W",
    Source("Amari, Cichocki and Yang 1996, A New Learning Algorithm for Blind Signal Separation", "equation 7"),
)
outcome = Quantity("y", "a random number", law=Law("y"))
peakedness = Quantity("K", "kurtosis")
Y = outcome.symbol
kurtosis = rule(
    "Kurtosis of a centred number, 0 for a normal one",
    peakedness,
    mean(Y**4) - 3 * mean(Y**2) ** 2,
    (outcome,),
    written(
        r"\operatorname{kurt}(y) = \mathbb{E}[y^4] - 3 (\mathbb{E}[y^2])^2",
        r"\operatorname{kurt}(y) = \mathbb{E}[y^4] - 3 \mathbb{E}[y^2]^2",
    ),
    components,
    "the fourth moment less that of a normal number of the same variance",
    Source(hyvarinen, "section 4.2"),
)
width = Size("D", "entries of an input", smallest=2, largest=3)
basis = Quantity("W", "directions as columns", shape=(width, factors))
given = Quantity("x", "an input", shape=(width,))
centre = Quantity("mu", "mean of the inputs", shape=(width,))
code = Quantity("z", "the code", shape=(factors,))
coded = Quantity("Z", "the code", shape=(factors,))
restored = Quantity("X", "the reconstruction", shape=(width,))
B, x, mu = basis.symbol, given.symbol, centre.symbol
principal = ("principal component", "pca", "projection", "reconstruct", "dimensionality")
projected = rule(
    "Scores of an input: projection of the centred input on the principal directions",
    coded,
    B.T * (x - mu),
    (basis, given, centre),
    (
        *written(r"z = W^\top (x - \mu)"),
        *written(r"y = U^\top (x - \bar{x})", letters=(("U", "W"), ("x_bar", "mu"))),
        *written(r"z = V^\top x - V^\top \mu", letters=(("V", "W"),)),
    ),
    principal,
    "inner products with the directions",
    Source(bishop, "section 12.1"),
)
reconstructed = rule(
    "Reconstruction of an input from its scores",
    restored,
    B * code.symbol + mu,
    (basis, code, centre),
    (
        *written(r"\hat{x} = W z + \mu", r"\hat{x} = \mu + W z"),
        *written(r"\tilde{x} = \bar{x} + U z", letters=(("U", "W"), ("x_bar", "mu"))),
    ),
    principal,
    "back from the directions to the inputs",
    Source(bishop, "section 12.1"),
)
scatter = Quantity("S", "scatter within the classes", shape=(width, width))
one_mean, other_mean = (
    Quantity("m", "mean of a class", shape=(width,)),
    Quantity("n", "mean of a class", shape=(width,)),
)
direction = Quantity("v", "direction of the discriminant", shape=(width,))
fisher = rule(
    "Direction of Fisher's discriminant",
    direction,
    Inverse(scatter.symbol) * (one_mean.symbol - other_mean.symbol),
    (scatter, one_mean, other_mean),
    tuple(
        Notation(latex, letters)
        for latex, letters in (
            (r"w = S_W^{-1} (m_2 - m_1)", (("S_W", "S"), ("m_2", "m"), ("m_1", "n"))),
            (r"w^* = S_W^{-1} (\mu_1 - \mu_2)", (("S_W", "S"), ("mu_1", "m"), ("mu_2", "n"))),
        )
    ),
    ("fisher", "discriminant", "lda", "within-class"),
    "the direction that maximises Fisher's criterion, up to its length",
    Source(bishop, "equation 4.30"),
)

FORMULAS: tuple[Formula, ...] = (
    prediction, factor_step, bias_step, rating_error, objective, right_update, left_update, natural, kurtosis,
    projected, reconstructed, fisher,
)  # fmt: skip
TOPIC = Topic("Factors of tables", formulas=FORMULAS)
