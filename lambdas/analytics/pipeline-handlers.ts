import { defineHandler } from 'tasker-sfn/runtime';
import { readCustomers, readInventory, readSales, type Sale } from './services/sources.ts';

export const ExtractSales = defineHandler('Analytics::ExtractSales', { inputs: { days: 'days' } }, ({ days }) => ({
  sales: readSales(typeof days === 'number' ? days : 30),
}));

export const ExtractInventory = defineHandler('Analytics::ExtractInventory', {}, () => ({ articles: readInventory() }));

export const ExtractCustomers = defineHandler('Analytics::ExtractCustomers', {}, () => ({
  customers: readCustomers(),
}));

interface SalesByArticle extends Record<string, unknown> {
  /** In EUR. */
  readonly revenue: number;
  readonly by_article: Readonly<Record<string, number>>;
}

/** Adds up by article. */
export const TransformSales = defineHandler(
  'Analytics::TransformSales',
  { depends: { extracted: 'extract_sales' } },
  ({ extracted }): SalesByArticle => {
    const { sales } = extracted as { readonly sales: readonly Sale[] };
    const byArticle = new Map<string, number>();
    for (const { sku, amount } of sales) byArticle.set(sku, (byArticle.get(sku) ?? 0) + amount);
    const revenue = sales.reduce((sum, { amount }) => sum + amount, 0);
    return { revenue, by_article: Object.fromEntries([...byArticle].sort()) };
  },
);

interface Stock extends Record<string, unknown> {
  readonly low: readonly string[];
}

/** Finds what runs out: how little is too little is the step's configuration. */
export const TransformInventory = defineHandler(
  'Analytics::TransformInventory',
  { depends: { extracted: 'extract_inventory' } },
  ({ extracted, context }): Stock => {
    const { articles } = extracted as {
      readonly articles: readonly { readonly sku: string; readonly stock: number }[];
    };
    const lowBelow = context.getConfig<number>('low_below') ?? 0;
    return { low: articles.filter(({ stock }) => stock < lowBelow).map(({ sku }) => sku) };
  },
);

interface Segments extends Record<string, unknown> {
  readonly loyal: number;
  readonly recent: number;
}

/** Sorts customers into segments. */
export const TransformCustomers = defineHandler(
  'Analytics::TransformCustomers',
  { depends: { extracted: 'extract_customers' } },
  ({ extracted }): Segments => {
    const { customers } = extracted as { readonly customers: readonly { readonly since: number }[] };
    const loyal = customers.filter(({ since }) => since < 2020).length;
    return { loyal, recent: customers.length - loyal };
  },
);

/** Puts the three side by side. */
export const AggregateMetrics = defineHandler(
  'Analytics::AggregateMetrics',
  { depends: { sales: 'transform_sales', stock: 'transform_inventory', customers: 'transform_customers' } },
  ({ sales, stock, customers }) => {
    const { revenue, by_article } = sales as SalesByArticle;
    const [best = ['nothing', 0]] = Object.entries(by_article).sort(([, a], [, b]) => b - a);
    return { revenue, best_seller: best[0], low_stock: (stock as Stock).low, segments: { ...(customers as Segments) } };
  },
);

/** Says what to do. */
export const GenerateInsights = defineHandler(
  'Analytics::GenerateInsights',
  { depends: { metrics: 'aggregate_metrics' } },
  ({ metrics }) => {
    const { best_seller, low_stock, revenue } = metrics as {
      readonly best_seller: string;
      readonly low_stock: readonly string[];
      readonly revenue: number;
    };
    return {
      insights: [
        `${best_seller} sells best`,
        `${revenue} EUR were made`,
        ...(low_stock.length > 0 ? [`Order more of ${low_stock.join(', ')}`] : []),
      ],
    };
  },
);
