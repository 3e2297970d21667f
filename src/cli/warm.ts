/**
 * `npm ci` ends with this: it compiles the code and the knowledge, so that the first start is as fast as the next. What
 * is wrong with the knowledge is for the first start to say, not for an installation to fail of.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("../start.ts");
const { openKnowledge } = await import("../runtime/knowledge.ts");
await openKnowledge("knowledge").catch(() => {});
