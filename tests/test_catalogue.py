"""Every formula of the catalogue: its statement, its model, its derivation, and the power of the check."""

import functools
from pathlib import Path

import numpy as np
import pytest
import torch

from derivations.catalogue import FORMULAS, TOPICS, formulas_of, module_of
from derivations.vocabulary import Formula
from numerics.agreement import FEWEST
from numerics.catalogue import MODELS
from numerics.inputs import call_model, permuted
from numerics.results import Settings, Verification, Witness
from numerics.verification import subject_of, verify
from numerics.witness import trials_of

ROOT = Path(__file__).parent.parent
# A test takes the formulas of a topic together: each worker collects all tests, and thousands of them take it long.
# The scope keeps the tests of a topic together, so that one worker verifies its formulas once.
each_topic = pytest.mark.parametrize("topic", TOPICS, scope="module")


@functools.cache
def verified(id: str) -> Verification:
    """One verification for all tests of a formula; symbolic proofs are left to `twofold verify`."""
    return verify(FORMULAS[id], Settings(device="cpu", time_limit=0))


def objections(topic: str, *witnesses: Witness) -> list[str]:
    return [
        f"{id}: {objection.message}"
        for id in formulas_of(topic)
        for objection in verified(id).objections
        if objection.witness in witnesses
    ]


@each_topic
def test_statements_agree_with_their_models(topic: str) -> None:
    assert objections(topic, Witness.STATEMENT, Witness.MODEL, Witness.BOUND) == []
    sampled = {id: verified(id).numeric for id in formulas_of(topic)}
    assert [id for id, numeric in sampled.items() if not numeric.exhaustive and numeric.points < FEWEST] == []


@each_topic
def test_each_step_follows_from_the_one_before(topic: str) -> None:
    assert objections(topic, Witness.DERIVATION) == []
    assert [id for id in formulas_of(topic) if not verified(id).steps and not verified(id).cited] == []


@each_topic
def test_mutants_are_refuted(topic: str) -> None:
    assert objections(topic, Witness.MUTANTS) == []
    assert [id for id in formulas_of(topic) if not verified(id).power.made] == []


@each_topic
def test_batch_axes_are_independent(topic: str) -> None:
    for id in formulas_of(topic):
        subject = subject_of(id)
        trials, _ = trials_of(subject, samples=48, seed=3, device="cpu")
        for trial in trials[:3]:
            points = trial.points
            order = np.random.default_rng(0).permutation(points.batch)
            there = call_model(subject.model, subject.formula, points, "cpu")
            back = call_model(subject.model, subject.formula, permuted(points, order), "cpu")
            for a, b in zip(there, back, strict=True):
                np.testing.assert_allclose(b, a[order], rtol=1e-9, atol=1e-9, err_msg=id)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no CUDA device")
def test_a_device_changes_no_verdict() -> None:
    for id, formula in FORMULAS.items():
        found = verify(formula, Settings(device="cuda", time_limit=0))
        assert (id, found.standing, found.messages) == (id, verified(id).standing, verified(id).messages)


def test_every_formula_has_a_model() -> None:
    assert set(MODELS) == set(FORMULAS.values())


def test_every_formula_has_two_notations() -> None:
    assert [id for id, formula in FORMULAS.items() if len({one.latex for one in formula.notations}) < 2] == []


def test_every_topic_has_a_mirrored_file() -> None:
    assert [topic for topic in TOPICS if not (ROOT / "numerics" / f"{topic}.py").exists()] == []


def test_the_catalogue_lists_the_topic_files_of_the_folder() -> None:
    files = (ROOT / "derivations").glob("*.py")
    topics = {file.stem for file in files if "\nTOPIC = Topic(" in file.read_text(encoding="utf-8")}
    assert set(TOPICS) == topics


def test_every_formula_of_a_topic_file_belongs_to_its_topic() -> None:
    formulas = set(FORMULAS.values())
    for topic in TOPICS:
        own = {value for value in vars(module_of(topic)).values() if isinstance(value, Formula)}
        assert [formula.title for formula in own - formulas] == []
