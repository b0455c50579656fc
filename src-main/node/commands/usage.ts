import { ReticleError } from '#common/errors';

export const usage = `Reticle: see what a model sees.

  reticle analyze <files, folders, globs…> [options]
    --model <id or path to .onnx>   which model (default: regions, built in)
    --pop <file.json or name>       run this Pop; --model then goes first where the Pop leaves a choice
    --engine <local|eyepop|auto>    where it runs (default: local); auto is EyePop for as long as it answers, then this
                                    computer, and each record says which. EyePop is set up by EYEPOP_API_KEY, EYEPOP_URL, …
                                    in the environment or in a file .env here; --model is an ability's name there
                                    (default: eyepop.sam.small:latest)
    --connection <name>             which EyePop: “environment” is what EYEPOP_* describes
    --min-confidence <0..1>         leave out what is less certain (default: 0.3)
    --format <jsonl|json|csv>       one record a picture or frame (default: jsonl)
    --format mot                    the tracks of one video, a MOTChallenge line each
    --out <file>                    write there instead of to stdout
    --annotate <folder>             also write each picture with its overlays there
    --every <n>, --fps <rate>       of videos: every n-th frame, or so many a second (default: every frame)
    --segments <rule>               of videos: the stretches that fit, not the frames; a rule is "person>=0.85 for 1s",
                                    or "person>=0.85 for 1s gap 0.2s" with absences that do not end one
    --cut <folder>                  with --segments: also cut a clip of each, losslessly, from the key frame before
    --from <time>, --to <time>      of videos: this part alone; seconds or hh:mm:ss

  reticle models list [--json]
  reticle models info <id> [--json]
  reticle models add <file.onnx> [--name <name>] [--json]
  reticle models remove <id>

  reticle sessions list [--json]      every session that is known, also those that are over
  reticle sessions create --gpu <type> [options]
    --gpu <2xtype>                  several; may be given several times
    --cost-limit <eur>, --time-limit <90s|30m|2h>   kept by the provider (default: what the budgets leave)
    --vcpu <n>, --ram <gb>, --storage <gb>          (default: 4, 16, 20)
    --name <name>, --tag <tag>      --partial takes fewer types, --queue waits for them, --wait until it runs
  reticle sessions stop <id>|--all    and waits for the provider to confirm it; exit status 1 where it does not
  reticle sessions cost [<id>]        now, today, this month; or of one
  reticle gpus, reticle balance, reticle queue
    --connection <name>             which account, where there are several; --json for all of these
    RETICLE_CLOUDITIA_KEY, RETICLE_CLOUDITIA_URL    an account that is not connected in the window

  reticle --help, --version

Results go to stdout, progress and errors to stderr.
Exit status: 0 all done, 1 some inputs failed, 2 wrong usage.
`;

/** Wrong words on the command line; ends with exit status 2. */
export class UsageError extends ReticleError {
  override name = 'UsageError';
  constructor(reason: string, options?: ErrorOptions) {
    super('USAGE', { reason }, options);
  }
}
