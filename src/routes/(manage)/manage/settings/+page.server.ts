import { z } from 'zod';
import { countryName, languageName } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeDataLocation, changePhotosShown, DataLocation, PhotosShown } from '#server/flows/network-settings.ts';
import { accessAbilities, readsOutbox } from '#server/modules/access/index.ts';
import { checkPublicAddress, NewPublicAddress, readPublicAddress, setPublicAddress } from '#server/modules/credentials/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const may = accessAbilities(locals.actor, locals.place);
  if (!may.manageRoles.allowed) {
    if (readsOutbox(locals.actor, locals.place.networkId)) goTo(locals, '/manage/settings/outbox');
    throw notFound();
  }
  const network = await networkOf(locals.ctx);
  return {
    address: await readPublicAddress(locals.ctx),
    mayChangeAddress: may.changePublicAddress.allowed,
    network: {
      name: textIn(network.name, locals.locale),
      slug: network.slug,
      country: countryName(network.country, locals.locale),
      language: languageName(network.defaultLocale, locals.locale),
      defaultLocale: network.defaultLocale,
      timeZone: network.timeZone,
      dataLocation: network.dataLocation,
      version: network.version,
      photos: network.photos,
    },
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  address: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewPublicAddress, (input) => setPublicAddress(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings?done=address');
  },
  check: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => checkPublicAddress(locals.ctx));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings?done=checked');
  },
  photos: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), PhotosShown, (input) => changePhotosShown(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings?done=photos#photos');
  },
  data_location: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), DataLocation, (input) => changeDataLocation(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings?done=data_location#network');
  },
};
