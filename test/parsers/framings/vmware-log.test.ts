import { describe, expect, it } from 'vitest';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { vmwareLog } from '../../../parsers/framings/vmware-log.ts';
import { frame, frameOne, written } from './frame.ts';

/** A guest that panics or runs out of memory leaves its kernel's last words on the host, and often nowhere else. */
describe("a virtual machine's log", () => {
  it.each([
    ['ESXi 8', '2026-11-20T09:30:30.123Z In(05) vcpu-5 - Guest: <6>[  608.218483] Mem-Info:', 6],
    ['ESXi 6', '2026-11-20T09:30:30.123Z| vcpu-0| I125: Guest: <4>[  608.218483] Mem-Info:', 4],
    ['ESXi 7', '2026-11-20T09:30:30.123Z| vcpu-0| I005: Guest: [  608.218483] Mem-Info:', null],
  ])('%s shows the kernel of the guest', (_, line, severity) => {
    const entry = frameOne(vmwareLog, line);
    expect(entry).toMatchObject({ writer: 'unproved', text: 'Mem-Info:', monotonicUs: 608_218_483, severity });
    expect(written(entry)).toBe('2026-11-20T09:30:30.123000 0');
  });

  it("shows the hypervisor's own words as a program's", () => {
    expect(frameOne(vmwareLog, '2026-11-20T09:30:30.123Z In(05) vmx - Mem-Info:')).toMatchObject({ writer: 'user' });
  });

  it('shows what a program of the guest wrote to /dev/kmsg as a program’s', () => {
    const line = '2026-11-20T09:30:30.123Z In(05) vcpu-5 - Guest: <14>[  608.218483] web[7]: Mem-Info:';
    expect(frameOne(vmwareLog, line)).toMatchObject({ writer: 'user', tag: 'web', pid: 7, text: 'Mem-Info:' });
  });

  it('keeps the indentation of the kernel', () => {
    const line = '2026-11-20T09:30:30.123Z In(05) vcpu-5 - Guest: <6>[  608.218483]  active_file:1 inactive_file:2';
    expect(frameOne(vmwareLog, line)).toMatchObject({ text: ' active_file:1 inactive_file:2' });
  });

  it('is told from a syslog with the same dates', () => {
    const lines = [
      '2026-11-20T09:30:30.123Z In(05) vcpu-5 - Guest: <6>[  608.218483] Mem-Info:',
      '2026-11-20T09:30:30.124Z Wa(03) vmx - VMXNET3 hosted: dropped',
    ];
    expect(detectFraming(lines)?.name).toBe('vmware-log');
    expect(frame(vmwareLog, '2026-11-20T09:30:30.123Z web01 kernel: Mem-Info:').entries).toEqual([]);
  });
});
