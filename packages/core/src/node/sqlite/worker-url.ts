/** The program of the thread. The build puts the program itself here, so that a bundle needs no file beside it. */
export const WORKER_URL = new URL('./sqlite-worker.ts', import.meta.url)
