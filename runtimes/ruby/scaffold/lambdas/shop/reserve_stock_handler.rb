# frozen_string_literal: true

require 'tasker_core'
require_relative 'order_types'
require_relative 'services/stock_service'

module Shop
  class ReserveStockHandler < TaskerCore::StepHandler::Base
    def call(context)
      # The id of the step is the same on every attempt, so nothing is reserved twice.
      reservation_id, total = StockService.reserve(context.step_uuid, context.get_input('items'))
      success(result: OrderTypes::ReserveStockResult.new(reservation_id: reservation_id, total: total))
    rescue StockService::OutOfStock => e
      # Trying again would not help. Anything else that is raised is tried again, as the step's "retry" says.
      raise TaskerCore::PermanentError.new(e.message, error_code: 'OUT_OF_STOCK')
    end
  end
end
