import type { RiskLevel } from '@kvlar/core'

/** What a stretch of text is, not how it looks. */
export type Tone = 'heading' | 'good' | 'bad' | 'warning' | 'quiet' | 'name'

export const RISK_TONES: Readonly<Record<RiskLevel, Tone>> = {
  low: 'good',
  medium: 'warning',
  high: 'bad',
  critical: 'bad',
}
