// The numbers in the inputs: the same in every library and language, by hashing each position (values_of in python.py).

/**
 * The values of an input, from its shape and its `scale` or `below`.
 *
 * spec : shape, and scale or below; seed : a whole number → Float32Array or Int32Array
 */
export function valuesOf({ shape, scale, below }, seed) {
  const n = shape.reduce((a, b) => a * b, 1)
  const out = below === undefined ? new Float32Array(n) : new Int32Array(n)
  for (let i = 0; i < n; i++) {
    let h = Math.imul(i + Math.imul(seed, 0x9e3779b9), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    h = (h ^ (h >>> 16)) >>> 8
    out[i] = below === undefined ? (h / 2 ** 23 - 1) * scale : h % below
  }
  return out
}
