// Tables to fit: two that come with scikit-learn, one of mlbench or like it, and one of the shape of adult.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { random, reshape, tensor } from '../../../dist/index.js'

/** Each with its name, what makes it, and how much of scikit-learn's time a fit may take; `make` gives x [n, d], y [n] and k. */
export const tables = [
  { name: 'digits, 1797×64, 10 classes', goal: 0.8, make: shipped('digits', 10) },
  { name: 'letter, 20000×16, 26 classes', goal: 1, make: letter },
  { name: 'like adult, 32561 rows, 8 categorical columns and 6 numbers', goal: 1, make: adult },
  { name: 'wine, 178×13, 3 classes', goal: 1.5, make: shipped('wine', 3) },
]

const tensorOf = (values, shape) => reshape(tensor(values), shape)

/** A table that scikit-learn brings along. */
function shipped(name, k) {
  return async ({ peer }) => {
    const found = await peer?.load(name)
    return found && { x: standard(found.x, found.d), y: tensorOf(found.y, [found.y.length]), k }
  }
}

/** The letters of R's mlbench, where it is; else scores around a centre for each letter, drawn from a seed. */
async function letter({ folder }) {
  const [n, d, k] = [20_000, 16, 26]
  const [xs, ys] = [join(folder, 'letter.x'), join(folder, 'letter.y')]
  const script = `library(mlbench); data(LetterRecognition); l <- LetterRecognition
    writeBin(as.vector(t(sapply(l[, -1], as.double))), ${JSON.stringify(xs)}, endian = "little")
    writeBin(as.integer(l[, 1]) - 1L, ${JSON.stringify(ys)}, endian = "little")`
  try {
    execFileSync('Rscript', ['-e', script], { stdio: 'ignore' })
    return { x: standard(floats(xs), d), y: tensorOf(integers(ys), [n]), k }
  } catch {
    console.log('  there is no R with mlbench, so its letters are drawn from seed 1')
  }
  const stream = random(1)
  const centres = stream.normal([k, d]).data
  const noise = stream.normal([n, d]).data
  const y = Int32Array.from({ length: n }, (_, i) => i % k)
  const x = Float64Array.from(noise, (v, i) => 1.5 * v + centres[y[Math.floor(i / d)] * d + (i % d)])
  return { x: standard(x, d), y: tensorOf(y, [n]), k }
}

/** How many levels the categorical columns of adult have: 102 in all. */
const LEVELS = [9, 16, 7, 15, 6, 5, 2, 42]

/**
 * Rows with categories as columns of 0 and 1, some of them rare, and numbers of deviation 1. As in a census, all of them hang together:
 * by one number a row. Of two classes by a score of all. From a seed.
 */
async function adult() {
  const [n, numbers] = [32_561, 6]
  const d = LEVELS.reduce((a, b) => a + b, numbers)
  const stream = random(2)
  const common = stream.normal([n]).data
  const own = stream.normal([n, numbers + LEVELS.length]).data
  const slopes = stream.normal([d]).data
  const draw = stream.uniform([n]).data
  const values = standard(
    own.map((v, at) => (v + common[Math.floor(at / (numbers + LEVELS.length))]) / Math.SQRT2),
    numbers + LEVELS.length,
  ).data
  const x = new Float64Array(n * d)
  const y = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    const from = i * (numbers + LEVELS.length)
    const row = x.subarray(i * d, (i + 1) * d)
    row.set(values.subarray(from, from + numbers))
    let at = numbers
    for (const [c, levels] of LEVELS.entries()) {
      // |z| of a normal number is common where it is small and rare where it is large.
      const size = Math.abs(values[from + numbers + c]) / 4
      row[at + Math.min(levels - 1, Math.floor(size * levels))] = 1
      at += levels
    }
    const score = row.reduce((sum, v, j) => sum + v * slopes[j], -1)
    y[i] = draw[i] < 1 / (1 + Math.exp(-score)) ? 1 : 0
  }
  return { x: tensorOf(x, [n, d]), y: tensorOf(y, [n]), k: 2 }
}

/** Columns brought to mean 0 and deviation 1; those of one value become 0. */
function standard(values, d) {
  const n = values.length / d
  for (let j = 0; j < d; j++) {
    let [mean, squares] = [0, 0]
    for (let i = j; i < values.length; i += d) mean += values[i] / n
    for (let i = j; i < values.length; i += d) squares += (values[i] - mean) ** 2
    const deviation = Math.sqrt(squares / n) || 1
    for (let i = j; i < values.length; i += d) values[i] = (values[i] - mean) / deviation
  }
  return tensorOf(values, [n, d])
}

/** The numbers in a file. */
export const floats = path => new Float64Array(new Uint8Array(readFileSync(path)).buffer)
export const integers = path => new Int32Array(new Uint8Array(readFileSync(path)).buffer)
