/** AWS's list prices in us-east-1, in US dollars, without free tiers and discounts. */
export const PRICES = {
  /** When they were looked up. */
  date: '2025-06',
  /** Step Functions, Standard: a state transition. Retries count. */
  transition: 0.025 / 1000,
  /** Step Functions, Express: a request, and a GB-second of the first 1,000 GB-hours of a month. */
  expressRequest: 1 / 1_000_000,
  expressGbSecond: 0.06 / 3600,
  /** Lambda: a request, and a GB-second on ARM. */
  lambdaRequest: 0.2 / 1_000_000,
  lambdaGbSecond: 0.0000133334,
  /** DynamoDB on demand: a write and a read of up to 1 KB, strongly consistent. */
  write: 0.625 / 1_000_000,
  read: 0.125 / 1_000_000,
} as const;
