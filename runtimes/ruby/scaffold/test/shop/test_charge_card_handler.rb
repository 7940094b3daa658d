# frozen_string_literal: true

require 'minitest/autorun'
require 'tasker_sfn/testing'
require 'shop/charge_card_handler'

class ChargeCardHandlerTest < Minitest::Test
  RESULTS = { reserve_stock: { reservation_id: 'r-1', total: 3_000 } }.freeze

  def test_charges_what_was_reserved
    run = TaskerSfn::Testing.run_handler(Shop::ChargeCardHandler, context: { card: 'visa' }, results: RESULTS)
    assert_equal(3_000, run.result['amount'])
  end

  def test_fails_for_good_when_the_bank_declines_the_card
    run = TaskerSfn::Testing.run_handler(Shop::ChargeCardHandler, context: { card: 'declined' }, results: RESULTS)
    assert_equal(['CARD_DECLINED', false], [run.error.code, run.error.retryable])
  end
end
