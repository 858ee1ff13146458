import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './clipboard.ts';

/** Copies a text and says so for a moment. Without a label it is an icon with a tooltip. */
export function CopyButton({ text, label, title }: { text: string; label?: string; title: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const button = (
    <Button
      type={label ? 'default' : 'text'}
      aria-label={title}
      icon={copied ? <CheckOutlined /> : <CopyOutlined />}
      onClick={() => void copyText(text).then(setCopied)}
    >
      {label ? (copied ? t('common.copied') : label) : null}
    </Button>
  );
  return label ? button : <Tooltip title={copied ? t('common.copied') : title}>{button}</Tooltip>;
}
