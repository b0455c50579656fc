import { expect, it } from 'vitest';
import { filesOfArgv } from './argv-files';

it.each([
  { name: 'no file', argv: ['/opt/reticle'], isPackaged: true, files: [] },
  {
    name: 'a relative and an absolute one',
    argv: ['reticle', 'a.jpg', '/b.jpg'],
    isPackaged: true,
    files: ['/work/a.jpg', '/b.jpg'],
  },
  {
    name: 'switches of Chromium left out',
    argv: ['reticle', '--no-sandbox', '/b.jpg', '-v'],
    isPackaged: true,
    files: ['/b.jpg'],
  },
  { name: 'our own folder left out', argv: ['electron', '.', 'a.jpg'], isPackaged: false, files: ['/work/a.jpg'] },
  {
    name: 'our own folder after a switch',
    argv: ['electron', '--no-sandbox', '.', 'a.jpg'],
    isPackaged: false,
    files: ['/work/a.jpg'],
  },
  { name: 'a name with a dash after --', argv: ['reticle', '--', '-a.jpg'], isPackaged: true, files: ['/work/-a.jpg'] },
  { name: 'nothing for an empty word', argv: ['reticle', ''], isPackaged: true, files: [] },
])('$name', ({ argv, isPackaged, files }) => {
  expect(filesOfArgv(argv, isPackaged, '/work')).toEqual(files);
});
