"""Benchmarks: one module a measure, each against a peer in the same run; ``python -m bench`` writes docs/benchmarks.md.

A new measure is a module with a ``MEASURE``, a line in ``MEASURES`` of ``bench.__main__``, and its place in the page.
"""
