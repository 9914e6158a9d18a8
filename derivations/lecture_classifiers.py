"""Lines of Bishop's chapters on linear models and kernels: scatter, iterative reweighting, perceptron, offsets.

Phi has a feature vector in each row, t are the targets, a the multipliers of a support vector machine.
"""

from __future__ import annotations

from sympy import Identity, Inverse, Max, Sum, Transpose

from derivations.operators import at, diagonal_matrix, dot, evaluated, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
    SIGN,
    UNIT,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
samples = Size("N", "samples", largest=3)
features = Size("M", "features", largest=2)
N, M = samples.symbol, features.symbol
i, j = bound_index("i j")
design = Quantity("Phi", "feature vectors, one in each row", shape=(samples, features))
targets = Quantity("t", "targets", shape=(samples,))
outputs = Quantity("y", "probabilities", shape=(samples,), domain=UNIT)
parameters = Quantity("w", "weights", shape=(features,))
Phi, t, y, w = (quantity.symbol for quantity in (design, targets, outputs, parameters))

first = Quantity("m_1", "mean of the first class", shape=(features,))
second = Quantity("m_2", "mean of the second class", shape=(features,))
scatter = Quantity("S", "scatter matrix", shape=(features, features))
m_1, m_2 = first.symbol, second.symbol
fisher = ("fisher", "scatter", "between-class", "within-class", "discriminant")
between = rule(
    "Between-class scatter of two classes",
    scatter,
    (m_2 - m_1) * Transpose(m_2 - m_1),
    (first, second),
    (
        *written(r"S_B = (m_2 - m_1)(m_2 - m_1)^\top"),
        Notation(r"S_B = (\mu_1 - \mu_2)(\mu_1 - \mu_2)^\top", (("mu_1", "m_1"), ("mu_2", "m_2"))),
    ),
    fisher,
    "the outer product of the difference of the means",
    Source(bishop, "equation 4.27"),
)
members = Quantity("X", "inputs of the class, one in each row", shape=(samples, features))
centre = Quantity("m", "mean of the class", shape=(features,))
X, m = members.symbol, centre.symbol
class_mean = rule(
    "Mean of a class",
    centre,
    vector_sum(row(X, i), i, 1, N) / N,
    (members,),
    (
        Notation(r"m_k = \frac{1}{N_k} \sum_{n=1}^{N_k} x_n", (("m_k", "m"), ("N_k", "N"), ("x", "X"))),
        Notation(r"\mu_k = \frac{1}{n_k} \sum_{i=1}^{n_k} x_i", (("mu_k", "m"), ("n_k", "N"), ("x", "X"))),
    ),
    (*fisher, "class mean", "mean of the class", "class means", "lda"),
    "the mean of the inputs of the class",
    Source(bishop, "equation 4.21"),
)
within = rule(
    "Scatter of one class",
    scatter,
    vector_sum((row(X, i) - m) * Transpose(row(X, i) - m), i, 1, N),
    (members, centre),
    (
        Notation(
            r"S_k = \sum_{n=1}^{N_k} (x_n - m_k)(x_n - m_k)^\top", (("N_k", "N"), ("x", "X"), ("m_k", "m"))
        ),
        Notation(r"S_k = \sum_{i=1}^{n_k} (x_i - \mu_k)(x_i - \mu_k)^\top", (("n_k", "N"), ("x", "X"), ("mu_k", "m"))),
    ),
    fisher,
    "outer products of the deviations",
    Source(bishop, "equation 4.28"),
)
classes = Size("K", "classes", largest=3)
K = classes.symbol
centres = Quantity("m", "means of the classes, one in each row", shape=(classes, features))
counts = Quantity("n", "numbers of inputs", shape=(classes,), domain=POSITIVE)
overall = Quantity("c", "mean of all inputs", shape=(features,))
away = row(centres.symbol, i) - overall.symbol
between_many = rule(
    "Between-class scatter of several classes",
    scatter,
    vector_sum(at(counts.symbol, i) * away * Transpose(away), i, 1, K),
    (centres, counts, overall),
    (
        Notation(r"S_B = \sum_{k=1}^K N_k (m_k - \bar{x})(m_k - \bar{x})^\top", (("N", "n"), ("x_bar", "c"))),
        Notation(r"S_B = \sum_{k=1}^K n_k (\mu_k - \bar{\mu})(\mu_k - \bar{\mu})^\top", (("mu", "m"), ("mu_bar", "c"))),
    ),
    fisher,
    "outer products of the deviations of the means, once for each input",
    Source(bishop, "equation 4.46"),
)

curvatures = free_index("n", samples)
n = curvatures.symbol
newton = ("irls", "reweighted", "newton", "logistic regression", "hessian")
weighting = rule(
    "Weight of an input in iteratively reweighted least squares",
    Quantity("R", "the weight"),
    at(y, n) * (1 - at(y, n)),
    (outputs, curvatures),
    (
        Notation(r"R_{nn} = y_n (1 - y_n)", (("R_nn", "R"),)),
        Notation(r"W_{ii} = p_i (1 - p_i)", (("W_ii", "R"), ("i", "n"), ("p", "y"))),
        Notation(r"R_{nn} = y_n - y_n^2", (("R_nn", "R"),)),
    ),
    newton,
    "the slope of the logistic function",
    Source(bishop, "equation 4.98"),
)
spread = Quantity("r", "weights of the inputs", shape=(samples,), domain=POSITIVE)
weights = Quantity("R", "weights of the inputs", shape=(samples, samples), value=diagonal_matrix(spread.symbol))
R = weights.symbol
working = rule(
    "Working response of iteratively reweighted least squares",
    Quantity("z", "working response", shape=(samples,)),
    Phi * w - Inverse(R) * (y - t),
    (design, parameters, outputs, targets, weights, spread),
    (
        Notation(r"z = \Phi w - R^{-1} (y - t)"),
        Notation(r"z = \Phi w^{old} - R^{-1} (y - t)", (("w^old", "w"),)),
        Notation(r"z = X \beta + W^{-1} (y - p)", (("X", "Phi"), ("beta", "w"), ("W", "R"), ("y", "t"), ("p", "y"))),
    ),
    newton,
    "the scores, corrected by the residuals in units of the slope",
    Source(bishop, "equation 4.100"),
)

rate = Quantity("eta", "step size", domain=POSITIVE)
pattern = Quantity("phi", "feature vector of a misclassified input", shape=(features,))
target = Quantity("c", "its target", domain=SIGN)
following = Quantity("w_next", "weights after the step", shape=(features,))
phi, eta = pattern.symbol, rate.symbol
perceptron = ("perceptron", "misclassified")
perceptron_step = rule(
    "Step of the perceptron on a misclassified input",
    following,
    w + eta * phi * target.symbol,
    (parameters, pattern, target, rate),
    (
        Notation(r"w^{(\tau+1)} = w^{(\tau)} + \eta \phi_n t_n", (("w^tau", "w"), ("phi_n", "phi"), ("t_n", "c"))),
        Notation(r"w^{(k+1)} = w^{(k)} + \eta \phi_n t_n", (("w^k", "w"), ("phi_n", "phi"), ("t_n", "c"))),
        Notation(r"w \leftarrow w + \eta \phi_n t_n", (("phi_n", "phi"), ("t_n", "c"))),
    ),
    perceptron,
    "towards the inputs of class 1, away from those of class -1",
    Source(bishop, "equation 4.55"),
)
signs = Quantity("t", "targets, -1 or 1", shape=(samples,), domain=SIGN)
tau = signs.symbol
error = Quantity("E", "the criterion")
criterion = rule(
    "Perceptron criterion, summed over the misclassified inputs",
    error,
    -Sum(dot(w, row(Phi, i)) * at(tau, i), (i, 1, N)),
    (parameters, design, signs),
    (
        Notation(r"E_P(w) = -\sum_{n=1}^N w^\top \phi_n t_n", (("phi", "Phi"),)),
        Notation(r"L(w) = -\sum_{i=1}^N y_i w^\top x_i", (("x", "Phi"), ("y", "t"))),
    ),
    perceptron,
    "how far the misclassified inputs lie on the wrong side",
    Source(bishop, "equation 4.54"),
)

dimensions = Size("D", "dimensions", largest=2)
here = Quantity("x", "an input", shape=(dimensions,))
there = Quantity("z", "another input", shape=(dimensions,))
feature_map = Quantity("phi", "the features", shape=(features,), arguments=((dimensions,),))
kernel_value = Quantity("k", "value of the kernel")
x, z = here.symbol, there.symbol
mapped = [evaluated(feature_map.symbol(at_point), M, 1) for at_point in (x, z)]
kernels = ("kernel", "feature space", "gram")
kernel = rule(
    "Kernel as an inner product of features",
    kernel_value,
    dot(mapped[0], mapped[1]),
    (here, there, feature_map),
    (
        Notation(r"k(x, z) = \phi(x)^\top \phi(z)"),
        Notation(r"k(x, x') = \phi(x)^\top \phi(x')", (("x_prime", "z"),)),
        Notation(r"k(x, z) = \langle \phi(x), \phi(z) \rangle"),
        Notation(r"K(x, z) = \phi(x) \cdot \phi(z)"),
    ),
    kernels,
    "similar inputs have similar features",
    Source(bishop, "equation 6.1"),
)
gram = rule(
    "Gram matrix of features in rows",
    Quantity("K", "Gram matrix", shape=(samples, samples)),
    Phi * Transpose(Phi),
    (design,),
    written(r"K = \Phi \Phi^\top") + written(r"G = X X^\top", letters=(("X", "Phi"),)),
    kernels,
    "inner products of all pairs",
    Source(bishop, "section 6.1"),
)
similarities = Quantity("k", "kernels of the inputs with the query", shape=(samples,))
matrix = Quantity("K", "kernel matrix", shape=(samples, samples), domain=POSITIVE_DEFINITE)
penalty = Quantity("mu", "penalty", domain=POSITIVE)
dual_prediction = rule(
    "Prediction of dual ridge regression",
    Quantity("f", "the prediction"),
    dot(similarities.symbol, Inverse(matrix.symbol + penalty.symbol * Identity(N)) * t),
    (similarities, matrix, penalty, targets),
    (
        Notation(r"y(x) = k^\top (K + \lambda I_N)^{-1} t", (("lambda", "mu"),)),
        Notation(r"f(x) = k^\top (K + \lambda I)^{-1} y", (("lambda", "mu"), ("y", "t"))),
    ),
    (*kernels, "dual", "ridge"),
    "the kernels, weighted with the dual coefficients",
    Source(bishop, "equation 6.9"),
)
similar = Quantity("k", "kernels of the inputs with a query", shape=(samples,), arguments=((dimensions,),))
of_query = evaluated(similar.symbol(x), N, 1)
query_prediction = rule(
    "Prediction of dual ridge regression at a query",
    Quantity("f", "the prediction"),
    dot(of_query, Inverse(matrix.symbol + penalty.symbol * Identity(N)) * t),
    (here, similar, matrix, penalty, targets),
    (
        Notation(r"y(x) = k(x)^\top (K + \lambda I_N)^{-1} t", (("lambda", "mu"),)),
        Notation(r"f(x) = k(x)^\top (K + \lambda I)^{-1} y", (("lambda", "mu"), ("y", "t"))),
    ),
    (*kernels, "dual", "ridge"),
    "the kernels, weighted with the dual coefficients",
    Source(bishop, "equation 6.9"),
)
multipliers = Quantity("a", "multipliers", shape=(samples,), domain=POSITIVE)
entries = Quantity("K", "kernel matrix", shape=(samples, samples))
a, G = multipliers.symbol, entries.symbol
machine = ("support vector", "svm", "offset", "bias", "margin")
offset = rule(
    "Offset of a support vector machine from one support vector",
    Quantity("b", "the offset"),
    at(tau, n) - Sum(at(a, i) * at(tau, i) * at(G, n, i), (i, 1, N)),
    (signs, multipliers, entries, curvatures),
    (
        Notation(r"b = t_n - \sum_{m=1}^N a_m t_m K_{nm}"),
        Notation(r"b = y_n - \sum_i \alpha_i y_i K_{ni}", (("y", "t"), ("alpha", "a"))),
    ),
    machine,
    "the score of a support vector is its target",
    Source(bishop, "equation 7.17"),
)
mean_offset = rule(
    "Offset of a support vector machine, averaged over the support vectors",
    Quantity("b", "the offset"),
    Sum(at(tau, j) - Sum(at(a, i) * at(tau, i) * at(G, j, i), (i, 1, N)), (j, 1, N)) / N,
    (signs, multipliers, entries),
    (
        Notation(r"b = \frac{1}{N} \sum_{n=1}^N \left(t_n - \sum_{m=1}^N a_m t_m K_{nm}\right)"),
        Notation(r"b = \frac{1}{N} \sum_{i=1}^N \left(y_i - \sum_{j=1}^N \alpha_j y_j K_{ij}\right)",
                 (("y", "t"), ("alpha", "a"))),
    ),
    machine,
    "the mean over the support vectors",
    Source(bishop, "equation 7.18"),
)  # fmt: skip
noise = Quantity("beta", "precision of the noise", domain=POSITIVE)
prior = Quantity("alpha", "precision of the prior", domain=POSITIVE)
bayes = ("map", "maximum a posteriori", "maximum posterior", "bayes", "prior", "ridge")
map_penalty = rule(
    "Penalty of ridge regression that gives the most probable weights",
    Quantity("mu", "the penalty"),
    prior.symbol / noise.symbol,
    (prior, noise),
    (
        Notation(r"\lambda = \frac{\alpha}{\beta}"),
        Notation(r"\lambda = \alpha / \beta"),
    ),
    bayes,
    "the log-posterior is the error with this penalty, times the precision of the noise",
    Source(bishop, "equation 3.55"),
)
data_error = Quantity("D", "sum-of-squares error", arguments=((features,),))
posterior_mean = Quantity("m", "the weights", shape=(features,))
regularised = rule(
    "Regularised error by both precisions and the sum-of-squares error",
    error,
    noise.symbol * data_error.symbol(posterior_mean.symbol)
    + prior.symbol / 2 * dot(posterior_mean.symbol, posterior_mean.symbol),
    (posterior_mean, data_error, prior, noise),
    (
        Notation(r"E(m_N) = \beta E_D(m_N) + \frac{\alpha}{2} m_N^\top m_N", (("E_D", "D"), ("m_N", "m"))),
        Notation(r"E(w) = \beta E_D(w) + \frac{\alpha}{2} w^\top w", (("E_D", "D"), ("w", "m"))),
        Notation(r"E(w) = \beta E_D(w) + \frac{\alpha}{2} \|w\|^2", (("E_D", "D"), ("w", "m"))),
    ),
    ("evidence", "marginal likelihood", "bayes", "regularised", "regularized"),
    "the error in units of the noise, and the length of the weights",
    Source(bishop, "equation 3.79"),
)
margin_score = Quantity("s", "target times score")
hinge = rule(
    "Hinge loss by the product of target and score",
    error,
    Max(0, 1 - margin_score.symbol, evaluate=False),
    (margin_score,),
    written(r"E_{SV} = [1 - s]_+", r"E = \max(0, 1 - s)"),
    ("hinge", *machine),
    "what is missing to the margin",
    Source(bishop, "equation 7.44"),
)

TOPIC = Topic(
    "Linear classifiers and kernels, line by line",
    formulas=(
        between,
        class_mean,
        within,
        between_many,
        weighting,
        working,
        perceptron_step,
        criterion,
        kernel,
        gram,
        dual_prediction,
        query_prediction,
        offset,
        mean_offset,
        map_penalty,
        regularised,
        hinge,
    ),
)
