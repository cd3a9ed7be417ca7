"""Why a statement holds: who says so, how names were understood, which rules were applied, what the moment does to it.

Where nobody says so: what is said instead (``queries.instead``).
"""

from collections.abc import Iterable

from ontology.names import folded
from queries.answers import disputes_of
from queries.graph import Graph
from queries.instead import beside, chain, properties_of, unsettled
from queries.moment import Moment, begun, retired
from queries.proof import Proof, Understood, held_at_moment, link_of, read_as_one, states_of, told_retired, value_link
from queries.replacement import Replacement, what_replaces
from queries.statement import RETIRED, Statement, read_statement
from queries.voices import compared, key_of, voices
from queries.walk import walk


def why(graph: Graph, words: Iterable[str], at: Moment) -> Proof:
    """The proof of a statement. Raises as ``read_statement`` does."""
    statement = read_statement(graph, list(words))
    names = [Understood(one.name, one.nodes[0], one.rule) for one in (statement.subject, statement.object) if one]
    if statement.relation and statement.object:
        return _relation(graph, statement, tuple(names), at)
    if statement.verdict:
        return _verdict(graph, statement, tuple(names), at)
    return _property(graph, statement, tuple(names), at)


def _relation(graph: Graph, statement: Statement, names: tuple[Understood, ...], at: Moment) -> Proof:
    relation = graph.vocabulary.relations[statement.relation]
    subject = statement.node
    object_ = statement.object.nodes[0] if statement.object else subject
    text = f"{subject.title} {relation.label} {object_.title}"
    ends = {(subject.id, object_.id)} | ({(object_.id, subject.id)} if relation.symmetric else set())
    between = [
        edge
        for edge in graph.edges([subject.id], tuple(graph.vocabulary.relations), "both")
        if {edge.subject, edge.object} == {subject.id, object_.id}
    ]
    asked = [one for one in between if one.relation == relation.name and (one.subject, one.object) in ends]
    edge = min(asked, key=lambda one: one.subject != subject.id, default=None)
    twins = tuple(read_as_one(graph, (subject, object_)))
    if edge is None:
        others = tuple(link_of(graph, one, at) for one in between)
        instead = (
            *others,
            *unsettled(graph, relation.name, subject, object_),
            *chain(graph, relation.name, subject, object_, at),
        )
        instead = instead or tuple(beside(graph, relation.name, subject, object_, at))
        denied = [link for link in instead if link.text.startswith("denied")]
        verdict = "it was denied" if denied else "nobody says so"
        return Proof(text, at, subject, False, False, verdict, names, (), twins, (), (), instead)
    link = link_of(graph, edge, at)
    claims = {edge.key: tuple(voice.claim for voice in link.voices)}
    about = f"{subject.title} → {object_.title}"
    disputes = tuple(one._replace(about=about) for one in disputes_of(graph, [], [edge], claims))
    state, sentences = held_at_moment(edge, at)
    verdict = {
        True: "it is so",
        False: f"it is said, but does not hold at {at.text}",
        None: f"it is said, but nobody can tell whether it holds at {at.text}",
    }[state]
    if state and edge.strength == "partial":
        verdict = "it is so, partly"
    elif edge.strength == "consider":
        verdict += ": the sources only suggest it"
    elif edge.details().get("expected"):
        verdict += ": it is only expected"
    elif edge.method == "inferred":
        verdict += ": a rule only inferred it"
    return Proof(text, at, subject, state, True, verdict, names, (link,), twins, disputes, sentences, ())


def _verdict(graph: Graph, statement: Statement, names: tuple[Understood, ...], at: Moment) -> Proof:
    node = statement.node
    today = what_replaces(graph, node.id, at)
    met = walk(
        graph, [node.id], ["replaces"], "in", at, keep=lambda edge: edge.strength != "consider", through_unsure=True
    )
    rules: tuple[str, ...] = (_why_verdict(today),)
    links = [
        link_of(graph, edge, at) for edge in sorted(met.edges, key=lambda edge: (met.depths[edge.subject], edge.key))
    ]
    ends = [node, *(end.node for end in today.live)]
    links += [link for one in ends for link in states_of(graph, one, at)]
    state = retired(node, at)
    if statement.verdict == RETIRED and (state is not False or today.verdict != RETIRED):
        told = told_retired(node, at)
        holds_: bool | None = state
        words = {True: "it is so", False: "nobody says so", None: "nobody can tell"}[state]
        sentence = f"{words}: {told}"
        links, rules = list(states_of(graph, node, at)), ()
    else:
        holds_ = None if today.verdict == "cannot-tell" != statement.verdict else today.verdict == statement.verdict
        sentence = _sentence(today, statement.verdict)
    text = f"{node.title} is {statement.verdict}"
    open_ = today.notes if today.verdict == "cannot-tell" else ()
    return Proof(
        text,
        at,
        node,
        holds_,
        holds_ is True,
        sentence,
        names,
        tuple(links),
        rules,
        today.disputes,
        (*open_, *_left_out(today)),
        (),
    )


def _sentence(today: Replacement, wanted: str) -> str:
    if today.verdict == wanted:
        return "it is so"
    return (
        f"nobody can tell: {today.notes[0]}"
        if today.verdict == "cannot-tell"
        else f"it is not so: the verdict is {today.verdict}"
    )


def _left_out(today: Replacement) -> tuple[str, ...]:
    return tuple(note for note in today.notes if note.startswith("not true at"))


def _why_verdict(today: Replacement) -> str:
    """The rule behind the verdict, with the live ends."""
    ends = ", ".join(end.node.title for end in today.live)
    return {
        "replaced": f"a way of exact replacements leads to what is in use: {ends}",
        "partly-replaced": f"what is in use is reached only by ways with a partial step: {ends}",
        "current": "it is not retired, and nothing replaces it",
        "retired": "it is retired, and no source names a successor",
        "dead-end": "successors are named, but none of them leads to anything in use",
        "cycle": "nothing in use is reached, because the sources go round in a circle",
        "cannot-tell": "what would decide it is missing",
    }[today.verdict]


def _property(graph: Graph, statement: Statement, names: tuple[Understood, ...], at: Moment) -> Proof:
    node, name, wanted = statement.node, statement.fact, statement.value
    declared = graph.vocabulary.property(name)
    held = graph.properties([node.id], [name])
    said = voices(graph, held)
    links = {key_of(one, graph.vocabulary): value_link(one, said[key_of(one, graph.vocabulary)]) for one in held}
    text = f"{node.title}, {declared.label}" + (f": {wanted}" if wanted else "")
    moment = []
    if begun(node, at) is False:
        moment.append(f"{node.title} was introduced in {node.introduced}, after {at.text}")
    state = "" if begun(node, at) is not False else f", but {node.title} did not exist at {at.text}"
    chosen = [one for one in held if one.state == "chosen"]
    disputes = tuple(one for one in disputes_of(graph, [node], (), {}) if one.fact == name)
    twins = tuple(read_as_one(graph, (node,)))
    if not wanted:
        if not held:
            return Proof(
                text,
                at,
                node,
                False,
                False,
                "nobody says so",
                names,
                (),
                twins,
                (),
                (),
                tuple(properties_of(graph, node)),
            )
        word = "it is said" if chosen else "it is said, but looks like a default that nobody chose"
        holds_ = bool(chosen) and not state
        return Proof(
            text, at, node, holds_, True, word + state, names, tuple(links.values()), twins, disputes, tuple(moment), ()
        )
    key = (node.id, name, compared(name, wanted, graph.vocabulary))
    same = key if key in links else next((one for one in links if folded(one[2]) == folded(wanted)), None)
    rest = tuple(link for one, link in links.items() if one != same)
    if same is None:
        instead = rest or tuple(properties_of(graph, node))
        return Proof(text, at, node, False, False, "nobody says so", names, (), twins, disputes, tuple(moment), instead)
    one = next(value for value in held if key_of(value, graph.vocabulary) == same)
    word = {
        "chosen": "it is so",
        "other": "it is said, but another value is shown",
        "earlier": "it was observed before the value that is shown",
        "suspect": "it is said, but looks like a default that nobody chose",
    }[one.state]
    holds_ = one.state == "chosen" and not state
    return Proof(
        text,
        at,
        node,
        holds_,
        True,
        word + state,
        names,
        (links[same],),
        twins,
        disputes,
        tuple(moment),
        () if holds_ else rest,
    )
