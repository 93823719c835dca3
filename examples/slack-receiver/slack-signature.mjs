import { createHmac, timingSafeEqual } from 'node:crypto'

/** How old a request of Slack may be. */
const TOLERANCE_S = 300

/** Whether Slack signed this raw body a moment ago (its scheme v0). */
export function isFromSlack({ headers, body, secret, nowMs }) {
  const timestamp = String(headers['x-slack-request-timestamp'] ?? '')
  const given = Buffer.from(String(headers['x-slack-signature'] ?? ''))
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S) return false
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const expected = Buffer.from(`v0=${mac}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
