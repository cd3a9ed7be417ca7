"""Says what PyYAML found wrong with a document in words that tell what to do, at the place where that is to be done."""

import yaml

#: What to do about an alias that was never meant to be one.
ALIAS_HINT = "put text that begins with * or & in quotes"

# (what libyaml or PyYAML says, what we say, the usual cause); the first that fits.
_HELP = (
    ("mapping values are not allowed", "a ': ' stands where no key can be", "put the value in quotes"),
    ("could not find expected ':'", "the text before this is neither a key nor a value", "quote or indent it"),
    ("escape character", "a backslash stands before a character that needs none", "use single quotes or \\\\"),
    ("sequence entries are not allowed", "a list cannot begin here", "begin it on its own line, or quote the value"),
    ("comment or", "text stands behind > or |", "begin the text on the next line, or put the value in quotes"),
    ("',' or ']'", "a list in brackets is not closed", "close it with ], or put text with brackets in quotes"),
    ("',' or '}'", "a mapping in braces is not closed", "close it with }, or put text with braces in quotes"),
    ("unexpected end of stream", "a quoted value is not closed", "close the quotes that open here"),
    ("unexpected document", "a quoted value is not closed", "close the quotes that open here"),
    ("expected '-' indicator", "a line that is no item stands in a list", "indent it as the key it belongs to"),
    ("<document start>", "text stands behind the end of the document", "put it before the line of dots"),
)


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str, str]:
    """The place of a mistake in the text, its rule, what it is and how it is mended (may be empty)."""
    problem = getattr(error, "problem", None) or str(error)
    # Quotes that were never closed show at the end of the text only, which helps nobody: take where they open.
    mark = getattr(error, "context_mark" if "found unexpected" in problem else "problem_mark", None)
    # Of a mark only the index is true: libyaml counts lines otherwise than editors do.
    index = min(mark.index, len(text)) if mark else 0
    return index, *_words(problem, text[index : index + 3], text[:index].rstrip(" ")[-1:])


def _words(problem: str, found: str, before: str) -> tuple[str, str, str]:
    """Rule, message and hint, by what the parser says and what stands at the mistake and before it."""
    cannot_start = "cannot start any token" in problem
    if "tab character" in problem or (cannot_start and found[:1] == "\t"):
        return "yaml-tab", "a tab stands where YAML wants spaces", "replace it by spaces"
    if found == "```":
        return "yaml-syntax", "a code fence stands in the YAML", "move it below the closing ---"
    if cannot_start:
        return "yaml-syntax", f"no value can begin with {found[:1]}", "put the value in quotes"
    if "alphabetic or numeric" in problem:
        return "yaml-alias", "* or & begins an alias or an anchor, but no name follows", ALIAS_HINT
    if "expected key" in problem or "<block end>" in problem:
        return "yaml-syntax", *_foreign_words(found, before)
    return "yaml-syntax", *next(((say, do) for needle, say, do in _HELP if needle in problem), (problem, ""))


def _foreign_words(found: str, before: str) -> tuple[str, str]:
    """Message and hint for something in a mapping that is no entry of it."""
    if before in ('"', "'"):
        return "text stands behind a closing quote", "double or escape quotes inside quotes"
    if before in ("]", "}"):
        return "text stands behind a closing bracket", "put the whole value in quotes"
    if found.startswith("- "):
        return "a list item stands outside its list", "were lines put into the middle of the list?"
    return "this does not belong to the mapping above", "check the indentation"
