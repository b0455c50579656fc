import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain, say } from './lib/project.mjs';

/** Writes the built-in models into resources/models; the same bytes every time. */
runMain(async () => {
  const code = await prepare();
  if (code !== null) return code;
  const { writeOnnx } = await import('../src-main/core/local/onnx-writer.ts');
  const { regionsModel } = await import('./models/regions-graph.ts');
  const folder = inProject('resources', 'models', 'regions');
  mkdirSync(folder, { recursive: true });
  const bytes = writeOnnx(regionsModel);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(`${folder}/model.onnx`, bytes);
  const about = { id: 'regions', name: 'Regions (built in)', sha256, licence: 'MIT' };
  writeFileSync(`${folder}/model.json`, `${JSON.stringify(about, null, 2)}\n`);
  say(`resources/models/regions/model.onnx: ${bytes.length} bytes, sha256 ${sha256}`);
  // A card is written by hand, and no model goes out without one.
  if (existsSync(`${folder}/card.md`)) return 0;
  say('resources/models/regions/card.md is missing');
  return 1;
});
