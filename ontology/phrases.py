"""Phrases around names: links, brackets, conditions, joined names. Read when sources are loaded."""

import re

from ontology.names import acronyms_in

_LINK = re.compile(r"^\[(?P<text>[^\]\[]*)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)$")
#: What begins a phrase that says where or with what a named thing is used.
_HEAD_END = re.compile(
    r"\s+(?:for|with|using|via|in|on|at|through|instead of|when|to|per request|over|based on|between|across)\s+|\s*[:;–—]\s+|\s+-\s+",
    re.I,
)


def bracketed(text: str) -> str:
    """What stands in the first pair of brackets, without an acronym of the name itself; empty if nothing does.

    >>> bracketed("Failover (for microservices)"), bracketed("Two-Phase Commit (2PC)")
    ('for microservices', '')
    """
    match = re.search(r"[(\[]([^()\[\]]*)[)\]]", text)
    return "" if match is None or acronyms_in(text) else match[1].strip()


def head_phrase(text: str) -> tuple[str, str]:
    """The named thing and the rest of the phrase: ``Service mesh with automatic retry`` names a service mesh.

    >>> head_phrase("Saga Orchestration patterns for long flows")
    ('Saga Orchestration patterns', 'for long flows')
    """
    match = _HEAD_END.search(text)
    if match is None or match.start() == 0:
        return text, ""
    return text[: match.start()], text[match.start() :].strip(" :;–—-")


def link(text: str) -> tuple[str, str] | None:
    """Text and target where the whole name is one Markdown link.

    >>> link("[Saga](../saga.md#why)")
    ('Saga', '../saga.md#why')
    """
    match = _LINK.match(text.strip())
    return (match["text"].strip(), match["target"]) if match else None


def joined_names(text: str) -> list[str]:
    """The names that a phrase joins by ``+`` or ``and``; one name alone gives itself.

    >>> joined_names("Event Sourcing + CQRS")
    ['Event Sourcing', 'CQRS']
    """
    return [part.strip() for part in re.split(r"\s+\+\s+|\s+and\s+|\s+&\s+", text) if part.strip()] or [text]
