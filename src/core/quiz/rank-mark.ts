const medals = ["🥇", "🥈", "🥉"];

/** The medal of a rank from 1 to 3; undefined below. */
export const rankMark = (rank: number): string | undefined => medals[rank - 1];
