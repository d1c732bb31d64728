# Runs the workloads in numpy or PyTorch for python.mjs: reads a request a line, prints an answer a line, in JSON.
import os
import sys

which, threads = sys.argv[1:]
for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[name] = threads


def core():
    """The kernels that OpenBLAS is to take. An older one takes those of 2004 on a processor that it does not know."""
    try:
        with open('/proc/cpuinfo') as info:
            flags = next(line for line in info if line.startswith('flags')).split()
    except (OSError, StopIteration):
        return None
    return 'SkylakeX' if 'avx512dq' in flags else 'Haswell' if 'avx2' in flags else None


if which == 'torch' and core():
    os.environ.setdefault('OPENBLAS_CORETYPE', core())

import gc
import json
import time

sys.dont_write_bytecode = True


try:
    import numpy as np

    if which == 'numpy':
        from with_numpy import Numpy as Library
    else:
        import torch
        from with_torch import Torch as Library
except ImportError:
    sys.exit()


def full_name():
    """The library and its version; for PyTorch, whose speed depends on it, also the BLAS that was found."""
    if which == 'numpy':
        return f'numpy {np.__version__}'
    torch.ones(8, 8) @ torch.ones(8, 8)
    with open('/proc/self/maps') as maps:
        loaded = maps.read()
    blas = [b for b in ('openblas', 'mkl', 'blis') if b in loaded]
    return f'PyTorch {torch.__version__} ({blas[0] if blas else "no fast BLAS"})'


def values_of(spec, seed):
    """The values of an input, as workloads.mjs makes them."""
    shape = spec['shape']
    h = np.arange(int(np.prod(shape)), dtype=np.uint32)
    h += np.uint32(seed * 0x9E3779B9 % 2**32)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    h >>= np.uint32(8)
    if 'below' in spec:
        return (h % np.uint32(spec['below'])).astype(np.int64).reshape(shape)
    return ((h / np.float64(2**23) - 1) * spec['scale']).reshape(shape)


def opened(request):
    """A workload made ready, run once: its step, how long that took and how large each result was."""
    library = Library(request['dtype'])
    specs = request['inputs'].items()
    inputs = {key: library.input(values_of(spec, i + 1)) for i, (key, spec) in enumerate(specs)}
    method = getattr(library, request['step'])
    step = lambda: method(**inputs)
    before = time.perf_counter()
    results = step()
    first = 1000 * (time.perf_counter() - before)
    return step, {'first': first, 'norms': library.read(results)}


# A sample is as many calls as take at least so many milliseconds: clocks count microseconds.
SAMPLE = 1
CLOCKS = {'cpu': time.process_time, 'wall': time.perf_counter}


def repeat(step, calls, milliseconds, least, now):
    """Runs a step again and again for a time: how long each took, in milliseconds, and how many are a sample."""
    gc.collect()
    times = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < milliseconds / 1000:
        before = now()
        for _ in range(calls):
            step()
        took = 1000 * (now() - before)
        if took >= SAMPLE:
            times.append(took / calls)
        else:
            calls *= 2
    return times, calls


def answer(value):
    print(json.dumps(value), flush=True)


answer({'name': full_name()})
step, calls = None, 1
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request['do'] == 'open':
            step, found = opened(request)
            calls = 1
            answer(found)
        elif request['do'] == 'repeat':
            now = CLOCKS[request['clock']]
            times, calls = repeat(step, calls, request['milliseconds'], request['least'], now)
            answer({'times': times})
        else:
            step = None
            answer({})
    except Exception as error:
        answer({'error': f'{type(error).__name__}: {error}'})
