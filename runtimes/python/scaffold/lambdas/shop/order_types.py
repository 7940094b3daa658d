"""Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit."""

from __future__ import annotations

from typing import TypedDict


class OrderContext(TypedDict):
    items: list[OrderContextItemsItem]
    # The token that the payment provider gave for the card
    card: str


class OrderContextItemsItem(TypedDict):
    sku: str
    quantity: int


class ReserveStockResult(TypedDict):
    reservation_id: str
    # In cents
    total: int


class ChargeCardResult(TypedDict):
    payment_id: str
    amount: int


class OrderSteps(TypedDict):
    reserve_stock: ReserveStockResult
    charge_card: ChargeCardResult
