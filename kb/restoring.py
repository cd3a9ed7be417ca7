"""Takes a dump in: what many sources say, out of one file, as if each of them had been loaded."""

import os
from collections.abc import Iterable
from hashlib import file_digest
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kb.errors import CatalogueError
from loaders import DUMPS
from loaders.dump import DUMPED, UNREAD, Dump, Member
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.intake import Intake, Known

#: So many claims are written at a time, and told to whoever waits.
BATCH = 20_000


class Root(NamedTuple):
    """A dump that somebody named: where it lies, and what it is called in findings."""

    path: str
    name: str
    dump: Dump


def dumps_among(roots: Iterable[tuple[str, str]]) -> tuple[list[Root], list[tuple[str, str]]]:
    """The roots that are dumps, and the others."""
    found, others = [], []
    for path, name in roots:
        dump = _form_of(path)
        if dump is None:
            others.append((path, name))
        else:
            found.append(Root(path, name or os.path.basename(path), dump))
    return found, others


def _form_of(path: str) -> Dump | None:
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise CatalogueError(f"{path} cannot be read: {error.strerror}") from error
    return next((one for one in DUMPS if one.takes(path, head)), None)


def words_of(roots: Iterable[Root]) -> Vocabulary:
    """The words that some dumps bring along."""
    words = Vocabulary()
    for one in roots:
        words = words.merged(one.dump.words(one.path))
    return words


def take_dump(intake: "Intake", root: Root, known: "dict[str, Known]") -> None:
    """Replace what the dump, and each source in it, said before; leave a dump alone that is as it was."""
    record, status = intake.record, os.stat(root.path)
    intake.report.files += 1
    stamp = f"{root.dump.name}/1/{intake.words}"
    before = known.get(root.name)
    unchanged = before is not None and before[4] == stamp
    if before is not None and unchanged and before[2:4] == (status.st_size, status.st_mtime_ns):
        intake.report.unchanged += 1
        return
    with open(root.path, "rb") as file:
        mark = file_digest(file, "blake2b").hexdigest()[:32]
    if before is not None and unchanged and before[1] == mark:
        intake.report.unchanged += 1
        return
    said = root.dump.read(root.path, root.name)
    first = next(said, None)
    if isinstance(first, Problem) and first.rule in UNREAD:
        _keep_before(intake, root.name, before, first)
        return
    record.change()
    ours = f"{DUMPED}{root.name}"
    source = record.source(root.name, before[0] if before else None, (mark, status.st_size, status.st_mtime_ns, stamp))
    record.close(source)
    members = {root.name: source}
    problems = _take_all(intake, chain([] if first is None else [first], said), members, known, (mark, f"{ours}/1/"))
    for path in sorted(known.keys() - members.keys()):
        if known[path][4].startswith(f"{ours}/") and record.still_speaks(known[path][0]):
            intake.report.removed.append(path)
            record.close(known[path][0])
    intake.report.problems += problems
    record.keep_problems(source, root.name, problems)


def _keep_before(intake: "Intake", name: str, before: "Known | None", fault: Problem) -> None:
    """Of a dump that cannot be read what it said before stands, and it is read again as soon as that is possible."""
    intake.report.problems.append(fault)
    intake.record.keep_problems(before[0] if before else None, name, [fault])
    if before is not None and before[1]:
        intake.record.change()
        intake.record.forget(before[0])


def _take_all(
    intake: "Intake",
    said: Iterable[Member | Claim | Problem],
    members: dict[str, int],
    known: "dict[str, Known]",
    state: tuple[str, str],
) -> list[Problem]:
    """Write what a dump says, and note the number of each of its sources, the dump's own first; what was wrong with it.

    ``state`` is the fingerprint and the stamp of a source that is met.
    """
    record, (mark, stamp) = intake.record, state
    (source,) = members.values()
    problems, count = list[Problem](), 0
    for item in said:
        if isinstance(item, Claim):
            record.take(source, item)
            count += 1
            if count % BATCH == 0:
                record.flush()
                if intake.progress is not None:
                    intake.progress(count, 0, "claims")
        elif isinstance(item, Member):
            if item.path not in members:
                old = known.get(item.path)
                members[item.path] = record.source(item.path, old[0] if old else None, (mark, -1, -1, stamp))
                if old is not None:
                    record.close(old[0])
            source = members[item.path]
        else:
            problems.append(item)
    record.flush()
    return problems
