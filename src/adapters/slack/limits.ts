/** What Slack takes at most; characters, unless it says otherwise. */

/** https://docs.slack.dev/reference/block-kit/blocks */
export const mostBlocks = 50;
export const mostHomeBlocks = 100;
export const longestHeader = 150;
export const longestText = 3000;
/** Of an element of small print; three thousand are documented for all texts, two for some: the lower holds. */
export const longestContext = 2000;
export const deepestIndent = 8;
export const mostColumns = 20;
export const mostRows = 100;
export const longestTable = 10_000;
/**
 * Over all blocks of a message. Undocumented: messages from about 13,000 on come back as `msg_blocks_too_long`.
 * https://github.com/slackapi/bolt-js/issues/2509
 */
export const longestBlocks = 12_000;
/** https://docs.slack.dev/reference/block-kit/block-elements */
export const longestButtonLabel = 75;
export const longestOptionLabel = 75;
export const mostOptions = 100;
export const longestPlaceholder = 150;
export const longestInput = 3000;
export const longestUrl = 3000;
/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const longestAlt = 1000;
/** https://docs.slack.dev/reference/views/modal-views */
export const longestModalTitle = 24;
export const longestModalLabel = 2000;
export const longestPrivateMetadata = 3000;
