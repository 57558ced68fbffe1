/** A venue of the product in a process of its own, without doors: commands straight to its sequencer and to disk. */
export const venueDriver = (ground) => ground.driver('bench/drivers/venue-driver.ts');

/** `furnished`: what an earlier process furnished the venue with, or nothing for a new venue. */
export async function openVenue(ground, database, facts = {}) {
  const driver = venueDriver(ground);
  const opened = await driver.ask('open', { ...database, ...facts });
  return { driver, opened };
}

/** A new venue with accounts, money and goods. */
export async function newVenue(ground, database, facts) {
  const { driver } = await openVenue(ground, database);
  const furnished = await driver.ask('prepare', facts);
  return { driver, furnished };
}
