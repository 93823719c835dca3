import { ChannelError } from '../errors/channel-error.ts'
import { LIMITS } from '../limits.ts'
import type { ReplayAnswer, ReplayStore } from '../permit/replay-store.ts'
import type { MessageBody } from './message-body.ts'
import type { Peers } from './peers.ts'

/** How long messages are acceptable and what remembers them. */
export interface ReplayWindow {
  readonly store: ReplayStore
  readonly windowMs: number
  readonly nowMs: number
}

/** @throws ChannelError `CHANNEL_STALE` unless the message was sent about now */
export function checkTime({ sentAtMs }: MessageBody, { windowMs, nowMs }: ReplayWindow): void {
  if (!(Math.abs(nowMs - sentAtMs) <= windowMs))
    throw new ChannelError('CHANNEL_STALE', `a message was not sent within ${windowMs / 1000} seconds of now`)
}

/**
 * INVARIANT: only authenticated messages are remembered, and none is forgotten before its time is over in the widest
 * window that a channel with the same memory may have; a full memory refuses newcomers.
 * @throws ChannelError `CHANNEL_REPLAYED`, `CHANNEL_WINDOW_FULL`
 */
export async function claimMessage(body: MessageBody, peers: Peers, window: ReplayWindow): Promise<void> {
  switch (await ask(body, peers, window)) {
    case 'claimed':
      return
    case 'replayed':
      throw new ChannelError('CHANNEL_REPLAYED', 'a message came twice; refusing it')
    case 'full':
      throw new ChannelError('CHANNEL_WINDOW_FULL', 'too many messages within the window; refusing this one')
  }
}

async function ask(body: MessageBody, { remote, local }: Peers, window: ReplayWindow): Promise<ReplayAnswer> {
  try {
    const answer = await window.store.claim({
      id: `${remote.id}:${local.id}:${body.messageId}`,
      keepUntil: Math.ceil(body.sentAtMs / 1000) + LIMITS.channelWindowSeconds + 1,
      now: Math.floor(window.nowMs / 1000),
    })
    return answer === 'claimed' || answer === 'replayed' ? answer : 'full'
  } catch {
    return 'full'
  }
}
