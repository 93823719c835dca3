import { randomBytes } from 'node:crypto'
import type { Backend } from '../backend/backend.ts'
import { chooseBackend } from '../backend/choose-backend.ts'
import { toHex } from '../bytes/hex.ts'
import { wellFormedUtf8 } from '../bytes/well-formed.ts'
import { ChannelError } from '../errors/channel-error.ts'
import type { KeyPair } from '../keys/key-pair.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { LIMITS } from '../limits.ts'
import type { ReplayStore } from '../permit/replay-store.ts'
import { sharedReplayStore } from '../permit/shared-replay-store.ts'
import type { Suite } from '../suites.ts'
import { unusableOption } from '../unusable-option.ts'
import type { ChannelSession } from './channel-session.ts'
import { acceptHello, beginHello } from './handshake.ts'
import type { MessageBody } from './message-body.ts'
import type { MessageKind } from './message-header.ts'
import { openMessage } from './open-message.ts'
import { checkLives, type Peers } from './peers.ts'
import { checkTime, claimMessage } from './replay-window.ts'
import { sealMessage } from './seal-message.ts'

export interface SecureChannelOptions {
  /** True, the default: hybrid signatures and no others. False: PQ-only signatures and no others. */
  readonly hybrid?: boolean
  /** How old or how far ahead a message may be, 300 by default and at most. */
  readonly windowSeconds?: number
  /** Remembers messages within the window; by default a memory that this process has for this pair and peer. */
  readonly replayStore?: ReplayStore
  readonly backend?: Backend
  /** Unix milliseconds. */
  readonly now?: () => number
}

/** A message as its sender signed it. */
export type ReceivedMessage = Omit<MessageBody, 'messageId'>

/** An established session and what the other side needs to have it too. */
export interface AcceptedSession {
  readonly reply: string
  readonly session: ChannelSession
}

/** A session that waits for the other side. */
export interface PendingSession {
  readonly hello: string
  /** @throws ChannelError */
  finish(reply: string): Promise<ChannelSession>
}

const OPTIONS = ['hybrid', 'windowSeconds', 'replayStore', 'backend', 'now']

/** Sealed and signed messages between two identities, over any transport. */
export class SecureChannel {
  readonly localKeyId: string
  readonly remoteKeyId: string
  readonly #local: KeyPair
  readonly #remote: PublicKeyBundle
  readonly #suite: Suite
  readonly #windowMs: number
  readonly #store: ReplayStore
  readonly #backend: Backend | undefined
  readonly #now: () => number
  #sequence = 0

  constructor(local: KeyPair, remote: PublicKeyBundle, options: SecureChannelOptions = {}) {
    const problem = unusableOption(options, OPTIONS)
    if (problem !== undefined) throw invalid(`an option of a channel is of no use: ${problem}`)
    const { windowSeconds = LIMITS.channelWindowSeconds } = options
    if (
      !Number.isSafeInteger(windowSeconds) ||
      windowSeconds < 1 ||
      windowSeconds > LIMITS.channelWindowSeconds
    )
      throw invalid(`\`windowSeconds\` is not between 1 and ${LIMITS.channelWindowSeconds}`)
    this.#local = local
    this.#remote = remote
    this.#suite = options.hybrid === false ? 'ml-dsa-65' : 'ml-dsa-65+ed25519'
    this.#windowMs = 1000 * windowSeconds
    this.#store = options.replayStore ?? sharedReplayStore(local, remote.id, LIMITS.channelReplayMax)
    this.#backend = options.backend
    this.#now = options.now ?? Date.now
    this.localKeyId = local.id
    this.remoteKeyId = remote.id
  }

  /**
   * Seals and signs. Sender, recipient, both ids, sequence and time are signed with the data.
   * @param data up to 16 MiB
   * @throws ChannelError `CHANNEL_INVALID_ARGUMENT`, `CHANNEL_KEY_EXPIRED`, `CHANNEL_WEAK_KEY`
   */
  sendSigned(data: Uint8Array, contextId: string, correlationId: string): Promise<string> {
    return this.#send('signed', { data, contextId, correlationId })
  }

  /** The data of a signed message of the expected context. @throws ChannelError */
  async receiveSigned(sealed: string, expectedContextId: string): Promise<Uint8Array> {
    return (await this.openSigned(sealed, expectedContextId)).data
  }

  /** A signed message of the expected context with all that its sender signed. @throws ChannelError */
  async openSigned(sealed: string, expectedContextId: string): Promise<ReceivedMessage> {
    const { messageId: _, ...message } = await this.#receive('signed', sealed, expectedContextId)
    return message
  }

  /** Seals without a signature, for data that carries its own. Sender and recipient are authenticated by X25519. */
  sendData(data: Uint8Array): Promise<string> {
    return this.#send('data', { data, contextId: '', correlationId: '' })
  }

  /** The data of an unsigned message. @throws ChannelError */
  async receiveData(sealed: string): Promise<Uint8Array> {
    return (await this.#receive('data', sealed, '')).data
  }

  /** Begins a session of symmetric keys that neither side's long-lived keys can recover later. */
  async initiate(): Promise<PendingSession> {
    const begun = beginHello((await this.#peers()).backend)
    const hello = await this.#send('hello', { data: begun.data, contextId: '', correlationId: '' })
    return {
      hello,
      finish: async (reply) => begun.finish(hello, reply, (await this.#receive('reply', reply, '')).data),
    }
  }

  /** Answers the hello of the other side. @throws ChannelError */
  async accept(hello: string): Promise<AcceptedSession> {
    const { data } = await this.#receive('hello', hello, '')
    const accepted = acceptHello((await this.#peers()).backend, hello, data)
    const reply = await this.#send('reply', { data: accepted.data, contextId: '', correlationId: '' })
    return { reply, session: accepted.finish(reply) }
  }

  async #send(
    kind: MessageKind,
    content: Pick<MessageBody, 'data' | 'contextId' | 'correlationId'>,
  ): Promise<string> {
    for (const id of [content.contextId, content.correlationId])
      if (wellFormedUtf8(id, LIMITS.channelIdBytesMax) === undefined) throw invalid('an id is no usable text')
    if (!(content.data instanceof Uint8Array) || content.data.length > LIMITS.channelDataBytesMax)
      throw invalid(`data is not bytes, or over ${LIMITS.channelDataBytesMax} of them`)
    const peers = await this.#peers()
    const sentAtMs = this.#now()
    checkLives(peers, sentAtMs)
    const sequence = this.#sequence++
    return sealMessage(peers, kind, { ...content, sequence, sentAtMs, messageId: toHex(randomBytes(16)) })
  }

  async #receive(kind: MessageKind, sealed: string, contextId: string): Promise<MessageBody> {
    const peers = await this.#peers()
    const window = { store: this.#store, windowMs: this.#windowMs, nowMs: this.#now() }
    checkLives(peers, window.nowMs)
    const body = await openMessage(peers, kind, sealed)
    checkTime(body, window)
    if (body.contextId !== contextId)
      throw new ChannelError('CHANNEL_WRONG_CONTEXT', 'a message is for another context; refusing it')
    await claimMessage(body, peers, window)
    return body
  }

  async #peers(): Promise<Peers> {
    const backend = this.#backend ?? (await chooseBackend())
    return { local: this.#local, remote: this.#remote, suite: this.#suite, backend }
  }
}

function invalid(problem: string): ChannelError {
  return new ChannelError('CHANNEL_INVALID_ARGUMENT', `${problem}; refusing`)
}
