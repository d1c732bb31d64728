// Shapes as types: what the compiler knows, what it refuses and with which words, and where it steps back to `Shape`.
import ts from 'typescript'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  add,
  grad,
  hessian,
  jvp,
  matmul,
  mean,
  oneHot,
  reshape,
  type Shape,
  sum,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
  vjp,
  where,
  zeros,
} from '../src/index.js'

describe('shapes as types', () => {
  it('knows the shape of nested literals', () => {
    expectTypeOf(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(tensor(3)).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(
      tensor([
        [1, 2],
        [3, 4],
      ]).toArray(),
    ).toEqualTypeOf<number[][]>()
    expectTypeOf(tensor(3).toArray()).toEqualTypeOf<number>()
    expectTypeOf(zeros([4, 5])).toEqualTypeOf<Tensor<readonly [4, 5]>>()
    expectTypeOf(oneHot(tensor([0, 1]), 3)).toEqualTypeOf<Tensor<readonly [2, 3]>>()
  })

  it('steps back to number, then to Shape, where it cannot know', () => {
    const rows: number[][] = [[1, 2]]
    expectTypeOf(tensor(rows)).toEqualTypeOf<Tensor<readonly [number, number]>>()
    expectTypeOf(tensor(new Float64Array(3))).toEqualTypeOf<Tensor<readonly [number]>>()
    expectTypeOf<Tensor<readonly [2, 3]>>().toExtend<Tensor>()
    const dynamic: Shape = [2, 3]
    expectTypeOf(zeros(dynamic)).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(sum(zeros([2, 3]), { axis: 0 })).toEqualTypeOf<Tensor<Shape>>()
  })

  it('follows products, broadcasting, reductions and transposes', () => {
    expectTypeOf(matmul(zeros([2, 3]), zeros([3, 4]))).toEqualTypeOf<Tensor<readonly [2, 4]>>()
    expectTypeOf(matmul(zeros([2, 3]), zeros([3]))).toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(add(zeros([2, 3]), zeros([3]))).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(add(zeros([2, 1]), zeros([1, 3]))).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(add(zeros([2, 3]), 1)).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(mean(zeros([2, 3]))).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(transpose(zeros([2, 3]))).toEqualTypeOf<Tensor<readonly [3, 2]>>()
    expectTypeOf(reshape(zeros([2, 3]), [6])).toEqualTypeOf<Tensor<readonly [6]>>()
    expectTypeOf(reshape(zeros([2, 3]), [3, -1])).toEqualTypeOf<Tensor<readonly [3, number]>>()
    expectTypeOf(where(tensor([true, false]), 1, zeros([3, 1]))).toEqualTypeOf<Tensor<readonly [3, 2]>>()
  })

  it('gives gradients the nesting of the parameters', () => {
    const loss = (p: { w: Tensor<readonly [2, 3]>; layers: Tensor[] }, x: Tensor) =>
      sum(matmul(x, p.w as Tensor))
    type P = Parameters<typeof loss>[0]
    expectTypeOf(grad(loss)).returns.toExtend<{
      readonly w: Tensor<readonly [2, 3]>
      readonly layers: readonly Tensor[]
    }>()
    expectTypeOf(valueAndGrad(loss)).parameters.toEqualTypeOf<[x: P, x: Tensor]>()
    expectTypeOf(vjp((x: Tensor) => ({ y: x }))).returns.toHaveProperty('pullback')
    expectTypeOf(jvp((x: Tensor<readonly [2]>) => x))
      .parameter(1)
      .toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(hessian((x: Tensor) => sum(x))).returns.toEqualTypeOf<Tensor>()
  })
})

/** What the compiler says of a snippet. */
function complaints(code: string): string {
  const file = 'test/snippet.ts'
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    lib: ['lib.es2023.d.ts'],
  }
  const host = ts.createCompilerHost(options)
  const original = host.getSourceFile.bind(host)
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, code, version) : original(name, version)
  const exists = host.fileExists.bind(host)
  host.fileExists = name => name === file || exists(name)
  const program = ts.createProgram([file], options, host)
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(d => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
    .join('\n')
}

describe('the compiler', () => {
  it('refuses shapes that do not fit, in words', () => {
    const text = complaints(`
      import { add, matmul, zeros, reshape } from '../src/index.js'
      matmul(zeros([2, 3]), zeros([4, 5]))
      add(zeros([2, 3]), zeros([2]))
    `)
    expect(text).toContain('matmul: inner dimensions differ, 3 and 4')
    expect(text).toContain('these shapes do not broadcast')
  })

  it('refuses a write to the values, and methods without chainrule/fluent are not declared', () => {
    const text = complaints(`
      import { zeros } from '../src/index.js'
      const x = zeros([2])
      x.data[0] = 1
      x.matmul(x)
    `)
    expect(text).toContain('only permits reading')
    expect(text).toContain("Property 'matmul' does not exist")
  })

  it('accepts what run time checks: extents that are plain numbers', () => {
    expect(
      complaints(`
      import { add, matmul, zeros, type Tensor } from '../src/index.js'
      declare const n: number
      declare const x: Tensor
      matmul(zeros([2, n]), zeros([4, 5])); matmul(x, zeros([4, 5])); add(x, zeros([2])); add(zeros([n]), zeros([2]))
    `),
    ).toBe('')
  })
})
