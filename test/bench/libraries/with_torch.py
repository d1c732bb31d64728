# The workloads in PyTorch, with gradients by autograd.
import sys

import torch
from torch.nn.functional import cross_entropy, embedding

torch.set_num_threads(int(sys.argv[2]))


class Torch:
    def __init__(self, dtype):
        self.dtype = getattr(torch, dtype)

    def input(self, values):
        made = torch.from_numpy(values)
        return made if values.dtype.kind == 'i' else made.to(self.dtype)

    def read(self, results):
        return [float(r.detach().double().norm()) for r in results]

    def gradient(self, loss, *inputs):
        leaves = [i.detach().requires_grad_() for i in inputs]
        value = loss(*leaves)
        return [value, *torch.autograd.grad(value, leaves)]

    def regression(self, x, y, theta, bias):
        loss = lambda theta, bias: cross_entropy(torch.addmm(bias, x, theta), y)
        return self.gradient(loss, theta, bias)

    def descent(self, x, y, theta, bias):
        _, dtheta, dbias = self.regression(x, y, theta, bias)
        return [theta - 0.5 * dtheta, bias - 0.5 * dbias]

    def matmul(self, a, b):
        return [a @ b]

    def logSumExp(self, x):
        return [torch.logsumexp(x, 1)]

    def logSumExpGradient(self, x):
        return self.gradient(lambda x: torch.logsumexp(x, 1).sum(), x)

    def perceptron(self, x, y, w1, b1, w2, b2):
        def loss(w1, b1, w2, b2):
            hidden = torch.relu(torch.addmm(b1, x, w1))
            return cross_entropy(torch.addmm(b2, hidden, w2), y)

        return self.gradient(loss, w1, b1, w2, b2)

    def elementwise(self, a, b, c, d):
        return self.gradient(lambda a, b, c, d: (torch.tanh(a * b + c) * d).sum(), a, b, c, d)

    def chain(self, x):
        def loss(x):
            for _ in range(1000):
                x = x * 1.0001 + 0.001
            return x

        return self.gradient(loss, x)

    def embedding(self, table, indices, weights):
        loss = lambda table: (embedding(indices, table) * weights).sum()
        return self.gradient(loss, table)
