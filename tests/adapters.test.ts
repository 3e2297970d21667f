import { testAdapter } from "./contracts/adapter.ts";
import { discordStage } from "./fakes/stage-discord.ts";
import { slackStage } from "./fakes/stage-slack.ts";
import { terminalStage } from "./fakes/stage-terminal.ts";

testAdapter(discordStage);
testAdapter(slackStage);
testAdapter(terminalStage);
