/** Columns of the list that can be chosen, in their order. */
export const PEOPLE_COLUMNS = ['organisation', 'post', 'age', 'education', 'category', 'since', 'contacts'] as const;
