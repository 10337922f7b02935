import { describe, expect, it } from 'vitest';
import { bodies, bodiesOf, kernelLog, logEntry, programLog } from './assembled.ts';

const said = (tag: string | null, text: string) => bodiesOf('app-oom', programLog(tag, text));

describe('phrases', () => {
  it.each([
    ['jvm', 'java.lang.OutOfMemoryError: Java heap space'],
    ['jvm', 'Exception in thread "main" java.lang.OutOfMemoryError: GC overhead limit exceeded'],
    ['jvm', 'Exception in thread "gpu-worker" java.lang.OutOfMemoryError: Metaspace'],
    [
      'jvm',
      '2024-01-01 00:00:00.000 ERROR 1 --- [nio-1] o.a.c : Handler dispatch failed; nested exception is java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
    ],
    ['jvm', 'Caused by: java.lang.OutOfMemoryError'],
    ['jvm', 'Terminating due to java.lang.OutOfMemoryError: Java heap space'],
    ['jvm', 'Could not reserve enough space for 33554432KB object heap'],
    ['jvm', '# There is insufficient memory for the Java Runtime Environment to continue.'],
    [
      'jvm',
      "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00000000e0000000, 536870912, 0) failed; error='Not enough space' (errno=12)",
    ],
    ['node', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
    [
      'node',
      'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
    ],
    ['node', 'FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - JavaScript heap out of memory'],
    ['node', '# Fatal JavaScript out of memory: Reached heap limit'],
    ['node', 'Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit: JS heap out of memory'],
    ['python', 'MemoryError'],
    ['python', 'MemoryError: Unable to allocate internal buffer.'],
    [
      'python',
      'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7.45 GiB for an array with shape (1000000000,) and data type float64',
    ],
    ['python', '  | MemoryError'],
    [
      'python',
      '{"level":"error","exc":"Traceback (most recent call last):\\n  File \\"a.py\\", line 1\\nMemoryError\\n"}',
    ],
    ['python', 'OSError: [Errno 12] Cannot allocate memory'],
    ['go', 'fatal error: runtime: out of memory'],
    ['go', 'fatal error: out of memory'],
    ['go', 'runtime: out of memory: cannot allocate 8589934592-byte block (66617344 in use)'],
    ['go', 'fatal error: runtime: cannot allocate memory'],
    ['other', "terminate called after throwing an instance of 'std::bad_alloc'"],
    ['other', 'libc++abi: terminating due to uncaught exception of type std::bad_alloc: std::bad_alloc'],
    ['other', 'memory allocation of 17179869184 bytes failed'],
    ['other', 'malloc: Cannot allocate memory'],
    ['other', 'Cannot allocate memory'],
    ['other', '2024/01/01 00:00:00 [emerg] 1#1: posix_memalign(16, 4096) failed (12: Cannot allocate memory)'],
    [
      'other',
      'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /x.php on line 3',
    ],
    [
      'other',
      'PHP Fatal error:  Out of memory (allocated 2097152) (tried to allocate 65488 bytes) in /x.php on line 3',
    ],
    ['other', "app.rb:3:in `new': failed to allocate memory (NoMemoryError)"],
    [
      'other',
      "Unhandled exception. System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
    ],
    ['other', '2024-01-01 00:00:00 UTC [1] ERROR:  out of memory'],
    ['other', 'fatal: Out of memory, malloc failed (tried to allocate 524288000 bytes)'],
    ['other', 'fatal: xmalloc: out of memory (allocating 1048576 bytes)'],
    ['other', 'virtual memory exhausted: Cannot allocate memory'],
  ])('%s: %s', (runtime, line) => {
    expect(said('app', line)).toMatchObject([{ runtime, message: line.trim(), comm: 'app', pid: 360, complete: true }]);
  });

  it.each([
    // Words about memory that nobody ran out of, and the memory of a graphics card.
    'RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 23.65 GiB total capacity)',
    'torch.cuda.OutOfMemoryError: CUDA out of memory.',
    'CUDA error: out of memory',
    'cuMemAlloc failed: Cannot allocate memory on GPU 0',
    'retrying after MemoryError in worker 3',
    'handler for MemoryError registered',
    'except MemoryError:',
    'class MyMemoryErrorHandler loaded',
    'picked up JAVA_TOOL_OPTIONS: -XX:+ExitOnOutOfMemoryError -XX:+HeapDumpOnOutOfMemoryError',
    'catch (java.lang.OutOfMemoryError e)',
    'worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
    'Out of memory: Killed process 4711 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB',
    'running out of memory soon, 90% used',
    'memory allocation of buffers finished',
  ])('is silent on: %s', (line) => {
    expect(said('app', line)).toEqual([]);
  });

  it('leaves a failed fork to its own kind', () => {
    expect(bodies(programLog('bash', 'bash: fork: Cannot allocate memory')).map((body) => body.kind)).toEqual([
      'fork-refused',
    ]);
  });

  it('is not the kernel, nor a line that says so', () => {
    const line = 'java.lang.OutOfMemoryError: Java heap space';
    expect(bodies(kernelLog(line))).toEqual([]);
    expect(said('kernel', line)).toEqual([]);
  });
});

describe('one message is one record', () => {
  it('a Java stack with causes, its heap dump and the way out', () => {
    const found = said(
      'app',
      `Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
	at java.base/java.util.Arrays.copyOf(Arrays.java:3537)
Caused by: java.lang.OutOfMemoryError: Java heap space
	... 12 more
Dumping heap to java_pid1.hprof ...
Heap dump file created [1048576 bytes in 1.0 secs]
Terminating due to java.lang.OutOfMemoryError: Java heap space
next request`,
    );
    expect(found).toHaveLength(1);
  });

  it("a JVM's native report, which names the pid that a container log does not", () => {
    const found = said(
      null,
      `OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00000000e0000000, 536870912, 0) failed; error='Cannot allocate memory' (errno=12)
#
# There is insufficient memory for the Java Runtime Environment to continue.
# Native memory allocation (mmap) failed to map 536870912 bytes for committing reserved memory.
#  Out of Memory Error (os_linux.cpp:2769), pid=4711, tid=4712`,
    );
    expect(found).toMatchObject([{ runtime: 'jvm', pid: 4711, comm: null }]);
  });

  it('a Go crash and a C++ abort', () => {
    const go = `runtime: out of memory: cannot allocate 8589934592-byte block (66617344 in use)
fatal error: out of memory

goroutine 1 [running]:
runtime.throw({0x49b8c6?, 0x0?})
	/usr/lib/go/src/runtime/panic.go:1047 +0x5d`;
    expect(said(null, go)).toHaveLength(1);
    expect(
      said('x', "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc"),
    ).toHaveLength(1);
  });

  it('lines of one entry, but not of two', () => {
    const known = { writer: 'user', tag: 'app', pid: 1 } as const;
    const line = 'java.lang.OutOfMemoryError: Java heap space';
    const inside = [
      logEntry(line, known),
      logEntry('logged by', { ...known, first: false }),
      logEntry(line, { ...known, first: false }),
    ];
    expect(bodiesOf('app-oom', inside)).toHaveLength(1);
    expect(bodiesOf('app-oom', [logEntry(line, known), logEntry(line, known)])).toHaveLength(2);
  });

  it('keeps two programs apart', () => {
    const line = 'MemoryError';
    const found = [...programLog('a', line), ...programLog('b', line), ...programLog('a', '  more of a')];
    expect(bodiesOf('app-oom', found).map((body) => body.comm)).toEqual(['a', 'b']);
  });

  it('cuts a message that never ends', () => {
    expect(said('app', `java.lang.OutOfMemoryError: ${'x'.repeat(100_000)}`)[0]?.message).toHaveLength(1000);
  });
});
