/** `npm run ask -- "question"`. Compiled code is kept between starts; see main.ts. */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("./ask-questions.ts");
