// A statement that is being read.
import type { Token } from '../lex/token.js'
import type { Condition, Expr, Order, Step } from '../tree.js'
import type { Cursor } from './cursor.js'

/** What has been read of a statement so far. */
export interface Draft {
  readonly first: Token
  readonly sides: Expr[]
  readonly steps: Step[]
  readonly conditions: Condition[]
  readonly labels: string[]
  end: number
  readonly continued?: true
  order?: Order
  /** Whether it ends with what is set, as in a \\overset{!}{=} 0: a wish, and no claim. */
  isSet?: true
}

/** A statement of which nothing has been read yet. */
export const draftAt = (cursor: Cursor): Draft => ({
  first: cursor.peek(),
  sides: [],
  steps: [],
  conditions: [],
  labels: [],
  end: cursor.peek().start,
})

/** Whether a formula is an index, or may be one: a label, a class. */
export const isIndex = (cursor: Cursor, expr: Expr): boolean =>
  expr.kind === 'symbol' && (!cursor.names.has(expr.name) || cursor.names.isIndex(expr.name))

/** Signs between the sides of a statement; =! sets what is on its left to what is behind it. */
export const RELATIONS = ['=', '≠', '<', '>', '≤', '≥', ':=', '≈', '∝', '∼', '≡', '=!']

/** Marks between formulas. */
export const PAUSES = [',', 'quad', '.', ';']

/** Whether what comes next lays out rows. */
export const seesEnvironment = (cursor: Cursor, ahead = 0): boolean => {
  const { type, text } = cursor.peek(ahead)
  return type === 'sign' && /^\\(begin|end)\{(?!cases|\w*matrix|array)/.test(text)
}

/** Whether the text or its row ends here. */
export const seesEnd = (cursor: Cursor, ahead = 0): boolean =>
  cursor.peek(ahead).type === 'end' || cursor.sees('\\\\', ahead) || seesEnvironment(cursor, ahead)
