// What a page shows beside what its blocks print: faults, and the lines that would mend it.
import { execSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { alike } from './alike.js'
import { declarationIn } from './excerpt.js'
import { type Block, type CommandOutput, type Inclusion, type Page, type Problem, placeOf } from './page.js'
import { type Printed, type Program, tidy } from './programs.js'
import type { Opinions } from './types.js'

/** Lines to put in the place of those from `start` to before `end`. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

/** What is known after running everything. */
export interface Findings {
  readonly programs: readonly Program[]
  /** By file. */
  readonly printed: ReadonlyMap<string, Printed>
  readonly opinions: Opinions
}

/** Faults of a page, and edits in the order of its lines. */
export function compare(page: Page, findings: Findings): { problems: Problem[]; edits: Edit[] } {
  const problems: Problem[] = []
  const complain = (line: number, message: string) => {
    problems.push({ place: placeOf(page, line), message })
  }
  const edits = [
    ...page.blocks.flatMap(block =>
      block.mode === 'excerpt'
        ? excerptEdits(page, block, complain)
        : outputEdits(page, block, expected(page, block, findings, complain)),
    ),
    ...page.inclusions.flatMap(i => exampleEdits(page, i, findings, complain)),
    ...page.commands.flatMap(c => commandEdits(page, c, complain)),
  ]
  return { problems, edits: edits.sort((a, b) => a.start - b.start) }
}

type Complain = (line: number, message: string) => void

/** What a block should show; `undefined` where that is not known, because the program broke off. */
function expected(page: Page, block: Block, findings: Findings, complain: Complain): string | undefined {
  const { start, end, mode } = block
  const program = findings.programs.find(p => p.page === page && p.blocks.includes(block))!
  const opinion = findings.opinions.get(program)!.filter(({ line }) => start <= line && line <= end)
  if (mode === 'type-error') {
    if (opinion.length === 0) complain(start, 'compiles, and should not')
    return opinion.map(({ message }) => message).join('\n')
  }
  for (const { line, message } of opinion) complain(line, message)
  if (mode === 'no-run') return ''
  const { output, threw, failure } = findings.printed.get(program.file)!
  if (failure !== undefined) {
    const last = Math.max(
      ...program.blocks.map(b => b.start).filter(s => output.has(s)),
      program.blocks[0]!.start,
    )
    if (block === program.blocks[0]) complain(lineOf(failure, page) ?? last, textOf(failure))
    return undefined
  }
  if (mode === 'error' && !threw.has(start)) complain(start, 'runs through, and should throw')
  return output.get(start) ?? ''
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? String(error)) : String(error)

/** The line of a page at which an error arose. */
function lineOf(error: unknown, page: Page): number | undefined {
  const line = textOf(error).split(`${page.path}.ts:`)[1]?.match(/^\d+/)?.[0]
  return line === undefined ? undefined : Number(line) - 1
}

function outputEdits(page: Page, { end, output }: Block, text: string | undefined): Edit[] {
  const shown = output && page.lines.slice(output.start + 1, output.end).join('\n')
  if (text === undefined || alike(text, shown ?? '')) return []
  const lines = text.split('\n')
  if (output !== undefined) return [{ start: output.start + 1, end: output.end, lines }]
  return [{ start: end + 1, end: end + 1, lines: ['', '```text', ...lines, '```'] }]
}

function excerptEdits(page: Page, { info, start, end }: Block, complain: Complain): Edit[] {
  const source = declarationIn(info)
  if (source === undefined) complain(start, `there is no such declaration: ${info}`)
  if (source === undefined || source === page.lines.slice(start + 1, end).join('\n')) return []
  return [{ start: start + 1, end, lines: source.split('\n') }]
}

/** The source of an example, and what it prints. */
function exampleEdits(page: Page, inclusion: Inclusion, findings: Findings, complain: Complain): Edit[] {
  const { name, start, end } = inclusion
  const printed = findings.printed.get(`examples/${name}`)
  if (printed?.failure !== undefined) complain(start, textOf(printed.failure))
  if (printed === undefined || printed.failure !== undefined) return []
  const source = readFileSync(`examples/${name}`, 'utf8').trimEnd().split('\n')
  const output = (printed.output.get(0) ?? '').split('\n')
  const lines = ['', '```ts', ...source, '```', '', '```text', ...output, '```', '', '<!-- /example -->']
  if (alike(lines.join('\n'), page.lines.slice(start + 1, end + 1).join('\n'))) return []
  return [{ start: start + 1, end: end + 1, lines }]
}

/** What a command prints. */
function commandEdits(page: Page, { command, start, end }: CommandOutput, complain: Complain): Edit[] {
  const shown = page.lines.slice(start + 1, end).join('\n')
  try {
    const printed = tidy(execSync(command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }))
    if (alike(printed, shown)) return []
    return [{ start: start + 1, end, lines: printed.split('\n') }]
  } catch (error) {
    complain(start, textOf(error))
    return []
  }
}
