import { type Effect, type Form, whisper } from "../effects.ts";
import { dislikeReasons, type Handle, isRecorded, recordReason, recordVote } from "../insights/asked.ts";
import { longestFeedback, recordFeedback } from "../insights/feedback.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { type Button, paragraph } from "../reply.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const longestComment = 300;
const tell = (text: string): Effect[] => [whisper([paragraph(text)])];

export const feedbackCommand = defineCommand({
  name: "feedback",
  summary: "Tell the people who look after me what is good, wrong or missing",
  isPrivate: true,
  options: { text: { kind: "text", summary: "what you want to say; without it you get a form", verbatim: true } },
  examples: ["feedback the testing answer helped me a lot"],
  async run({ text }, context): Promise<Turn> {
    if (text !== undefined) return keep(text, context);
    const { formTitle, formLabel } = phrases.feedback;
    return {
      effects: [{ kind: "form", form: form(["form"], formTitle, formLabel, longestFeedback) }],
      outcome: "asked",
    };
  },
  /** `up` and `down` below an answer, then `why` with one of the reasons, or `words` to write one. */
  async press([action = "", handle = "", given], context) {
    switch (action) {
      case "up":
        return (await recordVote(context, handle, "up")) ? noted : undefined;
      case "down": {
        if (!(await recordVote(context, handle, "down"))) return undefined;
        const why = [
          paragraph(phrases.vote.why),
          { kind: "buttons" as const, buttons: reasonButtons(handle, context.keepDays > 0) },
        ];
        return { effects: [whisper(why)], outcome: "disliked" };
      }
      case "why": {
        const reason = dislikeReasons.find((one) => one === given);
        return reason && (await recordReason(context, handle, reason)) ? noted : undefined;
      }
      case "words": {
        if (context.keepDays === 0 || !(await isRecorded(context, handle))) return undefined;
        const { formTitle, formLabel } = phrases.vote;
        const asked = form(["words", handle], formTitle, formLabel, longestComment);
        return { effects: [{ kind: "form", form: asked }], outcome: "asked" };
      }
      default:
        return undefined;
    }
  },
  async submit([kind = "", handle = ""], { text = "" }, context) {
    if (kind === "form") return keep(text, context);
    if (kind !== "words") return undefined;
    if (text.trim() === "") return { effects: tell(phrases.feedback.empty), outcome: "empty" };
    return (await recordReason(context, handle, { words: text })) ? noted : undefined;
  },
});

const noted: Turn = { effects: tell(phrases.vote.thanks), outcome: "noted" };

async function keep(text: string, context: Context): Promise<Turn> {
  if (text.trim() === "") return { effects: tell(phrases.feedback.empty), outcome: "empty" };
  await recordFeedback(context, text);
  return { effects: tell(phrases.feedback.thanks), outcome: "noted" };
}

/** @param keepsWords whether what people write is kept at all */
function reasonButtons(handle: Handle, keepsWords: boolean): Button[] {
  const button = (label: string, ...given: string[]): Button => ({
    label,
    press: encodePress({ command: "feedback", arguments: given }),
  });
  return [
    ...dislikeReasons.map((reason) => button(phrases.vote.reasons[reason], "why", handle, reason)),
    ...(keepsWords ? [button(phrases.vote.inWords, "words", handle)] : []),
  ];
}

function form(given: string[], title: string, label: string, longest: number): Form {
  const id = encodePress({ command: "feedback", arguments: given });
  return { title, id, fields: [{ name: "text", label, longest, isLong: true }] };
}
