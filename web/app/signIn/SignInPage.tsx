import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { Problem } from '../../api/client.ts';
import { sessionQuery, signIn } from '../../api/session.ts';
import { Logo } from '../../ui/Logo.tsx';
import { useProblemText } from '../../ui/ProblemNotice.tsx';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';
import { PartitionArt } from './PartitionArt.tsx';
import './signIn.css';

interface Credentials {
  username: string;
  password: string;
}

/** Where somebody was before being asked to sign in. */
interface Arrival {
  back?: string;
  expired?: boolean;
}

/** The first page: who are you. It brings people back to where they were. */
export function SignInPage() {
  const { t } = useTranslation('app');
  const arrival = (useLocation().state ?? {}) as Arrival;
  const { data: session } = useQuery(sessionQuery);
  if (session?.user) return <Navigate to={arrival.back ?? '/map'} replace />;
  const facts = [
    [t('signIn.fact.levels'), t('signIn.fact.levelsText')],
    [t('signIn.fact.exact'), t('signIn.fact.exactText')],
    [t('signIn.fact.proof'), t('signIn.fact.proofText')],
  ];
  return (
    <div className="sign-in">
      <title>{`${t('signIn.title')} · ${t('product.name')}`}</title>
      <aside className="sign-in-side">
        <PartitionArt />
        <div className="sign-in-words">
          <p className="sign-in-lead">{t('signIn.lead')}</p>
          <p className="sign-in-promise">{t('product.promise')}</p>
          <p className="sign-in-body">{t('signIn.body')}</p>
          <ul className="sign-in-facts">
            {facts.map(([figure, text]) => (
              <li key={figure}>
                <strong>{figure}</strong>
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </div>
      </aside>
      <main className="sign-in-main">
        <div className="sign-in-language">
          <LanguageSwitch />
        </div>
        <div className="sign-in-form">
          <Logo size={48} />
          <h1>
            {t('product.name')} <span>{t('product.latin')}</span>
          </h1>
          <SignInForm expired={arrival.expired === true} />
        </div>
      </main>
    </div>
  );
}

function SignInForm({ expired }: { expired: boolean }) {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const refusalText = useRefusalText();
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const submit = async ({ username, password }: Credentials) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const user = await signIn(username.trim(), password);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      client.setQueryData(sessionQuery.queryKey, { user, expired: false });
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };

  return (
    <Form<Credentials> layout="vertical" requiredMark={false} size="large" onFinish={(values) => void submit(values)}>
      {refusal === undefined && expired && <Alert type="info" showIcon title={t('signIn.expired')} />}
      {refusal !== undefined && <Alert type="error" showIcon role="alert" title={refusalText(refusal)} />}
      <Form.Item
        name="username"
        label={t('signIn.username')}
        rules={[{ required: true, message: t('signIn.usernameMissing') }]}
      >
        <Input prefix={<UserOutlined />} autoComplete="username" autoFocus spellCheck={false} autoCapitalize="none" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, message: t('signIn.passwordMissing') }]}
      >
        <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('signIn.submit')}
      </Button>
    </Form>
  );
}

/** Why signing in did not work, and what to do. */
function useRefusalText(): (error: unknown) => string {
  const { t } = useTranslation('app');
  const textOf = useProblemText();
  return (error) => {
    if (!(error instanceof Problem)) return textOf(error);
    const seconds = error.retryAfterSeconds ?? 60;
    if (error.code === 'locked-out')
      return t('signIn.locked', { minutes: Math.max(1, Math.ceil((error.retryAfterSeconds ?? 900) / 60)) });
    if (error.status === 429) return t('signIn.tooMany', { seconds });
    if (error.status === 401) return t('signIn.wrong');
    return textOf(error);
  };
}
