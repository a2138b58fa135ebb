"""Results are kept while what they were made from is the same."""

from __future__ import annotations

from kitapsha.kept import Kept


def test_the_same_arguments_give_the_same_object() -> None:
    kept, made = Kept(), []

    def make(text: str, number: int) -> list[str]:
        made.append(text)
        return [text] * number

    first = kept.make("place", make, "a", 2)
    assert kept.make("place", make, "a", 2) is first
    assert kept.make("place", make, "b", 2) == ["b", "b"]
    assert kept.make("other", make, "a", 1) == ["a"]
    assert made == ["a", "b", "a"]


def test_a_reading_is_made_anew_where_an_answer_differs() -> None:
    kept, files, made = Kept(), {"one": "1", "two": "2"}, []

    def read(look: object) -> str:
        made.append(1)
        return str(files.get("one")) if callable(look) and look("one") else "none"

    for _ in range(2):
        assert kept.read("place", read, files.get, "text") == "1"
    files["two"] = "3"
    assert kept.read("place", read, files.get, "text") == "1"
    assert len(made) == 1
    files["one"] = "5"
    assert kept.read("place", read, files.get, "text") == "5"
    assert kept.read("place", read, files.get, "other text") == "5"
    assert len(made) == 3
