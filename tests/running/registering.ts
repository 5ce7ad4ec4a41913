import type { Form, Page, Visitor } from './visitor.ts';

export interface Newcomer {
  country: string;
  name: string;
  email: string;
  organisation: string;
}

/** Goes through the steps of the public form, as a person without scripts does; answers with the form whose button registers. */
export async function fillIn(visitor: Visitor, eventId: string, newcomer: Newcomer): Promise<Form> {
  const { country, name, email, organisation } = newcomer;
  let page = await visitor.get(`/ru/seminars/${eventId}/register`);
  page = await visitor.submit(stepOf(page, 'country'), { country });
  page = await visitor.submit(stepOf(page, 'person'), { name, email });
  page = await visitor.submit(stepOf(page, 'work'), { organisation });
  page = await visitor.submit(stepOf(page, 'notice'), { agreed: 'yes' });
  return stepOf(page, 'send');
}

function stepOf(page: Page, step: string): Form {
  const form = page.forms.find(({ action }) => action.includes(`?/${step}`));
  if (!form) throw new Error(`${page.path} (${page.status}) has no form for the step "${step}"`);
  return form;
}
