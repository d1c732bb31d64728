// The table of ops: CPU nanoseconds for each value, op by op, compiled, and beside NumPy and PyTorch where a Python has them.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { compile } from '../../../dist/compile/index.js'
import * as c from '../../../dist/index.js'
import { median } from '../libraries/library.mjs'
import { inputsOf, OPS } from './table.mjs'

const VALUES = 256 * 1024
const PYTHONS = ['python3', '/usr/bin/python3']

/** Nanoseconds of the processor for each value. */
function measured(run, seconds) {
  run()
  const times = []
  const end = performance.now() + 1000 * seconds
  while (performance.now() < end || times.length < 3) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    times.push((1000 * (user + system)) / VALUES)
  }
  return median(times)
}

/** What chainrule takes for an op: forward and with gradient, op by op and compiled. */
function own({ f, of, isFlat }, inputs, seconds) {
  const op = f(c)
  const args = [...of].map(name => inputs[name])
  const rest = args.filter(x => x.dtype === 'bool')
  const leaves = args.filter(x => x.dtype !== 'bool')
  const value = (...all) => op(...all)
  const gradient = (...all) =>
    c.grad(some => c.sum(op(...some, ...all.slice(leaves.length))))(all.slice(0, leaves.length))
  const all = [...leaves, ...rest]
  const kinds = isFlat ? [value] : [value, gradient]
  return [
    ...kinds.map(run => measured(() => run(...all), seconds)),
    ...(isFlat ? [undefined] : []),
    ...kinds.map(run => {
      const fast = compile(run, { results: 'nextCall' })
      return measured(() => fast(...all), seconds)
    }),
  ]
}

/** What a library of Python takes for each op that it has; `undefined` where there is none. */
function python(library, seconds) {
  const ops = OPS.filter(op => op[library] !== undefined).map(op => ({
    name: op.name,
    code: op[library],
    of: op.of,
    isFlat: op.isFlat ?? false,
  }))
  for (const command of PYTHONS) {
    const file = fileURLToPath(new URL('python.py', import.meta.url))
    const { status, stdout } = spawnSync(command, [file, library], {
      input: JSON.stringify({ ops, seconds }),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    })
    if (status === 0) return JSON.parse(stdout)
  }
  console.log(`${library} could not be imported: its columns are empty`)
  return undefined
}

const show = x => (x === undefined ? '–' : x < 10 ? x.toFixed(2) : x.toFixed(0))

/** Measures, prints and, if wished, writes docs/performance-ops.md. */
export function ops({ quick, write }) {
  const seconds = quick ? 0.03 : 0.2
  const rows = []
  for (const dtype of ['float32', 'float64']) {
    const inputs = inputsOf(c, dtype)
    for (const op of OPS) {
      const row = { op, dtype, times: own(op, inputs, seconds) }
      rows.push(row)
      console.log(dtype, op.name, row.times.map(show).join(' '))
    }
  }
  const numpy = python('numpy', seconds)
  const torch = python('torch', seconds)
  const line = cells => `| ${cells.join(' | ')} |`
  const table = [
    line([
      'op',
      'precision',
      'eager',
      'with gradient',
      'compiled',
      'with gradient',
      'NumPy',
      'PyTorch',
      'with gradient',
    ]),
    line(['---', '---', ...new Array(7).fill('--:')]),
    ...rows.map(({ op, dtype, times }) => {
      const [a, b, d, e] = times
      const [t, g] = torch?.found[op.name]?.[dtype] ?? []
      return line([op.name, dtype, ...[a, b, d, e, numpy?.found[op.name]?.[dtype][0], t, g].map(show)])
    }),
  ]
  const versions = [
    `Node ${process.version}`,
    numpy && `NumPy ${numpy.version}`,
    torch && `PyTorch ${torch.version}`,
  ]
  const page = `# Performance of ops

<!-- Written by \`npm run bench -- --ops --write\`. -->

CPU nanoseconds for each value, of 262,144 values: x is normal and y above 0.1, [256, 1024]; m is normal, [16, 128, 128]; b is
where x > 0. With gradient is the value, its sum and the gradient towards every float input. Everything runs in one thread, the
median of repeated calls. Compiled inputs stay bound and results are left where they are, as in [Performance](performance.md),
which has whole models.

${cpus()[0].model.trim()}; ${versions.filter(Boolean).join(', ')}. Load while it ran: ${loadavg()[0].toFixed(1)} on ${cpus().length} cores${quick ? '; a quick run' : ''}. Above one,
others were at work, and figures that wait for memory vary by a half.

${table.join('\n')}
`
  if (write) writeFileSync(new URL('../../../docs/performance-ops.md', import.meta.url), page)
  else console.log(table.join('\n'))
}
