"""Lists every source of the bundled catalogue with the statements that rest on it, in ``kb/catalogue/SOURCES.md``.

    catalogue_sources.py            say whether the list is as it should be; exit 1 when it is not
    catalogue_sources.py --write    write it

A statement rests on a source where it names it (``source:`` beside a date, a relation, an example, a trigger). Pages that
only list a source among theirs stand behind *listed by*.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "kb" / "catalogue" / "SOURCES.md"

HEAD = """\
# Sources

Made by `scripts/catalogue_sources.py`; do not edit. Every publication that the catalogue cites, by its key, with the
statements that rest on it. What could not be sourced stands in `UNSOURCED.md`.

"""

#: Keys of a record that name a source.
GROUNDS = ("source", "ground", "paper", "release", "blog", "book", "publication", "where")

#: How a statement about a record is called.
RECORDS = {
    "example": "example of",
    "timeline-entry": "timeline:",
    "scenario": "recommended in",
    "stage": "recommended in",
    "trigger": "trigger of",
    "health": "health of",
}


def main(write: bool) -> int:
    """Make the list; write it or compare it."""
    text = made()
    if write:
        LIST.write_text(text, encoding="utf-8")
        return 0
    if LIST.exists() and LIST.read_text(encoding="utf-8") == text:
        return 0
    print(f"{LIST.relative_to(ROOT)} is not what the catalogue says; run `make format`")
    return 1


def made() -> str:
    """The list as Markdown, by key."""
    claims = claims_of_catalogue()
    titles = {one["subject"]: one["value"] for one in claims if one["predicate"] == "title" and not one.get("by-name")}
    kinds = {one["subject"] for one in claims if one["predicate"] == "kind" and one.get("value") == "publication"}
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    resting: dict[str, set[str]] = defaultdict(set)
    listed: dict[str, set[str]] = defaultdict(set)
    for one in claims:
        subject = one["subject"]
        if subject in kinds:
            facts[subject][one["predicate"]].append(str(one.get("value", "")))
        elif one["predicate"] == "described-in":
            listed[one["object"]].add(titles.get(subject, subject))
        for key in sorted(grounds(one)):
            resting[key].add(statement(one, titles))
    count = sum(bool(resting[key]) for key in kinds)
    parts = [f"{len(kinds)} publications; on {count} of them single statements rest.\n"]
    for key in sorted(kinds):
        lines = [f"- **{key}**: {citation(facts[key])}"]
        lines += [f"  - {said}" for said in sorted(resting[key], key=lambda text: (text.casefold(), text))]
        if names := sorted(listed[key]):
            lines.append(f"  - listed by {'; '.join(names)}")
        parts.append("\n".join(lines))
    return HEAD + "\n".join(parts) + "\n"


def claims_of_catalogue() -> list[dict[str, Any]]:
    """Every statement of the bundled catalogue."""
    command = [sys.executable, "-m", "kb", "export", "--format", "jsonl", "--kb", "bundled", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return [one for line in done.stdout.splitlines() if "predicate" in (one := json.loads(line))]


def grounds(claim: dict[str, Any]) -> set[str]:
    """The keys of the sources that a statement names, anywhere in it."""
    found: set[str] = set()
    todo: list[Any] = [claim.get("qualifiers"), claim.get("value")]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            found |= {one for key in GROUNDS if isinstance(one := node.get(key), str)}
            todo += node.values()
        elif isinstance(node, list):
            todo += node
    return found


def statement(claim: dict[str, Any], titles: dict[str, Any]) -> str:
    """One statement in a few words."""
    subject = titles.get(claim["subject"], claim["subject"])
    if "object" in claim:
        said = claim.get("qualifiers", {})
        if said.get("triggers") and "since" not in said:
            return f"why {subject} {claim['predicate']} {titles.get(claim['object'], claim['object'])}"
        since = f" since {said['since']}" if "since" in said else ""
        return f"{subject} {claim['predicate'].replace('-', ' ')} {titles.get(claim['object'], claim['object'])}{since}"
    value = claim.get("value")
    if not isinstance(value, dict):
        return f"{subject}: {claim['predicate'].replace('-', ' ')} {value}"
    word = RECORDS.get(claim["predicate"], f"{claim['predicate'].replace('-', ' ')} of")
    about = next((str(value[key]) for key in ("company", "year", "trigger", "seen") if key in value), "")
    return f"{word} {subject}{f' ({about})' if about else ''}"


def citation(facts: dict[str, list[str]]) -> str:
    """A publication as one line."""
    ends = [f"doi:{one}" for one in facts["doi"]] + [f"<{one}>" for one in facts["url"]]
    parts = [", ".join(facts["author"]), *facts["title"], *facts["venue"], *facts["introduced"], *ends]
    return "; ".join(part for part in parts if part)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
