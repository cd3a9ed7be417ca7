"""Mappings: a YAML file that says how any catalogue's records become claims, instead of a program."""
