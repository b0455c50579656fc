import type { ModelFamily } from '#common/contract/models';
import type { TextKey } from '#common/texts/texts';

/** The name of a family for people. */
export const familyTextKey: Readonly<Record<ModelFamily, TextKey>> = {
  regions: 'models.family.regions',
  yolox: 'models.family.yolox',
  yunet: 'models.family.yunet',
  'yolo-detect': 'models.family.yoloDetect',
  classification: 'models.family.classification',
  embedding: 'models.family.embedding',
};
