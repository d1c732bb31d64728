// The packed library at work, on whatever Node runs this: every entry loads, a model trains, a gradient is checked.
import { strictEqual } from 'node:assert'
import { readFileSync } from 'node:fs'

const folder = new URL('./node_modules/chainrule/', import.meta.url)
const { exports } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
const entries = Object.keys(exports).filter(name => name.startsWith('./') && !/json$|vitest$/.test(name))
const modules = await Promise.all(['.', ...entries].map(name => import(`chainrule${name.slice(1)}`)))
const { readLabelledCsv, split, softmaxRegression, checkGradient, sum, square, random, reviveTensor, grad } =
  Object.assign({}, ...modules)
// `split` is an op, too; the one of the data is meant.
const parts = modules[entries.indexOf('./data') + 1].split ?? split

const iris = readLabelledCsv(readFileSync(new URL('examples/data/iris.csv', folder), 'utf8'))
const { train, test } = parts(iris, { seed: 1 })
const model = softmaxRegression({ standardize: true }).fit(train.features, train.labels, train)
strictEqual(model.score(test.features, test.labels) > 0.9, true)

const x = random(1).normal([3, 2])
const f = a => sum(square(a))
strictEqual(checkGradient(f, x).verdict, 'holds')
const read = JSON.parse(JSON.stringify({ g: grad(f)(x) }), reviveTensor)
strictEqual(String(read.g), String(grad(f)(x)))
const { readNpy, writeNpy } = Object.assign({}, ...modules)
strictEqual(String(readNpy(writeNpy(x))), String(x))
console.log(`  ${entries.length + 1} entries, a model and a gradient on Node ${process.version}`)
