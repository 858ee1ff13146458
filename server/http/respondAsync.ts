import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Job } from '../core/jobs/schemas.ts';

/** The header of a route whose answer may also be a job, for its description. */
export const PreferHeaders = Type.Object({
  prefer: Type.Optional(
    Type.String({ description: '`respond-async`: the answer is a job (202), whose file is fetched when it is done' }),
  ),
});

/** Whether whoever asks would rather have a job than wait (RFC 7240, 4.1). */
export const prefersAsync = ({ headers, method }: FastifyRequest): boolean =>
  method !== 'HEAD' &&
  [headers['prefer'] ?? '']
    .flat()
    .join(',')
    .split(/[,;]/)
    .some((preference) => preference.trim().toLowerCase() === 'respond-async');

/** Answers with the job that was begun. */
export const accepted = (reply: FastifyReply, job: Job): FastifyReply =>
  reply.code(202).header('location', `/api/v1/jobs/${job.id}`).header('preference-applied', 'respond-async').send(job);
