// Which papers a command line means: files, standard input, folders, and patterns such as docs/**/*.md.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { filesIncluded, type ReadFile } from '../../verify/index.js'
import { PAPER } from '../files.js'

/** A paper by its path; one that was found, and not named, is passed over where there is nothing in it. */
export interface Input {
  readonly path: string
  readonly isFound: boolean
}

/** What is read in a folder. */
const PAPERS = '**/*.{md,markdown,tex,ltx,latex,ipynb}'

/** The papers, each once, as they were named or in the order of their paths; and what led to none. */
export async function inputsOf(
  named: readonly string[],
): Promise<{ readonly inputs: readonly Input[]; readonly barren: readonly string[] }> {
  const inputs = new Map<string, Input>()
  const barren: string[] = []
  for (const path of named) {
    const isFolder = path !== '-' && existsSync(path) && statSync(path).isDirectory()
    const isPattern = path !== '-' && !existsSync(path) && isDynamicPattern(path)
    if (!isFolder && !isPattern) {
      inputs.set(path, { path, isFound: false })
      continue
    }
    const found = await filesIn(isFolder ? path : '.', isFolder ? PAPERS : path)
    if (found.length === 0) barren.push(path)
    for (const one of found) if (!inputs.has(one)) inputs.set(one, { path: one, isFound: true })
  }
  const parts = new Set([...inputs.values()].flatMap(partsOf))
  return { inputs: [...inputs.values()].filter(({ path, isFound }) => !isFound || !parts.has(path)), barren }
}

async function filesIn(cwd: string, pattern: string): Promise<readonly string[]> {
  const found = await glob(pattern, {
    cwd,
    expandDirectories: false,
    ignore: ['**/node_modules/**'],
    caseSensitiveMatch: false,
  })
  return found.map(path => join(cwd, path)).sort()
}

/** The files that a LaTeX document among those found takes in: they are read with it. */
function partsOf({ path, isFound }: Input): readonly string[] {
  if (!isFound || !/tex$/i.test(path)) return []
  try {
    return filesIncluded(path, readFileSync(path), readerBeside(path)).map(file => join(dirname(path), file))
  } catch {
    // What is wrong with it is said when it is checked.
    return []
  }
}

/** Reads files in the folder of a paper, and none that a link leads to elsewhere. */
export function readerBeside(paper: string): ReadFile {
  return path => {
    try {
      const folder = realpathSync(dirname(paper))
      const file = realpathSync(join(folder, path))
      const within = relative(folder, file)
      if (within.startsWith(`..${sep}`) || within === '..' || join(folder, within) !== file) return undefined
      const found = statSync(file)
      return found.isFile() && found.size <= PAPER.bytes ? readFileSync(file) : undefined
    } catch {
      return undefined
    }
  }
}
