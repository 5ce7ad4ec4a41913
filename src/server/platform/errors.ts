/**
 * Errors that a person may see carry a code `noun.reason` and parameters; the words are chosen at the page, mail or API
 * in the reader's language. Everything else is a fault and answers 500.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: Readonly<Record<string, string | number>>;
  constructor(code: string, status: number, params: Record<string, string | number> = {}) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.status = status;
    this.params = params;
  }
}

export interface FieldProblem {
  /** Path of the field, dots between the parts: `talks.0.title`. */
  field: string;
  /** Message key or code of the module, e.g. `email.invalid`. */
  code: string;
  params?: Record<string, string | number>;
}

/** What was sent cannot be accepted; each problem stands beside its field. */
export class InvalidInput extends AppError {
  readonly problems: readonly FieldProblem[];
  constructor(problems: readonly FieldProblem[]) {
    super('input.invalid', 422);
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}

/** Missing and forbidden answer alike: who may not see a row must not learn that it exists. */
export function notFound(): AppError {
  return new AppError('page.not_found', 404);
}

/** The row was changed by somebody else since it was read (optimistic version). */
export function conflict(): AppError {
  return new AppError('record.changed_meanwhile', 409);
}

export function tooMany(retryAfterSeconds: number): AppError {
  return new AppError('request.too_many', 429, { seconds: retryAfterSeconds });
}

export function invalid(field: string, code: string, params?: Record<string, string | number>): InvalidInput {
  return new InvalidInput([params ? { field, code, params } : { field, code }]);
}
