"""Marks text that a person reads, so that a translation is later a catalogue and not a rewrite."""


def mark(text: str) -> str:
    """Return the text unchanged; `make messages` collects every marked text into the catalogue.

    Args:
        text: English text, with `{named}` parameters.

    Returns:
        The same text. Only `dashboard` translates it.
    """
    return text
