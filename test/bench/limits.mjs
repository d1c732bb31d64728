// What one core can do at most: memory copied and read, and arithmetic of WebAssembly's 128-bit vectors.

/** As large as no cache. */
const BYTES = 2 ** 28
/** Chains of arithmetic that do not wait for each other: with two constants they fill the sixteen vector registers. */
const CHAINS = 12
const ROUNDS = 100_000

/** Numbers as WebAssembly writes them: LEB128, unsigned, and signed from 0 on. */
const u = n => (n < 128 ? [n] : [(n & 127) | 128, ...u(n >>> 7)])
const s = n => (n < 64 ? [n] : [(n & 127) | 128, ...s(n >> 7)])
const section = (id, ...items) => [id, ...sized([...u(items.length), ...items.flat()])]
const sized = bytes => [...u(bytes.length), ...bytes]
const named = (name, ...rest) => [...sized([...new TextEncoder().encode(name)]), ...rest]
const times = (n, f) => Array.from({ length: n }, (_, i) => f(i)).flat()

const get = local => [0x20, local]
const set = local => [0x21, local]
const simd = (opcode, ...rest) => [0xfd, ...u(opcode), ...rest]
/** Lowers the parameter by a step and runs the body, until it is 0. */
const loop = (step, body) =>
  [0x03, 0x40, ...get(0), 0x41, ...s(step), 0x6b, ...set(0), ...body, ...get(0), 0x0d, 0, 0x0b].flat()
/** A function of one i32 with locals 1 … vectors of type v128. */
const code = (vectors, ...body) => sized([1, vectors, 0x7b, ...body.flat(), 0x0b])

/** n rounds of x ← x·½ + 1 in each of the chains; its result is their sum, lest they be left out. */
function arithmetic({ half, one, splat, add, mul, lane }) {
  const [h, i] = [CHAINS + 1, CHAINS + 2]
  return code(
    CHAINS + 2,
    [...half, ...simd(splat), ...set(h), ...one, ...simd(splat), ...set(i)],
    loop(
      1,
      times(4 * CHAINS, k => {
        const x = 1 + (k % CHAINS)
        return [...get(x), ...get(h), ...simd(mul), ...get(i), ...simd(add), ...set(x)]
      }),
    ),
    get(1),
    times(CHAINS - 1, k => [...get(k + 2), ...simd(add)]),
    simd(lane, 0),
  )
}

/** Reads the first n bytes of the memory, 64 at a time. */
const reading = code(
  4,
  loop(
    64,
    times(4, i => [...get(0), ...simd(0x00, 4, 16 * i), ...get(i + 1), ...simd(0x51), ...set(i + 1)]),
  ),
  get(1),
  times(3, i => [...get(i + 2), ...simd(0x51)]),
  simd(0x1b, 0),
)

const f32 = { half: [0x43, 0, 0, 0, 0x3f], one: [0x43, 0, 0, 0x80, 0x3f] }
const f64 = { half: [0x44, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f], one: [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f] }
const MODULE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [0x60, 1, 0x7f, 1, 0x7d], [0x60, 1, 0x7f, 1, 0x7c], [0x60, 1, 0x7f, 1, 0x7f]),
  ...section(3, [0], [1], [2]),
  ...section(5, [0, ...u(BYTES / 65536)]),
  ...section(7, named('f32', 0, 0), named('f64', 0, 1), named('read', 0, 2), named('memory', 2, 0)),
  ...section(
    10,
    arithmetic({ ...f32, splat: 0x13, add: 0xe4, mul: 0xe6, lane: 0x1f }),
    arithmetic({ ...f64, splat: 0x14, add: 0xf0, mul: 0xf2, lane: 0x21 }),
    reading,
  ),
])

/** The shortest of many runs, in seconds: a limit is what was reached once. */
function best(runs, f) {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < runs; i++) {
    const before = performance.now()
    f()
    least = Math.min(least, performance.now() - before)
  }
  return least / 1000
}

/** Gigabytes a second copied (each byte counted once) and read, and 10⁹ additions and multiplications a second. */
export function limits() {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(MODULE))
  const flops = (name, lanes) =>
    (ROUNDS * 4 * CHAINS * lanes * 2) / best(60, () => exports[name](ROUNDS)) / 1e9
  const from = new Float64Array(BYTES / 8).fill(1)
  const to = new Float64Array(BYTES / 8).fill(2)
  new Float64Array(exports.memory.buffer).fill(1)
  return {
    copy: BYTES / best(8, () => to.set(from)) / 1e9,
    read: BYTES / best(8, () => exports.read(BYTES)) / 1e9,
    f32: flops('f32', 4),
    f64: flops('f64', 2),
  }
}
