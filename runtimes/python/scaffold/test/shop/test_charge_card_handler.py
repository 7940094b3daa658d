import unittest

from tasker_sfn.testing import run_handler

from shop.charge_card_handler import charge_card

RESULTS = {"reserve_stock": {"reservation_id": "r-1", "total": 3_000}}


class ChargeCardHandlerTest(unittest.TestCase):
    def test_charges_what_was_reserved(self):
        run = run_handler(charge_card, context={"card": "visa"}, results=RESULTS)
        self.assertEqual(run.result["amount"], 3_000)

    def test_fails_for_good_when_the_bank_declines_the_card(self):
        run = run_handler(charge_card, context={"card": "declined"}, results=RESULTS)
        self.assertEqual((run.error.code, run.error.retryable), ("CARD_DECLINED", False))
