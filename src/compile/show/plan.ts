// A plan as text: what runs once and what in a loop over the batch, and how much memory it all takes.
import type { Plan } from '../plan.js'
import type { Kernel } from '../schedule.js'
import { nameIn } from './text.js'

/** One line for each stage and kernel, and one for the memory. */
export function showPlan(plan: Plan): string {
  const { schedule, lanes, rows, part, share, shares } = plan
  const loop = `over ${rows} rows, ${part} at a time${shares > 1 ? `, sums kept for each ${share}` : ''}`
  const stages = schedule.regions.flatMap(({ isBatched, kernels }) => [
    isBatched ? `${loop}:` : 'once:',
    ...kernels.map(kernel => `  ${showKernel(plan, kernel)}`),
  ])
  return [`${lanes.dtype}`, ...stages, showMemory(plan)].join('\n')
}

/** `rows: %11 = add, %12 = exp`, or a product with its factors. */
function showKernel({ program }: Plan, { kind, steps }: Kernel): string {
  const name = nameIn(program)
  const shown = steps.map(({ op, inputs, output }) =>
    output < 0
      ? `check ${inputs.map(name).join(' ')}`
      : `${name(output)} = ${[op.name, ...inputs.map(name)].join(' ')}`,
  )
  return `${kind}: ${shown.join('; ')}`
}

function showMemory({ base, bytes, part0, parts, partBytes, sumsBytes, shares, sums0 }: Plan): string {
  const kilo = (n: number): string => `${Math.ceil(n / 1000)} KB`
  const sums = sumsBytes === 0 ? '' : `, sums ${kilo(sumsBytes * shares)}`
  return `memory: ${kilo(bytes)}: inputs, outputs and what is read across parts ${kilo(sums0 - base)}${sums}, ${parts > 1 ? `each of ${parts} parts` : 'a part'} ${kilo(partBytes)}, spare ${kilo(bytes - (part0 - base) - parts * partBytes)}`
}
