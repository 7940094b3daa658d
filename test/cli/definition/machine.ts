/** A state machine as people write it for CloudFormation: with placeholders, and a function by its ARN. */
export const ORDER_MACHINE = `{
  "Comment": "An order",
  "StartAt": "Charge",
  "States": {
    "Charge": {
      "Type": "Task",
      "Resource": "\${charge}",
      "Retry": [{ "ErrorEquals": ["Busy"], "IntervalSeconds": 3600, "MaxAttempts": \${Tries} }],
      "Catch": [{ "ErrorEquals": ["Declined"], "Next": "Tell" }],
      "Next": "Enough?"
    },
    "Enough?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.total", "NumericGreaterThan": 100, "Next": "All" }],
      "Default": "Tell"
    },
    "All": {
      "Type": "Parallel",
      "Branches": [
        {
          "StartAt": "Ship",
          "States": {
            "Ship": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": { "FunctionName": "ship", "Payload.$": "$" },
              "OutputPath": "$.Payload",
              "End": true
            }
          }
        },
        {
          "StartAt": "Each",
          "States": {
            "Each": {
              "Type": "Map",
              "ItemsPath": "$.items",
              "ItemProcessor": { "StartAt": "Note", "States": { "Note": { "Type": "Pass", "End": true } } },
              "End": true
            }
          }
        }
      ],
      "End": true
    },
    "Tell": { "Type": "Fail", "Error": "Told" }
  }
}
`;

/** Plain functions: one of CommonJS, and one in a folder of its name. */
export const FUNCTIONS = {
  'lambdas/charge.js': `exports.handler = async (event) => ({ ...event, total: event.total ?? 200 });`,
  'lambdas/ship/index.ts': `export const handler = async ({ total }: { total: number }) => ({ shipped: total });`,
  'node_modules/.keep': '',
};
