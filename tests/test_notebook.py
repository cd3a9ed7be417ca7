"""The tutorial notebook holds what its cells show today, as text and as pictures."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"


@pytest.mark.slow
def test_cells_show_what_the_file_holds() -> None:
    """Every cell, run in order, shows what is stored as its output."""
    done = subprocess.run(
        [sys.executable, "scripts/run_notebook.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_answers_show_pictures() -> None:
    """The lineage, the migration, the comparison and the decision tree are there as pictures that are well-formed."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    shown = [
        "".join(output["data"].get("text/html", ()))
        for cell in cells
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if "data" in output
    ]
    pictures = [html[html.index("<svg") : html.rindex("</svg>") + 6] for html in shown if "<svg" in html]
    roots = [ElementTree.fromstring(picture) for picture in pictures]
    assert len(roots) == 4
    assert all(root.tag.endswith("svg") for root in roots)
    assert any("From Two-Phase Commit to what is in use" in picture for picture in pictures)
