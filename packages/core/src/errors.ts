import type { Diagnostic } from './policy.ts'

/** Structured context of an error: small, printable, free of secrets. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>

export interface KvlarErrorOptions extends ErrorOptions {
  readonly context?: ErrorContext
}

/** What the four errors of the seed have in common: a stable code, a message, optional context. */
abstract class KvlarError<Code extends string> extends Error {
  readonly code: Code
  readonly context?: ErrorContext
  constructor(code: Code, message: string, options?: KvlarErrorOptions) {
    super(message, options)
    this.code = code
    if (options?.context !== undefined) this.context = options.context
  }
}

/** A policy that cannot be used: every problem found, with file, line and column. */
export class PolicyError extends KvlarError<string> {
  override readonly name = 'PolicyError'
  readonly diagnostics: readonly Diagnostic[]
  constructor(
    code: string,
    message: string,
    diagnostics: readonly Diagnostic[],
    options?: KvlarErrorOptions,
  ) {
    super(code, message, options)
    this.diagnostics = diagnostics
  }
}

export type EvaluationErrorCode = 'EVALUATION_INVALID_ACTION' | 'EVALUATION_INVALID_JSON'

/** The engine was asked something it cannot answer; whoever catches it denies. */
export class EvaluationError extends KvlarError<EvaluationErrorCode> {
  override readonly name = 'EvaluationError'
}

export type ProxyErrorCode = 'PROXY_UPSTREAM_SPAWN_FAILED' | 'PROXY_UPSTREAM_EXITED' | 'PROXY_STOPPING'

/** Transport and connection failures. */
export class ProxyError extends KvlarError<ProxyErrorCode> {
  override readonly name = 'ProxyError'
}

/** A configuration that cannot be used: every problem found. */
export class ConfigError extends KvlarError<string> {
  override readonly name = 'ConfigError'
  readonly diagnostics: readonly Diagnostic[]
  constructor(
    code: string,
    message: string,
    diagnostics: readonly Diagnostic[] = [],
    options?: KvlarErrorOptions,
  ) {
    super(code, message, options)
    this.diagnostics = diagnostics
  }
}

/** `EVALUATION_STATE_UNAVAILABLE`: they cannot be had. `COUNTERS_GONE`: what they had counted is lost. */
export type CountersErrorCode = 'EVALUATION_STATE_UNAVAILABLE' | 'COUNTERS_GONE' | 'COUNTERS_BAD_OPTION'

/** What calls leave behind cannot be counted; whoever catches it denies. */
export class CountersError extends KvlarError<CountersErrorCode> {
  override readonly name = 'CountersError'
}
