// Checks JSON that the gateway sends and returns against the vendors' own TypeScript types, with the check for members that a type does not know.
// usage: node oracle.mjs FOLDER FIXTURES   with node_modules below FOLDER; prints a line for each complaint, then how many documents were read
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const [folder, fixtures] = process.argv.slice(2);

// The types of each dialect: a request, a whole reply, one event of a stream.
const types = {
  'anthropic': ['Anthropic.MessageCreateParams', 'Anthropic.Message', 'Anthropic.RawMessageStreamEvent | AnthropicError | AnthropicPing'],
  'openai-chat': ['OpenAI.ChatCompletionCreateParams', 'OpenAI.ChatCompletion', 'OpenAI.ChatCompletionChunk | OpenAIError'],
  'openai-responses': ['OpenAI.Responses.ResponseCreateParams', 'Bare<OpenAI.Responses.Response>', 'BareEvent<OpenAI.Responses.ResponseStreamEvent>'],
  'openai-completions': ['OpenAI.CompletionCreateParams', 'OpenAI.Completion', 'OpenAI.Completion | OpenAIError'],
  'ollama': ['ChatRequest', 'OllamaReply<ChatResponse>', 'OllamaReply<ChatResponse> | OllamaError'],
  'ollama-generate': ['GenerateRequest', 'OllamaReply<GenerateResponse>', 'OllamaReply<GenerateResponse> | OllamaError'],
};

const head = `
import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import type { ChatRequest, ChatResponse, GenerateRequest, GenerateResponse } from 'ollama';

// Members that the packages add to what came over the wire.
type Bare<T> = Omit<T, 'output_text'>;
type BareEvent<T> = T extends { response: infer R } ? Omit<T, 'response'> & { response: Bare<R> } : T;
// A time is text on the wire; usage and durations come with the last line of a stream alone.
type OllamaReply<T> = Omit<Partial<T>, 'created_at'> & { model: string; created_at: string; done: boolean };
// Events that the packages handle before their types begin.
type AnthropicError = Omit<Anthropic.ErrorResponse, 'request_id'>; // which only whole errors carry
type AnthropicPing = { type: 'ping' };
type OpenAIError = { error: { message: string; type: string; param: string | null; code: string | null } };
type OllamaError = { error: string };
`;

// What the types do not know and is right all the same, each with its reason.
const exempt = JSON.parse(readFileSync(new URL('oracle-exempt.json', import.meta.url), 'utf8'));

function documents(file) {
  const kind = file.match(/\.(request|reply|stream)\.expected\./)[1];
  const text = readFileSync(file, 'utf8');
  if (kind !== 'stream') {
    const { body } = JSON.parse(text);
    return body ? [[kind, body]] : []; // refused: nothing was sent
  }

  const lines = text.split('\n').map(line => line.replace(/^data: /, '')).filter(line => line.startsWith('{'));
  return lines.map(line => ['stream', JSON.parse(line)]);
}

const checked = join(folder, 'checked');
mkdirSync(checked, { recursive: true });
const where = []; // line of the file that is checked → fixture
const files = readdirSync(fixtures, { recursive: true }).filter(name => /\.(request|reply|stream)\.expected\.\w+$/.test(name)).sort();
const out = [head];
let at = head.split('\n').length - 1;
let count = 0;
for (const name of files) {
  const dialect = name.split(sep)[1];
  for (const [kind, document] of documents(join(fixtures, name))) {
    const type = types[dialect][['request', 'reply', 'stream'].indexOf(kind)];
    const text = `export const c${count}: ${type} =\n${JSON.stringify(document, null, 1)};\n`;
    where.push({ from: at + 1, name, dialect, text });
    out.push(text);
    at += text.split('\n').length - 1;
    count++;
  }
}

const file = join(checked, 'checked.ts');
writeFileSync(file, out.join(''));
writeFileSync(join(checked, 'tsconfig.json'), JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', types: [] },
  files: ['checked.ts'],
}));

let said = '';
try {
  said = execFileSync(process.execPath, [join(folder, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', checked, '--pretty', 'false'], { encoding: 'utf8' });
} catch (failed) {
  said = failed.stdout || String(failed.stderr || failed);
}

for (const complaint of said.split(/\n(?=\S)/).filter(Boolean)) {
  const found = complaint.match(/checked\.ts\((\d+),/);
  if (!found) { console.log(complaint); continue; }
  const number = Number(found[1]);
  const { name, dialect, from, text } = where.findLast(w => w.from <= number);
  const message = complaint.replace(/^.*?: error /, '');
  if (exempt.some(e => (!e.dialect || e.dialect === dialect) && message.includes(e.says))) continue;
  console.log(`${name}: ${text.split('\n')[number - from].trim()}: ${message}`);
}

console.log(`${count} documents`);
