import { ApiError } from './errors.ts';
import { parseTime } from './time.ts';

type Answer = Record<string, unknown>;

/** The string field `name` of an answer. Throws when the answer is not what the interface promises. */
export function string(answer: Answer, name: string): string {
  const value = answer[name];
  if (typeof value !== 'string' || value === '') throw unexpected(name);
  return value;
}

/** A text field that may be absent or null: then empty. */
export function optionalString(answer: Answer, name: string): string {
  const value = answer[name];
  return typeof value === 'string' ? value : '';
}

/** The list field `name`, each entry an object. */
export function list(answer: Answer, name: string): Answer[] {
  const value = answer[name];
  if (!Array.isArray(value) || !value.every(isObject)) throw unexpected(name);
  return value;
}

/** The field `name`, an object whose values are all strings. */
export function strings(answer: Answer, name: string): Record<string, string> {
  const value = answer[name];
  if (!isObject(value) || !Object.values(value).every((entry) => typeof entry === 'string')) throw unexpected(name);
  return value as Record<string, string>;
}

/** The time in the field `name`. */
export function time(answer: Answer, name: string): Date {
  const value = parseTime(string(answer, name));
  if (value === null) throw unexpected(name);
  return value;
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unexpected(name: string): ApiError {
  return new ApiError('broken', `The service gave an answer without a usable “${name}”.`);
}
