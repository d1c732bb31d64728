// A Markdown page taken apart: its code with the output shown under it, its examples, its headings and its links.
import { readFileSync } from 'node:fs'

/** How a block of TypeScript is treated: the word after `ts` in its info string. */
export type Mode = 'run' | 'error' | 'no-run' | 'type-error' | 'excerpt'

/** Lines of a page, counted from 0; `end` is the last line, such as a closing fence. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A fenced block. */
interface Fence extends Span {
  readonly info: string
}

/** A block of TypeScript and the block that shows what it printed. */
export interface Block extends Span {
  readonly mode: Mode
  /** What stands after the word `ts`. */
  readonly info: string
  readonly output: Fence | undefined
}

/** The place of an example: from `<!-- example: 01-tensors.ts -->` to `<!-- /example -->`. */
export interface Inclusion extends Span {
  readonly name: string
}

/** The place of what a command prints: `<!-- output of: npm start -->`, then a block of text. */
export interface CommandOutput extends Span {
  readonly command: string
}

export interface Page {
  /** Relative to the top of the repository. */
  readonly path: string
  readonly lines: readonly string[]
  readonly blocks: readonly Block[]
  readonly inclusions: readonly Inclusion[]
  readonly commands: readonly CommandOutput[]
  readonly anchors: ReadonlySet<string>
  readonly links: readonly { readonly target: string; readonly line: number }[]
}

/** Something wrong, and where. */
export interface Problem {
  /** `docs/graph.md:12`, counted from 1 */
  readonly place: string
  readonly message: string
}

export const placeOf = (page: Page, line: number): string => `${page.path}:${line + 1}`

const MODES: ReadonlyMap<string, Mode> = new Map([
  ['ts', 'run'],
  ['ts error', 'error'],
  ['ts no-run', 'no-run'],
  ['ts type-error', 'type-error'],
])

/** The languages in which a page shows what a block printed. */
const SHOWN = ['text', 'mermaid']

export function readPage(path: string): Page {
  const lines = readFileSync(path, 'utf8').split('\n')
  const fences = fencesOf(path, lines)
  const inclusions = inclusionsOf(lines)
  const within = (spans: readonly Span[], line: number) => spans.some(s => s.start <= line && line <= s.end)
  const own = fences.filter(fence => !within(inclusions, fence.start))
  const prose = lines.map((text, line) => (within(fences, line) ? '' : text))
  return {
    path,
    lines,
    blocks: own.flatMap((fence, i) => {
      const mode = /^ts src\//.test(fence.info) ? 'excerpt' : MODES.get(fence.info)
      if (mode === undefined && /^(ts|typescript|js|javascript)\b/.test(fence.info))
        throw new Error(
          `${path}:${fence.start + 1}: a block is one of ${[...MODES.keys(), 'ts src/file.ts name'].join(', ')}`,
        )
      const next = own[i + 1]
      const follows = next !== undefined && lines.slice(fence.end + 1, next.start).every(l => l.trim() === '')
      const output = follows && SHOWN.includes(next.info) ? next : undefined
      return mode === undefined ? [] : [{ ...fence, info: fence.info.slice(3), mode, output }]
    }),
    inclusions,
    commands: lines.flatMap((line, i) => {
      const command = /^<!-- output of: (.*) -->$/.exec(line)?.[1]
      const block = own.find(fence => fence.start > i && fence.info === 'text')
      return command === undefined || block === undefined ? [] : [{ ...block, command }]
    }),
    anchors: anchorsOf(prose),
    links: prose.flatMap((text, line) => targetsOf(text).map(target => ({ target, line }))),
  }
}

function fencesOf(path: string, lines: readonly string[]): Fence[] {
  const fences: Fence[] = []
  for (let start = 0; start < lines.length; start++) {
    const [, indent, ticks, info] = /^(\s*)(`{3,})(.*)$/.exec(lines[start]!) ?? []
    if (ticks === undefined) continue
    const closing = new RegExp(`^\\s*${ticks}\`*\\s*$`)
    const end = lines.findIndex((line, i) => i > start && closing.test(line))
    if (end < 0) throw new Error(`${path}:${start + 1}: the block is never closed`)
    // A block within a list is text like any other: it is often a part of something.
    fences.push({ start, end, info: indent === '' ? info!.trim() : '' })
    start = end
  }
  return fences
}

/** Where examples belong; one that was never filled in spans its opening line alone. */
function inclusionsOf(lines: readonly string[]): Inclusion[] {
  return lines.flatMap((line, start) => {
    const name = /^<!-- example: (\S+) -->$/.exec(line)?.[1]
    if (name === undefined) return []
    const end = lines.findIndex((l, i) => i > start && /^<!-- (\/example|example: .*) -->$/.test(l))
    return [{ name, start, end: end >= 0 && lines[end] === '<!-- /example -->' ? end : start }]
  })
}

/** The anchors that GitHub makes of headings: in lower case, punctuation gone, spaces as hyphens, repeats numbered. */
function anchorsOf(prose: readonly string[]): Set<string> {
  const anchors = new Set<string>()
  for (const line of prose) {
    const title = /^#{1,6}\s+(.*)$/.exec(line)?.[1]
    if (title === undefined) continue
    const text = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = text.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-')
    let anchor = slug
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`
    anchors.add(anchor)
  }
  return anchors
}

function targetsOf(text: string): string[] {
  const plain = text.replace(/`[^`]*`/g, '')
  const inMarkdown = [...plain.matchAll(/\]\(([^()\s]+)[^()]*\)/g)]
  const inHtml = [...plain.matchAll(/(?:src|href)="([^"]+)"/g)]
  return [...inMarkdown, ...inHtml].map(match => match[1]!)
}
