// Runs npm clients against a gateway. Reads one case a line from standard input, as JSON:
//   { id, client, action, base, key, model, prompt }
// and writes for each, in any order, what an application would have got:
//   { id, text, tool }   or   { id, error, text }   where text is what it had been given before the error.
// usage: node runner.mjs FOLDER   with node_modules below FOLDER
import { createInterface } from 'node:readline';

const folder = process.argv[2];
const families = {};
const family = name => families[name] ??= import(`./${name}.mjs`).then(module => module.default(folder));

// A client that fails where nobody can catch it must not end the other cases; the case itself shows it by its own error.
process.on('unhandledRejection', reason => process.stderr.write(`unhandled: ${reason}\n`));

async function run(asked) {
  const seen = { text: '' };
  try {
    const [name, ...variant] = asked.client.split(':');
    const clients = await family(name);
    const act = clients(asked, variant.join(':'))[asked.action];
    if (!act) throw new Error(`the runner knows no ${asked.client} ${asked.action}`);
    return { ...await act(seen) };
  } catch (error) {
    return { error: `${error?.name}: ${error?.message}`.slice(0, 400), text: seen.text };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const asked = JSON.parse(line);
  run(asked).then(got => process.stdout.write(JSON.stringify({ id: asked.id, ...got }) + '\n'));
}
