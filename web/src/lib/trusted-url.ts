/**
 * The page's only Trusted Types policy (`ic` in the CSP): script addresses of our own origin, for workers, and of
 * the organisation's call server once trustedCallScriptUrl has named it.
 */
interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
}

let callServer: string | null = null;

function onlyOwnOrigin(url: string): string {
  const { origin } = new URL(url, location.href);
  if (origin !== location.origin && origin !== callServer)
    throw new TypeError(`not a script of ours: ${url}`);
  return url;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: ScriptUrlPolicy = factory?.createPolicy('ic', { createScriptURL: onlyOwnOrigin }) ?? {
  createScriptURL: onlyOwnOrigin,
};

export function trustedScriptUrl(url: string): string {
  return policy.createScriptURL(url);
}

/** The same for the script of the call server at `domain`, as configured on our server. */
export function trustedCallScriptUrl(url: string, domain: string): string {
  callServer = `https://${domain}`;
  return policy.createScriptURL(url);
}
