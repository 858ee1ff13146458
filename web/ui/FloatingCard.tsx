import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './floatingCard.css';

interface FloatingCardProps {
  title: ReactNode;
  /** Beside the title. */
  extra?: ReactNode;
  children: ReactNode;
  /** True where the card may be folded to its title. */
  foldable?: boolean;
  className?: string;
}

/** A card over the map. */
export function FloatingCard({ title, extra, children, foldable = false, className = '' }: FloatingCardProps) {
  const { t } = useTranslation();
  const [folded, setFolded] = useState(false);
  const body = useId();
  return (
    <section className={`floating-card ${className}`}>
      <header className="floating-card-head">
        <h2>{title}</h2>
        {extra}
        {foldable && (
          <button
            type="button"
            className="icon-button"
            aria-expanded={!folded}
            aria-controls={body}
            aria-label={folded ? t('common.unfold') : t('common.fold')}
            onClick={() => setFolded(!folded)}
          >
            {folded ? <DownOutlined /> : <UpOutlined />}
          </button>
        )}
      </header>
      <div id={body} className="floating-card-body" hidden={folded}>
        {children}
      </div>
    </section>
  );
}
