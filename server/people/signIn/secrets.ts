import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits. Secrets are this strong by themselves, so a plain hash of them is safe to store. */
export const newSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();
