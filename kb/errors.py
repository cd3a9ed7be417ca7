"""What a caller can do wrong, or the machine: each message is a full sentence that says what to do."""


class CatalogueError(Exception):
    """Raised for a catalogue file or a source that cannot be used as asked; nothing was changed."""


class NotACatalogue(CatalogueError):
    """Raised for a file that is no catalogue of ours."""


class NewerCatalogue(CatalogueError):
    """Raised for a catalogue written by a later version of this program."""


class Busy(CatalogueError):
    """Raised when another process is writing the catalogue."""


class Changed(CatalogueError):
    """Raised where a catalogue on a server became another one while it was asked; asked again, it answers."""


class NothingToLoad(CatalogueError):
    """Raised when a source does not exist or holds nothing that any loader reads."""
