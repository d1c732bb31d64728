// Matrix factorisation: 20,000 ratings of 500 films by 1,000 people.
import * as c from '../../../../dist/index.js'

export const factorization = {
  name: 'factorization',
  title: 'matrix factorisation, 20,000 ratings, rank 16',
  dtype: 'float64',
  goal: { eager: 1.5, compiled: 0.8 },
  inputs: ({ normal, whole }) => ({
    params: { u: normal([1000, 16], 0.3), v: normal([500, 16], 0.3) },
    data: { users: whole(20_000, 1000), films: whole(20_000, 500), ratings: normal([20_000]) },
  }),
  loss({ u, v }, { users, films, ratings }) {
    const predicted = c.sum(c.mul(c.take(u, users), c.take(v, films)), { axis: 1 })
    const penalty = c.mul(0.001, c.add(c.sum(c.square(u)), c.sum(c.square(v))))
    return c.add(c.mean(c.square(c.sub(predicted, ratings))), penalty)
  },
}
