"""Which key of a pattern page says what: the one place that knows the vocabulary of front matter.

A table, not code: ``loaders.pages`` reads it. Keys are compared without case, with ``-`` and ``_`` alike, so the
hyphen and underscore twins of one key are one key here. A key that no rule names is kept as a property of its own name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Rule:
    """What one key says. ``keys`` are paths (``evolution.from``); a list under a path is read item by item."""

    keys: str
    """One or more paths, separated by blanks."""
    says: str
    """A relation or a property of the vocabulary."""
    backwards: bool = False
    """The page is the object: what it names is the subject."""
    retired: str = ""
    """What the key says instead on the page of something retired, where that differs (always backwards)."""
    strength: str = ""
    """How a strength that the page does not write is found: ``stated`` or ``suggested`` (see ``loaders.strength``)."""
    qualifiers: dict[str, bool] = field(default_factory=dict)
    """Qualifiers that the key itself implies."""
    target: str = ""
    """A template for the object's id, from ``{slug}`` of the name as written."""
    unless: frozenset[str] = frozenset()
    """Values for which ``otherwise`` is said instead."""
    otherwise: str = ""
    whole: bool = False
    """Each name is a phrase as a whole: "support for long transactions" holds no condition."""
    child: bool = False
    """Items with a ``key`` are records of their own (publications), which the page carries with it."""
    only: str = ""
    """Kinds of pages, separated by blanks, to which the rule belongs; on others the key says what its name does."""
    keyed: str = ""
    """Of a mapping of records: the field that each record's key fills (``services: {text: …}`` is ``id: services``)."""


#: What a ``status`` key means when it speaks of the page, not of the pattern.
PAGE_STATES = frozenset("complete completed stub partial planned initial draft wip template published review".split())

RULES = (
    Rule("title name", "title"),
    Rule("aliases alias also_known_as other_names acronym", "alias"),
    Rule("former_names formerly", "former-name"),
    Rule("summary description tagline", "summary"),
    Rule("category pattern_type", "category"),
    Rule("family families", "member-of", target="family/{slug}"),
    Rule("excellence_tier tier ring", "tier"),
    Rule("excellence_rationale rationale tier_rationale", "tier-rationale"),
    Rule("pattern_status current_status deprecation.status", "status"),
    Rule("status", "status", unless=PAGE_STATES, otherwise="page-status"),
    Rule("introduced year_introduced", "introduced"),
    Rule("peak_usage peak", "peak"),
    Rule("current_relevance relevance", "relevance"),
    Rule("retired_on retired_since deprecated_since discontinued", "retired-on"),
    Rule("last_updated updated", "last-updated"),
    Rule("replaces supersedes", "replaces", strength="stated"),
    Rule("replaced_by superseded_by", "replaces", backwards=True, strength="stated"),
    Rule("modern_alternatives deprecation.alternatives", "replaces", backwards=True, strength="suggested"),
    Rule("alternatives", "alternative-to", retired="replaces", strength="suggested"),
    Rule("evolution.from evolved_from", "evolved-from"),
    Rule("evolution.to evolved_into", "evolved-from", backwards=True),
    Rule("evolution.future", "evolved-from", backwards=True, qualifiers={"expected": True}),
    Rule("pairs_with works_well_with often_used_with combines_with", "pairs-with"),
    Rule("alternative_to", "alternative-to"),
    Rule("conflicts_with conflicts incompatible_with", "conflicts-with"),
    Rule("enables", "enables"),
    Rule("provides capabilities", "provides", whole=True),
    Rule("includes", "includes"),
    Rule("part_of", "includes", backwards=True),
    Rule("requires prerequisites nav.prerequisites", "requires"),
    Rule("specializes specialises variant_of", "specializes"),
    Rule("uses patterns_used", "uses"),
    Rule("related_laws", "subject-to", target="law/{slug}"),
    Rule("related_patterns nav.related see_also related", "see-also"),
    Rule("sources references", "described-in", child=True),
    Rule("modern_examples implementations examples", "example"),
    Rule("production_checklist checklist", "checklist"),
    Rule("common_pitfalls pitfalls", "pitfall"),
    Rule("trade_offs tradeoffs", "trade-offs"),
    Rule("best_for", "best-for"),
    Rule("when_to_use", "when-to-use"),
    Rule("when_not_to_use", "when-not-to-use"),
    Rule("still_valid_for", "still-valid-for"),
    Rule("deprecation_reason deprecation.reasons", "deprecation-reason"),
    Rule("migration_guide deprecation.migration_guide", "migration-guide"),
    Rule("tags", "tags"),
    Rule("factors", "factor", keyed="factor", only="guide decision-tree decision pattern"),
    Rule("from migrates_from", "leads-from", only="guide case-study"),
    Rule("to migrates_to", "leads-to", only="guide case-study"),
    Rule("assessment", "assessment", keyed="factor", only="guide"),
    Rule("phases", "phase", keyed="name", only="guide case-study"),
    Rule("rollback", "rollback", only="guide"),
    Rule("effort", "effort", only="guide case-study"),
    Rule("triggers", "trigger", only="guide case-study"),
    Rule("stages", "stage", keyed="name", only="guide"),
    Rule("organisation organization company", "told-of", only="case-study"),
    Rule("account", "described-in", child=True, only="case-study"),
    Rule("date period year", "introduced", only="case-study decision"),
    Rule("outcome", "outcome", only="case-study"),
    Rule("lessons", "lesson", only="case-study"),
    Rule("context", "context", only="decision"),
    Rule("decision", "decision", only="decision"),
    Rule("consequences", "consequence", only="decision"),
    Rule("chooses", "uses", only="decision"),
    Rule("considers", "see-also", only="decision"),
    Rule("domain", "domain", only="decision-tree"),
    Rule("start", "start", only="decision-tree"),
    Rule("questions", "question", keyed="id", only="decision-tree"),
    Rule("scenarios", "scenario", keyed="id", only="decision-tree"),
)

#: Inside an item of a relation: which key holds the name, and which key holds which qualifier.
NAME_KEYS = ("pattern", "id", "key", "name", "title", "law", "aspect")
QUALIFIER_KEYS = {
    "when": "when",
    "when_to_use": "when",
    "condition": "when",
    "since": "since",
    "until": "until",
    "strength": "strength",
    "group": "group",
    "reason": "note",
    "why": "note",
    "note": "note",
    "description": "note",
    "role": "note",
    "source": "ground",
    "ground": "ground",
    "triggers": "triggers",
    "guide": "guide",
    "migration_guide": "guide",
    "effort": "effort",
}
#: Inside an item of a property (``introduced: {date: 1978, source: gray-1978}``): which key holds the value.
VALUE_KEYS = ("date", "value", "text", "tier", "status", "name")

#: Keys of a publication that a page carries with it, and the property that each one says.
CHILD_KEYS = {"year": "introduced", "date": "introduced", "in": "venue", "authors": "author", "title": "title"}

#: What ``type`` says of a page, as (kind, or empty where the page is not about one thing).
KINDS = {
    "pattern": "pattern",
    "case-study": "case-study",
    "guide": "guide",
    "migration-guide": "guide",
    "comparison": "guide",
    "reference": "guide",
    "decision": "decision",
    "adr": "decision",
    "decision-tree": "decision-tree",
    "law": "law",
    "technology": "technology",
    "tool": "technology",
    "organisation": "organisation",
    "organization": "organisation",
    "company": "organisation",
    "publication": "publication",
    "paper": "publication",
    "family": "family",
    "capability": "capability",
    "template": "",
    "index": "",
}
#: The kind of a page without a ``type``, by the nearest folder whose name is known.
FOLDER_KINDS = {
    "patterns": "pattern",
    "case-studies": "case-study",
    "migrations": "guide",
    "guides": "guide",
    "decisions": "decision",
    "adr": "decision",
    "decision-trees": "decision-tree",
    "laws": "law",
    "publications": "publication",
}
#: File names (without ending, folded) that are never about one thing.
NOT_PAGES = (
    r"index|(?i:readme|changelog|contributing|licen[cs]e|sources|unsourced)"
    r"|(?i:(?:.+[-_])?template(?:[-_]v?\d+)?)|[A-Z0-9]+(?:_[A-Z0-9]+)+|_.*"
)


@dataclass(frozen=True)
class Dialect:
    """How the pages of one catalogue are read: the tables above, and what a mapping adds to them."""

    rules: tuple[Rule, ...] = RULES
    kinds: Mapping[str, str] = field(default_factory=lambda: KINDS)
    folders: Mapping[str, str] = field(default_factory=lambda: FOLDER_KINDS)

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, Rule]]:
        """The tables of the kinds that have rules of their own; under the empty name, that of all others."""
        kinds = {kind for rule in self.rules for kind in rule.only.split()}
        return {
            kind: {
                path: rule
                for rule in self.rules
                if not rule.only or kind in rule.only.split()
                for path in rule.keys.split()
            }
            for kind in ("", *kinds)
        }

    def by_key(self, kind: str) -> dict[str, Rule]:
        """Every path of keys of a kind of page with its rule; of two rules for one path the later one stands."""
        return self._by_kind.get(kind, self._by_kind[""])

    @cached_property
    def above(self) -> frozenset[str]:
        """The paths below which other paths stand."""
        return frozenset(path.rsplit(".", 1)[0] for path in self.by_key("") if "." in path)

    @cached_property
    def states(self) -> frozenset[str]:
        """The keys by which a page says whether its own subject is retired."""
        return frozenset(
            path for path, rule in self.by_key("").items() if rule.says in ("tier", "status") and "." not in path
        )


#: The dialect of pages that no mapping describes.
PAGES = Dialect()
