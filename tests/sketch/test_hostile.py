"""Whatever lies in a folder, a sketch is a mapping without mistake that reads it, or one sentence that says why not."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.base import SourceFile
from loaders.files import Found, find_files, read_file
from loaders.mapping.model import MappingRule
from loaders.mapping.parse import parse_mapping
from loaders.mapping.run import loader_of
from loaders.sketch.sketch import NothingToSketchError, sketch
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from tests.conftest import Kb


def parsed(text: str) -> MappingRule:
    """A mapping that has no mistake."""
    rule, problems = parse_mapping(SourceFile("sketch.yaml", text))
    assert not problems, (text, [str(one) for one in problems])
    assert rule is not None
    return rule


def claims_of(root: Path, text: str) -> tuple[list[Claim], list[Problem]]:
    """What a mapping makes of all files of a folder."""
    rule = parsed(text)
    loader = loader_of(rule)
    claims: list[Claim] = []
    problems: list[Problem] = []
    for found in find_files(str(root), ["*"], "" if root.is_dir() else root.name):
        if isinstance(found, Found) and loader.wants is not None and loader.wants(found.name):
            file, _ = read_file(found.path, found.name, 20)
            if file is not None:
                file.relative = found.name
                items = list(loader.read(file, VOCABULARY.merged(rule.vocabulary)))
                claims += [one for one in items if isinstance(one, Claim)]
                problems += [one for one in items if isinstance(one, Problem)]
    return claims, problems


def sketched(root: Path) -> str:
    """The sketch of a folder; the same when it is made again."""
    text = sketch(str(root), 20)
    assert text == sketch(str(root), 20)
    assert text.isprintable() or all(line.isprintable() for line in text.split("\n"))
    return text


ODD = ["a: b", "#c", " d ", "yes", "null", "1", "*", "a.b", "[x]", '"q"', "'s'", "ü-ß", "x" * 300, "@id", "$title", "..up", "-", "{f}", "tab\t", "→", "a|b", "a:b"]  # fmt: skip

HOSTILE: dict[str, dict[str, str | bytes]] = {
    "keys that mean something in YAML and in the language": {
        "a.json": json.dumps([{**dict.fromkeys(ODD, f"v{number}"), "id": number} for number in range(4)])
    },
    "values that mean something in YAML": {
        "a.json": json.dumps([{"id": text, "status": ODD[number % 3], "replaced_by": ODD[number - 1]} for number, text in enumerate(ODD)])
    },
    "only odd keys": {"a.json": json.dumps([{"{x}": 1, "a\nb": 2}, {"{x}": 2}])},
    "no key is in every record": {"a.json": json.dumps([{"a": 1}, {"b": 2}, {"c": 3}, {"a": 1}])},
    "records that are all the same": {"a.json": json.dumps([{"a": 1}] * 5)},
    "records without anything": {"a.json": "[{}, {}, {}]"},
    "a scalar": {"a.json": "3", "b.yaml": "three"},
    "lists of lists": {"a.json": "[[1, 2], [3, [4]]]"},
    "a map of texts": {"a.yaml": "a: b\nc: d\n"},
    "several documents": {"a.yaml": "id: a\nreplaced_by: b\n---\nid: b\n---\nid: c\n"},
    "a document that unfolds without end": {"a.yaml": "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c]\n"},
    "deep nesting": {"a.json": '{"a":' * 150 + "1" + "}" * 150, "b.yaml": "- id: 1\n- id: 2\n"},
    "an entity bomb": {"a.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x><y id="1">&b;</y><y id="2"/></x>', "b.csv": "id\n1\n2\n"},
    "XML with prefixes": {"a.xml": '<r:a xmlns:r="u"><r:b r:id="1"/><r:b r:id="2"/></r:a>'},
    "a table with one column": {"a.csv": "name\na\nb\n"},
    "a table without header": {"a.csv": "1,2,3\n4,5,6\n7,8,9\n"},
    "a table with short and long rows": {"a.csv": "id,b,c\n1\n2,3,4,5\n3,,\n,,\n"},
    "a table with equal columns": {"a.csv": "a,a,\nx,y,z\nu,v,w\n"},
    "a table of comments": {"a.csv": "# a\n# b\n# c\n"},
    "a table with a quote that never closes": {"a.csv": 'a,b\n"1,2\n3,4\n'},
    "line ends of another system": {"a.csv": "id,b\r\n1,2\r\n2,3\r\n", "b/c.md": "---\r\ntitle: x\r\n---\r\n"},
    "empty files": {"a.md": "", "b.json": "", "c.csv": "", "d.yaml": "", "e.xml": "", "f.obo": "", "g.csv": "id\n1\n2\n"},
    "damaged files": {"a.json": '{"a": [', "b.yaml": "a: [\n- b: :", "c.xml": "<a><b>", "d.md": "---\na: [\n---\n", "e.csv": "id\n1\n2\n"},
    "bytes": {"a.json": b"\xff\xfe\x00", "b.csv": b"\xef\xbb\xbfid;x\n1;2\n2;3\n", "c.md": b"\x80abc"},
    "names of files that mean something in patterns": {
        **{f"{name}.md": f"---\ntitle: {number}\n---\n" for number, name in enumerate(["{x}", "*", "a?b", "~c", "..d", "a b", "é"])},
        "C:x.md": "---\ntitle: y\n---\n",
    },
    "a field that a part of the path would hide": {
        f"{number:03d}-x.md": f"---\nnumber: {number * 7}\ntitle: t{number}\nrelease: r\n---\n" for number in range(5)
    },
    "folders that are dates, with a field called as they are": {
        f"201{number}-01-01/a{number}.md": f"---\nring: adopt\nrelease: {number}\nseen: x\n---\n" for number in range(4)
    },
    "pages without anything": {f"p{letter}.md": "Only words.\n" for letter in "abc"},
    "prose": {"a.txt": "It was a dark and stormy night.\nThe end.\n", "b.csv": "id\n1\n2\n"},
    "a list of words": {"a.txt": "one\ntwo\nthree\n"},
    "headings that mean something": {f"{n}-a.md": f'# T{n}\n\n## Status\n\n{ODD[n]}\n\n## See "also".*\n\n- [x](1-a.md)\n' for n in range(1, 6)},
    "ids that two sorts share": {"a.json": '{"xs": [{"id": "a"}, {"id": "b"}], "ys": [{"id": "a", "x": "b"}, {"id": "c", "x": "a"}]}'},
    "records in records in records": {
        "a.json": json.dumps([{"id": f"p{n}", "v": [{"n": m, "w": [{"k": 1}]} for m in range(3)]} for n in range(3)])
    },
    "a configuration beside pages": {
        **{f"p{n}.md": f"---\ntitle: P{n}\nreplaces: P{n - 1}\n---\n" for n in range(8)},
        "package.json": '{"name": "x", "scripts": {"a": "b"}}',
    },
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, kb: Kb) -> None:
    """A sketch of a folder with odd files has no mistake and finds records, whatever their keys and values are."""
    kb.write({f"src/{path}": content for path, content in HOSTILE[name].items()})
    if name in NOTHING:
        with pytest.raises(NothingToSketchError, match="no records were found in"):
            sketch(str(kb.folder / "src"), 20)
        return
    text = sketched(kb.folder / "src")
    claims, problems = claims_of(kb.folder / "src", text)
    assert [one for one in claims if one.predicate == "kind"], text
    assert [one for one in problems if one.rule in ("unknown-word", "mapping", "pattern-too-slow")] == []


#: There is nothing to find in these.
NOTHING = {"a scalar", "lists of lists", "records without anything", "only odd keys"}


@pytest.mark.parametrize("path", ["a.json", "b/c.md"])
def test_one_file(path: str, kb: Kb) -> None:
    """A file alone can be sketched, too."""
    kb.write({"a.json": '[{"id": 1}, {"id": 2}]', "b/c.md": "---\ntitle: C\nstatus: old\n---\n# C\n"})
    claims, _ = claims_of(kb.folder / path, sketched(kb.folder / path))
    assert len({one.subject for one in claims}) == (2 if path == "a.json" else 1)


def test_links_and_pipes(kb: Kb) -> None:
    """A link that leads in a circle and a pipe are named as not read, and hinder nothing."""
    kb.write({"src/a.csv": "id,b\n1,2\n2,3\n"})
    (kb.folder / "src" / "loop").symlink_to(kb.folder / "src")
    os.mkfifo(kb.folder / "src" / "p.json")
    text = sketched(kb.folder / "src")
    assert "# not read: loop: " in text
    assert "# not read: p.json: " in text


def test_limits(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more files and records are looked at than the limits say, and the sketch says how many."""
    monkeypatch.setattr("loaders.sketch.look.MOST_FILES", 5)
    monkeypatch.setattr("loaders.sketch.places.MOST_RECORDS", 20)
    rows = "".join(f"r{number},{number}\n" for number in range(50))
    kb.write({"src/t.csv": f"name,value\n{rows}", **{f"src/p/{n}.md": f"---\ntitle: P{n}\n---\n" for n in range(30)}})
    text = sketched(kb.folder / "src")
    assert "5 of 31 files were read" in text
    assert "30 files, 4 read" in text
    assert "more than 20 records" in text
    claims, _ = claims_of(kb.folder / "src", text)
    assert len({one.subject for one in claims}) == 80


WORDS = ["id", "name", "title", "status", "replaced_by", "replaces", "a.b", "x y", "type", "created", "deprecated", "source", "target", "{k}", "related"]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(["a", "b", "c", "2020-01-01", "01/02/2020", "active", "deprecated", "true", "[x](a.md)", "a, b", "1", "007", "", "n/a"]),
    st.text(max_size=8),
)  # fmt: skip
RECORDS = st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), st.one_of(TEXTS, st.lists(TEXTS, max_size=3), st.booleans(), st.none(), st.integers(0, 9)), max_size=6)  # fmt: skip
TREES = st.one_of(
    st.lists(RECORDS, max_size=6),
    st.dictionaries(st.sampled_from(["items", "@graph", "more", "*"]), st.lists(RECORDS, max_size=5), max_size=3),
    st.dictionaries(st.one_of(st.sampled_from(["p", "q", "r"]), st.text(max_size=4)), RECORDS, max_size=6),
    st.lists(st.fixed_dictionaries({"id": TEXTS, "parts": st.lists(RECORDS, max_size=3)}), max_size=4),
    RECORDS,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees=st.lists(TREES, min_size=1, max_size=3), form=st.sampled_from(["json", "yaml", "md", "jsonl"]))
def test_anything(trees: list[Any], form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A sketch of generated documents has no mistake, and what it finds can be loaded."""
    folder = tmp_path_factory.mktemp("src")
    for number, tree in enumerate(trees):
        text = json.dumps(tree)
        if form == "md":
            text = f"---\n{yaml.safe_dump(tree, allow_unicode=True)}---\n# T{number}\n"
        elif form == "jsonl":
            text = "\n".join(map(json.dumps, tree if isinstance(tree, list) else [tree]))
        (folder / f"f{number}.{form}").write_text(text, encoding="utf-8")
    try:
        text = sketched(folder)
    except NothingToSketchError:
        return
    assert claims_of(folder, text) is not None
