import type { EffectType } from '@kvlar/core'
import type { Tone } from './tone.ts'

/** How the three outcomes look, everywhere. */
export const EFFECT_TONES: Readonly<Record<EffectType, Tone>> = {
  allow: 'good',
  deny: 'bad',
  require_approval: 'warning',
}
