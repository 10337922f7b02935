import type { StoredSample } from '../../store/timeline.ts';
import { addressOf } from '../out/address.ts';
import { getText, StatusError } from './get.ts';
import { samplesOfScrape } from './scrape.ts';

export interface PrometheusOptions {
  /** An exporter's page, a query of Prometheus' HTTP API, or a server's root. */
  readonly url: URL;
  /** This machine: the host of what a loopback address says. */
  readonly host: string;
  readonly nowMs: () => number;
  readonly pauseMs: () => number;
  store(samples: readonly StoredSample[]): void;
  say(sentence: string): void;
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
}

export interface Prometheus {
  stop(): void;
}

const usually = { timeoutMs: 5000, mostBytes: 16 * 1024 * 1024, points: 20_000 } as const;

/** What is asked of a Prometheus server: memory of its hosts and containers, as of now. */
const query = `{__name__=~"${[
  'node_memory_(MemTotal|MemFree|MemAvailable|Buffers|Cached|Shmem|AnonPages|Slab|SReclaimable|SUnreclaim|KernelStack|PageTables|SwapTotal|SwapFree|Dirty|Writeback|Unevictable|Committed_AS|CommitLimit)_bytes',
  'node_vmstat_(oom_kill|pgmajfault|pswpin|pswpout)',
  'node_pressure_memory_(waiting|stalled)_seconds_total',
  'container_(memory_working_set_bytes|memory_usage_bytes|spec_memory_limit_bytes|oom_events_total)',
].join('|')}"}`;

/**
 * Reads memory metrics of an exporter or a Prometheus server, again and again. One question at a time, each with a bound in time
 * and size; trouble is said once, and once that it is over.
 */
export function followPrometheus(options: PrometheusOptions): Prometheus {
  const { nowMs, pauseMs, say, timeoutMs = usually.timeoutMs, mostBytes = usually.mostBytes } = options;
  const { url, authorization, name } = addressOf(options.url);
  const host = isLoopback(url.hostname) ? options.host : url.hostname;
  /** Pages to try, until one of them answered with metrics. */
  let pages = pagesOf(url);
  let trouble: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  async function ask(): Promise<readonly StoredSample[]> {
    let last: Error = new Error('there is no such page');
    for (const page of pages) {
      try {
        const atUs = Math.round(nowMs() * 1000);
        const body = await getText(page, { authorization, timeoutMs, mostBytes });
        const samples = samplesOfScrape(body, { name, host, atUs, mostPoints: usually.points });
        if (samples.length === 0) throw new Error('what it answers holds no memory metrics');
        pages = [page];
        return samples;
      } catch (error) {
        last = error instanceof Error ? error : new Error(String(error));
        // Another page of the same server may know more; a server that does not answer has none.
        if (!(error instanceof StatusError) && !/holds no/.test(last.message)) throw last;
      }
    }
    throw last;
  }

  async function look(): Promise<void> {
    try {
      const samples = await ask();
      if (stopped) return;
      options.store(samples);
      if (trouble !== null) say(`${name}: it answers again`);
      trouble = null;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (trouble === null && !stopped) say(`${name} is not read: ${why}; it is tried again`);
      trouble = why;
    }
    if (!stopped) timer = setTimeout(() => void look(), pauseMs());
  }

  void look();
  return {
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** A path is taken as it is; below a server's root, or a folder, there are usual pages. */
function pagesOf(url: URL): readonly URL[] {
  if (!url.pathname.endsWith('/')) return [url];
  const api = new URL('api/v1/query', url);
  api.searchParams.set('query', query);
  return [api, new URL('metrics', url)];
}

const isLoopback = (hostname: string): boolean => /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
