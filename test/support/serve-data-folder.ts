// A service of a data folder, to be killed: `serve-data-folder.ts FOLDER` writes its URL.
import { LocalStepFunctions, serveStepFunctions } from '../../lib/local/index.ts';

const [dataFolder = ''] = process.argv.slice(2);
const service = await LocalStepFunctions.open({
  dataFolder,
  invoke: ({ parameters }) =>
    JSON.stringify(parameters).includes('hang') ? new Promise(() => {}) : Promise.resolve({ done: true }),
});
const { url } = await serveStepFunctions(service, { port: 0 });
console.log(url);
