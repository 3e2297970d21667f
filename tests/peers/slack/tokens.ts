import { Refusal } from "./refusal.ts";
import type { Workspace } from "./workspace.ts";

/** Which token is whose, and whether it is still good. */
export class Tokens {
  readonly appToken: string;
  readonly #issued = new Map<string, { workspace: Workspace; isRevoked: boolean }>();

  constructor(appId: string) {
    this.appToken = `xapp-1-${appId}-${tail()}`;
  }

  issue(workspace: Workspace): string {
    const token = `xoxb-${tail()}`;
    this.#issued.set(token, { workspace, isRevoked: false });
    return token;
  }

  revokeAll(workspace: Workspace): void {
    for (const issued of this.#issued.values()) if (issued.workspace === workspace) issued.isRevoked = true;
  }

  /** @throws Refusal for a token that is nobody's, or nobody's any more */
  workspaceOf(token: string | undefined): Workspace {
    if (token === undefined) throw new Refusal("not_authed");
    if (token === this.appToken) throw new Refusal("not_allowed_token_type");
    const issued = this.#issued.get(token);
    if (!issued) throw new Refusal("invalid_auth");
    if (issued.isRevoked) throw new Refusal("token_revoked");
    return issued.workspace;
  }

  checkAppToken(token: string | undefined): void {
    if (token === this.appToken) return;
    this.workspaceOf(token);
    throw new Refusal("not_allowed_token_type");
  }
}

function tail(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
