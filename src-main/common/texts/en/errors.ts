/** One sentence a code: what happened. `{name}` and the like are filled from the error's params. */
export const errors = {
  'error.CANCELLED': 'Cancelled.',
  'error.INTERNAL': 'Something went wrong on our side. The log has the details.',
  'error.CLOUDITIA_BAD_ANSWER':
    'Clouditia sent an answer that we cannot read: {reason}. Check the address of the connection.',
  'error.CLOUDITIA_BUSY': 'Clouditia cannot answer just now (status {status}): {reason}. Try again in a while.',
  'error.CLOUDITIA_CREATE_UNKNOWN':
    'Clouditia did not say whether it made the session, and we could not find out ({found} found). Look at the list of sessions before you try again.',
  'error.CLOUDITIA_KEY_REFUSED': 'Clouditia does not accept the API key. Check the key of the connection.',
  'error.CLOUDITIA_NOT_FOUND': 'Clouditia does not know this session or request any more.',
  'error.CLOUDITIA_NOT_READY':
    'The Clouditia session was not ready after {seconds} seconds. It may still be starting, and is billed once it runs.',
  'error.CLOUDITIA_NOT_STOPPED':
    'The Clouditia session still runs {seconds} seconds after it was asked to stop. It goes on being billed: stop it again.',
  'error.CLOUDITIA_NO_CREDIT':
    'The Clouditia account has no credit left: {reason}. Add credit, or run on this computer.',
  'error.CLOUDITIA_NO_GPU':
    'The GPUs asked for are not free at Clouditia: {reason}. Take others, wait in the queue, or run on this computer.',
  'error.CLOUDITIA_QUEUE_ENDED': 'The wish for a Clouditia session left the queue without one ({status}).',
  'error.CLOUDITIA_REFUSED': 'Clouditia refused the request: {reason}',
  'error.CLOUDITIA_SESSION_ENDED': 'The Clouditia session {name} ended before it was ready: {reason}',
  'error.CLOUDITIA_STILL_QUEUED':
    'No Clouditia session came free within {seconds} seconds. The wish is still in the queue.',
  'error.CLOUDITIA_TIMED_OUT': 'Clouditia did not answer within {seconds} seconds. Check the network, or try again.',
  'error.CLOUDITIA_UNREACHABLE':
    'Clouditia could not be reached at {host}. Check the network, or run on this computer.',
  'error.BUDGET_REACHED':
    'The budget {scope} ({limit} {currency}) leaves {left} {currency}. Nothing was started. Raise it, or wish for less.',
  'error.CONNECTION_ADDRESS':
    '{address} is no address that a key may be sent to. It must begin with https://, or lead to this computer.',
  'error.CONNECTION_IN_USE': 'Sessions of {name} may still cost money. Stop them before you remove it.',
  'error.CONNECTION_NOT_FOUND': 'There is no such connection any more.',
  'error.CONNECTION_NO_KEY': 'The key of {name} is not known here. Enter it again.',
  'error.CONNECTION_NO_TEST': 'A connection to {provider} cannot be tested yet.',
  'error.DATA_FOLDER_IN_USE': 'Reticle is already running on {folder} (process {pid}).',
  'error.DISCONNECTED': 'The connection to Reticle was lost. It is being opened again.',
  'error.DISK_FULL': 'The disk is full, so {what} could not be saved.',
  'error.DISK_TOO_SMALL':
    'About {neededMiB} MiB are needed in {folder}, and {freeMiB} MiB are free. Make room and try again.',
  'error.ENGINE_DIED': 'The inference process stopped while it worked on {name}.',
  'error.ENGINE_FAILED': 'The model could not be run on {name}: {reason}',
  'error.EXPORT_DIED': 'The export process stopped while it worked on {name}. Try again; the log has the details.',
  'error.EXPORT_NOT_FOUND': 'There is no such export any more.',
  'error.EXPORT_ONE_VIDEO': 'A MOT file holds the tracks of one video. Export each video by itself.',
  'error.EYEPOP_BAD_ANSWER':
    'EyePop sent an answer that we cannot read: {reason}. Check the address of the connection.',
  'error.EYEPOP_BUSY':
    'EyePop cannot answer just now (status {status}: {reason}). Try again later, or run on this computer.',
  'error.EYEPOP_FORBIDDEN':
    'EyePop does not allow this with your key: {reason}. Ask for it in your plan, or run on this computer.',
  'error.EYEPOP_HOST_UNKNOWN':
    'There is no host {host}, or no network. Check the address of the connection and the network.',
  'error.EYEPOP_KEY_REFUSED': 'EyePop does not accept the API key. Check the key of the connection.',
  'error.EYEPOP_NOT_EYEPOP':
    'Something other than EyePop answered at {host} with a web page or a redirect. If this network asks you to sign in, do so in a browser, then try again.',
  'error.EYEPOP_NEEDS_POP': 'EyePop runs Pops. Choose a Pop beside the Run button instead of a model.',
  'error.EYEPOP_NO_CONNECTION': 'There is no connection to EyePop. Add one in the settings.',
  'error.EYEPOP_WHOLE_VIDEOS':
    'EyePop looks at whole videos. Choose every frame, or so many a second, without marks; or run on this computer.',
  'error.EYEPOP_NOT_READY':
    'The EyePop session was not ready after {seconds} seconds. Try again, or run on this computer.',
  'error.EYEPOP_NO_ANSWER':
    'Nothing came from EyePop at {host} for {seconds} seconds. Try again, or run on this computer.',
  'error.EYEPOP_NO_ENDPOINT':
    'None of EyePop’s {count} workers answers. Try again in a minute, or run on this computer.',
  'error.EYEPOP_NO_KEY':
    'No key for EyePop is known. Set EYEPOP_API_KEY, in the environment or in a file .env, or run on this computer.',
  'error.EYEPOP_PIPELINE_FAILED':
    'EyePop could not build the pipeline of this Pop: {reason}. Check the abilities that it names.',
  'error.EYEPOP_PIPELINE_GONE':
    'EyePop has removed the pipeline, and a new one was not there in time. Run it again, or run on this computer.',
  'error.EYEPOP_POP_FIXED':
    'This Pop is not ours to change: others use it, too. Connect without its name to run another Pop.',
  'error.EYEPOP_POP_NOT_STARTED': 'The Pop {pop} does not run. Start it at EyePop, or try again in a minute.',
  'error.EYEPOP_POP_REFUSED': 'EyePop refused the Pop: {reason}. Check its components.',
  'error.EYEPOP_POP_UNKNOWN': 'EyePop knows no Pop {pop}. Check the name in the connection.',
  'error.EYEPOP_PROXY':
    'A proxy on the way to {host} asks for a password. Set it up for this computer, or ask who runs the network.',
  'error.EYEPOP_REFUSED':
    'EyePop refused the request (status {status}): {reason}. Try again later, or run on this computer.',
  'error.EYEPOP_SESSION_DEAD': 'The EyePop session has ended ({status}). Start it again, or run on this computer.',
  'error.EYEPOP_SESSION_GONE':
    'EyePop does not know this session any more. Choose another in the connection, or let Reticle make one.',
  'error.EYEPOP_SETTINGS': 'The connection to EyePop cannot work like this: {problem}.',
  'error.EYEPOP_SOURCES_COUNT': 'EyePop looks at 1 to {limit} pictures at once, not at {count}. Choose other ones.',
  'error.EYEPOP_SOURCE_FAILED': 'EyePop could not analyse {name}: {reason}',
  'error.EYEPOP_TLS':
    'The connection to {host} is not safe ({reason}), so nothing was sent. Check the clock and the certificates of this computer.',
  'error.EYEPOP_TOKEN_EXPIRED': 'The access token for EyePop has expired. Enter a new one, or use an API key.',
  'error.EYEPOP_UNPREPARED': 'EyePop did not get ready to receive {name}. Try again, or run on this computer.',
  'error.EYEPOP_UNREACHABLE': 'EyePop could not be reached at {host}. Check the network, or run on this computer.',
  'error.MEDIA_CHANGED': '{name} was changed while it was being analysed, so nothing was kept of it. Retry it.',
  'error.MEDIA_EMPTY': '{name} is empty (0 bytes).',
  'error.MEDIA_FORBIDDEN': 'We have no permission to read {name}.',
  'error.MEDIA_GONE': '{name} is no longer there. It was moved or deleted after it was listed.',
  'error.MEDIA_NOT_FOUND': 'There is no file or folder {name}.',
  'error.MEDIA_NOT_A_PICTURE': '{name} is not a picture that we can read: it looks like {seen}.',
  'error.MEDIA_TOO_LARGE':
    '{name} has {widthPx} × {heightPx} pixels; we open pictures of at most {limitMegapixels} megapixels.',
  'error.MEDIA_UNREADABLE': '{name} is damaged and could not be decoded: {reason}',
  'error.MODEL_ALREADY_ADDED': '{name} is in the list already, as {existing}.',
  'error.MODEL_BUILT_IN': '{name} comes with Reticle: it can be neither renamed nor removed.',
  'error.MODEL_CUSTOM_OPERATORS': '{name} needs operators that no runtime here has: {operators}.',
  'error.MODEL_NOT_FOUND': 'There is no model {name}.',
  'error.MODEL_NOT_ONNX': '{name} is not an ONNX model.',
  'error.MODEL_UNKNOWN_FAMILY': 'We do not know the family of {name}. It has {seen}; we know {known}.',
  'error.MODEL_UNREADABLE': '{name} could not be loaded: {reason}',
  'error.NOTHING_TO_RUN': 'There is no readable picture to analyse.',
  'error.OUTPUT_REFUSED': '{path} cannot be written: {reason}',
  'error.POP_EMPTY': 'This Pop has no component, so there is nothing to run. Add one first.',
  'error.POP_INFERENCE_TYPE': '{path} asks for {type}, which {model} does not give. Take it out of inferenceTypes.',
  'error.POP_INVALID': 'This is no Pop that can run. {problem}',
  'error.POP_MODEL_GONE':
    '{path} ({ability}) is bound to the model {model}, which is not here any more. Choose another in the table of abilities.',
  'error.POP_NOT_FOUND': 'There is no Pop {name}.',
  'error.POP_NOT_LOCAL':
    '{path}: nothing on this computer stands for {ability}. Name a model for it in the table of abilities.',
  'error.POP_NO_MODEL': '{path}: no model here finds what {ability} asks for. Add one on the Models page.',
  'error.POP_PART_NOT_LOCAL': '{path} only works on a remote worker. Take it out to run this Pop here.',
  'error.POP_READY_MADE': '{name} comes with Reticle and stays as it is. Save your changes under another name.',
  'error.POP_TRANSFORM': 'postTransform failed: {reason}',
  'error.RUN_NOT_FOUND': 'There is no such run.',
  'error.SESSION_NOT_FOUND': 'There is no session {name}.',
  'error.SESSION_NOT_MADE':
    'There is no session at the provider for this entry ({state}), so nothing can be done with it.',
  'error.SESSION_NO_PROVIDER': '{provider} has no sessions that Reticle can manage.',
  'error.STORE_CORRUPT': 'The database {file} is damaged: {reason}',
  'error.STORE_TOO_NEW':
    'The database was written by a newer Reticle (version {found}; this one knows up to {known}). It was not touched.',
  'error.UPLOAD_FAILED': '{name} could not be received completely.',
  'error.FFMPEG_MISSING':
    'Videos need {program}, which is not on this computer. Install ffmpeg, or name its folder in RETICLE_FFMPEG.',
  'error.VIDEO_CUT_FAILED': 'No clip could be cut out of {name}: {reason}',
  'error.VIDEO_DECODER_FAILED': '{name} could not be decoded to its end: {reason}',
  'error.VIDEO_ENCODER_FAILED': 'The annotated copy of {name} could not be written: {reason}',
  'error.VIDEO_NO_DECODER':
    '{name} is coded in a way that the ffmpeg of this computer cannot decode. Install a fuller one, or convert the file.',
  'error.VIDEO_NO_PICTURES': '{name} holds no moving picture.',
  'error.USAGE': '{reason}',
} as const;
