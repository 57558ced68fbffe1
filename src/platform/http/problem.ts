import type { FastifyReply } from 'fastify';
import type { Rejection, RuleRef } from '../../kernel/rejection.js';
import { catalogueEntry } from './catalogue.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const RETRY_AFTER_SECONDS = 1;

/** RFC 9457 with our members: the stable code, the market rule behind it, and where in the body it hurts. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly rule?: RuleRef;
  readonly data?: Rejection['data'];
  readonly errors?: readonly FieldError[];
}

export interface FieldError {
  /** JSON pointer into the body, or `query/name`, `path/name`. */
  readonly pointer: string;
  readonly code: string;
  readonly detail?: string;
}

export type Language = 'zh' | 'en';

/** The first of our two languages that the reader names; quality values keep their order in practice. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'en';
  const zh = acceptLanguage.search(/\bzh\b/i);
  const en = acceptLanguage.search(/\ben\b/i);
  return zh >= 0 && (en < 0 || zh < en) ? 'zh' : 'en';
}

export function problemOf(
  rejection: Rejection & { errors?: readonly FieldError[] },
  language: Language,
): Problem {
  const entry = catalogueEntry(rejection.code);
  return {
    type: `/api/v1/problems/${rejection.code}`,
    title: entry?.[language] ?? rejection.code,
    status: entry?.status ?? 422,
    ...(rejection.detail !== undefined && { detail: rejection.detail }),
    code: rejection.code,
    ...(rejection.rule && { rule: rejection.rule }),
    ...(rejection.data && { data: rejection.data }),
    ...(rejection.errors && { errors: rejection.errors }),
  };
}

/** Headers that belong to a problem: when to come back, and how to sign in. */
function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = { 'Content-Type': PROBLEM_TYPE };
  const wait = problem.data?.['retryAfterSeconds'];
  if (wait !== undefined || problem.status === 503 || problem.status === 429)
    headers['Retry-After'] = String(wait ?? RETRY_AFTER_SECONDS);
  if (problem.status === 401) headers['WWW-Authenticate'] = 'Bearer realm="airshed"';
  return headers;
}

/** Answers with the problem of a rejection, in the reader's language. */
export function answerProblem(
  reply: FastifyReply,
  rejection: Rejection,
  acceptLanguage: string | undefined,
): void {
  const language = languageOf(acceptLanguage);
  const problem = problemOf(rejection, language);
  void reply
    .code(problem.status)
    .headers({ ...problemHeaders(problem), 'Content-Language': language })
    .send(JSON.stringify(problem));
}
