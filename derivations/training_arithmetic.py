"""Arithmetic of training on many devices: memory of a weight's states, time, batches, what parallel work saves.

Ψ counts the weights and N_d the devices among which states are split; P is the peak rate of a device in operations for
each second, U the share of it that is used.
"""

from __future__ import annotations

from sympy import Min, sqrt

from derivations.stanzas import rule, written
from derivations.vocabulary import POSITIVE, UNIT, Quantity, Source, Topic

zero = "Rajbhandari et al. 2020, ZeRO: Memory Optimizations Toward Training Trillion Parameter Models"
palm = "Chowdhery et al. 2022, PaLM: Scaling Language Modeling with Pathways"
gpipe = "Huang et al. 2019, GPipe"
hoffmann = "Hoffmann et al. 2022, Training Compute-Optimal Large Language Models"


def positive(name: str, meaning: str) -> Quantity:
    """A positive number."""
    return Quantity(name, meaning, domain=POSITIVE)


weights, devices = positive("Psi", "number of weights"), positive("N_d", "devices that share the states")
extra = positive("K", "bytes of optimizer states for each weight")
memory = Quantity("M", "memory in bytes")
Psi, N_d, K = weights.symbol, devices.symbol, extra.symbol
zeros = ("zero-1", "zero-2", "zero-3", "zero stage", "zero redundancy", "optimizer state", "partition", "shard", "fsdp")
first_stage = rule(
    "Memory with split optimizer states (ZeRO, stage 1), mixed precision and Adam",
    memory,
    4 * Psi + 12 * Psi / N_d,
    (weights, devices),
    written(
        r"M = 4 \Psi + \frac{12 \Psi}{N_d}",
        r"M = 2 \Psi + 2 \Psi + \frac{12 \Psi}{N_d}",
        r"M = 4 \Psi + 12 \Psi / N_d",
    ),
    zeros,
    "weights and gradients in two bytes each, and a share of twelve bytes of states",
    Source(zero, "section 5.1"),
)
second_stage = rule(
    "Memory with split optimizer states and gradients (ZeRO, stage 2), mixed precision and Adam",
    memory,
    2 * Psi + 14 * Psi / N_d,
    (weights, devices),
    written(
        r"M = 2 \Psi + \frac{14 \Psi}{N_d}",
        r"M = 2 \Psi + \frac{(2 + 12) \Psi}{N_d}",
        r"M = 2 \Psi + 14 \Psi / N_d",
    ),
    zeros,
    "the gradients are split as well",
    Source(zero, "section 5.2"),
)
third_stage = rule(
    "Memory with split weights, gradients and optimizer states (ZeRO, stage 3), mixed precision and Adam",
    memory,
    16 * Psi / N_d,
    (weights, devices),
    written(
        r"M = \frac{16 \Psi}{N_d}",
        r"M = \frac{(2 + 2 + 12) \Psi}{N_d}",
        r"M = 16 \Psi / N_d",
    ),
    zeros,
    "all is split",
    Source(zero, "section 5.3"),
)
first_general = rule(
    "Memory with split optimizer states (ZeRO, stage 1)",
    memory,
    4 * Psi + K * Psi / N_d,
    (weights, devices, extra),
    written(r"M = 4 \Psi + \frac{K \Psi}{N_d}", r"M = 2 \Psi + 2 \Psi + \frac{K \Psi}{N_d}"),
    zeros,
    "weights and gradients in two bytes each, and a share of the states",
    Source(zero, "section 5.1"),
)
second_general = rule(
    "Memory with split optimizer states and gradients (ZeRO, stage 2)",
    memory,
    2 * Psi + (2 + K) * Psi / N_d,
    (weights, devices, extra),
    written(r"M = 2 \Psi + \frac{(2 + K) \Psi}{N_d}", r"M = 2 \Psi + \frac{(K + 2) \Psi}{N_d}"),
    zeros,
    "the gradients are split as well",
    Source(zero, "section 5.2"),
)
third_general = rule(
    "Memory with split weights, gradients and optimizer states (ZeRO, stage 3)",
    memory,
    (4 + K) * Psi / N_d,
    (weights, devices, extra),
    written(r"M = \frac{(4 + K) \Psi}{N_d}", r"M = \frac{(2 + 2 + K) \Psi}{N_d}"),
    zeros,
    "all is split",
    Source(zero, "section 5.3"),
)
params, tokens = positive("N", "weights"), positive("D", "tokens")
count, peak, used = (
    positive("n", "devices"),
    positive("P", "peak rate of a device"),
    positive("U", "share that is used"),
)
seconds = positive("T", "seconds")
N, D, n, P, U, T = (q.symbol for q in (params, tokens, count, peak, used, seconds))
speeds = ("mfu", "utilization", "utilisation", "training time", "flops", "gpu", "throughput", "peak")
duration = rule(
    "Time of training a language model",
    Quantity("T", "seconds"),
    6 * N * D / (n * P * U),
    (params, tokens, count, peak, used),
    (
        *written(r"T = \frac{6 N D}{n P U}", r"T = \frac{6 N D}{n \cdot P \cdot U}"),
        *written(
            r"T = \frac{6 N D}{n_{gpu} \cdot \mathrm{FLOPS} \cdot \mathrm{MFU}}",
            r"T = \frac{6 N D}{n_{gpu} \cdot P_{peak} \cdot \mathrm{MFU}}",
            letters=(("n_gpu", "n"), ("FLOPS", "P"), ("P_peak", "P"), ("MFU", "U")),
        ),
    ),
    speeds,
    "the operations over the rate of all devices",
    Source(palm, "appendix B"),
)
utilisation = rule(
    "Model FLOPs utilisation",
    Quantity("U", "share that is used"),
    6 * N * D / (T * n * P),
    (params, tokens, count, peak, seconds),
    (
        *written(
            r"\mathrm{MFU} = \frac{6 N D}{T \cdot n \cdot P_{peak}}",
            r"\mathrm{MFU} = \frac{6 N D}{T n P}",
            letters=(("P_peak", "P"), ("P", "P")),
        ),
    ),
    speeds,
    "the rate that is reached over the peak",
    Source(palm, "appendix B"),
)
batch, part, accumulated = (
    positive("B", "batch size"),
    positive("b", "batch size of a device"),
    positive("g", "steps whose gradients are added up"),
)
b, g = part.symbol, accumulated.symbol
global_batch = rule(
    "Batch size over all devices and accumulated steps",
    Quantity("B", "batch size"),
    b * g * n,
    (part, accumulated, count),
    (
        *written(r"B = b \cdot g \cdot n", r"B = b g n"),
        *written(
            r"B = b \cdot g \cdot n_{gpu}",
            r"B_{eff} = b \cdot n_{gpu} \cdot g",
            r"B_{global} = b \times n_{gpu} \times g",
            letters=(("n_gpu", "n"),),
        ),
    ),
    ("global batch", "effective batch", "accumulation", "data parallel", "micro-batch", "gpu"),
    "each device adds up its batches",
    Source("Goyal et al. 2017, Accurate, Large Minibatch SGD", "section 3"),
)
first_rate, first_batch = positive("eta_0", "step size of the first batch size"), positive("B_0", "first batch size")
rates = ("square-root scaling", "square root scaling", "sqrt scaling", "square-root rule", "square root rule")
root_rate = rule(
    "Square-root scaling of the step size with the batch size",
    Quantity("eta", "step size"),
    first_rate.symbol * sqrt(batch.symbol / first_batch.symbol),
    (first_rate, first_batch, batch),
    written(r"\eta = \eta_0 \sqrt{\frac{B}{B_0}}", r"\eta = \eta_0 \sqrt{B / B_0}"),
    rates,
    "the noise of the step stays the same",
    Source("Krizhevsky 2014, One Weird Trick for Parallelizing Convolutional Neural Networks", "section 5"),
)
stages, pieces = positive("p", "stages of the pipeline"), positive("m", "micro-batches")
p, m = stages.symbol, pieces.symbol
bubble = rule(
    "Share of a pipeline that idles",
    Quantity("r", "share"),
    (p - 1) / (m + p - 1),
    (stages, pieces),
    written(
        r"r = \frac{p - 1}{m + p - 1}",
        r"r_{bubble} = \frac{p - 1}{m + p - 1}",
        r"\text{bubble} = \frac{p - 1}{m + p - 1}",
    ),
    ("pipeline", "bubble", "micro-batch", "microbatch", "gpipe"),
    "filling and draining the stages",
    Source(gpipe, "section 2.3"),
)
share = Quantity("p", "share that runs in parallel", domain=UNIT)
speedup = rule(
    "Amdahl's law",
    Quantity("S", "speedup"),
    1 / ((1 - share.symbol) + share.symbol / n),
    (share, count),
    written(
        r"S = \frac{1}{(1 - p) + \frac{p}{n}}",
        r"S(n) = \frac{1}{(1 - p) + p / n}",
        r"S = \frac{1}{1 - p + \frac{p}{n}}",
    ),
    ("amdahl", "speedup", "speed-up", "parallel"),
    "only a share runs n times as fast",
    Source("Amdahl 1967, Validity of the Single Processor Approach", "figure 2"),
)
ceiling, band = positive("P", "peak rate"), positive("beta", "bandwidth of the memory")
intensity = positive("I", "operations for each byte")
roofline = rule(
    "Roofline: rate that an arithmetic intensity allows",
    Quantity("R", "rate"),
    Min(ceiling.symbol, band.symbol * intensity.symbol, evaluate=False),
    (ceiling, band, intensity),
    written(
        r"R = \min(P, \beta I)",
        r"R = \min(P_{peak}, \beta \cdot I)",
        r"P = \min(\pi, \beta I)",
        letters=(("P_peak", "P"), ("pi", "P"), ("I", "I"), ("P", "P")),
    ),
    ("roofline", "arithmetic intensity", "memory-bound", "memory bound", "bandwidth"),
    "what the units or the memory allow",
    Source("Williams, Waterman and Patterson 2009, Roofline", "section 3"),
)
compute = positive("C", "operations")
twenty = rule(
    "Best number of weights at twenty tokens for each weight",
    Quantity("N", "weights"),
    sqrt(compute.symbol / 120),
    (compute,),
    written(
        r"N = \sqrt{\frac{C}{120}}",
        r"N_{opt} = \sqrt{\frac{C}{120}}",
        r"N_{opt} = \sqrt{C / 120}",
        r"N^* = \sqrt{\frac{C}{6 \cdot 20}}",
    ),
    ("chinchilla", "compute-optimal", "compute optimal", "tokens per parameter"),
    "C = 6 N D with D = 20 N",
    Source(hoffmann, "table 3"),
)

TOPIC = Topic(
    "Arithmetic of training on many devices",
    formulas=(
        first_stage,
        second_stage,
        third_stage,
        first_general,
        second_general,
        third_general,
        duration,
        utilisation,
        global_batch,
        root_rate,
        bubble,
        speedup,
        roofline,
        twenty,
    ),
)
