"""Who charges cards. Put calls of your own payment provider in its place."""


class CardDeclinedError(Exception):
    """The bank says no, and will say so again."""

    def __init__(self) -> None:
        super().__init__("The bank declined the card.")


def charge(key: str, card: str, amount: int) -> tuple[str, int]:
    """Charges a card with an amount in cents, and returns the id of it and the amount. The same key charges once."""
    if card == "declined":
        raise CardDeclinedError()
    return f"payment-{key}", amount
