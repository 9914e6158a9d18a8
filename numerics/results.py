"""What was found about a formula of the catalogue: frozen values, and their form in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from derivations.vocabulary import Kind
from numerics.power import Power
from numerics.steps import CheckedDerivation, CheckedStep, Status


class Standing(Enum):
    """What the witnesses say of a formula together; the values are the words of the command's contract."""

    VERIFIED = "verified"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Settings:
    """What a verification depends on. `time_limit` is in seconds for the proofs of a formula (0: none), which are
    counted in steps, so that no verdict depends on the machine."""

    samples: int = 4096
    seed: int = 0
    device: str = "auto"
    jobs: int = 1
    time_limit: float = 5.0


DEFAULTS = Settings()


@dataclass(frozen=True)
class Numeric:
    """What sampling and the model say: points inside the domain, the largest relative error, how they were chosen."""

    points: int
    error: float
    exhaustive: bool
    device: str
    sizes: tuple[dict[str, int], ...]
    tightness: float | None = None


class Witness(Enum):
    """Who is asked about a formula."""

    STATEMENT = "both sides of the statement, sampled"
    MODEL = "the torch model"
    BOUND = "a search for a violation of the bound"
    DERIVATION = "the steps of the derivation"
    MUTANTS = "the mutants of the statement"


@dataclass(frozen=True)
class Objection:
    """What a witness has against a formula: `refutes` where it shows it wrong, else it could not be settled."""

    witness: Witness
    refutes: bool
    message: str


@dataclass(frozen=True)
class Verification:
    """Everything that was found about a formula; a verified one has no objections. `cited` names a proof elsewhere."""

    id: str
    topic: str
    title: str
    standing: Standing
    numeric: Numeric
    kind: Kind
    notations: int
    derivation: CheckedDerivation
    power: Power
    objections: tuple[Objection, ...]
    cited: str | None
    seconds: float

    @property
    def steps(self) -> tuple[CheckedStep, ...]:
        """The lines of the derivation."""
        return self.derivation.steps

    @property
    def messages(self) -> tuple[str, ...]:
        """What does not hold, in words: what refutes the formula first."""
        ordered = sorted(self.objections, key=lambda objection: not objection.refutes)
        return tuple(objection.message for objection in ordered)

    def to_json(self) -> dict[str, Any]:
        """The formula's entry in `twofold verify --format json`."""
        held = [step for step in self.steps if step.status in (Status.PROVED, Status.CONFIRMED)]
        proved = [step for step in self.steps if step.status is Status.PROVED]
        return {
            "id": self.id,
            "topic": self.topic,
            "title": self.title,
            "kind": self.kind.name.lower(),
            "notations": self.notations,
            "status": self.standing.value,
            "symbolic": {
                "derived": bool(self.steps),
                "cited": self.cited,
                "steps": len(self.steps),
                "held": len(held),
                "proved": len(proved),
                "exact_points": sum(step.exact for step in self.steps),
                "proof": self.derivation.proof.scope or None,
                "general": self.derivation.proof.is_general,
            },
            "numeric": {
                "points": self.numeric.points,
                "error": float(f"{self.numeric.error:.1e}"),
                "method": "exhaustive" if self.numeric.exhaustive else "sampled",
                "device": self.numeric.device,
                "sizes": [dict(sizes) for sizes in self.numeric.sizes],
                "tightness": None if self.numeric.tightness is None else float(f"{self.numeric.tightness:.1e}"),
            },
            "steps": [
                {"expression": s.expression, "because": s.because, "status": s.status.value, "scope": s.scope}
                for s in self.steps
            ],
            "mutants": {
                "made": self.power.made,
                "killed": self.power.killed,
                "survivors": [{"name": name, "reason": reason} for name, reason in self.power.survivors],
            },
            "messages": list(self.messages),
            "seconds": round(self.seconds, 3),
        }
