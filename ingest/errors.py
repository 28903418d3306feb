"""Every error that a person may see. The message is one clear Dutch line.

WegwijzerError
├── SettingsError        a setting is wrong
├── CorpusError          the corpus folder is missing, empty or contradicts itself
├── PageError            one page cannot be read
├── ModelError           the embedding model cannot be found, unpacked or loaded
├── IndexMissingError    there is no (usable) index yet
├── IndexBusyError       another process is building the index
├── ServerError          the Chroma server cannot be reached or used
└── StorageError         the data folder cannot be written (read-only, full)
"""


class WegwijzerError(Exception):
    """Base of all errors whose message is meant for the person at the keyboard."""


class SettingsError(WegwijzerError):
    """A setting has a value that cannot be used."""


class CorpusError(WegwijzerError):
    """The corpus folder is missing, empty or contradicts itself."""


class PageError(WegwijzerError):
    """One page cannot be read."""


class ModelError(WegwijzerError):
    """The embedding model cannot be found, unpacked or loaded."""


class IndexMissingError(WegwijzerError):
    """There is no usable index yet."""


class IndexBusyError(WegwijzerError):
    """Another process is building the index."""


class ServerError(WegwijzerError):
    """The Chroma server cannot be reached or used."""


class StorageError(WegwijzerError):
    """The data folder cannot be written."""
