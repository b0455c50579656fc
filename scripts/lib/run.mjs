import { spawn } from 'node:child_process';
import { root } from './project.mjs';

/**
 * Runs a program with our own terminal and waits for its end. What asks us to end is passed on to it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + n for signal n, as shells say it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const passOn = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    const onDisconnect = () => child.kill('SIGTERM');
    process.once('disconnect', onDisconnect);
    const watch = watchStarter(() => child.kill('SIGTERM'));
    const done = () => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, passOn);
      process.off('disconnect', onDisconnect);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(code ?? 128 + signalNumber(signal));
    });
  });
}

/** As `run` for one of our own: it also notices, by the channel, when we are killed outright. */
export const runNode = (args, options = {}) =>
  run(process.execPath, args, { ...options, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });

/**
 * Runs a program quietly, for at most so long.
 *
 * @returns {Promise<{ code: number, output: string }>} code 124 when it took too long
 */
export function runQuietly(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    let isLate = false;
    const timer = timeoutMs
      ? setTimeout(() => {
          isLate = true;
          child.kill('SIGKILL');
        }, timeoutMs)
      : undefined;
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: isLate ? 124 : (code ?? 1), output });
    });
  });
}

function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }[signal] ?? 0;
}

/** npm, when it is killed, takes its shell with it but not what that shell runs; that is us. */
function watchStarter(onGone) {
  const starter = process.ppid;
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined;
  return setInterval(() => {
    if (process.ppid !== starter) onGone();
  }, 500).unref();
}
