"""Writes figures.ts: values of special functions to 60 digits, as the nearest double and what is left of it in ulp.

Debian's python3-mpmath: /usr/bin/python3 test/ops/special/figures.py > test/ops/special/figures.ts
"""
import math
import random
import mpmath as mp

mp.mp.dps = 80
random.seed(13)


def short(x):
    return float(f"{x:.6g}")


def even(low, high, n):
    return [short(random.uniform(low, high)) for _ in range(n)]


def decades(low, high, n):
    return [short(10 ** random.uniform(low, high)) for _ in range(n)]


def minus(xs):
    return [-x for x in xs]


shapes = decades(-3, 1.3, 40)
pairs = [(a, short(a * 10 ** random.uniform(-2, 1))) for a in shapes]
pairs += [(a, short(max(1e-3, a + math.sqrt(a) * random.uniform(-6, 6)))) for a in decades(1.3, 5, 40)]
pairs += [(a, short(a * 10 ** random.uniform(-0.5, 0.5))) for a in decades(1.3, 3, 20)]
pairs += [(a, x) for a in (1e-10, 1e-3, 0.5, 1.0, 2.5, 10.0, 19.0) for x in (1e-100, 1e-8, 0.9, 1.4, 3.0, 30.0, 700.0)]

triples = []
for _ in range(60):
    a, b = decades(-1.5, 3, 2)
    m = a / (a + b)
    sd = math.sqrt(m * (1 - m) / (a + b + 1))
    triples.append((a, b, short(min(max(m + sd * random.uniform(-6, 6), 1e-6), 1 - 1e-6))))
triples += [(*decades(-2, 2, 2), short(random.random() ** 3)) for _ in range(30)]
triples += [(decades(0, 3, 1)[0], 0.5, short(random.random())) for _ in range(20)]
triples += [(1e-8, 0.7, 0.6), (0.7, 1e-8, 0.6), (1e-3, 50.0, 1e-4), (2e4, 4e4, 0.334), (3.0, 1e6, 1e-6)]

functions = {
    "erfc": (mp.erfc, even(-6, 27.2, 80) + decades(-20, 0, 15) + [26.5, 26.6, 27.0, 27.2, 27.22]),
    "lgamma": (mp.loggamma, decades(-300, 0, 25) + even(0.01, 12, 60) + decades(1, 300, 20)
               + [1 + 1e-10, 2 - 1e-10, 1 - 1e-5, 2 + 1e-7, 0.5, 1.5, 3.0, 10.0]),
    "digamma": (mp.digamma, decades(-300, 0, 25) + even(0.01, 12, 60) + decades(1, 300, 20) + [1.4616321449683622, 1.4616]),
    **{f"polygamma{n}": (lambda x, n=n: mp.psi(n, x), decades(-20, 0, 8) + even(0.01, 20, 20) + decades(1, 30, 8))
       for n in (1, 2, 3, 7)},
    "lgammaBelow": (lambda x: mp.log(abs(mp.gamma(x))), minus(even(0.01, 20, 40) + decades(-300, -2, 10))),
    "digammaBelow": (mp.digamma, minus(even(0.01, 20, 40) + decades(-300, -2, 10))),
    "trigammaBelow": (lambda x: mp.psi(1, x), minus(even(0.01, 20, 40))),
    "gammainc": (lambda a, x: mp.gammainc(a, 0, x, regularized=True), pairs),
    "gammaincc": (lambda a, x: mp.gammainc(a, x, mp.inf, regularized=True), pairs),
    "betainc": (lambda a, b, x: mp.power(x, a) * mp.power(1 - x, b) * mp.hyp2f1(a + b, 1, a + 1, x, maxterms=10**6) / (a * mp.beta(a, b)), triples),
}

near_one = [1 - 10 ** -k for k in range(1, 16)]
bessel = even(0, 25, 40) + decades(-20, 0, 10) + decades(1.3, 2.8, 12) + [19.9, 20.0, 21.0, 21.1]
betas = list(zip(decades(-3, 1, 30), decades(-3, 1, 30))) + list(zip(decades(-2, 4, 30), decades(1, 8, 30)))
betas += [(1.0, 1.0), (2.0, 0.5), (1e-300, 3.0), (9.5, 10.5), (10.0, 10.0), (1e15, 1e15), (1e-5, 1e10)]


def by_shape(a, x):
    """∂P/∂a by differences, of the tail that is the smaller: of 140 digits, 40 are left."""
    with mp.workdps(140):
        h = mp.mpf(10) ** -50
        p = lambda t: -mp.gammainc(t, x, mp.inf, regularized=True) if x > a else mp.gammainc(t, 0, x, regularized=True)
        return (p(a + h) - p(a - h)) / (2 * h)


shaped = [(a, x) for a, x in pairs if a < 2000 and 1e-8 <= x and abs(x - a) < 40 * math.sqrt(a) + 30]

functions |= {
    "erfinv": (mp.erfinv, even(-1, 1, 40) + decades(-300, 0, 20) + near_one + [0.5, -0.5, 0.75]),
    "erfcinv": (lambda q: mp.erfinv(1 - q) if q > 1e-10 else mp.findroot(lambda x: mp.log(mp.erfc(x) / q), mp.sqrt(-mp.log(q))),
                even(0, 2, 40) + decades(-300, 0, 30) + [0.5, 1.5, 1.0001, 1e-307]),
    "i0": (lambda x: mp.besseli(0, x), bessel + minus(bessel[:5]) + [713.9]),
    "i0e": (lambda x: mp.exp(-abs(x)) * mp.besseli(0, x), bessel + minus(bessel[:5]) + [1e5, 1e300]),
    "i1": (lambda x: mp.besseli(1, x), bessel + minus(bessel[:5]) + [713.9]),
    "i1e": (lambda x: mp.exp(-abs(x)) * mp.besseli(1, x), bessel + minus(bessel[:5]) + [1e5, 1e300]),
    "logBeta": (lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b), betas),
    "beta": (lambda a, b: mp.exp(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)), betas[:60:2] + betas[60:65]),
    "gammaincByShape": (by_shape, shaped),
}


def line(f, xs):
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
