"""What was found of a formula is known until one of its files changes."""

from pathlib import Path

import pytest

from derivations.catalogue import TOPICS, formulas_of
from twofold import dependencies
from twofold.cache import Cache


@pytest.fixture
def forgetful(monkeypatch):
    """The digests are computed anew each time, from files of which one may seem to have another content."""
    for name in ("topic_digest", "engine_digest", "package_digest", "_imported"):
        monkeypatch.setattr(dependencies, name, getattr(dependencies, name).__wrapped__)
    content = dependencies._content

    def change(path):
        def seen(file):
            return "other" if file.as_posix().endswith(path) else content(file)

        monkeypatch.setattr(dependencies, "_content", seen)

    return change


def test_an_edit_of_a_topic_changes_what_rests_on_it(forgetful):
    keys = {id: dependencies.formula_key(id) for id in ("softmax.value", "log_softmax.log_softmax", "pascal.pascal")}
    forgetful("derivations/log_softmax.py")
    changed = {id for id, key in keys.items() if dependencies.formula_key(id) != key}
    assert "log_softmax.log_softmax" in changed
    assert "pascal.pascal" not in changed
    assert ("softmax.value" in changed) == ("log_softmax" in dependencies._reached("softmax"))


@pytest.mark.parametrize("path", ["numerics/steps.py", "derivations/proof.py", "derivations/forms/sums.py"])
def test_an_edit_of_the_engine_changes_everything(forgetful, path):
    before = dependencies.formula_key("pascal.pascal")
    forgetful(path)
    assert dependencies.formula_key("pascal.pascal") != before


def test_no_two_topics_have_one_key():
    assert len({dependencies.topic_key(topic, "list") for topic in TOPICS}) == len(TOPICS)


def test_the_ids_of_a_topic_are_remembered(tmp_path: Path):
    cache = Cache(tmp_path)
    ids = dependencies.known_ids(cache)
    assert list(ids("pascal")) == list(formulas_of("pascal"))
    cache.store(dependencies.topic_key("pascal", "ids"), ["pascal.made"])
    assert ids("pascal") == ["pascal.made"]
    assert list(dependencies.known_ids(None)("pascal")) == list(formulas_of("pascal"))
