// What a text such as 'bij,jk->bik' says: a label for each axis of each operand, and those of the result.
import { ArgumentError } from '../../errors.js'
import { formatShape, type Shape } from '../../shape.js'

/** A letter for each axis; axes under an ellipsis are named from the right: '…0' is the last of them. */
export type Labels = readonly string[]

/** The labels of operands and of the result. */
export interface Subscripts {
  readonly inputs: readonly Labels[]
  readonly output: Labels
}

/** Reads a text for operands of given shapes; refuses what does not fit them. */
export function readSubscripts(spec: string, shapes: readonly Shape[]): Subscripts {
  const [left, right, ...more] = spec.replace(/\s/g, '').split('->')
  const complain = (problem: string) => new ArgumentError('einsum', `${problem} in '${spec}'`)
  if (more.length > 0) throw complain("more than one '->'")
  const texts = left!.split(',')
  const stray = [...texts, right ?? '']
    .flatMap(text => [...text.replace('...', '')])
    .find(l => !/^[a-zA-Z]$/.test(l))
  if (stray !== undefined)
    throw complain(`axes are named by single letters, or by one '...' for an operand, got '${stray}'`)
  if (texts.length !== shapes.length)
    throw complain(`${texts.length} operands are named and ${shapes.length} were given`)
  const inputs = texts.map((text, i) => {
    const shape = shapes[i]!
    const named = text.replace('...', '').length
    if (text.includes('...') ? shape.length < named : shape.length !== named)
      throw complain(`operand ${i + 1} has shape ${formatShape(shape)} and ${named} letters`)
    return labelled(text, shape.length - named)
  })
  const letters = inputs.flat()
  const most = Math.max(...inputs.map(labels => labels.filter(isEllipsis).length))
  if (right !== undefined && most > 0 && !right.includes('...'))
    throw complain("axes that '...' stands for are missing from the result: write '...' there too")
  const output =
    right === undefined
      ? [
          ...ellipsis(most),
          ...[...new Set(letters)]
            .sort()
            .filter(l => !isEllipsis(l) && letters.indexOf(l) === letters.lastIndexOf(l)),
        ]
      : labelled(right, most)
  const unknown = output.find(l => !letters.includes(l))
  if (unknown !== undefined) throw complain(`'${unknown}' is in the result and in no operand`)
  const twice = output.find((l, i) => output.indexOf(l) !== i)
  if (twice !== undefined) throw complain(`'${twice}' stands twice in the result`)
  return { inputs, output }
}

/** Labels of a text in which '...' stands for so many axes. */
function labelled(text: string, unnamed: number): Labels {
  const at = text.indexOf('...')
  return at < 0 ? [...text] : [...text.slice(0, at), ...ellipsis(unnamed), ...text.slice(at + 3)]
}

const ellipsis = (count: number): Labels => Array.from({ length: count }, (_, i) => `…${count - 1 - i}`)

/** Whether a label stands for an axis under an ellipsis, which may be stretched. */
export const isEllipsis = (label: string): boolean => label.length > 1
