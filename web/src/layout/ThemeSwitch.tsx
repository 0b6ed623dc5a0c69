import { Moon, Sun } from 'lucide-react';
import { IconButton } from '../ui/Button.tsx';
import { switchTheme, useTheme } from './theme.ts';

/** Switches between the light and the dark theme. */
export function ThemeSwitch() {
  const theme = useTheme();
  return (
    <IconButton label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'} onClick={switchTheme}>
      {theme === 'dark' ? <Sun aria-hidden size={20} /> : <Moon aria-hidden size={20} />}
    </IconButton>
  );
}
