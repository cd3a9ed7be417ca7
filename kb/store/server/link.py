"""The connection to a server: one driver, statements with parameters, and the server's complaints in words."""

import logging
import os
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

from kb.cache import cache_folders
from kb.errors import CatalogueError
from kb.store.server.address import PASSWORD, USER, Address, credentials

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Query, Session

T = TypeVar("T")

#: So many rows are fetched at a time.
FETCH = 2_000

#: How long a transaction is tried again while the server says that its trouble will pass, in seconds.
PATIENCE = 20.0

#: After the first trouble it waits so long before it reads again, then twice as long each time, in seconds.
FIRST_PAUSE = 0.25


class TooLarge(Exception):
    """Raised for a transaction that needs more memory than the server gives one."""


class Link:
    """A connection that knows how often it went to the server (``trips``) and how many rows came back (``rows``)."""

    def __init__(self, address: Address, patience: float = PATIENCE) -> None:
        """Connect. Raises ``CatalogueError`` where there is no driver, no server, or no way in."""
        try:
            from neo4j import GraphDatabase  # 0.2 s, and only in the extra
        except ImportError as error:
            raise CatalogueError(
                "asking a Neo4j server needs its driver; install it with: pip install 'pattern-genealogy[neo4j]'"
            ) from error
        # What it says, we say: without a handler Python would write the driver's warnings between our lines.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        self.address, self.trips, self.rows = address, 0, 0
        self.patience = patience
        self._driver: Driver = GraphDatabase.driver(
            address.uri,
            auth=credentials(),
            user_agent="kb",
            max_transaction_retry_time=patience,
            connection_acquisition_timeout=30,
            connection_timeout=15,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
        self._bookmarks = _remembered(address)
        try:
            with self.translated():
                self._driver.verify_connectivity()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the server go."""
        self._driver.close()

    def _where(self) -> dict[str, Any]:
        return {"database": self.address.database} if self.address.database else {}

    def read(self, statement: str, **parameters: Any) -> list[list[Any]]:
        """Rows of one statement, which may be sent to a member of the cluster that only reads.

        It is its own transaction: one message there and one back, where a transaction that is begun and ended takes three.
        """
        return self._within(lambda: self._patiently(lambda session: self._rows(session, statement, parameters)))

    def ask(self, statement: str, seconds: float, **parameters: Any) -> tuple[list[str], list[list[Any]]]:
        """Columns and rows of somebody's own statement. Raises ``CatalogueError`` where it would write, or takes longer."""
        from neo4j import Query

        wanted = Query(statement, timeout=seconds)
        return self._within(lambda: self._in_session(lambda session: self._table(session, wanted, parameters), "READ"))

    def write(self, work: Callable[["ManagedTransaction"], T]) -> T:
        """Run one transaction; it is tried again as a whole where the server says that this may help."""
        told = _memory_told()(work)
        made: T = self._within(lambda: self._in_session(lambda session: session.execute_write(told), "WRITE"))
        _remember(self.address, self._bookmarks)
        return made

    def run(self, statement: str, **parameters: Any) -> None:
        """Run one statement that cannot share a transaction (an index, a constraint)."""
        self._within(lambda: self._in_session(lambda session: session.run(statement, parameters).consume(), "WRITE"))

    def _within(self, work: Callable[[], T]) -> T:
        from neo4j.exceptions import Neo4jError

        with self.translated(), _memory_told():
            try:
                return work()
            except Neo4jError as error:
                if "Bookmark" not in (error.code or "") or not self._bookmarks:
                    raise
                self._bookmarks = None  # noted for another server that stood at this address
                return work()

    def _patiently(self, work: Callable[[Any], T]) -> T:
        """Read, and read again while the server says that its trouble will pass."""
        from neo4j.exceptions import DriverError, Neo4jError

        ends, pause = monotonic() + self.patience, FIRST_PAUSE
        while True:
            try:
                return self._in_session(work, "READ")
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable() or monotonic() + pause > ends:
                    raise
            sleep(pause)
            pause *= 2

    def _in_session(self, work: Callable[[Any], T], access: str) -> T:
        with self._driver.session(
            default_access_mode=access, bookmarks=self._bookmarks, fetch_size=FETCH, **self._where()
        ) as session:
            self.trips += 1
            made: T = work(session)
            self._bookmarks = session.last_bookmarks()
        return made

    def _rows(self, session: "Session", statement: str, parameters: dict[str, Any]) -> list[list[Any]]:
        rows = [record.values() for record in session.run(statement, parameters)]
        self.rows += len(rows)
        return rows

    def _table(
        self, session: "Session", wanted: "Query", parameters: dict[str, Any]
    ) -> tuple[list[str], list[list[Any]]]:
        result = session.run(wanted, parameters)
        names, rows = list(result.keys()), [record.values() for record in result]
        counters = result.consume().counters
        if counters.contains_updates or counters.contains_system_updates:  # a server that does not heed READ
            raise CatalogueError(f"{self.address.uri}: the query wrote; kb cypher is for reading")
        return names, rows

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what the driver and the server say into sentences."""
        from neo4j.exceptions import (
            AuthError,
            ClientError,
            ConfigurationError,
            DriverError,
            Neo4jError,
            ServiceUnavailable,
            SessionExpired,
        )

        uri = self.address.uri
        try:
            yield
        except AuthError as error:
            raise CatalogueError(
                f"{uri} refuses this name and password; set {USER} and {PASSWORD} (who is asking: "
                f"'{os.environ.get(USER) or 'neo4j'}')"
            ) from error
        except (ServiceUnavailable, SessionExpired) as error:
            if why := _untrusted(error):
                open_ = f"{uri.split(':')[0].removesuffix('+s')}+ssc://{uri.split('://')[1]}"
                raise CatalogueError(
                    f"{uri} shows a certificate that this system does not trust ({why}); let SSL_CERT_FILE name the"
                    f" authority that signed it, or take any certificate with {open_}"
                ) from error
            if "+s" in uri and _has(error, ssl.SSLError):
                raise CatalogueError(
                    f"{uri} does not speak TLS here; is the port right? Without TLS it is {re.sub('[+]s(sc)?:', ':', uri)}"
                ) from error
            raise CatalogueError(
                f"{uri} does not answer, or no longer ({_first_line(error)}); is the server running?"
            ) from error
        except ClientError as error:
            if "DatabaseNotFound" in (error.code or ""):
                raise CatalogueError(f"{uri} has no database '{self.address.database}'") from error
            if "TransactionTimedOut" in (error.code or ""):
                raise CatalogueError(
                    f"{uri}: the query took longer than it may; ask for less, or allow more"
                ) from error
            raise CatalogueError(f"{uri}: {_first_line(error)}") from error
        except (ConfigurationError, DriverError, Neo4jError) as error:
            raise CatalogueError(f"{uri}: {_first_line(error)}") from error


@contextmanager
def _memory_told() -> Iterator[None]:
    """Tell a transaction that is too large from a trouble that passes, so that it is not tried again as it is."""
    from neo4j.exceptions import Neo4jError

    try:
        yield
    except Neo4jError as error:
        if "MemoryPoolOutOfMemory" in (error.code or "") or "TransactionOutOfMemory" in (error.code or ""):
            raise TooLarge(_first_line(error)) from error
        raise


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that led to it."""
    while error is not None:
        yield error
        for one in getattr(error, "exceptions", ()):
            yield from _causes(one)
        error = error.__cause__ or error.__context__


def _has(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(one, kind) for one in _causes(error))


def _untrusted(error: BaseException) -> str:
    """Why a certificate is not trusted, where that is what is wrong."""
    found = (one for one in _causes(error) if isinstance(one, ssl.SSLCertVerificationError))
    return next((one.verify_message for one in found), "")


def _first_line(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error)
    return str(message).strip().split("\n")[0][:300]


# ---- bookmarks: who has written reads what was written, also from another member of a cluster and in a later command


def _bookmark_file(address: Address) -> str:
    name = blake2b(f"{address.uri}/{address.database}".encode(), digest_size=12).hexdigest()
    return os.path.join(cache_folders()[0], f"bookmarks-{name}")


def _is_cluster(address: Address) -> bool:
    return address.uri.startswith("neo4j")


def _remembered(address: Address) -> Any:
    from neo4j import Bookmarks

    if not _is_cluster(address):
        return None
    try:
        with open(_bookmark_file(address), encoding="utf-8") as file:
            return Bookmarks.from_raw_values(file.read().split())
    except OSError:
        return None


def _remember(address: Address, bookmarks: Any) -> None:
    if not _is_cluster(address) or bookmarks is None:
        return
    path = _bookmark_file(address)
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(f"{path}.{os.getpid()}", "w", encoding="utf-8") as file:
            file.write(" ".join(sorted(bookmarks.raw_values)))
        os.replace(f"{path}.{os.getpid()}", path)
    except OSError:
        return  # without the note a later command may read a member of the cluster that is a moment behind
