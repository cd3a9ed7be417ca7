"""What came of golden questions, as JUnit XML: what continuous integration shows as test results."""

from xml.sax.saxutils import escape, quoteattr

from exports.golden_text import failure
from exports.paint import Paint
from ontology.text import clean
from queries.golden import Outcome, Verification


def render(answer: Verification) -> str:
    """One test suite, one test case a question. No times and no host: the same answers give the same bytes."""
    counts = f'tests="{len(answer.outcomes)}" failures="{len(answer.failed)}" errors="0" skipped="0"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="kb verify" {counts}>',
        f"  <testsuite name={_quoted(answer.path)} {counts}>",
    ]
    for one in answer.outcomes:
        lines += _case(answer.path, one)
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _case(path: str, one: Outcome) -> list[str]:
    golden = one.golden
    suite = path.rsplit("/", 1)[-1].removesuffix(".yaml").replace(".", "-")
    head = (
        f"    <testcase classname={_quoted(suite)} name={_quoted(golden.id)}"
        f' file={_quoted(golden.place.path)} line="{golden.place.line}"'
    )
    if one.passed:
        return [head + "/>"]
    message = "; ".join(sorted({difference.field for difference in one.differences}))
    text = escape(_allowed(failure(one, Paint()).rstrip()))
    return [
        head + ">",
        f"      <failure message={_quoted(f'not as expected: {message}')}>{text}</failure>",
        "    </testcase>",
    ]


def _quoted(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    """Text without the characters that XML forbids."""
    return "\n".join(clean(line) for line in text.split("\n"))
