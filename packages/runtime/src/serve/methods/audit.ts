import { homeReportJson } from '@kvlar/audit/file'
import { z } from 'zod'
import { trustedKeys } from '../../keys/trusted-keys.ts'
import { judgeHome } from '../../record/judge-home.ts'
import { defaultAuditFolder } from '../../places/own-places.ts'
import { method } from '../method.ts'
import { onThisMachine } from '../on-this-machine.ts'

export const auditVerify = method({
  scope: 'audit',
  does: 'Verifies a home of records with all its chains, as `kvlar audit verify --json`. A broken one is a result, not an error.',
  params: z.strictObject({
    home: z.string().min(1).exactOptional(),
    keys: z.array(z.string().min(1)).default([]),
  }),
  run: async ({ home = defaultAuditFolder(), keys }, { serving }) => {
    onThisMachine(serving, 'audit.verify')
    return homeReportJson(await judgeHome(home, await trustedKeys(keys, home)))
  },
})
