"""When an answer changed, as text: one stretch of time after another, with the statements that began it."""

from exports.golden_text import by_text
from exports.paint import Paint
from exports.table_text import counted
from queries.flips import Bisection, Flip, Stretch

#: So many statements are printed for a flip; the rest is counted.
MOST = 8

#: A longer answer is told by what is new in it.
LONG = 100


def render(answer: Bisection, paint: Paint) -> str:
    """Each stretch with its answer; below it what is open, or the statements that made it."""
    width = max((len(_when(one)) for one in answer.stretches), default=0)
    lines = []
    for place, stretch in enumerate(answer.stretches):
        text = stretch.text
        if place and len(text) > LONG:
            text = "; ".join(answer.flips[place - 1].changes)
        lines.append(f"{paint(_when(stretch).ljust(width), 'bold')}  {text}")
        lines += [f"{'':{width}}    open  {text}" for text in stretch.open[:MOST]]
        if len(stretch.open) > MOST:
            more = counted(len(stretch.open) - MOST, "date")
            lines.append(f"{'':{width}}    and {more} more: --format json has all")
        if place:
            flip, before = answer.flips[place - 1], answer.flips[place - 2] if place > 1 else None
            again = before is not None and flip.claims == before.claims
            causes = ["as      the same statements"] if again else _causes(flip)
            lines += [f"{'':{width}}    {line}" for line in causes]
    flips = counted(len(answer.flips), "change")
    asked = counted(answer.looked_at, "day" if answer.clock == "world" else "moment")
    lines += ["", f"{answer.asked}: {flips}; asked at {asked}, all on which it can change"]
    return "\n".join(lines)


def _when(one: Stretch) -> str:
    if not one.begins and not one.ends:
        return "always"
    if not one.begins:
        return f"until {one.ends}"
    return f"{one.begins} … {one.ends}" if one.ends else f"since {one.begins}"


def _causes(flip: Flip) -> list[str]:
    lines = [f"commit  {flip.revision[:10]}"] if flip.revision else []
    said = by_text(flip.claims)
    for place, (text, places) in enumerate(said.items()):
        if place == MOST:
            lines.append(f"and {counted(len(said) - MOST, 'statement')} more: --format json has all")
            break
        lines.append(f"as      {text}")
        lines += [f"        {where}" for where in dict.fromkeys(places)]
    return lines
