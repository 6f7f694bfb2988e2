"""Numbers as people and addresses write them."""

LARGEST_KEY = 10**18 - 1
"""No row's number is larger, and every database can hold it."""


def whole(text: str, most: int = LARGEST_KEY) -> int | None:
    """The whole number that a text writes in plain digits; None where it is anything else or larger than `most`."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_KEY))):
        return None  # so many digits that not even Python reads them are no number either
    number = int(text)
    return number if number <= most else None
