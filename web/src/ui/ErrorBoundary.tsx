import { Component, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

interface Props {
  children: ReactNode;
}

/** Shows a message in place of a page that failed to render: without it the screen would be blank. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice kind="error">
        <p>Something went wrong on this page.</p>
        <Button onClick={() => location.reload()}>Load it again</Button>
      </Notice>
    );
  }
}
