"""Mermaid's own parser, to compare ours with, and a real catalogue."""

import json
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kb.loading import load, own_mapping
from tests.exports.conftest import missing
from tests.test_corpus import unpacked

Read = Callable[[str], dict[str, Any] | None]


@pytest.fixture(scope="session")
def mermaid_reads() -> Iterator[Read]:
    """Nodes and arrows as Mermaid reads them, ``None`` for what it refuses. Quadratic: keep a diagram below 3 KB."""
    try:
        from mermaidx.engines.quickjs_engine import Engine  # pinned in pyproject.toml: these are its private parts
    except ImportError:
        missing("mermaidx")
    script = (
        "globalThis.__s=%s;globalThis.__r='null';"
        "mermaid.parse(globalThis.__s).then(()=>mermaid.mermaidAPI.getDiagramFromText(globalThis.__s)).then(d=>{"
        "const v=d.db.getVertices(),o={};"
        "for(const [k,x] of (v instanceof Map?v:new Map(Object.entries(v))))o[k]=x.text||k;"
        "globalThis.__r=JSON.stringify({labels:o,"
        "arrows:d.db.getEdges().filter(x=>x.stroke!=='invisible').map(x=>[x.start,x.end,x.text||''])})},()=>{});"
    )
    engine = Engine()
    engine.start()

    def work(source: str) -> dict[str, Any] | None:
        engine._ctx.eval(script % json.dumps(source))
        while engine._ctx.execute_pending_job():
            pass
        found: dict[str, Any] | None = json.loads(unescape(str(engine._ctx.eval("globalThis.__r"))))
        return found

    yield lambda source: engine._executor.submit(work, source).result()
    engine.close()


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The DStudio snapshot, loaded once with its prose: the catalogue file, and the folder where its paths begin."""
    folder = unpacked("dstudio-ad6b80f0.tar.gz", tmp_path_factory.mktemp("prose")) / "ad6b80f0"
    kb = str(folder / "catalogue.kb")
    load([str(folder / "docs")], kb, mapping=own_mapping("dstudio"))
    return kb, folder
