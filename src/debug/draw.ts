// Graphs as drawings: nodes with their inputs, in Graphviz' language and in Mermaid's.

/** A node of a drawing. */
export interface Node {
  readonly id: string
  /** What it says, line by line. */
  readonly label: readonly string[]
  readonly kind: 'constant' | 'variable' | 'op'
  /** The ids of the nodes that it is computed from. */
  readonly inputs: readonly string[]
}

/** In Graphviz' language: `dot -Tsvg graph.dot`. */
export function drawDot(nodes: readonly Node[]): string {
  const shapes = { constant: 'box', variable: 'box, style=bold', op: 'ellipse' }
  const quote = (text: string) => text.replace(/[\\"]/g, '\\$&')
  const lines = nodes.flatMap(({ id, label, kind, inputs }) => [
    `  ${id} [shape=${shapes[kind]}, label="${label.map(quote).join('\\n')}"]`,
    ...inputs.map(input => `  ${input} -> ${id}`),
  ])
  return ['digraph {', '  rankdir=LR', ...lines, '}', ''].join('\n')
}

/** In Mermaid's language, which GitHub draws in Markdown. */
export function drawMermaid(nodes: readonly Node[]): string {
  const quote = (text: string) => text.replace(/[&"<>]/g, c => `#${c.charCodeAt(0)};`)
  const lines = nodes.flatMap(({ id, label, kind, inputs }) => {
    const text = `"${label.map(quote).join('<br>')}"`
    return [
      `  ${id}${kind === 'op' ? `(${text})` : `[${text}]`}`,
      ...inputs.map(input => `  ${input} --> ${id}`),
    ]
  })
  return ['flowchart LR', ...lines, ''].join('\n')
}

const BRIEF = 6

/** Values, if they are few. */
export function showValues({
  data,
  shape,
}: {
  readonly data: ArrayLike<number>
  readonly shape: readonly number[]
}): string {
  const show = (v: number) => (Number.isInteger(v) ? (Object.is(v, -0) ? '-0' : String(v)) : v.toPrecision(4))
  if (data.length > BRIEF) return '…'
  return shape.length === 0 ? show(data[0]!) : `[${Array.from(data, show).join(', ')}]`
}
