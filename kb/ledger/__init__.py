"""The ledger: it takes in claims, resolves their names, and settles the graph from them."""
