/** What a command that only looks says before anything is recorded. */
export const NOTHING_YET = 'nothing is recorded yet: a proxy begins when it judges its first call'
