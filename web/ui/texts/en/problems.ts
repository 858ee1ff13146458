import type { Texts } from '../texts.ts';
import type { problems as chinese } from '../zhCN/problems.ts';

/** English texts of what goes wrong. */
export const problems: Texts<typeof chinese> = {
  problem: {
    title: 'That did not work',
    unreachable: 'The server cannot be reached. Check the network and try again.',
    unavailable: 'The service is recovering. Try again in a moment.',
    unauthenticated: 'Sign in again.',
    forbidden: 'Your role may not do this. Ask an administrator.',
    'not-found': 'It was not found; it may be gone.',
    'outside-coverage': 'This point is outside the district.',
    'locked-out': 'The account is locked for now. Try again later.',
    'too-large': 'This is larger than allowed.',
    'unsupported-media-type': 'This kind of file or format is not supported.',
    'invalid-input': 'Something in it is not right. See below what to change.',
    'swapped-coordinates': 'Longitude and latitude are swapped; put the longitude first.',
    'unreadable-file': 'The file cannot be read. Check its format and export it again.',
    'coverage-broken': 'The boundaries do not hold. Mend them first.',
    'too-many-requests': 'Too many requests. Wait a moment.',
    'bad-request': 'The request was not accepted. Check it and try again.',
    'method-not-allowed': 'This cannot be done here. Reload the page and try again.',
    conflict: 'It conflicts with what is there already.',
    stale: 'Somebody has just changed this. Reload before changing it.',
    'code-taken': 'This code has been used. Choose another; a retired code is never used again.',
    'key-reused': 'This was sent with the number of an earlier request. Load the page again and repeat it.',
    unknown: 'Something went wrong. Try again; if it stays, tell an administrator.',
    places: 'Where',
    more: 'and {{count}} more',
  },
};
