import type { pops as english } from '../en/pops';

export const pops: Record<keyof typeof english, string> = {
  'pops.kind': 'Pop',
  'pops.ready.faces': 'Visages',
  'pops.ready.objects': 'Objets',
  'pops.ready.objects-then-faces': 'Objets → recadrage → visages',
  'pops.ready.objects-then-track': 'Objets → suivi',
  'pops.ready.regions-then-outlines': 'Régions → contours',
};
