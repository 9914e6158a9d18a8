"""Agreement: does a claim hold on batches of random typed points, at several distinct sizes and at the edges?"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum

import numpy as np

from derivations.algebra.evaluate import Environment, evaluate
from derivations.algebra.points import Context, Points, size_choices
from derivations.algebra.terms import Relation
from derivations.algebra.values import Algebra, Value
from derivations.algebra.worlds import FloatWorld, Undefined
from numerics.certificates import Certificate, Verdict, certify

TOLERANCE = 1e-8
FEWEST = 24  # points inside the domain without which nothing is confirmed
ONE_BY_ONE = 96  # points of a batch that are looked at alone, where some have no value
EARLY = 8  # points at which most false claims fail already
TRIED = 6  # failing points that are taken to exact arithmetic


class Outcome(Enum):
    """What sampling says of a claim."""

    HOLDS = "it holds at every sampled point of its domain"
    FAILS = "it fails at a point that exact arithmetic certifies"
    VACUOUS = "too few sampled points lie inside the domain"
    DOUBTFUL = "it fails in floating point, and exact arithmetic does not settle it"


@dataclass(frozen=True)
class Counterexample:
    """A certified point at which a claim fails."""

    points: Points
    certificate: Certificate


@dataclass(frozen=True)
class Agreement:
    """The outcome of sampling a claim, with the number of points inside its domain and the share of them that fail."""

    outcome: Outcome
    points: int
    failing: int
    sizes: tuple[Mapping[str, int], ...]
    counterexample: Counterexample | None = None
    tightness: float | None = None


def sample(
    context: Context, claim: Relation, samples: int = 4096, seed: int = 0, strict_domain: bool = False
) -> Agreement:
    """Evaluate both sides of a claim on about `samples` points and certify a failure.

    With `strict_domain` a point where one side alone is undefined is a failure; otherwise it lies outside the domain.
    """
    return sample_on(draw_batches(context, samples, seed), claim, strict_domain)


@dataclass(frozen=True)
class Batches:
    """Points of a context at several distinct sizes, on which claims are sampled, and the generator after the draw."""

    context: Context
    sizes: tuple[dict[str, int], ...]
    points: tuple[tuple[Points, Environment], ...]
    generator: np.random.Generator


def draw_batches(context: Context, samples: int, seed: int, remembering: bool = False) -> Batches:
    """About `samples` points; with a memory if many claims that share some of their parts are sampled on them."""
    generator = np.random.default_rng(seed)
    choices = size_choices(context.sizes, 4)
    batch = max(samples // len(choices), 16)
    found: list[tuple[Points, Environment]] = []
    for sizes in choices:
        points = context.draw(sizes, batch, generator)
        if points.batch:
            environment = points.environment(FloatWorld())
            found.append((points, environment.remembering() if remembering else environment))
    return Batches(context, tuple(choices), tuple(found), generator)


def sample_on(batches: Batches, claim: Relation, strict_domain: bool = False) -> Agreement:
    """Evaluate both sides of a claim on points that are drawn, and certify a failure; see `sample`."""
    inside = failing = 0
    suspects: list[Points] = []
    gaps: list[float] = []
    for points, environment in batches.points:
        good, bad, gap = _compare(claim, points, strict_domain, environment)
        inside += int(good.sum()) + int(bad.sum())
        failing += int(bad.sum())
        suspects += [points.at(int(k)) for k in np.flatnonzero(bad)[:TRIED]]
        gaps += gap
    tightness = min(gaps) if gaps else None
    if failing == 0:
        outcome = Outcome.HOLDS if inside >= FEWEST else Outcome.VACUOUS
        return Agreement(outcome, inside, 0, batches.sizes, tightness=tightness)
    simple = _simple_suspects(batches, claim, strict_domain)
    unsettled = False
    for points in (*simple, *suspects):
        certificate = certify(points, claim)
        if certificate.verdict is Verdict.VIOLATED:
            found = Counterexample(points, certificate)
            return Agreement(Outcome.FAILS, inside, failing, batches.sizes, found, tightness)
        unsettled |= certificate.verdict in (Verdict.UNSUPPORTED, Verdict.UNDEFINED)
    outcome = Outcome.DOUBTFUL if unsettled else Outcome.HOLDS
    return Agreement(outcome, inside, failing, batches.sizes, tightness=tightness)


def agrees(context: Context, claim: Relation, samples: int, seed: int = 0, strict_domain: bool = False) -> Outcome:
    """A cheap look in floating point alone: `HOLDS`, `DOUBTFUL` (it fails, uncertified) or `VACUOUS`; it stops at a
    failure. What has a value at the smallest sizes alone is vacuous."""
    generator = np.random.default_rng(seed)
    choices = size_choices(context.sizes, 3)
    inside = 0
    covered = len(choices) == 1
    for sizes in choices:
        points = context.draw(sizes, max(samples // len(choices), 8), generator)
        if points.batch == 0:
            continue
        if _fails_early(claim, points, strict_domain):
            return Outcome.DOUBTFUL
        good, bad, _ = _compare(claim, points, strict_domain)
        if bad.any():
            return Outcome.DOUBTFUL
        inside += int(good.sum())
        covered |= bool(good.any()) and sizes is not choices[-1]
    return Outcome.HOLDS if inside >= FEWEST // 2 and covered else Outcome.VACUOUS


def _fails_early(claim: Relation, points: Points, strict_domain: bool) -> bool:
    """Whether a claim fails at one of the first points of a batch, as most false ones do."""
    if points.batch < 4 * EARLY:
        return False
    try:
        _, bad, _ = _compared(claim, points.select(np.arange(points.batch) < EARLY), strict_domain)
    except Undefined:
        return False
    return bool(bad.any())


def _simple_suspects(batches: Batches, claim: Relation, strict_domain: bool) -> list[Points]:
    """Failing points with small round numbers, which read better; smallest sizes first."""
    generator = deepcopy(batches.generator)
    found: list[Points] = []
    for sizes in sorted(batches.sizes, key=lambda choice: sum(choice.values())):
        try:
            points = batches.context.draw(sizes, 64, generator, simple=True)
            if points.batch:
                _, bad, _ = _compare(claim, points, strict_domain)
                found += [points.at(int(k)) for k in np.flatnonzero(bad)[:TRIED]]
        except Undefined:
            continue
    return found[:TRIED]


def _compare(
    claim: Relation, points: Points, strict_domain: bool, environment: Environment | None = None
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Which points of a batch agree and which fail; for a bound, also the relative gaps.

    Where one point has no value in integers (a negative factorial), the points are taken one by one.
    """
    try:
        return _compared(claim, points, strict_domain, environment)
    except Undefined:
        if points.batch <= 1:
            raise
    good, bad = np.zeros(points.batch, dtype=bool), np.zeros(points.batch, dtype=bool)
    gaps: list[float] = []
    missing: Undefined | None = None
    for position in range(min(points.batch, ONE_BY_ONE)):
        try:
            fine, wrong, gap = _compared(claim, points.at(position), strict_domain)
        except Undefined as error:
            missing = error
            continue
        good[position], bad[position] = bool(fine.all() and fine.size), bool(wrong.any())
        gaps += gap
    if missing is not None and not good.any() and not bad.any():
        raise missing
    return good, bad, gaps


def _compared(
    claim: Relation, points: Points, strict_domain: bool, environment: Environment | None = None
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    with np.errstate(all="ignore"):
        left, right = both_sides(claim, environment or points.environment(FloatWorld()))
        wide = np.broadcast_shapes(left.shape, right.shape)
        lead = max(wide[0], points.batch)
        left = np.broadcast_to(left, (lead, *wide[1:])).reshape(lead, -1)
        right = np.broadcast_to(right, (lead, *wide[1:])).reshape(lead, -1)
        missing_left, missing_right = ~np.isfinite(left).all(axis=1), ~np.isfinite(right).all(axis=1)
        undefined = missing_left & missing_right if strict_domain else missing_left | missing_right
        scale = np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))
        slack = (right - left) / scale
        close = np.isclose(left, right, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=False)
        holds = {
            "==": close,
            "!=": ~close,
            "<=": slack >= -TOLERANCE,
            "<": slack > -TOLERANCE,
            ">=": slack <= TOLERANCE,
            ">": slack < TOLERANCE,
        }[claim.operator].all(axis=1)
        bad = ~holds & ~undefined
        good = holds & ~undefined
        gaps = [float(np.abs(slack[good]).min())] if claim.operator not in ("==", "!=") and good.any() else []
    return good, bad, gaps


def both_sides(claim: Relation, environment: Environment) -> tuple[np.ndarray, np.ndarray]:
    """The arrays of both sides of a claim on common axes: [batch, index axes…, positional axes…]."""
    algebra = Algebra(environment.world)
    left = algebra.scalars(evaluate(claim.left, environment))
    right = algebra.scalars(evaluate(claim.right, environment))
    if left.rank == right.rank == 1:
        left, right = _as_columns(left), _as_columns(right)
    (left, right), _, _, _ = algebra.broadcast(left, right)
    return left.data, right.data


def _as_columns(value: Value) -> Value:
    return Value(value.data, value.axes, value.rank, False, value.kind)
