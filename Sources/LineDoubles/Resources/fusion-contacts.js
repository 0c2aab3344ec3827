// The contacts of the stand-in, and whom a number belongs to.

const CONTACTS = [
  { id: "3001", name: "Robert Kane", number: "+14158675309", title: "Groundskeeper", organisation: "Birchwood" },
  { id: "3002", name: "Mika Sato", number: "+819012345678", title: "Captain", organisation: "Shibuya Riders" },
  { id: "3003", name: "Ann Wood", number: "+442079460000", title: "Umpire", organisation: "Wood & Sons" },
  { id: "3004", name: "Bill Wood", number: "+442079460000", title: "Groom", organisation: "Wood & Sons" },
];

const digits = (text) => String(text ?? "").replace(/\D/g, "");

/** Everybody with that number; nobody for none. */
function contactsOf(number) {
  return digits(number) === "" ? [] : CONTACTS.filter((contact) => digits(contact.number) === digits(number));
}

/** What the look-up gives back: of several nobody is guessed. */
function outDataOf(inData) {
  const found = contactsOf(inData.SVCMCA_ANI);
  const [contact] = found;
  const base = { ...inData, callStatus: "INCOMING", SVCMCA_INTERACTION_ID: `interaction-${Date.now()}` };
  if (found.length === 0) return base;
  if (found.length > 1) return { ...base, SVCMCA_DISPLAY_NAME: `${found.length} contacts have this number` };
  return {
    ...base,
    SVCMCA_CONTACT_ID: contact.id,
    SVCMCA_CONTACT_NAME: contact.name,
    SVCMCA_CONTACT_NUMBER: contact.number,
    SVCMCA_CONTACT_JOB_TITLE: contact.title,
    SVCMCA_CONTACT_PRIM_ORG_NAME: contact.organisation,
  };
}
