// Sums of products by naming axes: "ij,jk->ik" is a matrix product. Lowered to permute, reshape and matmul.
import { type DType, promote } from '../dtype.js'
import { ArgumentError, describe, ShapeError } from '../errors.js'
import { formatShape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor } from '../tensor.js'
import { matmul } from './matmul.js'
import { sum } from './reduce.js'
import { cast, reshape, transpose } from './reshape.js'
import { slice } from './slice.js'

/** A tensor with a letter for each axis. */
interface Labelled {
  readonly x: Tensor
  readonly labels: readonly string[]
}

/**
 * Einstein's summation: each operand's axes are named by letters, and letters that the result does not name are summed.
 * Without `->` the result names the letters that occur once, in alphabetical order.
 *
 * einsum('ij,jk->ik', a, b) : [m, k], [k, n] → [m, n]; 'bij,bjk->bik' works over batches; 'ii->' is a trace;
 * dy = Σ over the operands, each replaced in turn by its change
 *
 * All operands are brought to their common dtype first; three float32 ones or more are multiplied in float64 and rounded once.
 *
 * Throws an `ArgumentError` for a spec that cannot be read and a `ShapeError` for extents that differ under one letter.
 */
export function einsum(spec: string, ...operands: readonly Tensor[]): Tensor {
  if (typeof spec !== 'string')
    throw new ArgumentError('einsum', `wants a text such as 'ij,jk->ik' first, got ${describe(spec)}`)
  for (const x of operands) checkTensor('einsum', x)
  const { inputs, output } = parse(spec, operands)
  const extents = new Map<string, number>()
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const n = operands[i]!.shape[axis]!
      const known = extents.get(label)
      if (known !== undefined && known !== n) {
        throw new ShapeError(
          'einsum',
          `axis '${label}' in '${spec}' has extents ${known} and ${n}`,
          operands.map(x => x.shape),
        )
      }
      extents.set(label, n)
    })
  })
  const dtype = operands.reduce<DType>((common, x) => promote(common, x.dtype), 'bool')
  // What two of three operands give may leave float32 though the result does not.
  const narrow = dtype === 'float32' && operands.length > 2
  const terms = operands.map((x, i) =>
    withoutRepeats({ x: cast(x, narrow ? 'float64' : dtype), labels: inputs[i]! }),
  )
  const joined = terms.reduce((a, b, i) => {
    const later = new Set([...output, ...terms.slice(i + 1).flatMap(term => term.labels)])
    return contract(a, b, label => later.has(label), extents)
  })
  const { x, labels } = summedTo(joined, label => output.includes(label))
  return transpose(
    narrow ? cast(x, dtype) : x,
    output.map(label => labels.indexOf(label)),
  )
}

function parse(spec: string, operands: readonly Tensor[]): { inputs: string[][]; output: string[] } {
  const [left, right, ...more] = spec.replace(/\s/g, '').split('->')
  const inputs = left!.split(',').map(part => [...part])
  const letters = inputs.flat()
  const output =
    right === undefined
      ? [...new Set(letters)].sort().filter(l => letters.indexOf(l) === letters.lastIndexOf(l))
      : [...right]
  const complain = (problem: string) => new ArgumentError('einsum', `${problem} in '${spec}'`)
  const stray = [...letters, ...output].find(l => !/^[a-zA-Z]$/.test(l))
  if (more.length > 0) throw complain("more than one '->'")
  if (stray !== undefined) throw complain(`axes are named by single letters, got '${stray}'`)
  if (inputs.length !== operands.length)
    throw complain(`${inputs.length} operands are named and ${operands.length} were given`)
  inputs.forEach((labels, i) => {
    const { shape } = operands[i]!
    if (labels.length !== shape.length)
      throw complain(`operand ${i + 1} has shape ${formatShape(shape)} and ${labels.length} letters`)
  })
  const unknown = output.find(l => !letters.includes(l))
  if (unknown !== undefined) throw complain(`'${unknown}' is in the result and in no operand`)
  const twice = output.find((l, i) => output.indexOf(l) !== i)
  if (twice !== undefined) throw complain(`'${twice}' stands twice in the result`)
  return { inputs, output }
}

/** The diagonal where a letter is repeated within one operand: 'ii' → 'i'. In row-major order its steps are n + 1 long. */
function withoutRepeats({ x, labels }: Labelled): Labelled {
  const second = labels.findIndex((l, i) => labels.indexOf(l) < i)
  if (second < 0) return { x, labels }
  const label = labels[second]!
  const others = labels.flatMap((l, i) =>
    l === label && (i === second || i === labels.indexOf(l)) ? [] : [i],
  )
  const lead = others.map(i => x.shape[i]!)
  const n = x.shape[second]!
  const square = reshape(transpose(x, [...others, labels.indexOf(label), second]), [...lead, n * n])
  const diagonal = slice(square, [...lead.map(() => undefined), [0, n * n, n + 1]])
  return withoutRepeats({ x: diagonal, labels: [...others.map(i => labels[i]!), label] })
}

/** The sum over letters that nothing needs any more. */
function summedTo({ x, labels }: Labelled, needed: (label: string) => boolean): Labelled {
  const axis = labels.flatMap((l, i) => (needed(l) ? [] : [i]))
  return axis.length === 0 ? { x, labels } : { x: sum(x, { axis }), labels: labels.filter(needed) }
}

/** Two operands into one: shared letters that are needed later are batches, shared ones that are not are contracted. */
function contract(
  a: Labelled,
  b: Labelled,
  later: (label: string) => boolean,
  extents: Map<string, number>,
): Labelled {
  const left = summedTo(a, l => later(l) || b.labels.includes(l))
  const right = summedTo(b, l => later(l) || a.labels.includes(l))
  const shared = left.labels.filter(l => right.labels.includes(l))
  const batch = shared.filter(later)
  const inner = shared.filter(l => !later(l))
  const rows = left.labels.filter(l => !shared.includes(l))
  const columns = right.labels.filter(l => !shared.includes(l))
  const size = (labels: readonly string[]) => sizeOf(labels.map(l => extents.get(l)!))
  const arranged = ({ x, labels }: Labelled, ...groups: string[][]) =>
    reshape(
      transpose(
        x,
        groups.flat().map(l => labels.indexOf(l)),
      ),
      groups.map(size),
    )
  const product = matmul(arranged(left, batch, rows, inner), arranged(right, batch, inner, columns))
  const labels = [...batch, ...rows, ...columns]
  return {
    x: reshape(
      product,
      labels.map(l => extents.get(l)!),
    ),
    labels,
  }
}
