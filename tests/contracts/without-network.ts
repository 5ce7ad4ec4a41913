/** Query functions that read tables of a tenant without naming the network, each with its reason. */
export const withoutNetwork: Record<string, string> = {
  'modules/people/people.queries.ts#listNetworks': 'the list of networks itself, read at the door of every request',
  'modules/people/people.queries.ts#insertNetwork': 'makes the network',
  'modules/people/people.queries.ts#updateNetworkDataLocation': 'the network itself, by its id',
  'modules/people/people.queries.ts#updateNetworkPhotos': 'the network itself, by its id',
  'modules/access/tokens.queries.ts#countTokensOf': 'an account is one over all networks, and so are its tokens when its password changes',
  'modules/access/tokens.queries.ts#withdrawTokensOf': 'as counted',
  'modules/people/imports.queries.ts#analyseImportRows': 'figures for the planner; no row is read or given',
  'modules/credentials/check.queries.ts#findIssueByCode': 'a paper names no network; its code has 128 random bits',
  'modules/credentials/check.queries.ts#listIssuesByNumber': 'a paper names no network; only the state of the certificate is answered',
};
