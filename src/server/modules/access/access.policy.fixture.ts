/** Who may what, by role: the table that the policy and the page that shows it are held to. y: may; the columns are these abilities. */
export const ACCESS_COLUMNS = ['manageRoles', 'inviteCoordinator', 'inviteContributor', 'readOutbox', 'changePublicAddress'] as const;
export const ACCESS_TABLE: Record<string, string> = {
  system_admin: 'yyyyy',
  network_admin: 'yyyyn',
  'network_admin of another network': 'nnnnn',
  coordinator: 'nnyyn',
  'coordinator beside': 'nnnnn',
  methodist: 'nnnnn',
  head: 'nnnnn',
  specialist: 'nnnnn',
  moderator: 'nnnnn',
  speaker: 'nnnnn',
  inspector: 'nnnnn',
  visitor: 'nnnnn',
  link: 'nnnnn',
};
