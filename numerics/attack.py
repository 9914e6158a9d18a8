"""The attack on a bound: from the points where it is tightest, search the domain for one where it fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from derivations.algebra.draws import Lattice
from derivations.algebra.evaluate import Environment
from derivations.algebra.points import Context, Points
from derivations.algebra.terms import Relation
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undefined
from derivations.vocabulary import Domain
from numerics.agreement import both_sides
from numerics.certificates import Certificate, Verdict, certify
from numerics.comparison import float_environment
from numerics.inside import inside

ROUNDS = 24
KEPT = 8  # tightest points of a round, from which the next starts
CHILDREN = 32  # neighbours of each
ROUNDING = 1e-9


@dataclass(frozen=True)
class Attack:
    """How tight a bound was found to be (its least relative slack, 0 for equality), and a certified violation."""

    tightness: float
    violation: tuple[Points, Certificate] | None
    unsettled: bool


def attack(context: Context, claim: Relation, starts: Sequence[tuple[Points, Environment]], seed: int) -> Attack:
    """Minimise the slack of an inequality by a random local search from the tightest of the given points."""
    generator = np.random.default_rng(seed)
    least = np.inf
    suspect = ROUNDING if claim.operator in ("<", ">") else -ROUNDING
    unsettled = False
    for start, environment in starts:
        points = start
        slack = slack_of(claim, points, environment)
        for _ in range(ROUNDS):
            order = np.argsort(slack, kind="stable")[:KEPT]
            least = min(least, float(slack[order[0]])) if len(order) else least
            for k in order[: 2 if slack[order[0]] < suspect else 0]:
                worst = points.at(int(k))
                certificate = certify(worst, claim)
                if certificate.verdict is Verdict.VIOLATED:
                    return Attack(float(slack[k]), (worst, certificate), False)
                unsettled |= certificate.verdict is Verdict.UNSUPPORTED
            points = inside(context, _neighbours(points, order, generator))
            if points.batch == 0:
                break
            slack = slack_of(claim, points)
    return Attack(max(least, 0.0) if np.isfinite(least) else least, None, unsettled)


def slack_of(claim: Relation, points: Points, environment: Environment | None = None) -> np.ndarray:
    """By how much the bound holds at each point [batch], relative to the larger side and 1; inf where undefined."""
    try:
        with np.errstate(all="ignore"):
            left, right = both_sides(claim, environment or float_environment(points))
            if claim.operator in (">=", ">"):
                left, right = right, left
            left, right = np.broadcast_arrays(left, right)
            slack = (right - left) / np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))
    except (Undefined, ShapeError):
        return np.full(points.batch, np.inf)
    slack = np.broadcast_to(slack, (max(len(slack), points.batch), *slack.shape[1:]))
    slack = slack.reshape(len(slack), -1).min(axis=1, initial=np.inf)
    return np.where(np.isnan(slack), np.inf, slack)


def _neighbours(points: Points, chosen: np.ndarray, generator: np.random.Generator) -> Points:
    """The chosen points and, for each, neighbours with some entries moved, scaled, set equal or set to zero."""
    rows = np.concatenate([chosen, np.repeat(chosen, CHILDREN)])
    fixed = len(chosen)

    def moved(lattices: Mapping[str, Lattice]) -> dict[str, Lattice]:
        return {name: _moved(lattice, rows, fixed, generator) for name, lattice in lattices.items()}

    return replace(points, lattices=moved(points.lattices), weights=moved(points.weights), batch=len(rows))


def _moved(lattice: Lattice, rows: np.ndarray, fixed: int, generator: np.random.Generator) -> Lattice:
    if len(lattice.numerators) == 1 and (lattice.denominator == 1 or len(rows) == 1):
        return lattice
    numerators = lattice.numerators if len(lattice.numerators) > 1 else np.repeat(lattice.numerators, rows.max() + 1, 0)
    kept = numerators[rows]
    domain = lattice.domain
    if domain.structure in ("one hot", "index"):
        return replace(lattice, numerators=kept)
    new = _stepped(kept, lattice.denominator, generator)
    if domain.values:
        new = generator.choice(np.array(domain.values), kept.shape)
    chance = generator.random((len(kept), *([1] * (kept.ndim - 1))))
    entries = generator.random(kept.shape) < np.where(chance < 0.5, 0.3, 1.0)
    entries[:fixed] = False
    return replace(lattice, numerators=_bounded(np.where(entries, new, kept), domain, lattice.denominator))


def _stepped(kept: np.ndarray, denominator: int, generator: np.random.Generator) -> np.ndarray:
    """One of four moves an element of the batch: a step of random length, a scaling, all entries alike, zeros."""
    lead = (len(kept), *([1] * (kept.ndim - 1)))
    reach = np.exp(generator.uniform(0, np.log(4.0 * denominator + 1), lead))
    step = np.rint(generator.uniform(-1, 1, kept.shape) * reach).astype(np.int64)
    factor = generator.choice(np.array([0.5, 0.9, 1.1, 2.0, -1.0]), lead)
    scaled = np.clip(np.rint(kept * factor), -(2**20), 2**20).astype(np.int64)
    alike = np.broadcast_to(kept.reshape(len(kept), -1)[:, :1].reshape(lead), kept.shape)
    move = generator.choice(4, lead, p=(0.6, 0.2, 0.1, 0.1))
    return np.where(move == 0, kept + step, np.where(move == 1, scaled, np.where(move == 2, alike, 0)))


def _bounded(numerators: np.ndarray, domain: Domain, denominator: int) -> np.ndarray:
    """Numerators moved back between the bounds of the domain."""
    edge = 1 if domain.strict else 0
    low = None if domain.low is None else ceil(domain.low * denominator) + edge
    high = None if domain.high is None else floor(domain.high * denominator) - edge
    return numerators if low is None and high is None else np.clip(numerators, low, high)
