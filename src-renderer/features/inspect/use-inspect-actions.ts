import { wholePictureView } from '#common/overlay/annotate';
import { drawPrediction } from '#common/overlay/draw-prediction';
import { download, downloadBlob } from '../../app/download';
import { useTexts } from '../../app/texts';
import { useNotify } from '../../app/toaster';
import { drawPicture } from './draw-picture';
import { useInspectStore } from './inspect-store';
import { useShownPicture } from './shown-picture';
import { viewOf } from './stage-canvas';
import { loadPicture } from './use-picture';

export const exportFormats = ['json', 'jsonl', 'csv'] as const;

/** Chromium's limits of a canvas: the longer side, and all pixels together. */
const mostSidePx = 16_384;
const mostPixels = 120_000_000;

/** What a person can take away from the picture on the stage. */
export function useInspectActions() {
  const { t } = useTexts();
  const notify = useNotify();
  const store = useInspectStore();
  const { item, picture, result, shown } = useShownPicture();
  const image = picture.state === 'ready' ? picture.image : null;

  const copyJson = async () => {
    if (!result) return;
    const text = JSON.stringify(result.prediction, null, 2);
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    notify(copied ? { text: t('inspect.copied') } : { tone: 'bad', text: t('inspect.copyFailed') });
  };

  /** The part of the picture that is on the stage, as sharp as the screen. */
  const viewAsPng = async (): Promise<Blob> => {
    const state = store.getState();
    const view = viewOf(state);
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(view.width * view.pixelRatio)),
      Math.max(1, Math.round(view.height * view.pixelRatio)),
    );
    const context = contextOf(canvas);
    context.scale(view.pixelRatio, view.pixelRatio);
    if (image) drawPicture(context, image, state.picture, view);
    if (shown) drawPrediction(context, shown.overlay, view);
    return canvas.convertToBlob({ type: 'image/png' });
  };

  const copyView = async () => {
    try {
      // The blob goes in as a promise: the clipboard must be asked while the key press still counts as one.
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': viewAsPng() })]);
      notify({ text: t('inspect.copiedView') });
    } catch {
      // Whatever the reason, the browser does not tell; the person can still save the picture.
      notify({ tone: 'bad', text: t('inspect.copyFailed') });
    }
  };

  /** "Export what I see": the same drawing, the same filter, at the size of the file. */
  const saveAnnotated = async () => {
    if (!item || !image) return;
    const { width, height } = store.getState().picture;
    const scale = Math.min(1, mostSidePx / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    try {
      // A format that browsers do not read comes as its display copy, enlarged.
      const source = item.kind === 'video' ? image : await loadPicture(`/media/${item.id}/original`).catch(() => image);
      const canvas = new OffscreenCanvas(size.width, size.height);
      const context = contextOf(canvas);
      context.drawImage(source, 0, 0, size.width, size.height);
      const view = { ...wholePictureView(size.width, size.height), zoom: scale };
      if (shown) drawPrediction(context, shown.overlay, view);
      downloadBlob(await canvas.convertToBlob({ type: 'image/png' }), annotatedName(item.name));
    } catch {
      notify({ tone: 'bad', text: t('inspect.saveFailed') });
      return;
    }
    if (scale < 1) notify({ text: t('inspect.saveReduced', size) });
  };

  const exportAs = (format: (typeof exportFormats)[number]) => {
    if (item && result) download(`/export?format=${format}&media=${item.id}`);
  };
  return { copyJson, copyView, saveAnnotated, exportAs };
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2D canvas');
  return context;
}

const annotatedName = (name: string): string => `${name.replace(/\.[^.]+$/, '')}-reticle.png`;
