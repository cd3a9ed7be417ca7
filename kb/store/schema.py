"""The layout of a catalogue file, its version, and the steps from older versions.

What sources say (``source``, ``claim``, ``problem``) is the record; everything under "settled" is made from it and can
be made again at any time, byte for byte.
"""

#: SQLite's application id of a catalogue file: "PGkb".
APPLICATION_ID = 0x50476B62

#: SQLite's user version. A file with a lower one is brought up by ``MIGRATIONS``, with a higher one refused.
VERSION = 3

RECORD = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE load(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, roots TEXT NOT NULL, files INTEGER NOT NULL, claims INTEGER NOT NULL,
  seen TEXT NOT NULL DEFAULT '', revision TEXT NOT NULL DEFAULT '', layer TEXT NOT NULL DEFAULT '');
CREATE TABLE revision(
  root TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, seen TEXT NOT NULL, load INTEGER NOT NULL,
  PRIMARY KEY(name, root)) WITHOUT ROWID;
CREATE TABLE source(
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL, loader TEXT NOT NULL, layer TEXT NOT NULL DEFAULT '');
CREATE TABLE claim(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id),
  subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT, value TEXT, qualifiers TEXT NOT NULL,
  method TEXT NOT NULL, rule TEXT NOT NULL, backwards INTEGER NOT NULL, by_name INTEGER NOT NULL,
  ids TEXT NOT NULL,
  line INTEGER NOT NULL, col INTEGER NOT NULL, pointer TEXT NOT NULL, quote TEXT NOT NULL, revision TEXT NOT NULL,
  opened INTEGER NOT NULL REFERENCES load(id), closed INTEGER REFERENCES load(id));
CREATE INDEX claim_open ON claim(source) WHERE closed IS NULL;
CREATE TABLE tally(
  source INTEGER PRIMARY KEY REFERENCES source(id), counts TEXT NOT NULL, words TEXT NOT NULL, missing TEXT NOT NULL);
CREATE TABLE problem(
  id INTEGER PRIMARY KEY, source INTEGER REFERENCES source(id), path TEXT NOT NULL, rule TEXT NOT NULL,
  line INTEGER NOT NULL, col INTEGER NOT NULL, pointer TEXT NOT NULL, quote TEXT NOT NULL, message TEXT NOT NULL,
  hint TEXT NOT NULL);
"""

SETTLED = """
CREATE TABLE node(
  nid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT NOT NULL, defined INTEGER NOT NULL,
  tier TEXT NOT NULL, status TEXT NOT NULL, introduced TEXT NOT NULL, born_first INTEGER, born_last INTEGER,
  retired TEXT NOT NULL, retired_first INTEGER, retired_last INTEGER, retired_text TEXT NOT NULL);
CREATE TABLE edge(
  key INTEGER PRIMARY KEY, relation TEXT NOT NULL, subject INTEGER NOT NULL, object INTEGER NOT NULL,
  strength TEXT NOT NULL, start_first INTEGER, start_last INTEGER, ends INTEGER NOT NULL, end_first INTEGER,
  end_last INTEGER, method TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX edge_out ON edge(subject, relation);
CREATE INDEX edge_in ON edge(object, relation);
CREATE TABLE edge_claim(
  edge INTEGER NOT NULL, place INTEGER NOT NULL, claim INTEGER NOT NULL, PRIMARY KEY(edge, place)) WITHOUT ROWID;
CREATE TABLE property(
  node INTEGER NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL, word TEXT NOT NULL,
  state TEXT NOT NULL, why TEXT NOT NULL, claim INTEGER NOT NULL, PRIMARY KEY(node, name, place)) WITHOUT ROWID;
CREATE INDEX property_word ON property(name, word);
CREATE TABLE name(
  level INTEGER NOT NULL, key TEXT NOT NULL, node INTEGER NOT NULL, rule TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY(level, key, node)) WITHOUT ROWID;
CREATE INDEX name_node ON name(node) WHERE level < 2;
CREATE TABLE finding(
  path TEXT NOT NULL, rule TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, pointer TEXT NOT NULL,
  quote TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL);
"""

#: The text indexes, which settling makes anew as a whole.
TEXT_TABLES = {
    "spelling": "CREATE VIRTUAL TABLE spelling USING fts5(name, node UNINDEXED, tokenize = 'trigram')",
    "fulltext": "CREATE VIRTUAL TABLE fulltext USING fts5(title, names, body, tokenize = 'porter unicode61')",
}

#: Tables that settling empties and fills anew, in the order in which they are emptied.
SETTLED_TABLES = ("edge_claim", "edge", "property", "name", "finding", "node")

#: For each older version, the statements that lead to the next one. Settled tables are made again by whoever opened it.
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (  # the catalogue's own clock, layers, and what leaves no claim
        """CREATE TABLE tally(
  source INTEGER PRIMARY KEY REFERENCES source(id), counts TEXT NOT NULL, words TEXT NOT NULL, missing TEXT NOT NULL)""",
        "ALTER TABLE load ADD COLUMN seen TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE load ADD COLUMN revision TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE load ADD COLUMN layer TEXT NOT NULL DEFAULT ''",
        "UPDATE load SET seen = at",
        "ALTER TABLE source ADD COLUMN layer TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE revision(
  root TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, seen TEXT NOT NULL, load INTEGER NOT NULL,
  PRIMARY KEY(name, root)) WITHOUT ROWID""",
    ),
    2: (  # a name stands once on each level
        "DROP TABLE name",
        """CREATE TABLE name(
  level INTEGER NOT NULL, key TEXT NOT NULL, node INTEGER NOT NULL, rule TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY(level, key, node)) WITHOUT ROWID""",
        "CREATE INDEX name_node ON name(node) WHERE level < 2",
    ),
}
