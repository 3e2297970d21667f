/**
 * Discord's error codes that the peer answers with.
 * https://docs.discord.com/developers/topics/opcodes-and-status-codes
 */
const reasons: Record<number, readonly [status: number, message: string]> = {
  0: [401, "401: Unauthorized"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  10063: [404, "Unknown application command"],
  40060: [400, "Interaction has already been acknowledged."],
  40094: [400, "This interaction has hit the maximum number of follow up messages."],
  50001: [403, "Missing Access"],
  50003: [403, "Cannot execute action on a DM channel"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50013: [403, "Missing Permissions"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50109: [400, "The request body contains invalid JSON."],
};

/** A request that Discord turns down. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: { message: string; code: number; errors?: unknown };

  /** @param faults what is wrong with a form, a line each */
  constructor(code: number, faults: readonly string[] = []) {
    const [status, message] = reasons[code] ?? [400, `error ${code}`];
    super(message);
    this.status = status;
    const errors = { _errors: faults.map((fault) => ({ code: "BASE_TYPE_BAD", message: fault })) };
    this.body = { message, code, ...(faults.length > 0 && { errors }) };
  }
}

export function refuse(code: number, ...faults: string[]): never {
  throw new Refusal(code, faults);
}
