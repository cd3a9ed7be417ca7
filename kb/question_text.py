"""Reads a question as people write it: ``what replaces 2PC as of 1990``, ``path from polling to websocket``.

What comes out is a question of ``kb ask``. Each of its questions can also be written by its own name, with what it
needs in order, and the rest as ``name=value``: ``neighbours saga pairs-with transitive=true``.
"""

import re
import shlex
from typing import Any

from kb.asking import QUESTIONS
from queries.errors import BadQuestion

#: How questions may be worded; ``{of}`` is a name of any length. A list is split at "and" and at commas.
WORDINGS: tuple[tuple[str, str], ...] = (
    (r"(?:what[ -]replaces|verdict(?: of)?) (?P<of>.+)", "what-replaces"),
    (r"what[ -]it[ -]replaced (?P<of>.+)", "what-it-replaced"),
    (r"what (?:did )?(?P<of>.+?) replaced?", "what-it-replaced"),
    (r"path from (?P<from>.+) to (?P<to>.+)", "path"),
    (r"path (?P<from>.+) to (?P<to>.+)", "path"),
    (r"(?:nearest )?common[ -]ancestors? of (?P<of>.+)", "common-ancestors"),
    (r"(?P<ask>ancestors|descendants) (?:of )?(?P<of>.+)", ""),
    (r"(?P<ask>timeline|names|show) (?:of )?(?P<of>.+)", ""),
)

_TAIL = re.compile(r"\s+(?:--)?as[ -](?P<clock>of|seen)[ =](?P<moment>\S+|'[^']*'|\"[^\"]*\")\s*\??$", re.I)
_WORDINGS = tuple((re.compile(pattern, re.I | re.S), ask) for pattern, ask in WORDINGS)


def read_question(text: str) -> dict[str, Any]:
    """The question that a text asks. Raises ``BadQuestion`` for one that nobody here understands.

    >>> read_question("what replaces 2PC as of 1990")
    {'ask': 'what-replaces', 'of': '2PC', 'as_of': '1990'}
    >>> read_question("nearest common ancestor of Raft and Zab")
    {'ask': 'common-ancestors', 'of': ['Raft', 'Zab']}
    >>> read_question("path polling 'server-sent events'")
    {'ask': 'path', 'from': 'polling', 'to': 'server-sent events'}
    """
    left, moments = " ".join(text.split()).rstrip("?").rstrip(), dict[str, Any]()
    while tail := _TAIL.search(left):
        moments[f"as_{tail['clock'].lower()}"] = tail["moment"].strip("'\"")
        left = left[: tail.start()]
    for pattern, ask in _WORDINGS:
        if match := pattern.fullmatch(left):
            parts = match.groupdict()
            asked = ask or parts.pop("ask").lower()
            names = {
                key: _names(value) if asked == "common-ancestors" else _name(value) for key, value in parts.items()
            }
            return {"ask": asked, **names, **moments}
    return {**_by_name(left), **moments}


def _by_name(text: str) -> dict[str, Any]:
    """A question by its own name, with what it needs in order."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise BadQuestion(f"'{text}': {str(error).lower()}") from error
    asked = words[0] if words else ""
    if asked not in QUESTIONS:
        raise BadQuestion(f"no question begins with '{asked}'{_near(asked)}")
    _, needs, takes = QUESTIONS[asked]
    known = {**needs, **takes}
    if not needs and "of" in takes:  # what a question may be asked of is what its words name
        needs = {"of": takes["of"]} if len(words) > 1 and "=" not in words[1] else {}
    options = [word for word in words[1:] if "=" in word and word.partition("=")[0] in known]
    plain = [word for word in words[1:] if word not in options]
    made = dict(zip(needs, [" ".join(plain)] if len(needs) == 1 else plain, strict=False))
    made |= {name: value for name, _, value in (word.partition("=") for word in options)}
    missing = [name for name in needs if not made.get(name)]
    if missing or (len(needs) != 1 and len(plain) > len(needs)):
        wanted = " and ".join(needs) or "no name"
        raise BadQuestion(f"'{asked}' takes {wanted}, in this order; put a name of several words in quotes: '{text}'")
    return {"ask": asked, **{name: _typed(str(value), known[name], asked) for name, value in made.items()}}


def _typed(text: str, wanted: type, asked: str) -> Any:
    """A written value as a question wants it."""
    if wanted is list:
        return _names(text)
    if wanted is bool:
        return text.lower() in ("true", "yes", "1")
    if wanted is int:
        return int(text) if text.isdecimal() else text
    if wanted is dict:
        raise BadQuestion(f"'{asked}' with {text!r} cannot be written as text; write the question as an object")
    return text


def _name(text: str) -> str:
    """A name, without the quotes around it."""
    text = text.strip()
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"" else text


def _names(text: str) -> list[str]:
    """Names that stand beside each other: split at "and" and at commas, else at blanks."""
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text) if part]
    if len(parts) == 1:
        try:
            parts = shlex.split(text)
        except ValueError as error:
            raise BadQuestion(f"'{text}': {str(error).lower()}") from error
    return [_name(part) for part in parts]


def _near(word: str) -> str:
    import difflib  # only after a mistake

    near = difflib.get_close_matches(word, [*QUESTIONS, "what", "verdict"], 1)
    return f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(QUESTIONS)}"
