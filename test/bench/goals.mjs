// Goals: how the compiled time stands to PyTorch's better one, and how near products come to their innermost kernel.
import { compiled, ours } from './libraries/index.mjs'

/** Of a row: the ratio to PyTorch, what it should be at most, and whether it is; `undefined` where that is not known. */
export function standing(row, limits) {
  const { workload, dtype, found } = row
  const time = library => found.get(library.name)?.time
  const torch = Math.min(
    ...[...found].filter(([name]) => name.startsWith('PyTorch')).map(([, { time = Infinity }]) => time),
  )
  const ratio = Number.isFinite(torch) ? time(compiled) / torch : undefined
  const share = library => workload.flops / time(library) / 1e6 / limits.kernel[dtype]
  const { goal, kernel } = workload
  if (kernel !== undefined) {
    const shares = { compiled: share(compiled), eager: share(ours) }
    return { ratio, shares, isMet: shares.compiled >= kernel.compiled && shares.eager >= kernel.eager }
  }
  if (goal === undefined) return { ratio }
  return { ratio, most: goal[dtype], isMet: ratio === undefined ? undefined : ratio <= goal[dtype] }
}

/** Workloads with a goal that are met in both precisions, products in all sizes, and how many there are. */
export function tally(rows, limits) {
  const verdicts = new Map()
  for (const row of rows) {
    const { workload } = row
    if (workload.goal === undefined && workload.kernel === undefined) continue
    const key = workload.kernel === undefined ? workload : workload.id
    verdicts.set(key, (verdicts.get(key) ?? true) && standing(row, limits).isMet === true)
  }
  return { met: [...verdicts.values()].filter(Boolean).length, of: verdicts.size }
}

const percent = share => `${(100 * share).toFixed(0)} %`

/** The goal as text, and whether it is met. */
export function goalText(row, limits) {
  const { ratio, most, shares, isMet } = standing(row, limits)
  const { kernel } = row.workload
  const mark = isMet === undefined ? '' : isMet ? ' ✓' : ' ✗'
  const goal = kernel
    ? `${percent(shares.compiled)} ≥ ${percent(kernel.compiled)}, eager ${percent(shares.eager)} ≥ ${percent(kernel.eager)}`
    : most === undefined
      ? ''
      : `≤ ${most}`
  return { ratio: ratio === undefined ? '–' : ratio.toPrecision(2), goal: goal + mark }
}
