import { storeScript } from '../store/store-script.ts'

export const COUNT = storeScript('limits/series', 'limits/count')
export const SETTLE = storeScript('limits/series', 'limits/settle')
export const LIST = storeScript('limits/series', 'limits/list')
export const FORGET = storeScript('limits/series', 'limits/forget')
