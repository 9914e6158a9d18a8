"""Is the catalogue true? Each formula against its statement sampled, its torch model, its derivation and its mutants.

`python -m numerics.verification [TOPIC | TOPIC.FORMULA]…` prints one line a formula.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from multiprocessing import get_context

import numpy as np
import torch

from derivations.algebra.evaluate import Unbound
from derivations.algebra.points import Points
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undecided, Undefined, Unsupported
from derivations.catalogue import FORMULAS, TOPICS, id_of
from derivations.lowering import NotLowered
from derivations.vocabulary import Cited, Formula
from numerics.agreement import FEWEST, Batches, Counterexample, Outcome, sample_on
from numerics.attack import attack
from numerics.catalogue import MODELS
from numerics.inputs import chosen_device
from numerics.power import Power, measure_power, unused_explanations
from numerics.results import DEFAULTS, Numeric, Objection, Settings, Standing, Verification, Witness
from numerics.steps import CheckedDerivation, Status, check_derivation, doubt_in_words, failure_in_words
from numerics.subject import Subject
from numerics.witness import ModelAgreement, ModelError, Trial, check_model, trials_of

__all__ = ["Settings", "Standing", "Verification", "subject_of", "verify", "verify_all", "verify_subject"]


def subject_of(id: str) -> Subject:
    """The formula of that id with its model; raises `KeyError` with the nearest ids for one that does not exist."""
    if id not in FORMULAS:
        near = get_close_matches(id, FORMULAS, n=3, cutoff=0.4)
        raise KeyError(f"there is no formula {id}" + (f"; the nearest are {', '.join(near)}" if near else ""))
    formula = FORMULAS[id]
    model = MODELS.get(formula)
    if model is None:
        raise KeyError(f"{id} has no model in numerics/{id.partition('.')[0]}.py")
    return Subject(id, formula, model)


def verify(formula: Formula, settings: Settings = DEFAULTS) -> Verification:
    """Verify a formula of the catalogue."""
    id = id_of(formula)
    if id is None:
        raise KeyError(f"{formula.title!r} stands in no topic of the catalogue")
    return verify_subject(subject_of(id), settings)


def verify_all(ids: Sequence[str], settings: Settings = DEFAULTS) -> Iterator[Verification]:
    """Verify formulas in the order given, in `settings.jobs` processes; only `seconds` depends on how many."""
    for id in ids:
        subject_of(id)
    if settings.jobs <= 1 or len(ids) <= 1:
        for id in ids:
            yield _verify_id(id, settings)
        return
    # Processes are spawned: a fork of a process that has used CUDA, or torch's threads, is not safe.
    with ProcessPoolExecutor(min(settings.jobs, len(ids)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_verify_id, ids, [settings] * len(ids))


def _verify_id(id: str, settings: Settings) -> Verification:
    return verify_subject(subject_of(id), settings)


def verify_subject(subject: Subject, settings: Settings) -> Verification:
    """Hold a formula against its three witnesses and measure the power of the check."""
    start = time.monotonic()
    device = chosen_device(settings.device)
    with _one_thread():
        findings = _Findings(subject, settings, device)
        findings.gather()
    return findings.verification(time.monotonic() - start)


@contextmanager
def _one_thread() -> Iterator[None]:
    """torch on one thread, so that sums are added in one order whatever the number of processes."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


class _Findings:
    """What the witnesses have said of one formula so far."""

    def __init__(self, subject: Subject, settings: Settings, device: str) -> None:
        self.subject = subject
        self.settings = settings
        self.device = device
        self.agreement = ModelAgreement(0, 0.0, False, ())
        self.tightness: float | None = None
        self.derivation = CheckedDerivation()
        self.power = Power(0, 0, ())
        self.objections: list[Objection] = []

    def gather(self) -> None:
        """Ask every witness; the later ones are not asked about a formula that has no meaning."""
        try:
            trials, exhaustive = trials_of(self.subject, self.settings.samples, self.settings.seed, self.device)
            self._sampled(trials, exhaustive)
            self._modelled(trials, exhaustive)
            if self.subject.statement.operator not in ("==", "!="):
                self._attacked(trials)
            self._derived([trial.points for trial in trials] if exhaustive else [])
            if not any(objection.refutes for objection in self.objections):
                self._mutated(trials)
        except (ShapeError, Undefined, Unsupported, Undecided, Unbound, NotLowered) as error:
            self._refute(Witness.STATEMENT, f"the statement cannot be evaluated ({type(error).__name__}: {error}).")

    def _refute(self, witness: Witness, reason: str) -> None:
        self.objections.append(Objection(witness, True, f"{self.subject.formula.title}: {reason}"))

    def _doubt(self, witness: Witness, reason: str) -> None:
        self.objections.append(Objection(witness, False, f"{self.subject.formula.title}: {reason}"))

    def _sampled(self, trials: Sequence[Trial], exhaustive: bool) -> None:
        """Both sides of the statement agree; a definition has one side, and a grid of all points needs no sampling."""
        if self.subject.defined is not None or exhaustive:
            return
        formula, statement = self.subject.formula, self.subject.statement
        found = sample_on(self._batches(trials), statement, strict_domain=True)
        if found.outcome is Outcome.FAILS and found.counterexample is not None:
            reason = failure_in_words(statement, found.counterexample)
            self._refute(Witness.STATEMENT, f"{reason}.\n  statement: {formula.statement}")
        elif found.outcome is not Outcome.HOLDS:
            self._doubt(Witness.STATEMENT, f"{doubt_in_words(found)}.")

    def _batches(self, trials: Sequence[Trial]) -> Batches:
        """The points of the trials, with the values of both sides, as what claims are sampled on."""
        sizes: list[dict[str, int]] = []
        for trial in trials:
            if dict(trial.points.sizes) not in sizes:
                sizes.append(dict(trial.points.sizes))
        points = tuple((trial.points, trial.evaluated) for trial in trials)
        return Batches(self.subject.context, tuple(sizes), points, np.random.default_rng(self.settings.seed))

    def _modelled(self, trials: Sequence[Trial], exhaustive: bool) -> None:
        """The model against both sides on the same points."""
        model = getattr(self.subject.model, "__name__", "model")
        try:
            self.agreement = check_model(trials, exhaustive)
        except (ModelError, TypeError, RuntimeError, ValueError, IndexError) as error:
            self._refute(Witness.MODEL, f"the model {model} cannot be compared ({type(error).__name__}: {error}).")
            return
        if self.agreement.disagreement:
            lines = f"\n  statement: {self.subject.formula.statement}\n  model:     {model}"
            self._refute(Witness.MODEL, f"{self.agreement.disagreement}.{lines}")
        elif self.agreement.points < (1 if exhaustive else FEWEST):
            self._doubt(Witness.MODEL, f"{Outcome.VACUOUS.value} ({self.agreement.points}).")

    def _attacked(self, trials: Sequence[Trial]) -> None:
        formula = self.subject.formula
        starts = [(trial.points, trial.evaluated) for trial in trials[:4]]
        found = attack(self.subject.context, self.subject.statement, starts, self.settings.seed)
        self.tightness = found.tightness
        if found.violation is not None:
            points, certificate = found.violation
            reason = failure_in_words(self.subject.statement, Counterexample(points, certificate))
            self._refute(Witness.BOUND, f"{reason}.\n  statement: {formula.statement}")
        elif found.unsettled:
            self._doubt(Witness.BOUND, f"{Outcome.DOUBTFUL.value}.")

    def _derived(self, every: Sequence[Points]) -> None:
        self.derivation = check_derivation(self.subject, self.settings.seed, self.settings.time_limit, every)
        for step in self.derivation.steps:
            if step.message:
                refutes = step.status is Status.REFUTED
                self.objections.append(Objection(Witness.DERIVATION, refutes, step.message))

    def _mutated(self, trials: Sequence[Trial]) -> None:
        self.power = measure_power(self.subject, trials)
        if not self.power.is_enough:
            names = "".join(f"\n  survives: {name}" for name in self.power.unexplained)
            count = f"{self.power.killed} of {self.power.made}"
            self._doubt(Witness.MUTANTS, f"only {count} mutants are refuted, and nothing explains the others.{names}")
        for prefix in unused_explanations(self.subject, self.power):
            self._doubt(Witness.MUTANTS, f"the explanation of {prefix!r} fits no surviving mutant; remove it.")

    def verification(self, seconds: float) -> Verification:
        """The findings as a frozen value."""
        standing = Standing.UNDECIDED if self.objections else Standing.VERIFIED
        if any(objection.refutes for objection in self.objections):
            standing = Standing.REFUTED
        derivation, found = self.subject.formula.derivation, self.agreement
        return Verification(
            id=self.subject.id,
            topic=self.subject.id.partition(".")[0],
            title=self.subject.formula.title,
            standing=standing,
            numeric=Numeric(found.points, found.error, found.exhaustive, self.device, found.sizes, self.tightness),
            derivation=self.derivation,
            kind=self.subject.formula.kind,
            notations=len(self.subject.formula.notations),
            power=self.power,
            objections=tuple(self.objections),
            cited=derivation.where if isinstance(derivation, Cited) else None,
            seconds=seconds,
        )


def _named(name: str) -> list[Subject]:
    """The formulas of a topic, or one formula, straight from its files: also before the catalogue lists them."""
    topic, _, wanted = name.partition(".")
    try:
        stated, models = import_module(f"derivations.{topic}"), import_module(f"numerics.{topic}").MODELS
    except ModuleNotFoundError as error:
        raise SystemExit(f"{topic} is no topic with models: {error}") from error
    names = {value: key for key, value in vars(stated).items() if isinstance(value, Formula)}
    formulas = [formula for formula in stated.TOPIC.formulas if not wanted or names[formula] == wanted]
    if not formulas:
        raise SystemExit(f"derivations/{topic}.py has no formula {wanted}; it has {', '.join(names.values())}")
    missing = [names[formula] for formula in formulas if formula not in models]
    if missing:
        raise SystemExit(f"numerics/{topic}.py has no model for {', '.join(missing)}")
    return [Subject(f"{topic}.{names[formula]}", formula, models[formula]) for formula in formulas]


def _line(found: Verification) -> str:
    """One formula in one line."""
    held = sum(step.status in (Status.PROVED, Status.CONFIRMED) for step in found.steps)
    tightness = "" if found.numeric.tightness is None else f"  tightness {found.numeric.tightness:.1e}"
    points = f"{found.numeric.points} points{' (all)' if found.numeric.exhaustive else ''}"
    return (
        f"{found.standing.value:10} {found.id}  {points}"
        f"  error {found.numeric.error:.1e}{tightness}  steps {held}/{len(found.steps)}"
        f"  proof {found.derivation.proof.scope or 'none'}"
        f"  mutants {found.power.killed}/{found.power.made}"
        f" ({len(found.power.unexplained)} unexplained)  {found.seconds:.1f} s"
    )


def main(names: Sequence[str]) -> int:
    """Print a line for each formula named (topics or ids; none is all), and what does not hold under it."""
    if not names:
        names = TOPICS
    failed = 0
    for name in names:
        for subject in _named(name):
            found = verify_subject(subject, Settings())
            failed += found.standing is not Standing.VERIFIED
            print(_line(found))
            for message in found.messages:
                print("  " + message.replace("\n", "\n  "))
            for survivor, reason in found.power.survivors:
                print(f"  survivor: {survivor}  [{reason or 'unexplained'}]")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
