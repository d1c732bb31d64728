// The kind onehot.
import { wholes } from '../lanes.js'
import { ofLines } from './lines.js'

/** 0 but for a single 1 along the last axis. */
export const onehot = ofLines({
  values: '0 but for a single 1 along the last axis',
  example: 'o : onehot[k]',
  differentiable: true,
  allows: v => v === 0 || v === 1,
  line(stream, n) {
    const line = new Float64Array(n)
    line[wholes(stream, 1, 0, n - 1)[0]!] = 1
    return line
  },
})
