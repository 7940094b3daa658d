import { BatchableStepHandler, type StepContext } from 'tasker-sfn/runtime';

/** Cuts the file into parts of so many rows as the step's configuration says. */
export class SplitFile extends BatchableStepHandler {
  static override handlerName = 'Imports::SplitFile';

  async call(context: StepContext) {
    const rows = context.getInputOr('rows', 0) as number;
    if (rows === 0) return this.noBatchesResult('The file is empty');
    const parts = Math.ceil(rows / (context.getConfig<number>('rows_per_part') ?? rows));
    return this.batchSuccess('import_rows', this.createCursorConfigs(rows, parts), { rows, parts });
  }
}
