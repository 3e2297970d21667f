/** What Discord takes at most; characters, unless it says otherwise. */

/** https://docs.discord.com/developers/components/reference */
export const mostComponents = 40;
/** Over all text displays of a message. */
export const longestTexts = 4000;
export const mostButtonsARow = 5;
export const mostOptions = 25;
export const longestButtonLabel = 80;
export const longestOptionLabel = 100;
export const longestPlaceholder = 150;
export const longestAlt = 1024;
/** https://docs.discord.com/developers/resources/message#create-message */
export const mostFiles = 10;
export const mostRows = 5;
/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
export const longestDescription = 4096;
export const longestEmbeds = 6000;
export const mostEmbeds = 10;
/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object */
export const longestModalTitle = 45;
export const longestModalLabel = 45;
export const longestInput = 4000;
/** https://docs.discord.com/developers/interactions/application-commands */
export const mostChoices = 25;
export const longestChoice = 100;
