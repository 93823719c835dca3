import { storeScript } from '../store/store-script.ts'

export const ASK = storeScript('standing/ask')
export const REVOKE = storeScript('standing/changes', 'standing/revoke')
export const RESTORE = storeScript('standing/changes', 'standing/restore')
export const PUT_BACK = storeScript('standing/changes', 'standing/put-back')
export const PAGE = storeScript('standing/page')
