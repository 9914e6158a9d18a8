"""Laplacians of weighted graphs, and the ways in which layers average over neighbours.

A is the symmetric adjacency matrix; d_i is the degree of node i, the sum of its row.
"""

from __future__ import annotations

from sympy import Rational, Sum, sqrt

from derivations.operators import at, diagonal_matrix, dot, row, tabulated, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    POSITIVE,
    SYMMETRIC,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

luxburg = "von Luxburg 2007, A Tutorial on Spectral Clustering"
hamilton = "Hamilton, Graph Representation Learning"
kipf = "Kipf and Welling 2017, Semi-Supervised Classification with Graph Convolutional Networks"
nodes = Size("n", "nodes", largest=4)
features = Size("m", "features", largest=3)
n = nodes.symbol
i, j, r = bound_index("i j r")
adjacency = Quantity("A", "adjacency matrix with weights, symmetric", shape=(nodes, nodes), domain=SYMMETRIC)
signal = Quantity("f", "a number for each node", shape=(nodes,))
A, f = adjacency.symbol, signal.symbol
degrees = Quantity("d", "degrees of the nodes", shape=(nodes,), value=tabulated(Sum(at(A, i, r), (r, 1, n)), i, n))
d = degrees.symbol
degree_matrix = Quantity("D", "degrees on the diagonal", shape=(nodes, nodes), value=diagonal_matrix(d))
D = degree_matrix.symbol
laplacian = Quantity("L", "the Laplacian", shape=(nodes, nodes), value=D - A)
L = laplacian.symbol
named = Quantity("L", "the Laplacian", shape=(nodes, nodes))
words = ("laplacian", "graph", "degree", "adjacency", "spectral clustering", "smoothness")
graph = (degree_matrix, degrees, adjacency)
definition = rule(
    "Laplacian of a graph",
    named,
    D - A,
    graph,
    (*written(r"L = D - A"), *written(r"L = D - W", letters=(("W", "A"),))),
    words,
    "degrees on the diagonal, less the weights of the edges",
    Source(luxburg, "section 3.1"),
)
squares = Rational(1, 2) * Sum(at(A, i, j) * (at(f, i) - at(f, j)) ** 2, (i, 1, n), (j, 1, n))
form = identity(
    "Quadratic form of the Laplacian: squared differences along the edges",
    dot(f, L * f),
    (
        (
            Sum(at(d, i) * at(f, i) ** 2, (i, 1, n))
            - Sum(at(A, i, j) * at(f, i) * at(f, j), (i, 1, n), (j, 1, n)),
            "degrees on the diagonal, less the weights",
        ),
        (squares, "complete the squares: each row and column adds up to a degree"),
    ),
    (laplacian, *graph, signal),
    (
        *written(
            r"f^\top L f = \frac{1}{2} \sum_{i,j} A_{ij} (f_i - f_j)^2",
            r"f^T L f = \frac{1}{2} \sum_{i=1}^n \sum_{j=1}^n A_{ij} (f_i - f_j)^2",
        ),
        *written(
            r"x^\top L x = \frac{1}{2} \sum_{i,j=1}^n w_{ij} (x_i - x_j)^2", letters=(("x", "f"), ("w", "A"))
        ),
    ),
    ("quadratic form", "dirichlet energy", *words),
    Source(luxburg, "proposition 1"),
)
place = free_index("k", nodes)
k = place.symbol
entry = identity(
    "The Laplacian of a signal at a node: weighted differences to its neighbours",
    at(L * f, k),
    (
        (at(d, k) * at(f, k) - Sum(at(A, k, j) * at(f, j), (j, 1, n)), "degrees on the diagonal, less the weights"),
        (Sum(at(A, k, j) * (at(f, k) - at(f, j)), (j, 1, n)), "the degree is the sum of the row"),
    ),
    (laplacian, *graph, signal, place),
    (
        *written(
            r"(L f)_i = \sum_j A_{ij} (f_i - f_j)", r"(L f)_i = \sum_{j=1}^n A_{ij} (f_i - f_j)", letters=(("i", "k"),)
        ),
        *written(r"(L x)_i = \sum_j w_{ij} (x_i - x_j)", letters=(("i", "k"), ("x", "f"), ("w", "A"))),
    ),
    words,
    Source(hamilton, "section 2.3"),
)
weights = Quantity("P", "positive weights of the edges", shape=(nodes, nodes), domain=POSITIVE)
W = weights.symbol
sums = Quantity("d", "degrees of the nodes", shape=(nodes,), value=tabulated(Sum(at(W, i, r), (r, 1, n)), i, n))
s = sums.symbol
other = free_index("l", nodes)
cell = Quantity("S", "entry of the normalised matrix")
normalised_entry = rule(
    "Entry of the symmetrically normalised adjacency matrix",
    cell,
    at(W, k, other.symbol) / sqrt(at(s, k) * at(s, other.symbol)),
    (weights, sums, place, other),
    written(
        r"S_{ij} = \frac{A_{ij}}{\sqrt{d_i d_j}}",
        r"S_{ij} = \frac{A_{ij}}{\sqrt{d_i} \sqrt{d_j}}",
        r"S_{ij} = d_i^{-1/2} A_{ij} d_j^{-1/2}",
        letters=(("A", "P"), ("i", "k"), ("j", "l")),
    ),
    ("normalised", "normalized", "symmetric normalization", "gcn", *words),
    "each weight over the geometric mean of both degrees",
    Source(kipf, "section 2"),
)
walk = rule(
    "Entry of the row-normalised adjacency matrix: probabilities of a random walk",
    cell,
    at(W, k, other.symbol) / at(s, k),
    (weights, sums, place, other),
    written(r"P_{ij} = \frac{A_{ij}}{d_i}", r"P_{ij} = A_{ij} / d_i", letters=(("A", "P"), ("i", "k"), ("j", "l"))),
    ("random walk", "transition", "row-normal", *words),
    "from a node along an edge by its share of the degree",
    Source(luxburg, "section 3.2"),
)
inputs = Quantity("h", "features of the nodes, one row each", shape=(nodes, features))
message = Quantity("g", "what a node receives", shape=(features,))
mean_message = rule(
    "Mean over the neighbours of a node, weighted by the edges",
    message,
    vector_sum(at(W, k, j) * row(inputs.symbol, j), j, 1, n) / at(s, k),
    (weights, sums, inputs, place),
    written(
        r"m_i = \frac{1}{d_i} \sum_j A_{ij} h_j",
        r"m_i = \frac{\sum_{j=1}^n A_{ij} h_j}{d_i}",
        letters=(("A", "P"), ("i", "k"), ("m_i", "g")),
    ),
    ("message", "aggregat", "neighbour", "neighbor", *words),
    "what comes along the edges, over the degree",
    Source(hamilton, "equation 5.11"),
)
sum_message = rule(
    "Sum over the neighbours of a node, weighted by the edges",
    message,
    vector_sum(at(W, k, j) * row(inputs.symbol, j), j, 1, n),
    (weights, inputs, place),
    written(
        r"m_i = \sum_j A_{ij} h_j",
        r"m_i = \sum_{j=1}^n A_{ij} h_j",
        letters=(("A", "P"), ("i", "k"), ("m_i", "g")),
    ),
    ("message", "aggregat", "neighbour", "neighbor", *words),
    "what comes along the edges",
    Source(hamilton, "equation 5.7"),
)

TOPIC = Topic(
    "Laplacians of graphs",
    formulas=(definition, form, entry, normalised_entry, walk, mean_message, sum_message),
)
