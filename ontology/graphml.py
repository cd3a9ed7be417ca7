"""What ``exports.graphml`` writes and ``loaders.graphml`` reads back: how the descriptions of our own keys begin."""

#: The values of the key are JSON: lists, records, and texts that XML cannot hold.
JSON = "JSON"

#: What is told beside the properties of an entry and of an edge, by name, for those who read the file elsewhere.
DERIVED = {
    "label": "what programs that draw show; the title or the relation says the same",
    "defined": "false for what is known only from references",
    "deprecated": "true for what is no longer in use; tier, status and retired say why",
    "sources": "the places that say so",
}
