import { describe, expect, it } from 'vitest';
import { bodiesOf, kernelLog, programLog } from './assembled.ts';
import { fixture } from './fixture.ts';

const failures = (text: string) => bodiesOf('alloc-failure', kernelLog(text));

const stack = (comm: string, pid: number) => `CPU: 1 PID: ${pid} Comm: ${comm} Not tainted 4.14.74 #1
Call Trace:
 dump_stack+0x5c/0x85
 warn_alloc+0xe5/0x180`;

const memory = `Mem-Info:
active_anon:10 inactive_anon:20 isolated_anon:0
 active_file:0 inactive_file:0 isolated_file:0
 unevictable:0 dirty:0 writeback:0 unstable:0
 slab_reclaimable:1 slab_unreclaimable:2
 mapped:0 shmem:0 pagetables:3 bounce:0
 free:1744 free_pcp:0 free_cma:0
Node 0 DMA free:6976kB min:92kB low:112kB high:132kB present:15992kB managed:15908kB
lowmem_reserve[]: 0 434 434
Node 0 DMA: 1*4kB (U) 1*8kB (U) = 12kB
7316 total pagecache pages
130936 pages RAM
11459 pages reserved`;

describe('headers of warn_alloc in the words of each kernel', () => {
  // Every version adds a piece to the line; a reader of one wording would lose the others.
  it.each([
    [
      '2.6.32, RHEL 6',
      'httpd: page allocation failure. order:1, mode:0x20',
      {
        variant: 'page',
        comm: 'httpd',
        order: 1,
        gfpMask: '0x20',
        gfpFlags: ['GFP_ATOMIC'],
        nodemask: null,
        cpuset: null,
      },
    ],
    [
      '3.4 - 4.4, RHEL 7',
      'kworker/u8:2: page allocation failure: order:4, mode:0xd0',
      { variant: 'page', comm: 'kworker/u8:2', order: 4, gfpMask: '0xd0', gfpFlags: ['GFP_KERNEL'] },
    ],
    [
      '4.9',
      'swapper/3: page allocation failure: order:0, mode:0x2080020(GFP_ATOMIC)',
      { variant: 'page', comm: 'swapper/3', order: 0, gfpMask: '0x2080020', gfpFlags: ['GFP_ATOMIC'], nodemask: null },
    ],
    [
      '4.12 - 4.20',
      'java: page allocation failure: order:2, mode:0x14204d2(GFP_HIGHUSER|__GFP_RETRY_MAYFAIL), nodemask=0-1,3',
      { order: 2, gfpFlags: ['GFP_HIGHUSER', '__GFP_RETRY_MAYFAIL'], nodemask: '0-1,3', cpuset: null },
    ],
    [
      '5.0 on, list with commas',
      'Web Content: page allocation failure: order:0, mode:0x0(), nodemask=(null),cpuset=docker-1f.scope,mems_allowed=0-1,3',
      { comm: 'Web Content', gfpFlags: [], nodemask: '(null)', cpuset: 'docker-1f.scope', memsAllowed: '0-1,3' },
    ],
    [
      '4.9 - 4.14, stall',
      'java: page allocation stalls for 10012ms, order:0, mode:0x14201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD), nodemask=(null)',
      { variant: 'page-stall', comm: 'java', stallSeconds: 10.012, order: 0 },
    ],
    [
      '4.9 - 5.10, vmalloc inside the line',
      'insmod: vmalloc: allocation failure: 4294967296 bytes, mode:0x14000c0(GFP_KERNEL), nodemask=(null)',
      {
        variant: 'vmalloc',
        comm: 'insmod',
        sizeBytes: 4294967296,
        order: null,
        detail: 'allocation failure: 4294967296 bytes',
      },
    ],
    [
      '4.9 - 5.10, part of the area',
      'insmod: vmalloc: allocation failure, allocated 81920 of 1048576 bytes, mode:0xcc2(GFP_KERNEL|__GFP_HIGHMEM)',
      { variant: 'vmalloc', sizeBytes: 1048576 },
    ],
    [
      '5.14 on',
      'nft: vmalloc error: size 4096, vm_struct allocation failed. Retrying., mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=/,mems_allowed=0',
      { variant: 'vmalloc', comm: 'nft', sizeBytes: 4096, detail: 'size 4096, vm_struct allocation failed. Retrying.' },
    ],
    [
      '5.14 on, with an order',
      'modprobe: vmalloc error: size 2097152, page order 9, failed to allocate pages, mode:0xcc2(GFP_KERNEL|__GFP_HIGHMEM), nodemask=(null),cpuset=/,mems_allowed=0',
      { variant: 'vmalloc', order: 9, sizeBytes: 2097152 },
    ],
    [
      '5.14 on, array (the kernel writes "to allocated")',
      'modprobe: vmalloc error: size 1073741824, failed to allocated page array size 2097152, mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=/,mems_allowed=0',
      { variant: 'vmalloc', sizeBytes: 1073741824 },
    ],
    [
      '7.3, alignment',
      'modprobe: vmalloc error: size 8192, align 0x1000, vm_struct allocation failed, mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=/,mems_allowed=0',
      { variant: 'vmalloc', sizeBytes: 8192 },
    ],
    [
      'comm with colons and commas',
      'a: b, mode:0x1: page allocation failure: order:3, mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=/,mems_allowed=0',
      { comm: 'a: b, mode:0x1', order: 3, gfpMask: '0xcc0' },
    ],
  ])('%s', (_version, header, expected) => {
    const found = failures(header);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ ...expected, complete: false });
    expect(found[0]?.problems).toEqual(['call-trace-missing', 'mem-info-missing']);
  });

  it('takes a report of 4.14 with its cpuset line as one complete record', () => {
    const [body] = failures(`java: page allocation failure: order:2, mode:0x14000c0(GFP_KERNEL), nodemask=(null)
java cpuset=user.slice mems_allowed=0-1
${stack('java', 4711)}
${memory}`);
    expect(body).toMatchObject({
      complete: true,
      problems: [],
      pid: 4711,
      cpu: 1,
      cpuset: 'user.slice',
      memsAllowed: '0-1',
      kernelRelease: '4.14.74',
      callTrace: ['dump_stack+0x5c/0x85', 'warn_alloc+0xe5/0x180'],
      pageSizeBytes: 4096,
      pageSizeBasis: 'buddy',
    });
  });

  it('joins the text line and the failure line of vmalloc up to 4.8', () => {
    const found = failures(`vmalloc: allocation failure: 134221824 bytes
modprobe: page allocation failure: order:0, mode:0xd2
${stack('modprobe', 99)}
${memory}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      variant: 'vmalloc',
      comm: 'modprobe',
      sizeBytes: 134221824,
      gfpMask: '0xd2',
      complete: true,
    });
  });

  it('takes a vmap warning by itself, and joins it with the error it leads to', () => {
    const alone = failures('vmap allocation for size 4198400 failed: use vmalloc=<size> to increase size.');
    expect(alone).toHaveLength(1);
    expect(alone[0]).toMatchObject({
      variant: 'vmalloc',
      sizeBytes: 4198400,
      comm: null,
      complete: true,
      problems: [],
    });
    const joined =
      failures(`vmalloc_node_range for size 8192 failed: Address range restricted to 0xffffc90000000000 - 0xffffe8ffffffffff
bpf: vmalloc error: size 4096, vm_struct allocation failed, mode:0xdc0(GFP_KERNEL|__GFP_ZERO), nodemask=(null),cpuset=/,mems_allowed=0
${stack('bpf', 12)}
${memory}`);
    expect(joined).toHaveLength(1);
    expect(joined[0]).toMatchObject({ comm: 'bpf', sizeBytes: 4096, complete: true });
  });

  it('does not give a vmap warning to an unrelated page failure behind it', () => {
    const found = failures(`vmap allocation for size 4198400 failed: use vmalloc=<size> to increase size
swapper/0: page allocation failure: order:4, mode:0xa20(GFP_ATOMIC), nodemask=(null),cpuset=/,mems_allowed=0`);
    expect(found.map((body) => [body.variant, body.comm])).toEqual([
      ['vmalloc', null],
      ['page', 'swapper/0'],
    ]);
  });
});

describe('other allocators', () => {
  it.each([
    [
      'SLUB 2.6.32 - RHEL 7',
      'SLUB: Unable to allocate memory on node -1 (gfp=0x20)\n  cache: skbuff_head_cache, object size: 232, buffer size: 256, default order: 0, min order: 0\n  node 0: slabs: 40, objs: 640, free: 0',
      { variant: 'slab', gfpMask: '0x20', gfpFlags: ['GFP_ATOMIC'], detail: 'skbuff_head_cache', sizeBytes: 232 },
    ],
    [
      'SLUB 4.9 - 6.8',
      'SLUB: Unable to allocate memory on node 1, gfp=0x1080020(GFP_ATOMIC)\n  cache: kmalloc-1024, object size: 1024, buffer size: 1024, default order: 3, min order: 0\n  kmalloc-1024 debugging increased min order, use slub_debug=O to disable.',
      { gfpMask: '0x1080020', detail: 'kmalloc-1024', sizeBytes: 1024, order: null },
    ],
    [
      'SLUB 6.12 on',
      'SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0x820(GFP_ATOMIC)\n  cache: kmalloc-2k, object size: 2048, buffer size: 2048, default order: 2, min order: 0\n  node 0: slabs: 4302, objs: 30000, free: 0',
      { gfpMask: '0x820', detail: 'kmalloc-2k' },
    ],
    [
      'SLAB up to 6.6',
      'SLAB: Unable to allocate memory on node 0, gfp=0x2080020(GFP_ATOMIC)\n  cache: size-4096(DMA), object size: 4096, order: 0\n  node 0: slabs: 10/12, objs: 10/12, free: 2',
      { detail: 'size-4096(DMA)', sizeBytes: 4096, order: 0 },
    ],
    [
      'percpu up to 4.4, with its stack',
      `PERCPU: allocation failed, size=64 align=8, failed to allocate new chunk\n${stack('iptables', 50)}`,
      { variant: 'percpu', sizeBytes: 64, detail: 'failed to allocate new chunk', comm: 'iptables', pid: 50 },
    ],
    [
      'percpu 4.9 on, atomic: no stack',
      'percpu: allocation failed, size=4 align=4 atomic=1, atomic alloc failed, no space left',
      { variant: 'percpu', sizeBytes: 4, detail: 'atomic alloc failed, no space left', callTrace: [] },
    ],
    [
      'percpu, atomic, of a kernel that prints the stack nevertheless',
      `percpu: allocation failed, size=8 align=8 atomic=1, atomic alloc failed, no space left\n${stack('maps', 51)}`,
      { variant: 'percpu', sizeBytes: 8, comm: 'maps', pid: 51 },
    ],
    [
      'CMA 4.12 - 5.13',
      'cma: cma_alloc: alloc failed, req-size: 1024 pages, ret: -12',
      { variant: 'cma', sizePages: 1024, detail: null },
    ],
    [
      'CMA 5.14 on',
      'cma: __cma_alloc: linux,cma: alloc failed, req-size: 16 pages, ret: -16',
      { variant: 'cma', sizePages: 16, detail: 'linux,cma' },
    ],
    [
      'swiotlb up to 4.12',
      'DMA: Out of SW-IOMMU space for 65536 bytes at device 0000:00:1f.2',
      { variant: 'swiotlb', sizeBytes: 65536, detail: '0000:00:1f.2' },
    ],
    [
      'swiotlb 3.18 - 5.0',
      'mpt3sas 0000:03:00.0: swiotlb buffer is full (sz: 65536 bytes)',
      { variant: 'swiotlb', sizeBytes: 65536, detail: 'mpt3sas 0000:03:00.0' },
    ],
    [
      'swiotlb 5.4 on',
      'nvme 0000:01:00.0: swiotlb buffer is full (sz: 1048576 bytes), total 32768 (slots), used 122 (slots)',
      { variant: 'swiotlb', sizeBytes: 1048576 },
    ],
    [
      'overcommit 5.18 - 6.6',
      '__vm_enough_memory: pid: 513, comm: shmtool, no enough memory for the allocation',
      { variant: 'commit', comm: 'shmtool', pid: 513, sizeBytes: null },
    ],
    [
      'overcommit 6.7 on, with a comma in the name',
      '__vm_enough_memory: pid: 513, comm: a, b, bytes: 4294967296 not enough memory for the allocation',
      { variant: 'commit', comm: 'a, b', pid: 513, sizeBytes: 4294967296 },
    ],
    [
      'DMA pool 5.10 on',
      'DMA: failed to allocate 1024 KiB GFP_KERNEL|GFP_DMA32 pool for atomic allocation',
      { variant: 'dma-pool', sizeBytes: 1048576, detail: 'GFP_KERNEL|GFP_DMA32' },
    ],
  ])('%s', (_version, text, expected) => {
    const found = failures(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ ...expected, complete: true, problems: [] });
  });

  it('says that a percpu stack or a slab cache line is missing', () => {
    expect(failures('percpu: allocation failed, size=4 align=4 atomic=0, failed to populate')[0]).toMatchObject({
      complete: false,
      problems: ['call-trace-missing'],
    });
    expect(failures('SLUB: Unable to allocate memory on node -1 (gfp=0x20)')[0]).toMatchObject({
      complete: false,
      problems: ['cache-line-missing'],
    });
  });

  it.each([
    'SLUB: Unable to allocate memory from node 2', // boot-time choice, nothing failed
    'percpu: Embedded 61 pages/cpu s212992 r8192 d28672 u262144',
    'my driver: page allocation policy: order:1, mode:0x20',
    'cma: Reserved 64 MiB at 0x000000003c000000',
  ])('leaves %s alone', (line) => {
    expect(failures(line)).toEqual([]);
  });

  it('takes no line of a program for the kernel', () => {
    const line =
      'swapper/0: page allocation failure: order:4, mode:0xa20(GFP_ATOMIC), nodemask=(null),cpuset=/,mems_allowed=0';
    expect(bodiesOf('alloc-failure', programLog('kernel', line))).toEqual([]);
  });
});

describe('real reports', () => {
  it('attaches "callbacks suppressed" to the report behind it (5.10)', () => {
    const found = failures(fixture('page-failure-5.10'));
    expect(found.map((body) => [body.complete, body.reportsSuppressed, body.pid, body.memInfo?.ramPages])).toEqual([
      [true, null, 0, 130936],
      [true, 14, 0, 130936],
    ]);
    expect(found[0]).toMatchObject({
      comm: 'swapper/0',
      order: 4,
      hardware: expect.stringContaining('QEMU Standard PC'),
    });
    expect(found[0]?.callTrace[0]).toBe('dump_stack+0x6b/0x83');
    expect(found[0]?.callTrace.at(-1)).toBe('secondary_startup_64_no_verify+0xb1/0xbb');
  });

  it('proves 16 KiB pages from the buddy lists (6.12, arm64)', () => {
    const [body] = failures(fixture('page-failure-6.12-16k-pages'));
    expect(body).toMatchObject({ complete: true, comm: 'postgres', pageSizeBytes: 16384, pageSizeBasis: 'buddy' });
    expect(body?.memInfo).toMatchObject({ ramPages: 32768, cmaReservedPages: 4096, hwpoisonedPages: 0 });
  });

  it('makes two records of a page failure and the slab failure it caused (6.12)', () => {
    const found = failures(fixture('slub-failure-6.12'));
    expect(found.map((body) => [body.variant, body.complete, body.detail])).toEqual([
      ['page', true, null],
      ['slab', true, 'kmalloc-2k'],
    ]);
  });

  it('reads the size vmalloc was asked for (7.2)', () => {
    expect(failures(fixture('vmalloc-failure-7.2'))).toMatchObject([
      { variant: 'vmalloc', sizeBytes: 943718400, pid: 133, complete: true, kernelRelease: '7.2.13+deb14-cloud-amd64' },
    ]);
  });
});

describe('damage', () => {
  const header =
    'java: page allocation failure: order:2, mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=/,mems_allowed=0';

  it('keeps a suppression line whose report was lost', () => {
    expect(failures('warn_alloc: 26 callbacks suppressed')).toMatchObject([
      { complete: false, problems: ['header-missing'], reportsSuppressed: 26, comm: null },
    ]);
  });

  it('says where Mem-Info was cut off', () => {
    const cut = memory.slice(0, memory.indexOf('7316 total'));
    expect(failures(`${header}\n${stack('java', 1)}\n${cut}`)[0]?.problems).toEqual(['mem-info-cut']);
  });

  it("does not take another task's stack and Mem-Info", () => {
    const [body] = failures(`${header}\n${stack('mysqld', 7)}\n${memory}`);
    expect(body).toMatchObject({ pid: null, callTrace: [], memInfo: null, complete: false });
  });

  it("says so where another report's stack begins before Mem-Info", () => {
    const [body] = failures(`${header}\n${stack('java', 1)}\n${stack('mysqld', 7)}\n${memory}`);
    expect(body?.problems).toContain('foreign-stack');
    expect(body?.callTrace).toEqual(['dump_stack+0x5c/0x85', 'warn_alloc+0xe5/0x180']);
  });

  it('keeps two reports apart by caller id', () => {
    const one = kernelLog(`${header}\n${stack('java', 11)}\n${memory}`, { caller: 'T11' });
    const two = kernelLog(`${header.replace('java', 'mysqld')}\n${stack('mysqld', 12)}\n${memory}`, { caller: 'T12' });
    const mixed = one.flatMap((entry, index) => [entry, two[index] ?? entry]);
    const found = bodiesOf('alloc-failure', mixed);
    expect(found.map((body) => [body.comm, body.pid, body.complete])).toEqual([
      ['java', 11, true],
      ['mysqld', 12, true],
    ]);
  });
});

/** A transport loses single lines; the stack says which function printed it. */
describe('a report of warn_alloc without its header', () => {
  it('is a record of the task that the CPU line names', () => {
    expect(failures(`${stack('kworker/2:1', 77)}\n__alloc_pages_slowpath+0x9/0x90\n${memory}`)).toMatchObject([
      {
        variant: 'page',
        comm: 'kworker/2:1',
        pid: 77,
        order: null,
        gfpMask: null,
        problems: ['header-missing'],
        memInfo: { ramPages: 130_936, counters: { free: 1744 } },
      },
    ]);
  });

  it('has the allocator itself on top up to 2.6.38', () => {
    const old = `Pid: 9, comm: nfsd Not tainted 2.6.32.69 #1
Call Trace:
 [<ffffffff8112c207>] ? __alloc_pages_nodemask+0x77f/0x940
 [<ffffffff8112c207>] __alloc_pages_nodemask+0x77f/0x940
 [<ffffffff8166dcd2>] kmem_getpages+0x62/0x170`;
    expect(failures(`${old}\n${memory}`)).toMatchObject([{ comm: 'nfsd', pid: 9, problems: ['header-missing'] }]);
  });

  it('says so where the memory dump was lost as well, and counts each report once', () => {
    const twice = `${stack('a', 1)}\n${stack('b', 2)}\n${memory}`;
    expect(failures(twice).map(({ comm, problems }) => [comm, problems])).toEqual([
      ['a', ['header-missing', 'mem-info-missing']],
      ['b', ['header-missing']],
    ]);
  });

  it('is not what follows a header, whoever printed it', () => {
    const interleaved = `a: page allocation failure: order:0, mode:0x20
b: page allocation failure: order:0, mode:0x20
${stack('a', 1)}
${stack('b', 2)}
${memory}
${memory}`;
    expect(failures(interleaved).map(({ comm }) => comm)).toEqual(['a', 'b']);
  });

  it.each([
    ['a warning', 'dump_stack+0x5c/0x85\n __warn+0xd8/0x100\n ? warn_alloc+0xe5/0x180'],
    ['the OOM killer', 'dump_stack+0x5c/0x85\n dump_header+0x6b/0x280\n out_of_memory+0x1/0x2'],
    ['SysRq-m', 'dump_stack+0x5c/0x85\n sysrq_handle_showmem+0x1/0x2'],
  ])('is none where the stack is of %s', (_, frames) => {
    const text = `CPU: 1 PID: 5 Comm: x Not tainted 4.14.74 #1\nCall Trace:\n ${frames}\n${memory}`;
    expect(failures(text)).toEqual([]);
  });
});

describe('reports of 4.9 that another CPU took apart', () => {
  it('tells of an allocation whose task is named on the CPU line alone', () => {
    const text = `page allocation failure: order:2, mode:0x2080020(GFP_ATOMIC)\n${stack('swapper/3', 0)}\n${memory}`;
    expect(failures(text)).toMatchObject([
      { variant: 'page', comm: 'swapper/3', order: 2, gfpMask: '0x2080020', complete: false, problems: ['header-cut'] },
    ]);
  });

  it('is not begun by words of prose', () => {
    expect(failures('page allocation failure: order:2')).toEqual([]);
    expect(failures('page allocation failure: order:2, see above')).toEqual([]);
  });
});

describe('a stack without header', () => {
  const warning = (cpuLine: string): string => `${cpuLine}
Call Trace:
 __alloc_pages_nodemask+0x2ec/0x330
 __dma_direct_alloc_pages+0x158/0x1e0`;

  // mm/page_alloc.c warns of an order that no zone has, with the allocator on top: nothing was out of memory.
  it('of a warning inside the allocator is none of a failed allocation', () => {
    expect(failures(warning('CPU: 3 PID: 2599 Comm: Xorg Tainted: G         C        5.10.52-v8+ #1441'))).toEqual([]);
  });

  it('of a kernel whose allocator reported by itself is one', () => {
    expect(failures(warning('Pid: 2599, comm: Xorg Not tainted 2.6.32-5-686 #1'))).toMatchObject([{ comm: 'Xorg' }]);
  });
});

it('reads a buddy line whose stars a renderer of Markdown made underscores', () => {
  const text = memory.replace('1*4kB (U) 1*8kB (U) = 12kB', '1_4kB (U) 1_8kB (U) = 12kB');
  const [record] = failures(`dd: page allocation failure: order:2, mode:0xd0\n${stack('dd', 7)}\n${text}`);
  expect(record).toMatchObject({ pageSizeBytes: 4096, memInfo: { zones: [{ buddy: [{ count: 1 }, { count: 1 }] }] } });
});
