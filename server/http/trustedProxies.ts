/**
 * Whose `X-Forwarded-*` headers to believe: of the proxies with these addresses (none: of nobody), or so many proxies back from
 * us, the nearest of which is on this machine or in a private network.
 */
export type TrustedProxies = { addresses: string[] } | { hops: number };
