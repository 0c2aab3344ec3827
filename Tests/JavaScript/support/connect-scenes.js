import { ConnectWorld, CUSTOMER } from "./connect.js";

/** Ana at work. */
export async function ana({ isAvailable = true, ...more } = {}) {
  const world = new ConnectWorld();
  const page = world.open("ana", more);
  await world.pass(500);
  if (isAvailable) page.phone.setPresence("available");
  await world.pass(500);
  return { world, page, phone: page.phone, exchange: world.exchange, centre: world.centre };
}

export async function ringing(attributes = {}) {
  const parts = await ana();
  const contact = parts.exchange.ring(CUSTOMER, attributes);
  await parts.world.pass(300);
  return { ...parts, contact };
}

export async function talking(attributes) {
  const parts = await ringing(attributes);
  parts.phone.answer();
  await parts.world.pass(500);
  if (parts.page.view.state !== "live") throw new Error(`not in a call, but ${parts.page.view.words}`);
  return parts;
}

export const contactOf = ({ exchange, contact }) => exchange.contacts.get(contact);
