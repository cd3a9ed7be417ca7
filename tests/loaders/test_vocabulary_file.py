"""Vocabulary files: what a user adds, and what is wrong with it at which line."""

from pathlib import Path

import pytest

from loaders.vocabulary_file import read_vocabulary
from ontology.builtin import VOCABULARY
from ontology.vocabulary import Vocabulary

WHOLE = """\
kinds:
  standard: {label: standard, plural: standards, shape: note, background: true}
  gadget:
relations:
  profiles: {label: profiles, inverse: profiled by, transitive: true, object-kind: standard, style: {line: dotted}}
  rivals: {symmetric: true}
properties:
  licence: {label: licence, holds: one, type: date}
scales:
  maturity: [{name: stable, color: "#00ff00"}, sunset, {name: gone, retired: true, needs: [2 licence or rivals, tags]}]
retired-words: [Phased_Out]
live-words: legacy
"""


def read(folder: Path, text: str | bytes) -> tuple[Vocabulary, list[tuple[str, int, int]], list[str]]:
    """The vocabulary, (rule, line, column) of the mistakes, and their messages."""
    path = folder / "words.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found, problems = read_vocabulary(str(path))
    return found, [(p.rule, p.source.line, p.source.column) for p in problems], [p.message for p in problems]


def test_whole_file(tmp_path: Path):
    """A file may add kinds, relations, properties, scales and words, in a short form and a long one."""
    words, problems, _ = read(tmp_path, WHOLE)
    assert not problems
    assert words.kinds["standard"] == ("standard", "standard", "standards", "note", True, "")
    assert words.kinds["gadget"].label == "gadget"
    assert words.relations["profiles"].inverse == "profiled by"
    assert words.relations["profiles"].transitive is True
    assert words.relations["profiles"].object_kind == "standard"
    assert words.relations["profiles"].style.line == "dotted"
    assert words.relations["profiles"].lineage is False
    assert (words.relations["rivals"].label, words.relations["rivals"].inverse) == ("rivals", "rivals")
    assert words.properties["licence"] == ("licence", "licence", "one", "date")
    assert [(tier.name, tier.label, tier.retired) for tier in words.scales["maturity"].tiers] == [
        ("stable", "stable", False),
        ("sunset", "Sunset", False),
        ("gone", "gone", True),
    ]
    assert [tier.needs for tier in words.scales["maturity"].tiers] == [(), (), ("2 licence or rivals", "tags")]
    ours = VOCABULARY.merged(words)
    assert ours.retires("phased out")
    assert ours.retires("gone")
    assert not ours.retires("legacy")
    assert VOCABULARY.retires("legacy")
    assert Vocabulary.from_data(ours.to_data()) == ours


def test_the_example_of_the_docstring(tmp_path: Path):
    """The example that the module itself shows is a vocabulary without mistakes."""
    from loaders import vocabulary_file

    example = (vocabulary_file.__doc__ or "").split("::\n\n")[1]
    text = "\n".join(line[4:] for line in example.splitlines())
    words, problems, _ = read(tmp_path, text)
    assert not problems
    assert set(words.relations) == {"profiles"}
    assert words.retired_words == {"phased out"}


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- a", (1, 1), "a vocabulary file is a mapping"),
        ("a", (1, 1), "a vocabulary file is a mapping"),
        ("kind:\n  a:", (1, 1), "did you mean 'kinds'?"),
        ("zzz: 1", (1, 1), "known are kinds, relations"),
        ("kinds: [a]", (1, 8), "write this as a mapping"),
        ("kinds:\n  a: [b]", (2, 6), "'a' is described by a mapping with label"),
        ("kinds:\n  a: {lable: b}", (2, 7), "did you mean 'label'?"),
        ("kinds:\n  a: {label: [b]}", (2, 14), "'label' is a single value"),
        ("kinds:\n  a: {background: maybe}", (2, 19), "true or false, not 'maybe'"),
        ("relations:\n  a: {label: b}", (2, 3), "'a' needs 'inverse'"),
        (
            "relations:\n  a: {inverse: c, lineage: true, symmetric: true}",
            (2, 3),
            "cannot be both lineage and symmetric",
        ),
        ("relations:\n  a: {inverse: c, style: {line: dashd}}", (2, 33), "did you mean 'dashed'?"),
        ("relations:\n  a: {inverse: c, style: dashed}", (2, 26), "'label' is no field of 'style'"),
        ("properties:\n  a: {holds: some}", (2, 14), "none of one, many, record"),
        ("properties:\n  a: {type: integer}", (2, 13), "'integer' is none of text"),
        ("scales:\n  a: {b: c}", (2, 6), "is a list of tiers"),
        ("scales:\n  a: [{label: c}]", (2, 7), "a word, or a mapping with a name"),
        ("scales:\n  a: [[b]]", (2, 7), "a word, or a mapping with a name"),
        ("scales:\n  a: [{name: b, retired: yes}]", (2, 26), "true or false, not 'yes'"),
        ("scales:\n  a: [{name: b, needs: [{c: d}]}]", (2, 25), "a single word is wanted"),
        ("scales:\n  a: [{name: b, needs: [checklst]}]", (2, 25), "did you mean 'checklist'?"),
        ("scales:\n  a: [{name: b, needs: [tags, replacd-by]}]", (2, 31), "did you mean 'replaced-by'?"),
        ("scales:\n  a: [{name: b, needs: '0 tags'}]", (2, 24), "'0 tags' is no need"),
        ("retired-words: [{a: b}]", (1, 17), "a single word is wanted"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, place: tuple[int, int], words: str):
    """A mistake is one finding where it stands, says what was meant, and costs nothing else."""
    added = "live-words: [fine]\n" if not text.startswith(("-", "a")) else ""
    found, problems, messages = read(tmp_path, text + "\n" + added)
    assert problems == [("wrong-shape", *place)]
    assert words in messages[0]
    assert found.live_words == ({"fine"} if added else set())
    assert not found.kinds
    assert not found.relations
    assert not found.properties


def test_good_beside_bad(tmp_path: Path):
    """What has no mistake is kept beside what has one."""
    found, problems, _ = read(tmp_path, "kinds:\n  a: {x: 1}\n  b: {label: B}\nscales:\n  s: [{name: t, q: 1}, u]\n")
    assert problems == [("wrong-shape", 2, 7), ("wrong-shape", 5, 17)]
    assert list(found.kinds) == ["b"]
    assert [tier.name for tier in found.scales["s"].tiers] == ["u"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [(b"\xff", "not-utf8"), ("kinds: {a: [}", "yaml-syntax"), ("kinds:\n\ta: b", "yaml-tab"), ("a: *b", "yaml-alias")],
)
def test_unreadable_files(tmp_path: Path, text: str | bytes, rule: str):
    """A file that is no YAML says so and adds nothing."""
    found, problems, _ = read(tmp_path, text)
    assert rule in [one[0] for one in problems]
    assert not found.kinds


def test_missing_and_empty_files(tmp_path: Path):
    """A file that is not there is a finding; an empty one is an empty vocabulary."""
    assert [p.rule for p in read_vocabulary(str(tmp_path / "no.yaml"))[1]] == ["file-unreadable"]
    assert read(tmp_path, "# nothing\n")[:2] == (Vocabulary(), [])
