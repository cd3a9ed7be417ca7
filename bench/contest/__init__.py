"""Stores and libraries that answer the same questions about one graph, each in a process of its own."""
