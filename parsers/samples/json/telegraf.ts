import { readMeasurement } from '../names/measurement.ts';
import { isObject, type JsonFacts, type JsonObject } from './object-facts.ts';

/** `outputs.file` with `data_format = "json"`: one metric with its name, tags and fields. */
export function telegraf(object: JsonObject): JsonFacts | null {
  const { name, fields, tags } = object;
  if (typeof name !== 'string' || !isObject(fields)) return null;
  const measured = readMeasurement({ name, fields, tags: isObject(tags) ? tags : {} });
  return measured && { ...measured, unitAssumed: null };
}
