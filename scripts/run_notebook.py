"""Runs the tutorial notebook and compares what its cells show with what the file holds; --write puts it in order.

The cells are plain Python without magics, so they run here one after the other in one namespace, as a kernel would run them:
what is printed comes first, then the last expression, as HTML where it has that and as text where not.
"""

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"


def main() -> int:
    """Run every cell; 1 where the file holds something else than it shows and --write was not given."""
    os.environ["KB_TODAY"] = "2026-11-23"  # the day of all runs that the docs show
    before = NOTEBOOK.read_text(encoding="utf-8")
    after = json.dumps(executed(json.loads(before)), ensure_ascii=False, indent=1) + "\n"
    if before == after:
        return 0
    if "--write" in sys.argv:
        NOTEBOOK.write_text(after, encoding="utf-8")
        return 0
    print(f"{NOTEBOOK.relative_to(ROOT)} does not hold what its cells show; 'make format' puts it in order")
    return 1


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs that its cells have now. An error in a cell is raised."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = shown("".join(cell["source"]), namespace, count)
    return notebook


def shown(source: str, namespace: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """What one cell shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"cell {count}", "exec"), namespace)  # the notebook is ours, as this file is
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {count}", "eval"), namespace)
    outputs: list[dict[str, Any]] = []
    if text := printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)})
    if value is not None:
        data: dict[str, Any] = {"text/plain": repr(value).splitlines(keepends=True)}
        as_html = getattr(value, "_repr_html_", None)
        if as_html is not None and (made := as_html()) is not None:
            data = {"text/html": made.splitlines(keepends=True), "text/plain": data["text/plain"]}
        outputs.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return outputs


if __name__ == "__main__":
    sys.exit(main())
