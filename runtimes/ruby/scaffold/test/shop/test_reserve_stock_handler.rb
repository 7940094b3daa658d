# frozen_string_literal: true

require 'minitest/autorun'
require 'tasker_sfn/testing'
require 'shop/reserve_stock_handler'

class ReserveStockHandlerTest < Minitest::Test
  def test_reserves_what_is_there_and_adds_up_the_prices
    run = TaskerSfn::Testing.run_handler(Shop::ReserveStockHandler, context: { items: [{ sku: 'book', quantity: 2 }] })
    assert_equal(3_000, run.result['total'])
  end

  def test_fails_for_good_when_there_is_not_enough
    run = TaskerSfn::Testing.run_handler(Shop::ReserveStockHandler, context: { items: [{ sku: 'lamp', quantity: 4 }] })
    assert_equal(['OUT_OF_STOCK', false], [run.error.code, run.error.retryable])
  end
end
