"""A decision tree as Mermaid or DOT: questions, the options that lead on, and what each end recommends."""

from collections.abc import Iterator
from typing import NamedTuple

from exports.dot import FONT, text, wrapped
from exports.mermaid import checked, css
from exports.mermaid_text import comment, escape
from exports.node_words import moment_line, state
from exports.picture import TooLarge, plain
from exports.style import Paint, color_of, mix, text_on
from ontology.vocabulary import Vocabulary
from queries.outline import Outline, Step

_QUESTION = Paint("question", "#ffffff", "#57606a", "#1f2328", 1.5)
_NOWHERE = Paint("nowhere", "#ffffff", "#57606a", "#57606a", 1.0, dashed=True)
_PLAIN = "#e6edf5"
_MARGIN = 30


class Box(NamedTuple):
    """One step as it is drawn."""

    id: str
    lines: tuple[str, ...]
    paint: Paint
    question: bool


def mermaid(tree: Outline, vocabulary: Vocabulary) -> str:
    """The flowchart. Raises ``TooLarge`` over Mermaid's own limits."""
    boxes = _boxes(tree, vocabulary)
    lines = [comment(line) for line in (moment_line(tree.at),) if line]
    lines += ["flowchart TB", f"    accTitle: {escape(tree.node.title) or 'Decision tree'}"]
    for box in boxes:
        left, right = ("{{", "}}") if box.question else ("[", "]")
        label = "<br/>".join(escape(line, quoted=True) for line in box.lines)
        lines.append(f'    {box.id}{left}"{label}"{right}:::{box.paint.name}')
    for branch in tree.branches:
        words = escape(" / ".join(plain(option.label) for option in branch.options), quoted=True)
        lines.append(f'    s{branch.start} -->|"{words}"| s{branch.end}')
    looks = dict.fromkeys(box.paint for box in boxes)
    lines += (f"    classDef {look.name} {css(look)}" for look in looks)
    return checked("\n".join(lines) + "\n", len(tree.branches), "ask for DOT or SVG")


def dot(tree: Outline, vocabulary: Vocabulary) -> str:
    """The graph as DOT text."""
    import graphviz  # only those who draw pay for it

    caption = " · ".join(filter(None, (plain(tree.node.title), moment_line(tree.at))))
    made = graphviz.Digraph(
        "tree",
        graph_attr={
            "bgcolor": "white",
            "fontcolor": "#1f2328",
            "fontname": FONT,
            "fontsize": "14",
            "label": text(caption),
            "labelloc": "t",
            "nodesep": "0.35",
            "pad": "0.2",
            "rankdir": "TB",
        },
        node_attr={"fontname": FONT, "fontsize": "12", "margin": "0.16,0.09"},
        edge_attr={"arrowsize": "0.8", "color": "#57606a", "fontcolor": "#57606a", "fontname": FONT, "fontsize": "10"},
    )
    for box in _boxes(tree, vocabulary):
        lines = [part for line in box.lines for part in wrapped(line, _MARGIN)]
        made.node(
            box.id,
            color=box.paint.border,
            fillcolor=box.paint.fill,
            fontcolor=box.paint.text,
            id=box.id,
            label=text(*lines),
            penwidth=f"{box.paint.width:g}",
            shape="hexagon" if box.question else "box",
            style="filled,dashed" if box.paint.dashed else "filled" if box.question else "filled,rounded",
            tooltip=text(box.lines[0]),
        )
    for branch in tree.branches:
        words = " / ".join(plain(option.label) for option in branch.options)
        made.edge(
            f"s{branch.start}", f"s{branch.end}", label=text(*(f"\u00a0{part}\u00a0" for part in wrapped(words, 24)))
        )
    return str(made.source)


def _boxes(tree: Outline, vocabulary: Vocabulary) -> list[Box]:
    if not tree.whole:
        raise TooLarge("this decision tree has too many steps to be drawn; 'kb select' follows it")
    looks: dict[str, Paint] = {}
    return [_box(place, step, tree, vocabulary, looks) for place, step in enumerate(tree.steps)]


def _box(place: int, step: Step, tree: Outline, vocabulary: Vocabulary, looks: dict[str, Paint]) -> Box:
    if step.question is not None:
        return Box(f"s{place}", (plain(step.question.text) or plain(step.question.id),), _QUESTION, True)
    if step.scenario is None:
        return Box(f"s{place}", ("no scenario fits",), _NOWHERE, False)
    told = tuple(_recommended(step.scenario.id, tree, vocabulary))
    choices = tree.choices[step.scenario.id]
    word = choices[0].said.tier if choices else ""
    found = vocabulary.tier(word) if word else None
    color = color_of(found[0].tiers[found[1]].color if found else "", _PLAIN)
    if word not in looks:
        looks[word] = Paint(f"t{len(looks)}", color, mix(color, "#000000", 0.4), text_on(color), 1.5)
    return Box(f"s{place}", (plain(step.scenario.title), *told), looks[word], False)


def _recommended(scenario: str, tree: Outline, vocabulary: Vocabulary) -> Iterator[str]:
    """What is recommended, a line a tier, with what the reader should know of each."""
    by_tier: dict[str, list[str]] = {}
    for one in tree.choices[scenario]:
        notes = [
            state(one.node, tree.at),
            "" if one.existed else "not there yet" if one.existed is False else "there yet?",
        ]
        said = ", ".join(filter(None, notes))
        title = plain(one.node.title) or plain(one.node.id)
        by_tier.setdefault(one.said.tier, []).append(f"{title} ({said})" if said else title)
    for word, titles in by_tier.items():
        found = vocabulary.tier(word)
        label = found[0].tiers[found[1]].label or word if found else word
        yield f"{plain(label)}: {'; '.join(titles)}"
    if denied := tree.denied.get(scenario):
        yield f"denied: {'; '.join(plain(one.name) for one in denied)}"
