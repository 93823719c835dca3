import { createEngine, type Engine, type Policy } from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'
import type { Revocation, Target } from '@kvlar/gate'
import { ApprovalPending } from '../errors/approval-pending.ts'
import { Invalidated } from '../errors/invalidated.ts'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { Refused } from '../errors/refused.ts'
import type { ActionInput } from './action-input.ts'
import { readGateOptions, type GateOptions } from './gate-options.ts'
import { createJudge, type Judge } from './judge.ts'
import { policyOf, type PolicySource } from './policy-source.ts'
import type { PermitVerdict, Verdict } from './verdict.ts'

/** One policy in front of the actions of one program: it judges, records and asks, and runs nothing itself. */
export class Gate {
  readonly #judge: Judge
  readonly #source: PolicySource
  #engine: Engine

  private constructor(source: PolicySource, given: GateOptions) {
    const options = readGateOptions(given)
    this.#source = source
    this.#engine = engineOf(policyOf(source))
    this.#judge = createJudge(options, () => this.#engine)
  }

  /**
   * From a policy of any dialect as a plain object; `{ policies: [] }` denies everything.
   * @throws PolicyError, KvlarMisuse, ConfigError for invariants and evaluators; so do the others
   */
  static fromObject(policy: object, options: GateOptions = {}): Gate {
    return new Gate({ kind: 'object', policy }, options)
  }

  static fromJsonString(text: string, options: GateOptions = {}): Gate {
    return new Gate({ kind: 'text', format: 'json', text }, options)
  }

  static fromToml(text: string, options: GateOptions = {}): Gate {
    return new Gate({ kind: 'text', format: 'toml', text }, options)
  }

  static fromYaml(text: string, options: GateOptions = {}): Gate {
    return new Gate({ kind: 'text', format: 'yaml', text }, options)
  }

  /** From a file whose name says how it is written: `.toml`, `.yaml`, `.json`. */
  static fromFile(path: string, options: GateOptions = {}): Gate {
    return new Gate({ kind: 'file', path }, options)
  }

  static fromJsonFile(path: string, options: GateOptions = {}): Gate {
    return new Gate({ kind: 'file', path, format: 'json' }, options)
  }

  /** Steps that can stop an action, the policy among them. */
  get evaluatorCount(): number {
    return this.#judge.evaluatorCount
  }

  /**
   * Judges one action, records what comes of it, and tells it. Nothing has run.
   * @throws KvlarMisuse `KVLAR_BAD_CONTEXT`, `KVLAR_CLOSED`; InvalidArguments for `params` that are not JSON; the reason of
   * the signal
   */
  evaluate(input: ActionInput, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Verdict> {
    return this.#judge.evaluate(input, signal)
  }

  /**
   * The same for whoever goes on only with a permit.
   * @throws Refused, Invalidated, ApprovalPending; and what `evaluate` throws
   */
  async check(input: ActionInput, call: { readonly signal?: AbortSignal } = {}): Promise<PermitVerdict> {
    const verdict = await this.evaluate(input, call)
    const { code, evaluator, ruleId, reason, evaluationId: decisionId } = verdict
    const stopped = { resource: input.actionName, ruleId, reason, decisionId, hints: verdict.hints }
    switch (verdict.kind) {
      case 'permit':
        return verdict
      case 'refuse':
        throw new Refused(code, stopped, evaluator)
      case 'invalidate':
        throw new Invalidated(code, stopped, { evaluator, target: verdict.target })
      case 'require_approval':
        throw new ApprovalPending(stopped, verdict.request)
    }
  }

  /**
   * Puts another policy in force, also for actions that wait: a text as the gate's own is written (TOML for one from an
   * object), or an object. An empty text denies everything. Without one a gate from a file reads it again.
   * @throws PolicyError, and leaves the old one in force
   */
  reload(policy?: string | object): void {
    this.#engine = engineOf(policyOf(this.#sourceOf(policy)))
  }

  #sourceOf(policy: string | object | undefined): PolicySource {
    if (typeof policy === 'object') return { kind: 'object', policy }
    if (policy === undefined) {
      if (this.#source.kind === 'file') return this.#source
      throw new KvlarMisuse(
        'KVLAR_BAD_OPTION',
        'a gate that is from no file cannot read it again; name a policy',
      )
    }
    if (policy.trim() === '') return NOTHING
    const format = formatOf(this.#source)
    return { kind: 'text', format, text: policy }
  }

  /** Turns a session, a principal, a role or everything away, here and, with a broadcaster, everywhere. */
  revoke(target: Target, { reason, by }: Pick<Revocation, 'reason' | 'by'>): Promise<void> {
    return this.#judge.revoke(target, { reason, by })
  }

  /** Lets them in again, here; says whether they were turned away. */
  restore(target: Target): Promise<boolean> {
    return this.#judge.restore(target)
  }

  /** Ends it: nothing is judged any more, and whoever waits is refused. */
  close(): void {
    this.#judge.close()
  }
}

const NOTHING: PolicySource = { kind: 'object', policy: { policies: [] } }

function formatOf(source: PolicySource): 'json' | 'toml' | 'yaml' {
  switch (source.kind) {
    case 'object':
      return 'toml'
    case 'text':
      return source.format
    case 'file': {
      const extension = /\.(json|yaml|yml)$/i.exec(source.path)?.[1]?.toLowerCase()
      if (extension === undefined) return 'toml'
      return extension === 'json' ? 'json' : 'yaml'
    }
  }
}

function engineOf(policy: Policy): Engine {
  return createEngine([policy], { parseUrl })
}
