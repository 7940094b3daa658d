# frozen_string_literal: true

require 'date'

module TaskerCore
  # A length of time, such as `30.days`: a number of seconds that knows its months and years when it meets a date.
  class Duration < Numeric
    include Comparable

    SECONDS = {
      seconds: 1, minutes: 60, hours: 3600, days: 86_400, weeks: 604_800, fortnights: 1_209_600, months: 2_629_746, years: 31_556_952
    }.freeze

    attr_reader :value, :months

    def self.of(count, unit)
      case unit
      when :months then new(count * SECONDS[unit], count)
      when :years then new(count * SECONDS[unit], count * 12)
      else new(count * SECONDS[unit], 0)
      end
    end

    # `months` of the seconds in `value` are months of a calendar.
    def initialize(value, months)
      super()
      @value = value
      @months = months
    end

    def to_i
      value.to_i
    end

    def to_f
      value.to_f
    end

    def to_s
      value.to_s
    end

    def to_int
      to_i
    end

    def in_seconds
      value
    end

    %i[minutes hours days weeks].each { |unit| define_method(:"in_#{unit}") { value / SECONDS[unit].to_f } }

    def coerce(other)
      [other, value]
    end

    def <=>(other)
      value <=> (other.is_a?(Duration) ? other.value : other)
    end

    def ==(other)
      value == (other.is_a?(Duration) ? other.value : other)
    end

    def hash
      value.hash
    end

    def +(other)
      other.is_a?(Duration) ? Duration.new(value + other.value, months + other.months) : Duration.new(value + other, months)
    end

    def -(other)
      self + -other
    end

    def -@
      Duration.new(-value, -months)
    end

    def *(other)
      Duration.new(value * other, months * other)
    end

    def /(other)
      other.is_a?(Duration) ? value / other.value : value / other
    end

    def since(moment = Time.now)
      after(moment)
    end
    alias from_now since

    def ago(moment = Time.now)
      (-self).after(moment)
    end
    alias until ago

    # The moment, or the date, that lies so far after another.
    def after(moment)
      rest = value - (months * SECONDS[:months])
      return date_after(moment, rest) if moment.is_a?(Date)

      months.zero? ? moment.add_seconds(rest) : shifted(moment).add_seconds(rest)
    end

    private

    def date_after(date, rest)
      later = date >> months
      return later + Rational(rest, 86_400) if date.is_a?(DateTime) || (rest % 86_400).zero?

      later.to_time.add_seconds(rest)
    end

    def shifted(moment)
      date = Date.new(moment.year, moment.month, moment.day) >> months
      clock = [date.year, date.month, date.day, moment.hour, moment.min, moment.sec + moment.subsec]
      moment.utc? ? Time.utc(*clock) : Time.new(*clock, moment.utc_offset)
    end

    # Lets moments and dates be added to.
    module After
      def +(other)
        other.is_a?(Duration) ? other.after(self) : super
      end

      def -(other)
        other.is_a?(Duration) ? (-other).after(self) : super
      end
    end

    # What a moment is without them.
    module Seconds
      def add_seconds(count)
        self + count
      end
    end
  end
end

Time.include(TaskerCore::Duration::Seconds)
Time.prepend(TaskerCore::Duration::After)
Date.prepend(TaskerCore::Duration::After)
