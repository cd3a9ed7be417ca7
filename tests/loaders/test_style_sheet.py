"""Style sheets: what they change, and what is wrong with one at which line."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from loaders import style_sheet
from loaders.style_sheet import LOOKS, read_style, schema
from loaders.yaml_reader import read_yaml
from ontology.builtin import VOCABULARY
from ontology.vocabulary import Vocabulary

#: The sheet that the module shows.
EXAMPLE = (style_sheet.__doc__ or "").split("::\n\n")[1]


def read(folder: Path, text: str) -> tuple[Vocabulary, list[tuple[int, str]]]:
    """The vocabulary with its looks, and (line, message) of the mistakes."""
    path = folder / "looks.yaml"
    path.write_text(text)
    found, problems = read_style(str(path), VOCABULARY)
    return found, [(problem.source.line, problem.message) for problem in problems]


def test_example_changes_looks_alone(tmp_path: Path):
    """A style sheet changes how tiers, kinds and relations look, and leaves what they mean."""
    found, mistakes = read(tmp_path, EXAMPLE)
    assert not mistakes
    gold = found.scales["excellence"].tiers[0]
    assert (gold.color, gold.icon, gold.label) == ("#1b7f4b", "★", "Gold")
    assert (found.kinds["technology"].color, found.kinds["technology"].shape) == ("#7aa6d8", "component")
    assert found.relations["replaces"].style == ("solid", "hollow", "#005a9c")
    assert found.relations["replaces"].lineage
    assert found.relations["evolved-from"] == VOCABULARY.relations["evolved-from"]
    assert found.properties == VOCABULARY.properties


MISTAKES = {
    "- gold": (1, "a style sheet is a mapping with tiers, kinds, relations"),
    "tier:\n  gold: {}": (1, "'tier' is no part of a style sheet; did you mean 'tiers'?"),
    "tiers:\n  glod: {color: '#ffffff'}": (2, "there is no 'glod' among the tiers; did you mean 'gold'?"),
    "tiers:\n  gold: yellow": (2, "'gold' looks like a mapping with color, icon"),
    "tiers:\n  gold: {colour: '#ffffff'}": (2, "tiers have no 'colour'; did you mean 'color'?"),
    "tiers:\n  gold:\n    color: yellow": (3, "'yellow' is no colour: write it as \"#rrggbb\", in quotes"),
    "tiers:\n  gold:\n    color: #ffffff": (3, "'' is no colour: write it as \"#rrggbb\", in quotes"),
    "kinds:\n  pattern: {shape: hexagn}": (2, "'hexagn' is no shape; did you mean 'hexagon'?"),
    "relations:\n  replaces: {line: dashd}": (2, "'dashd' is no line; did you mean 'dashed'?"),
    "relations:\n  replaces: {line: [dashed]}": (2, "'line' is a single value"),
    "relations: dashed": (1, "write 'relations' as a mapping: a name, and under it how it looks"),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistake_has_its_line(tmp_path: Path, text: str):
    """Each mistake is told with its line and what may have been meant, and changes nothing."""
    found, mistakes = read(tmp_path, text)
    assert mistakes == [MISTAKES[text]]
    assert found == VOCABULARY


def test_empty_sheet_changes_nothing(tmp_path: Path):
    """A sheet of comments, or of parts without anything in them, is no mistake."""
    for text in ("", "# nothing yet\n", "tiers:\nkinds:\n"):
        assert read(tmp_path, text) == (VOCABULARY, [])


def test_schema_takes_what_is_read(tmp_path: Path):
    """The published schema takes the example, and refuses what the reader refuses wherever no catalogue is needed."""
    checker = jsonschema.Draft202012Validator(schema())
    assert checker.is_valid(yaml.safe_load(EXAMPLE))
    for text in MISTAKES:
        known = "there is no" in MISTAKES[text][1]
        assert checker.is_valid(yaml.safe_load(text)) == known, text
    assert {part: set(looks) for part, looks in LOOKS.items()} == {
        part: set(body["additionalProperties"]["properties"]) for part, body in schema()["properties"].items()
    }
    assert not read_yaml("tiers: {}")[1]
