# frozen_string_literal: true

module Shop
  # Who charges cards. Put calls of your own payment provider in its place.
  module PaymentService
    # The bank says no, and will say so again.
    class CardDeclined < StandardError; end

    # Charges a card with an amount in cents, and returns the id of it and the amount. The same key charges once.
    def self.charge(key, card, amount)
      raise CardDeclined, 'The bank declined the card.' if card == 'declined'

      ["payment-#{key}", amount]
    end
  end
end
