"""What can be wrong with a question, one class each, with the sentence a person reads."""

from typing import ClassVar

from validation.text import mark


class QueryError(Exception):
    """A question that has no answer as it was asked.

    Attributes:
        message: the marked English sentence with `{named}` facts; `dashboard` translates it.
        facts: what the sentence names.
    """

    message: ClassVar[str] = mark("This cannot be shown.")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))


class UnknownIndicator(QueryError):
    """The catalogue has no such indicator."""

    message = mark("There is no indicator {indicator}; nearest: {nearest}.")


class UnknownPartnership(QueryError):
    """The version has no such partnership."""

    message = mark(
        "There is no partnership {partnership} in version {version}; nearest: {nearest}."
    )


class UnknownCrimeArea(QueryError):
    """The list of crime areas has no such code."""

    message = mark("There is no crime area {code}; nearest: {nearest}.")


class UnknownCountry(QueryError):
    """Neither the list of countries nor that of organisations has such a code."""

    message = mark("There is no country or organisation {code}; nearest: {nearest}.")


class CannotCut(QueryError):
    """The indicator is not cut by this dimension."""

    message = mark("{indicator} cannot be cut by {dimension}; it can be cut by: {cuts}.")


class NeverCut(QueryError):
    """The indicator is not cut at all."""

    message = mark("{indicator} cannot be cut by {dimension}, nor by anything else.")


class NotByPair(QueryError):
    """The indicator is not made from rows between two ends."""

    message = mark("{indicator} cannot be told apart by sender and receiver.")
