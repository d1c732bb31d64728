// Sums and softmaxes that run over the wrong axis.

import { axisOf, rangesWithin, type Site } from '../../meaning/index.js'
import {
  attempt,
  type Expr,
  mapTree,
  mul,
  nameOfIndex,
  type Of,
  replaced,
  symbol,
  symbolsIn,
  times,
  transposed,
} from '../../text/index.js'
import { type Vocabulary, withIndices } from '../vocabulary.js'
import { type Change, change, replace, type Slip } from './slip.js'

/** The index at another place of a symbol, and what stood there at its own. */
function* alongOthers(expr: Of<'big'>, { indices: known }: Vocabulary): IterableIterator<Change> {
  const { index, body } = expr
  for (const found of new Set(symbolsIn(body))) {
    const at = found.indices.findIndex(i => nameOfIndex(i) === index)
    if (at < 0) continue
    for (let to = 0; to < found.indices.length; to++) {
      if (to === at) continue
      for (const other of known) {
        const indices = found.indices.with(to, symbol(index)).with(at, other.expr)
        const turned = replaced(body, found, { ...found, indices })
        yield change(expr, { ...expr, range: { kind: 'all' }, body: turned }, 1.4)
      }
    }
  }
}

/** At most so many ways to index a body are tried. */
const WAYS = 6

/** Every index within as the axes want it: along each dimension one label, of which the sum's own may run over any. */
function* reindexed(expr: Of<'big'>, { scope }: Site, words: Vocabulary): IterableIterator<Change> {
  const labels = new Map<string, string[]>()
  for (const [name, { operation }] of scope.labels) {
    if (operation.op !== 'label') continue
    const dim = axisOf(operation.label)
    labels.set(dim, [...(labels.get(dim) ?? []), name])
  }
  for (const own of words.dims) {
    let ways: readonly ReadonlyMap<string, string>[] = [new Map([[own, expr.index]])]
    for (const [dim, names] of labels)
      if (dim !== own) ways = ways.flatMap(way => names.map(name => new Map([...way, [dim, name] as const])))
    for (const way of ways.slice(0, WAYS)) {
      const body = withLabels(expr.body, way, words)
      if (body !== expr.body)
        yield change(expr, { ...expr, range: { kind: 'all' }, where: undefined, body }, 1.6)
    }
  }
}

/** A formula in which each axis is read at the label of its dimension; what has none stays. */
function withLabels(root: Expr, way: ReadonlyMap<string, string>, words: Vocabulary): Expr {
  const { problem } = words
  return mapTree(root, part => {
    if (part.kind === 'big') {
      const dim = attempt(() => rangesWithin([part.body], problem).get(part.index)?.dim)
      const inner = dim === undefined ? way : new Map([...way, [dim, part.index] as const])
      return { ...part, body: withLabels(part.body, inner, words) }
    }
    return withIndices(part, problem, (index, dim) => {
      const [name, old] = [way.get(dim ?? ''), nameOfIndex(index)]
      const isLabel = old !== undefined && problem.axesOf(old) === undefined
      return isLabel && name !== undefined && name !== old ? symbol(name) : index
    })
  })
}

/** A^T 1 for A 1: a sum over the columns in place of the rows, and 1^T A^T for 1^T A. */
function* withOnes({ expr, scope }: Site, { problem }: Vocabulary): IterableIterator<Change> {
  if (expr.kind !== 'mul' || expr.factors.some(({ by }) => by !== 'times')) return
  const { factors } = expr
  for (const [i, { value }] of factors.entries()) {
    const isRow = value.kind === 'transpose'
    const ones = isRow ? value.of : value
    const at = isRow ? i + 1 : i - 1
    const beside = factors[at]?.value
    if (ones.kind !== 'constant' || ones.which !== 'ones' || beside === undefined) continue
    const type = attempt(() => problem.lower(beside, scope).type)
    if (type === undefined) continue
    const own: Expr = { ...ones, size: isRow ? type.cols : type.rows }
    const other = times(transposed(beside))
    yield change(expr, mul(factors.with(i, times(isRow ? transposed(own) : own)).with(at, other)), 1.1)
  }
}

export const axis: Slip = {
  rule: 'index',
  *edits(site, words) {
    const { expr } = site
    if (expr.kind === 'call' && expr.fn === 'softmax' && expr.args.length === 1)
      yield change(expr, transposed({ ...expr, args: [transposed(expr.args[0]!)] }), 1)
    yield* withOnes(site, words)
    if (expr.kind !== 'big') return
    yield* alongOthers(expr, words)
    yield* reindexed(expr, site, words)
  },
  says: replace('it runs over the wrong axis'),
  example: {
    given: String.raw`
      H : real[m, k]
      z_{ij} = e^{H_{ij}} / \sum_a e^{H_{ia}}`,
    wrong: String.raw`z_{ij} = \frac{e^{H_{ij}}}{\sum_a e^{H_{aj}}}`,
    message: String.raw`it runs over the wrong axis: replace \sum_a e^{H_{aj}} by \sum_a e^{H_{ia}}`,
    right: String.raw`z_{ij} = \frac{e^{H_{ij}}}{\sum_a e^{H_{ia}}}`,
  },
}
