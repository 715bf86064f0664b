/** The page's only Trusted Types policy (`ic` in the CSP): script addresses of our own origin, for workers. */
interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
}

function onlyOwnOrigin(url: string): string {
  if (new URL(url, location.href).origin !== location.origin)
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
