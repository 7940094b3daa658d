/* A debugger: speaks the inspector protocol with a process, stops at a line of a source file, and notes what can be seen there. */
const { appendFileSync, readFileSync } = require('node:fs');
const { dirname, resolve } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { eachMapping, originalPositionFor, TraceMap } = require('@jridgewell/trace-mapping');

const [url, breakpoint] = process.argv.slice(2);
const { file, line, expression, pauseMs, out } = JSON.parse(breakpoint);
const wanted = pathToFileURL(file).href;
/** The source maps of scripts, by the script's id. */
const maps = new Map();
const answers = new Map();
let lastId = 0;
const socket = new WebSocket(url);

function post(method, params = {}) {
  socket.send(JSON.stringify({ id: ++lastId, method, params }));
  return new Promise((resolve) => answers.set(lastId, resolve));
}

/** Sets the breakpoint in the first script that is made from the file. */
function parsed({ url, sourceMapURL, scriptId }) {
  if (!url.startsWith('file:') || !sourceMapURL || sourceMapURL.startsWith('data:')) return;
  const path = resolve(dirname(fileURLToPath(url.replace(/\?.*/, ''))), sourceMapURL);
  const map = new TraceMap(readFileSync(path, 'utf8'), pathToFileURL(path).href);
  maps.set(scriptId, map);
  let first;
  eachMapping(map, ({ source, originalLine, generatedLine, generatedColumn }) => {
    if (source === wanted && originalLine === line)
      first ??= { scriptId, lineNumber: generatedLine - 1, columnNumber: generatedColumn };
  });
  if (first !== undefined) void post('Debugger.setBreakpoint', { location: first });
}

async function paused({ reason, callFrames: [frame] }) {
  const map = maps.get(frame?.location.scriptId);
  if (reason !== 'instrumentation' && map !== undefined) {
    const { lineNumber, columnNumber } = frame.location;
    const { source, line: stoppedAt } = originalPositionFor(map, { line: lineNumber + 1, column: columnNumber });
    const { result } = await post('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression });
    appendFileSync(out, `${JSON.stringify({ source, line: stoppedAt, value: result.value })}\n`);
    // Somebody looks.
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await post('Debugger.resume');
}

socket.addEventListener('message', ({ data }) => {
  const { id, method, params, result } = JSON.parse(data);
  answers.get(id)?.(result);
  if (method === 'Debugger.scriptParsed') parsed(params);
  if (method === 'Debugger.paused') void paused(params);
  // The process waits for this debugger before it ends.
  if (method === 'Runtime.executionContextDestroyed') process.exit();
});
socket.addEventListener('close', () => process.exit());
socket.addEventListener('open', async () => {
  await post('Runtime.enable');
  await post('Debugger.enable');
  await post('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptWithSourceMapExecution' });
  await post('Runtime.runIfWaitingForDebugger');
});
