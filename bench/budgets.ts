/** Budgets of the product, each where it is measured. */
export const BUDGETS = {
  publicWireKb: 60,
  workingWireKb: 100,
  scriptKb: 0,
  paintMs: 1600,
  programmeCpuMs: 5,
  queriesAPage: 6,
  certificatesSeconds: 60,
  liveMemoryMb: 150,
  broadcastP99Ms: 1000,
  pageP95UnderHeartbeatsMs: 100,
  startSeconds: 5,
  idleMemoryMb: 250,
  idleCpuPercent: 1,
  searchMs: 50,
  listRatio: 1.5,
} as const;
