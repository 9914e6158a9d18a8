"""Simulations of associative memories: the capacities of the catalogue against networks of many units."""

import math

import torch
from torch import Tensor

UNITS = 600
TRIALS = 12


def interval(values: Tensor) -> tuple[float, float]:
    """Three standard errors to both sides of the mean."""
    centre, error = float(values.mean()), float(values.std()) / math.sqrt(len(values))
    return centre - 3 * error, centre + 3 * error


def recalled(load: float, generator: torch.Generator) -> float:
    """The overlap with a stored pattern of the state to which a Hopfield network goes from there, group by group."""
    patterns = torch.rand(round(load * UNITS), UNITS, generator=generator).round() * 2 - 1
    weights = patterns.T @ patterns
    weights.fill_diagonal_(0)
    state = patterns[0].clone()
    for _ in range(30):
        before = state.clone()
        for group in torch.randperm(UNITS, generator=generator).split(UNITS // 20):
            state[group] = torch.where(weights[group] @ state >= 0, 1.0, -1.0)
        if torch.equal(before, state):
            break
    return float(patterns[0] @ state) / UNITS


def overlaps(load: float) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.tensor([recalled(load, generator) for _ in range(TRIALS)])


def test_a_hopfield_network_recalls_below_its_capacity() -> None:
    low, _ = interval(overlaps(0.10))
    assert low > 0.95


def test_a_hopfield_network_forgets_above_its_capacity() -> None:
    _, high = interval(overlaps(0.25))
    assert high < 0.75


def test_half_of_a_willshaw_memory_is_filled_at_capacity() -> None:
    """As many random pairs as make the expected share of the ones one half; the interval must contain that share."""
    units = 256
    active = round(math.log2(units))
    chance = (active / units) ** 2
    pairs = round(math.log(2) / chance)
    expected = 1 - (1 - chance) ** pairs
    generator = torch.Generator().manual_seed(0)
    shares = []
    for _ in range(40):
        ranks = torch.rand(2, pairs, units, generator=generator).argsort(dim=2)
        keys, answers = (ranks < active).float()
        shares.append(float((answers.T @ keys).clamp(max=1).mean()))
    low, high = interval(torch.tensor(shares))
    assert low <= expected <= high
    assert abs(expected - 0.5) < 0.001
    assert high - low < 0.02
