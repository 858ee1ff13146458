/** Tells the time. Every clock of the service is one of these, put in from outside, so that tests can move it. */
export type Clock = () => Date;

/** The only place that asks the machine for the time; what measures a duration asks `performance.now()`. */
export const systemClock: Clock = () => new Date();
