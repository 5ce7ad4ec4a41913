import type { MessageKey, T } from '#lib/i18n/index.ts';
import { problemText } from '#server/http/problems.ts';
import { fieldsOf, type ImportField, type ImportKind, type ImportProblem } from '#server/modules/people/index.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A field of the registry as a column is headed. */
export const fieldLabel = (t: T, field: ImportField): string => (t as (key: MessageKey) => string)(`imports.field.${snake(field)}` as MessageKey);

export const fieldOptions = (t: T, kind: ImportKind): { value: ImportField; text: string }[] => fieldsOf(kind).map((value) => ({ value, text: fieldLabel(t, value) }));

export const problemLine = (t: T, problem: Pick<ImportProblem, 'code' | 'params'>): string => problemText(t, problem.code, { ...problem.params });
