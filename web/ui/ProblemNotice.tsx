import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { FILE_REASONS } from '../../server/core/coverage/intake/fileReasons.ts';
import type { FaultCode } from '../../server/core/fault.ts';
import { Problem } from '../api/client.ts';
import { DATUMS } from './formats.ts';

/** How many wrong places are listed. */
const PLACES_SHOWN = 8;

/** The codes that have words of their own in both languages: all of the service's, and what has no answer at all. */
const WORDED: Readonly<Record<FaultCode | 'unreachable', true>> = {
  unreachable: true,
  unavailable: true,
  unauthenticated: true,
  forbidden: true,
  'not-found': true,
  'method-not-allowed': true,
  'outside-coverage': true,
  'locked-out': true,
  'too-large': true,
  'unsupported-media-type': true,
  'invalid-input': true,
  'swapped-coordinates': true,
  'unreadable-file': true,
  'coverage-broken': true,
  conflict: true,
  stale: true,
  'code-taken': true,
  'key-reused': true,
  'too-many-requests': true,
  'bad-request': true,
};

const isWorded = (code: string): code is keyof typeof WORDED => Object.hasOwn(WORDED, code);

/** What was refused for its content is refused again, however often it is tried. */
const maySucceedLater = (problem: Problem | undefined): boolean =>
  problem === undefined || ![400, 404, 413, 415, 422].includes(problem.status);

/** What went wrong in the reader's language: a sentence that says what to do. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return t('problem.unknown');
    const { members, code } = error;
    const reason = FILE_REASONS.find((known) => known === members['reason']);
    if (reason) {
      const crs = DATUMS.find((known) => known === members['crs']);
      const text = (name: string) => (typeof members[name] === 'string' ? members[name] : '');
      const datum = crs ? t(`datum.${crs}`) : '';
      return t(`fileReason.${reason}`, { declaredCrs: text('declaredCrs'), codeColumn: text('codeColumn'), datum });
    }
    return t(`problem.${isWorded(code) ? code : 'unknown'}`);
  };
}

/**
 * A refusal or failure, with the places in the input and a way to try again. The server's own sentences are English: they are
 * shown to those who read the interface in English, beside ours.
 */
export function ProblemNotice({
  error,
  onRetry,
  title,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  title?: string;
}) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const textOf = useProblemText();
  const problem = error instanceof Problem ? error : undefined;
  // Without the server's sentence a bare member's name says nothing; a place in a file does.
  // Nor does a place whose words are those of the whole.
  const places = (problem?.errors ?? []).filter(
    ({ path, message }) => message !== problem?.detail && (english || /^\/(features|parent)\//.test(path)),
  );
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title ?? textOf(error)}
      // With an empty description the notice would still keep room for one.
      description={
        (title !== undefined || (english && problem?.detail) || places.length > 0) && (
          <>
            {title && <p>{textOf(error)}</p>}
            {english && problem?.detail && <p className="problem-detail">{problem.detail}</p>}
            {places.length > 0 && (
              <>
                <p>{t('problem.places')}</p>
                <ul className="problem-places">
                  {places.slice(0, PLACES_SHOWN).map(({ path, message }) => (
                    <li key={`${path} ${message}`}>
                      <code>{path || '/'}</code> {english && message}
                    </li>
                  ))}
                  {places.length > PLACES_SHOWN && (
                    <li>{t('problem.more', { count: places.length - PLACES_SHOWN })}</li>
                  )}
                </ul>
              </>
            )}
          </>
        )
      }
      action={onRetry && maySucceedLater(problem) && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    />
  );
}
