import { useApi, wireErrorOf } from '../../app/api';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { useViewStore } from '../../app/view-store';
import { useIntake } from '../intake/intake';

/** Asks for a model file in the host's dialog, or in the browser's where the host has none. */
export function useAddModelFromDialog(): () => void {
  const api = useApi();
  const { pick } = useIntake();
  const notify = useNotify();
  const store = useViewStore();
  const { errorText } = useTexts();
  return () => {
    if (!window.reticle) {
      void pick('files');
      return;
    }
    api.models.pick().then(
      (model) => model && store.setState({ shownModelId: model.id }),
      (error: unknown) => notify({ tone: 'bad', text: errorText(wireErrorOf(error)) }),
    );
  };
}
