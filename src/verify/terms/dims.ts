// Extents of what is put together from others: m·n rows of a Kronecker product, n+1 of a column with a 1 below it.

/** A sum of products of dimensions, each with how often it occurs: "n+1" is 1 times n and 1 times nothing. */
type Parts = ReadonlyMap<string, number>

const isNumber = (text: string): boolean => /^\d+$/.test(text)

function partsOf(dim: string): Parts {
  const parts = new Map<string, number>()
  for (const term of dim.split('+')) {
    const factors = term.split('·')
    const [first] = factors
    const counted = isNumber(first!)
    const name = factors.slice(counted ? 1 : 0).join('·')
    parts.set(name, (parts.get(name) ?? 0) + (counted ? Number(first) : 1))
  }
  return parts
}

/** The one spelling of an extent: names in order, what is only a number last. */
function textOf(parts: Parts): string {
  const terms = [...parts]
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
    .map(([name, count]) => (name === '' ? String(count) : count === 1 ? name : `${count}·${name}`))
  return terms.length === 0 ? '0' : terms.join('+')
}

/** The extent of parts one behind another. */
export function sumOfDims(dims: readonly string[]): string {
  const sum = new Map<string, number>()
  for (const dim of dims)
    for (const [name, count] of partsOf(dim)) sum.set(name, (sum.get(name) ?? 0) + count)
  return textOf(sum)
}

/** The extent of a part for each of others. */
export function productOfDims(a: string, b: string): string {
  const product = new Map<string, number>()
  for (const [left, m] of partsOf(a))
    for (const [right, n] of partsOf(b)) {
      const names = [left, right].flatMap(name => (name === '' ? [] : name.split('·')))
      const name = names.sort().join('·')
      product.set(name, (product.get(name) ?? 0) + m * n)
    }
  return textOf(product)
}

/** The dimensions that an extent is made of. */
export const namesInDim = (dim: string): readonly string[] =>
  dim.split('+').flatMap(term => term.split('·').filter(name => !isNumber(name)))

/** How long an extent is, by the sizes of its dimensions. */
export const lengthOf = (dim: string, sizes: Readonly<Record<string, number>>): number =>
  sizes[dim] ??
  dim
    .split('+')
    .map(term => term.split('·').reduce((n, name) => n * (sizes[name] ?? Number(name)), 1))
    .reduce((a, b) => a + b)
