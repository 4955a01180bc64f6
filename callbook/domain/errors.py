"""The two kinds of error a person may be shown; anything else is our bug."""


class CallbookError(Exception):
    """An error with a sentence and a next step, both fit to be shown in the window.

    The texts are English source texts; they never hold anything a person typed.
    """

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step


class UserError(CallbookError):
    """The input can be put right by the person who gave it."""


class StorageError(CallbookError):
    """The book cannot be read or written: disk full, read-only, damaged, locked or too new."""
