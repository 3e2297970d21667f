/** A group's game as replies: the question, the reveal, the standings. */
import type { Question, Quiz } from "../../knowledge/base.ts";
import { quiz as words } from "../../phrases/quiz.ts";
import { encodePress } from "../../press.ts";
import { type Block, type Button, heading, paragraph, plain, type Reply } from "../../reply.ts";
import { rankMark } from "../rank-mark.ts";
import { explanation, optionBlocks } from "../replies.ts";
import { reportButton } from "../reports.ts";
import type { Player, Session } from "./session-schema.ts";
import { byPoints, countsForBoards, tallyBlocks, tallyOf } from "./tally.ts";

const { game } = words;
/** Rows of a table; everybody is counted, a few are named. */
const mostNamed = 10;

/** A button of a game; `round` keeps the buttons of one question from answering another. */
export function gamePress(session: Session, action: string, ...rest: string[]): string {
  return encodePress({ command: "quiz", arguments: ["game", session.game, String(session.round), action, ...rest] });
}

export function questionReply(session: Session, question: Question, quiz: Quiz): Reply {
  const order = session.state.kind === "asking" ? session.state.shown : [];
  const position = words.question(session.round + 1, session.questions.length);
  const time = session.roundTimes[session.round] ?? 0;
  const how = {
    multiple: game.several,
    order: game.order,
    single: game.once,
    "true-false": game.once,
    short: game.once,
  };
  const clock = session.clock ? game.clock(Math.round(time / 1000)) : game.noClock;
  const more: Button[] = [
    ...(question.kind === "multiple" ? [{ label: game.done, press: gamePress(session, "done") }] : []),
    ...(session.clock ? [] : [{ label: game.reveal, press: gamePress(session, "reveal") }]),
  ];
  return [
    heading(`${quiz.title} · ${position} · ${words.difficulty[question.difficulty]}`),
    ...question.prompt,
    paragraph(`${clock} ${how[question.kind]}`),
    ...(question.kind === "short"
      ? [{ kind: "buttons" as const, buttons: [{ label: game.answer, press: gamePress(session, "type") }] }]
      : optionBlocks(question, order, (index) => gamePress(session, "pick", String(index)))),
    ...(more.length > 0 ? [{ kind: "buttons" as const, buttons: more }] : []),
  ];
}

/** @param more buttons for what to read next */
export function revealReply(session: Session, question: Question, more: readonly Button[]): Reply {
  const { state } = session;
  const results = state.kind === "revealing" ? state.results : [];
  const order = state.kind === "revealing" ? state.shown : [];
  const isLast = session.round + 1 >= session.questions.length;
  const goOn: Button[] = session.clock || isLast ? [] : [{ label: game.next, press: gamePress(session, "next") }];
  return [
    heading(game.revealed(session.round + 1, session.questions.length)),
    ...question.prompt,
    ...explanation(question),
    ...tallyBlocks(question, order, tallyOf(question, results)),
    { kind: "buttons", buttons: [...goOn, ...more, reportButton(question.id)] },
  ];
}

export function finalReply(session: Session, quiz: Quiz): Reply {
  const how = session.state.kind === "over" ? session.state.how : "finished";
  const again = encodePress({ command: "quiz", arguments: ["start", session.topic] });
  const boards = encodePress({ command: "leaderboard", arguments: ["week"] });
  return [
    heading(game[how](quiz.title)),
    ...standings(Object.values(session.players)),
    ...(session.space === undefined || countsForBoards(Object.keys(session.players).length)
      ? []
      : [paragraph(game.alone)]),
    {
      kind: "buttons",
      buttons: [
        { label: words.again, press: again },
        ...(session.space === undefined ? [] : [{ label: words.leaderboard, press: boards }]),
      ],
    },
  ];
}

/** Ties share a place: 1, 2, 2, 4. */
function standings(players: readonly Player[]): Block[] {
  const ranked = players.filter(({ points }) => points > 0).toSorted(byPoints);
  if (ranked.length === 0) return [paragraph(game.noPoints)];
  const rows = ranked.slice(0, mostNamed).map(({ name, points, right, answered }) => {
    const rank = 1 + ranked.filter((other) => other.points > points).length;
    return [plain(rankMark(rank) ?? `${rank}.`), plain(name), plain(String(points)), plain(`${right}/${answered}`)];
  });
  const rest = ranked.length - rows.length;
  return [
    { kind: "table", header: [[], plain(game.player), plain(game.points), plain(game.right)], rows },
    ...(rest > 0 ? [paragraph(game.more(rest))] : []),
  ];
}
