import { templateAnswer } from '../template-answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => templateAnswer(locals, 'staff', params.format);
