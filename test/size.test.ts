// What a page pays for: the size of the core entry, and that bundlers drop what is unused.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** Bytes of a bundle for browsers, minified and gzipped. */
async function weigh(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: 'test', loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

describe('size, minified and gzipped', () => {
  // 30 KB until sums, means and products kept what fits, what is masked passed nothing on, and bad input was named by its place;
  // 32 KB until scalars stayed numbers, slopes entered their products in one pass, and the rows of a Jacobian went in one batch;
  // 35 KB until sines, powers, erf, comparisons and choices had vector code, each of which comes with the op that uses it, functions ran
  // on many samples at once, slices were put in place together, sequences had loops, and running products and
  // extrema joined sums, and tensors were sorted and had their triangles taken.
  it('is 52 KB or less for the whole core entry', async () => {
    const all = await weigh(`export * from '../src/index.js'`)
    const methods = await weigh(`export * from '../src/fluent.js'`)
    console.log(
      `chainrule: ${(all / 1000).toFixed(1)} KB; chainrule/fluent: ${(methods / 1000).toFixed(1)} KB (minified, gzipped)`,
    )
    expect(all).toBeLessThanOrEqual(52_000)
  })

  it('falls to nothing when nothing is used, and to a part when a part is', async () => {
    expect(await weigh(`import '../src/index.js'`)).toBeLessThanOrEqual(30)
    const all = await weigh(`export * from '../src/index.js'`)
    const part = await weigh(
      `import { tensor } from '../src/index.js'; console.log(tensor([1, 2]).toArray())`,
    )
    console.log(`import { tensor }: ${(part / 1000).toFixed(1)} KB`)
    expect(part).toBeLessThan(all / 3)
    const model = await weigh(`export { grad, matmul, logSumExp, gather, mean } from '../src/index.js'`)
    console.log(`import { grad, matmul, logSumExp, gather, mean }: ${(model / 1000).toFixed(1)} KB`)
    // Kernels come with the ops that call them, vector code with the ops that it computes; what several reads of one tensor pull back is put
    // together, for which gather needs concat and slice.
    expect(model).toBeLessThanOrEqual(25_000)
    expect(model).toBeLessThan((2 * all) / 3)
  })
})
