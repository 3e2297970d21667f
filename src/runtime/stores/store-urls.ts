/** What a `STORE_URL` may be, for whoever has to write one. */
export const storeUrls =
  "sqlite:FILE, such as sqlite:data/waymark.sqlite, redis://HOST or rediss://HOST, postgres://HOST/DATABASE, " +
  "or memory: to forget everything at the end";

/** A url as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/(\/\/[^:@/]*:).*@/, "$1***@").replace(/([?&]password=)[^&]*/, "$1***");
}
