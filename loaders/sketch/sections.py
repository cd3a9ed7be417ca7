"""The fields of Markdown pages without a header: what stands under their headings, and ``Key: value`` lines above."""

import re
from collections import Counter

from loaders.mapping.scope import Scope
from loaders.sketch.fields import Field, field_of, field_path
from loaders.sketch.forms import COMMON
from loaders.sketch.words import PROPERTY_NAMES, RELATIONS, folded
from loaders.tree import Mapping, Scalar, Sequence

#: A line above the first heading, or below it, that says something by a key.
_LINE = re.compile(r"\W*(?P<key>[A-Za-z][\w -]{0,30}?)\s*[*_]*:[*_]*\s+(?P<value>\S.*)")


def section_fields(scopes: list[Scope]) -> list[Field]:
    """The fields of some pages, those of lines first."""
    pages = [scope.nodes[0][0] for scope in scopes]
    lines, headings = Counter[str](), Counter[str]()
    for page in pages:
        if isinstance(page, Mapping):
            lines.update({line["key"] for line in map(_LINE.fullmatch, _intro(page)) if line})
            headings.update({key.raw for key, _ in page.entries if not key.raw.startswith("$")})
    least = COMMON * len(pages)
    found = [field_of("$title", "$title", scopes)]
    for key, count in lines.items():
        if count >= least:
            rule = {"from": "$intro.lines", "match": rf"(?i)\W*{re.escape(key)}\W+(.+)", "strip": ["[*_]+"]}
            found.append(field_of(rule, key, scopes))
    for key, count in sorted(headings.items(), key=lambda one: -one[1]):
        name = folded(key)
        if name in PROPERTY_NAMES["status"] and count >= least:
            paths = [field_path((key, part)) for part in ("paragraphs", "bullets")]
            found.append(field_of({"from": paths}, key, scopes))
        elif name in RELATIONS:
            for part in (("links", "[*]", "target"), ("bullets",)):
                one = field_of(field_path((key, *part)), key, scopes)
                if one.values:
                    found.append(one)
                    break
    return [one for one in found if one.values]


def _intro(page: Mapping) -> list[str]:
    """The lines of a page above its first heading, or below it."""
    intro = page.get("$intro")
    lines = intro.get("lines") if isinstance(intro, Mapping) else None
    return [line.raw for line in lines.items if isinstance(line, Scalar)] if isinstance(lines, Sequence) else []
