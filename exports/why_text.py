"""A proof as text: that it is so or not, then every claim with its line, the rules, the disputes and the moment."""

from collections.abc import Iterator

from exports.paint import Paint
from exports.replacement_text import dispute_lines
from exports.said import decision
from queries.proof import Link, Proof, Understood, Voice


def render(answer: Proof, paint: Paint) -> str:
    """The whole proof."""
    color = {True: "green", False: "red", None: "yellow"}[answer.holds]
    lines = [paint.wrap(f"{paint(answer.statement, 'bold')}: {paint(answer.verdict, color)}", "", "  ")]
    blocks = (
        ("Who says so", [line for link in answer.links for line in _link(link, paint, alone=len(answer.links) == 1)]),
        ("Said instead", [line for link in answer.instead for line in _link(link, paint, alone=False)]),
        ("Rules", [paint.wrap(rule, "  ", "    ") for rule in answer.rules]),
        (
            "Sources disagree",
            [paint.wrap(line, "  ", "    ") for one in answer.disputes for line in dispute_lines(one)],
        ),
        (f"At {answer.at.text}", [paint.wrap(text, "  ", "    ") for text in answer.moment]),
        ("Names", [f"  {_understood(one)}" for one in answer.names]),
    )
    for title, texts in blocks:
        if texts:
            lines += ["", paint(title, "bold"), *texts]
    return "\n".join(lines)


def _link(link: Link, paint: Paint, *, alone: bool) -> Iterator[str]:
    indent = "  " if alone else "    "
    if not alone:
        state = {True: "", False: "  [not at this moment]", None: "  [cannot tell at this moment]"}[link.holds]
        yield paint.wrap(f"{link.text}{state if link.edge else ''}", "  ", "    ")
    for voice in link.voices:
        yield from _voice(voice, indent, paint)
    for rule in link.rules:
        yield paint.wrap(rule, f"{indent}rule  ", f"{indent}      ")


def _voice(voice: Voice, indent: str, paint: Paint) -> Iterator[str]:
    claim = voice.claim
    ground = claim.qualifiers.get("ground")
    how = decision(claim) if claim.method == "decided" else claim.rule
    how = how if claim.method in ("stated", "decided") else f"{claim.method}, {how}"
    yield paint.wrap(f"{claim.source}  ({how}{f', resting on {ground}' if ground else ''})", indent, f"{indent}  ")
    if claim.source.quote:
        yield paint(f"{indent}  | {claim.source.quote}", "dim")
    for one in voice.names:
        if one.written != one.node.id:
            yield f"{indent}  {_understood(one)}"


def _understood(one: Understood) -> str:
    return f"'{one.written}' is {one.node.title} ({one.node.id}), by {one.rule}"
