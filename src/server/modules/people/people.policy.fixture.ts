/** Who may what, by role: the table that the policies of this module and the page that shows them are held to. Abilities by name. */
const KEEPS = 'decideChange edit merge read readChanges readSensitive';
const OF_THE_CENTRE = 'anonymise decideChange edit merge read readChanges readSensitive readViews';
const CENTRE_MAY = 'addBelow addPerson arrange close edit editStaffing read readStaff';

/** With an open organisation. */
export const MAY_WITH_ORGANISATION = {
  'network administrator': CENTRE_MAY,
  'coordinator of the centre': CENTRE_MAY,
  'coordinator of a district beside': 'read',
  'methodist of the district': 'addBelow addPerson edit editStaffing read readStaff',
  'methodist of another district': 'read',
  'head of the library': 'addPerson edit read readStaff',
  'head of another library': 'read',
  'network administrator elsewhere': '',
  'system administrator': 'read',
  specialist: 'read',
  inspector: 'read',
  'account without a role': '',
  visitor: '',
  'holder of a link': '',
  job: CENTRE_MAY,
};

/** With the record of a person. */
export const MAY_WITH_PERSON = {
  'network administrator': OF_THE_CENTRE,
  'coordinator of the centre': OF_THE_CENTRE,
  'coordinator of a district beside': '',
  'methodist of the district': KEEPS,
  'methodist of another district': '',
  'head of the library': 'decideChange edit read readChanges readSensitive',
  'head of another library': '',
  'network administrator elsewhere': '',
  'system administrator': '',
  specialist: '',
  inspector: '',
  'account without a role': '',
  visitor: '',
  'holder of a link': '',
  job: OF_THE_CENTRE,
};
export const MAY_WITH_OWN_RECORD = 'askChange askErasure editOwn read readChanges readSensitive readViews';
