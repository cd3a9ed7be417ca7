"""Claims as JSON Lines: the form in which nothing of what sources say is lost.

The first line is ``{"kb-claims": 1, …}`` with the catalogue's own words. A line ``{"source": PATH}`` begins what one source
says; every other line is one claim. ``exports.claims`` writes them.
"""

import json
from collections.abc import Iterator
from typing import Any

from loaders.dump import Dump, Member
from ontology.claim import METHODS, Claim
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: The key that the first line begins with, and the version of the form.
KEY, FORM = "kb-claims", 1

#: Keys of a claim's line, and the type of each.
_TEXTS = ("subject", "predicate", "object", "method", "rule", "pointer", "quote", "commit")
_FLAGS = ("backwards", "by-name")
_NUMBERS = ("line", "column")
_KEYS = {*_TEXTS, *_FLAGS, *_NUMBERS, "value", "qualifiers", "ids", "subject-ids"}


def takes(path: str, head: bytes) -> bool:
    """Whether a file begins as claims do."""
    del path
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"kb-claims"')


def words(path: str) -> Vocabulary:
    """The words that the first line brings along."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            head = json.loads(file.readline(10_000_000))
        return Vocabulary.from_data(head.get("vocabulary") or {})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Vocabulary()


def read(path: str, name: str) -> Iterator[Member | Claim | Problem]:
    """What the file says, line by line; a line that is no claim is a finding, and the others count."""
    here = name
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (ValueError, RecursionError) as error:
                yield _problem("json-syntax", f"not a JSON object on one line: {error}", name, number, line)
                continue
            if isinstance(record, dict) and "source" in record and isinstance(record["source"], str):
                here = clean(record["source"])
                yield Member(here)
            elif isinstance(record, dict) and KEY in record:
                if record[KEY] != FORM or number > 1:
                    message = f"this is form {record[KEY]!r} of claims, and this kb reads form {FORM}"
                    yield _problem("wrong-shape", message, name, number, line)
                    return
            elif (fault := _fault(record)) is not None:
                yield _problem("wrong-shape", fault, name, number, line)
            else:
                yield _claim(record, here)


def _fault(record: Any) -> str | None:
    """What is wrong with a claim's line; nothing where it can be read."""
    if not isinstance(record, dict):
        return "a line of claims is an object"
    if unknown := record.keys() - _KEYS:
        import difflib  # only after a mistake

        wrong = min(unknown)
        near = difflib.get_close_matches(wrong, sorted(_KEYS), 1)
        return f"a claim has no '{wrong}'{f'; did you mean {near[0]}?' if near else ''}"
    for key in ("subject", "predicate"):
        if not record.get(key):
            return f"a claim needs a '{key}'"
    if ("object" in record) == ("value" in record):
        return "a claim has an 'object' (a name) or a 'value', and not both"
    for keys, kind, what in ((_TEXTS, str, "text"), (_NUMBERS, int, "a whole number"), (_FLAGS, bool, "true or false")):
        for key in keys:
            if key in record and type(record[key]) is not kind:
                return f"'{key}' of a claim is {what}"
    for key in ("ids", "subject-ids"):
        ids = record.get(key, [])
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            return f"'{key}' of a claim is a list of texts"
    if not isinstance(record.get("qualifiers", {}), dict):
        return "'qualifiers' of a claim are an object"
    method = record.get("method", "stated")
    return None if method in METHODS else f"'method' is {method!r}; it is one of {', '.join(METHODS)}"


def _claim(record: dict[str, Any], path: str) -> Claim:
    get = record.get
    place = Source(path, get("line", 0), get("column", 1), get("pointer", ""), get("quote", ""), get("commit", ""))
    return Claim(
        clean(record["subject"]),
        record["predicate"],
        place,
        clean(record["object"]) if "object" in record else None,
        get("value"),
        get("qualifiers", {}),
        get("method", "stated"),
        get("rule", ""),
        get("backwards", False),
        tuple(get("ids", ())),
        get("by-name", False),
        tuple(get("subject-ids", ())),
    )


def _problem(rule: str, message: str, path: str, number: int, line: bytes) -> Problem:
    quote = clean(line.decode("utf-8", "replace").strip())
    return Problem(rule, clean(message), Source(path, number, 1, "", quote if len(quote) <= 240 else quote[:239] + "…"))


DUMP = Dump("claims", takes, words, read)
