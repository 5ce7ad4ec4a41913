/**
 * How the web process is started. Node lets its young generation grow to three times 32 MB and keeps it for ever; with three times 8 MB an
 * idle service needs 60 MB less, and a page costs about 7 % more processor time (measured with the demo's programme).
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8'];
