"""Questions: one module each, with its answer's record and one function.

A question never opens a file, never prints, and never knows which store it runs on; it reads through
``queries.graph.Graph``.
"""
