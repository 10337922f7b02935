import type { AppOom } from '../../model/records/app-oom.ts';

type Runtime = AppOom['runtime'];

/** How a runtime says that it got no memory: anchored to the exact text, since log files also talk about these errors. */
interface Phrase {
  readonly runtime: Runtime;
  readonly pattern: RegExp;
}

const phrase = (runtime: Runtime, pattern: RegExp): Phrase => ({ runtime, pattern });

/** Memory of a graphics card is another machine. */
const DEVICE_MEMORY = /\b(?:cuda|cudnn|cublas|cufft|nccl|hip|rocm|gpu|vram|nvrm|vulkan|opengl)(?:\b|[_A-Z])/i;

const phrases: readonly Phrase[] = [
  // OpenJDK: share/memory, share/utilities/vmError.cpp, os/linux/os_linux.cpp.
  phrase('jvm', /\bjava\.lang\.OutOfMemoryError(?=: |$|["\\])/),
  phrase('jvm', /\bCould not reserve enough space for (?:\d+KB )?object heap\b/),
  phrase('jvm', /\bThere is insufficient memory for the Java Runtime Environment to continue\b/),
  phrase('jvm', /\bos::commit_memory\(0x[0-9a-f]+, \d+, [01]\) failed; error='/),
  // V8: src/api/api.cc, and node's worker limit.
  phrase('node', /\b(?:JavaScript heap|JS heap|Fatal JavaScript|Fatal process) out of memory\b/),
  // CPython prints class and text alone; a JSON log carries the traceback with escaped newlines. numpy has its own subclass.
  phrase('python', /(?:^[\s|+-]*|\\n)(?:numpy\.[\w.]{1,40}\.)?_?(?:Array)?MemoryError(?=: |$|["\\])/),
  phrase('python', /\bOSError: \[Errno 12\] Cannot allocate memory\b/),
  // Go: runtime/malloc.go, runtime/mem_linux.go.
  phrase('go', /^fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)\b/),
  phrase('go', /^runtime: (?:out of memory\b|cannot allocate memory\b)/),
  // libstdc++, libc++, and programs that print what().
  phrase('other', /(?:^|[\s'":(])std::bad_alloc(?=['":\s)]|$)/),
  // Rust: alloc::alloc::handle_alloc_error.
  phrase('other', /\bmemory allocation of \d+ bytes failed\b/),
  // Zend/zend_alloc.c: the script's own limit, and malloc() that failed.
  phrase('other', /\bAllowed memory size of \d+ bytes exhausted\b/),
  phrase('other', /\bOut of memory \(allocated \d+\)/),
  phrase('other', /\bfailed to allocate memory \(NoMemoryError\)/),
  phrase('other', /(?:^|[\s'])System\.OutOfMemoryException(?=[:'\s]|$)/),
  // PostgreSQL's elog, git, gnulib's xalloc, OpenSSH's xmalloc.
  phrase('other', /\b(?:ERROR|FATAL|PANIC): {1,2}out of memory\b/),
  phrase('other', /\bfatal: Out of memory, \w*alloc failed\b/),
  phrase('other', /\bx(?:m|c|re)alloc(?:array)?: out of memory\b/),
  phrase('other', /\bvirtual memory exhausted\b/),
  // ENOMEM through strerror(), as the closing part of a message: `malloc: Cannot allocate memory`, `(12: Cannot allocate memory)`.
  phrase('other', /(?:^|[:(,\])] ?)(?:12: )?[Cc]annot allocate memory(?=$|[)."',;\\]| \()/),
];

/** Literals of which every phrase contains one. */
export const phraseNeedles: readonly string[] = [
  'OutOfMemory', // JVM, .NET
  'enough space for ', // JVM whose -Xms does not fit
  'There is insufficient memory for ', // JVM, native
  'os::commit_memory(', // JVM, native, where errno is printed in other words
  'ut of memory', // node, Go, PHP, PostgreSQL, git
  'MemoryError', // Python, Ruby
  'annot allocate memory', // ENOMEM everywhere; Go writes it small
  'bad_alloc', // C++
  'memory allocation of ', // Rust
  'Allowed memory size of ', // PHP
  'virtual memory exhausted', // gcc and other GNU tools
];

/** The first phrase that the text contains, or null. */
export function findPhrase(text: string): Phrase | null {
  for (const candidate of phrases) {
    if (!candidate.pattern.test(text)) continue;
    return candidate.runtime === 'other' && DEVICE_MEMORY.test(text) ? null : candidate;
  }
  return null;
}
