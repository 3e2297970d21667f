/** `npm start`. Compiled code is kept between starts, so the rest is imported only once that is switched on. */
import { enableCompileCache } from "node:module";

enableCompileCache();
const { start } = await import("./start.ts");
await start();
