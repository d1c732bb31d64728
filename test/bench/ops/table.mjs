// Ops one by one: each as chainrule has it and as PyTorch and NumPy have it, on the same inputs.

/**
 * x is normal and y above 0.1, [256, 1024]; m is normal, [16, 128, 128]; b is where x > 0. An op has a function of chainrule's
 * names and of its inputs, by their names; the other libraries' expressions are Python. Without `torch` or `numpy` there is none.
 */
export const OPS = [
  { name: 'x + y', f: c => c.add, of: 'xy', torch: 'x + y', numpy: 'x + y' },
  { name: 'x · y', f: c => c.mul, of: 'xy', torch: 'x * y', numpy: 'x * y' },
  { name: 'x / y', f: c => c.div, of: 'xy', torch: 'x / y', numpy: 'x / y' },
  {
    name: 'maximum(x, y)',
    f: c => c.maximum,
    of: 'xy',
    torch: 'torch.maximum(x, y)',
    numpy: 'np.maximum(x, y)',
  },
  ...['abs', 'exp', 'tanh', 'sin', 'cos'].map(op => single(op, 'x', `np.${op}(x)`)),
  ...['sqrt', 'log', 'log1p'].map(op => single(op, 'y', `np.${op}(y)`)),
  single('expm1', 'x', 'np.expm1(x)'),
  single('sigmoid', 'x'),
  { ...single('softplus', 'x'), torch: 'F.softplus(x)' },
  single('relu', 'x', 'np.maximum(x, 0)'),
  single('erf', 'x'),
  { name: 'pow(y, x)', f: c => c.pow, of: 'yx', torch: 'torch.pow(y, x)', numpy: 'np.power(y, x)' },
  { name: 'x²', f: c => x => c.pow(x, 2), of: 'x', torch: 'x ** 2', numpy: 'x ** 2' },
  { name: 'y^2.5', f: c => y => c.pow(y, 2.5), of: 'y', torch: 'y ** 2.5', numpy: 'y ** 2.5' },
  {
    name: 'clip to ±1',
    f: c => x => c.clip(x, -1, 1),
    of: 'x',
    torch: 'torch.clip(x, -1, 1)',
    numpy: 'np.clip(x, -1, 1)',
  },
  {
    name: 'where(b, x, y)',
    f: c => (x, y, b) => c.where(b, x, y),
    of: 'xyb',
    torch: 'torch.where(b, x, y)',
    numpy: 'np.where(b, x, y)',
  },
  { name: 'x > y', f: c => c.greater, of: 'xy', isFlat: true, torch: 'x > y', numpy: 'x > y' },
  { name: 'floor', f: c => c.floor, of: 'x', isFlat: true, torch: 'torch.floor(x)', numpy: 'np.floor(x)' },
  {
    name: 'sum, last axis',
    f: c => x => c.sum(x, { axis: 1 }),
    of: 'x',
    torch: 'x.sum(1)',
    numpy: 'x.sum(1)',
  },
  {
    name: 'sum, middle axis',
    f: c => m => c.sum(m, { axis: 1 }),
    of: 'm',
    torch: 'm.sum(1)',
    numpy: 'm.sum(1)',
  },
  {
    name: 'max, last axis',
    f: c => x => c.max(x, { axis: 1 }),
    of: 'x',
    torch: 'x.amax(1)',
    numpy: 'x.max(1)',
  },
  {
    name: 'max, middle axis',
    f: c => m => c.max(m, { axis: 1 }),
    of: 'm',
    torch: 'm.amax(1)',
    numpy: 'm.max(1)',
  },
  {
    name: 'max of each four',
    f: c => x => c.max(c.reshape(x, [256, 256, 4]), { axis: 2 }),
    of: 'x',
    torch: 'F.max_pool1d(x[None], 4)',
    numpy: 'x.reshape(256, 256, 4).max(2)',
  },
  ...[
    ['softmax', 'softmax'],
    ['logSumExp', 'logsumexp'],
  ].flatMap(([op, torch]) =>
    [2, 1].map(axis => ({
      name: `${op}, ${axis === 2 ? 'last' : 'middle'} axis`,
      f: c => m => c[op](m, { axis }),
      of: 'm',
      torch: `m.${torch}(${axis})`,
    })),
  ),
  {
    name: 'running sums',
    f: c => x => c.cumsum(x, { axis: 1 }),
    of: 'x',
    torch: 'x.cumsum(1)',
    numpy: 'x.cumsum(1)',
  },
  {
    name: 'transpose',
    f: c => x => c.transpose(x),
    of: 'x',
    torch: 'x.t().contiguous()',
    numpy: 'np.ascontiguousarray(x.T)',
  },
  {
    name: 'concat',
    f: c => (x, y) => c.concat([x, y], 1),
    of: 'xy',
    torch: 'torch.cat([x, y], 1)',
    numpy: 'np.concatenate([x, y], 1)',
  },
  {
    name: 'norm, last axis',
    f: c => x => c.norm(x, { axis: 1 }),
    of: 'x',
    torch: 'x.norm(dim=1)',
    numpy: 'np.linalg.norm(x, axis=1)',
  },
]

/** A function of single values that PyTorch calls by the same name. */
function single(op, of, numpy) {
  return { name: `${op}(${of})`, f: c => c[op], of, torch: `torch.${op}(${of})`, numpy }
}

/** Values of the inputs. */
export function inputsOf(c, dtype) {
  const stream = c.random(1)
  const x = stream.normal([256, 1024], { dtype })
  const y = c.add(c.abs(stream.normal([256, 1024], { dtype })), 0.1)
  return { x, y, m: stream.normal([16, 128, 128], { dtype }), b: c.greater(x, 0) }
}
