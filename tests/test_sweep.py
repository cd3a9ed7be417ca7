"""Every command that reads a catalogue, and every question, heeds both clocks and is never silently empty.

The tables below name each command once: as one that reads, with what to ask of the catalogue made here, or as one that
reads no catalogue, with the reason. A command that stands in neither fails the first test. ``NOW`` and ``THEN`` are two
moments of the world, ``V1`` one of the catalogue; the pages are made so that each of them changes each answer.
"""

import json
import re
import shutil
from typing import Any

import pytest

from kb.asking import QUESTIONS
from kb.cli import parser_of
from kb.commands import BY_NAME
from tests.conftest import TODAY, Done, Kb
from tests.history import Repository, page

THEN, V1 = "1999-12-30", "first-tag"

#: What to ask with each command that reads a catalogue.
READS: dict[str, list[list[str]]] = {
    "what-replaces": [["polling"]],
    "what-it-replaced": [["push"]],
    "show": [["push"]],
    "ancestors": [["push"], ["push", "--ids"]],
    "descendants": [["polling"], ["polling", "--ids"]],
    "tree": [["polling"]],
    "path": [["fax", "push"], ["fax", "push", "--all"], ["push", "fax"], ["fax", "push", "--ids"]],
    "relate": [["fax", "push"]],
    "timeline": [["push"], ["push", "polling"], ["push", "--format", "markdown"]],
    "history": [["polling"]],
    "migrate": [["fax"], ["fax", "push"]],
    "compare": [["polling", "push"], ["--family", "transport"]],
    "disputes": [[], ["push"]],
    "why": [["push replaces polling"], ["polling is replaced"], ["push introduced 2001"]],
    "select": [[], ["transports", "--answer", "fresh=yes"]],
    "list": [[], ["--ids"], ["--where", "kind=pattern"], ["--verdict", "current"]],
    "search": [["transport"], ["transport", "kind:pattern"]],
    "stats": [[]],
    "draw": [["push"], []],
    "verify": [["golden.yaml", "--verbose"], ["golden.yaml", "--mutate"]],
    "bisect": [["what replaces polling"], ["path fax push"]],
    "diff": [["--and-as-of", "2001-06-01"]],
    "ask": [["--jsonl"]],
    "export": [[]],
    "sparql": [["SELECT ?a ?b { ?a kb:replaces ?b } ORDER BY ?a ?b"]],
}

#: Commands that answer from no catalogue, with what they do instead.
READS_NONE = {
    "load": "reads sources and writes a catalogue",
    "lint": "reads sources alone",
    "mapping": "reads sources and mappings alone",
    "decide": "writes decisions about the catalogue as it is",
    "settle": "writes the catalogue as it is",
    "apply": "writes decisions about the catalogue as it is",
    "push": "writes a catalogue to a server (tests/engines)",
    "cypher": "asks a server in the user's own words (tests/engines)",
    "schema": "prints what is the same for every catalogue",
    "completion": "prints what is the same for every catalogue",
}

#: Questions of ``kb ask`` about the same pages.
ASKS: dict[str, dict[str, Any]] = {
    "what-replaces": {"of": "polling"},
    "what-it-replaced": {"of": "push"},
    "path": {"from": "fax", "to": "push"},
    "neighbours": {"of": "push", "relation": "pairs-with"},
    "ancestors": {"of": "push"},
    "descendants": {"of": "polling"},
    "common-ancestors": {"of": ["push", "stream"]},
    "timeline": {"of": "push"},
    "timelines": {"of": ["push", "polling"]},
    "relate": {"of": ["fax", "push"]},
    "stats": {},
    "search": {"text": "transport"},
    "history": {"of": "polling"},
    "migrate": {"of": "fax"},
    "compare": {"of": ["polling", "push"]},
    "disputes": {},
    "why": {"of": "push replaces polling"},
    "select": {"of": "transports", "answers": {"fresh": "yes"}},
    "names": {"of": "polling"},
    "show": {"of": "push"},
    "nodes": {},
    "bisect": {"question": "what replaces polling"},
    "diff": {"to": "2001-06-01"},
}

#: What does not heed the world's clock, with the reason.
TIMELESS = {
    "ask names": "a name means its entry at every moment; each carries its own date",
}

#: What differs between the past of a catalogue and that past loaded afresh, with the reason.
OWN_PAST = {
    "history": "a fresh catalogue has no past of its own",
    "ask history": "a fresh catalogue has no past of its own",
}

#: By how much of an answer names are wrong: arguments that no catalogue can answer.
UNKNOWN: dict[str, list[list[str]]] = {
    "what-replaces": [["no-such"]],
    "what-it-replaced": [["no-such"]],
    "show": [["no-such"]],
    "ancestors": [["no-such"], ["push", "--relation", "no-such"], ["no-such", "--ids"]],
    "descendants": [["no-such"], ["push", "--relation", "no-such"], ["no-such", "--ids"]],
    "tree": [["no-such"]],
    "path": [
        ["no-such", "push"],
        ["push", "no-such"],
        ["fax", "push", "--relation", "no-such"],
        ["fax", "push", "--relation", "replaces+ no-such"],
        ["fax", "push", "--through", "no-such"],
        ["fax", "push", "--through", "no-such", "--all", "--ids"],
    ],
    "relate": [["no-such", "push"], ["push", "no-such"]],
    "timeline": [["no-such"], ["push", "no-such"], ["no-such", "--ids"]],
    "history": [["no-such"]],
    "migrate": [["no-such"], ["push", "no-such"], ["no-such", "--ids"]],
    "compare": [["no-such", "push"], ["push", "push"], ["push"], ["--family", "no-such"], ["--family", "push"]],
    "disputes": [["no-such"], ["push", "--property", "no-such"]],
    "why": [["no-such", "replaces", "push"], ["push replaces no-such"], ["no-such"], ["push no-such"]],
    "select": [["no-such"], ["transports", "--answer", "no-such=x"], ["transports", "--answer", "fresh=no-such"]],
    "list": [
        ["--where", "no-such=x"],
        ["--where", "introduced<no-such"],
        ["--where", "family=no-such"],
        ["--verdict", "no-such"],
        ["--alive-on", "no-such"],
    ],
    "search": [["no-such-text"], ["no-such-text", "--ids"]],
    "stats": [["--as-of", "no-such"], ["--as-seen", "no-such"]],
    "draw": [["no-such"], ["--where", "no-such=x"], ["--where", "tier=no-such"], ["push", "--relation", "no-such"]],
    "diff": [["no-such.kb", "other.kb"], ["--as-of", "no-such"], ["--as-seen", "no-such"]],
    "bisect": [["what replaces no-such"], ["no-such push"], ["verdict push", "--from", "no-such"], ["names push"]],
    "verify": [["no-such.yaml"], ["unknown.yaml"], ["golden.yaml", "-k", "no-such"]],
    "ask": [["--jsonl", "--as-of", "no-such"], ["--jsonl", "--as-seen", "no-such"]],
    "sparql": [["SELECT"], ["ASK {}", "--as-of", "no-such"]],
    "export": [
        ["--format", "json", "--as-of", "no-such"],
        ["--format", "json", "--as-seen", "no-such"],
        ["--format", "jsonl", "--as-of", "1990"],
        ["--format", "cypher", "--as-of", "1990"],
        ["--format", "csv"],
        ["--format", "json", "--table", "nodes"],
    ],
}

#: What to ask of two pages of which one replaced the other nobody knows when, by command. It cannot be told in 1995.
DOUBTS: dict[str, list[list[str]]] = {
    "what-replaces": [["old"], ["old", "--ids"]],
    "what-it-replaced": [["new"], ["new", "--ids"]],
    "show": [["new"]],
    "ancestors": [["new"], ["new", "--ids"]],
    "descendants": [["old"], ["old", "--ids"]],
    "tree": [["old"]],
    "path": [["old", "new"], ["old", "new", "--all"]],
    "relate": [["old", "new"]],
    "timeline": [["new"]],
    "stats": [[]],
    "draw": [["old"]],
    "migrate": [["old"], ["old", "new"]],
    "compare": [["old", "new"]],
    "why": [["new replaces old"], ["old is replaced"]],
    "select": [["age", "--answer", "age=high"]],
    "verify": [["doubt.yaml"]],
    "bisect": [["path old new"], ["ancestors new"]],
    "export": [["--format", "json"], ["--format", "graphml"], ["--format", "csv", "--table", "edges"]],
    "sparql": [["SELECT ?a { ?a kb:replaces e:old }"]],
}

#: Commands whose answers hold nothing that hangs on a date that cannot be told, with the reason.
NO_DOUBTS = {
    "disputes": "shows each value as its sources have it",
    "history": "shows each date as its source has it",
    "list": "gives the entries of which something can be told; --verdict cannot-tell gives the others",
    "search": "finds names",
    "diff": "compares what surely held",
    "ask": "the same answers, as data: see the questions",
}

#: How an answer says that something cannot be told.
DOUBTFUL = re.compile(r"cannot tell|cannot-tell|cannot be told|\(surely\)|surely true|may not have held")

#: Commands that may answer a wrong word with nothing, where the word may well be right, and how they tell.
FOUND_NOTHING = {"search": 1}

GOLDEN = """\
kb-questions: 1
questions:
  - {id: a, question: what replaces polling, expect: {verdict: replaced, live: [stream]}}
  - {id: b, question: path fax to push, expect: {path: [fax, polling, push]}}
  - {id: c, question: what replaces push, expect: {verdict: partly-replaced}}
"""

TREE = (
    "type: decision-tree",
    "domain: transports",
    "questions: [{id: fresh, options: ['yes', 'no']}]",
    "scenarios: {a: {when: {fresh: 'yes'}, gold: [push]}, b: {bronze: [polling]}}",
)

#: The catalogue at its first tag, and what changed later.
FIRST = {
    "tree": page("Transports", *TREE, "introduced: 1999-12-31"),
    "fax": page("Fax", "summary: a transport of pictures", "introduced: 1970"),
    "polling": page(
        "Polling",
        "family: transport",
        "summary: a transport that asks",
        "introduced: 1980",
        "tier: gold",
        "replaces: [{pattern: fax, since: 2003}]",
    ),
    "push": page(
        "Push",
        "family: transport",
        "summary: a transport",
        "introduced: [2001, 2002]",
        "replaces: [{pattern: polling, since: 2004, strength: partial}]",
        "pairs_with: [polling]",
    ),
}
LATER = {
    "tree": page("Which transport", *TREE, "introduced: 2000"),
    "fax": page("Fax", "summary: a transport of pictures", "introduced: 1970", "tier: bronze"),
    "polling": page(
        "Polling",
        "family: transport",
        "summary: a transport that asks",
        "introduced: 1981",
        "tier: bronze",
        "aliases: [asking]",
        "replaces: [{pattern: fax, since: 2002, strength: partial}]",
    ),
    "push": page(
        "Push",
        "family: transport",
        "summary: a transport",
        "introduced: [2001, 2003]",
        "replaces: [{pattern: polling, since: 2010}]",
        "pairs_with: [stream, fax]",
        "evolved_from: fax",
    ),
    "stream": page(
        "Stream",
        "summary: a transport without end",
        "introduced: 2015",
        "tier: gold",
        "replaces: [{pattern: push, since: 2017, strength: partial}]",
    ),
}


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kb, Kb]:
    """The catalogue with its past, and the same past loaded afresh."""
    one = Repository.made(tmp_path_factory.mktemp("swept"))
    one.write(".gitignore", "*.kb\n")
    one.commit("2020-01-01", tag=V1, **FIRST)
    env = {"KB_TODAY": TODAY, "XDG_CACHE_HOME": str(one.folder / ".cache"), "NO_COLOR": "1", "COLUMNS": "120"}
    other = tmp_path_factory.mktemp("afresh")
    shutil.copytree(one.folder / "docs", other / "docs")
    one.commit("2023-01-01", **LATER)
    both = Kb(one.folder, env), Kb(other, env)
    unknown = "kb-questions: 1\nquestions: [{id: a, question: what replaces no-such, expect: {live: []}}]\n"
    for kb in both:
        kb.write({"golden.yaml": GOLDEN, "unknown.yaml": unknown})
    both[0].load("docs", "--history")
    both[1].load("docs")
    return both


def formats(command: str) -> list[str]:
    """The formats that a command offers."""
    import importlib

    one = BY_NAME[command]
    parser = parser_of(one, importlib.import_module(f"kb.commands.{one.module}"))
    found = [action.choices for action in parser._actions if "--format" in action.option_strings]
    return [str(choice) for choice in found[0] or ()] if found else [""]


def options(command: str) -> set[str]:
    """The options that a command takes."""
    import importlib

    one = BY_NAME[command]
    parser = parser_of(one, importlib.import_module(f"kb.commands.{one.module}"))
    return {option for action in parser._actions for option in action.option_strings}


def runs() -> list[tuple[str, ...]]:
    """Every way to ask: a command with what to ask, in each of its formats."""
    found = []
    for command, ways in READS.items():
        for words in ways:
            for form in formats(command):
                if ("--ids" in words and form != "text") or form == "patch":  # a patch is of no moment of the world
                    continue
                if ("--mutate" in words and form == "junit") or form == "png":  # png shows what svg does
                    continue
                # Claims are the same at every moment of the world (--as-of is refused), so are the script for a server,
                # which holds all of them, and what words mean. Parquet has the rows of CSV.
                if form in ("jsonl", "cypher", "vocabulary", "shapes", "parquet"):
                    continue
                tables = ("nodes", "values", "edges") if (command, form) == ("export", "csv") else ("",)
                for table in tables:
                    more = ("--table", table) if table else ()
                    found.append((command, *words, *more, *(("--format", form) if form else ())))
    return found


def of_one_past(run: tuple[str, ...]) -> bool:
    """Whether an answer is to be the same from a past and from that past loaded afresh.

    Of pictures Mermaid is enough: the others show the same view, with a caption that is hard to take out.
    """
    return run[0] not in (*OWN_PAST, "ask") and (run[0] != "draw" or run[-1] == "mermaid") and run[-1] != "dot"


def bare(text: str) -> str:
    """An answer without the moment that it names itself."""
    for moment in (THEN, TODAY, V1):
        text = text.replace(moment, "(moment)")
    text = re.sub(r"@[0-9a-f]{10}\b", "", text)  # the commit that a statement was read at
    text = re.sub(r' *kb:commit "[^"]*" ;\n', "", text)
    text = re.sub(r"^%% as .*\n", "", text, flags=re.M)  # the caption of a diagram
    text = re.sub(r' *<key id="g1" for="graph" attr.name="as-seen".*\n| *<data key="g1">.*\n', "", text)
    text = re.sub(r",? as seen \(moment\)", "", text)
    return re.sub(r',?\s*"(as-of|as-seen|commit)": "[^"]*"(?=,|\s*\})', "", text)


def asked(kb: Kb, run: tuple[str, ...], *clocks: str) -> Done:
    """An answer, with the questions that ``kb ask`` reads."""
    lines = "".join(json.dumps({"ask": name, **request}) + "\n" for name, request in ASKS.items())
    return kb(*run, *clocks, "--quiet", stdin=lines.encode())


# ---- the tables are whole --------------------------------------------------------------------------------------------


def test_every_command_is_swept():
    """Each command stands in one of the tables, and each that has --kb to read takes both clocks."""
    assert READS.keys() | READS_NONE.keys() == set(BY_NAME)
    assert READS.keys() & READS_NONE.keys() == set()
    assert UNKNOWN.keys() == READS.keys()
    for command in READS:
        assert {"--as-of", "--as-seen", "--kb"} <= options(command), command


def test_every_question_is_swept():
    """Each question of ``kb ask`` is put."""
    assert ASKS.keys() == QUESTIONS.keys()


# ---- both clocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", runs(), ids=" ".join)
def test_command_heeds_both_clocks(run: tuple[str, ...], swept: tuple[Kb, Kb]):
    """An answer is another one at another moment of the world, and at another of the catalogue, whatever the other clock."""
    kb, _ = swept
    now, then = asked(kb, run), asked(kb, run, "--as-of", THEN)
    seen, both = asked(kb, run, "--as-seen", V1), asked(kb, run, "--as-of", THEN, "--as-seen", V1)
    for done in (now, then, seen, both):
        assert done.code in (0, 1), done.err
    assert bare(now.out) != bare(seen.out)
    if run[0] not in TIMELESS:
        assert bare(now.out) != bare(then.out)
        assert bare(seen.out) != bare(both.out)


@pytest.mark.parametrize("clocks", [(), ("--as-of", THEN)], ids=["today", "then"])
@pytest.mark.parametrize("run", [run for run in runs() if of_one_past(run)], ids=" ".join)
def test_past_is_as_it_was(run: tuple[str, ...], clocks: tuple[str, ...], swept: tuple[Kb, Kb]):
    """The catalogue as it was at a tag answers as one that is loaded from the files of that tag."""
    kb, afresh = swept
    assert bare(asked(kb, run, "--as-seen", V1, *clocks).out) == bare(asked(afresh, run, *clocks).out)


@pytest.mark.parametrize("name", ASKS)
def test_question_heeds_both_clocks(name: str, swept: tuple[Kb, Kb]):
    """A question is answered for the moments that it names, or that the command names; the past as it was."""
    kb, afresh = swept

    def one(of: Kb, *clocks: str, **more: str) -> str:
        line = json.dumps({"ask": name, **ASKS[name], **more}).encode()
        done = of("ask", "--jsonl", "--quiet", *clocks, stdin=line)
        assert done.code == 0
        data = json.loads(done.out)
        assert "error" not in data or name == "common-ancestors", data
        return bare(json.dumps({key: value for key, value in data.items() if key not in ("as-of", "as-seen")}))

    now, seen = one(kb), one(kb, as_seen=V1)
    assert now != seen
    assert seen == one(kb, "--as-seen", V1)
    then = one(kb, as_of=THEN)
    assert then == one(kb, "--as-of", THEN)
    assert one(kb, as_of=THEN, as_seen=V1) == one(kb, "--as-of", THEN, "--as-seen", V1)
    if f"ask {name}" not in TIMELESS:
        assert now != then
    if f"ask {name}" not in OWN_PAST:
        assert seen == one(afresh)


# ---- nothing silently empty ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "run", [(command, *words) for command, ways in UNKNOWN.items() for words in ways], ids=" ".join
)
def test_unknown_is_told(run: tuple[str, ...], swept: tuple[Kb, Kb]):
    """Where a name, a target or a moment is unknown, the exit code is not 0, and a sentence says why."""
    done = swept[0](*run, "--quiet", stdin=b'{"ask": "names", "of": "push"}\n')
    expected = FOUND_NOTHING.get(run[0], 1 if run[1] == "unknown.yaml" else 2)
    assert done.code == expected, (done.out, done.err)
    assert done.out + done.err
    assert expected == 1 or not done.out


def test_doubts_are_whole():
    """Each command that reads says in one of the tables what it does about what cannot be told."""
    assert DOUBTS.keys() | NO_DOUBTS.keys() == READS.keys()


@pytest.mark.parametrize("run", [(command, *words) for command, ways in DOUBTS.items() for words in ways], ids=" ".join)
def test_doubt_is_told(run: tuple[str, ...], kb: Kb):
    """Where a date is too coarse to tell, an answer says so: it does not look like one that knows of nothing."""
    kb.write({"pages/old.md": page("Old", "introduced: 1980")})
    kb.write({"pages/new.md": page("New", "introduced: 1985", "replaces: [{pattern: old, since: 1990/2000}]")})
    tree = "scenarios: {a: {when: {age: high}, gold: [old]}, b: {gold: [new]}}"
    kb.write(
        {"pages/tree.md": page("Age", "type: decision-tree", "questions: [{id: age, options: [high, low]}]", tree)}
    )
    kb.write(
        {"doubt.yaml": "kb-questions: 1\nquestions: [{id: a, question: ancestors of new, expect: {all: [old]}}]\n"}
    )
    kb.load()
    done = kb(*run, "--as-of", "1995", "--quiet")
    assert done.code == 3 or DOUBTFUL.search(done.out + done.err), (done.code, done.out, done.err)


@pytest.mark.parametrize("name", ASKS)
def test_unknown_is_an_error(name: str, kb: Kb):
    """A question about a name that nobody knows gets an error in its line, or asks for no name at all."""
    kb.write({"pages/push.md": page("Push")}).load()
    wrong = {"of": "no-such", "from": "no-such", "to": "no-such", "question": "what replaces no-such"}
    request = {key: wrong.get(key, value) for key, value in ASKS[name].items()}
    if isinstance(ASKS[name].get("of"), list):
        request["of"] = ["no-such", "push"]
    done = kb("ask", "--jsonl", "--quiet", stdin=json.dumps({"ask": name, **request}).encode())
    assert ("error" in json.loads(done.out)) == bool(wrong.keys() & request.keys())


@pytest.mark.parametrize("run", [run for run in runs() if "--ids" not in run], ids=" ".join)
def test_nothing_is_said_of_nothing(run: tuple[str, ...], swept: tuple[Kb, Kb]):
    """Before anything was there, an answer with exit code 0 still says something; a pipe of ids alone may be empty."""
    done = asked(swept[0], run, "--as-of", "1900")
    assert done.code != 0 or done.out.strip() or done.err.strip(), run
