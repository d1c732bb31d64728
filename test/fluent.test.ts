// Methods: there after `chainrule/fluent`, each the function of the same name.
import { describe, expect, it } from 'vitest'
import * as fluent from '../src/fluent.js'
import * as core from '../src/index.js'
import { Tensor } from '../src/tensor.js'

describe('chainrule/fluent', () => {
  it('exports all that chainrule does', () => {
    expect(Object.keys(fluent)).toEqual(expect.arrayContaining(Object.keys(core)))
  })

  it('chains, with derivatives', () => {
    const x = core.tensor([
      [1, 2],
      [3, 4],
    ])
    const w = core.variable(core.tensor([[1], [1]]))
    const loss = x.matmul(w).add(1).square().mean()
    expect(loss.item()).toBe(40)
    expect(loss.backward().of(w).toArray()).toEqual(core.backward(loss).of(w).toArray())
  })

  it('has a method for every function whose first argument is one tensor and which reads well after it', () => {
    // Functions that take several tensors of equal standing, or that make the reader look twice, stay functions.
    const functions = [
      ...[
        'backward',
        'stopGradient',
        'einsum',
        'where',
        'concat',
        'stack',
        'split',
        'pad',
        'sumTo',
        'scatterAdd',
        'oneHot',
        'meshgrid',
      ],
      ...['segmentSum', 'crossEntropy', 'floor', 'ceil', 'round', 'logicalAnd', 'logicalOr', 'logicalNot'],
    ]
    const ops = Object.keys(core).filter(name => name in Tensor.prototype)
    const missing = Object.keys(opsByName).filter(name => !ops.includes(name) && !functions.includes(name))
    expect(missing).toEqual([])
  })
})

import * as opsByName from '../src/ops/index.js'
