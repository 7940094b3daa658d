# frozen_string_literal: true

require 'tasker_core'
require_relative 'order_types'
require_relative 'services/payment_service'

module Shop
  extend TaskerCore::StepHandler::Functional

  ChargeCardHandler = step_handler(
    'Shop::ChargeCardHandler',
    depends_on: { reservation: ['reserve_stock', OrderTypes::ReserveStockResult] },
    inputs: [:card]
  ) do |reservation:, card:, context:|
    payment_id, amount = PaymentService.charge(context.step_uuid, card, reservation.total)
    OrderTypes::ChargeCardResult.new(payment_id: payment_id, amount: amount)
  rescue PaymentService::CardDeclined => e
    raise TaskerCore::PermanentError.new(e.message, error_code: 'CARD_DECLINED')
  end
end
