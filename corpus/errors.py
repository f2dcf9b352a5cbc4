"""Errors for people: each message says in Japanese what happened, where, and what to do next.

KeikakuError
├── ReportFileError     the file cannot be read as text at all (missing, empty, encoding, type)
├── ReportFormatError   the text was read but holds no progress report
├── StoreError          the store is missing, damaged or locked
└── ModelError          the embedding model cannot be prepared or loaded
"""


class KeikakuError(Exception):
    """Base of every error whose message is written for the person at the screen."""


class ReportFileError(KeikakuError):
    """The file is missing, empty, of an unknown type, or not decodable."""


class ReportFormatError(KeikakuError):
    """The text holds no table that can be read as a progress report."""


class StoreError(KeikakuError):
    """The store is empty, damaged, or in use by another process."""


class ModelError(KeikakuError):
    """The embedding model is not there or cannot be loaded."""
