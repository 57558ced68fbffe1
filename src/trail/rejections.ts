/** Every refusal of this context: HTTP status and both languages. */
export const trailRejections = {
  'trail.unknown_person': { status: 404, zh: '没有此人员', en: 'There is no such person' },
  'trail.unknown_organisation': { status: 404, zh: '没有此单位', en: 'There is no such organisation' },
  'trail.unknown_object': {
    status: 404,
    zh: '没有此对象，或其轨迹不在您的查阅范围内',
    en: 'There is no such object, or nothing of its trail is yours to read',
  },
} as const;
