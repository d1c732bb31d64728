// What a command of a paper's own stands for, and how what follows it is taken as its arguments.
import type { Span } from '../../text/index.js'

/** What a command stands for. */
export interface Macro {
  /** How many arguments it takes, up to nine. */
  readonly parameters: number
  /** What the first argument is where none is given in brackets. */
  readonly fallback?: string
  /** What is written in its place; #1 is the first argument. */
  readonly body: string
  /** Whether an asterisk may follow that only changes how it looks. */
  readonly starred?: boolean
  /** Whether the body is what it is in LaTeX itself, whatever the paper makes of its commands. */
  readonly final?: boolean
  /** Why it cannot be read, where it cannot. */
  readonly refused?: string
}

/** What commands stand for, by their names without the backslash. */
export type Macros = ReadonlyMap<string, Macro>

/** An argument: where its content stands, and whether that is in braces or brackets. */
export interface Argument {
  readonly span: Span
  readonly enclosed: boolean
}

/** Reads what may stand behind a command, and is left behind what it read. */
export class Cursor {
  constructor(
    readonly text: string,
    public at: number,
  ) {}

  /** Passes what a pattern that sticks to the place finds; `undefined` where it finds nothing. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text) ?? undefined
    if (found !== undefined) this.at = pattern.lastIndex
    return found
  }

  /** The content between braces, or between brackets, that opens next, behind white space. */
  group(open: '{' | '['): Span | undefined {
    const start = this.at
    this.take(/\s*/y)
    if (this.text[this.at] === open) {
      const end = closingOf(this.text, this.at, open)
      if (end !== undefined) {
        const span = { start: this.at + 1, end }
        this.at = end + 1
        return span
      }
    }
    this.at = start
    return undefined
  }

  /** What stands in braces, or a single command or character. */
  argument(): Argument | undefined {
    const group = this.group('{')
    if (group !== undefined) return { span: group, enclosed: true }
    const found = this.take(/\s*(\\[a-zA-Z]+|\\[\s\S]|[^\s{}])/uy)
    if (found === undefined) return undefined
    return { span: { start: this.at - found[1]!.length, end: this.at }, enclosed: false }
  }

  /** The name of a command, in braces or bare. */
  name(): string | undefined {
    return this.take(/\s*(?:\{\s*\\([a-zA-Z]+)\s*\}|\\([a-zA-Z]+)(?![a-zA-Z@]))/y)
      ?.slice(1)
      .find(name => name !== undefined)
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end)
  }
}

/** Longer ones are none: what is never closed would be looked for again and again. */
const LONGEST = 10_000

/** Where what opens at an offset closes; brackets close outside of braces only. */
function closingOf(text: string, open: number, sign: '{' | '['): number | undefined {
  let depth = 0
  for (let at = open; at < Math.min(text.length, open + LONGEST); at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === '}') {
      if (--depth === 0 && sign === '{') return at
      if (depth < 0) return undefined
    }
    if (character === ']' && sign === '[' && depth === 0) return at
  }
  return undefined
}

/** The arguments of a use, and where they end; one that takes its fallback is `undefined`. */
export interface Use {
  readonly given: readonly (Argument | undefined)[]
  readonly end: number
}

/** What a macro finds behind its name; `undefined` where an argument is missing. */
export function useAt(text: string, at: number, { parameters, fallback, starred }: Macro): Use | undefined {
  const cursor = new Cursor(text, at)
  if (starred) cursor.take(/\s*\*/y)
  const given: (Argument | undefined)[] = []
  if (fallback !== undefined) {
    const span = cursor.group('[')
    given.push(span && { span, enclosed: true })
  }
  while (given.length < parameters) {
    const argument = cursor.argument()
    if (argument === undefined) return undefined
    given.push(argument)
  }
  return { given, end: cursor.at }
}
