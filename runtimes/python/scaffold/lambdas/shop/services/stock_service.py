"""What the shop sells. Put calls of your own warehouse in its place."""

# By product: the price in cents, and how many there are.
STOCK = {
    "book": {"price": 1_500, "available": 20},
    "lamp": {"price": 4_900, "available": 3},
}


class OutOfStockError(Exception):
    """A product that is not there in the quantity that was asked for."""

    def __init__(self, sku: str) -> None:
        super().__init__(f'There are not enough pieces of "{sku}".')


def reserve(key: str, items: list[dict]) -> tuple[str, int]:
    """Reserves items, and returns the id of it and what they cost in all. The same key reserves once, however often it is called."""
    total = 0
    for item in items:
        product = STOCK.get(item["sku"])
        if product is None or product["available"] < item["quantity"]:
            raise OutOfStockError(item["sku"])
        total += product["price"] * item["quantity"]
    return f"reservation-{key}", total
