'use strict';
// Runs one solution and its tests, and says how that went.
//
// stdin: "TOKEN SOLUTION_BYTES\n", the solution, the tests. All of it is read before the solution starts.
// stdout: a line "TOKEN start", then whatever the solution prints, then a line "TOKEN outcome detail";
// line breaks in the detail are written as the unit separator.
const fs = require('fs');
const vm = require('vm');
const { createRequire } = require('module');
const { randomBytes } = require('crypto');

const input = fs.readFileSync(0);
const headEnd = input.indexOf(10);
const [token, size] = input.toString('utf8', 0, headEnd).split(' ');
const solution = input.toString('utf8', headEnd + 1, headEnd + 1 + Number(size));
const tests = input.toString('utf8', headEnd + 1 + Number(size));
const solutionLines = solution.split('\n').length;
const write = fs.writeSync;
const leave = process.reallyExit.bind(process);

function say(text) {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(write(1, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

function report(outcome, detail = '') {
  say(`\n${token} ${outcome} ${detail.slice(0, 1000).replaceAll('\r', '').replaceAll('\n', '\x1f')}\n`);
  leave(0);
}

// The deepest frame in the program: 'solution', 'tests', or nothing where the thrown value has no stack.
const frames = new WeakMap();
Error.prepareStackTrace = (error, sites) => {
  const site = sites.find((s) => s.getFileName() === 'program.js');
  if (site) frames.set(error, site.getLineNumber());
  return String(error);
};

function blame(error) {
  const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function';
  if (isObject) void error.stack; // makes prepareStackTrace run
  const line = isObject ? frames.get(error) : undefined;
  const text = isObject && error.name ? `${error.name}: ${error.message}` : String(error);
  if (/Array buffer allocation failed|Invalid (string|array) length/.test(text)) return report('out_of_memory', text);
  if (line === undefined) // thrown strings carry no place: it is the tests' own when its beginning is written there
    return report(tests.includes(text.slice(0, 20)) ? 'failed' : 'runtime_error', text);
  const code = (solution + '\n' + tests).split('\n')[line - 1] ?? '';
  return line > solutionLines
    ? report('failed', `${text}\ntests.js:${line - solutionLines}: ${code.trim()}`)
    : report('runtime_error', `${text}\nsolution.js:${line}: ${code.trim()}`);
}

// The inner function is async, so that tests may await, and its own scope, so that a solution may declare "assert" itself.
const compile = (body) => new vm.Script(
  `(function (exports, require, module, __filename, __dirname, assert) { return (async function () {${body}\n})(); })`,
  { filename: 'program.js' });

say(`${token} start\n`);
const atEnd = randomBytes(16).toString('hex'); // only the last line of the program returns it
let program;
try {
  compile(solution);
  program = compile(`${solution}\n${tests}\n;return "${atEnd}";`).runInThisContext();
} catch (error) {
  report('compile_error', String(error));
}
let done = false;
process.on('uncaughtException', blame);
process.on('unhandledRejection', blame);
process.on('beforeExit', () => report(done ? 'passed' : 'failed', done ? '' : 'ended before the tests were done'));
const module_ = { exports: {} };
program(module_.exports, createRequire('/tmp/program.js'), module_, '/tmp/program.js', '/tmp', require('assert').strict)
  .then((value) => { done = value === atEnd; }, blame);
