"""Nomination: what is most like a relation among the notations of the catalogue."""

from sheets.meaning.matching import _scripts_of, nominate, notations, shelf
from sheets.meaning.parts import tokens_of


def some():
    return notations()[::23]


def test_a_notation_nominates_what_is_built_like_it():
    for known in some():
        nominees = nominate(known.chain, " ".join(known.words).lower())
        best = max(nominees, key=lambda nominee: nominee.similarity)
        ours, theirs = tokens_of(known.chain, best.known.fused), best.known.tokens
        assert best.similarity == 1, known.latex
        assert [shape for shape, _ in theirs] == [shape for shape, _ in ours], known.latex


def test_scripts_that_a_relation_does_not_have_change_none_of_its_tokens():
    for known in some():
        present = _scripts_of(known.chain)
        for fused, _ in shelf().parts:
            assert tokens_of(known.chain, fused & present) == tokens_of(known.chain, fused)


def test_each_notation_stands_on_the_shelf_once_with_all_its_nodes():
    kept = shelf()
    assert sorted(kept.notations, key=id) == sorted(notations(), key=id)
    assert [part.start for _, part in kept.parts] == [0, *(part.stop for _, part in kept.parts)][:-1]
    assert all(known.fused == fused for fused, part in kept.parts for known in kept.notations[part])
    assert kept.counts.sum(axis=0).tolist() == kept.lengths.tolist() == [len(one.tokens) for one in kept.notations]
