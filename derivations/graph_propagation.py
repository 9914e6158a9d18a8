"""What spreads over a graph: personalised propagation, smoothing, random walks; cuts and spectra of simple graphs.

A is the adjacency matrix or a normalised one, L a Laplacian, features stand in rows, one for each node.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Identity, Integer, Inverse, Sum, cos, exp, pi
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, entrywise, indicator, row, sigmoid, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
    integers,
)

klicpera = "Gasteiger, Bojchevski and Günnemann 2019, Predict Then Propagate: Graph Neural Networks Meet PageRank"
kipf = "Kipf and Welling 2016, Variational Graph Auto-Encoders"
luxburg = "von Luxburg 2007, A Tutorial on Spectral Clustering"
zhou = "Zhou and Schölkopf 2004, A Regularization Framework for Learning from Graph Data"
chung = "Chung, Spectral Graph Theory"
newman = "Newman 2006, Modularity and Community Structure in Networks"
nodes, features = Size("n", "nodes", largest=3), Size("m", "features", largest=2)
edges = Size("q", "edges", largest=3)
n = nodes.symbol
mixer = Quantity("A", "normalised adjacency matrix", shape=(nodes, nodes), domain=POSITIVE)
start = Quantity("H", "features before", shape=(nodes, features))
back = Quantity("alpha", "probability of a restart", domain=UNIT)
A, H, alpha = mixer.symbol, start.symbol, back.symbol
spread = Quantity("Z", "features after", shape=(nodes, features))
personal = ("appnp", "personalized", "personalised", "pagerank", "propagation")
propagated = rule(
    "Personalised propagation: where the iteration comes to rest",
    spread,
    alpha * Inverse(Identity(n) - (1 - alpha) * A) * H,
    (back, mixer, start),
    written(
        r"Z = \alpha (I - (1 - \alpha) \hat{A})^{-1} H",
        r"Z = \alpha \left(I_n - (1 - \alpha) \hat{A}\right)^{-1} H",
        letters=(("A_hat", "A"),),
    ),
    personal,
    "Z = (1 - alpha) A Z + alpha H, solved for Z",
    Source(klicpera, "equation 3"),
)
moves = Quantity("P", "probabilities of the moves of a walk", shape=(nodes, nodes), domain=UNIT)
ranks = Quantity("r", "ranks", shape=(nodes,))
P, r = moves.symbol, ranks.symbol
ranked = replace(
    rule(
        "PageRank: a step of the walk, or a jump to any page",
        Quantity("s", "ranks after", shape=(nodes,)),
        alpha * P.T * r + (1 - alpha) / n * OneMatrix(n, 1),
        (back, moves, ranks),
        written(
            r"\pi = \alpha P^\top \pi + (1 - \alpha) \frac{1}{n} \mathbf{1}",
            r"r = \alpha P^\top r + \frac{1 - \alpha}{n} \mathbf{1}",
            r"r \leftarrow \alpha P^\top r + \frac{1 - \alpha}{n} \mathbf{1}",
            letters=(("pi", "r"), ("r", "r")),
        ),
        ("pagerank", "random surfer", "damping", "teleport"),
        "with probability alpha along an edge",
        Source("Page, Brin, Motwani and Winograd 1999, The PageRank Citation Ranking", "section 2.5"),
    ),
    survivors=(("the factor ones(n) is dropped", "a number added to a vector is added to each entry"),),
)
codes = Quantity("Z", "codes of the nodes, one row each", shape=(nodes, features))
Z = codes.symbol
decoded = rule(
    "Inner product decoder of a graph autoencoder",
    Quantity("B", "probabilities of the edges", shape=(nodes, nodes)),
    entrywise(sigmoid, Z * Z.T),
    (codes,),
    written(r"\hat{A} = \sigma(Z Z^\top)", r"\hat{A} = \operatorname{sigmoid}(Z Z^T)"),
    ("autoencoder", "auto-encoder", "gae", "link prediction", "decoder"),
    "the sigmoid of each inner product",
    Source(kipf, "section 2"),
)
first, second = free_index("u", nodes), free_index("v", nodes)
u, v = first.symbol, second.symbol
i, j, w = bound_index("i j w")
context = rule(
    "DeepWalk: probability of a node in the walk of another",
    Quantity("p", "probability"),
    exp(dot(row(Z, v), row(Z, u))) / Sum(exp(dot(row(Z, w), row(Z, u))), (w, 1, n)),
    (codes, first, second),
    written(
        r"P(v|u) = \frac{\exp(z_v^\top z_u)}{\sum_w \exp(z_w^\top z_u)}",
        r"p(v \mid u) = \frac{\exp(z_u^\top z_v)}{\sum_{w} \exp(z_u^\top z_w)}",
        letters=(("z", "Z"),),
    ),
    ("deepwalk", "node2vec", "random walk", "node embedding"),
    "a softmax over all nodes",
    Source("Perozzi, Al-Rfou and Skiena 2014, DeepWalk", "section 3"),
)
laplacian = Quantity("L", "a Laplacian", shape=(nodes, nodes), domain=POSITIVE)
signal = Quantity("y", "a number for each node", shape=(nodes,))
strength = Quantity("c", "strength of the smoothing", domain=UNIT)
L, y, c = laplacian.symbol, signal.symbol, strength.symbol
smooth = ("laplacian", "smooth", "denois")
smoothed = rule(
    "Smoothing on a graph: where the penalised distance is least",
    Quantity("x", "the smooth signal", shape=(nodes,)),
    Inverse(Identity(n) + c * L) * y,
    (laplacian, signal, strength),
    written(
        r"x = (I + \lambda L)^{-1} y",
        r"x^* = (I + \lambda L)^{-1} y",
        r"f^* = (I + \lambda L)^{-1} y",
        letters=(("lambda", "c"),),
    ),
    smooth,
    "the gradient of the squares and of the quadratic form vanishes",
    Source(zhou, "section 3"),
)
diffused = rule(
    "A step of diffusion on a graph",
    Quantity("x", "the signal after the step", shape=(nodes,)),
    y - c * L * y,
    (laplacian, signal, strength),
    written(
        r"x_{new} = (I - \alpha L) x",
        r"x \leftarrow (I - \alpha L) x",
        r"x \leftarrow x - \alpha L x",
        letters=(("alpha", "c"), ("x", "y")),
    ),
    (*smooth, "diffusion", "heat"),
    "down the slope of half the quadratic form",
    Source(zhou, "section 3"),
)
ends = Quantity("B", "incidence matrix: 1 and -1 at the ends of each edge", shape=(nodes, edges))
by_edges = rule(
    "Laplacian by the incidence matrix",
    Quantity("K", "the Laplacian", shape=(nodes, nodes)),
    ends.symbol * ends.symbol.T,
    (ends,),
    written(r"L = B B^\top", r"L = B B^T"),
    ("incidence",),
    "each edge adds the outer product of its column",
    Source(chung, "section 1.2"),
)
number = Quantity("N", "nodes", domain=integers(3, 8))
place = Quantity("k", "number of the eigenvalue", domain=integers(0, 2))
N, k = number.symbol, place.symbol
spectra = ("spectrum", "eigenvalue", "cycle", "ring", "path graph", "laplacian")
cycle = rule(
    "Eigenvalue of the Laplacian of a cycle",
    Quantity("l", "eigenvalue"),
    Integer(2) - 2 * cos(2 * pi * k / N),
    (number, place),
    written(
        r"\lambda_k = 2 - 2 \cos\left(\frac{2 \pi k}{N}\right)",
        r"\lambda_k = 2 - 2 \cos(2 \pi k / N)",
        r"\lambda_k = 2 \left(1 - \cos\frac{2 \pi k}{N}\right)",
    ),
    spectra,
    "waves of k periods",
    Source(chung, "example 1.5"),
)
path = rule(
    "Eigenvalue of the Laplacian of a path",
    Quantity("l", "eigenvalue"),
    Integer(2) - 2 * cos(pi * k / N),
    (number, place),
    written(
        r"\lambda_k = 2 - 2 \cos\left(\frac{\pi k}{N}\right)",
        r"\lambda_k = 2 - 2 \cos(\pi k / N)",
    ),
    (*spectra, "path"),
    "waves of k half periods",
    Source(chung, "example 1.4"),
)
groups = Quantity("g", "group of each node", shape=(nodes,), domain=integers(1, 2))
degrees = Quantity("d", "degrees", shape=(nodes,), domain=POSITIVE)
total = Quantity("M", "edges", domain=POSITIVE)
d, g, M = degrees.symbol, groups.symbol, total.symbol
modularity = replace(
    rule(
        "Modularity of a partition",
        Quantity("Q", "modularity"),
        Sum((at(A, i, j) - at(d, i) * at(d, j) / (2 * M)) * indicator(Eq(at(g, i), at(g, j))), (i, 1, n), (j, 1, n))
        / (2 * M),
        (mixer, degrees, groups, total),
        written(
            r"Q = \frac{1}{2m} \sum_{i,j} \left(A_{ij} - \frac{d_i d_j}{2m}\right) \mathbb{1}[c_i = c_j]",
            r"Q = \frac{1}{2m} \sum_{ij} \left[A_{ij} - \frac{k_i k_j}{2m}\right] \mathbb{1}[c_i = c_j]",
            letters=(("m", "M"), ("c", "g"), ("k", "d"), ("d", "d")),
        ),
        ("modularity", "community", "communities", "louvain"),
        "edges within the groups, less what chance would give",
        Source(newman, "equation 4"),
    ),
    survivors=(("the subscripts of A[i, j] swap", "both orders of a pair count, and the rest is symmetric"),),
)
pooled = rule(
    "Readout of a graph: the sum over its nodes",
    Quantity("h_G", "features of the graph", shape=(features,)),
    vector_sum(row(H, i), i, 1, n),
    (start,),
    written(
        r"h_G = \sum_{i=1}^n h_i",
        r"h_G = \sum_{v=1}^n h_v",
        r"h_G = \sum_{v \in V} h_v",
        letters=(("h", "H"),),
    ),
    ("readout", "graph-level", "pooling", "graph classification"),
    "what the nodes carry",
    Source("Xu, Hu, Leskovec and Jegelka 2019, How Powerful Are Graph Neural Networks?", "section 4.2"),
)

TOPIC = Topic(
    "Propagation on graphs",
    formulas=(
        propagated,
        ranked,
        decoded,
        context,
        smoothed,
        diffused,
        by_edges,
        cycle,
        path,
        modularity,
        pooled,
    ),
)
