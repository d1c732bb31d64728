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
  // 32 KB until scalars stayed numbers, slopes entered their products in one pass, and the rows of a Jacobian went in one batch.
  // 35 KB until there were sorting, triangles and diagonals, rolls and grids, and an ellipsis and plans in einsum: 2.1 KB.
  it('is 37.5 KB or less for the whole core entry', async () => {
    const all = await weigh(`export * from '../src/index.js'`)
    const methods = await weigh(`export * from '../src/fluent.js'`)
    console.log(
      `chainrule: ${(all / 1000).toFixed(1)} KB; chainrule/fluent: ${(methods / 1000).toFixed(1)} KB (minified, gzipped)`,
    )
    expect(all).toBeLessThanOrEqual(37_500)
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
    // The kernels are one piece, chosen at run time; of the rest a model takes what it uses.
    const kernels = await weigh(`export { kernels } from '../src/kernels/current.js'`)
    console.log(`the kernels: ${(kernels / 1000).toFixed(1)} KB`)
    expect(model - kernels).toBeLessThan((2 * (all - kernels)) / 3)
  })
})
