// A program as a drawing: its values as nodes, in Graphviz' language and in Mermaid's.
import { drawDot, drawMermaid, type Node, showValues } from '../../debug/draw.js'
import type { Program, Value } from '../program.js'
import { isInline, nameIn, params, showSpec } from './text.js'

/** Inputs, constants and steps; single numbers stand in the ops that read them, and what comes out says so. */
function nodesOf(program: Program): Node[] {
  const { specs, inputs, constants, steps, outputs } = program
  const name = nameIn(program)
  const node = (
    kind: Node['kind'],
    x: Value,
    title: string,
    from: readonly Value[] = [],
    told: readonly string[] = [],
  ) => {
    const places = outputs.flatMap((y, i) => (y === x ? [`output ${i}`] : []))
    const label = [`%${x}: ${title}`, showSpec(specs[x]!), ...told, ...places]
    return { id: `n${x}`, kind, label, inputs: from.map(input => `n${input}`) }
  }
  return [
    ...inputs.map(x => node('variable', x, 'input')),
    ...[...constants].flatMap(([x, tensor]) =>
      isInline(program, x) && !outputs.includes(x)
        ? []
        : [node('constant', x, 'constant', [], [`= ${showValues(tensor)}`])],
    ),
    ...steps.map(step => {
      const isPlain = (x: Value) => isInline(program, x)
      const numbers = step.inputs.some(isPlain)
        ? [step.inputs.map(x => (isPlain(x) ? name(x) : '·')).join(' ')]
        : []
      const from = step.inputs.filter(x => !isPlain(x))
      return node('op', step.output, [step.op.name, ...numbers].join(' '), from, params(program, step))
    }),
  ]
}

/** A program in Graphviz' language: `dot -Tsvg program.dot`. */
export const programToDot = (program: Program): string => drawDot(nodesOf(program))

/** A program in Mermaid's language, which GitHub draws in Markdown. */
export const programToMermaid = (program: Program): string => drawMermaid(nodesOf(program))
