"""A first mapping of a catalogue that nobody has described yet, from what its files look like.

``files`` groups them by their names, ``forms`` finds the reader of each group, ``places`` the records in what it reads,
``fields`` what these say; ``identity``, ``roles``, ``references`` and ``edges`` say what that may mean, ``write`` writes
it down. Everything is a guess, and stands in the mapping with what it rests on.
"""
