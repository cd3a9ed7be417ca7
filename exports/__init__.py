"""Exports: one module a format turns an answer, or a part of the graph, into text or bytes.

They return what they made, never print it, and never ask a store anything; the command line writes it out.
"""
