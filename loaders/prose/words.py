"""Which words of a page mean which relation: the one place that knows them; tables, not code.

Words stand as a heading, as a label (``**Alternative**: …``), over a column of a table, or on an arrow of a diagram. They
are compared folded (``loaders.prose.roles.key``): without case, punctuation, plural, and words that only fill ("common",
"pattern"). How the relations of a vocabulary read is known without standing here.
"""

from typing import NamedTuple


class Role(NamedTuple):
    """What is said of a thing that is named under some words."""

    relation: str
    backwards: bool = False
    """What is named is the subject: under "Replaced by" stands what replaced the page's own pattern."""
    mode: str = "stated"
    """Of a replacement, how firmly it is said: ``stated``, ``moves`` (there is a way to it) or ``suggested``."""
    links: bool = False
    """Only links count; a plain name under such words is a heading of its own or the title of a book."""


#: What words say wherever they stand.
WORDS: dict[Role, str] = {
    Role("replaces", backwards=True): """
        replaced by; superseded by; succeeded by; obsoleted by; successor; replacement; replacements""",
    Role("replaces"): """
        replaces; supersedes; successor of; successor to; replacement for; replacement of""",
    Role("replaces", backwards=True, mode="moves"): """
        replace with; replaced with; migrate to; migrates to; migration target; move to; moves to; upgrade to;
        migration path; recommended migration""",
    Role("replaces", mode="moves"): """
        migrate from; migrates from; migrating from""",
    Role("replaces", backwards=True, mode="suggested"): """
        modern alternative; better alternative; recommended alternative; preferred alternative; modern replacement;
        modern equivalent; recommended replacement; better approach; correct pattern; use instead; use this instead;
        use these instead; do instead; do this instead; consider instead; prefer""",
    Role("replaces", mode="suggested"): """
        instead of; use instead of""",
    Role("evolved-from"): """
        evolved from; evolves from; derived from; descends from; descended from""",
    Role("evolved-from", backwards=True): """
        evolved into; evolves into; evolves to; evolved to; becomes""",
    Role("alternative-to"): """
        alternatives; alternative to; alternatively""",
    Role("pairs-with"): """
        pairs with; pair with; paired with; works with; work with; works well with; works together with;
        works well together with; used with; used together; use with; often used with; often used together;
        commonly used with; frequently used with; combines with; combine with; combined with; combines well with;
        goes with; combinations; pattern combinations; combinations that work; pattern combinations that work;
        complements; complement; complementary; complementary to; complemented by; companions; also consider;
        synergies; pattern synergies; synergizes with""",
    Role("conflicts-with"): """
        conflicts with; conflict with; incompatible with; clashes with; do not combine with; don't combine with;
        never combine with""",
    Role("requires"): """
        requires; require; depends on; depend on; dependencies; prerequisites; relies on; builds on; builds upon;
        built on; built upon; built on top of""",
    Role("requires", backwards=True): """
        required by; required for; prerequisite for; prerequisite of; needed by; needed for""",
    Role("enables"): """
        enables; makes possible""",
    Role("enables", backwards=True): """
        enabled by; made possible by""",
    Role("specializes"): """
        extends; extension of; variant of; variation of; specialization of; special case of""",
    Role("specializes", backwards=True): """
        extended by; specialized by""",
    Role("specializes", backwards=True, links=True): """
        extensions; variants; variations; specializations""",
    Role("uses"): """
        patterns used; patterns applied; patterns demonstrated; patterns implemented; patterns in use; applied patterns""",
    Role("uses", backwards=True): """
        used by""",
    Role("subject-to"): """
        related laws; relevant laws; fundamental laws; governing laws; applicable laws""",
    Role("see-also"): """
        related; related to; relates to; see also; similar; cross references""",
    Role("see-also", links=True): """
        references; resources; additional resources; further reading; learn more; online resources""",
}

#: First words that mean this whatever stands between them and "patterns": "Alternative Transaction Patterns".
OPENINGS: dict[Role, str] = {
    Role("alternative-to"): "alternative",
    Role("pairs-with"): "complementary",
    Role("requires"): "prerequisite",
    Role("see-also"): "related; similar",
}

#: What words say on an arrow of a diagram only.
ARROWS: dict[Role, str] = {
    Role("requires"): "needs",
}

#: What the cells of a column say of the thing that a row is about, where the same words as a heading say less.
COLUMNS: dict[Role, str] = {
    Role("uses", backwards=True, links=True): "used by; case study; success story; companies using; example company",
}

#: What a diagram under such a heading draws, even where its arrows say nothing.
DRAWN: dict[Role, str] = {
    Role("evolved-from", backwards=True): "evolution; evolution path; pattern evolution",
    Role("replaces", backwards=True, mode="moves"): "migration path",
}
#: "Consistency Evolution" draws how one thing came of another; what evolves by these words is one system over time.
NO_EVOLUTION = "architecture; architectural; system; schema; infrastructure; service; data; team; state; version"

#: The relations that an arrow without words may mean where a heading says so; of others nobody knows the direction.
DRAWN_RELATIONS = ("evolved-from", "replaces", "pairs-with")

#: A column whose cells name things that belong together (or do not), and what that says of each two of them.
SETS: dict[Role, str] = {
    Role("pairs-with"): """
        pattern combo; combo; pattern combination; combination; pattern set; pattern stack; pattern pair""",
    Role("conflicts-with"): """
        don't combine; do not combine; never combine; anti-pattern combination""",
}

#: The column that names what a row speaks of. Every head of two words that ends in "pattern" is one, too.
KEYS = """
    pattern; pattern name; name; instead of; if using; using; when using; avoid; avoid these; avoid this; don't do this; mistake;
    anti-pattern; chosen; choice; selected; primary pattern; technology; legacy approach; old approach;
    current approach; base pattern"""

#: Two columns that are one move from old to new.
PAIRS = {
    "from": ("to",),
    "current state": ("target state", "future state", "desired state"),
    "current": ("target",),
    "old": ("new",),
    "legacy": ("modern",),
}

#: A column whose cells are moves as a whole.
WAYS = "from to; migration; migration path; recommended migration; upgrade path"

#: Columns that say when a row holds, and those that do so where they come first.
CONDITIONS = "when; condition; only when; when to switch"
SITUATIONS = """
    scenario; use case; requirement; situation; need; your need; if you need; if you have; limitation; condition"""

#: Relations that prose never makes: words for them mean something else too easily ("updates" on an arrow of data).
NEVER = ("same-as", "updates", "amends")

#: Words that fill: before and behind what is meant.
FIRST = """
    the; a; an; key; core; common; main; popular; typical; powerful; proven; useful; effective; important; essential;
    other; possible; our; most; some; good; great; strong; natural"""
LAST = """
    pattern; approach; option; solution; strategy; technique; technology; concept; topic; idea; page; comparison;
    section; overview; understanding; knowledge; reading; list; resource"""
