"""A real Neo4j server of the test's own: on 127.0.0.1 and free ports, in a folder that goes when it goes."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Where scripts/system-setup.sh puts the server.
LIBRARY = ROOT / ".neo4j" / "lib"

#: How long a server may take to open its port.
PATIENCE = 120

ENTRY = "org.neo4j.server.CommunityEntryPoint"

_CONFIG = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
dbms.security.auth_minimum_password_length=1
server.directories.data={home}/data
server.directories.logs={home}/logs
server.directories.transaction.logs.root={home}/data/transactions
{more}
"""


def available() -> bool:
    """Whether the server and a Java to run it are there."""
    return shutil.which("java") is not None and (LIBRARY / ".complete").exists()


class Server:
    """One server process; ``start`` after ``kill`` finds what was there before."""

    def __init__(self, home: Path, *, quick: bool = True, certificate: bool = False, **settings: str) -> None:
        """Keep everything below ``home``; ``settings`` are lines of neo4j.conf, with ``__`` for dots.

        ``quick`` starts sooner and then answers more slowly, which suits short runs; with a ``certificate`` of its own
        making it speaks TLS with whoever asks for that.
        """
        self.quick, self.certificate = quick, certificate
        self.home, self.password = home, "kb-" + secrets.token_hex(6)
        self.port = _free_port()
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._fresh = True

    @property
    def uri(self) -> str:
        """Where it listens."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def process(self) -> int:
        """The number of the process that runs."""
        assert self._process is not None
        return self._process.pid

    @property
    def env(self) -> dict[str, str]:
        """What a client's environment must say to be let in."""
        return {"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": self.password}

    def start(self) -> "Server":
        """Start it and wait for the port; set the password at first contact."""
        conf = self.home / "conf"
        for folder in (conf, self.home / "data", self.home / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        if self.certificate:
            self.settings |= _certified(self.home / "certificates")
        more = "\n".join(f"{name.replace('__', '.')}={value}" for name, value in self.settings.items())
        (conf / "neo4j.conf").write_text(_CONFIG.format(port=self.port, home=self.home, more=more))
        log = (self.home / "out.log").open("ab")
        memory = ["-Xms512m", "-Xmx1g", *(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"] if self.quick else [])]
        self._process = subprocess.Popen(
            ["java", *memory, "-cp", f"{LIBRARY}/*", ENTRY, f"--home-dir={self.home}", f"--config-dir={conf}"],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home)},
        )
        log.close()
        self._wait()
        if self._fresh:
            self._first_contact()
            self._fresh = False
        return self

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it and take its folder away; nothing of it is wanted any more, so it need not put itself in order."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _wait(self) -> None:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"Neo4j did not start:\n{(self.home / 'out.log').read_text()[-3000:]}")

    def _first_contact(self) -> None:
        from neo4j import GraphDatabase

        with GraphDatabase.driver(self.uri, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=self.password, database_="system"
            )


@contextmanager
def running(made: Server, cache: Path) -> Iterator[Server]:
    """Start a server, let this process and its children in, and end it afterwards."""
    before = dict(os.environ)
    os.environ |= made.env | {"XDG_CACHE_HOME": str(cache)}
    try:
        yield made.start()
    finally:
        made.stop()
        os.environ.clear()
        os.environ.update(before)


def _certified(folder: Path) -> dict[str, str]:
    """Make a key and a certificate that nobody signed; the settings that use them."""
    if not folder.exists():
        folder.mkdir()
        key, public = ("-keyout", str(folder / "private.key")), ("-out", str(folder / "public.crt"))
        named = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
        new = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
        subprocess.run([*new, *key, *public, *named], check=True, capture_output=True)
    return {
        "dbms__ssl__policy__bolt__enabled": "true",
        "dbms__ssl__policy__bolt__base_directory": str(folder),
        "dbms__ssl__policy__bolt__client_auth": "NONE",
        "server__bolt__tls_level": "OPTIONAL",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
