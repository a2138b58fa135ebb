"""What is said of pages before they are printed, from numbers alone."""

from __future__ import annotations

from kitapsha import preflight
from kitapsha.problems import Severity
from kitapsha.proof import Lines, PageProof, Picture

GOOD = PageProof(3, True, False, 0.98, 4.0, 0, 2, 0.4, "a line")


def test_good_pages_have_nothing_to_say() -> None:
    proofs = (PageProof(1), GOOD, PageProof(4, True, True, 0.5, 80.0), PageProof(5))
    assert list(preflight.pages(proofs, "kk/a.pdf")) == []
    assert list(preflight.whole(8, 100_000, (Picture(3, 300),), "kk/a.pdf")) == []


def test_every_flaw_is_named_with_its_page() -> None:
    proofs = (
        PageProof(3, True, False, 0.8, 25.0, 1, 4, 0.9, "one loose line", 0, 12.5, "a wide word"),
        PageProof(4, True, True, 0.1, 150.0),
    )
    found = list(preflight.pages(proofs, "kk/a.pdf"))
    codes = [
        "preflight-beyond",
        "preflight-note",
        "preflight-hole",
        "preflight-ladder",
        "preflight-loose",
        "preflight-runt",
    ]
    assert [problem.code for problem in found] == codes
    assert [problem.message.split(":")[0] for problem in found] == ["page 3"] * 5 + ["page 4"]
    assert "“a wide word” reaches 12.5 mm" in found[0].message
    assert "one loose line" in found[4].message
    assert {problem.severity for problem in found} == {Severity.INFO}
    assert {str(problem.place) for problem in found} == {"kk/a.pdf:1:1"}


def test_a_file_as_a_whole() -> None:
    found = list(preflight.whole(9, 400_000, (Picture(3, 90.0),), "kk/a.pdf"))
    assert [problem.code for problem in found] == ["preflight-sheet", "preflight-size", "preflight-image"]
    assert "page 3" in found[2].message


def test_texts_that_are_longer_than_their_source() -> None:
    source = (Lines("h2", "A heading", 1), Lines("p", "First.", 5), Lines("p", "Second.", 4), Lines("p", "Third.", 2))
    here = (Lines("h2", "Тақырып", 2), Lines("p", "Бір.", 7), Lines("p", "Екі.", 7), Lines("p", "Үш.", 1))
    found = [problem.message for problem in preflight.texts(here, source, "kk/a.pdf")]
    assert found == [
        "3 lines more than the 4 of the source: “Second.”",
        "2 lines more than the 5 of the source: “First.”",
    ]
    assert list(preflight.texts(here[1:], source, "kk/a.pdf")) == []
