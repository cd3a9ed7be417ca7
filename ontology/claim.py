"""A claim: what one place in one source says, with names as written.

Sources never give an edge of the graph; the ledger settles edges from claims and can do so again at any time.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ontology.source import Source

#: Anything JSON can hold.
Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]

#: How a claim came about, strongest first: a person decided it, a field states it, it was read out of prose, a rule made it.
METHODS = ("decided", "stated", "harvested", "inferred")

#: How much of the older thing the newer one takes over, strongest first.
STRENGTHS = ("exact", "partial", "consider")

#: What a group of replacements begins with: each of them alone, or only all together; a name may follow.
GROUPS = ("any-of", "all-of")

#: What a claim may carry beside its subject, predicate and object.
QUALIFIERS = (
    "when",
    "since",
    "until",
    "strength",
    "strength-by",
    "group",
    "note",
    "triggers",
    "ground",
    "expected",
    "guide",
    "effort",
)

#: What a decision carries beside: who made it, when, and why.
SIGNED = ("by", "on", "why")

#: A decision with this qualifier says that its relation does not hold.
DENIED = "denied"

#: A decision with this qualifier says how something settles, whatever else is said of it: ``entry`` (whether there is an
#: entry), ``set`` (all values of a property), ``exactly`` (all that is said of a relation).
RULING = "ruling"

#: What a ruling on an entry may say: it is there, it is known only by name, it is not there, it is another one.
ENTRY_STATES = ("there", "mentioned", "gone", "same")

#: What a claim of the property ``retired`` says of what is in use, whatever tier and status say.
IN_USE = "no"
#: What it begins with where the sign that is named does not retire, but tier and status may.
NOT_BY = "not by"

#: The predicate by which a decision ties a name (the subject) to a node (the object).
MEANS = "means"

#: What a store keeps in place of the ids that a name may mean, where that is the name itself and nothing else.
ITSELF = "="

_NOTHING: Mapping[str, Value] = MappingProxyType({})


class Claim(NamedTuple):
    """One statement of one source. Equality covers every field.

    A relation claim has an ``object`` (a name as written) and no ``value``; a property claim the other way round.
    """

    subject: str
    """The id of the record that speaks; with ``by_name`` the name of what it speaks of, as written."""
    predicate: str
    """A relation (``replaces``, stored new → old) or a property (``title``) of the vocabulary."""
    source: Source
    object: str | None = None
    value: Value = None
    qualifiers: Mapping[str, Value] = _NOTHING
    """Keys are among ``QUALIFIERS``; a decision also has ``SIGNED``, and ``DENIED`` or ``RULING``."""
    method: str = "stated"
    rule: str = ""
    """The loader and its rule, for instance ``pages/modern_alternatives``."""
    backwards: bool = False
    """Whether the source said it from the other end (``replaced_by`` on the page of the older thing). Subject and
    object stand the right way round; ``object`` is then the id of the record and ``subject`` the name as written."""
    ids: tuple[str, ...] = ()
    """Where the catalogue's own rules say what a written name means: the ids it may mean, of which the first that is
    defined is meant, and the first if none is (nothing at all, where the last is empty). Such a name is not resolved in any other way."""
    by_name: bool = False
    """Whether ``subject`` is a name to be resolved (and, unless ``backwards``, ``object`` is one in any case)."""
    subject_ids: tuple[str, ...] = ()
    """Where both ends are names: what ``ids`` is to the object, this is to the subject."""
