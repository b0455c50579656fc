import { ExportJobCard } from './export-job-card';
import { SegmentsPanel } from './segments-panel';
import { useExportJobs } from './use-video-exports';

type VideoExportPanelsProps = { readonly isFinding: boolean; readonly onFound: () => void };

/** Over the right end of the stage and above its tools, so that the frame can be seen meanwhile: the search for segments, and exports. */
export function VideoExportPanels({ isFinding, onFound }: VideoExportPanelsProps) {
  const jobs = useExportJobs();
  return (
    <div className="pointer-events-none absolute right-3 bottom-full z-20 mb-13 flex max-h-[65vh] w-96 max-w-full flex-col justify-end gap-2">
      {jobs.length > 0 && (
        <ul className="pointer-events-auto flex min-h-0 flex-col gap-2 overflow-y-auto">
          {jobs.map((job) => (
            <ExportJobCard key={job.id} job={job} />
          ))}
        </ul>
      )}
      {isFinding && <SegmentsPanel onClose={onFound} />}
    </div>
  );
}
