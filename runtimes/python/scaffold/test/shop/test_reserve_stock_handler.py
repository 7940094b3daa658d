import unittest

from tasker_sfn.testing import run_handler

from shop.reserve_stock_handler import ReserveStockHandler


class ReserveStockHandlerTest(unittest.TestCase):
    def test_reserves_what_is_there_and_adds_up_the_prices(self):
        run = run_handler(ReserveStockHandler, context={"items": [{"sku": "book", "quantity": 2}]})
        self.assertEqual(run.result["total"], 3_000)

    def test_fails_for_good_when_there_is_not_enough(self):
        run = run_handler(ReserveStockHandler, context={"items": [{"sku": "lamp", "quantity": 4}]})
        self.assertEqual((run.error.code, run.error.retryable), ("OUT_OF_STOCK", False))
