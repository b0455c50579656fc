import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import { useTexts } from './texts';

type PaneBoundaryProps = { readonly name: string; readonly children: ReactNode };
type PaneBoundaryState = { readonly error: Error | null };

/** A bug in one pane leaves the others standing. */
export class PaneBoundary extends Component<PaneBoundaryProps, PaneBoundaryState> {
  override state: PaneBoundaryState = { error: null };

  static getDerivedStateFromError(error: Error): PaneBoundaryState {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(`the pane "${this.props.name}" failed`, error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return <BrokenPane error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}

function BrokenPane({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useTexts();
  return (
    <div className="flex h-full items-center justify-center p-4">
      <ErrorCard
        whatHappened={t('app.paneFailed')}
        whatIsSafe={t('app.paneFailedSafe')}
        whatItCosts={t('app.costsNothing')}
      >
        <Button look="primary" onPress={onRetry}>
          {t('app.tryAgain')}
        </Button>
        <Button look="quiet" onPress={() => void navigator.clipboard.writeText(`${error.name}: ${error.message}`)}>
          {t('app.copyDetails')}
        </Button>
      </ErrorCard>
    </div>
  );
}
