"""Tables of the mapping language in docs/mapping.md: its keys, its readers, and the words that it knows."""

from collections.abc import Callable

from doc_markdown import code, grid

from loaders.mapping.examples import EXAMPLES
from loaders.mapping.language import READERS
from loaders.mapping.language import TABLES as WORDS
from ontology.builtin import VOCABULARY

#: The parts of the mapping language, and where their keys stand.
PARTS = {
    "top": "The mapping",
    "sources": "A source, in `sources`",
    "options": "An option of a reader, under `read`",
    "records": "A sort of record, in `records`",
    "retired": "In `retired`, beside a condition",
    "conditions": "A condition, in `where` and `retired`",
    "origins": "Where a value comes from: one of these",
    "steps": "What is done to it: steps, taken in this order",
    "of properties": "The value of a property, beside its steps",
    "edges": "The value of an edge, beside its steps",
    "qualifiers": "A qualifier of an edge: a value beside the steps of another",
    "edge records": "In `edge`, with qualifiers, too",
    "through": "In `through`",
    "references": "A rule, in `references`",
}


def readers() -> str:
    """Every reader of the mapping language."""
    rows = ((f"`{one.name}`", one.reads, code(one.options)) for one in READERS)
    return grid("Reader|Reads|Options", rows)


def keys() -> str:
    """Every key of the mapping language, by where it stands."""
    rows: list[tuple[str, ...]] = []
    for part, where in PARTS.items():
        rows.append((f"**{where}**", "", "", ""))
        for word in WORDS[part]:
            example = EXAMPLES.get(part, {}).get(word.name, "")
            rows.append((f"`{word.name}`", word.says, word.usual, f"`{example}`" if example else ""))
    return grid("Key|Says|If left out|For instance", rows)


def form() -> str:
    """The keys of a mapping of pages."""
    return grid("Key|Says", ((f"`{word.name}`", word.says) for word in WORDS["form"]))


def known() -> str:
    """The words of the vocabulary, for those who write a mapping."""
    relations = [
        f"`{one.name}`" if one.symmetric else f"`{one.name}` / `{one.inverse.replace(' ', '-')}`"
        for one in VOCABULARY.relations.values()
    ]
    scales = [f"{code(tier.name for tier in one.tiers)} ({name})" for name, one in VOCABULARY.scales.items()]
    rows = (
        ("relations, each with how it reads backwards", ", ".join(relations)),
        (
            "properties",
            code(one for one in VOCABULARY.properties if one not in ("kind", "alias", "former-name", "retired")),
        ),
        ("kinds", code(VOCABULARY.kinds)),
        ("tiers", "; ".join(scales)),
        ("words of a status that retire", ", ".join(sorted(VOCABULARY.retired_words))),
    )
    return grid("Known|Words", rows)


TABLES: dict[str, Callable[[], str]] = {
    "mapping readers": readers,
    "mapping keys": keys,
    "mapping form": form,
    "mapping known": known,
}
