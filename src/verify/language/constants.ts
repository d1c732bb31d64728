// What has a fixed meaning unless it is declared: e, π, I, δ_{ij}, and the 1 of vectors and indicators.
import type { Expr } from './ast.js'
import type { Cursor } from './cursor.js'
import { exponent, group, indexList, within } from './symbols.js'

/** A name with a fixed meaning; `undefined` where it is an ordinary symbol. */
export function constantNamed(cursor: Cursor): Expr | undefined {
  const token = cursor.peek()
  switch (token.text) {
    case 'e': {
      cursor.next()
      const one: Expr = { kind: 'number', value: 1, span: token }
      if (!cursor.take('^')) return { kind: 'call', fn: 'exp', args: [one], span: token }
      const { exponent: power, transposed } = within(cursor, group(cursor), end => exponent(cursor, end, 'e'))
      if (transposed)
        cursor.refuse('e is a number, and has no transpose', cursor.since(token), [
          'Declare T for the power e^T.',
        ])
      return { kind: 'call', fn: 'exp', args: [power!], span: cursor.since(token) }
    }
    case 'π':
      if (cursor.sees('_', 1)) return undefined
      cursor.next()
      return { kind: 'number', value: Math.PI, span: token }
    case 'I':
    case 'δ': {
      const back = cursor.place
      cursor.next()
      const indices = cursor.take('_') ? within(cursor, group(cursor), end => indexList(cursor, end)) : []
      const [left, right] = indices
      const span = cursor.since(token)
      if (indices.length === 2 && left !== ':' && right !== ':')
        return { kind: 'delta', left: left!, right: right!, span }
      if (token.text === 'I' && indices.length < 2) {
        return { kind: 'constant', which: 'identity', size: sizeOf(cursor, left), span }
      }
      cursor.moveTo(back)
      return undefined
    }
  }
  return undefined
}

function sizeOf(cursor: Cursor, index: Expr | ':' | undefined): string | undefined {
  if (index === undefined) return undefined
  if (index !== ':' && index.kind === 'symbol' && index.indices.length === 0) return index.name
  if (index !== ':' && index.kind === 'number') return String(index.value)
  return cursor.refuse('the size must be the name of a dimension', cursor.peek())
}

/** 𝟙\{j = y_i\}, 𝟙[…], 𝟙_{…}; or the vector of ones, 𝟙 or 𝟙_m. */
export function indicator(cursor: Cursor): Expr {
  const token = cursor.next()
  const opened = cursor.peek()
  const below = cursor.sees('_')
  if (below) {
    const back = cursor.place
    cursor.next()
    const attached = group(cursor)
    const asked = cursor.tokens
      .slice(attached.from, attached.to)
      .some(t => t.type === 'sign' && /^[=≠<>≤≥∈∉]$/.test(t.text))
    if (asked) {
      const condition = within(cursor, attached, () => cursor.rules.condition(cursor))
      return { kind: 'iverson', condition, span: cursor.since(token) }
    }
    const [index] = within(cursor, attached, end => indexList(cursor, end))
    if (
      index !== undefined &&
      index !== ':' &&
      index.kind === 'symbol' &&
      !cursor.names.isIndex(index.name)
    ) {
      // 1_i, the i-th of ones, is 1.
      cursor.moveTo(back)
    }
    return { kind: 'constant', which: 'ones', size: sizeOf(cursor, index), span: cursor.since(token) }
  }
  const close =
    opened.type === 'sign' ? { '\\{': '\\}', '{': '}', '[': ']', '(': ')' }[opened.text] : undefined
  const asked =
    close === undefined
      ? undefined
      : cursor.attempt(() => {
          cursor.next()
          const inner = cursor.rules.condition(cursor)
          cursor.expect(close, opened)
          return inner
        })
  if (asked !== undefined) return { kind: 'iverson', condition: asked, span: cursor.since(token) }
  if (close !== undefined && token.type === 'number')
    cursor.refuse('expected a condition behind 1', opened, ['Write 1\\{j = y_i\\}.'])
  return { kind: 'constant', which: 'ones', size: undefined, span: cursor.since(token) }
}
