/** The door of the form primitives. Server-free: pages, actions and the API use the same ones. */
export {
  fieldId,
  fieldState,
  formView,
  summaryLines,
  type FieldState,
  type FormState,
  type FormView,
  type SummaryLine,
} from './form-view.ts';
export { dateAnswer, numberAnswer, readDate, readNumber, readTime, timeAnswer } from './lenient.ts';
export { asked, divergences, settle, type Divergence } from './meanwhile.ts';
export { plainName, readForm, type FormValue, type FormValues } from './read-form.ts';
