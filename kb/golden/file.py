"""Reads a file of golden questions; every mistake has its line and what may have been meant."""

from dataclasses import dataclass, field

from kb.asking import QUESTIONS, checked
from kb.errors import CatalogueError
from kb.golden.shape import Shape
from kb.question_text import read_question
from kb.today import today
from loaders.base import SourceFile
from loaders.files import read_file
from loaders.marks import other_version
from loaders.meant import meant
from loaders.scalars import is_null, typed
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from loaders.yaml_reader import read_yaml
from ontology.claim import Value
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from queries.errors import BadQuestion
from queries.golden import TOLERANCES, Data, Golden, Tolerance
from queries.moment import moment

#: The version of the form.
VERSION = "1"

#: What a file has, and what each question has; the first ones are needed.
TOP = {
    "kb-questions": "the version of this form: 1",
    "title": "what the questions are about",
    "questions": "the questions",
}
QUESTION = {
    "id": "a name for reports and for -k; no other question has it",
    "question": "the question: as text (what replaces 2pc as of 1990) or as kb ask takes it ({ask: what-replaces, of: 2pc})",
    "expect": "fields of the answer, as --format json prints it; only these are compared",
    "tolerance": "how far the answer may differ",
    "source": "what the expectation rests on: a citation",
    "note": "anything for whoever reads the file",
}
NEEDED = ("id", "question", "expect")

#: The largest file, in millions of bytes.
_LIMIT_MB = 20


def read_golden(path: str) -> tuple[list[Golden], list[Problem]]:
    """The questions of a file, and its mistakes, by place. A question with a mistake is not among them."""
    file, problems = read_file(path, path, limit_mb=_LIMIT_MB)
    if file is None:
        return [], problems
    reading = _Reading(file)
    reading.read()
    return reading.questions, sorted(reading.problems, key=lambda one: (one.source.line, one.source.column))


def questions_of(path: str, only: str | None = None) -> tuple[list[Golden], int]:
    """The questions of a file, or those with a word in id or text, and how many were left out.

    Raises ``CatalogueError`` with all mistakes of the file, and ``BadQuestion`` where no question has the word.
    """
    questions, problems = read_golden(path)
    grave = [one for one in problems if one.severity == "error"]
    if grave:
        from exports.findings_text import render  # only after a mistake

        mistakes = f"{len(grave)} mistake{'s' * (len(grave) != 1)}"
        raise CatalogueError(f"{path} has {mistakes}; nothing was asked\n{render(grave)}")
    if only is None:
        return questions, 0
    wanted = [one for one in questions if only.casefold() in f"{one.id} {one.asked}".casefold()]
    if not wanted:
        raise BadQuestion(f"none of the {len(questions)} questions has '{only}' in its id or text")
    return wanted, len(questions) - len(wanted)


class _Mistake(Exception):
    """Raised inside for what makes a question mean nothing."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node, self.message = node, message


@dataclass
class _Reading:
    """One file on its way to questions."""

    file: SourceFile
    questions: list[Golden] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[str, Source] = field(default_factory=dict)
    """Where each id stands."""

    def read(self) -> None:
        """Read the whole file."""
        tree, faults = read_yaml(self.file.text)
        self.problems += [self.file.problem(fault) for fault in faults]
        try:
            listed = self._top(tree)
        except _Mistake as mistake:
            self._complain(mistake)
            return
        for item in listed.items:
            try:
                if (one := self._question(item)) is not None:
                    self.questions.append(one)
            except _Mistake as mistake:
                self._complain(mistake)

    def _complain(self, mistake: _Mistake) -> None:
        self.problems.append(self.file.problem(Fault("golden-question", clean(mistake.message), mistake.node.start)))

    def _top(self, tree: Node | None) -> Sequence:
        if not isinstance(tree, Mapping):
            where = tree or Scalar("", 0, 0)
            raise _Mistake(where, f"a file of golden questions begins with 'kb-questions: {VERSION}'")
        if other := other_version(tree, "kb-questions", VERSION):
            raise _Mistake(*other)
        for key, _ in tree.entries:
            if key.raw not in TOP:
                raise _Mistake(key, f"a file of golden questions has no '{key.raw}'{meant(key.raw, TOP)}")
        listed = tree.get("questions")
        if not isinstance(listed, Sequence):
            raise _Mistake(listed or tree, "'questions' is a list of questions")
        if not listed.items:
            raise _Mistake(listed, "the file has no question")
        return listed

    def _question(self, node: Node) -> Golden | None:
        """One question; its mistakes are noted one by one, so that a file is mended in one go."""
        if not isinstance(node, Mapping):
            raise _Mistake(node, f"a question is a mapping with {', '.join(NEEDED)}")
        before = len(self.problems)
        for key, _ in node.entries:
            if key.raw not in QUESTION:
                hint = meant(key.raw, QUESTION)
                if key.raw in ("ask", "of", "as_of", "as_seen"):
                    hint = "; it stands under 'question', as in question: {ask: what-replaces, of: 2pc}"
                self._complain(_Mistake(key, f"a question has no '{key.raw}'{hint}"))
        parts = {key.raw: value for key, value in reversed(node.entries)}
        missing = [key for key in NEEDED if is_null(parts.get(key))]
        if missing:
            raise _Mistake(node, f"the question has no {' and no '.join(missing)}")
        id_ = self._text(parts["id"], "id")
        if (first := self._lines.setdefault(id_, self.file.at(node.start))) != self.file.at(node.start):
            self._complain(_Mistake(parts["id"], f"the id '{id_}' is taken already, in line {first.line}"))
        asked, request = self._request(parts["question"])
        expect = self._expect(parts["expect"], request)
        tolerance = self._tolerance(parts.get("tolerance"), expect)
        texts = [clean(self._text(parts[key], key)) if key in parts else "" for key in ("source", "note")]
        if len(self.problems) > before:
            return None
        return Golden(id_, clean(asked), request, expect, tolerance, texts[0], texts[1], self.file.at(node.start))

    def _text(self, node: Node, key: str) -> str:
        if not isinstance(node, Scalar) or not node.raw.strip():
            raise _Mistake(node, f"'{key}' is a text")
        return clean(" ".join(node.raw.split()))

    def _request(self, node: Node) -> tuple[str, Data]:
        """A question, as written and as ``kb ask`` takes it."""
        try:
            if isinstance(node, Scalar):
                asked, request = node.raw.strip(), read_question(node.raw)
            elif isinstance(node, Mapping):
                request = self._object(node)
                asked = " ".join(_word(name, value) for name, value in request.items())
            else:
                raise _Mistake(node, "'question' is a text, or a mapping that begins with 'ask'")
            checked(request)
            if request.get("as_of") is not None:
                moment(request["as_of"], today())
        except BadQuestion as error:
            raise _Mistake(node, str(error)) from error
        return asked, request

    def _object(self, node: Mapping) -> Data:
        """A question written as a mapping, key by key."""
        ask = node.get("ask")
        if not isinstance(ask, Scalar) or ask.raw not in QUESTIONS:
            word = ask.raw if isinstance(ask, Scalar) else ""
            raise _Mistake(ask or node, f"'ask' is '{word}'{meant(word, QUESTIONS)}")
        _, needs, takes = QUESTIONS[ask.raw]
        known: dict[str, type] = {"ask": str, **needs, **takes, "as_of": str, "as_seen": str}
        made: Data = {}
        for key, value in node.entries:
            wanted = known.get(key.raw)
            if wanted is None:
                raise _Mistake(key, f"'{ask.raw}' has no '{key.raw}'{meant(key.raw, known)}")
            if wanted is str and isinstance(value, Scalar):
                made[key.raw] = value.raw  # a date such as 1990 is text
            elif wanted is list:
                items = value.items if isinstance(value, Sequence) else [value]
                made[key.raw] = [item.raw if isinstance(item, Scalar) else self._data(item) for item in items]
            else:
                made[key.raw] = self._data(value)
        return made

    def _expect(self, node: Node, request: Data) -> Data:
        """What is expected, each field of which the answer can have."""
        if not isinstance(node, Mapping) or not node.entries:
            raise _Mistake(node, "'expect' is a mapping: fields of the answer, such as verdict or live")
        shape, made = Shape.of(str(request["ask"])), {}
        for key, value in node.entries:
            if key.raw == "error":
                made[key.raw] = self._data(value)
                continue
            try:
                made[key.raw] = self._within(key, value, shape)
            except _Mistake as mistake:
                self._complain(mistake)
        return made

    def _within(self, key: Scalar, node: Node, shape: Shape) -> Value:
        """An expected value under a field that is there."""
        fields = shape.fields
        if fields is not None and key.raw not in fields:
            raise _Mistake(key, f"the answer has no '{key.raw}'{meant(key.raw, [*fields, 'error'])}")
        return self._value(node, shape.field(key.raw))

    def _value(self, node: Node, shape: Shape) -> Value:
        """An expected value of which every field and every word may be there."""
        if isinstance(node, Mapping):
            return {key.raw: self._within(key, value, shape) for key, value in node.entries}
        if isinstance(node, Sequence):
            return [self._value(item, shape.member()) for item in node.items]
        words = shape.words
        if words is not None and not is_null(node) and node.raw not in words:
            raise _Mistake(node, f"'{node.raw}' can never be here{meant(node.raw, words)}")
        return typed(node)

    def _tolerance(self, node: Node | None, expect: Data) -> dict[str, Tolerance]:
        """Tolerances by field; under the empty name what holds of all."""
        if is_null(node):
            return {}
        assert node is not None
        found: dict[str, Tolerance] = {}
        for item in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(item, Scalar):
                found[""] = found.get("", Tolerance()).joined(self._allowed(item))
                continue
            if not isinstance(item, Mapping):
                raise _Mistake(item, f"a tolerance is one of {', '.join(TOLERANCES)}")
            for key, value in item.entries:
                if key.raw in TOLERANCES:
                    found[""] = found.get("", Tolerance()).joined(self._allowed(key, value))
                elif key.raw in (names := _names(expect)):
                    allowed = self._tolerance(value, {}).get("", Tolerance())
                    found[key.raw] = found.get(key.raw, Tolerance()).joined(allowed)
                else:
                    hint = meant(key.raw, [*TOLERANCES, *names])
                    raise _Mistake(key, f"'{key.raw}' is neither a tolerance nor a field that is expected{hint}")
        return found

    def _allowed(self, word: Scalar, value: Node | None = None) -> Tolerance:
        if word.raw not in TOLERANCES:
            raise _Mistake(word, f"there is no tolerance '{word.raw}'{meant(word.raw, TOLERANCES)}")
        number = typed(value) if isinstance(value, Scalar) else None
        if word.raw == "years":
            if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 1000:
                raise _Mistake(value or word, "'years' is a whole number, as in tolerance: {years: 2}")
            return Tolerance(years=number)
        if value is not None and number is not True:
            raise _Mistake(value, f"'{word.raw}' stands alone, or is true")
        return Tolerance(frozenset([word.raw]))

    def _data(self, node: Node) -> Value:
        if isinstance(node, Mapping):
            return {key.raw: self._data(value) for key, value in node.entries}
        return [self._data(item) for item in node.items] if isinstance(node, Sequence) else typed(node)


def _names(expect: Value) -> list[str]:
    """Every field that an expectation names, at any depth."""
    if isinstance(expect, dict):
        return list(dict.fromkeys(name for key, value in expect.items() for name in (key, *_names(value))))
    return [name for item in expect for name in _names(item)] if isinstance(expect, list) else []


def _word(name: str, value: object) -> str:
    """A part of a question, as it reads in a report."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if name in ("as_of", "as_seen"):
        return f"{name.replace('_', ' ')} {text}"
    return text if name in ("ask", "of", "from", "to", "relation") else f"{name}={text}"
