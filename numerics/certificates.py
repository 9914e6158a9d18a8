"""Certificates: a claim decided at one point in exact or interval arithmetic, where rounding cannot be the cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from flint import ctx

from derivations.algebra.evaluate import Environment, Unbound, evaluate
from derivations.algebra.points import Points
from derivations.algebra.terms import Relation
from derivations.algebra.values import Algebra, ShapeError
from derivations.algebra.worlds import BallWorld, RationalWorld, Undecided, Undefined, Unsupported, World


class Verdict(Enum):
    """What exact arithmetic says of a claim at a point."""

    VIOLATED = "the claim fails at this point"
    HOLDS = "the claim holds at this point"
    OVERLAP = "the two sides cannot be told apart at this precision"
    UNDEFINED = "a side has no value at this point"
    UNSUPPORTED = "the claim uses an operation that exact arithmetic does not have"


@dataclass(frozen=True)
class Certificate:
    """The verdict at a point, the world that gave it, and the two sides at the entry that decides."""

    verdict: Verdict
    world: str
    sides: tuple[str, str] = ("", "")
    indices: tuple[tuple[str, int], ...] = ()


Environments = dict[str, Environment]
"""A point in several worlds, by their names."""

WORLDS: tuple[World, ...] = (RationalWorld(), BallWorld())


def certify(points: Points, claim: Relation, environments: Environments | None = None) -> Certificate:
    """Decide the claim at a batch of one point: exact rationals where they suffice, else intervals.

    Where many claims are decided at a point, `environments` (empty at first) keeps what they share.
    """
    certificate = Certificate(Verdict.UNSUPPORTED, "")
    for world in WORLDS:
        certificate = _certify(points, claim, world, environments)
        if certificate.verdict not in (Verdict.UNSUPPORTED, Verdict.OVERLAP):
            break
    return certificate


def _certify(points: Points, claim: Relation, world: World, environments: Environments | None) -> Certificate:
    try:
        with ctx.workprec(BallWorld.bits):
            environment = _environment(points, world, environments)
            algebra = Algebra(world)
            left = algebra.scalars(evaluate(claim.left, environment))
            right = algebra.scalars(evaluate(claim.right, environment))
            (left, right), axes, rank, _ = algebra.broadcast(left, right)
            return _decide(claim.operator, left.data, right.data, axes, rank, points, world)
    except (Undefined, ZeroDivisionError):
        return Certificate(Verdict.UNDEFINED, world.name)
    except (Unsupported, Undecided, Unbound, ShapeError, OverflowError, ValueError):
        return Certificate(Verdict.UNSUPPORTED, world.name)


def _environment(points: Points, world: World, environments: Environments | None) -> Environment:
    if environments is None:
        return points.environment(world)
    if world.name not in environments:
        environments[world.name] = points.environment(world).remembering()
    return environments[world.name]


def _decide(
    operator: str, left: np.ndarray, right: np.ndarray, axes: tuple[str, ...], rank: int, points: Points, world: World
) -> Certificate:
    left, right = np.broadcast_arrays(left, right)
    verdict = Verdict.HOLDS
    for place in np.ndindex(*left.shape):
        a, b = left[place], right[place]
        state = _state(operator, a, b, world)
        if state is Verdict.VIOLATED:
            starts = [points.ranges.get(axis, (1, 0))[0] for axis in axes]
            indices = [(axis, start + at) for axis, start, at in zip(axes, starts, place[1:], strict=False)]
            indices += [(f"entry {k + 1}", at + 1) for k, at in enumerate(place[len(place) - rank :])] if rank else []
            return Certificate(Verdict.VIOLATED, world.name, (text_of(a), text_of(b)), tuple(indices))
        if state is Verdict.OVERLAP:
            verdict = Verdict.OVERLAP
    return Certificate(verdict, world.name)


def _state(operator: str, a: Any, b: Any, world: World) -> Verdict:
    if isinstance(world, RationalWorld):
        holds = {"==": a == b, "!=": a != b, "<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b}[operator]
        return Verdict.HOLDS if holds else Verdict.VIOLATED
    violated = {"==": a != b, "!=": False, "<=": a > b, "<": a >= b, ">=": a < b, ">": a <= b}[operator]
    if violated:
        return Verdict.VIOLATED
    holds = {"==": False, "!=": a != b, "<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b}[operator]
    return Verdict.HOLDS if holds else Verdict.OVERLAP


def text_of(scalar: Any) -> str:
    """A scalar for people: an exact fraction, or the digits of an interval that are certain."""
    if hasattr(scalar, "p"):
        return str(scalar)
    return str(scalar.str(12, radius=False)) if hasattr(scalar, "str") else str(scalar)
