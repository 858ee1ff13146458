import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import './base.css';
import { startTranslations } from './i18n.ts';
import { startRouter } from './router.tsx';

startTranslations();
// It asks for the first page's texts.
const router = startRouter();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App router={router} />
  </StrictMode>,
);
