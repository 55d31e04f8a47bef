"""Tables of quality and speed on data you name: `python -m benchmarks SHARED` prints all, `python -m benchmarks.bench_X SHARED` one."""
