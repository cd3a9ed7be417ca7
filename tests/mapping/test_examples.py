"""The examples beside the keys of the language in the docs."""

import pytest

from loaders.base import SourceFile
from loaders.mapping import language
from loaders.mapping.examples import EXAMPLES, PLACES
from loaders.mapping.parse import parse_mapping

SOURCE = "- {files: '**/*.csv', read: csv, name: tables}"
RECORD = "  r:\n    id: x"


def within(place: str, example: str) -> str:
    """A mapping with one example in it."""
    source, record, references = SOURCE, RECORD, ""
    key = example.partition(":")[0]
    if place == "source":
        rest = {"files": "**/*.md", "read": "front-matter"}
        source = f"{SOURCE}\n- {example}\n" + "\n".join(
            f"  {one}: '{text}'" for one, text in rest.items() if one != key
        )
    elif place == "reference":
        references = f"references:\n{example}\n"
    elif key == "edge":
        record = f"  r:\n    {example}"
    elif place == "edge":
        record = f"{RECORD}\n    edges:\n      {example}"
    elif key == "prose":
        source = "- {files: '**/*.md', read: front-matter}"
        record = f"{RECORD}\n    {example}"
    else:
        record = f"  r:\n    {example}" if key == "id" else f"{RECORD}\n    {example}"
    return f"kb-mapping: 1\nsources:\n{source}\n{references}records:\n{record}\n"


def test_every_key_has_one():
    """Every key of the tables in the docs has an example, and there are no others."""
    for name in PLACES:
        assert list(EXAMPLES[name]) == list(language.names(language.TABLES[name])), name
    assert set(EXAMPLES) == set(PLACES)
    assert set(language.TABLES) - set(PLACES) == {"top", "form"}


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in EXAMPLES.items() for word in words])
def test_each_is_right(name: str, word: str):
    """An example stands in a mapping without a mistake, and has the key that it is for."""
    text = within(PLACES[name], EXAMPLES[name][word])
    problems = parse_mapping(SourceFile("m.yaml", text))[1]
    assert [str(one) for one in problems] == [], text
    assert f"{word}:" in text or f"'{word}':" in text or f"[{word}" in text
