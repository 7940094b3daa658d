# frozen_string_literal: true

module Shop
  # What the shop sells. Put calls of your own warehouse in its place.
  module StockService
    # By product: the price in cents, and how many there are.
    STOCK = {
      'book' => { price: 1_500, available: 20 },
      'lamp' => { price: 4_900, available: 3 }
    }.freeze

    # A product that is not there in the quantity that was asked for.
    class OutOfStock < StandardError; end

    # Reserves items, and returns the id of it and what they cost in all. The same key reserves once, however often it is called.
    def self.reserve(key, items)
      total = items.sum do |item|
        product = STOCK[item[:sku]]
        raise OutOfStock, "There are not enough pieces of \"#{item[:sku]}\"." if product.nil? || product[:available] < item[:quantity]

        product[:price] * item[:quantity]
      end
      ["reservation-#{key}", total]
    end
  end
end
