"""The version of this program, at hand without reading the metadata of an installation."""

VERSION = "0.1.0"
