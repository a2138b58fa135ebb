"""Old texts for new ones: which translation a changed, split or joined text can start from.

Exact matches are made before; here are the texts that nothing matches any more. Candidates share rare words or stand
in the same gap between unchanged neighbours; similarity, sentences and position then decide. What is offered is never
final: the catalog marks it fuzzy, with the text it was made from.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

NEAR, NEAR_IN_PLACE = 0.66, 0.55
"""Similarity from which an old text is offered, anywhere and between unchanged neighbours."""
NEAR_SHORT, NEAR_SHORT_IN_PLACE = 0.86, 0.45
"""The same for texts of up to six words, where one word changes everything."""
SHARED_WORDS = 0.5
"""Share of common words without which a long text is another one, however its letters agree."""
SAME_SENTENCE = 0.8
"""Similarity from which two sentences are one and the same, edited."""
CONTAINED = 0.6
"""Share of a text whose sentences must stand in another one for it to be a part of that."""
CANDIDATES = 10
COMMON_WORD = 60
"""A word of more old texts than this says little about which of them is meant."""


@dataclass(frozen=True, slots=True)
class Old:
    """A text with a translation that nothing in the new document matches. `place` is its number in the old order."""

    text: str
    translation: str
    place: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """A text without a translation. `after` and `before` are the old places of its nearest unchanged neighbours."""

    text: str
    after: int
    before: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a new text can start from: a translation, and the old texts (by number) that it was made from.

    `whole` says that those texts are used up: everything that was translated of them is in this offer.
    """

    new: int
    olds: tuple[int, ...]
    translation: str
    whole: bool


def neighbours(exact: Sequence[int | None], count: int) -> list[tuple[int, int]]:
    """For each new text the old places of its nearest unchanged neighbours: `exact` holds the place of each match.

    Texts that were moved are no neighbours: only the longest run of matches that kept their order counts.
    `count` is the number of old texts; -1 and `count` stand for the ends.
    """
    kept = _in_order(exact)
    after, before = [-1] * len(exact), [count] * len(exact)
    last = -1
    for number, place in enumerate(exact):
        after[number] = last
        if number in kept and place is not None:
            last = place
    last = count
    for number in range(len(exact) - 1, -1, -1):
        before[number] = last
        place = exact[number]
        if number in kept and place is not None:
            last = place
    return list(zip(after, before, strict=True))


def _in_order(exact: Sequence[int | None]) -> set[int]:
    """The numbers of a longest increasing run of places (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: dict[int, int] = {}
    for number, place in enumerate(exact):
        if place is None:
            continue
        at = bisect.bisect_left(ends, place)
        if at:
            before[number] = tops[at - 1]
        ends[at : at + 1] = [place]
        tops[at : at + 1] = [number]
    kept: set[int] = set()
    number = tops[-1] if tops else -1
    while number >= 0:
        kept.add(number)
        number = before.get(number, -1)
    return kept


def offers(old: Sequence[Old], new: Sequence[New]) -> tuple[Offer, ...]:
    """Return at most one offer for each new text, in the order of the new texts."""
    if not old or not new:
        return ()
    return _Match(old, new).offers()


@dataclass(slots=True)
class _Pair:
    """How a new text and an old one are related: similarity, and the numbers of the sentences that they share."""

    new: int
    old: int
    ratio: float
    in_place: bool
    links: tuple[tuple[int, int], ...] = ()
    new_share: float = 0.0
    old_share: float = 0.0


@dataclass(slots=True)
class _Match:
    old: Sequence[Old]
    new: Sequence[New]
    sentences: dict[str, list[str]] = field(default_factory=dict)

    def offers(self) -> tuple[Offer, ...]:
        pairs = [pair for number in range(len(self.new)) for pair in self._pairs(number)]
        found: dict[int, Offer] = {}
        used: set[int] = set()
        self._split(pairs, found, used)
        self._joined(pairs, found, used)
        self._remains([pair for pair in pairs if pair.new_share >= 0.97 > pair.old_share], found, used)
        self._edited(pairs, found, used)
        self._remains(pairs, found, used)
        return tuple(found[number] for number in sorted(found))

    # --- candidates ---------------------------------------------------------------------------------------

    def _pairs(self, number: int) -> Iterable[_Pair]:
        from rapidfuzz.distance import Indel

        new = self.new[number]
        for candidate in self._candidates(new):
            old = self.old[candidate]
            in_place = new.after < old.place < new.before
            ratio = Indel.normalized_similarity(new.text, old.text)
            pair = _Pair(number, candidate, ratio, in_place)
            if min(_length(new.text), _length(old.text)) >= 3 and ratio < 0.995:
                self._compare_sentences(pair)
            if ratio >= NEAR_SHORT_IN_PLACE or pair.new_share >= CONTAINED or pair.old_share >= CONTAINED:
                yield pair

    def _candidates(self, new: New) -> list[int]:
        weights: dict[int, float] = defaultdict(float)
        for word in set(_words(new.text)):
            numbers = self._index().get(word, ())
            if numbers and len(numbers) <= COMMON_WORD:
                for number in numbers:
                    weights[number] += 1 / len(numbers)
        best = sorted(weights, key=lambda number: (-weights[number], number))[:CANDIDATES]
        return best + [number for number in self._gap(new) if number not in best]

    def _gap(self, new: New) -> list[int]:
        """The old texts that stood between the new one's unchanged neighbours, if they are few."""
        if new.before - new.after > 12:
            return []
        return [self._by_place[place] for place in range(new.after + 1, new.before) if place in self._by_place]

    _words_of_old: dict[str, list[int]] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)

    def _index(self) -> dict[str, list[int]]:
        if not self._words_of_old:
            for number, old in enumerate(self.old):
                for word in set(_words(old.text)):
                    self._words_of_old.setdefault(word, []).append(number)
        return self._words_of_old

    @property
    def _by_place(self) -> dict[int, int]:
        if not self._places:
            self._places.update({old.place: number for number, old in enumerate(self.old)})
        return self._places

    # --- sentences ----------------------------------------------------------------------------------------

    def _sentences(self, text: str) -> list[str]:
        if text not in self.sentences:
            self.sentences[text] = split_sentences(text)
        return self.sentences[text]

    def _compare_sentences(self, pair: _Pair) -> None:
        ours, theirs = self._sentences(self.new[pair.new].text), self._sentences(self.old[pair.old].text)
        links = _linked(ours, theirs)
        pair.links = tuple(links)
        shared_new = sum(len(ours[i]) for i, _ in links)
        shared_old = sum(len(theirs[j]) for _, j in links)
        pair.new_share = shared_new / max(1, sum(map(len, ours)))
        pair.old_share = shared_old / max(1, sum(map(len, theirs)))

    # --- decisions ----------------------------------------------------------------------------------------

    def _split(self, pairs: Sequence[_Pair], found: dict[int, Offer], used: set[int]) -> None:
        """One old text whose sentences now stand in several new ones: each is offered the part that belongs to it."""
        by_old: dict[int, list[_Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.new_share >= CONTAINED and pair.old_share < 0.97:
                by_old[pair.old].append(pair)
        for number, parts in by_old.items():
            chosen = _disjoint(parts, of_old=True)
            chosen = [pair for pair in chosen if pair.new not in found]
            if len(chosen) < 2:
                continue
            for pair in chosen:
                found[pair.new] = Offer(pair.new, (number,), self._part(pair), whole=False)
            used.add(number)

    def _joined(self, pairs: Sequence[_Pair], found: dict[int, Offer], used: set[int]) -> None:
        """One new text made of several old ones: it is offered all of them, in its own order."""
        by_new: dict[int, list[_Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.old_share >= CONTAINED and pair.new_share < 0.97 and pair.old not in used:
                by_new[pair.new].append(pair)
        for number, parts in by_new.items():
            chosen = [pair for pair in _disjoint(parts, of_old=False) if pair.old not in used]
            if number in found or len(chosen) < 2:
                continue
            chosen.sort(key=lambda pair: min(i for i, _ in pair.links))
            text = " ".join(self.old[pair.old].translation for pair in chosen)
            found[number] = Offer(number, tuple(pair.old for pair in chosen), text, whole=True)
            used.update(pair.old for pair in chosen)

    def _edited(self, pairs: Sequence[_Pair], found: dict[int, Offer], used: set[int]) -> None:
        """The most similar pairs first; every old text is offered once."""
        near = [pair for pair in pairs if self._is_near(pair)]
        near.sort(key=lambda pair: (-(pair.ratio + 0.15 * pair.in_place), pair.new, pair.old))
        for pair in near:
            if pair.new not in found and pair.old not in used:
                found[pair.new] = Offer(pair.new, (pair.old,), self.old[pair.old].translation, whole=True)
                used.add(pair.old)

    def _is_near(self, pair: _Pair) -> bool:
        new, old = self.new[pair.new], self.old[pair.old]
        if new.text.casefold() == old.text.casefold():
            return True
        if min(_length(new.text), _length(old.text)) <= 6:
            same_kind = not new.kind or not old.kind or new.kind == old.kind
            akin = same_kind and bool(set(_words(new.text)) & set(_words(old.text)))
            least = NEAR_SHORT_IN_PLACE if pair.in_place and akin else NEAR_SHORT
        else:
            least = NEAR_IN_PLACE if pair.in_place else NEAR
            if _shared_words(new.text, old.text) < SHARED_WORDS:
                return False
        return pair.ratio >= least

    def _remains(self, pairs: Sequence[_Pair], found: dict[int, Offer], used: set[int]) -> None:
        """A new text that is a part of an old one, or has one in it, with the rest gone or new."""
        rest = [pair for pair in pairs if pair.links and max(pair.new_share, pair.old_share) >= CONTAINED]
        rest.sort(key=lambda pair: (-max(pair.new_share, pair.old_share), pair.new, pair.old))
        for pair in rest:
            if pair.new not in found and pair.old not in used:
                whole = pair.old_share >= CONTAINED
                text = self.old[pair.old].translation if whole else self._part(pair)
                found[pair.new] = Offer(pair.new, (pair.old,), text, whole=whole)
                used.add(pair.old)

    def _part(self, pair: _Pair) -> str:
        """The sentences of the old translation that belong to the shared ones; all of it where that is not certain."""
        old = self.old[pair.old]
        sources, targets = self._sentences(old.text), split_sentences(old.translation)
        if len(sources) != len(targets) or not _lengths_agree(sources, targets):
            return old.translation
        return " ".join(targets[j] for j in sorted({j for _, j in pair.links}))


def _linked(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of sentences that are the same or nearly so; each is used once."""
    from rapidfuzz.distance import Indel

    places: dict[str, list[int]] = {}
    for j, sentence in enumerate(theirs):
        places.setdefault(sentence, []).append(j)
    links: list[tuple[int, int]] = []
    left = []
    for i, sentence in enumerate(ours):
        if places.get(sentence):
            links.append((i, places[sentence].pop(0)))
        else:
            left.append(i)
    free = sorted({j for numbers in places.values() for j in numbers})
    for i in left:
        scored = [(Indel.normalized_similarity(ours[i], theirs[j], score_cutoff=SAME_SENTENCE), -j) for j in free]
        score, j = max(scored, default=(0.0, 0))
        if score >= SAME_SENTENCE:
            links.append((i, -j))
            free.remove(-j)
    return sorted(links)


def _disjoint(parts: Sequence[_Pair], *, of_old: bool) -> list[_Pair]:
    """Those of the pairs that do not claim the same sentences, the greatest first."""
    chosen: list[_Pair] = []
    taken: set[int] = set()
    seen: set[int] = set()
    side = 1 if of_old else 0
    for pair in sorted(parts, key=lambda pair: (-len(pair.links), -pair.in_place, pair.new, pair.old)):
        claimed = {link[side] for link in pair.links}
        other = pair.new if of_old else pair.old
        if claimed and not claimed & taken and other not in seen:
            chosen.append(pair)
            taken |= claimed
            seen.add(other)
    return chosen


def _lengths_agree(sources: Sequence[str], targets: Sequence[str]) -> bool:
    """Whether translations of sentences are about as long, in proportion, as the sentences."""
    ratio = sum(map(len, targets)) / max(1, sum(map(len, sources)))
    return all(
        0.4 <= (len(target) + 10) / (len(source) * ratio + 10) <= 2.5
        for source, target in zip(sources, targets, strict=True)
    )


_WORD = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shared_words(text: str, other: str) -> float:
    """The share of words that two texts have in common, repetitions counted (Dice's coefficient)."""
    ours, theirs = Counter(_words(text)), Counter(_words(other))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _length(text: str) -> int:
    return len(text.split())


_END = re.compile(r"""(?<=[.!?…])(?:\[\^[^\]\s]+\])?["'»”’)*_]*(?:\[\^[^\]\s]+\])?\s+""")
_SHORT = re.compile(
    r"(?:\b[^\W\d_]|\b(?:т|е|гг?|вв?|ж|ғ|б|с|стр|рис|см|им|ул|тыс|млн|руб|мың|млрд|[Mm]rs?|[Dd]r|[Nn]o|[Ss]t|vs|etc|e\.g|i\.e))\.$"
)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, none of which is empty.

    A full stop after an initial or a common abbreviation of English, Russian or Kazakh ends none, and a sentence
    begins with no small letter. Law: joined with a space they are the text, its white space folded.
    """
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 1]
        before = text[start : match.start()].rstrip("\"'»”’)*_")
        if following.islower() or _SHORT.search(before):
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    if text[start:].strip():
        sentences.append(text[start:].strip())
    return sentences


# --- changes that are not of words ------------------------------------------------------------------------

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TARGET = re.compile(r"(?<=\]\()[^)\s]*(?=[)\s])")


def patched(old: str, new: str, translation: str) -> str | None:
    """The translation with the numbers and addresses that alone differ between two texts; None where words differ.

    A number is carried over only where the translation has it once, written the same way.
    """
    if _TARGET.sub("", _NUMBER.sub("0", old)) != _TARGET.sub("", _NUMBER.sub("0", new)):
        return None
    changes = [*_changed(_TARGET, old, new), *_changed(_NUMBER, _TARGET.sub("", old), _TARGET.sub("", new))]
    for before, after in changes:
        pattern = rf"(?<![\d.,]){re.escape(before)}(?![\d]|[.,]\d)" if before[:1].isdigit() else re.escape(before)
        places = [match.span() for match in re.finditer(pattern, translation)]
        if len(places) != 1:
            return None
        translation = translation[: places[0][0]] + after + translation[places[0][1] :]
    return translation


def _changed(pattern: re.Pattern[str], old: str, new: str) -> list[tuple[str, str]]:
    pairs = zip(pattern.findall(old), pattern.findall(new), strict=False)
    return [(before, after) for before, after in dict.fromkeys(pairs) if before != after]
