import type { RawSample } from '../../../parsers/model/sample.ts';
import { noOptions } from '../../../parsers/samples/define-format.ts';
import { prometheusJson } from '../../../parsers/samples/prometheus-json.ts';
import { prometheusText } from '../../../parsers/samples/prometheus-text.ts';
import { toPoints } from '../../store/sample-points.ts';
import type { StoredSample } from '../../store/timeline.ts';

export interface ScrapeFacts {
  /** Where it was read, as it is named in sentences. */
  readonly name: string;
  /** Host of samples that name none. */
  readonly host: string;
  /** When it was asked, epoch microseconds: the time of samples that carry none. */
  readonly atUs: number;
  readonly mostPoints: number;
}

/** The memory metrics of an answer: the text of an exporter, or JSON of Prometheus' HTTP API. Latin1. */
export function samplesOfScrape(body: string, { name, host, atUs, mostPoints }: ScrapeFacts): readonly StoredSample[] {
  const format = /^\s*[[{]/.test(body) ? prometheusJson : prometheusText;
  const reader = format.reader(noOptions);
  const samples: RawSample[] = [];
  const sink = { sample: (sample: RawSample) => void samples.push(sample), reject() {} };
  let line = 1;
  let start = 0;
  while (start < body.length) {
    const newline = body.indexOf('\n', start);
    const end = newline < 0 ? body.length : newline;
    const text = body.slice(start, end);
    reader.read({ path: name, text, line, byteStart: start, byteEnd: end, cut: false }, sink);
    line += 1;
    start = end + 1;
  }
  reader.end(sink);
  return samples
    .flatMap((sample) => {
      const us = sample.stamp === null ? atUs : sample.stamp.civilUs;
      return toPoints({ ...sample, host: sample.host ?? host }, name, { us, basis: 'realtime' });
    })
    .slice(0, mostPoints);
}
