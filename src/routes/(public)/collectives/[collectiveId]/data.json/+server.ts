import { fileAnswer } from '#routes/file-answer.ts';
import { holderCtx } from '#routes/holder-ctx.ts';
import { exportListData } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies, request }) => {
  const data = await exportListData(await holderCtx(locals, cookies, params.collectiveId), params.collectiveId);
  return fileAnswer(request, { body: `${JSON.stringify(data, null, 2)}\n`, type: 'application/json; charset=utf-8', name: 'sheberlik-list.json', isPublic: false, maxAge: 0 });
};
