import type { Api } from '#server/api/env.ts';
import { registerAttemptsApi } from './attempts.api.ts';
import { registerItemsApi } from './items.api.ts';
import { registerTestsApi } from './tests.api.ts';

export function registerAssessmentApi(api: Api): void {
  registerItemsApi(api);
  registerTestsApi(api);
  registerAttemptsApi(api);
}
