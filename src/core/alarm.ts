/** A record whose time has come: what the bot is woken for. Any record may have an alarm; see `Change.due`. */
export type Alarm = {
  namespace: string;
  /** Starts with the platform that it is for, unless it is for none. */
  id: string;
  due: Date;
  /** How much later it is by now; more than a moment after the bot was down. */
  lateMs: number;
  /** 1, or more when whoever was woken before has died or failed over it: then some of the work may be done. */
  attempt: number;
};
