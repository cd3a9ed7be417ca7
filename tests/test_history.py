"""The catalogue's own clock: what it said at a date, a tag or a commit, read out of git or noted from load to load."""

import contextlib
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import kb as product
from kb.errors import CatalogueError
from ontology.builtin import VOCABULARY
from tests.conftest import Kb
from tests.history import Repository, page

TWO, SAGA = page("Two-Phase Commit", "tier: gold", "introduced: 1978"), page("Saga", "introduced: 1987")


@pytest.fixture
def past(tmp_path: Path) -> Repository:
    """A pattern that was gold, is retired in favour of another, and whose page was renamed."""
    one = Repository.made(tmp_path)
    one.write(".gitignore", "*.kb\n")
    one.commit("2024-01-01", tag="v1", **{"2pc": TWO, "saga": SAGA})
    one.commit("2024-06-01", **{"2pc": TWO.replace("tier: gold", "tier: bronze\nreplaced_by: saga")})
    one.git("mv", "docs/2pc.md", "docs/two-phase-commit.md")
    one.commit("2025-01-01", tag="v2")
    one.commit("2025-05-01", tcc=page("TCC", "replaces: saga"))
    return one


@pytest.fixture
def loaded(past: Repository) -> Kb:
    """The same with its history in a catalogue."""
    kb = Kb(past.folder, {"KB_TODAY": "2026-01-01", "XDG_CACHE_HOME": str(past.folder / ".cache")})
    done = kb("load", "docs", "--history")
    assert done.code == 0, done.err
    assert "4 commits" in done.out
    return kb


def first_line(kb: Kb, *argv: str) -> str:
    """The first line of an answer."""
    done = kb(*argv)
    return (done.out or done.err).splitlines()[0]


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        ("2024-01-01", "Two-Phase Commit (1978, gold) is current"),
        ("v1", "Two-Phase Commit (1978, gold) is current"),
        ("2024-05-31", "Two-Phase Commit (1978, gold) is current"),
        ("2024-06", "Two-Phase Commit (1978, bronze) is replaced by Saga"),
        ("v2", "Two-Phase Commit (1978, bronze) is replaced by Saga"),
        ("2025-05-01", "Two-Phase Commit (1978, bronze) is replaced by TCC"),
        ("2025", "Two-Phase Commit (1978, bronze) is replaced by TCC"),
    ],
)
@pytest.mark.parametrize("name", ["2pc", "two-phase-commit"])
def test_an_answer_is_that_of_its_time(loaded: Kb, seen: str, verdict: str, name: str):
    """A question as seen at a moment gets the answer of that moment, by the id of then and by that of now."""
    assert first_line(loaded, "what-replaces", name, "--as-seen", seen).startswith(verdict)


def test_a_commit_names_its_moment(past: Repository, loaded: Kb):
    """A commit is named by the beginning of its id, also one that changed nothing here."""
    first, *_ = past.git("rev-list", "--reverse", "HEAD").split()
    assert "gold" in first_line(loaded, "show", "2pc", "--as-seen", first[:7])
    other = past.commit("2025-06-01")
    past.write("other.txt", "x")
    last = past.commit("2025-07-01")
    assert loaded("load", "docs", "--history").code == 0
    for id_ in (other, last):
        assert "replaced by TCC" in first_line(loaded, "what-replaces", "2pc", "--as-seen", id_[:10])


def test_the_moment_is_said(loaded: Kb):
    """Which moment answered stands on stderr, in JSON, and in a drawing."""
    done = loaded("what-replaces", "2pc", "--as-seen", "v2", "--as-of", "2020")
    assert done.err == "kb: catalogue.kb, as seen v2, as of 2020\n"
    assert (
        json.loads(loaded("show", "2pc", "--as-seen", "2024-06-01", "--format", "json").out)["as-seen"] == "2024-06-01"
    )
    assert "as seen v1" in loaded("draw", "2pc", "--as-seen", "v1").out


def test_every_reading_command_takes_a_moment(loaded: Kb):
    """Every command that reads a catalogue answers from its past."""
    for argv in (
        ("what-replaces", "2pc"),
        ("what-it-replaced", "saga"),
        ("show", "2pc"),
        ("ancestors", "saga"),
        ("descendants", "2pc"),
        ("tree", "2pc"),
        ("path", "2pc", "2pc"),
        ("history", "2pc"),
        ("list",),
        ("search", "commit"),
        ("stats",),
        ("draw", "2pc"),
    ):
        then, now = loaded(*argv, "--as-seen", "v1"), loaded(*argv)
        assert then.code == 0, (argv, then.err)
        assert then.out != now.out, argv
        assert "bronze" not in then.out, argv


def test_questions_by_the_thousand_take_moments(loaded: Kb):
    """Each line of questions may name a moment of its own."""
    lines = [{"ask": "what-replaces", "of": "2pc", "as_seen": seen} for seen in ("v1", "v2", "2020", None)]
    done = loaded("ask", "--jsonl", stdin="".join(json.dumps(line) + "\n" for line in lines).encode())
    first, second, third, fourth = map(json.loads, done.out.splitlines())
    assert (first["verdict"], first["as-seen"]) == ("current", "v1")
    assert [end["id"] for end in second["live"]] == ["saga"]
    assert third["error"] == "nothing was known as of '2020': the catalogue begins on 2024-01-01"
    assert [end["id"] for end in fourth["live"]] == ["tcc"]


def test_python_opens_the_past(loaded: Kb, monkeypatch: pytest.MonkeyPatch):
    """``kb.open`` takes a moment, too."""
    monkeypatch.setenv("XDG_CACHE_HOME", loaded.env["XDG_CACHE_HOME"])
    with product.open(str(loaded.folder / "catalogue.kb"), as_seen="v1") as catalogue:
        assert catalogue.what_replaces("2pc").value.verdict == "current"


def test_history_shows_renames_and_commits(loaded: Kb):
    """The history of an entry shows each commit that changed what is said of it, and what it was called."""
    told = loaded("history", "two-phase-commit").out
    assert re.search(r"2024-06-01 [0-9a-f]{10}  tier gold → bronze", told)
    assert "+ replaced by saga" in told
    assert re.search(r"2025-01-01 [0-9a-f]{10}  \+ former-name 2pc", told)


# ---- against an independent reading ------------------------------------------------------------------------------


def edited(choose: random.Random, pages: dict[str, str]) -> None:
    """Change, add, rename or take away pages at random."""
    for _ in range(choose.randint(1, 3)):
        names = sorted(pages)
        kind = choose.choice(["edit", "edit", "add", "drop", "rename", "body"]) if names else "add"
        name = choose.choice(names) if names else ""
        lines = [f"tier: {choose.choice(['gold', 'silver', 'bronze'])}", f"introduced: {choose.randint(1970, 2020)}"]
        if names and choose.random() < 0.6:
            lines.append(f"replaces: {choose.choice(names)}")
        choose.shuffle(lines)
        if kind == "add":
            pages[f"p{choose.randint(0, 99)}"] = page(f"Pattern {choose.randint(0, 99)}", *lines)
        elif kind == "edit":
            pages[name] = page(f"Pattern {choose.randint(0, 99)}", *lines)
        elif kind == "body":
            pages[name] = pages[name] + "\nMore text.\n"
        elif kind == "drop":
            del pages[name]
        elif f"q{name}" not in pages:  # with all references, which would otherwise be followed, and were not then
            pages[f"q{name}"] = pages.pop(name)
            for other, text in pages.items():
                pages[other] = text.replace(f"replaces: {name}\n", f"replaces: q{name}\n")


def without_commits(text: str) -> str:
    """An answer without the commits behind its places, and without the names that a renaming gave."""
    return re.sub(r'@[0-9a-f]{10}|"commit": "[0-9a-f]{40}", ', "", text)


def read(kb: Kb, *more: str) -> dict[str, str]:
    """All that a catalogue answers: entries, edges, properties; without names, which a renaming adds to."""
    out = {"list": kb("list", "--all", *more).out}
    for id_ in [row.split()[0] for row in out["list"].splitlines()[1:-1]]:
        card = json.loads(kb("show", id_, "--format", "json", *more).out)
        card.pop("as-seen", None)
        card.pop("names", None)
        card["properties"] = {
            name: held for name, held in card["properties"].items() if name not in ("alias", "former-name")
        }
        out[id_] = without_commits(json.dumps(card, sort_keys=True))
        out[f"{id_} replaced"] = without_commits(kb("what-replaces", id_, *more).out)
    return out


@pytest.mark.parametrize("seed", range(4))
def test_the_past_is_what_was_checked_out(tmp_path: Path, seed: int):
    """As seen at each commit, a catalogue with history answers as one that was loaded from that commit's files."""
    choose = random.Random(seed)
    one = Repository.made(tmp_path / "repository")
    pages: dict[str, str] = {"a": page("A"), "b": page("B", "replaces: a")}
    commits = []
    for month in range(1, 9):
        shutil.rmtree(one.folder / "docs", ignore_errors=True)
        commits.append(one.commit(f"2020-{month:02}-01", **pages))
        edited(choose, pages)
    env = {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    kb = Kb(one.folder, env)
    assert kb("load", "docs", "--history").code == 0
    for place, commit in enumerate(commits):
        then = Kb(tmp_path / f"then-{place}", env)
        one.git("worktree", "add", "-q", str(then.folder), commit)
        if (then.folder / "docs").exists() and any((then.folder / "docs").iterdir()):
            assert then("load", "docs").code == 0
            assert read(kb, "--as-seen", commit[:12]) == read(then), commit
    assert read(kb) == read(kb, "--as-seen", commits[-1])


def stated(kb: Kb, id_: str) -> set[tuple[str, str]]:
    """Every fact that the open claims of a catalogue state of a page, as it reads from the page."""
    with contextlib.closing(sqlite3.connect(kb.folder / "catalogue.kb")) as file:
        rows = file.execute("SELECT subject, predicate, object, value FROM claim WHERE closed IS NULL").fetchall()
    words = {name: (one.label, one.inverse) for name, one in VOCABULARY.relations.items()}
    own = {
        (words[name][0] if object_ else name, object_ or json.loads(value))
        for subject, name, object_, value in rows
        if subject == id_
    }
    return own | {(words[name][1], subject) for subject, name, object_, _ in rows if object_ == id_}


@pytest.mark.parametrize("seed", range(3))
def test_changes_add_up(tmp_path: Path, seed: int):
    """The changes that a history shows, one after another, make what each commit's own files state."""
    choose = random.Random(seed)
    one = Repository.made(tmp_path / "repository")
    pages: dict[str, str] = {"p1": page("One"), "p2": page("Two", "replaces: p1")}
    commits = []
    for month in range(1, 8):
        commits.append(one.commit(f"2020-{month:02}-01", **pages))
        lines = [
            f"tier: {choose.choice(['gold', 'silver'])}",
            f"aliases: [a{choose.randint(0, 3)}, b{choose.randint(0, 3)}]",
        ]
        mine, other = choose.choice([("p1", "p2"), ("p2", "p1")])
        lines += [f"replaces: {other}"] * choose.randint(0, 1)
        choose.shuffle(lines)
        pages[mine] = page(choose.choice(["One", "Two"]), *lines)
    env = {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    kb = Kb(one.folder, env)
    assert kb("load", "docs", "--history").code == 0
    for id_ in ("p1", "p2"):
        told = json.loads(kb("history", id_, "--format", "json").out)["catalogue"]
        facts: set[tuple[str, str]] = set()
        for place, commit in enumerate(commits):
            for revision in told:
                for change in revision["changes"] if revision["commit"] == commit else ():
                    facts -= {(change["fact"], change["old"])}
                    facts |= {(change["fact"], change["new"])} if change["new"] else set()
            then = Kb(tmp_path / f"{id_}-{place}", env)
            one.git("worktree", "add", "-q", "--detach", str(then.folder), commit)
            assert then("load", "docs").code == 0
            assert facts == stated(then, id_), commit


def test_what_another_source_still_says_is_not_gone(tmp_path: Path):
    """A fact that two sources state is gone when the second one lets it go."""
    one = Repository.made(tmp_path)
    one.commit("2020-01-01", a=page("A", "replaced_by: b"), b=page("B", "replaces: a"))
    one.commit("2020-02-01", a=page("A"))
    one.commit("2020-03-01", b=page("B"))
    kb = Kb(tmp_path, {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    assert kb("load", "docs", "--history").code == 0
    told = [
        line.strip().split("  ")[:2] for line in kb("history", "a", "--all").out.splitlines() if "replaced by" in line
    ]
    assert [next(part for part in row if "replaced" in part) for row in told] == ["+ replaced by b", "- replaced by b"]
    assert "2020-03-01" in told[-1][0]


def test_history_in_steps_is_history_at_once(past: Repository, loaded: Kb):
    """A catalogue that followed its repository from commit to commit says what one loaded at once says."""
    past.commit("2025-08-01", saga=SAGA.replace("1987", "1988"))
    past.git("mv", "docs/tcc.md", "docs/try-confirm-cancel.md")
    past.commit("2025-09-01")
    again = loaded("load", "docs", "--history")
    assert "2 commits" in again.out
    assert loaded("load", "docs", "--history", "--kb", "fresh.kb").code == 0
    for argv in (("history", "saga"), ("history", "tcc"), ("list",), ("show", "2pc", "--as-seen", "v2")):
        assert loaded(*argv).out == loaded(*argv, "--kb", "fresh.kb").out


def test_nothing_new_changes_nothing(loaded: Kb):
    """A second load of the same history leaves the file as it is."""
    before = (loaded.folder / "catalogue.kb").read_bytes()
    assert "nothing changed" in loaded("load", "docs", "--history").out
    assert (loaded.folder / "catalogue.kb").read_bytes() == before


def test_what_is_not_committed_comes_last(past: Repository, loaded: Kb):
    """Files that lie there otherwise than in the last commit are the present, from this load on."""
    past.write("docs/saga.md", SAGA.replace("1987", "1999"))
    assert loaded("load", "docs", "--history").code == 0
    assert "1999" in first_line(loaded, "show", "saga")
    assert "1987" in first_line(loaded, "show", "saga", "--as-seen", "2025-12-31")


def test_merges_count_as_one_step(tmp_path: Path):
    """Of a merged branch only the merge is a moment: the first parents are the line."""
    one = Repository.made(tmp_path)
    one.commit("2020-01-01", a=page("A", "tier: gold"))
    one.git("checkout", "-q", "-b", "side")
    side = one.commit("2020-02-01", a=page("A", "tier: silver"))
    one.git("checkout", "-q", "main")
    one.commit("2020-03-01", b=page("B"))
    one.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2020-04-01")
    kb = Kb(tmp_path, {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    assert "3 commits" in kb("load", "docs", "--history", "--kb", "c.kb").out
    ask = ("show", "a", "--kb", "c.kb", "--as-seen")
    assert "gold" in first_line(kb, *ask, "2020-03")
    assert "silver" in first_line(kb, *ask, "2020-04")
    refused = kb(*ask, side[:10])
    assert refused.code == 2
    assert "no commit on the first-parent line" in refused.err


def test_clocks_that_go_back(tmp_path: Path):
    """A commit that claims to be older than the one before it does not come before it."""
    one = Repository.made(tmp_path)
    one.commit("2020-05-01", a=page("A", "tier: gold"))
    one.commit("2020-01-01", a=page("A", "tier: silver"))
    kb = Kb(tmp_path, {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    assert kb("load", "docs", "--history", "--kb", "c.kb").code == 0
    assert "the catalogue begins on 2020-05-01" in kb("show", "a", "--kb", "c.kb", "--as-seen", "2020-02").err
    assert "silver" in first_line(kb, "show", "a", "--kb", "c.kb", "--as-seen", "2020-05")


# ---- what cannot be read ---------------------------------------------------------------------------------------------


def test_references_follow_a_renaming(past: Repository, loaded: Kb):
    """A page that still names another by the id that it had means the renamed one."""
    past.commit("2025-08-01", paxos=page("Paxos Commit", "evolved_from: 2pc"))
    assert loaded("load", "docs", "--history").code == 0
    assert "Two-Phase Commit" in loaded("ancestors", "paxos").out
    assert "  formerly 2pc" in loaded("show", "two-phase-commit").out


def test_no_repository(tmp_path: Path):
    """A folder that lies in no repository is refused in one line, and nothing is left behind."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(page("A"))
    done = Kb(tmp_path, {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})("load", "docs", "--history")
    assert (done.code, done.err) == (
        2,
        "kb: docs lies in no git repository, so it has no history; load it without --history\n",
    )
    assert not (tmp_path / "catalogue.kb").exists()


def test_no_commit_yet(tmp_path: Path):
    """A repository without a commit is refused in one line."""
    Repository.made(tmp_path).write("docs/a.md", page("A"))
    done = Kb(tmp_path)("load", "docs", "--history")
    assert (done.code, done.err) == (2, "kb: the repository of docs has no commit yet; load it without --history\n")


def test_no_git(loaded: Kb, monkeypatch: pytest.MonkeyPatch):
    """Without the program git the message says how to get it."""
    monkeypatch.setenv("PATH", str(loaded.folder))
    done = loaded("load", "docs", "--history", "--kb", "other.kb")
    assert done.code == 2
    assert "history needs the program git, which is not installed" in done.err


def test_shallow_clone(past: Repository, tmp_path: Path):
    """Of a shallow clone it is said from when on its history is known."""
    clone = tmp_path / "clone"
    past.git("clone", "-q", "--depth", "2", f"file://{past.folder}", str(clone))
    kb = Kb(clone, {"KB_TODAY": "2026-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    for _ in range(2):  # the second load reads nothing, and says the same
        done = kb("load", "docs", "--history")
        assert done.code == 0
        assert "docs: warning: the clone is shallow: what was before 2025-01-01 is not known" in done.out
    assert "the catalogue begins on 2025-01-01" in kb("show", "saga", "--as-seen", "2024-06-01").err


def test_partial_clone(past: Repository, tmp_path: Path):
    """Of a partial clone what is there is read, and what is missing is a finding; nothing is fetched."""
    past.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    past.git("clone", "-q", "--filter=blob:none", f"file://{past.folder}", str(clone))
    kb = Kb(clone, {"KB_TODAY": "2026-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    done = kb("load", "docs", "--history")
    assert done.code == 0, done.err
    assert "git holds no text of it at" in done.out
    assert "replaced by TCC" in first_line(kb, "what-replaces", "2pc")


def broken_text(one: Repository) -> None:
    """A version that is not UTF-8, between two that are."""
    one.commit("2020-02-01", a=b"---\ntitle: \xff\n---\n")
    one.commit("2020-03-01", a=page("A", "tier: silver"))


def link(one: Repository) -> None:
    """A page that was a link for a while."""
    (one.folder / "docs" / "a.md").unlink()
    (one.folder / "docs" / "a.md").symlink_to("b.md")
    one.commit("2020-02-01", b=page("B"))
    (one.folder / "docs" / "a.md").unlink()
    one.commit("2020-03-01", a=page("A", "tier: silver"))


def odd_names(one: Repository) -> None:
    """File names with blanks, quotes, letters beyond ASCII and line ends."""
    for name in ("ä b", "q\"uo'te", "li\nne", "-n"):
        one.write(f"docs/{name}.md", page(f"Odd {name!r}"))
    one.commit("2020-02-01", a=page("A", "tier: silver"))


@pytest.mark.parametrize("happens", [broken_text, link, odd_names])
def test_odd_versions(tmp_path: Path, happens: Callable[[Repository], None]):
    """A version that cannot be read costs nothing but itself."""
    one = Repository.made(tmp_path)
    one.commit("2020-01-01", a=page("A", "tier: gold"))
    happens(one)
    kb = Kb(tmp_path, {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    assert kb("load", "docs", "--history", "--kb", "c.kb").code == 0
    assert "gold" in first_line(kb, "show", "a", "--kb", "c.kb", "--as-seen", "2020-01-15")
    assert "silver" in first_line(kb, "show", "a", "--kb", "c.kb")
    assert kb("load", "docs", "--kb", "plain.kb").code == 0
    assert kb("list", "--kb", "c.kb").out == kb("list", "--kb", "plain.kb").out


def test_two_tags_of_one_name(tmp_path: Path):
    """A tag that two repositories have names no moment."""
    for name, day in (("one", "2020-01-01"), ("two", "2020-02-01")):
        Repository.made(tmp_path / name).commit(day, tag="v1", **{name: page(name)})
    kb = Kb(tmp_path, {"KB_TODAY": "2021-01-01", "XDG_CACHE_HOME": str(tmp_path / ".cache")})
    assert kb("load", "one/docs", "two/docs", "--history").code == 0
    done = kb("show", "one", "--as-seen", "v1")
    assert (done.code, done.err) == (2, "kb: two repositories have a tag 'v1'; give a date or a commit\n")
    assert [row.split()[0] for row in kb("list", "--as-seen", "2020-01").out.splitlines()[1:-1]] == ["one"]


def test_a_moment_is_prepared_once(loaded: Kb):
    """A view of the past is kept, few of them are, and a changed catalogue makes new ones."""
    cache = loaded.folder / ".cache" / "pattern-genealogy"
    for day in range(1, 26):
        assert loaded("stats", "--as-seen", f"2024-06-{day:02}").code == 0
    assert len(list(cache.glob("seen-*.kb"))) == 20
    (view,) = [max(cache.glob("seen-*.kb"), key=lambda path: path.stat().st_mtime_ns)]
    before = view.stat().st_ino
    assert loaded("stats", "--as-seen", "2024-06-25").code == 0
    assert view.stat().st_ino == before


def test_history_of_a_file_alone(past: Repository, loaded: Kb):
    """The root may be one file, whose history is that of the file under this name."""
    del past
    assert loaded("load", "docs/saga.md", "--history", "--kb", "one.kb").code == 0
    assert "1987" in first_line(loaded, "show", "saga", "--kb", "one.kb", "--as-seen", "v1")


def test_an_unknown_moment_raises(loaded: Kb):
    """Python gets the sentence as an exception."""
    from queries.errors import BadQuestion

    with pytest.raises(BadQuestion, match="is no date, no tag, and no commit"):
        product.open(str(loaded.folder / "catalogue.kb"), as_seen="v9")
    assert issubclass(CatalogueError, Exception)


def test_findings_of_the_last_version(tmp_path: Path):
    """What is wrong with a file as it stands is found, whether its last version came out of git or out of the folder."""
    one = Repository.made(tmp_path)
    one.commit("2024-01-01", a=page("A", "replaces: [{pattern: b, since: soon}]"), b=page("B"))
    one.commit("2024-02-01", b=page("B", "replaces: [{pattern: c, since: later}]"))
    one.commit("2024-03-01", a=page("A", "replaces: b"))
    kb = Kb(one.folder, {"KB_TODAY": "2026-01-01", "XDG_CACHE_HOME": str(one.folder / ".cache")})
    for folder, options in (("past.kb", ["--history"]), ("now.kb", [])):
        done = kb("load", "docs", *options, "--kb", folder)
        assert [line for line in (done.out + done.err).splitlines() if "not-a-date" in line] == [
            "docs/b.md:3:22: warning: 'later' is not a date [not-a-date]"
        ]
        assert json.loads(kb("stats", "--kb", folder, "--format", "json").out)["findings"] == {"not-a-date": 1}
    one.write("docs/b.md", page("B", "replaces: c"))
    kb("load", "docs", "--history", "--kb", "past.kb")
    assert json.loads(kb("stats", "--kb", "past.kb", "--format", "json").out)["findings"] == {}
