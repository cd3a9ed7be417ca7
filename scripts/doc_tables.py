"""Tables in docs/*.md that the code itself fills: keys of front matter, relations, rules, options of commands.

``scripts/check_readme.py`` puts them between ``<!-- table: NAME -->`` and ``<!-- table: end -->``, and says where a page
shows another table than the code gives. A table that explains words of the code fails on a word that it does not know.
"""

import argparse
import importlib
from collections.abc import Callable
from typing import get_type_hints

from doc_exports import columns, exports
from doc_markdown import code, grid
from mapping_tables import TABLES as MAPPING

from kb.asking import QUESTIONS
from kb.cli import parser_of
from kb.commands import BY_NAME
from kb.ledger.lookup import LEVELS
from kb.ledger.preferences import CRITERIA, DEFAULT
from loaders.dialect import CHILD_KEYS, FOLDER_KINDS, KINDS, NAME_KEYS, PAGE_STATES, QUALIFIER_KEYS, RULES, VALUE_KEYS
from loaders.dialect import Rule as Key
from loaders.evolution import ENTRY_KEYS, GROUND_KEYS
from loaders.prose.words import ARROWS, COLUMNS, DRAWN, OPENINGS, SETS, WORDS, Role
from loaders.vocabulary_file import CHOICES, FIELDS
from ontology.builtin import VOCABULARY
from ontology.problem import RULES as FINDINGS
from ontology.problem import SEVERITIES
from ontology.vocabulary import Kind, Property, Relation, Style, Tier
from queries.verdict import EXIT_CODES

VERDICTS = {
    "replaced": "A way of exact replacements leads to something in use.",
    "partly-replaced": "Something in use is reached, but every way has a partial step.",
    "current": "In use, and nothing replaces it.",
    "retired": "Not in use, and no source names a successor.",
    "dead-end": "Successors are named, but none of them leads to anything in use.",
    "cycle": "Nothing in use is reached, because the sources go round in a circle.",
    "cannot-tell": "What would decide it is missing; the answer names it.",
}
HOLDS = {"one": "one value", "many": "any number of values", "record": "records, kept whole"}


def table(name: str) -> str:
    """The table of a name as Markdown; ``help COMMAND`` gives the options of a command, or of one under it."""
    word, _, rest = name.partition(" ")
    if word == "help":
        return help_of(rest)
    return TABLES[name]()


def dialect() -> str:
    """Every key of front matter that means the same on every page."""
    return grid("Key|Says|Takes", ((code(key.keys.split()), *_says(key)) for key in RULES if not key.only))


def guide_keys() -> str:
    """Every key that belongs to some kinds of pages only."""
    rows = ((code(key.keys.split()), *_says(key), code(key.only.split())) for key in RULES if key.only)
    return grid("Key|Says|Takes|On pages of", rows)


def _says(key: Key) -> tuple[str, str]:
    if key.says in VOCABULARY.relations:
        relation = VOCABULARY.relations[key.says]
        says = (
            f"what is named **{relation.label}** this page" if key.backwards else f"**{relation.label}** what is named"
        )
        if relation.symmetric:
            says = f"**{relation.label}** what is named, and the other way round"
        if key.retired:
            label = VOCABULARY.relations[key.retired].label
            says += f"; on the page of something retired: what is named **{label}** this page"
        if key.qualifiers:
            says += f", marked as {code(key.qualifiers)}"
        takes = f"names; `{key.target.format(slug='…')}` is meant" if key.target else "names"
        if key.child:
            takes = "keys of publications, or records of publications"
        return f"{says} (`{key.says}`)", takes
    declared = VOCABULARY.property(key.says)
    says = f"{declared.label} (`{key.says}`)"
    if key.unless:
        says += f"; {code(sorted(key.unless))} speak of the page and become `{key.otherwise}`"
    kind = {"text": "", "any": "", "prose": " (prose)", "name": " (a name)"}.get(declared.type, f" (a {declared.type})")
    return says, HOLDS[declared.holds] + kind


def inside() -> str:
    """Keys inside one item of a relation or a property."""
    qualifiers: dict[str, list[str]] = {}
    for key, says in QUALIFIER_KEYS.items():
        qualifiers.setdefault(says, []).append(key)
    rows = [("the name, of a relation", code(NAME_KEYS)), ("the value, of a property", code(VALUE_KEYS))]
    rows += [(f"`{says}`", code(keys)) for says, keys in qualifiers.items()]
    return grid("Holds|Keys", rows)


def publication_keys() -> str:
    """Keys of a publication that a page carries."""
    return grid("Key|Says", ((code([key]), f"`{says}`") for key, says in CHILD_KEYS.items()))


def evolution_keys() -> str:
    """Keys of a timeline entry."""
    rows = [("`pattern`, `name`", "which pattern the entry is about"), ("`year`, `date`", "`introduced`")]
    rows += [(code([key]), f"`{says}`") for key, says in ENTRY_KEYS.items()]
    rows.append((code(GROUND_KEYS), "`described-in`, and what the year rests on"))
    return grid("Key|Says", rows)


def types() -> str:
    """What ``type`` and folders say of a page."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for place, words in enumerate((KINDS, FOLDER_KINDS)):
        for word, kind in words.items():
            found.setdefault(kind, ([], []))[place].append(word)
    rows = ((f"`{kind}`" if kind else "not a page", code(a), code(b)) for kind, (a, b) in found.items())
    return grid("Kind|`type:`|Folder", rows)


def kinds() -> str:
    """Every kind."""
    rows = (
        (f"`{one.name}`", one.label, "left out unless asked for" if one.background else "drawn")
        for one in VOCABULARY.kinds.values()
    )
    return grid("Kind|Reads|In pictures", rows)


def relations() -> str:
    """Every relation."""

    def nature(one: Relation) -> str:
        named = ("lineage", "symmetric", "transitive", "acyclic", "weak", "capability")
        words = ["no circles" if name == "acyclic" else name for name in named if getattr(one, name)]
        return ", ".join(words)

    rows = (
        (f"`{one.name}`", one.label, one.inverse, nature(one), f"`{one.object_kind}`" if one.object_kind else "")
        for one in VOCABULARY.relations.values()
    )
    return grid("Relation|Reads|Backwards|Nature|Kind of its object", rows)


def properties() -> str:
    """Every declared property."""
    rows = ((f"`{one.name}`", one.label, HOLDS[one.holds], one.type) for one in VOCABULARY.properties.values())
    return grid("Property|Reads|Holds|Type", rows)


def tiers() -> str:
    """Every tier of every scale, best first."""
    rows = (
        (f"`{scale.name}`", f"`{tier.name}`", "retired" if tier.retired else "in use")
        for scale in VOCABULARY.scales.values()
        for tier in scale.tiers
    )
    return grid("Scale|Tier|Means", rows)


def tier_needs() -> str:
    """What each tier asks for, where it asks for anything."""
    rows = (
        (f"`{scale.name}`", f"`{tier.name}`", code(tier.needs))
        for scale in VOCABULARY.scales.values()
        for tier in scale.tiers
        if tier.needs
    )
    return grid("Scale|Tier|Asks for", rows)


def retired_words() -> str:
    """Status words that mean retired."""
    return code(sorted(VOCABULARY.retired_words))


def page_states() -> str:
    """Values of ``status`` that speak of the page."""
    return code(sorted(PAGE_STATES))


#: What a field of a vocabulary takes, by its type; any other takes text.
TAKES = {bool: "true or false", tuple[str, ...]: "a list of words"}


def vocabulary_fields() -> str:
    """Every field of a vocabulary file."""
    rows = []
    for part, record in (
        ("kinds", Kind),
        ("relations", Relation),
        ("relations: style", Style),
        ("properties", Property),
        ("scales", Tier),
    ):
        hints = get_type_hints(record)
        for name in record._fields:
            if (record, name) in ((Kind, "name"), (Relation, "name"), (Property, "name")):
                continue  # what stands before the colon
            default = record._field_defaults.get(name)
            key = name.replace("_", "-")
            takes = (
                "a mapping, see `style`"
                if name == "style"
                else code(CHOICES.get(key, ())) or TAKES.get(hints[name], "text")
            )
            shown = (
                ""
                if name == "style" or default is None
                else f"`{str(default).lower()}`"
                if default not in ("", ())
                else "empty"
            )
            if default is None:
                shown = "needed" if name in ("name", "inverse") else "the name"
            rows.append((f"`{part}`", f"`{key}`", FIELDS[part.rpartition(" ")[2]][key], takes, shown))
    return grid("Part|Field|Says|Takes|If left out", rows)


def verdicts() -> str:
    """Every verdict with its exit code."""
    return grid(
        "Verdict|Means|Exit code", ((f"`{word}`", VERDICTS[word], str(exit_)) for word, exit_ in EXIT_CODES.items())
    )


def levels() -> str:
    """The levels by which a name is looked up, strongest first."""
    return "\n".join(f"{place}. {level}" for place, level in enumerate(LEVELS, 1))


def criteria() -> str:
    """Every criterion that chooses among disputed values."""
    rows = (
        (f"`{name}`", words, str(DEFAULT.index(name) + 1) if name in DEFAULT else "only where asked for")
        for name, (_, words) in CRITERIA.items()
    )
    return grid("Criterion|In an answer|Usual place", rows)


def prose() -> str:
    """Which words of prose mean which relation."""
    places = (
        (WORDS, ""),
        (OPENINGS, "first, with patterns, approaches or the like last"),
        (COLUMNS, "over a column"),
        (ARROWS, "on an arrow"),
        (SETS, "over a column: each two things in a cell"),
        (DRAWN, "over a diagram without words"),
    )
    rows = []
    for table_, where in places:
        for role, text in table_.items():
            words = ", ".join(" ".join(one.split()) for one in text.split(";"))
            rows.append((words + (f" ({where})" if where else ""), _role(role)))
    return grid("Words|What is named there", rows)


def _role(role: Role) -> str:
    relation = VOCABULARY.relations[role.relation]
    says = relation.label if role.backwards or relation.symmetric else relation.inverse
    firm = {"stated": "", "moves": ", partly", "suggested": ", only suggested"}[role.mode]
    return f"**{says}** it{firm}{'; links only' if role.links else ''} (`{role.relation}`)"


def findings() -> str:
    """Every finding, gravest first."""
    ranked = sorted(FINDINGS, key=lambda rule: SEVERITIES.index(FINDINGS[rule][0]))
    return grid("Finding|Severity|Meaning, and what to do", ((f"`{rule}`", *FINDINGS[rule]) for rule in ranked))


def questions() -> str:
    """Every question of ``kb ask`` with its fields."""
    words = {str: "text", list: "list of texts", int: "number", dict: "object", bool: "true or false"}

    def fields(asked: dict[str, type]) -> str:
        return ", ".join(f"`{name}` ({words[kind]})" for name, kind in asked.items())

    rows = ((f"`{name}`", fields(needs), fields(takes)) for name, (_, needs, takes) in QUESTIONS.items())
    return grid("`ask`|Needs|May have", rows)


def help_of(name: str) -> str:
    """What a command takes, and its examples, as its ``--help`` gives them."""
    command, _, inner = name.partition(" ")
    parser: argparse.ArgumentParser = parser_of(
        BY_NAME[command], importlib.import_module(f"kb.commands.{BY_NAME[command].module}")
    )
    if inner:
        parser = next(one.choices[inner] for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    rows, positional = [], []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        if isinstance(action, argparse._SubParsersAction):
            positional.append(str(action.metavar))
            rows += [(f"`{one.dest}`", one.help or "") for one in action._choices_actions]
            continue
        value = action.metavar if isinstance(action.metavar, str) else ""
        if action.choices:
            value = "{" + ",".join(map(str, action.choices)) + "}"
        if not action.option_strings:
            several = {"+": f"{value} [{value} …]", "?": f"[{value}]", "*": f"[{value} …]"}.get(
                str(action.nargs), value
            )
            positional.append(several)
            rows.append((f"`{several}`", action.help or ""))
        else:
            names = ", ".join(f"`{option}{' ' + value if value else ''}`" for option in action.option_strings)
            rows.append((names, (action.help or "") + (" (needed)" if action.required else "")))
    usage = " ".join(["kb", name, *positional, "[OPTION…]"])
    shown = f"{parser.description}\n\n```\n{usage}\n\n{(parser.epilog or '').rstrip()}\n```"
    return f"{shown}\n\n{grid('Takes|Meaning', rows)}" if rows else shown


TABLES: dict[str, Callable[[], str]] = {
    "dialect": dialect,
    "exports": exports,
    "columns": columns,
    "guide keys": guide_keys,
    "inside": inside,
    "publications": publication_keys,
    "evolution": evolution_keys,
    "types": types,
    "kinds": kinds,
    "relations": relations,
    "properties": properties,
    "tiers": tiers,
    "tier needs": tier_needs,
    "retired words": retired_words,
    "page states": page_states,
    "vocabulary": vocabulary_fields,
    **MAPPING,
    "verdicts": verdicts,
    "levels": levels,
    "criteria": criteria,
    "prose": prose,
    "findings": findings,
    "questions": questions,
}
