// Pages and examples as programs: what they print is caught, block by block.
import { Console } from 'node:console'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import type { Block, Page } from './page.js'

/** Where programs are written; not kept in the repository. */
export const FOLDER = 'out/pages'

/** A file made of blocks of a page. Its lines are numbered as the page's, so that errors speak of the page. */
export interface Program {
  readonly page: Page
  readonly file: string
  readonly blocks: readonly Block[]
  /** Whether it is run, or only looked at by the type checker. */
  readonly runs: boolean
}

/** What a run printed: under each block's first line for a page, under 0 for an example. */
export interface Printed {
  readonly output: ReadonlyMap<number, string>
  /** The blocks that threw an error as they should. */
  readonly threw: ReadonlySet<number>
  readonly failure: unknown
}

/** How a program tells which block it has reached. */
const HOOK = Symbol.for('chainrule.docs')
const hook = "(globalThis as any)[Symbol.for('chainrule.docs')]"

/**
 * The programs of a page: one of the blocks that run, each going on where the last one stopped, and one for each of
 * those that do not. A later pass has files of its own, for a file is imported only once.
 */
export function programsOf(page: Page, pass: number): Program[] {
  const running = page.blocks.filter(b => b.mode === 'run' || b.mode === 'error')
  const resting = page.blocks.filter(b => b.mode === 'no-run' || b.mode === 'type-error')
  return [
    ...(running.length > 0 ? [write(page, running, true, `${pass}/${page.path}.ts`)] : []),
    ...resting.map(block => write(page, [block], false, `${pass}/${page.path}.${block.start + 1}.ts`)),
  ]
}

function write(page: Page, blocks: readonly Block[], runs: boolean, name: string): Program {
  const lines = page.lines.map(() => '')
  for (const { start, end, mode } of blocks) {
    for (let i = start + 1; i < end; i++) lines[i] = page.lines[i]!
    if (runs) lines[start] = `;${hook}.enter(${start});${mode === 'error' ? 'try {' : ''}`
    if (mode === 'error') lines[end] = `} catch (error) { ${hook}.caught(error) }`
  }
  const file = `${FOLDER}/${name}`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${lines.join('\n')}\nexport {}\n`)
  return { page, file, blocks, runs }
}

/** Takes away the programs of an earlier run. */
export const clear = (): void => rmSync(FOLDER, { recursive: true, force: true })

/** Imports a file and catches what it prints. */
export async function run(file: string): Promise<Printed> {
  const output = new Map<number, string>()
  const threw = new Set<number>()
  let block = 0
  const write = (text: string) => output.set(block, (output.get(block) ?? '') + text)
  const stream = new Writable({
    write(chunk, _, done) {
      write(String(chunk))
      done()
    },
  })
  const hooks = {
    enter: (start: number) => {
      block = start
    },
    caught: (error: unknown) => {
      threw.add(block)
      write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`)
    },
  }
  const [home, world] = [console, globalThis as unknown as Record<symbol, unknown>]
  let failure: unknown
  try {
    world[HOOK] = hooks
    globalThis.console = new Console({ stdout: stream, stderr: stream, colorMode: false })
    await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    failure = error
  } finally {
    globalThis.console = home
    delete world[HOOK]
  }
  for (const [start, text] of output) output.set(start, tidy(text))
  return { output, threw, failure }
}

/** Text without trailing blanks, and with places in this repository as a reader knows them. */
export function tidy(text: string): string {
  const root = `${process.cwd()}/`
  return text
    .replaceAll('file://', '')
    .replaceAll(new RegExp(`${root}${FOLDER}/\\d+/`, 'g'), '')
    .replaceAll(root, '')
    .replaceAll(/\.md(\.\d+)?\.ts\b/g, '.md')
    .replaceAll(/[^\S\n]+$/gm, '')
    .trimEnd()
}
