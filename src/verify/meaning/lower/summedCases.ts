// Cases about the index of a sum that are written around it: { Σ_i a_i if y_i = c; Σ_i b_i otherwise } is Σ_i { a_i if y_i = c; b_i otherwise }.
import { type Expr, formulasIn, type Of, replaced } from '../../text/index.js'

/** Which names are free in formulas, and how often. */
type CountIn = (parts: readonly Expr[]) => ReadonlyMap<string, number>

/**
 * A formula with such cases inside of their sums. `all` has how often each name is free in all that is read with it: where the index
 * stands elsewhere as well, the cases are meant for each of its values.
 */
export function withCasesInside(root: Expr, all: ReadonlyMap<string, number>, countIn: CountIn): Expr {
  for (const part of formulasIn(root)) {
    if (part.kind !== 'cases') continue
    const own = countIn([part])
    for (const index of own.keys())
      if (own.get(index) === all.get(index)) {
        const inside = inSums(part, index)
        if (inside !== undefined) return replaced(root, part, inside)
      }
  }
  return root
}

/** Cases as one formula with cases within its sum over an index; `undefined` where the branches differ in more than that. */
function inSums(cases: Of<'cases'>, index: string): Expr | undefined {
  const [first, ...others] = cases.branches
  const sum = first && onlySum(first.value, index)
  if (first === undefined || sum === undefined || others.length === 0) return undefined
  const shellOf = (value: Expr, within: Of<'big'>): string =>
    JSON.stringify(replaced(value, within, { ...within, body: HOLE }), (key, part) =>
      key === 'span' ? undefined : part,
    )
  const shell = shellOf(first.value, sum)
  const branches = cases.branches.map(({ value, condition }) => {
    const own = onlySum(value, index)
    return own !== undefined && shellOf(value, own) === shell ? { value: own.body, condition } : undefined
  })
  if (branches.some(branch => branch === undefined)) return undefined
  const body: Expr = { ...cases, branches: branches.map(branch => branch!) }
  return replaced(first.value, sum, { ...sum, body })
}

const HOLE: Expr = { kind: 'number', value: 0, span: { start: 0, end: 0 } }

/** The sum over an index in a formula that speaks of it nowhere else. */
function onlySum(value: Expr, index: string): Of<'big'> | undefined {
  const found = formulasIn(value).filter(
    (part): part is Of<'big'> => part.kind === 'big' && part.op === 'sum' && part.index === index,
  )
  return found.length === 1 && found[0]!.where === undefined ? found[0] : undefined
}
