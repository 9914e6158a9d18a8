"""What a transformer costs: its weights, the operations of its passes, the memory of keys and values, LoRA.

Biases and norms are left out unless a title says otherwise; the feed-forward layer is four times as wide as the model
where its width does not stand in the formula.
"""

from __future__ import annotations

from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, Notation, Quantity, Source, Topic, integers

kaplan = "Kaplan et al. 2020, Scaling Laws for Neural Language Models"
vaswani = "Vaswani et al. 2017, Attention is all you need"
shazeer = "Shazeer 2019, Fast Transformer Decoding: One Write-Head is All You Need"


def count(name: str, meaning: str, largest: int = 6) -> Quantity:
    """A positive whole number."""
    return Quantity(name, meaning, domain=integers(1, largest))


weights, operations = Quantity("N", "weights"), Quantity("C", "operations")
memory = Quantity("M", "bytes")
layers, width, vocabulary, positions = (
    count("L", "layers"),
    count("d", "width"),
    count("V", "words"),
    count("T", "tokens"),
)
heads, head_width = count("H", "heads"), count("h", "width of a head")
inner, batch, size = (
    count("m", "width of the feed-forward layer"),
    count("B", "sequences"),
    count("p", "bytes of a number"),
)
L, d, V, T, H, h, m, B, p = (
    q.symbol for q in (layers, width, vocabulary, positions, heads, head_width, inner, batch, size)
)
words = ("transformer", "language model", "gpt")
flops = ("flop", "operations", "compute", *words)
cache_words = ("kv cache", "kv-cache", "key-value cache", "cache")
long_names = (("n_layer", "L"), ("d_model", "d"), ("n_layers", "L"), ("d_ff", "m"), ("d_attn", "h"), ("n_ctx", "T"),
              ("n_vocab", "V"), ("N_params", "N"))  # fmt: skip


def spelled(*spellings: str, letters: tuple[tuple[str, str], ...] = long_names) -> tuple[Notation, ...]:
    """The relation in the given spellings, with the names that stand in each."""
    return tuple(
        Notation(
            spelling, tuple((name, meant) for name, meant in letters if _plain(name) in spelling.replace("\\", ""))
        )
        for spelling in spellings
    )


def _plain(name: str) -> str:
    """A canonical name as it is written."""
    head, _, label = name.partition("_")
    return f"{head}_{{{label}}}" if len(label) > 1 else name


attention_weights = rule(
    "Weights of a multi-head attention layer",
    weights,
    4 * d**2,
    (width,),
    spelled(r"N_{attn} = 4 d^2", r"N_{attn} = 4 d_{model}^2", r"N_{MHA} = 4 d^2", r"N_{attn} = 4 \cdot d_{model}^2",
            letters=(*long_names, ("N_attn", "N"), ("N_MHA", "N"))),
    ("attention", *words),
    "queries, keys, values and the output",
    Source(vaswani, "section 3.2.2"),
)  # fmt: skip
feed_forward_weights = rule(
    "Weights of a feed-forward layer",
    weights,
    2 * d * m,
    (width, inner),
    spelled(r"N_{ffn} = 2 d_{model} d_{ff}", r"N_{ff} = 2 d_{model} d_{ff}", r"N_{ffn} = 2 d d_{ff}",
            letters=(*long_names, ("N_ffn", "N"), ("N_ff", "N"))),
    ("feed-forward", "ffn", "mlp", *words),
    "out to the wide layer and back",
    Source(vaswani, "section 3.3"),
)  # fmt: skip
feed_forward_biases = rule(
    "Weights and biases of a feed-forward layer",
    weights,
    2 * d * m + m + d,
    (width, inner),
    spelled(r"N_{ffn} = 2 d_{model} d_{ff} + d_{ff} + d_{model}",
            r"N = d_{model} d_{ff} + d_{ff} + d_{ff} d_{model} + d_{model}",
            letters=(*long_names, ("N_ffn", "N"))),
    ("feed-forward", "ffn", "mlp", *words),
    "out to the wide layer and back, with biases",
    Source(vaswani, "section 3.3"),
)  # fmt: skip
gated_weights = rule(
    "Weights of a gated feed-forward layer (SwiGLU)",
    weights,
    3 * d * m,
    (width, inner),
    spelled(r"N_{ffn} = 3 d_{model} d_{ff}", r"N = 3 d_{model} d_{ff}", letters=(*long_names, ("N_ffn", "N"))),
    ("swiglu", "glu", "gated", "feed-forward", *words),
    "a gate, a value and the way back",
    Source("Shazeer 2020, GLU Variants Improve Transformer", "section 2"),
)
stack = rule(
    "Weights of all layers of a transformer",
    weights,
    12 * L * d**2,
    (layers, width),
    spelled(
        r"N = 12 L d^2",
        r"N = 12 n_{layer} d_{model}^2",
        r"N \approx 12 n_{layer} d_{model}^2",
        r"N_{params} = 12 n_{layers} d_{model}^2",
        r"N = L (4 d^2 + 8 d^2)",
    ),
    words,
    "four squares of attention and eight of the feed-forward layer",
    Source(kaplan, "section 2.1"),
)
general_stack = rule(
    "Weights of all layers of a transformer, by the widths of attention and feed-forward layer",
    weights,
    2 * d * L * (2 * h + m),
    (layers, width, head_width, inner),
    spelled(
        r"N = 2 d_{model} n_{layer} (2 d_{attn} + d_{ff})",
        r"N \approx 2 d_{model} n_{layer} (2 d_{attn} + d_{ff})",
    ),
    words,
    "four matrices of attention and two of the feed-forward layer",
    Source(kaplan, "section 2.1"),
)
embedded_stack = rule(
    "Weights of a transformer with the embeddings of words and positions",
    weights,
    12 * L * d**2 + V * d + T * d,
    (layers, width, vocabulary, positions),
    spelled(
        r"N = 12 L d^2 + V d + T d",
        r"N = 12 L d^2 + (V + T) d",
        r"N = 12 n_{layer} d_{model}^2 + (n_{vocab} + n_{ctx}) d_{model}",
        r"N = V d + T d + 12 L d^2",
    ),
    ("embedding", *words),
    "the layers, a row for each word and one for each position",
    Source(kaplan, "section 2.1"),
)
word_stack = rule(
    "Weights of a transformer with the embeddings of words",
    weights,
    12 * L * d**2 + V * d,
    (layers, width, vocabulary),
    spelled(
        r"N = 12 L d^2 + V d",
        r"N = V d + 12 L d^2",
        r"N = 12 n_{layer} d_{model}^2 + n_{vocab} d_{model}",
    ),
    ("embedding", *words),
    "the layers, and a row for each word",
    Source(kaplan, "section 2.1"),
)
whole = Quantity("a", "the model's width", domain=POSITIVE)
per_head = rule(
    "Width of a head",
    Quantity("h", "width of a head"),
    whole.symbol / H,
    (whole, heads),
    written(r"d_k = d_{model} / h", r"d_k = \frac{d_{model}}{h}", letters=(("d_k", "h"), ("d_model", "a"), ("h", "H")))
    + written(r"d_h = \frac{d}{H}", letters=(("d_h", "h"), ("d", "a")))
    + written(r"d_{head} = \frac{d_{model}}{n_{heads}}", letters=(("d_head", "h"), ("d_model", "a"), ("n_heads", "H"))),
    ("multi-head", "attention"),
    "the heads share the width",
    Source(vaswani, "section 3.2.2"),
)
trained = Quantity("V", "weights", domain=POSITIVE)
forward = rule(
    "Operations of the forward pass, for each token",
    operations,
    2 * V + 2 * L * T * d,
    (trained, layers, positions, width),
    spelled(
        r"C_{forward} = 2 N + 2 n_{layer} n_{ctx} d_{attn}",
        r"C_{forward} = 2 N + 2 n_{layer} n_{ctx} d_{model}",
        r"C_{forward} \approx 2 N + 2 n_{layer} n_{ctx} d_{model}",
        letters=(("C_forward", "C"), ("n_layer", "L"), ("n_ctx", "T"), ("d_attn", "d"), ("d_model", "d"), ("N", "V")),
    ),
    ("token", *flops),
    "two for each weight, and two for each weight that attention computes",
    Source(kaplan, "equation 2.2"),
)
layer_operations = rule(
    "Operations of the attention of a layer (multiply-adds count twice)",
    operations,
    8 * T * d**2 + 4 * T**2 * d,
    (positions, width),
    spelled(
        r"C = 8 T d^2 + 4 T^2 d",
        r"C = 4 T^2 d + 8 T d^2",
    )
    + written(r"C_{attn} = 8 n d^2 + 4 n^2 d", r"C_{attn} = 4 n^2 d + 8 n d^2", letters=(("n", "T"), ("C_attn", "C"))),
    ("attention", "quadratic", *flops),
    "four projections, the scores and the weighted sums",
    Source("Hoffmann et al. 2022, Training Compute-Optimal Large Language Models", "appendix F"),
)
rank, rows, columns = count("r", "rank"), count("d", "outputs"), count("k", "inputs")
adapters = rule(
    "Trained weights of a low-rank adaptation (LoRA) of one matrix",
    weights,
    rank.symbol * (rows.symbol + columns.symbol),
    (rank, rows, columns),
    written(r"N_{LoRA} = r (d + k)", r"N_{LoRA} = d r + r k", r"N_{LoRA} = r d + r k", letters=(("N_LoRA", "N"),))
    + written(r"N_{LoRA} = r (d_{in} + d_{out})", letters=(("N_LoRA", "N"), ("d_in", "k"), ("d_out", "d"))),
    ("lora", "low-rank", "adapter", "fine-tuning"),
    "two thin matrices",
    Source("Hu et al. 2022, LoRA: Low-Rank Adaptation of Large Language Models", "section 4.1"),
)
adam_memory = rule(
    "Memory of mixed-precision training with Adam",
    memory,
    16 * V,
    (trained,),
    written(
        r"M = 2 N + 2 N + 4 N + 4 N + 4 N",
        r"M = (2 + 2 + 12) N",
        r"M = (2 + 2 + 4 + 4 + 4) N",
        r"M = 2 N + 2 N + 12 N",
        r"M = (2 + 2 + 12) \Psi",
        r"M = 2 \Psi + 2 \Psi + 12 \Psi",
        letters=(("N", "V"), ("Psi", "V")),
    ),
    ("mixed precision", "mixed-precision", "adam", "optimizer state"),
    "halves for weights and gradients; a full copy and two moments",
    Source(
        "Rajbhandari et al. 2020, ZeRO: Memory Optimizations Toward Training Trillion Parameter Models", "section 3.1"
    ),
)

TOPIC = Topic(
    "Sizes of transformers",
    formulas=(
        attention_weights,
        feed_forward_weights,
        feed_forward_biases,
        gated_weights,
        stack,
        general_stack,
        embedded_stack,
        word_stack,
        per_head,
        forward,
        layer_operations,
        adapters,
        adam_memory,
    ),
)
