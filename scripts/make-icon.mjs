import { writeFileSync } from 'node:fs';
import { prepare } from './lib/prepare.mjs';
import { inProject, runMain } from './lib/project.mjs';

const sidePx = 1024;

// The icon of the packaged app, from the same drawing as the page's.
runMain(async () => {
  const code = await prepare({ build: false });
  if (code !== null) return code;
  const { default: sharp } = await import('sharp');
  const mark = sharp(inProject('src-renderer', 'public', 'mark.svg'), { density: 2400 });
  writeFileSync(
    inProject('resources', 'icon.png'),
    await mark.resize(sidePx, sidePx).png({ compressionLevel: 9, palette: true }).toBuffer(),
  );
  return 0;
});
