// Keeps the pages true: runs every block and example, type-checks them, compares what they print, and follows links.
//
//   npx tsx test/docs/run.ts [--update] [pages]
//
// The blocks of a page are one program, in order. After ``` comes how a block is treated:
//   ts                    runs
//   ts error              must throw, and its message is what it prints
//   ts no-run             is only type-checked, by itself
//   ts type-error         must not compile, by itself, and the compiler's words are what it prints
//   ts src/file.ts name   is how that file declares that name
// The text or mermaid block right after one shows what it prints; `<!-- example: 01-tensors.ts -->` shows an example.
// `<!-- output of: command -->` before a text block says which command prints it, and docs/images holds pictures that such
// a command left in out/. --update writes all of these, the pages of ops and of mistakes, and the list of kinds. Indented blocks are
// left alone.
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { compare } from './compare.js'
import { diff } from './diff.js'
import { KINDS_PAGE, withKinds } from './kinds.js'
import { brokenLinks } from './links.js'
import { MISTAKES_PAGE, mistakesPage } from './mistakes.js'
import { OPS_PAGE, opsPage } from './ops.js'
import { type Page, type Problem, placeOf, readPage } from './page.js'
import { clear, type Printed, programsOf, run } from './programs.js'
import { typeCheck } from './types.js'

/** An update may move lines of which errors speak; after that many passes nothing moves any more. */
const PASSES = 3

const started = performance.now()
const update = process.argv.includes('--update')
const named = process.argv.slice(2).filter(arg => arg !== '--update')
const pages =
  named.length > 0 ? named : ['README.md', 'CONTRIBUTING.md', ...filesIn('docs', '.md')].filter(existsSync)
/** What each file printed, for a file runs only once. */
const printed = new Map<string, Printed>()
const problems: Problem[] = named.length > 0 ? [] : [...checkGenerated(), ...checkExamples()]

clear()
let rest = pages
for (let pass = 1; pass <= PASSES && rest.length > 0; pass++) {
  const found = await check(rest.map(readPage), pass)
  problems.push(...found.problems)
  rest = found.changed
}
if (named.length === 0) problems.push(...checkPictures())
problems.push(...brokenLinks(pages.map(readPage)))

for (const { place, message } of problems) console.error(`\n${place}\n${message}`)
const verdict = problems.length === 0 ? 'The docs are true' : `\nProblems: ${problems.length}`
console.log(`${verdict}. Pages: ${pages.length}; ${((performance.now() - started) / 1000).toFixed(1)} s`)
process.exitCode = problems.length === 0 ? 0 : 1

/** Runs and compares pages; with --update, writes what differs, says which pages changed, and keeps quiet about them. */
async function check(
  list: readonly Page[],
  pass: number,
): Promise<{ problems: Problem[]; changed: string[] }> {
  const programs = list.flatMap(page => programsOf(page, pass))
  const examples = new Set(list.flatMap(page => page.inclusions.map(i => `examples/${i.name}`)))
  await runAll([...programs.filter(p => p.runs).map(p => p.file), ...[...examples].filter(existsSync)])
  const opinions = typeCheck(programs)
  const result = { problems: [] as Problem[], changed: [] as string[] }
  for (const page of list) {
    const { problems: wrong, edits } = compare(page, { programs, printed, opinions })
    if (update && edits.length > 0) {
      const lines = [...page.lines]
      for (const { start, end, lines: fresh } of edits.toReversed())
        lines.splice(start, end - start, ...fresh)
      writeFileSync(page.path, lines.join('\n'))
    }
    if (update && edits.length > 0 && pass < PASSES) result.changed.push(page.path)
    else result.problems.push(...wrong)
    if (!update) {
      for (const { start, end, lines: fresh } of edits) {
        const changes = diff(page.lines.slice(start, end).join('\n'), fresh.join('\n'))
        result.problems.push({
          place: placeOf(page, start),
          message: `should read (+), and reads (-); npm run docs -- --update rewrites it\n${changes}`,
        })
      }
    }
  }
  return result
}

/** Runs programs without methods first: once any imports chainrule/fluent, all tensors have methods. */
async function runAll(files: readonly string[]): Promise<void> {
  const usesMethods = (file: string) => readFileSync(file, 'utf8').includes("'chainrule/fluent'")
  const fresh = files.filter(file => !printed.has(file))
  for (const file of fresh.filter(f => !usesMethods(f))) printed.set(file, await run(file))
  for (const file of fresh.filter(usesMethods)) printed.set(file, await run(file))
}

/** What is generated is what the source says: the page of ops, whose comments say enough, that of mistakes, and the list of kinds. */
function checkGenerated(): Problem[] {
  const { text, missing } = opsPage()
  return [
    ...missing,
    ...checkPage(OPS_PAGE, 'src/ops', () => text),
    ...checkPage(MISTAKES_PAGE, 'src/verify/repair/slips', mistakesPage),
    ...checkPage(KINDS_PAGE, 'src/verify/given/kinds', withKinds),
  ]
}

/** A page is what is made of it. */
function checkPage(path: string, source: string, made: (present: string) => string): Problem[] {
  const present = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const text = made(present)
  if (update) writeFileSync(path, text)
  if (update || present === text) return []
  const message = `is not what ${source} says (+); npm run docs -- --update rewrites it\n${diff(present, text)}`
  return [{ place: `${path}:1`, message }]
}

/** Every example is shown, and every example shown is there. */
function checkExamples(): Problem[] {
  const shown = pages.map(readPage).flatMap(page => page.inclusions.map(i => ({ page, ...i })))
  const names = filesIn('examples', '.ts').map(path => path.slice('examples/'.length))
  return [
    ...shown
      .filter(({ name }) => !names.includes(name))
      .map(({ page, name, start }) => ({
        place: placeOf(page, start),
        message: `there is no examples/${name}`,
      })),
    ...names
      .filter(name => !shown.some(s => s.name === name))
      .map(name => ({ place: `examples/${name}:1`, message: `no page shows it: <!-- example: ${name} -->` })),
  ]
}

/** Pictures are those that commands made, but for rounding. */
function checkPictures(): Problem[] {
  const read = (path: string) =>
    readFileSync(path, 'utf8').replace(/\d+\.\d+/g, number => Number(number).toFixed(1))
  return filesIn('docs/images', '.svg').flatMap(path => {
    const made = `out/${basename(path)}`
    if (!existsSync(made)) return [{ place: path, message: `no command made ${made}` }]
    if (read(path) === read(made)) return []
    if (update) copyFileSync(made, path)
    return update
      ? []
      : [{ place: path, message: `differs from ${made}; npm run docs -- --update copies it` }]
  })
}

function filesIn(folder: string, extension: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter(name => name.endsWith(extension))
    .map(name => `${folder}/${name}`)
    .sort()
}
