import { aggregateBatchResults, BatchableStepHandler, type StepContext } from 'tasker-sfn/runtime';

/** Adds up what the parts say. A part that failed says so itself, and how many rows it had. */
export class SummarizeImport extends BatchableStepHandler {
  static override handlerName = 'Imports::SummarizeImport';

  async call(context: StepContext) {
    const scenario = this.detectAggregationScenario(context.dependencyResults, 'split_file', 'import_rows_');
    return this.aggregateBatchWorkerResults(scenario, { imported: 0 }, (parts) => {
      const { total_succeeded, total_failed, total_skipped } = aggregateBatchResults(Object.values(parts));
      const failed = Object.entries(parts).filter(([, part]) => part.partial_failure === true);
      return {
        imported: total_succeeded,
        without_price: total_skipped,
        not_imported: total_failed,
        failed_parts: failed.map(([name]) => name),
      };
    });
  }
}
