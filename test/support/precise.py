"""Writes precise.ts: values of functions to 60 digits and more, as the nearest double and what is left of it in ulp.

python3 -m pip install mpmath && python3 test/support/precise.py > test/support/precise.ts
"""
import math
import mpmath as mp


def both(xs):
    return sorted({s * x for x in xs for s in (1.0, -1.0)})


def points(low, high, n):
    return [float(f"{10 ** (low + (high - low) * i / (n - 1)):.4g}") for i in range(n)]


small = [1e-300, 1e-100, 1e-20, 1e-9, 1e-5]
middle = points(-3, 1.3, 14)

functions = {
    "exp": (mp.exp, both(small + middle) + [-745.0, -708.0, -100.0, 88.5, 100.0, 709.0, 709.78]),
    "expm1": (mp.expm1, both(small + middle) + [-745.0, -40.0, 50.0, 709.0]),
    "log": (mp.log, small + points(-3, 4, 14) + [0.9999999999999999, 1.0000000000000002, 0.99, 1.01, 1e100, 1e300]),
    "log1p": (mp.log1p, both(small) + [-0.9999999999999999, -0.99, -0.5, -0.1] + points(-3, 3, 14) + [1e100, 1e300]),
    "sin": (mp.sin, both(small + middle) + [3.141592653589793, 1000.0, 1e6, 1e15]),
    "cos": (mp.cos, small + middle + [1.5707963267948966, 1000.0, 1e6, 1e15]),
    "tanh": (mp.tanh, both(small + middle + [0.55, 22.5, 400.0])),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), both(small + middle + [36.0, 100.0, 700.0]) + [-745.0]),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), both(small + middle + [36.0, 100.0, 700.0]) + [-745.0]),
    "logSigmoid": (lambda x: -mp.log1p(mp.exp(-x)), both(small + middle + [36.0, 100.0, 700.0]) + [745.0]),
    "erf": (mp.erf, both(small + points(-3, -1, 5) + [0.5, 1.0, 1.0013, 2.0])
            + [round(0.03 * i, 2) for i in range(1, 201)]),
}


def nearest(f, *xs):
    mp.mp.dps = 700 if max(abs(x) for x in xs) < 1e-9 or max(abs(x) for x in xs) > 90 else 60
    exact = f(*map(mp.mpf, xs))
    value = float(exact)
    return value, float((exact - mp.mpf(value)) / mp.mpf(math.ulp(abs(value))))


def line(xs, value, rest):
    return " ".join([*(repr(x).removesuffix(".0") for x in xs), repr(value).removesuffix(".0"), f"{rest:.3f}"])


powers = [(x, p) for x in (1e-3, 0.3, 0.9999999, 1.0000001, 1.7, 10.0, 123.456)
          for p in (-90.0, -2.0, -0.5, 1 / 3, 0.5, 3.0, 7.25, 90.0)]

print("// Made by precise.py: each line holds x, the double nearest to f(x), and what f(x) has more, in units of the last place.")
for name, (f, xs) in functions.items():
    print(f"\nconst {name} = `")
    for x in xs:
        print(line([x], *nearest(f, x)))
    print("`")
print("\nconst pow = `")
for x, p in powers:
    print(line([x, p], *nearest(lambda a, b: a ** b, x, p)))
print("`\n")
print("const rows = (text: string): number[][] =>\n  text\n    .trim()\n    .split('\\n')\n    .map(line => line.split(' ').map(Number))\n")
print("/** For each function rows of its arguments, the nearest double, and the rest in ulp. */")
print("export const precise = {")
for name in [*functions, "pow"]:
    print(f"  {name}: rows({name}),")
print("}")
