/** Fields that several kinds of knowledge files share. */
import { z } from "zod";

/** Longest id: two of them and a command's name must fit a button's id (100 characters, `press.ts`). */
const longestId = 40;

export const id = z
  .string()
  .max(longestId)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "kebab-case: lower-case letters, digits and single hyphens")
  .describe("an id in kebab-case, such as backend-developer");
export const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\n]*$/, "one line");
export const prose = z.string().trim().min(1);
export const ids = z.array(id).default([]);
const day = z.iso.date("a date written YYYY-MM-DD").describe("a date, such as 2026-11-21");

export const source = z
  .strictObject({
    title: line.describe("the page's title"),
    url: z.url({ protocol: /^https?$/ }).describe("the page's address, starting with https://"),
    checked: day.describe("the day you last looked at it, such as 2026-11-21"),
  })
  .describe("{ title, url, checked }");
export type Source = z.infer<typeof source>;

export const sources = z.array(source).min(1).describe("a list of at least one { title, url, checked }");
export const review = z
  .string()
  .regex(/^\d{1,3} (days|months|years)$/, 'a span such as "6 months"')
  .default("12 months")
  .describe('how long the facts stay fresh, such as "6 months"');
export const aliases = z.array(line).default([]).describe("other names people type");
export const levels = ["junior", "mid", "senior"] as const;
export const level = z.enum(levels);
