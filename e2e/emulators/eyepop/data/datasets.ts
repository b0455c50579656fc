import type { Prediction } from '#common/prediction/prediction';
import type { Clock } from '../../clock';
import { found, HttpProblem } from '../http-problem';
import type { ChangeEvents } from './change-events';
import { type Row, Table } from './table';

export type Version = {
  readonly version: number;
  modifiable: boolean;
  readonly created_at: string;
  updated_at: string;
  assets_modified_at: string;
  last_analysed_at: string | null;
  hero_asset_uuid: string | null;
};
export type Dataset = Row & {
  readonly name: string;
  readonly tags: readonly string[];
  readonly auto_annotates: readonly string[];
  readonly account_uuid: string;
  readonly versions: Version[];
};
export type Annotation = {
  readonly type: 'ground_truth' | 'auto' | 'prediction';
  readonly user_review: string;
  readonly approved_threshold: number | null;
  readonly auto_annotate: string | null;
  readonly source: string | null;
  readonly predictions: readonly Prediction[];
};
export type Asset = Row & {
  readonly dataset_uuid: string;
  readonly mime_type: string;
  readonly partition: string | null;
  readonly status: string;
  readonly annotations: readonly Annotation[];
  readonly rois: readonly { readonly name: string }[];
};

/** Where an asset is part of its dataset: from a version on, until before another one. */
type Membership = { readonly from: number; until: number };

/** Datasets with numbered versions, of which at most one can be changed, and the assets in them. */
export class Datasets {
  readonly rows: Table<Dataset>;
  readonly assets: Table<Asset>;
  readonly #memberships = new Map<string, Membership>();

  constructor(
    private readonly clock: Clock,
    private readonly events: ChangeEvents,
  ) {
    this.rows = new Table('dataset', clock);
    this.assets = new Table('asset', clock);
  }

  create(account: string, fields: Pick<Dataset, 'name' | 'tags' | 'auto_annotates'>): Dataset {
    const dataset = this.rows.add({ ...fields, account_uuid: account, versions: [this.#newVersion(1)] });
    this.tell('dataset_added', dataset);
    return dataset;
  }

  change(uuid: string | undefined, fields: Readonly<Record<string, unknown>>): Dataset {
    const dataset = this.rows.change(uuid, fields);
    this.tell('dataset_modified', dataset);
    return dataset;
  }

  /** @param version - null for the newest */
  version(dataset: Dataset, version: number | null): Version {
    return found(
      version === null ? dataset.versions.at(-1) : dataset.versions.find((one) => one.version === version),
      'version',
    );
  }

  /** @throws {HttpProblem} 409 where the version is frozen */
  changeable(dataset: Dataset, version: number | null): Version {
    const one = this.version(dataset, version);
    if (!one.modifiable) throw new HttpProblem(409, 'DATA_001', `version ${one.version} is frozen`);
    return one;
  }

  /** Closes the version that can be changed and opens the next, with the same assets. */
  freeze(dataset: Dataset, version: number | null): Dataset {
    const frozen = this.changeable(dataset, version);
    frozen.modifiable = false;
    dataset.versions.push(this.#newVersion(frozen.version + 1));
    this.tell('dataset_version_modified', dataset, frozen.version);
    return dataset;
  }

  addAsset(dataset: Dataset, version: number | null, fields: Omit<Asset, keyof Row>): Asset {
    const into = this.changeable(dataset, version);
    const asset = this.assets.add({ ...fields, dataset_uuid: dataset.uuid });
    this.#memberships.set(asset.uuid, { from: into.version, until: Number.POSITIVE_INFINITY });
    into.assets_modified_at = this.clock.now().toISOString();
    this.tellOfAsset('asset_added', asset);
    return asset;
  }

  assetsOf(dataset: Dataset, version: number | null): Asset[] {
    const { version: wanted } = this.version(dataset, version);
    return this.assets.list(({ uuid, dataset_uuid }) => {
      const place = this.#memberships.get(uuid);
      return dataset_uuid === dataset.uuid && place !== undefined && place.from <= wanted && wanted < place.until;
    });
  }

  /** Takes an asset out of a version and of those to come; the ones before keep it. */
  removeAsset(asset: Asset, version: number | null): void {
    const dataset = this.rows.get(asset.dataset_uuid);
    found(this.#memberships.get(asset.uuid), 'asset').until = this.changeable(dataset, version).version;
    this.tellOfAsset('asset_removed', asset);
  }

  resurrectAsset(asset: Asset): void {
    found(this.#memberships.get(asset.uuid), 'asset').until = Number.POSITIVE_INFINITY;
    this.tellOfAsset('asset_added', asset);
  }

  annotate(asset: Asset, annotations: readonly Annotation[]): Asset {
    const changed = this.assets.change(asset.uuid, { annotations });
    this.tellOfAsset('asset_annotation_modified', changed);
    return changed;
  }

  /** As the API shows it, with counts of each version's assets. */
  toJson(dataset: Dataset) {
    const versions = dataset.versions.map((version) => ({ ...version, asset_stats: this.#stats(dataset, version) }));
    const modifiable_version = dataset.versions.find(({ modifiable }) => modifiable)?.version ?? null;
    return { ...dataset, versions, modifiable_version };
  }

  tell(change_type: string, { uuid, account_uuid }: Dataset, dataset_version: number | null = null): void {
    this.events.send({ change_type, account_uuid, dataset_uuid: uuid, dataset_version });
  }

  tellOfAsset(change_type: string, { uuid, dataset_uuid }: Asset): void {
    const { account_uuid, versions } = this.rows.get(dataset_uuid);
    const dataset_version = versions.at(-1)?.version ?? null;
    this.events.send({ change_type, account_uuid, dataset_uuid, dataset_version, asset_uuid: uuid });
  }

  #stats(dataset: Dataset, { version }: Version) {
    const assets = this.assetsOf(dataset, version);
    const count = (isCounted: (asset: Asset) => boolean) => assets.filter(isCounted).length;
    const has = (isOne: (annotation: Annotation) => boolean) => count(({ annotations }) => annotations.some(isOne));
    return {
      total: assets.length,
      accepted: count(({ status }) => status === 'accepted'),
      rejected: count(({ status }) => status === 'rejected'),
      annotated: has(() => true),
      auto_annotated: has(({ type }) => type === 'auto'),
      auto_annotated_approved: has(({ type, user_review }) => type === 'auto' && user_review === 'approved'),
      ground_truth_annotated: has(({ type }) => type === 'ground_truth'),
    };
  }

  #newVersion(version: number): Version {
    const now = this.clock.now().toISOString();
    const times = { created_at: now, updated_at: now, assets_modified_at: now, last_analysed_at: null };
    return { version, modifiable: true, hero_asset_uuid: null, ...times };
  }
}
