# frozen_string_literal: true

# Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit.

module Shop
  module OrderTypes
    OrderContext = Struct.new(
      :items, # Array<OrderContextItemsItem>
      # The token that the payment provider gave for the card
      :card, # String
      keyword_init: true
    )

    OrderContextItemsItem = Struct.new(
      :sku, # String
      :quantity, # Integer
      keyword_init: true
    )

    ReserveStockResult = Struct.new(
      :reservation_id, # String
      # In cents
      :total, # Integer
      keyword_init: true
    )

    ChargeCardResult = Struct.new(
      :payment_id, # String
      :amount, # Integer
      keyword_init: true
    )

    OrderSteps = Struct.new(
      :reserve_stock, # ReserveStockResult
      :charge_card, # ChargeCardResult
      keyword_init: true
    )
  end
end
