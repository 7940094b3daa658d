/** Where an expectation comes from. `unknown`: AWS's behaviour is not known; the row says what this engine does. */
export const Source = {
  spec: 'https://states-language.net',
  guide: 'https://docs.aws.amazon.com/step-functions/latest/dg',
  errors: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  intrinsics: 'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html',
  jayway: 'https://github.com/json-path/JsonPath, the library that the States Language names',
  /** Histories recorded on AWS by LocalStack's tests, under tests/aws/services/stepfunctions/v2. */
  recorded: (test: string) => `recorded on AWS: localstack/localstack ${test}`,
  /** Answers and histories recorded on AWS by another emulator, under testdata/aws/stepfunctions. */
  captured: (file: string) => `recorded on AWS: radkawar/stackd ${file}`,
  measured: 'measured on AWS by floci-io/floci, compatibility tests for Step Functions',
  documented: 'documented as seen on AWS by floci-io/floci, its page on Step Functions',
  sfnx: 'measured on AWS by iwamot/sfnx, in its tests of definitions',
  statelint: 'a rule of https://github.com/awslabs/statelint, in the words that AWS has for its like',
  /** Observations that issue 11 lists. */
  observed: 'seen on AWS: issue 11',
  quoted: 'causes of executions that failed on AWS, as public repositories quote them',
  unknown: 'unknown',
} as const;
