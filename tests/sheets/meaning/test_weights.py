"""π with an index or a sum is a weight; π alone is the number."""

import pytest
from judged import SETTLED, last

from sheets.judging.results import Verdict

NUMBER = [
    (r"\sin(x + \pi) = -\sin(x)", r"\sin(x + \pi) = \sin(x)"),
    (r"\cos(\pi) = -1", r"\cos(\pi) = 1"),
    (r"\cos(\pi - x) = -\cos(x)", r"\cos(\pi - x) = \cos(x)"),
    (r"\sin(\frac{\pi}{2}) = 1", r"\sin(\frac{\pi}{2}) = 0"),
    (r"2 \pi = 6.283", r"2 \pi = 6.382"),
]
"""What holds of the number, and what does not."""

WEIGHTS = [
    r"\sum_{k=1}^K \pi_k = 1",
    r"\sum_k \pi_k (a_k + b_k) = \sum_k \pi_k a_k + \sum_k \pi_k b_k",
    r"p(x) = \sum_k \pi_k p(x \mid k)",
    r"\gamma_k = \frac{\pi_k \mathcal{N}(x \mid \mu_k, \Sigma_k)}{\sum_j \pi_j \mathcal{N}(x \mid \mu_j, \Sigma_j)}",
    r"\pi_k = \frac{N_k}{N}",
]


@pytest.mark.parametrize(("right", "wrong"), NUMBER)
def test_the_number_has_its_value(right, wrong):
    assert last(f"${right}$").verdict in SETTLED
    assert last(f"${wrong}$").verdict is Verdict.WRONG


@pytest.mark.parametrize("latex", WEIGHTS)
def test_weights_are_no_number(latex):
    assert not last(f"# Gaussian mixtures\n\n${latex}$").verdict.is_finding


def test_weights_add_up_to_one_and_not_to_two():
    assert last(r"$\sum_{k=1}^K \pi_k = 1$").verdict is Verdict.PROVED
    assert last(r"$\sum_{k=1}^K \pi_k = 2$").verdict not in SETTLED
