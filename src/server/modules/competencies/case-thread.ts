import { parentPort, workerData } from 'node:worker_threads';
import { readPackageHere } from './case-package-file.ts';

// Runs only as a thread of framework-files.ts: one package, read and judged beside the requests.

const { bytes, now } = workerData as { bytes: Uint8Array; now: Date };
parentPort?.postMessage(readPackageHere(bytes, now));
