"""What becomes of statements in prose: edges between what is known anyway, voices, findings, and counts of the rest."""

import itertools
from pathlib import Path

import pytest

from tests.ledger.written import Catalogue, Files, fields, page

SAGA = fields(title="Saga", introduced=1987)
TWO = fields(title="Two-Phase Commit (2PC)", introduced=1978)
OUTBOX = fields(title="Outbox")
LISTS = "## Related Patterns\n\n"


@pytest.fixture
def made(tmp_path: Path) -> Catalogue:
    """An empty folder for a catalogue."""
    return Catalogue(tmp_path)


def load(made: Catalogue, files: Files) -> Catalogue:
    """Write pages below docs and load them with their prose."""
    made.write({f"docs/{name}": text for name, text in files.items()}).load(prose=True)
    return made


def counts(made: Catalogue) -> dict[str, int]:
    """What ``kb stats`` says of prose."""
    with made.open() as graph:
        found: dict[str, int] = graph.tally().get("prose", {})
        return found


def test_both_ends_must_be_known(made: Catalogue) -> None:
    """A statement relates entries and names that fields name; with any other name it makes no edge and no node."""
    body = LISTS + "- [Two-Phase Commit](2pc.md)\n- Lock Manager\n- Nobody\n"
    load(made, {"saga.md": page("title: Saga\nuses: [Lock Manager]", body), "2pc.md": TWO})
    assert made.edges() == [
        ("2pc", "see-also", "saga"),
        ("lock-manager", "see-also", "saga"),
        ("saga", "uses", "lock-manager"),
    ]
    assert made.rows("SELECT id FROM node ORDER BY id") == [("2pc",), ("lock-manager",), ("saga",)]
    assert counts(made) == {"statements": 3, "edges": 2, "unknown-names": 1}
    assert made.edge("saga", "see-also", "2pc").method == "harvested"


def test_names_are_not_guessed(made: Catalogue) -> None:
    """A name that only ends in a known one, or is a way of doing it, means something else; a plural means the same."""
    body = LISTS + "- Distributed Saga\n- Saga Orchestration\n- Sagas\n"
    load(made, {"saga.md": SAGA, "x.md": page("title: X", body)})
    assert made.edges() == [("saga", "see-also", "x")]


def test_a_link_and_its_words(made: Catalogue) -> None:
    """A link means its page, unless its words are plainly the name of another."""
    files = {"saga.md": SAGA, "outbox.md": OUTBOX, "2pc.md": TWO}
    load(made, files | {"a.md": page("title: A", LISTS + "- [Long flows](saga.md)\n- [Outbox](2pc.md#outbox)\n")})
    assert made.edges() == [("a", "see-also", "outbox"), ("a", "see-also", "saga")]


def test_a_part_of_a_page(made: Catalogue) -> None:
    """A link to a part of a page, in other words, says only that one may see it, too."""
    alternative = "## Alternatives\n- [Undo log](saga.md#undo)\n"
    load(made, {"saga.md": SAGA, "a.md": page("title: A", alternative + LISTS + "- [Steps](saga.md#steps)\n")})
    assert made.edges() == [("a", "see-also", "saga")]


def test_case_studies_are_meant_by_links_only(made: Catalogue) -> None:
    """A name alone is a pattern, not the guide or the case study that is called so."""
    files = {"case-studies/cache.md": fields(title="Cache"), "x.md": page("title: X", LISTS + "- Cache\n")}
    assert load(made, files).edges() == []
    linked = page("title: X", LISTS + "- [Cache](case-studies/cache.md)\n")
    assert load(made, files | {"x.md": linked}).edges() == [("case-study/cache", "see-also", "x")]


@pytest.mark.parametrize(
    ("cell", "edges"),
    [
        ("Saga + Outbox", [("outbox", "replaces", "2pc"), ("saga", "replaces", "2pc")]),
        ("Saga/Outbox", [("outbox", "replaces", "2pc"), ("saga", "replaces", "2pc")]),
        ("Saga/Nothing known", [("saga", "replaces", "2pc")]),
        ("Saga + Nothing known", []),
        ("2PC", []),
    ],
)
def test_joined_names(made: Catalogue, cell: str, edges: list[tuple[str, str, str]]) -> None:
    """Of names that do it together all must be known; of names to choose from each stands alone."""
    table = f"| Pattern | Replaced by |\n|---|---|\n| 2PC | {cell} |\n"
    load(made, {"saga.md": SAGA, "2pc.md": TWO, "outbox.md": OUTBOX, "index.md": table})
    assert made.edges() == edges


def test_pages_that_are_no_entries(made: Catalogue) -> None:
    """An index and a page without front matter speak about others, and become no entries by it."""
    diagram = "# Map\n\n```mermaid\ngraph LR\nA[Two-Phase Commit] -->|Replaced by| B[Saga]\n```\n"
    load(made, {"saga.md": SAGA, "2pc.md": TWO, "index.md": diagram, "README.md": "- **2PC** - Use Saga instead\n"})
    assert made.edges() == [("saga", "replaces", "2pc")]
    assert made.edge("saga", "replaces", "2pc").strength == "exact"
    assert made.rows("SELECT count(*) FROM node") == [(2,)]


def test_templates_are_not_harvested(made: Catalogue) -> None:
    """What a template shows as an example is no fact."""
    table = "| Pattern | Replaced by |\n|---|---|\n| 2PC | Saga |\n"
    load(made, {"saga.md": SAGA, "2pc.md": TWO, "PATTERN_TEMPLATE.md": table})
    assert made.edges() == []


def test_beside_a_field(made: Catalogue) -> None:
    """Beside a field prose is one more voice: it changes neither strength nor condition nor date, and is counted."""
    front = "title: Saga\nreplaces: [{pattern: 2pc, since: 2010, when: long flows, strength: partial}]"
    body = "\n".join(f"## From {old} to Saga" for old in ("2PC", "Two-Phase Commit")) + "\n- **Replaces**: 2PC\n"
    load(made, {"saga.md": page(front, body), "2pc.md": page("title: Two-Phase Commit (2PC)", "- Replaced by Saga\n")})
    edge = made.edge("saga", "replaces", "2pc")
    assert (edge.method, edge.strength) == ("stated", "partial")
    assert edge.details() == {"since": "2010", "when": ["long flows"]}
    assert made.rows("SELECT count(*) FROM edge_claim") == [(5,)]
    assert counts(made) == {"statements": 4, "voices": 4}


def test_prose_alone(made: Catalogue) -> None:
    """Of what prose alone says in several places the firmest words count: a suggestion takes nothing from them."""
    body = "- **2PC** - Use Saga instead\n\n## From 2PC to Saga\n"
    load(made, {"saga.md": SAGA, "2pc.md": TWO, "index.md": body})
    assert made.edge("saga", "replaces", "2pc").strength == "partial"


@pytest.mark.parametrize(
    "body", ["## From Saga to 2PC\n", "## Evolution from Saga to 2PC\n", "- **Saga** - Use 2PC instead\n"]
)
def test_against_stated_lineage(made: Catalogue, body: str) -> None:
    """What prose says against stated lineage, at any distance, is a finding and no edge."""
    chain = fields(title="Outbox", evolved_from="saga")
    files = {"saga.md": fields(title="Saga", replaces="2pc"), "2pc.md": TWO, "outbox.md": chain}
    load(made, files | {"index.md": body + body.replace("Saga", "Outbox")})
    assert made.edges() == [("outbox", "evolved-from", "saga"), ("saga", "replaces", "2pc")]
    assert [one for one in made.problems() if one[0] != "not-a-page"] == [
        ("contrary-prose", "docs/index.md", 1),
        ("contrary-prose", "docs/index.md", 2),
    ]
    assert counts(made) == {"statements": 2, "contrary": 2}


def test_against_what_a_rule_inferred(made: Catalogue) -> None:
    """What only the order of a family suggests gives way to prose: it is weaker."""
    family = '{"pattern_families": {"f": {"timeline": [{"pattern": "Saga", "year": 1987}, {"pattern": "Outbox", "year": 2015}]}}}'
    files = {"saga.md": SAGA, "outbox.md": OUTBOX, "evolution.json": family}
    load(made, files | {"index.md": "## Evolution from Outbox to Saga\n"})
    assert ("saga", "evolved-from", "outbox") in made.edges()
    assert [one[0] for one in made.problems()].count("contrary-prose") == 0


def test_prose_against_prose(made: Catalogue) -> None:
    """Of two opposite moves in prose neither is taken; two suggestions may stand side by side."""
    load(made, {"saga.md": SAGA, "2pc.md": TWO, "index.md": "## From Saga to 2PC\n## From 2PC to Saga\n"})
    assert made.edges() == []
    assert [one[0] for one in made.problems()].count("contrary-prose") == 2
    advice = "- **Saga** - Use 2PC instead\n- **2PC** - Use Saga instead\n"
    assert load(made, {"index.md": advice}).edges() == [("2pc", "replaces", "saga"), ("saga", "replaces", "2pc")]


def test_decisions(made: Catalogue) -> None:
    """A decision denies what prose says, ties a name that only prose uses, and is lineage that prose cannot turn round."""
    body = LISTS + "- [Outbox](outbox.md)\n- The Old Way\n\n## From Saga to Outbox\n"
    decided = """kb-decisions: 1
decisions:
  - {deny: see-also, new: saga, old: outbox, by: me, on: 2026-01-01, why: no}
  - {name: The Old Way, means: 2pc, by: me, on: 2026-01-01, why: so called here}
  - {state: replaces, new: saga, old: outbox, by: me, on: 2026-01-01, why: our choice}
"""
    made.write({"decisions.yaml": decided})
    load(made, {"saga.md": page("title: Saga", body), "outbox.md": OUTBOX, "2pc.md": TWO})
    assert made.edges() == [("2pc", "see-also", "saga"), ("saga", "replaces", "outbox")]
    assert [one[0] for one in made.problems()] == ["contrary-prose"]


def test_boilerplate(made: Catalogue) -> None:
    """The same row in three files makes no edge, and one finding; in two files it does."""
    table = "| Scenario | Alternative |\n|---|---|\n| Small system | Saga |\n| Big system | Outbox |\n"
    files = {"saga.md": SAGA, "outbox.md": OUTBOX} | {f"{name}.md": page(f"title: {name}", table) for name in "ab"}
    load(made, files)
    assert len(made.edges()) == 4
    load(made, {"c.md": page("title: c", table.replace("Big", "Huge"))})
    assert [one for one in made.edges() if "saga" in one] == []
    assert len(made.edges()) == 3
    assert [one for one in made.problems() if one[0] == "suspected-boilerplate"] == [
        ("suspected-boilerplate", "docs/a.md", 6)
    ]
    assert counts(made) == {"statements": 6, "edges": 3, "boilerplate": 3}


def test_repeated_names_are_no_boilerplate(made: Catalogue) -> None:
    """An item that is nothing but a name stands in many files by right; the same list of such items does not."""
    names = [f"p{number}" for number in range(4)]
    bare = {
        f"{name}.md": page(f"title: {name}", LISTS + f"- [Saga](saga.md)\n- [Only {name}](outbox.md)\n")
        for name in names
    }
    load(made, {"saga.md": SAGA, "outbox.md": OUTBOX} | bare)
    assert [one for one in made.edges() if "saga" in one] == [(name, "see-also", "saga") for name in names]
    same = {
        f"{name}.md": page(f"title: {name}", LISTS + "- [Saga](saga.md)\n- [Outbox](outbox.md)\n") for name in names
    }
    assert load(made, same).edges() == []


def test_dates(made: Catalogue) -> None:
    """A timeline's date is weaker than a field's, and stands alone where no field has one."""
    timeline = "```mermaid\ntimeline\n 1990 : Saga : Outbox : Nobody\n```\n"
    load(made, {"saga.md": SAGA, "outbox.md": OUTBOX, "index.md": timeline})
    assert made.held("outbox", "introduced") == [("1990", "chosen", "")]
    assert [value[:2] for value in made.held("saga", "introduced")] == [("1987", "chosen"), ("1990", "other")]
    assert counts(made) == {"statements": 3, "values": 2, "unknown-names": 1}


def test_a_declared_relation(made: Catalogue) -> None:
    """A relation that a vocabulary declares is harvested, asked for and drawn like any other."""
    from loaders.vocabulary_file import read_vocabulary

    made.write({"words.yaml": "relations:\n  hosts: {label: hosts, inverse: runs on}\n"})
    words, problems = read_vocabulary(str(made.folder / "words.yaml"))
    assert problems == []
    diagram = "```mermaid\ngraph LR\nA[Saga] -->|Runs on| B[Outbox]\n```\n"
    made.write({"docs/saga.md": page("title: Saga", diagram), "docs/outbox.md": OUTBOX}).load(
        prose=True, vocabulary=words
    )
    assert made.edges() == [("outbox", "hosts", "saga")]


def test_the_switch(made: Catalogue) -> None:
    """Prose is read where asked for; another choice reads the same files again, the same choice does not."""
    made.write({"docs/saga.md": page("title: Saga", LISTS + "- [Outbox](outbox.md)\n"), "docs/outbox.md": OUTBOX})
    made.load()
    assert made.edges() == []
    assert counts(made) == {}
    assert made.load(prose=True).unchanged == 0
    assert made.edges() == [("outbox", "see-also", "saga")]
    assert made.load(prose=True).unchanged == 2
    assert made.load().unchanged == 0
    assert made.edges() == []
    assert counts(made) == {}


def test_any_order_of_files(tmp_path: Path) -> None:
    """Whatever order files are loaded in, the graph is the same to the byte."""
    row = "| Pattern | Replaced by |\n|---|---|\n| 2PC | Saga |\n"
    files = {
        "docs/a.md": page("title: A", LISTS + "- [Saga](saga.md)\n" + row),
        "docs/b.md": page("title: B", "## From Saga to A\n## From A to Saga\n" + row),
        "docs/saga.md": page("title: Saga", LISTS + "- [Outbox](c.md) - Alternative\n" + row),
        "docs/2pc.md": TWO,
    }
    seen = []
    for number, order in enumerate(itertools.permutations(files)):
        made = Catalogue(tmp_path / str(number)).write(files)
        for name in order:
            made.load(name, prose=True, base=str(made.folder))
        seen.append(made.settled())
    assert all(one == seen[0] for one in seen)


@pytest.mark.parametrize("reader", ["front-matter", "sections", "headers"])
def test_mapping(made: Catalogue, reader: str) -> None:
    """A mapping reads the prose below a page by one line, with the mapping's own ids and relations."""
    from kb.loading import own_mapping

    heads = {
        "front-matter": "---\ntitle: {0}\n---\n",
        "sections": "# {0}\n\n",
        "headers": "Title: {0}\n\n",
    }
    mapping = f"""kb-mapping: 1
title: Notes
vocabulary: {{relations: {{hosts: {{label: hosts, inverse: runs on}}}}}}
sources: [{{files: "**/*.note", read: {reader}}}]
records:
  note: {{id: "n-{{$stem}}", kind: pattern, title: {"$title" if reader == "sections" else "title" if reader == "front-matter" else "Title"}, prose: true}}
"""
    body = "## Superseded by\n\n- [Two](2.note)\n\n**Runs on**: [Two](2.note)\n"
    made.write({"m.yaml": mapping, "docs/1.note": heads[reader].format("One") + body})
    made.write({"docs/2.note": heads[reader].format("Two")})
    made.load(mapping=own_mapping(str(made.folder / "m.yaml")))
    assert made.edges() == [("n-2", "hosts", "n-1"), ("n-2", "replaces", "n-1")]
    made.write({"m.yaml": mapping.replace(", prose: true", "")})
    made.load(mapping=own_mapping(str(made.folder / "m.yaml")))
    assert made.edges() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prose: true": "prose: maybe"}, "'prose'"),
        ({"read: front-matter": "read: csv"}, "'prose' needs a text below the record"),
        ({"prose: true": "prose: true, at: 'items[*]'"}, "a record that is a whole page"),
    ],
)
def test_mistakes_in_a_mapping(made: Catalogue, changes: dict[str, str], message: str) -> None:
    """Prose of a row, of a table or of no page is a mistake at the mapping's own line."""
    from kb.errors import CatalogueError
    from kb.loading import own_mapping

    text = 'kb-mapping: 1\ntitle: T\nsources: [{files: "*.x", read: front-matter}]\nrecords:\n  a: {id: "{$stem}", prose: true}\n'
    for old, new in changes.items():
        text = text.replace(old, new)
    made.write({"m.yaml": text})
    with pytest.raises(CatalogueError) as raised:
        own_mapping(str(made.folder / "m.yaml"))
    assert "m.yaml:5:" in str(raised.value)
    assert message in str(raised.value)
