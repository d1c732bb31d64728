// The graph behind a tensor, to look at: as text, as Graphviz DOT, as Mermaid.
import { seedFor } from '../backward.js'
import { checkOptions } from '../errors.js'
import { originOf } from '../graph/index.js'
import { formatShape } from '../shape.js'
import { checkTensor, type Tensor } from '../tensor.js'
import { findPath, pullBack } from '../walk/index.js'
import { drawDot, drawMermaid, type Node, showValues } from './draw.js'

/** What to show beside ops, shapes and values. */
export interface GraphOptions {
  /** Pull a cotangent back from the result and show what arrives at each tensor. */
  readonly gradients?: boolean
  /** Where to start from when the result is no scalar. */
  readonly cotangent?: Tensor
  /** Names for tensors of your own, such as `new Map([[w, 'w']])`. */
  readonly names?: ReadonlyMap<Tensor, string>
}

/** Every tensor that y was computed from, inputs first. */
function nodesOf(op: string, y: Tensor, options: GraphOptions): Node[] {
  checkTensor(op, y)
  checkOptions(op, options, ['gradients', 'cotangent', 'names'])
  const order = ancestors(y)
  const ids = new Map(order.map((x, i) => [x, `n${i}`]))
  const bars = options.gradients ? cotangents(y, options.cotangent) : new Map<Tensor, Tensor>()
  return order.map(x => {
    const inputs = originOf(x)?.inputs ?? []
    const kind = originOf(x) === undefined ? 'constant' : inputs.length === 0 ? 'variable' : 'op'
    const name = options.names?.get(x)
    const title = kind === 'op' ? originOf(x)!.op.name : kind
    const bar = bars.get(x)
    return {
      id: ids.get(x)!,
      kind,
      label: [
        name === undefined ? title : `${name}: ${title}`,
        `${x.dtype} ${formatShape(x.shape)}`,
        `= ${showValues(x)}`,
        ...(bar === undefined ? [] : [`grad ${showValues(bar)}`]),
      ],
      inputs: inputs.map(input => ids.get(input)!),
    }
  })
}

function ancestors(y: Tensor): Tensor[] {
  const done = new Set<Tensor>()
  const entered = new Set<Tensor>()
  const order: Tensor[] = []
  const stack = [y]
  while (stack.length > 0) {
    const x = stack[stack.length - 1]!
    if (!entered.has(x)) {
      entered.add(x)
      for (const input of [...(originOf(x)?.inputs ?? [])].reverse())
        if (!entered.has(input)) stack.push(input)
    } else {
      stack.pop()
      if (!done.has(x)) order.push(x)
      done.add(x)
    }
  }
  return order
}

function cotangents(y: Tensor, cotangent: Tensor | undefined): Map<Tensor, Tensor> {
  const path = findPath([y], x => originOf(x)?.inputs.length === 0)
  const found = pullBack(path, [[y, seedFor('graph', y, cotangent)]], { keep: true })
  return new Map(path.nodes.flatMap((x, i) => (found[i] === undefined ? [] : [[x, found[i]] as const])))
}

/** One line for each tensor, inputs first: `n2 = mul(n0, n1) float64 [2] = [3, 8]`. */
export function printGraph(y: Tensor, options: GraphOptions = {}): string {
  return nodesOf('printGraph', y, options)
    .map(
      ({ id, label: [title, ...rest], kind, inputs }) =>
        `${id} = ${title}${kind === 'op' ? `(${inputs.join(', ')})` : ''} ${rest.join(' ')}`,
    )
    .join('\n')
}

/** The graph in Graphviz' language: `dot -Tsvg graph.dot`. */
export const toDot = (y: Tensor, options: GraphOptions = {}): string => drawDot(nodesOf('toDot', y, options))

/** The graph in Mermaid's language, which GitHub draws in Markdown. */
export const toMermaid = (y: Tensor, options: GraphOptions = {}): string =>
  drawMermaid(nodesOf('toMermaid', y, options))
