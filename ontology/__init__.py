"""What things are: kinds, relations, tiers, partial dates, names, claims, sources and problems.

The ground of the house. It imports nothing of the other rooms; import the module that holds what you need, so that a
command pays only for what it uses.
"""
