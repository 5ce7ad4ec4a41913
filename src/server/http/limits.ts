/** The largest body of a form, in bytes: a file of 5 MB with its envelope. What is larger is refused unread. */
export const LARGEST_FORM = 6 * 1024 * 1024;
