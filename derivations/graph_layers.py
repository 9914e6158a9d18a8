"""Layers of graph networks with nodes as rows, the normalised Laplacians, and diffusion with a restart.

A is the adjacency matrix without self-loops, D the diagonal matrix of the degrees, and h_i the features of node i.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Identity, Inverse, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, diagonal_matrix, entrywise, equal, evaluated, relu, row, vector_sum
from derivations.stanzas import rule
from derivations.vocabulary import (
    UNIT,
    Domain,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
)

kipf = "Kipf and Welling 2017, Semi-supervised classification with graph convolutional networks"
hamilton = "Hamilton, Graph Representation Learning"
xu = "Xu, Hu, Leskovec and Jegelka 2019, How Powerful Are Graph Neural Networks?"
chung = "Chung, Spectral Graph Theory"
klicpera = "Klicpera, Bojchevski and Günnemann 2019, Predict then Propagate"
weighted = Domain("symmetric with positive entries", low=Fraction(0), strict=True, structure="symmetric")
nodes = Size("n", "nodes", smallest=2, largest=3)
features = Size("f", "features of a node", largest=3)
outputs = Size("m", "features of a node after the layer", largest=2)
n, f, m = nodes.symbol, features.symbol, outputs.symbol
adjacency = Quantity("A", "adjacency matrix", shape=(nodes, nodes), domain=weighted)
A = adjacency.symbol
node = free_index("i", nodes)
i = node.symbol
j = bound_index("j")
words = ("graph", "gcn", "gnn", "node", "adjacency", "degree", "message passing", "neighbour", "neighbor")

degree_names = Quantity("d_name", "degrees", shape=(nodes,))
degree = Formula(
    title="Degree of a node",
    kind=Kind.DEFINITION,
    statement=equal(at(degree_names.symbol, i), Sum(at(A, i, j), (j, 1, n))),
    quantities=(degree_names, adjacency, node),
    assumptions=(),
    notations=(
        Notation(r"d_i = \sum_{j=1}^n A_{ij}", (("d", "d_name"),)),
        Notation(r"k_i = \sum_j a_{ij}", (("k", "d_name"), ("a", "A"))),
    ),
    words=words,
    derivation=lambda: iter((Step(Sum(at(A, i, j), (j, 1, n)), because="the sum of the weights of its edges"),)),
    source=Source(hamilton, "section 2.1.1"),
)
diagonal_name = Quantity("D", "degrees on the diagonal", shape=(nodes, nodes))
diagonal_entry = Formula(
    title="Degree of a node on the diagonal of the degree matrix",
    kind=Kind.DEFINITION,
    statement=equal(at(diagonal_name.symbol, i, i), Sum(at(A, i, j), (j, 1, n))),
    quantities=(diagonal_name, adjacency, node),
    assumptions=(),
    notations=(
        Notation(r"D_{ii} = \sum_{j=1}^n A_{ij}"),
        Notation(r"\tilde{D}_{ii} = \sum_j \tilde{A}_{ij}", (("D_tilde", "D"), ("A_tilde", "A"))),
    ),
    words=words,
    derivation=lambda: iter((Step(Sum(at(A, i, j), (j, 1, n)), because="the sum of the weights of its edges"),)),
    source=Source(kipf, "equation 2"),
)
degrees = Quantity("D", "degrees on the diagonal", (nodes, nodes), value=diagonal_matrix(A * OneMatrix(n, 1)))
degree_vector = Quantity("d", "degrees", shape=(nodes,), value=A * OneMatrix(n, 1))
roots = Quantity(
    "S",
    "reciprocal roots of the degrees on the diagonal",
    shape=(nodes, nodes),
    value=diagonal_matrix(entrywise(lambda u: 1 / sqrt(u), A * OneMatrix(n, 1))),
)
D, S = degrees.symbol, roots.symbol
laplacian = Quantity("L", "normalised Laplacian", shape=(nodes, nodes))
laplacian_words = ("laplacian", "spectral", "graph", "normalised", "normalized")
symmetric_laplacian = rule(
    "Symmetrically normalised Laplacian",
    laplacian,
    Identity(n) - S * A * S,
    (adjacency, degree_vector, roots),
    (
        Notation(r"L = I - \operatorname{diag}(d^{-1/2}) A \operatorname{diag}(d^{-1/2})"),
        Notation(
            r"\mathcal{L} = \operatorname{diag}(d^{-1/2}) (\operatorname{diag}(d) - A) \operatorname{diag}(d^{-1/2})",
            (("calL", "L"),),
        ),
    ),
    laplacian_words,
    "the Laplacian, divided by the roots of both degrees",
    Source(chung, "section 1.2"),
)
walk_laplacian = rule(
    "Random-walk Laplacian",
    laplacian,
    Identity(n) - Inverse(D) * A,
    (adjacency, degrees),
    (
        Notation(r"L_{\mathrm{rw}} = I - D^{-1} A", (("L_rw", "L"),)),
        Notation(r"L = D^{-1} (D - A)"),
    ),
    (*laplacian_words, "random walk"),
    "the Laplacian, divided by the degrees",
    Source(chung, "section 1.5"),
)
before = Quantity("H", "features, a row for each node", shape=(nodes, features))
weights = Quantity("W", "weights of the layer", shape=(features, outputs))
after = Quantity("H_next", "features after the layer", shape=(nodes, outputs))
H, W = before.symbol, weights.symbol
convolution = rule(
    "Layer of a graph convolutional network, nodes as rows",
    after,
    entrywise(relu, S * A * S * H * W),
    (adjacency, degree_vector, roots, before, weights),
    (
        Notation(
            r"H^{(l+1)} = \operatorname{ReLU}(\operatorname{diag}(d^{-1/2}) A \operatorname{diag}(d^{-1/2}) H^{(l)} "
            r"W^{(l)})",
            (("H^l+1", "H_next"), ("H^l", "H"), ("W^l", "W")),
        ),
        Notation(
            r"Y = \sigma(\operatorname{diag}(d^{-1/2}) A \operatorname{diag}(d^{-1/2}) X W)",
            (("Y", "H_next"), ("X", "H"), ("sigma", "relu")),
        ),
    ),
    words,
    "mix the neighbours, map, rectify",
    Source(kipf, "equation 2"),
)
features_of = Quantity("h", "features, a row for each node", shape=(nodes, features))
own = Quantity("W_1", "weights of the node itself", shape=(outputs, features))
others = Quantity("W_2", "weights of the neighbours", shape=(outputs, features))
updated = Quantity("h_next", "features after the layer, a row for each node", shape=(nodes, outputs))
h, W_1, W_2 = features_of.symbol, own.symbol, others.symbol
neighbours = vector_sum(at(A, i, j) * row(h, j), j, 1, n)
passing_value = W_1 * row(h, i) + W_2 * neighbours
passing = Formula(
    title="Message passing: a node and the sum over its neighbours, before the activation function",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(updated.symbol, i), m, 1), passing_value),
    quantities=(updated, adjacency, features_of, own, others, node),
    assumptions=(),
    notations=(
        Notation(r"u_i = W_1 h_i + W_2 \sum_{j=1}^n A_{ij} h_j", (("u", "h_next"),)),
        Notation(r"u_i = W_1 h_i + \sum_j a_{ij} W_2 h_j", (("u", "h_next"), ("a", "A"))),
    ),
    words=words,
    derivation=lambda: iter((Step(passing_value, because="own features and the sum of those of the neighbours"),)),
    source=Source(hamilton, "equation 5.7"),
)
share = Quantity("epsilon", "how much more the node itself counts")
gathered = Quantity("g", "what a node gathers, a row for each node", shape=(nodes, features))
isomorphism_value = (1 + share.symbol) * row(h, i) + neighbours
isomorphism = Formula(
    title="Aggregation of a graph isomorphism network",
    kind=Kind.DEFINITION,
    statement=equal(evaluated(at(gathered.symbol, i), f, 1), isomorphism_value),
    quantities=(gathered, share, adjacency, features_of, node),
    assumptions=(),
    notations=(
        Notation(r"g_i = (1 + \epsilon) h_i + \sum_{j=1}^n A_{ij} h_j"),
        Notation(r"g_i = h_i + \epsilon h_i + \sum_j a_{ij} h_j", (("a", "A"),)),
    ),
    words=("gin", "isomorphism", *words),
    derivation=lambda: iter((Step(isomorphism_value, because="the sum tells multisets apart"),)),
    source=Source(xu, "equation 4.1"),
)
restart = Quantity("alpha", "probability of a restart", domain=UNIT)
mixing = Quantity("P", "what mixes the neighbours", shape=(nodes, nodes))
start = Quantity("H", "predictions before the diffusion", shape=(nodes, features))
now = Quantity("Z", "predictions", shape=(nodes, features))
spread = Quantity("Z_next", "predictions after a step", shape=(nodes, features))
alpha, P, Z = restart.symbol, mixing.symbol, now.symbol
diffusion = rule(
    "Step of a diffusion with a restart (personalised PageRank)",
    spread,
    (1 - alpha) * P * Z + alpha * start.symbol,
    (restart, mixing, now, start),
    (
        Notation(r"Z^{(k+1)} = (1 - \alpha) P Z^{(k)} + \alpha H", (("Z^k+1", "Z_next"), ("Z^k", "Z"))),
        Notation(
            r"Z^{(k+1)} = (1 - \alpha) \hat{A} Z^{(k)} + \alpha H",
            (("Z^k+1", "Z_next"), ("Z^k", "Z"), ("A_hat", "P")),
        ),
        Notation(r"Z \leftarrow \alpha H + (1 - \alpha) P Z"),
    ),
    ("pagerank", "appnp", "restart", "teleport", "propagation", "label spreading", *words),
    "mix the neighbours, and go back to the start with probability alpha",
    Source(klicpera, "equation 4"),
)
pooled = Quantity("h_G", "features of the graph", shape=(features,))
readout = rule(
    "Readout of a graph: the mean over its nodes",
    pooled,
    vector_sum(row(h, j), j, 1, n) / n,
    (features_of,),
    (
        Notation(r"h_G = \frac{1}{n} \sum_{i=1}^n h_i"),
        Notation(r"h_G = \frac{1}{n} H^\top \mathbf{1}", (("H", "h"),)),
    ),
    ("readout", "pooling", "graph-level", *words),
    "the mean of the features of the nodes",
    Source(hamilton, "section 5.5"),
)
order = Quantity("T_0", "polynomial two orders below")
previous = Quantity("T_1", "polynomial one order below")
following = Quantity("T_2", "the next polynomial")
number = Quantity("x", "a number")
chebyshev = rule(
    "Recursion of the Chebyshev polynomials",
    following,
    2 * number.symbol * previous.symbol - order.symbol,
    (number, previous, order),
    (
        Notation(r"T_{k+1} = 2 x T_k - T_{k-1}", (("T_k+1", "T_2"), ("T_k", "T_1"), ("T_k-1", "T_0"))),
        Notation(r"T_k = 2 x T_{k-1} - T_{k-2}", (("T_k", "T_2"), ("T_k-1", "T_1"), ("T_k-2", "T_0"))),
    ),
    ("chebyshev", "chebnet", "spectral", "polynomial"),
    "the cosine of a sum of angles",
    Source(kipf, "section 2.1"),
)

TOPIC = Topic(
    "Layers of graph networks",
    formulas=(
        degree,
        diagonal_entry,
        symmetric_laplacian,
        walk_laplacian,
        convolution,
        passing,
        isomorphism,
        diffusion,
        readout,
        chebyshev,
    ),
)
