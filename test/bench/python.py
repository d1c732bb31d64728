# Runs the workloads in numpy and PyTorch for python.mjs: reads a request a line, prints an answer a line, in JSON.
import os

for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[name] = '1'

import gc
import importlib
import json
import sys
import time

sys.dont_write_bytecode = True


def imported(name):
    """A module, or None where it, or a library that it needs, is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


np, torch = imported('numpy'), imported('torch')
libraries = {}
if np:
    libraries['numpy'] = imported('with_numpy').Numpy
if np and torch:
    libraries['torch'] = imported('with_torch').Torch


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
    library = libraries[request['library']](request['dtype'])
    specs = request['inputs'].items()
    inputs = {key: library.input(values_of(spec, i + 1)) for i, (key, spec) in enumerate(specs)}
    method = getattr(library, request['step'])
    step = lambda: method(**inputs)
    before = time.perf_counter()
    results = step()
    first = 1000 * (time.perf_counter() - before)
    return step, {'first': first, 'norms': library.read(results)}


def repeat(step, milliseconds, least):
    """Runs a step again and again for a time; how long each run took, in milliseconds."""
    gc.collect()
    times = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < milliseconds / 1000:
        before = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - before))
    return times


def answer(value):
    print(json.dumps(value), flush=True)


answer({name: module.__version__ for name, module in [('numpy', np), ('torch', torch)] if name in libraries})
open_steps = {}
for line in sys.stdin:
    request = json.loads(line)
    key = request['key']
    try:
        if request['do'] == 'open':
            open_steps[key], found = opened(request)
            answer(found)
        elif request['do'] == 'repeat':
            answer({'times': repeat(open_steps[key], request['milliseconds'], request['least'])})
        else:
            answer({'closed': open_steps.pop(key, None) is not None})
    except Exception as error:
        answer({'error': f'{type(error).__name__}: {error}'})
