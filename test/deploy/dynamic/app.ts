import { App, Stack } from 'aws-cdk-lib';
import { TaskerWorkflow } from '../../../lib/constructs/index.ts';

// The examples as users have them, but for the alarms: MiniStack knows none that compute, as those of steps that yield do.
const app = new App();
for (const [name, template] of [
  ['ExpenseApproval', 'templates/expenses/expense_approval.yaml'],
  ['CsvImport', 'templates/imports/csv_import.yaml'],
] as const) {
  new TaskerWorkflow(new Stack(app, name), 'Workflow', { template, handlers: 'lambdas', alarms: false });
}
app.synth();
