"""Everything in ``docs`` holds: commands, words and links are complete, and what is shown as Python runs."""

import doctest
import re
import shlex
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

from kb.asking import QUESTIONS
from kb.commands import BY_NAME
from kb.ledger.preferences import CRITERIA
from loaders.dialect import RULES as KEYS
from loaders.items import folded_key
from ontology import dates
from ontology.builtin import VOCABULARY
from ontology.problem import RULES
from queries.verdict import EXIT_CODES
from tests.conftest import ROOT, Kb
from tests.history import Repository

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in PAGES}

WORDS = [*RULES, *VOCABULARY.relations, *VOCABULARY.properties, *VOCABULARY.kinds, *EXIT_CODES, *CRITERIA, *QUESTIONS]

_FILE = re.compile(r"<!-- file: (?P<name>\S+) -->\s*```\w*\n(?P<body>.*?)^```$", re.S | re.M)
_RUN = re.compile(
    r"<!-- (?:run(?:, exit \d)?|do): (?P<command>kb [^\n]*?) -->(?:\n```+\n\$ (?P<shown>[^\n]*)\n)?", re.S
)
_LINK = re.compile(r"(?<!\!)\[[^\]\n]*\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<part>[^)\s]*))?\)")
_FENCE = re.compile(r"^(`{3,}).*?^\1$", re.S | re.M)
_CODE = re.compile(rf"{_FENCE.pattern}|`[^`\n]+`", re.S | re.M)


@pytest.fixture
def check_readme(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that runs the examples of docs."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import check_readme

    return check_readme


def write_files(text: str, kb: Kb) -> None:
    """Write the files that a page of docs shows."""
    for match in _FILE.finditer(text):
        kb.write({match["name"]: match["body"]})


def anchors(text: str) -> set[str]:
    """What a link into a page may point to: its headings, as Markdown viewers name them."""
    headings = re.findall(r"^#+ (.*)$", _FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted(set(WORDS)))
def test_every_word_is_explained(word: str):
    """A finding, relation, property, kind, verdict, criterion or question is named in docs."""
    assert any(f"`{word}`" in text for text in TEXTS.values())


@pytest.mark.parametrize("command", BY_NAME)
def test_every_command_has_a_section(command: str):
    """A command has a section of its own in docs/commands.md."""
    assert f"\n## {command}\n" in TEXTS["commands.md"]


def test_every_row_of_the_dialect_has_an_example():
    """The examples in docs/pages.md and docs/guides.md use at least one key of every row of their tables of keys."""
    for page, keys in (("pages.md", [key for key in KEYS if not key.only]), ("guides.md", [k for k in KEYS if k.only])):
        used = {folded_key(key) for key in re.findall(r"^ *([\w-]+):", TEXTS[page], re.M)}
        missing = [key.keys for key in keys if not used & {path.rpartition(".")[2] for path in key.keys.split()}]
        assert not missing


# ---- pages and links -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str):
    """A link between pages of docs leads to a file, and to a heading where it names one."""
    for match in _LINK.finditer(_CODE.sub("", TEXTS[name])):
        target = (DOCS / match["path"]).resolve() if match["path"] else DOCS / name
        assert target.is_file(), match[0]
        if match["part"]:
            assert match["part"] in anchors(target.read_text(encoding="utf-8")), match[0]


def test_the_map_names_every_page():
    """docs/index.md links to every other page of docs."""
    linked = {match["path"] for match in _LINK.finditer(TEXTS["index.md"])}
    assert set(TEXTS) - {"index.md", "benchmarks.md"} <= linked


@pytest.mark.parametrize("name", TEXTS)
def test_the_command_shown_is_the_command_run(name: str):
    """The line behind ``$`` is the command whose output stands below it."""
    for match in _RUN.finditer(TEXTS[name]):
        assert match["shown"] in (None, match["command"])


# ---- examples --------------------------------------------------------------------------------------------------------


def test_check_notices_a_wrong_example(check_readme: ModuleType):
    """An example with another output than the real one, and a table with another content, are put right."""
    text = (
        "<!-- file: pages/a.md -->\n```\n---\ntitle: A\n---\n```\n<!-- do: kb load pages -->\n"
        "<!-- run: kb list --ids -->\n```\n$ kb list --ids\nb\n```\n<!-- table: verdicts -->\nold\n<!-- table: end -->\n"
    )
    after, complaints = check_readme.rerun(text)
    assert not complaints
    assert "$ kb list --ids\na\n```" in after
    assert "`dead-end`" in after
    assert check_readme.rerun(after) == (after, [])


def test_check_notices_what_cannot_be_run(check_readme: ModuleType):
    """A wrong exit code, a comment without a block and a table that nobody knows are complaints."""
    broken = "<!-- run: kb what -->\n```\n```\n<!-- run: kb list -->\n\n<!-- table: moods -->\n<!-- table: end -->\n"
    _, complaints = check_readme.rerun(broken)
    assert len(complaints) == 3


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if "\n>>> " in text])
def test_python_in_docs_runs(name: str, kb: Kb, monkeypatch: pytest.MonkeyPatch):
    """What a page shows as a Python session gives what it shows, in the folder that the page describes."""
    text = TEXTS[name]
    write_files(text, kb)
    for match in _RUN.finditer(text):
        if match["command"].startswith("kb load"):
            assert kb(*shlex.split(match["command"])[1:]).code == 0
    monkeypatch.chdir(kb.folder)
    for variable, value in kb.env.items():
        monkeypatch.setenv(variable, value)
    session = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.S | re.M))
    test = doctest.DocTestParser().get_doctest(session, {}, name, None, 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(test, out=report.append)
    assert test.examples
    assert not result.failed, "".join(report)


def test_every_shape_says_the_same(kb: Kb):
    """Each way to write a relation in docs/pages.md makes Change Feed a successor of the page."""
    (block,) = re.findall(r"```yaml\n(replaced_by: change-feed .*?)```", TEXTS["pages.md"], re.S)
    shapes = re.split(r"^(?=replaced_by:)", block, flags=re.M)[1:]
    assert len(shapes) > 4
    for place, shape in enumerate(shapes):
        kb.write({f"pages/old-{place}.md": f"---\ntitle: Old {place}\n{shape}---\n"})
    kb.write({"pages/change-feed.md": "---\ntitle: Change Feed\n---\n"})
    kb.load()
    for place in range(len(shapes)):
        assert "change-feed" in kb("path", f"old-{place}", "change-feed", "--format", "json", "--quiet").out


def test_the_table_of_dates_holds():
    """Each way to write a date in docs/dates.md is read as the date and the days that stand beside it."""
    rows = re.findall(r"^\| (`.*?) \| `(.*?)` \| ([\d-]+|open) \| ([\d-]+|open) \|$", TEXTS["dates.md"], re.M)
    assert len(rows) > 8
    for written, kept, first, last in rows:
        for text in re.findall("`(.*?)`", written):
            found = dates.parse(text)
            assert found
            days = ["open" if day is None else date.fromordinal(day).isoformat() for day in found[1:3]]
            assert (found.edtf, *days) == (kept, first, last)
    assert dates.parse("06/05/1978") is None


# ---- examples of --help ----------------------------------------------------------------------------------------------


def examples(command: str, kb: Kb) -> Iterator[tuple[list[str], bytes]]:
    """Each example in the help of a command as words and stdin, without where its output would go."""
    for line in kb(command, "--help").out.split("examples:\n")[1].splitlines():
        text = re.split(r" {2,}|(?<=\.dot) ", line.strip())[0]
        text = re.sub(r" > \S+", "", text)
        said = re.match(r"echo '(?P<said>[^']*)' \| ", text)
        stdin = said["said"] if said else '{"ask": "names", "of": "2pc"}' if " < " in text else ""
        text = re.sub(r" < \S+", "", text.removeprefix(said[0] if said else ""))
        yield shlex.split(text)[1:], stdin.encode()


#: Commands whose examples need a server; they run in tests/engines.
ON_A_SERVER = {"push", "cypher"}


@pytest.mark.parametrize("command", BY_NAME.keys() - ON_A_SERVER)
def test_examples_of_help_run(command: str, kb: Kb):
    """Two or more examples in the help of a command run, with an exit code that the command documents."""
    page = "---\ntitle: Saga\n---\n"
    timeline = '{"pattern_families": {"a": {"timeline": [{"pattern": "saga", "year": 1987}]}}}'
    pep = "PEP: 1\nTitle: PEP Purpose and Guidelines\n\nText\n"
    Repository.made(kb.folder)
    kb.write({"docs/patterns/saga.md": page, "our/pages/saga.md": page, "data/evolution.json": timeline})
    asked = "{id: saga, question: what replaces saga, expect: {verdict: current}}"
    kb.write({"peps/pep-0001.rst": pep, "questions.yaml": f"kb-questions: 1\nquestions: [{asked}]\n"})
    Repository(kb.folder).commit("2020-01-01")
    if command == "decide":
        for id_ in ("2pc", "kappa", "lambda", "dc-saga"):
            kb.write({f"docs/{id_}.md": f"---\ntitle: {id_}\nreplaced_by: kappa\n---\n"})
    if command in ("settle", "decide"):
        kb.load("docs")
    if command in ("diff", "apply"):
        Repository(kb.folder).git("tag", "v1")
        kb.load("docs", "--history")
        for name in ("old", "new", "mine", "theirs"):
            kb.load("docs", "--kb", f"{name}.kb")
        kb.write({"theirs.patch.yaml": "kb-patch: 1\nchanges: []\n"})
    if command == "completion":
        pytest.importorskip("shtab")
    count = 0
    for words, stdin in examples(command, kb):
        done = kb(*words, stdin=stdin)
        assert done.code in (0, 1, 3), (words, done.err)
        assert done.out or done.err
        count += 1
    assert count >= 2
