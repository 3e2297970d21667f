/** What Slack delivers again and again, to whichever process, is answered once; the long form is in `soak.ts`. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeWithServer, redis, removeFromRedis, unusedName } from "./fakes/servers.ts";
import { SlackPeer } from "./peers/slack/peer.ts";
import { runBotsHere, storm } from "./soak/slack-storm.ts";

await describeWithServer(redis, "two processes on Slack that share Redis", () => {
  let cleanUp: AsyncDisposableStack;
  beforeEach(() => {
    cleanUp = new AsyncDisposableStack();
  });
  afterEach(() => cleanUp.disposeAsync());

  it("answer everything once that is delivered to them three times", async () => {
    const place = { url: redis.url, name: unusedName() };
    cleanUp.defer(() => removeFromRedis(place.name));
    const peer = cleanUp.use(await SlackPeer.open());
    cleanUp.use(await runBotsHere(place, peer));
    const people = 10;
    const { asked, once, delivered, wrong } = await storm(peer, people);
    expect(wrong).toEqual([]);
    expect([asked, once]).toEqual([people * 4, people * 4]);
    expect(delivered).toBeGreaterThanOrEqual(asked * 3);
    expect(peer.violations).toEqual([]);
  });
});
