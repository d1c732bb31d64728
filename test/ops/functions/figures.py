"""Writes figures.ts: values of functions to 60 digits, as the nearest double and what is left of it in ulp.

Debian's python3-mpmath: /usr/bin/python3 test/ops/functions/figures.py > test/ops/functions/figures.ts
"""
import math
import random
import mpmath as mp

random.seed(14)


def short(x):
    return float(f"{x:.6g}")


def even(low, high, n):
    return [short(random.uniform(low, high)) for _ in range(n)]


def decades(low, high, n):
    return [short(10 ** random.uniform(low, high)) for _ in range(n)]


def both(xs):
    return [s * x for x in xs for s in (1.0, -1.0)]


def near(x, n=3):
    """The doubles next to x from inside of 0 … x, and others close to it."""
    return [x - math.ulp(x) / 2] + [x * (1 - 10 ** -k) for k in (12, 8, 4)][:n]


unit = both(decades(-300, -1, 12) + even(0, 1, 20) + near(1.0))
wide = both(decades(-300, -1, 8) + even(0, 20, 20) + decades(1, 300, 12))
fitting = both(decades(-300, -1, 8) + even(0, 2, 12) + even(2, 40, 12) + [300.0, 709.0])
logs = decades(-300, 0, 15) + even(0, 3, 20) + decades(0, 300, 15) + near(1.0) + [1 + 2 ** -52, 1.0001]

planes = [(s * y, t * x) for y, x in zip(decades(-5, 5, 12), decades(-5, 5, 12)) for s in (1, -1) for t in (1, -1)]
planes += list(zip(decades(-300, 300, 6), decades(-300, 300, 6)))
sums = list(zip(even(-30, 30, 25), even(-30, 30, 25))) + [(x, short(x + d)) for x in even(1, 9, 8) for d in (1e-9, 40.0)]
sums += [(1000.0, 999.5), (-1000.0, -1001.0), (1e300, 1e300), (-0.6931471805599453, -0.6931471805599453), (-0.5, -0.9)]

functions = {
    "tan": (mp.tan, both(decades(-300, -1, 8) + even(0, 10, 30) + [1.5707963267948966, 1000.0, 1e6, 1e15])),
    "asin": (mp.asin, unit),
    "acos": (mp.acos, unit),
    "atan": (mp.atan, wide),
    "atan2": (mp.atan2, planes),
    "sinh": (mp.sinh, fitting),
    "cosh": (mp.cosh, fitting),
    "asinh": (mp.asinh, wide),
    "acosh": (mp.acosh, [1 + 2 ** -52, 1 + 1e-12, 1.0001] + even(1, 3, 15) + even(3, 30, 10) + decades(1, 300, 10)),
    "atanh": (mp.atanh, unit),
    "log2": (lambda x: mp.log(x) / mp.log(2), logs + [0.125, 1024.0]),
    "log10": (lambda x: mp.log(x) / mp.log(10), logs + [0.001, 1000.0, 1e22]),
    "log1mexp": (lambda x: mp.log1p(-mp.exp(x)) if x < -1 else mp.log(-mp.expm1(x)),
                 [-x for x in decades(-300, -1, 12) + even(0, 2, 20) + even(2, 40, 8)] + [-0.6931471805599453, -700.0]),
    "logAddExp": (lambda a, b: mp.log(mp.exp(a) + mp.exp(b)), sums),
}


def line(f, xs):
    mp.mp.dps = 700
    exact = mp.re(f(*map(mp.mpf, xs)))
    value = float(exact)
    rest = float((exact - mp.mpf(value)) / mp.mpf(math.ulp(abs(value))))
    return " ".join([*(repr(x).removesuffix(".0") for x in xs), repr(value).removesuffix(".0"), f"{rest:.3f}"])


print("// Made by figures.py: each line holds arguments, the double nearest to the value, and what that has more, in ulp.")
for name, (f, points) in functions.items():
    print(f"\nconst {name} = `")
    for xs in points:
        print(line(f, xs if isinstance(xs, tuple) else (xs,)))
    print("`")
print("\nconst rows = (text: string): number[][] =>\n  text\n    .trim()\n    .split('\\n')\n    .map(line => line.split(' ').map(Number))\n")
print("/** For each function rows of its arguments, the nearest double, and the rest in ulp. */")
print("export const figures = {")
for name in functions:
    print(f"  {name}: rows({name}),")
print("}")
