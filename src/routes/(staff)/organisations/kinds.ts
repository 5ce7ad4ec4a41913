/** Kinds of organisations in the order in which they are offered. */
export const KINDS = ['methodical_centre', 'district', 'library_system', 'library', 'branch', 'rural_library', 'college', 'school', 'partner'] as const;
