import { ApprovalsError } from '../approvals-error.ts'

/** The operator's URL: https, or http; a plain one is only ever believed from loopback. */
export function checkWebhookUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new ApprovalsError(
      'APPROVAL_BAD_OPTION',
      'a webhook is an http or https URL without user-info; refusing it',
    )
  return url
}
