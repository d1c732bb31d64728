// What a loop keeps beside its program: all rows that its calls take parts of, which rows they are, and what calls leave behind.
import { sizeOf } from '../shape.js'
import { Arena } from './arena.js'
import type { Track } from './emit/loop.js'
import type { Plan } from './plan.js'
import type { Value } from './program.js'
import { Unsupported } from './schedule.js'

/** How calls follow one another. */
export interface LoopShape {
  /** Outputs that are an input of the next call. */
  readonly carried: readonly (readonly [output: Value, input: Value])[]
  /** Outputs of which all are kept. */
  readonly logged: readonly Value[]
  /** Inputs that are rows of something longer, by index. */
  readonly gathered: readonly { readonly input: Value; readonly all: number }[]
  /** Rows of a call. */
  readonly rows: number
  /** As many calls at once. */
  readonly calls: number
}

/** The addresses of all that, behind the room of a plan, and where it ends. */
export function trackOf(plan: Plan, { carried, logged, gathered, rows, calls }: LoopShape) {
  const { specs } = plan.program
  const room = new Arena(Math.ceil((plan.base + plan.bytes) / 64) * 64)
  const isInput = new Set(plan.program.inputs)
  const placeOf = (x: Value) => {
    const place = plan.placeOf(x)
    if (place === undefined || specs[x]!.dtype === 'int32')
      throw new Unsupported('a loop that carries what is not computed')
    return place
  }
  const moved = carried.filter(([output, input]) => output !== input && !plan.instead.has(output))
  for (const [output] of moved)
    if (isInput.has(plan.baseOf(output))) throw new Unsupported('a loop whose inputs change their places')
  const track = {
    gathered: gathered.flatMap(({ input, all }) => {
      const place = plan.placeOf(input)
      if (place === undefined) return []
      const rowBytes = (sizeOf(specs[input]!.shape) / rows) * place.bytes
      return [{ input, place, from: room.keep(all * rowBytes).address, to: place.address, rowBytes }]
    }),
    rows,
    indices: room.keep(4 * rows * calls).address,
    // An input that nobody reads needs no values.
    carried: moved.flatMap(([output, input]) => {
      const to = plan.placeOf(input)
      return to === undefined ? [] : [{ from: placeOf(output), to, shape: specs[output]!.shape }]
    }),
    logged: logged.map(y => ({
      from: placeOf(y),
      to: room.keep(sizeOf(specs[y]!.shape) * calls * plan.lanes.bytes).address,
      shape: specs[y]!.shape,
    })),
  }
  return { ...(track satisfies Track), bytes: room.end + 4096 - plan.base }
}
