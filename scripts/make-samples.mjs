import { mkdirSync, writeFileSync } from 'node:fs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain, say } from './lib/project.mjs';

// The sample pictures of the first run. Drawn, not photographed: nobody's rights, and the same bytes each time.
runMain(async () => {
  const code = await prepare({ build: false });
  if (code !== null) return code;
  const { createCanvas } = await import('@napi-rs/canvas');
  const { coinsOnCloth } = await import('./samples/coins-on-cloth.mjs');
  const { eveningStreet } = await import('./samples/evening-street.mjs');
  const { thingsOnADesk } = await import('./samples/things-on-a-desk.mjs');
  const folder = inProject('resources', 'samples');
  mkdirSync(folder, { recursive: true });
  for (const { name, width, height, draw } of [coinsOnCloth, eveningStreet, thingsOnADesk]) {
    const canvas = createCanvas(width, height);
    draw(canvas.getContext('2d'), width, height, createCanvas);
    const bytes = await canvas.encode('jpeg', 86);
    writeFileSync(`${folder}/${name}`, bytes);
    say(`${name}: ${width} × ${height}, ${Math.round(bytes.length / 1024)} KiB`);
  }
  return 0;
});
