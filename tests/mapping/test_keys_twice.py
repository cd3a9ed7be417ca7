"""A key that stands twice in a record, as in OBO, XML and headers, gives every one of its values."""

import pytest

from loaders.base import SourceFile
from loaders.mapping.parse import parse_mapping
from loaders.mapping.run import loader_of
from ontology.builtin import VOCABULARY
from ontology.claim import Claim


@pytest.mark.parametrize(
    ("reader", "at", "field", "text"),
    [
        ("obo", "Term[*]", "is_a", "[Term]\nid: x\nis_a: a ! one\nis_a: b\n"),
        ("xml", "list.item", "of", "<list><item><id>x</id><of>a</of><of>b</of></item></list>"),
        ("xml", "list.item", "of.@ref", '<list><item><id>x</id><of ref="a"/><of ref="b"/></item></list>'),
        ("headers", "$", "Of", "id: x\nOf: a\nOf: b\n"),
    ],
)
def test_both_are_read(reader: str, at: str, field: str, text: str) -> None:
    """Both values of a key that stands twice become edges, in their order."""
    mapping, problems = parse_mapping(
        SourceFile(
            "m.yaml",
            f"kb-mapping: 1\nsources: [{{files: '*', read: {reader}}}]\n"
            f"records: {{r: {{at: '{at}', id: '{{id}}', edges: {{specializes: '{field}'}}}}}}",
        )
    )
    assert mapping is not None, problems
    claims = loader_of(mapping).read(SourceFile("x", text, relative="x"), VOCABULARY)
    assert [one.object for one in claims if isinstance(one, Claim) and one.object] == ["a", "b"]
