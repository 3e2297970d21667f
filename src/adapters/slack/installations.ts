/** Which workspaces have let the bot in, and with which token: stored with everything else, encrypted. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Installation, InstallationQuery, InstallationStore } from "@slack/bolt";
import { z } from "zod";
import { OperatorError } from "../../core/errors.ts";
import { defineNamespace } from "../../core/namespace.ts";
import type { Store } from "../../core/ports.ts";

/** The workspace has not let us in, or no longer does. */
export class NotInstalled extends Error {
  constructor() {
    super("this workspace has not installed the app");
  }
}

/** AES-256-GCM: 12 random bytes, 16 of authentication, the ciphertext; base64. */
const sealed = defineNamespace("slack-installations", z.object({ sealed: z.base64() }));
const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;
/** A token is asked for with every event; one that another process has removed is used no longer than this. */
const knownMs = 30_000;

/** A workspace, or a whole organisation that has let the bot in as one. */
export function tenantOf(
  query: Pick<InstallationQuery<boolean>, "teamId" | "enterpriseId" | "isEnterpriseInstall">,
): string {
  const id = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
  if (id === undefined) throw new Error("an event without its workspace");
  return id;
}

/** One secret for all that this app has to keep: what it is for tells the keys apart. */
export const deriveKey = (secret: string, use: string) =>
  Buffer.from(hkdfSync("sha256", secret, "", `waymark ${use}`, 32));

export class StoredInstallations implements InstallationStore {
  readonly #store: Store;
  readonly #key: Buffer;
  readonly #now: () => number;
  readonly #known = new Map<string, { installation: Installation; until: number }>();

  /** @param now milliseconds from some fixed point, never going back */
  constructor(store: Store, secret: string, now: () => number) {
    this.#store = store;
    this.#key = deriveKey(secret, "slack installations");
    this.#now = now;
  }

  async storeInstallation(installation: Installation): Promise<void> {
    const tenant = tenantOf({
      teamId: installation.team?.id,
      enterpriseId: installation.enterprise?.id,
      isEnterpriseInstall: installation.isEnterpriseInstall ?? false,
    });
    const after = { sealed: this.#seal(JSON.stringify(installation), tenant) };
    await this.#store.update(sealed, tenant, () => ({ after, result: undefined }));
    this.#known.delete(tenant);
  }

  fetchInstallation = (query: InstallationQuery<boolean>): Promise<Installation> => this.fetch(tenantOf(query));

  /** @throws NotInstalled */
  async fetch(tenant: string): Promise<Installation> {
    const known = this.#known.get(tenant);
    if (known && known.until > this.#now()) return known.installation;
    const found = await this.#store.read(sealed, tenant);
    if (!found) throw new NotInstalled();
    const installation: Installation = JSON.parse(this.#open(found.sealed, tenant));
    this.#known.set(tenant, { installation, until: this.#now() + knownMs });
    return installation;
  }

  async deleteInstallation(query: InstallationQuery<boolean>): Promise<void> {
    const tenant = tenantOf(query);
    this.#known.delete(tenant);
    await this.#store.update(sealed, tenant, () => ({ after: undefined, result: undefined }));
  }

  /** Bound to its workspace: a record moved to another one's place does not open. */
  #seal(text: string, tenant: string): string {
    const iv = randomBytes(ivBytes);
    const encrypt = createCipheriv(cipher, this.#key, iv).setAAD(Buffer.from(tenant));
    const data = Buffer.concat([encrypt.update(text, "utf8"), encrypt.final()]);
    return Buffer.concat([iv, encrypt.getAuthTag(), data]).toString("base64");
  }

  #open(text: string, tenant: string): string {
    const bytes = Buffer.from(text, "base64");
    try {
      const decrypt = createDecipheriv(cipher, this.#key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(tenant))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([decrypt.update(bytes.subarray(ivBytes + tagBytes)), decrypt.final()]).toString("utf8");
    } catch (cause) {
      throw new OperatorError(
        "an installation in the store does not open with this key",
        "set SLACK_INSTALL_KEY to the one it was stored with, or let the workspace install the app again",
        { cause },
      );
    }
  }
}
