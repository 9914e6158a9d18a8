"""The catalogue's own checks for people: a line each, what does not hold in full, the total."""

from reports.text import plain
from reports.verification import verification_data, verification_lines, verification_summary, verification_total

HOLDS = {
    "id": "softmax.value", "topic": "softmax", "title": "Softmax", "kind": "identity", "notations": 3,
    "status": "verified",
    "symbolic": {"derived": True, "cited": None, "steps": 2, "held": 2, "proved": 1, "exact_points": 6,
                 "proof": "all sizes", "general": True},
    "numeric": {"points": 4096, "error": 3.3e-16, "method": "sampled", "device": "cpu", "sizes": [], "tightness": None},
    "steps": [{"expression": "x", "because": "expand", "status": "proved", "scope": "all sizes"}],
    "mutants": {"made": 15, "killed": 14, "survivors": [{"name": "i and j swapped", "reason": "it is symmetric"}]},
    "messages": [], "seconds": 0.5,
}  # fmt: skip
FAILS = HOLDS | {
    "id": "cover.bound", "status": "refuted", "kind": "bound", "notations": 2,
    "symbolic": {"derived": False, "cited": "a book", "steps": 0, "held": 0, "proved": 0, "exact_points": 0,
                 "proof": None, "general": False},
    "numeric": HOLDS["numeric"] | {"method": "exhaustive", "points": 1, "tightness": 0.02},
    "messages": ["The bound fails at n = 1.\n  statement: a <= b"],
    "mutants": {"made": 1, "killed": 0, "survivors": [{"name": "sign", "reason": ""}]},
}  # fmt: skip


def test_each_formula_has_a_line_and_what_fails_is_told():
    assert plain(verification_lines([HOLDS, FAILS])).splitlines() == [
        "verified  softmax.value  2 of 2 steps hold, 1 proved; proved for all sizes; model: 4096 points, error 3e-16; "
        "14 of 15 mutants refuted",
        "refuted   cover.bound    cited, not derived; model: every point, 1 of them, error 3e-16; tightness 2e-02; "
        "0 of 1 mutant refuted",
        "  The bound fails at n = 1.",
        "    statement: a <= b",
        "2 formulas: 1 verified, 1 refuted; 14 of 16 mutants refuted, 1 of 2 survivors explained",
        "identities, gradients and recurrences: 1 of 1 (100 %) derived step by step, "
        "1 of these (100 %) proved for all sizes, 0 more for explicit sizes",
        "1 cited proof; 2 notations or more for a formula",
    ]


def test_verbose_shows_steps_and_survivors():
    text = plain(verification_lines([HOLDS], verbose=True))
    assert "  proved    expand (all sizes): x\n" in text
    assert "  survivor  i and j swapped: it is symmetric\n" in text


def test_a_jump_from_side_to_side_is_not_derived_step_by_step():
    jump = HOLDS | {"symbolic": HOLDS["symbolic"] | {"steps": 1, "held": 1}}
    counted = verification_summary([HOLDS, jump])["derivations"]
    assert counted == {"wanted": 2, "derived": 1, "at_once": 1, "general": 1, "special": 0, "cited": 0}
    assert plain(verification_lines([HOLDS, jump])).splitlines()[3] == (
        "identities, gradients and recurrences: 1 of 2 (50 %) derived step by step, "
        "1 of these (100 %) proved for all sizes, 0 more for explicit sizes, 1 derived in a single step"
    )


def test_quiet_prints_the_total_alone():
    assert plain(verification_lines([HOLDS], quiet=True)) == verification_total([HOLDS]) + "\n"


def test_the_data_is_the_contract():
    data = verification_data([HOLDS])
    assert data["version"] == 1
    assert data["formulas"] == [HOLDS]


def test_the_summary_counts():
    summary = verification_summary([HOLDS, FAILS, HOLDS | {"symbolic": HOLDS["symbolic"] | {"held": 1}}])
    assert summary == {
        "formulas": 3, "verified": 2, "refuted": 1, "undecided": 0,
        "derivations": {"wanted": 2, "derived": 1, "at_once": 0, "general": 1, "special": 0, "cited": 1},
        "mutants": {"made": 31, "killed": 28, "survivors": 3, "explained": 2},
        "notations": {"all": 8, "fewest": 2},
    }  # fmt: skip
    assert verification_summary([])["notations"] == {"all": 0, "fewest": 0}
