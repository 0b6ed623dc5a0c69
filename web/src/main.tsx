import '@fontsource-variable/bricolage-grotesque/wght.css';
import '@fontsource-variable/instrument-sans/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { watchHistory } from './layout/navigation.ts';
import { applyTheme } from './layout/theme.ts';
import { queries } from './services.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element with the id "root"');

applyTheme();
watchHistory();
const root = createRoot(place);
// At once, and not when the scheduler finds time: so the window's load event waits for the pictures of the first page.
flushSync(() =>
  root.render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  ),
);
