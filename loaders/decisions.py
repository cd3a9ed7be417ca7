"""``decisions.yaml``: what people decided beside what the sources say, each with who, when and why.

A decision settles a disputed value, ties a name to a node, says that two nodes are the same, states a relation, or
denies one. A ruling goes further: whatever else is said, a property has these values, a relation is exactly so, an entry
is there or is not. The ledger lets it beat every source (``kb.ledger.decided``).
"""

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loaders.base import Loader, SourceFile
from loaders.items import pointer_to
from loaders.marks import marked_tree
from loaders.meant import meant
from loaders.scalars import plain_data, typed
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from ontology import dates
from ontology.claim import DENIED, ENTRY_STATES, MEANS, RULING, SIGNED, STRENGTHS, Claim, Value
from ontology.problem import Problem
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: What the file is called; it lies beside the catalogue.
NAME = "decisions.yaml"

#: The version of its form.
VERSION = "1"

#: What a stated relation may have beside its ends.
QUALIFIERS = tuple("strength when since until group note ground triggers guide effort expected inferred".split())

#: For each sort of decision: the keys that it needs, and those that it may have.
SORTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "settle": (("of", "is"), ()),
    "name": (("means",), ()),
    "same": ((), ()),
    "state": (("new", "old"), (*QUALIFIERS, "exactly")),
    "deny": (("new", "old"), ("exactly",)),
    "set": (("of", "to"), ()),
    "entry": (("is",), ("as", "kind", "title")),
}

#: Qualifiers of a stated relation that may be lists, and those that are yes or no.
_LISTS, _FLAGS = ("when", "note", "ground", "triggers", "guide", "effort"), ("expected", "inferred")

#: Other words for the ends of a relation that is no lineage.
ENDS = {"subject": "new", "object": "old"}

_MARK = re.compile(r"^kb-decisions\s*:", re.M)


def takes(file: SourceFile) -> bool:
    """A file of that name that says what it is."""
    return posixpath.basename(file.path) == NAME and _MARK.search(file.text) is not None


def is_one(path: str) -> bool:
    """Whether a file on the disk says that it holds decisions; one that cannot be read may."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return _MARK.search(file.read(1_000_000)) is not None
    except OSError:
        return os.path.exists(path)


def read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim | Problem]:
    """Every decision as a claim, in the order of the file; what cannot be understood decides nothing."""
    tree = yield from marked_tree(file, "kb-decisions", VERSION, "decision")
    if tree is None:
        return
    listed = tree.get("decisions")
    if isinstance(listed, Sequence):
        for place, item in enumerate(listed.items):
            yield from _Decision(file, vocabulary, item, pointer_to("/decisions", place)).read()
    elif not isinstance(listed, Scalar) or listed.raw:
        yield file.problem(Fault("decision", "'decisions' is a list of decisions", (listed or tree).start))


def read_decision(file: SourceFile, vocabulary: Vocabulary, node: Node) -> Iterator[Claim | Problem]:
    """One decision, unsigned or not, that stands in a file of another form; as ``read`` gives it."""
    for one in _Decision(file, vocabulary, node, "").read():
        if not isinstance(one, Problem) or one.rule != "decision-unsigned":
            yield one


class _Mistake(Exception):
    """Raised inside for what makes a decision mean nothing."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node, self.message = node, message


@dataclass
class _Decision:
    """One decision on its way to a claim."""

    file: SourceFile
    vocabulary: Vocabulary
    node: Node
    pointer: str

    def read(self) -> Iterator[Claim | Problem]:
        """The claim, or what is wrong with it."""
        try:
            sort, keys = self._keys()
            made = _MADE[sort](self, keys)
            claims = [made] if isinstance(made, Claim) else list(made)
        except _Mistake as mistake:
            yield self.file.problem(Fault("decision", clean(mistake.message), mistake.node.start), self.pointer)
            return
        missing = [key for key in SIGNED if key not in keys]
        if missing:
            message = f"the decision does not say {' and '.join(_ASKED[key] for key in missing)}; it holds all the same"
            yield self.file.problem(Fault("decision-unsigned", message, self.node.start), self.pointer)
        yield from claims

    def _keys(self) -> tuple[str, dict[str, Node]]:
        """The sort of a decision, and what stands under its keys."""
        node = self.node
        if not isinstance(node, Mapping):
            raise _Mistake(node, f"a decision is a mapping that begins with one of {', '.join(SORTS)}")
        keys = {ENDS.get(key.raw, key.raw): value for key, value in node.entries}
        sorts = [key for key in keys if key in SORTS]
        if len(sorts) != 1:
            raise _Mistake(
                node, f"a decision has one of {', '.join(SORTS)}; this one has {' and '.join(sorts) or 'none'}"
            )
        needs, takes_ = SORTS[sorts[0]]
        known = (sorts[0], *needs, *takes_, *SIGNED)
        for written, _ in node.entries:
            if ENDS.get(written.raw, written.raw) not in known:
                raise _Mistake(written, f"'{sorts[0]}' has no '{written.raw}'{meant(written.raw, known)}")
        for key in needs:
            if key not in keys:
                raise _Mistake(node, f"'{sorts[0]}' needs '{key}'")
        return sorts[0], keys

    def _text(self, keys: dict[str, Node], key: str) -> str:
        value = keys[key]
        if not isinstance(value, Scalar) or not value.raw.strip():
            raise _Mistake(value, f"'{key}' is a text")
        return clean(value.raw.strip())

    def _claim(self, keys: dict[str, Node], subject: str, predicate: str, sort: str, **more: object) -> Claim:
        signed: dict[str, Value] = {key: self._text(keys, key) for key in SIGNED if key in keys}
        if "on" in signed and dates.parse(str(signed["on"])) is None:
            raise _Mistake(keys["on"], f"'{signed['on']}' is not a date; write it as 2026-11-23")
        qualifiers = {**signed, **more.pop("qualifiers", {})}  # type: ignore[dict-item]
        place = self.file.at(self.node.start, self.pointer)
        return Claim(
            subject,
            predicate,
            place,
            qualifiers=qualifiers,
            method="decided",
            rule=f"decisions/{sort}",
            by_name=True,
            **more,  # type: ignore[arg-type]
        )

    def settle(self, keys: dict[str, Node]) -> Claim:
        """``settle: introduced``, ``of: saga``, ``is: 1987``."""
        name, value = self._text(keys, "settle"), self._text(keys, "is")
        declared = self.vocabulary.properties.get(name)
        if declared is None or declared.holds != "one":
            ones = [one.name for one in self.vocabulary.properties.values() if one.holds == "one"]
            why = "holds several values, which need no settling" if declared else "is not declared"
            raise _Mistake(keys["settle"], f"the property '{name}' {why}{meant(name, ones)}")
        if declared.type == "date" and dates.parse(value) is None:
            raise _Mistake(keys["is"], f"'{value}' is not a date")
        return self._claim(keys, self._text(keys, "of"), name, "settle", value=value)

    def name(self, keys: dict[str, Node]) -> Claim:
        """``name: Basic Saga Pattern``, ``means: saga``."""
        return self._claim(keys, self._text(keys, "name"), MEANS, "name", object=self._text(keys, "means"))

    def same(self, keys: dict[str, Node]) -> Claim:
        """``same: [dc/saga, saga]``."""
        both = keys["same"]
        texts = [one.raw.strip() for one in both.items if isinstance(one, Scalar)] if isinstance(both, Sequence) else []
        if len(texts) != 2 or not all(texts) or texts[0] == texts[1]:
            raise _Mistake(both, "'same' is a list of two names")
        return self._claim(keys, clean(texts[0]), "same-as", "same", object=clean(texts[1]))

    def state(self, keys: dict[str, Node]) -> Claim:
        """``state: replaces``, ``new: saga``, ``old: two-phase-commit``; with ``exactly`` nothing else is said of it."""
        qualifiers: dict[str, Value] = {}
        for key in QUALIFIERS:
            if key not in keys:
                continue
            if key in _FLAGS:
                qualifiers |= {key: True} if self._yes(keys, key) else {}
            elif key in _LISTS and not isinstance(keys[key], Scalar):
                qualifiers[key] = plain_data(keys[key])
            else:
                qualifiers[key] = self._text(keys, key)
        if qualifiers.get("strength", "exact") not in STRENGTHS:
            raise _Mistake(keys["strength"], f"'strength' is one of {', '.join(STRENGTHS)}")
        for key in ("since", "until"):
            if key in qualifiers and dates.parse(str(qualifiers[key])) is None:
                raise _Mistake(keys[key], f"'{qualifiers[key]}' is not a date")
        if self._yes(keys, "exactly"):
            qualifiers[RULING] = "exactly"
        return self._relation(keys, "state", qualifiers)

    def set(self, keys: dict[str, Node]) -> Iterator[Claim]:
        """``set: tags``, ``of: saga``, ``to: [a, b]``: all values of a property, whatever else is said of it; ``[]`` for none.

        A value that was observed is ``{value: trial, since: 2015}``; of a property with one value the first one is shown.
        """
        name, of, listed = self._text(keys, "set"), self._text(keys, "of"), keys["to"]
        items = listed.items if isinstance(listed, Sequence) else [listed]
        declared = self.vocabulary.property(name)
        for place, item in enumerate(items):
            value, more = self._observed(item)
            if declared.type == "date" and dates.parse(str(value)) is None:
                raise _Mistake(item, f"'{value}' is not a date")
            more |= {"earlier": True} if place and declared.holds == "one" else {}
            yield self._claim(keys, of, name, "set", value=value, qualifiers={RULING: "set", **more})
        if not items:
            yield self._claim(keys, of, name, "set", value=None, qualifiers={RULING: "set", "none": True})

    def entry(self, keys: dict[str, Node]) -> Claim:
        """``entry: saga``, ``is: there``; ``mentioned`` leaves the name alone, ``gone`` nothing, ``same`` makes it ``as``."""
        state = self._text(keys, "is")
        if state not in ENTRY_STATES:
            raise _Mistake(keys["is"], f"'is' is one of {', '.join(ENTRY_STATES)}")
        if (state == "same") != ("as" in keys):
            raise _Mistake(keys["is"], "'as' names the entry that it is the same as: is: same, as: saga")
        more: dict[str, Value] = {name: self._text(keys, name) for name in ("as", "title") if name in keys}
        kind = self._text(keys, "kind") if "kind" in keys else ""
        if kind and kind not in self.vocabulary.kinds:
            raise _Mistake(keys["kind"], f"there is no kind '{kind}'{meant(kind, self.vocabulary.kinds)}")
        said: dict[str, Value] = {RULING: "entry", "is": state, **more}
        return self._claim(keys, self._text(keys, "entry"), "kind", "entry", value=kind, qualifiers=said)

    def _observed(self, item: Node) -> tuple[Value, dict[str, Value]]:
        """A value, and the date since when it was observed."""
        if isinstance(item, Mapping) and {key.raw for key, _ in item.entries} == {"value", "since"}:
            since = item.get("since")
            return plain_data(item.get("value")), {"since": since.raw if isinstance(since, Scalar) else ""}
        return plain_data(item), {}

    def _yes(self, keys: dict[str, Node], key: str) -> bool:
        """Whether a key says yes."""
        value = keys.get(key)
        if value is None:
            return False
        said = typed(value) if isinstance(value, Scalar) else None
        if not isinstance(said, bool):
            raise _Mistake(value, f"'{key}' is true or false")
        return said

    def deny(self, keys: dict[str, Node]) -> Claim:
        """``deny: replaces``, ``new: kappa``, ``old: lambda``."""
        ruled: dict[str, Value] = {RULING: "denied"} if self._yes(keys, "exactly") else {}
        return self._relation(keys, "deny", {DENIED: True, **ruled})

    def _relation(self, keys: dict[str, Node], sort: str, qualifiers: object) -> Claim:
        relation = self._text(keys, sort)
        if relation not in self.vocabulary.relations:
            raise _Mistake(keys[sort], f"there is no relation '{relation}'{meant(relation, self.vocabulary.relations)}")
        new, old = self._text(keys, "new"), self._text(keys, "old")
        return self._claim(keys, new, relation, sort, object=old, qualifiers=qualifiers)


_ASKED = {"by": "who decided it ('by')", "on": "when ('on')", "why": "why ('why')"}

_MADE: dict[str, Callable[[_Decision, dict[str, Node]], Claim | Iterator[Claim]]] = {
    "settle": _Decision.settle,
    "name": _Decision.name,
    "same": _Decision.same,
    "state": _Decision.state,
    "deny": _Decision.deny,
    "set": _Decision.set,
    "entry": _Decision.entry,
}


LOADER = Loader("decisions", (), takes, read, lambda path: path.rpartition("/")[2] == NAME)
