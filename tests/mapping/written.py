"""Mappings and what they make of files, written in a few lines for tests."""

from loaders.base import SourceFile
from loaders.mapping.model import MappingRule
from loaders.mapping.parse import parse_mapping
from loaders.mapping.run import loader_of
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem

#: Every YAML file is read, and no title stands before the rules.
HEAD = "kb-mapping: 1\nsources: [{files: '**/*.yaml', read: yaml}]\n"


def mapping(text: str) -> MappingRule:
    """A mapping without mistake."""
    rule, problems = parse_mapping(SourceFile("m.yaml", text))
    assert not problems, [str(one) for one in problems]
    assert rule is not None
    return rule


def read(text: str, data: str, path: str = "a/x.yaml") -> list[Claim | Problem]:
    """What a mapping makes of one file."""
    rule = mapping(text)
    file = SourceFile(path, data, relative=path)
    items = loader_of(rule).read(file, VOCABULARY.merged(rule.vocabulary))
    return [one for one in items if isinstance(one, Claim | Problem)]


def claims(text: str, data: str, predicate: str = "", path: str = "a/x.yaml") -> list[Claim]:
    """The claims that a mapping makes of one file, of one predicate if it is named."""
    found = [one for one in read(text, data, path) if isinstance(one, Claim)]
    return [one for one in found if predicate in ("", one.predicate)]


def problems(text: str, data: str, path: str = "a/x.yaml") -> list[Problem]:
    """What a mapping finds wrong with one file."""
    return [one for one in read(text, data, path) if isinstance(one, Problem)]
