"""RDF: the vocabulary, a catalogue as a graph, its claims as PROV-O, and shapes to check them by."""
