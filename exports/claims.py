"""Claims as JSON Lines: what each source says, whole, for ``loaders.claims`` to read again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ontology.claim import Claim

#: The version of the form; ``loaders.claims`` reads the same.
FORM = 1

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def render(spoken: Iterable[tuple[str, Claim]], words: Mapping[str, Any]) -> Iterator[str]:
    """A head with the catalogue's own words, then for each source (by path) a line that names it and its claims.

    >>> from ontology.source import Source
    >>> one = Claim("saga", "replaces", Source("saga.md", 2), "2pc")
    >>> print(*render([("saga.md", one)], {}), sep="")
    {"kb-claims": 1}
    {"source": "saga.md"}
    {"subject": "saga", "predicate": "replaces", "object": "2pc", "line": 2}
    <BLANKLINE>
    """
    yield _ENCODE({"kb-claims": FORM, **({"vocabulary": words} if words else {})}) + "\n"
    here = None
    for path, claim in spoken:
        if path != here:
            here = path
            yield _ENCODE({"source": path}) + "\n"
        yield _ENCODE(record(claim)) + "\n"


def record(claim: Claim) -> dict[str, Any]:
    """A claim as an object; what it does not say is left out."""
    place = claim.source
    said: dict[str, Any] = {"subject": claim.subject, "predicate": claim.predicate}
    if claim.object is not None:
        said["object"] = claim.object
    else:
        said["value"] = claim.value
    further = {
        "qualifiers": dict(claim.qualifiers),
        "method": claim.method if claim.method != "stated" else "",
        "rule": claim.rule,
        "backwards": claim.backwards,
        "ids": list(claim.ids),
        "subject-ids": list(claim.subject_ids),
        "by-name": claim.by_name,
        "line": place.line,
        "column": place.column if place.column != 1 else 0,
        "pointer": place.pointer,
        "quote": place.quote,
        "commit": place.commit,
    }
    return said | {name: value for name, value in further.items() if value}
