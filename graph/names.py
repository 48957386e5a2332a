"""What a name says once spelling is set aside: folding, slugs, generic link texts, words in common."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

# Words people put under a link instead of a name; such a text names nothing (digits: footnote marks).
_GENERIC = (
    "a an and the this that these here there link links url website site web page pages homepage home source sources "
    "paper papers preprint arxiv pdf html abs abstract doi article articles post posts blog blogpost report reports "
    "read reading more details detail see also via on in at of to for from by it its code github repo repository "
    "implementation demo project video videos youtube talk slides tweet thread x twitter announcement announced "
    "release released docs documentation model models weights dataset data full text original technical tech research "
    "official huggingface face hugging hf huggingfaces card episode podcast newsletter story news click follow "
    "discussion discuss comments quote book info information example examples "
    "one two three first second another other version"
)
_GENERIC_WORDS = frozenset(_GENERIC.split())

# Words that two unrelated titles share as easily as two related ones: the language's, then the field's.
_FUNCTION = (
    "a an and are as at be by can do does for from how i in into is it its not of on or our than that the their this "
    "to towards toward up using via vs we what when which why with without you your all"
)
_FIELD = (
    "new introducing paper papers model models language large learning based ai llm llms neural network networks deep "
    "training open"
)
FUNCTION_WORDS = frozenset(_FUNCTION.split())
_STOP_WORDS = FUNCTION_WORDS | frozenset(_FIELD.split())

_REFERENCES = frozenset({"references", "bibliography", "works cited", "citations", "footnotes", "notes"})

_MARKS = " .,;:!?…\"'“”‘’«»"
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_KEPT = re.compile(r"(?:[^\w+#*.]|_|(?<!\d)\.|\.(?!\d))+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_JOINTS = re.compile(r"[\s_\u2010-\u2015-]+")
_SEPARATORS = re.compile(r"[^a-z0-9.]+")


def fold(text: str) -> str:
    """Return the text as two spellings of one name share it: NFKC, case-folded, white space single. Idempotent."""
    # Folding case can undo normal form and the other way round, so both are done twice.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def spelling(name: str) -> str:
    """Return the folded name without the punctuation around it, which does not make it another name."""
    folded = fold(name)
    return folded.strip(_MARKS) or folded


def name_key(name: str) -> str:
    """Return what the spellings of one name share: "GPT 4o", "GPT-4o" and "gpt4o"; "Movie Gen" and "MovieGen".

    Case, spaces, hyphens, quotes and accents are set aside; between two digits a hyphen stays ("Llama 3 3B" is no "Llama
    33B"). What tells names apart stays: a plus ("LoRA+"), a point in a number ("GPT-4.1"), a sharp, a star. Idempotent.
    """
    plain = unicodedata.normalize("NFKD", fold(name))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _BETWEEN_DIGITS.sub("-", _KEPT.sub(" ", letters).strip(" .")).replace(" ", "")


def name_shape(name: str) -> str:
    """Return what readers see of a spelling beside its case: "GPT 4o" and "gpt-4o" have one shape, "GPT4o" another."""
    return _JOINTS.sub(" ", spelling(name))


def slug(text: str) -> str:
    """Return the text's ASCII letters and digits joined by hyphens; empty when it has none."""
    plain = unicodedata.normalize("NFKD", text.replace("+", " plus ")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"-?\.+(?=-|$)|(?<![a-z0-9])\.+", "", _SEPARATORS.sub("-", plain)).strip("-.")


def words(text: str) -> list[str]:
    """Return the text's words (letters and digits), case-folded, in order."""
    return _WORD.findall(fold(text))


def is_generic(name: str) -> bool:
    """Say whether a link's text names nothing: empty, digits, an address, or only words such as "here" and "paper"."""
    if "://" in name:
        return True
    found = words(name)
    return all(word in _GENERIC_WORDS or word.isdigit() for word in found)


def is_reference(heading: str) -> bool:
    """Say whether a heading stands over what a text rests on: its references, its footnotes."""
    return fold(heading).strip(" :.") in _REFERENCES


def address_words(url: str) -> str:
    """Return a readable name out of an address: the last path part that has a word of letters, else the host."""
    parts = urlsplit(url)
    for part in reversed(parts.path.split("/")):
        name = re.sub(r"\.(html?|pdf|php|aspx?)$", "", unquote(part), flags=re.IGNORECASE)
        if re.search(r"[^\W\d_]{3}", name) and not is_generic(name):
            return _SPACE.sub(" ", re.sub(r"[-_+]+", " ", name)).strip()
    return parts.netloc.removeprefix("www.") or url


def clipped(text: str, most: int) -> str:
    """Return the text, cut at a word's end with an ellipsis where it is longer."""
    if len(text) <= most:
        return text
    return (text[: most - 1].rpartition(" ")[0] or text[: most - 1]) + "…"


def share_words(one: str, other: str) -> bool:
    """Say whether two labels have something in common: a content word, or one holds the other's acronym or nickname.

    A label of nothing but common words ("The paper") contradicts no other. The common words of the language and the
    field are no common ground: two papers on language models are two papers.
    """
    first, second = content_words(one), content_words(other)
    if not first or not second or first & second:
        return True
    return _names_part(first, second, other) or _names_part(second, first, one)


def content_words(text: str) -> set[str]:
    """Return the words of a label that tell it from others, plurals dropped."""
    return {_singular(word) for word in words(text) if word not in _STOP_WORDS and (len(word) > 1 or word.isdigit())}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _names_part(short: set[str], content: set[str], long: str) -> bool:
    """Say whether a word of `short` is an acronym in `long`, its words run together, or begins with one of them."""
    spelt = words(long)
    initials = ("".join(word[0] for word in spelt), "".join(word[0] for word in spelt if word not in FUNCTION_WORDS))
    joined = "".join(spelt)
    for word in short:
        if len(word) > 2 and any(word in letters for letters in initials):
            return True
        if len(word) > 3 and (word in joined or any(word.startswith(known) for known in content if len(known) > 3)):
            return True
    return False
