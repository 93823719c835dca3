/** Tools that a client runs itself, judged before they run on the road of every call. */
export { answerHook, type HookOptions } from './answer-hook.ts'
