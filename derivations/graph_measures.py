"""Graphs and their nodes: ranks of pages, walks, clustering, attention over neighbours, filters of the spectrum.

A is the adjacency matrix, D the diagonal matrix of the degrees, L the Laplacian. Sums over the neighbours of a node run
over all nodes with the weights of the edges, or over a list of the neighbours.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Identity, Inverse, Sum, exp
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, diagonal_matrix, entrywise, indicator, relu, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DIAGONAL,
    Formula,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

brin = "Brin and Page 1998, The Anatomy of a Large-Scale Hypertextual Web Search Engine"
leskovec = "Leskovec, Rajaraman and Ullman, Mining of Massive Datasets"
newman = "Newman, Networks: An Introduction"
velickovic = "Veličković et al. 2018, Graph Attention Networks"
chebnet = "Defferrard, Bresson and Vandergheynst 2016, Convolutional Neural Networks on Graphs"
nodes = Size("n", "nodes", smallest=2, largest=3)
n = nodes.symbol
i, j = bound_index("i j")
ranks = Quantity("r", "ranks of the pages", shape=(nodes,))
walk = Quantity("M", "moves along the links", shape=(nodes, nodes))
moved = Quantity("R", "ranks after the step", shape=(nodes,))
kept = Quantity("beta", "share of moves along links", domain=interval(0, 1))
r, M, beta = ranks.symbol, walk.symbol, kept.symbol
page_words = ("pagerank", "page rank", "random surfer", "teleport", "damping")
rank_step = replace(rule(
    "PageRank: step of the ranks",
    moved,
    beta * M * r + (1 - beta) / n * OneMatrix(n, 1),
    (ranks, walk, kept),
    (
        *written(r"r^{(t+1)} = \beta M r^{(t)} + \frac{1 - \beta}{N} \mathbf{1}",
                 r"r^{(t+1)} = \beta M r^{(t)} + (1 - \beta) \frac{\mathbf{1}}{N}", letters=(("r^t", "r"), ("N", "n"))),
        *written(r"r \leftarrow \beta M r + \frac{1 - \beta}{n} \mathbf{1}"),
    ),
    page_words,
    "along a link, or to any page",
    Source(leskovec, "section 5.1.5"),
), survivors=(("the factor ones(n) is dropped", "a number is added to each entry"),))  # fmt: skip
linking = Size("m", "pages with a link to this one", largest=3)
their_ranks = Quantity("p", "ranks of the pages that link here", shape=(linking,))
their_links = Quantity("c", "how many links they have", shape=(linking,), domain=integers(1, 6))
rank = Quantity("v", "rank of the page")
all_pages = Quantity("N", "number of pages", domain=integers(2, 9))
shares = Sum(at(their_ranks.symbol, j) / at(their_links.symbol, j), (j, 1, linking.symbol))
page_rank = rule(
    "PageRank of a page from those that link to it",
    rank,
    (1 - beta) / all_pages.symbol + beta * shares,
    (their_ranks, their_links, kept, all_pages),
    (
        *written(r"v = \frac{1 - d}{N} + d \sum_{j=1}^m \frac{p_j}{L_j}",
                 r"\mathrm{PR} = \frac{1 - d}{N} + d \sum_j \frac{p_j}{L_j}", letters=(("d", "beta"), ("L", "c"))),
    ),
    page_words,
    "any page, or a link from one of those",
    Source(brin, "section 2.1, with ranks that sum to 1"),
)  # fmt: skip
plain_rank = rule(
    "PageRank of a page, ranks that sum to the number of pages",
    rank,
    (1 - beta) + beta * shares,
    (their_ranks, their_links, kept),
    (
        *written(r"\mathrm{PR} = (1 - d) + d \sum_{j=1}^m \frac{p_j}{C_j}",
                 r"v = 1 - d + d \sum_j \frac{p_j}{C_j}", letters=(("d", "beta"), ("C", "c"))),
    ),
    page_words,
    "any page, or a link from one of those",
    Source(brin, "section 2.1"),
)  # fmt: skip
google = Quantity("G", "matrix of all moves", shape=(nodes, nodes))
google_matrix = replace(rule(
    "Google matrix",
    google,
    beta * M + (1 - beta) / n * OneMatrix(n, n),
    (walk, kept),
    (
        *written(r"G = \beta M + (1 - \beta) \frac{1}{n} \mathbf{1} \mathbf{1}^\top",
                 r"G = \beta M + \frac{1 - \beta}{n} \mathbf{1} \mathbf{1}^\top"),
        *written(r"G = \alpha S + \frac{1 - \alpha}{n} \mathbf{1} \mathbf{1}^\top",
                 letters=(("alpha", "beta"), ("S", "M"))),
    ),
    (*page_words, "google matrix"),
    "along a link, or to any page",
    Source(leskovec, "section 5.1.5"),
), survivors=(("the factor ones(n)*ones(n)", "a number is added to each entry"),))  # fmt: skip
adjacency = Quantity("A", "adjacency matrix", shape=(nodes, nodes))
degrees = Quantity("D", "degree matrix", shape=(nodes, nodes), domain=POSITIVE_DIAGONAL)
A, D = adjacency.symbol, degrees.symbol
moves = Quantity("P", "probabilities of the moves", shape=(nodes, nodes))
walk_matrix = rule(
    "Random walk on a graph: matrix of the moves",
    moves,
    Inverse(D) * A,
    (degrees, adjacency),
    (*written(r"P = D^{-1} A"), Notation(r"P = D^{-1} W", (("W", "A"),))),
    ("random walk", "transition matrix", "graph", "markov"),
    "each row over its degree",
    Source(newman, "section 6.14, transposed"),
)
measure = Quantity("C", "the measure")
friends = Quantity("k", "number of neighbours or nodes", domain=integers(2, 9))
edges = Quantity("e", "edges among them", domain=integers(0, 9))
clustering = rule(
    "Local clustering coefficient of a node",
    measure,
    2 * edges.symbol / (friends.symbol * (friends.symbol - 1)),
    (friends, edges),
    (
        *written(r"C_i = \frac{2 e_i}{k_i (k_i - 1)}", r"C_i = \frac{e_i}{k_i (k_i - 1) / 2}",
                 letters=(("e_i", "e"), ("k_i", "k"))),
        *written(r"C_v = \frac{2 T}{d (d - 1)}", letters=(("T", "e"), ("d", "k"))),
    ),
    ("clustering coefficient", "triangle"),
    "the share of pairs of neighbours that are joined",
    Source("Watts and Strogatz 1998, Collective dynamics of small-world networks", "figure 2"),
)  # fmt: skip
density = rule(
    "Density of a graph",
    measure,
    2 * edges.symbol / (friends.symbol * (friends.symbol - 1)),
    (friends, edges),
    written(
        r"\rho = \frac{2 m}{n (n - 1)}",
        r"\rho = \frac{m}{\binom{n}{2}}",
        letters=(("m", "e"), ("n", "k")),
    ),
    ("density", "sparse graph", "edges"),
    "the share of pairs that are joined",
    Source(newman, "section 6.9"),
)
groups = Quantity("c", "groups of the nodes", shape=(nodes,), domain=integers(1, 2))
ends = Quantity("k", "degrees", shape=(nodes,))
half_ends = Quantity("m", "number of edges", domain=integers(1, 9))
bond = at(A, i, j) - at(ends.symbol, i) * at(ends.symbol, j) / (2 * half_ends.symbol)
same = indicator(Eq(at(groups.symbol, i), at(groups.symbol, j)))
modularity = replace(
    rule(
        "Modularity of a partition of a graph",
        measure,
        Sum(Sum(bond * same, (j, 1, n)), (i, 1, n)) / (2 * half_ends.symbol),
        (adjacency, ends, half_ends, groups),
        written(
            r"Q = \frac{1}{2m} \sum_{i,j} \left(A_{ij} - \frac{k_i k_j}{2m}\right) \mathbb{1}[c_i = c_j]",
            r"Q = \frac{1}{2m} \sum_{ij} \left[A_{ij} - \frac{k_i k_j}{2m}\right] \delta_{c_i c_j}",
        ),
        ("modularity", "communit", "partition"),
        "edges within the groups, less those to be expected",
        Source(newman, "equation 7.69"),
    ),
    survivors=(("the subscripts of A[i, j] swap", "the sum runs over all pairs in both orders"),),
)
scores = Quantity("e", "scores of pairs", shape=(nodes, nodes))
node, other = free_index("s", nodes), free_index("t", nodes)
E, x, y = scores.symbol, node.symbol, other.symbol
attention = Quantity("a", "the attention")
gat = ("graph attention", "gat", "attention coefficient")
coefficients = rule(
    "Graph attention: coefficients of the neighbours",
    attention,
    exp(at(E, x, y)) / Sum(exp(at(E, x, j)), (j, 1, n)),
    (scores, node, other),
    (
        *written(r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_{k} \exp(e_{ik})}", letters=(("i", "s"), ("j", "t"))),
        *written(
            r"\alpha_{ij} = \frac{e^{s_{ij}}}{\sum_{k=1}^n e^{s_{ik}}}", letters=(("i", "s"), ("j", "t"), ("s", "e"))
        ),
    ),
    gat,
    "the softmax over the neighbours",
    Source(velickovic, "equation 2"),
)
wide = Size("d", "features", largest=2)
narrow = Size("k", "features after the layer", largest=2)
known = Quantity("h", "features of the nodes", shape=(nodes, wide))
weights = Quantity("W", "weights of the layer", shape=(narrow, wide))
mixed = Quantity("H", "features of the node after the layer", shape=(narrow,))
shares_of = Quantity("a", "attention", shape=(nodes, nodes))
attended = vector_sum(at(shares_of.symbol, x, j) * (weights.symbol * row(known.symbol, j)), j, 1, n)
attended_features = rule(
    "Graph attention: features of a node before the activation function",
    mixed,
    attended,
    (known, weights, shares_of, node),
    written(
        r"z_i = \sum_j \alpha_{ij} W h_j",
        r"z_i = \sum_{j=1}^n \alpha_{ij} W h_j",
        letters=(("i", "s"), ("alpha", "a")),
    ),
    gat,
    "the mean of the neighbours, by attention",
    Source(velickovic, "equation 4"),
)
attended_layer = rule(
    "Graph attention: features of a node after the layer",
    mixed,
    entrywise(relu, attended),
    (known, weights, shares_of, node),
    written(
        r"g_i = \sigma\left(\sum_j \alpha_{ij} W h_j\right)",
        r"g_i = \operatorname{ReLU}\left(\sum_{j=1}^n \alpha_{ij} W h_j\right)",
        letters=(("i", "s"), ("alpha", "a"), ("sigma", "relu")),
    ),
    gat,
    "the mean of the neighbours, by attention",
    Source(velickovic, "equation 4"),
)
basis = Quantity("U", "eigenvectors", shape=(nodes, nodes))
filtering = Quantity("g", "what the filter does to each eigenvector", shape=(nodes,))
signal = Quantity("x", "signal", shape=(nodes,))
filtered = Quantity("y", "filtered signal", shape=(nodes,))
U = basis.symbol
graph_fourier = ("spectral", "graph fourier", "filter", "laplacian")
spectral_filter = rule(
    "Spectral filter on a graph",
    filtered,
    U * diagonal_matrix(filtering.symbol) * U.T * signal.symbol,
    (basis, filtering, signal),
    written(
        r"y = U \operatorname{diag}(g) U^\top x",
        r"y = U (g \odot (U^\top x))",
    ),
    graph_fourier,
    "to the eigenvectors, through the filter, and back",
    Source(chebnet, "equation 1"),
)
laplacian = Quantity("L", "Laplacian", shape=(nodes, nodes))
scaled = Quantity("S", "rescaled Laplacian", shape=(nodes, nodes))
top = Quantity("top", "largest eigenvalue", domain=POSITIVE)
rescaled = rule(
    "Rescaled Laplacian, whose eigenvalues lie between -1 and 1",
    scaled,
    2 / top.symbol * laplacian.symbol - Identity(n),
    (laplacian, top),
    (
        *written(
            r"\tilde{L} = \frac{2}{\lambda_{max}} L - I",
            r"\tilde{L} = 2 L / \lambda_{max} - I",
            letters=(("lambda_max", "top"),),
        ),
    ),
    ("chebyshev", "chebnet", "rescaled", *graph_fourier),
    "from 0 to the largest, to -1 to 1",
    Source(chebnet, "section 2.1"),
)
argument = Quantity("x", "a number")
before = Quantity("T", "polynomial of the degree before", arguments=((),))
earlier = Quantity("S", "polynomial two degrees before", arguments=((),))
value = Quantity("y", "value of the polynomial")
z = argument.symbol
chebyshev = rule(
    "Recursion of the Chebyshev polynomials at a number",
    value,
    2 * z * before.symbol(z) - earlier.symbol(z),
    (argument, before, earlier),
    (
        *written(r"T_k(x) = 2 x T_{k-1}(x) - T_{k-2}(x)", letters=(("T_k-1", "T"), ("T_k-2", "S"))),
        *written(r"T_{n+1}(x) = 2 x T_n(x) - T_{n-1}(x)", letters=(("T_n", "T"), ("T_n-1", "S"))),
    ),
    ("chebyshev", "chebnet", "polynomial filter"),
    "the formula for the cosine of a multiple angle",
    Source(chebnet, "section 2.1"),
)

FORMULAS: tuple[Formula, ...] = (
    rank_step, page_rank, plain_rank, google_matrix, walk_matrix, clustering, density, modularity, coefficients,
    attended_features, attended_layer, spectral_filter, rescaled, chebyshev,
)  # fmt: skip
TOPIC = Topic("Measures of graphs", formulas=FORMULAS)
