import { machine } from './run-machine.ts';

const config = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

/** A processor whose children run these states. */
export const processor = (states: object = { Item: { Type: 'Pass', End: true } }) => ({
  ...config,
  StartAt: Object.keys(states)[0],
  States: states,
});

/** A machine of a distributed Map named M. */
export const map = (more: object = {}, states?: object) =>
  machine({ M: { Type: 'Map', ItemProcessor: processor(states), ...more, End: true }, Caught: { Type: 'Succeed' } });

/** A reader of the object that the input names. */
export const reader = (ReaderConfig: object, Resource = 'arn:aws:states:::s3:getObject') => ({
  ItemReader: { Resource, ReaderConfig, Parameters: { 'Bucket.$': '$.Bucket', 'Key.$': '$.Key' } },
});
