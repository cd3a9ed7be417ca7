"""Decision trees: questions, the options that answer them, and the scenarios that recommend something.

Two forms. Where some option says where it ``leads_to``, every one does: to another question, or to a scenario. Where
none does (the flat form), scenarios have conditions on the answers; the first one whose conditions all hold is meant,
and only those questions are asked on which that still depends.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ontology.claim import Value
from ontology.names import folded, slug

#: A tree with more ways than this is not walked to its end when it is checked.
MOST_WAYS = 10_000

#: A record of a page with the JSON pointer to it.
Record = tuple[Value, str]


class Option(NamedTuple):
    """One answer to a question."""

    id: str
    label: str
    leads_to: str
    """A question or a scenario; empty in the flat form."""
    pointer: str


class Question(NamedTuple):
    """What is asked."""

    id: str
    text: str
    why: str
    """What the answer decides, for whoever hesitates."""
    options: tuple[Option, ...]
    default: str
    """The id of an option; empty for none."""
    pointer: str

    def option(self, word: str) -> Option | None:
        """The option of an id or a label, read without case and hyphens."""
        for one in self.options:
            if word in (one.id, one.label):
                return one
        same = [one for one in self.options if folded(word) in (folded(one.id), folded(one.label))]
        return same[0] if len(same) == 1 else None


class Recommended(NamedTuple):
    """One thing that a scenario recommends."""

    name: str
    """As written; ``pointer`` leads to the claim that knows which node it means."""
    tier: str
    why: str
    ground: str
    pointer: str


class Scenario(NamedTuple):
    """Where the answers lead, and what is recommended there."""

    id: str
    title: str
    why: str
    when: Mapping[str, tuple[str, ...]]
    """By question: the options under which the scenario holds. Empty where options lead here."""
    recommended: tuple[Recommended, ...]
    """In the order of the page."""
    pointer: str


class Tree(NamedTuple):
    """A whole decision tree."""

    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]
    start: str
    flat: bool

    def question(self, id_: str) -> Question | None:
        """The question of an id."""
        return next((one for one in self.questions if one.id == id_), None)

    def scenario(self, id_: str) -> Scenario | None:
        """The scenario of an id."""
        return next((one for one in self.scenarios if one.id == id_), None)


class Reached(NamedTuple):
    """How far some answers lead: to an open question, to a scenario, or (both None) nowhere."""

    trail: tuple[tuple[Question, Option], ...]
    """The questions on the way, with their answers."""
    question: Question | None = None
    scenario: Scenario | None = None


def reach(tree: Tree, answers: Mapping[str, str]) -> Reached:
    """Follow answers (question → option, both ids) from the start as far as they lead."""
    return _reach_flat(tree, answers) if tree.flat else _reach_led(tree, answers)


def _reach_led(tree: Tree, answers: Mapping[str, str]) -> Reached:
    trail: dict[str, tuple[Question, Option]] = {}
    here = tree.question(tree.start)
    while here is not None and here.id not in trail:
        option = here.option(answers[here.id]) if here.id in answers else None
        if option is None:
            return Reached(tuple(trail.values()), here)
        trail[here.id] = (here, option)
        if scenario := tree.scenario(option.leads_to):
            return Reached(tuple(trail.values()), None, scenario)
        here = tree.question(option.leads_to)
    return Reached(tuple(trail.values()))


def _reach_flat(tree: Tree, answers: Mapping[str, str]) -> Reached:
    given = {one.id: option for one in tree.questions if one.id in answers and (option := one.option(answers[one.id]))}
    trail = tuple((one, given[one.id]) for one in tree.questions if one.id in given)
    asked: set[str] = set()
    for scenario in tree.scenarios:
        states = {id_: given[id_].id in meant if id_ in given else None for id_, meant in scenario.when.items()}
        if False in states.values():
            continue
        if None not in states.values() and not asked:
            return Reached(trail, None, scenario)
        asked |= {id_ for id_, state in states.items() if state is None}
        if None not in states.values():
            break
    return Reached(trail, next((one for one in tree.questions if one.id in asked), None))


def ways(tree: Tree) -> Iterator[Reached]:
    """Every way through the tree to a scenario or to nowhere, in the order of the options."""
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        answers = waiting.pop()
        found = reach(tree, answers)
        if found.question is None or not found.question.options:
            yield found
        else:
            waiting += [{**answers, found.question.id: one.id} for one in reversed(found.question.options)]


# ---- reading


class Flaw(NamedTuple):
    """What is wrong with a tree: a rule of ``ontology.problem``, and where."""

    rule: str
    message: str
    pointer: str


def read_tree(
    questions: Iterable[Record], scenarios: Iterable[Record], tiers: Iterable[str], start: str = ""
) -> tuple[Tree, list[Flaw]]:
    """A tree out of its page's records, and what is wrong with their shape. ``tiers`` are the words of declared tiers."""
    flaws: list[Flaw] = []
    asked = [question for record in questions if (question := _question(record, flaws))]
    known = {folded(word): word for word in tiers}
    found = [scenario for record in scenarios if (scenario := _scenario(record, known, flaws))]
    called: tuple[tuple[str, Sequence[Question | Scenario]], ...] = (("question", asked), ("scenario", found))
    for kind, several in called:
        seen: set[str] = set()
        for one in several:
            if one.id in seen:
                flaws.append(Flaw("tree-shape", f"a second {kind} is called '{one.id}'", one.pointer))
            seen.add(one.id)
    flat = not any(option.leads_to for one in asked for option in one.options)
    first = start or (asked[0].id if asked else "")
    made = Tree(tuple(asked), tuple(found), first, flat)
    if flat:
        return made._replace(scenarios=tuple(_by_ids(made, one) for one in found)), flaws
    for scenario in found:
        if scenario.when:
            message = f"the options say what leads to '{scenario.id}'; its 'when' is not read"
            flaws.append(Flaw("tree-shape", message, f"{scenario.pointer}/when"))
    return made, flaws


def _by_ids(tree: Tree, scenario: Scenario) -> Scenario:
    """A scenario whose conditions name options by their ids, whether they were written so or as labels."""
    when = {}
    for id_, words in scenario.when.items():
        question = tree.question(id_)
        meant = [question.option(word) if question else None for word in words]
        when[id_] = tuple(option.id if option else word for option, word in zip(meant, words, strict=True))
    return scenario._replace(when=when)


def _question(record: Record, flaws: list[Flaw]) -> Question | None:
    data, pointer = record
    id_ = _text(data.get("id")) if isinstance(data, dict) else ""
    if not isinstance(data, dict) or not id_:
        flaws.append(Flaw("tree-shape", "a question is a mapping with 'id', 'text' and 'options'", pointer))
        return None
    listed = data.get("options")
    options: list[Option] = []
    for place, item in enumerate(listed if isinstance(listed, list) else []):
        below = f"{pointer}/options/{place}"
        fields = item if isinstance(item, dict) else {"label": item}
        label = _text(fields.get("label")) or _text(fields.get("text")) or _text(fields.get("id"))
        if not label:
            flaws.append(Flaw("tree-shape", f"an option of '{id_}' has neither 'label' nor 'id'", below))
            continue
        name = _text(fields.get("id")) or (label if not isinstance(item, dict) else slug(label))
        if name in {one.id for one in options}:
            flaws.append(Flaw("tree-shape", f"a second option of '{id_}' is called '{name}'", below))
            continue
        options.append(Option(name, label, _text(fields.get("leads_to")) or _text(fields.get("leads-to")), below))
    if len(options) < 2:
        flaws.append(Flaw("tree-shape", f"a question needs two options; '{id_}' has {len(options) or 'none'}", pointer))
    made = Question(id_, _text(data.get("text")) or id_, _text(data.get("why")), tuple(options), "", pointer)
    wanted = _text(data.get("default"))
    chosen = made.option(wanted) if wanted else None
    if wanted and chosen is None:
        flaws.append(
            Flaw("tree-shape", f"the default '{wanted}' of '{id_}' is none of its options", f"{pointer}/default")
        )
    return made._replace(default=chosen.id if chosen else "")


def _scenario(record: Record, tiers: Mapping[str, str], flaws: list[Flaw]) -> Scenario | None:
    data, pointer = record
    id_ = _text(data.get("id")) if isinstance(data, dict) else ""
    if not isinstance(data, dict) or not id_:
        flaws.append(Flaw("tree-shape", "a scenario is a mapping with 'id' and 'recommend'", pointer))
        return None
    when = data.get("when")
    conditions = {
        question: tuple(map(_text, meant if isinstance(meant, list) else [meant]))
        for question, meant in (when.items() if isinstance(when, dict) else ())
    }
    if when is not None and not isinstance(when, dict):
        flaws.append(Flaw("tree-shape", f"'when' of '{id_}' maps questions to options", f"{pointer}/when"))
    below = f"{pointer}/recommend" if "recommend" in data else pointer
    by_tier = data["recommend"] if "recommend" in data else {k: v for k, v in data.items() if folded(k) in tiers}
    if not isinstance(by_tier, dict):
        flaws.append(Flaw("tree-shape", f"'recommend' of '{id_}' has names under their tier", below))
        by_tier = {}
    recommended: list[Recommended] = []
    for tier, names in by_tier.items():
        if folded(tier) not in tiers:
            flaws.append(
                Flaw(
                    "unknown-tier",
                    f"the tier '{tier}' is not declared; declared are {', '.join(tiers.values())}",
                    f"{below}/{_escaped(tier)}",
                )
            )
        recommended += _recommended(names, tiers.get(folded(tier), tier), f"{below}/{_escaped(tier)}", flaws)
    if not recommended:
        flaws.append(Flaw("tree-no-recommendation", f"the scenario '{id_}' recommends nothing", pointer))
    title = _text(data.get("title")) or id_
    return Scenario(id_, title, _text(data.get("why")), conditions, tuple(recommended), pointer)


def _recommended(names: Value, tier: str, pointer: str, flaws: list[Flaw]) -> Iterator[Recommended]:
    several = names if isinstance(names, list) else [names]
    for place, item in enumerate(several):
        below = f"{pointer}/{place}" if isinstance(names, list) else pointer
        fields = item if isinstance(item, dict) else {"pattern": item}
        name = _text(fields.get("pattern")) or _text(fields.get("name")) or _text(fields.get("id"))
        if name:
            why = _text(fields.get("why")) or _text(fields.get("note")) or _text(fields.get("when"))
            yield Recommended(name, tier, why, _text(fields.get("source")) or _text(fields.get("ground")), below)
        elif item is not None:
            flaws.append(Flaw("tree-shape", "what is recommended is a name, or a mapping with 'pattern'", below))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


# ---- checking


def flaws_of(tree: Tree) -> list[Flaw]:
    """What is wrong with where a tree leads: nowhere, round in a circle, past a question or a scenario."""
    if not tree.questions:
        return [Flaw("tree-shape", "a decision tree has 'questions', and 'scenarios' that they lead to", "")]
    if tree.question(tree.start) is None:
        return [Flaw("tree-dead-end", f"the tree starts with '{tree.start}', which is no question", "/start")]
    flaws = list(_conditions(tree) if tree.flat else _led_astray(tree))
    return flaws if tree.flat and flaws else [*flaws, *_reached(tree)]


def _led_astray(tree: Tree) -> Iterator[Flaw]:
    """Options that lead nowhere, and questions that lead back to themselves."""
    onward: dict[str, list[str]] = {}
    for question in tree.questions:
        for option in question.options:
            what = f"the option '{option.id}' of '{question.id}'"
            if not option.leads_to:
                yield Flaw("tree-dead-end", f"{what} leads nowhere; add 'leads_to'", option.pointer)
            elif tree.question(option.leads_to):
                onward.setdefault(question.id, []).append(option.leads_to)
            elif not tree.scenario(option.leads_to):
                message = f"{what} leads to '{option.leads_to}', which is neither a question nor a scenario"
                yield Flaw("tree-dead-end", message, option.pointer)
    for question in tree.questions:
        met, waiting = set[str](), list(onward.get(question.id, ()))
        while waiting:
            id_ = waiting.pop()
            if id_ not in met:
                met.add(id_)
                waiting += onward.get(id_, ())
        if question.id in met:
            yield Flaw("tree-circle", f"the question '{question.id}' leads back to itself", question.pointer)


def _conditions(tree: Tree) -> Iterator[Flaw]:
    """Conditions on what is no question, or no option of it."""
    for scenario in tree.scenarios:
        for id_, meant in scenario.when.items():
            question = tree.question(id_)
            where = f"{scenario.pointer}/when/{_escaped(id_)}"
            if question is None:
                yield Flaw("tree-dead-end", f"'{scenario.id}' depends on '{id_}', which is no question", where)
                continue
            for word in meant:
                if word not in {one.id for one in question.options}:
                    known = ", ".join(one.id for one in question.options)
                    yield Flaw("tree-dead-end", f"'{word}' is no option of '{id_}'; they are {known}", where)


def _reached(tree: Tree) -> Iterator[Flaw]:
    """Questions and scenarios that no way comes to; in the flat form also answers that no scenario fits."""
    met: set[str] = set()
    if tree.flat:
        walked = list(islice(ways(tree), MOST_WAYS + 1))
        if len(walked) > MOST_WAYS:
            yield Flaw("tree-shape", f"the answers combine in more than {MOST_WAYS:,} ways; not all were tried", "")
            return
        for found in walked:
            met |= {question.id for question, _ in found.trail}
            if found.scenario:
                met.add(found.scenario.id)
            elif found.question is None:
                given = ", ".join(f"{question.id}={option.id}" for question, option in found.trail)
                place = found.trail[-1][1].pointer if found.trail else ""
                yield Flaw("tree-dead-end", f"no scenario fits {given or 'whatever is answered'}", place)
    else:
        waiting = [tree.start]
        while waiting:
            id_ = waiting.pop()
            if id_ not in met:
                met.add(id_)
                question = tree.question(id_)
                waiting += [option.leads_to for option in question.options] if question else []
    for kind, several in (("question", tree.questions), ("scenario", tree.scenarios)):
        for one in several:
            if one.id not in met:
                yield Flaw("tree-unreached", f"no way leads to the {kind} '{one.id}'", one.pointer)
