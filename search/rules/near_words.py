"""Did you mean: the nearest word of our own vocabulary by sound, then by letters (libraries load on first use)."""

from functools import lru_cache

from .tokens import is_han

LEAST_LIKENESS = 75
LONGEST = 12


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return the pinyin of a Han word without tones, syllables joined by blanks."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(word, style=Style.NORMAL))


def nearest(term: str, vocabulary: dict[str, int]) -> str:
    """Return the word that was probably meant, or an empty text. `vocabulary` gives how often each word is used."""
    if not term or len(term) > LONGEST or term in vocabulary:
        return ""
    if is_han(term):
        return _by_sound(term, vocabulary)
    return _by_letters(term, vocabulary)


def _by_sound(term: str, vocabulary: dict[str, int]) -> str:
    heard = sound(term)
    same = [word for word in vocabulary if len(word) == len(term) and is_han(word) and sound(word) == heard]
    shared = [word for word in same if set(word) & set(term)]
    return max(shared or same, key=lambda word: vocabulary[word], default="")


def _by_letters(term: str, vocabulary: dict[str, int]) -> str:
    from rapidfuzz import fuzz, process

    latin = [word for word in vocabulary if word.isascii()]
    found = process.extractOne(term, latin, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return found[0] if found else ""
