// Formulas by cases: \begin{cases} a & \text{if } j = y_i \\\\ b & \text{otherwise} \end{cases}.
import type { Branch, Expr } from './ast.js'
import { takeWord } from './conditions.js'
import { type Cursor, named } from './cursor.js'

/** A formula by cases. */
export function cases(cursor: Cursor): Expr {
  const begin = cursor.next()
  const branches: Branch[] = []
  while (!cursor.sees('\\end{cases}')) {
    if (cursor.peek().type === 'end')
      cursor.refuse('\\begin{cases} is never closed; \\end{cases} is missing', begin)
    const last = branches.at(-1)
    if (last !== undefined && last.condition === undefined)
      cursor.refuse('a branch behind the one without a condition is never reached', cursor.peek())
    const value = cursor.deeper(() => cursor.rules.sum(cursor))
    while (cursor.seesAny([',', '&', 'quad', ';', ':'])) cursor.next()
    const otherwise = takeWord(cursor, ['otherwise', 'else']) !== undefined
    if (!otherwise) {
      takeWord(cursor, ['if', 'when', 'for', 'where'])
      if (cursor.sees('\\\\') || cursor.sees('\\end{cases}'))
        cursor.refuse('a branch without its condition', value.span, [
          'Write & \\text{if } j = y_i, or & \\text{otherwise}.',
        ])
    }
    branches.push({ value, condition: otherwise ? undefined : cursor.rules.condition(cursor) })
    while (cursor.seesAny([',', '.', ';'])) cursor.next()
    if (!cursor.take('\\\\') && !cursor.sees('\\end{cases}'))
      cursor.refuse(`expected \\\\ or \\end{cases}, found ${named(cursor.peek())}`, cursor.peek())
  }
  cursor.next()
  if (branches.length === 0) cursor.refuse('no case is given', begin)
  return { kind: 'cases', branches, span: cursor.since(begin) }
}
