import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { arrowProblem, importsOf } from './lib/arrows.mjs';
import { inProject, root, runMain, say } from './lib/project.mjs';

runMain(async () => {
  const files = ['src-main', 'src-preload', 'src-renderer'].flatMap((name) =>
    readdirSync(inProject(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
  const problems = files.flatMap((file) =>
    importsOf(readFileSync(inProject(file), 'utf8')).flatMap((specifier) => {
      const problem = arrowProblem(file, specifier);
      return problem ? [`${file}: ${problem} ('${specifier}')`] : [];
    }),
  );
  for (const problem of problems) say(problem);
  say(
    problems.length === 0
      ? `Imports of ${files.length} files point the right way.`
      : `${problems.length} imports point the wrong way.`,
  );
  return problems.length === 0 ? 0 : 1;
});
