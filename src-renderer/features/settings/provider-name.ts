import { useSettings } from '../../app/settings-queries';

const names: Record<string, string> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  coreml: 'Core ML',
  dml: 'DirectML',
  tensorrt: 'TensorRT',
  eyepop: 'EyePop',
  local: 'CPU',
};

/** An execution provider as its makers write it. */
export const providerName = (provider: string): string => names[provider] ?? provider;

/** The provider chosen in the settings; what really ran is in the status bar. */
export const useProviderName = (): string => providerName(useSettings().provider);
