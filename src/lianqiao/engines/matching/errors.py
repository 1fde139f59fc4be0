"""What can go wrong in the matching engine: one tree, so that a caller can catch it whole."""


class MatchingError(Exception):
    """Any failure of the matching engine."""


class IndexMissingError(MatchingError):
    """There is no index in the folder yet: open a writer and fill it."""


class IndexDamagedError(MatchingError):
    """The folder holds something that can't be read as our index: erase it and fill it anew."""


class IndexBusyError(MatchingError):
    """Another writer holds the index; there may be only one."""


class ModelError(MatchingError):
    """A file of weights that can't be used."""
