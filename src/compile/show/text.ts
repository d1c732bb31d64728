// A program as text: a line for each input and step, `%12: float32 [128, 10] = matmul %3 %7 {transposeB}`.
import { showValues } from '../../debug/draw.js'
import type { Spec } from '../../graph/index.js'
import { formatShape, sameShape } from '../../shape.js'
import type { Program, Step, Value } from '../program.js'

/** One line for each input, each constant that is no single number, and each step; then what comes out. */
export function printProgram(program: Program): string {
  const { specs, inputs, constants, steps, outputs } = program
  const line = (value: Value, what: string) => `%${value}: ${showSpec(specs[value]!)} = ${what}`
  const name = nameIn(program)
  return [
    ...inputs.map(x => line(x, 'input')),
    ...[...constants].flatMap(([x, tensor]) => (isInline(program, x) ? [] : [line(x, showValues(tensor))])),
    ...steps.map(step =>
      line(step.output, [step.op.name, ...step.inputs.map(name), ...params(program, step)].join(' ')),
    ),
    `return ${outputs.map(name).join(', ')}`,
  ].join('\n')
}

/** Whether a value is shown where it is read: a constant of one value without axes. */
export const isInline = ({ specs, constants }: Program, x: Value): boolean =>
  constants.has(x) && specs[x]!.shape.length === 0

/** How a value is called where it is read: by its number, a plain constant by what it is. */
export const nameIn =
  (program: Program) =>
  (x: Value): string =>
    isInline(program, x) ? showNumber(program.constants.get(x)!.data[0]!) : `%${x}`

const showNumber = (v: number): string => (Object.is(v, -0) ? '-0' : String(v))

/** `float32 [128, 10]` */
export const showSpec = ({ dtype, shape }: Spec): string => `${dtype} ${formatShape(shape)}`

/** What a step was told beside its inputs, as `{axis 1, reverse}`; not what the spec of its output says already. */
export function params({ specs }: Program, step: Step): string[] {
  const { shape, dtype } = specs[step.output]!
  const isKnown = (value: unknown): boolean =>
    value === undefined ||
    value === dtype ||
    (isNumbers(value) && step.op.name !== 'permute' && sameShape(value, shape))
  const told = isKnown(step.params)
    ? []
    : isRecord(step.params)
      ? named(step.params, isKnown)
      : [show(step.params)]
  return told.length === 0 ? [] : [`{${told.join(', ')}}`]
}

const named = (record: Readonly<Record<string, unknown>>, isKnown: (value: unknown) => boolean): string[] =>
  Object.entries(record).flatMap(([key, value]) =>
    value === false || isKnown(value) ? [] : [value === true ? key : `${key} ${show(value)}`],
  )

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every(v => typeof v === 'number')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function show(value: unknown): string {
  if (isNumbers(value)) return formatShape(value)
  return isRecord(value) ? `{${named(value, () => false).join(', ')}}` : String(value)
}
