// The packages lie in another folder than these scripts, where a bare import would not find them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function load(folder, name) {
  const home = join(folder, 'node_modules', name);
  const { exports: map, module, main } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const entry = target => typeof target === 'string' ? target : target && entry(target.node ?? target.import ?? target.default ?? target.require);
  return import(pathToFileURL(join(home, entry(map?.['.']) ?? module ?? main)));
}
